"""Checksums of blocks: whatever bit of an index changes, who reads it is told."""

from __future__ import annotations

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.corpus.errors import DamagedError
from souwen.index.columns import Entry
from souwen.index.segments.checksums import BLOCK, Blocks, BlockSums
from souwen.index.segments.file import load, verify
from souwen.index.segments.invert import invert
from souwen.index.segments.segment import KEYS_A_STEP, Segment
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create
from souwen.language.terms import Family, count_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Read = Callable[[Snapshot], object]

DOCUMENTS = 160
TERMS_READ = {"keys", "starts", "documents", "counts", "string_ends", "strings"}
TEXTS_READ = {"texts", "text_ends"}
BREAKS_READ = {"breaks", "break_ends"}


class Made(NamedTuple):
    """An index of one segment, as it was written, and which documents have each term."""

    folder: Path
    path: Path
    data: bytes
    segment: Segment
    documents: dict[tuple[Family, str], set[str]]
    terms: dict[int, tuple[Family, str]]  # by their place in the segment


def _text(chance: random.Random, most: int) -> str:
    size = chance.randrange(1, most)
    letters = "".join(chance.choices("abcdefgh", k=5))
    han = "".join(chr(chance.randrange(0x4E00, 0x5000)) for _ in range(size))
    return f"{han} {chance.randrange(10_000)} \n{letters}"  # a break in each


def _entries(chance: random.Random) -> list[Entry]:
    return [
        Entry(
            f"{chance.randrange(1 << 64):016x}",
            article=chance.random() < 0.5,
            day=chance.randrange(730_000, 740_000),
            channel=chance.choice(["", "甲", "乙"]),
            title=_text(chance, 12),
            body=_text(chance, 80),
        )
        for _ in range(DOCUMENTS)
    ]


@pytest.fixture(scope="module", params=[1, 8], ids=["as it came in", "merged"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give an index of many blocks, out of one batch or of eight that were merged."""
    folder = tmp_path_factory.mktemp("blocks")
    entries = _entries(random.Random(request.param))
    create(folder)
    size = DOCUMENTS // request.param
    for start in range(0, DOCUMENTS, size):
        writer = IndexWriter(folder)
        writer.add(entries[start : start + size])
        writer.commit()
    documents: dict[tuple[Family, str], set[str]] = {}
    for entry in entries:
        for text in (entry.title, entry.body):
            for family, counts in count_terms(text).items():
                for term in counts:
                    documents.setdefault((family, term), set()).add(entry.id)
    (path,) = folder.glob("*.arrays")
    segment = load(path)
    terms = {place: term for term in documents if (place := segment.place(*term)) is not None}
    return Made(folder, path, path.read_bytes(), segment, documents, terms)


@contextmanager
def _changed(made: Made, data: bytes) -> Iterator[None]:
    """Put another file in the place of the segment's; what is mapped stays what it is."""
    try:
        _put(made.path, data)
        yield
    finally:
        _put(made.path, made.data)


def _put(path: Path, data: bytes) -> None:
    beside = path.with_suffix(".beside")
    beside.write_bytes(data)
    beside.replace(path)


def _flipped(data: bytes, offset: int, bit: int) -> bytes:
    return data[:offset] + bytes([data[offset] ^ (1 << bit)]) + data[offset + 1 :]


def _offset(made: Made, name: str) -> int:
    """Give where in the file an array begins."""
    assert made.segment.mapped is not None
    first = np.frombuffer(made.segment.mapped, np.uint8)
    return int(made.segment.arrays[name].ctypes.data - first.ctypes.data)


def _read_all(snapshot: Snapshot, made: Made) -> dict[tuple[Family, str], set[str]]:
    """Read all that a search could read; give which documents have each term."""
    size = snapshot.size
    assert len(snapshot.columns.live) == size
    ids = list(snapshot.ids)
    assert ids == [snapshot.ids[ordinal] for ordinal in range(snapshot.size)]
    assert len(list(snapshot.records(np.arange(snapshot.size)))) == snapshot.size
    assert [snapshot.kept_text(at)[1] for at in range(snapshot.size)]
    assert [len(found) for found in snapshot.sketches(np.arange(snapshot.size))] == [size, size]
    assert snapshot.ordinals(ids).tolist() == list(range(snapshot.size))
    assert all(list(snapshot.terms(family)) for family in Family)
    return {
        term: {ids[ordinal] for ordinal in snapshot.postings(*term).documents.tolist()}
        for term in made.documents
    }


def _read(made: Made, name: str, at: int) -> Read:
    """Give the smallest thing that a search does for which it reads the value `at` of an array."""
    segment = made.segment
    if name in TERMS_READ:
        last = len(segment.keys) - 1
        place = {
            "keys": lambda: at,
            "starts": lambda: min(at, last),
            "documents": lambda: int(np.searchsorted(segment.starts, at, "right")) - 1,
            "counts": lambda: int(np.searchsorted(segment.starts, at, "right")) - 1,
            "string_ends": lambda: segment.first_string + at,
            "strings": lambda: (
                segment.first_string + int(np.searchsorted(segment.string_ends, at, "right"))
            ),
        }[name]()
        return lambda snapshot: snapshot.postings(*made.terms[place])
    if name in TEXTS_READ:
        document = int(np.searchsorted(segment.text_ends, at, "right")) if name == "texts" else at
        return lambda snapshot: list(snapshot.records(np.array([document])))
    if name in BREAKS_READ:
        is_ends = name == "break_ends"
        document = (
            at if is_ends else int(np.searchsorted(segment.arrays["break_ends"], at, "right"))
        )
        return lambda snapshot: snapshot.kept_text(document)
    others: dict[str, Read] = {
        "ids": lambda snapshot: snapshot.ids[at],
        "id_order": lambda snapshot: snapshot.ordinals(["0" * 16]),
        "string_order": lambda snapshot: [list(snapshot.terms(family)) for family in Family],
        "sketches": lambda snapshot: snapshot.sketches(np.array([at])),
        "steps": lambda _: None,  # when it opens
    }
    return others.get(name, lambda snapshot: snapshot.columns)


def test_an_intact_index_is_read_without_a_word(made: Made) -> None:
    """Every term gives its documents, through blocks and steps of several, and then none is left.

    A term that is not there is not found either.
    """
    segment = load(made.path)
    assert len(segment.keys) > 3 * KEYS_A_STEP
    assert len(made.data) > 20 * BLOCK
    assert len(made.terms) == len(segment.keys)
    snapshot = Snapshot(made.folder)
    assert _read_all(snapshot, made) == made.documents
    (mapped,) = snapshot._segments
    assert mapped.blocks is not None
    assert not mapped.blocks.left
    assert not any(
        len(snapshot.postings(Family.GRAM, one).documents) for one in ("鿿", "一龠", "ab")
    )
    verify(made.path)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_bit_of_a_file_changes_unnoticed(made: Made, data: st.DataObject) -> None:
    """Whichever bit of a file changes, whoever reads all of it is told, and so is a check."""
    offset = data.draw(st.integers(0, len(made.data) - 1))
    with _changed(made, _flipped(made.data, offset, data.draw(st.integers(0, 7)))):
        with pytest.raises(DamagedError):
            _read_all(Snapshot(made.folder), made)
        with pytest.raises(DamagedError, match=r"checksum|is cut|no segment"):
            verify(made.path)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_what_stands_behind_the_arrays_is_compared_at_once(made: Made, data: st.DataObject) -> None:
    """A changed bit of the checksums, or of what says where the arrays are, is told at opening."""
    assert made.segment.blocks is not None
    size = len(made.segment.blocks._data)
    offset = data.draw(st.integers(size, len(made.data) - 1))
    with (
        _changed(made, _flipped(made.data, offset, data.draw(st.integers(0, 7)))),
        pytest.raises(DamagedError, match=r"checksum|is cut|no segment"),
    ):
        load(made.path)


@pytest.mark.parametrize("name", [*invert([]).arrays, "steps"])
def test_who_reads_a_changed_bit_is_told(made: Made, name: str) -> None:
    """A changed bit is noticed by the very search that reads it, and named with the remedy."""

    @given(st.data())
    @settings(max_examples=12, deadline=None)
    def told(data: st.DataObject) -> None:
        array = made.segment.arrays[name]
        at = data.draw(st.integers(0, len(array) - 1))
        within = data.draw(st.integers(0, array.itemsize - 1))
        offset = _offset(made, name) + at * array.itemsize + within
        with _changed(made, _flipped(made.data, offset, data.draw(st.integers(0, 7)))):
            with pytest.raises(DamagedError, match=r"\.arrays is damaged .*souwen reindex") as said:
                _read(made, name, at)(Snapshot(made.folder))
            assert "\n" not in str(said.value)

    told()


def test_what_is_not_read_is_not_looked_at(made: Made) -> None:
    """Damage in the middle of the texts stops who reads that text, but not who opens the index."""
    middle = _offset(made, "texts") + len(made.segment.texts) // 2
    at = int(np.searchsorted(made.segment.text_ends, len(made.segment.texts) // 2, "right"))
    with _changed(made, _flipped(made.data, middle, 0)):
        snapshot = Snapshot(made.folder)
        assert int(snapshot.columns.live.sum()) == DOCUMENTS
        assert len(snapshot.postings(*made.terms[0]).documents)
        assert list(snapshot.records(np.array([0])))
        for _ in range(2):  # told again: it does not count as compared
            with pytest.raises(DamagedError):
                list(snapshot.records(np.array([at])))


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_cut_file_is_noticed(made: Made, data: st.DataObject) -> None:
    """However much is missing at the end of a file, or somewhere in it, it does not open."""
    start = data.draw(st.integers(0, len(made.data) - 1))
    end = data.draw(st.just(len(made.data)) | st.integers(start + 1, len(made.data)))
    cut = made.data[:start] + made.data[end:]
    with _changed(made, cut), pytest.raises(DamagedError):
        Snapshot(made.folder)


def test_several_threads_read_one_snapshot(made: Made) -> None:
    """Threads that compare the same blocks at the same time all read what is there."""
    for _ in range(3):
        snapshot = Snapshot(made.folder)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: _read_all(snapshot, made), range(4)))  # noqa: B023
        assert all(one == made.documents for one in found)


def test_a_segment_in_memory_is_searched_without_steps() -> None:
    """A segment that was never written finds every term of its own."""
    entries = _entries(random.Random(7))
    segment = invert(entries)
    assert len(segment.keys) > KEYS_A_STEP
    for number, entry in enumerate(entries[:20]):
        for family, counts in count_terms(entry.title).items():
            for term in counts:
                place = segment.place(family, term)
                assert place is not None
                assert number in segment.postings(place)[0]


class Kept(NamedTuple):
    """Bytes in blocks: arrays of 1, 2 and 8 bytes a value, each from its offset to the end."""

    data: bytearray
    arrays: dict[str, tuple[int, int]]

    def blocks(self, sums: BlockSums) -> Blocks:
        """Give them as blocks with these checksums."""
        return Blocks(Path("a.arrays"), memoryview(self.data), sums.sums(), self.arrays)


SIZES = st.builds(lambda blocks, more: blocks * BLOCK + more, st.integers(0, 5), st.integers(1, 99))


def _kept(size: int) -> tuple[Kept, BlockSums]:
    data = bytearray(random.Random(size).randbytes(size))
    sums = BlockSums()
    cuts = sorted({0, size // 3, size // 2, size})
    for start, end in itertools.pairwise(cuts):
        sums.add(bytes(data[start:end]))
    return Kept(data, {"bytes": (0, 1), "pairs": (size % 16, 2), "longs": (size % 8, 8)}), sums


@given(SIZES, st.data())
@settings(max_examples=200, deadline=None)
def test_exactly_the_blocks_of_a_part_are_compared(size: int, data: st.DataObject) -> None:
    """A part of an array raises where one of its blocks has a changed bit, and else never does.

    It makes no difference whether parts come one by one or together.
    """
    kept, sums = _kept(size)
    name = data.draw(st.sampled_from(sorted(kept.arrays)))
    offset, width = kept.arrays[name]
    length = max(size - offset, 0) // width
    damaged = data.draw(st.integers(0, (size - 1) // BLOCK))
    flip = data.draw(st.integers(damaged * BLOCK, min(size, (damaged + 1) * BLOCK) - 1))
    kept.data[flip] ^= 1 << data.draw(st.integers(0, 7))
    edges = st.integers(0, length)
    parts = data.draw(st.lists(st.tuples(edges, edges).map(sorted), min_size=1, max_size=3))
    parts *= data.draw(st.sampled_from([1, 60]))  # few, and more than are looked at one by one
    read: set[int] = set()
    beside: set[int] = set()  # where empty parts stand, which may be compared for nothing
    for start, end in parts:
        first, last = offset + start * width, offset + end * width - 1
        (read if start < end else beside).update(range(first // BLOCK, last // BLOCK + 1))

    def one_by_one(blocks: Blocks) -> None:
        for start, end in parts:
            blocks.check(name, start, end)

    def together(blocks: Blocks) -> None:
        blocks.check_all(name, [start for start, _ in parts], [end for _, end in parts])

    for look in (one_by_one, together):
        if damaged in read:
            with pytest.raises(DamagedError, match=rf"byte {damaged * BLOCK}\)"):
                look(kept.blocks(sums))
        elif damaged not in beside:
            look(kept.blocks(sums))


def test_what_was_compared_does_not_stand_for_what_follows() -> None:
    """A part that begins in blocks that were compared is compared where it goes on in others."""
    kept, sums = _kept(5 * BLOCK)
    kept.data[3 * BLOCK + 1] ^= 1
    blocks = kept.blocks(sums)
    for end in (1, 2, 3):
        blocks.check("bytes", 0, end * BLOCK)
    with pytest.raises(DamagedError):
        blocks.check("bytes", 0, 3 * BLOCK + 1)


def test_the_rest_is_compared_before_nothing_is() -> None:
    """Once most blocks were compared all are, so that damage in the rest is not left out."""
    size = 40 * BLOCK
    kept, sums = _kept(size)
    blocks = kept.blocks(sums)
    blocks.check("bytes", 0, 36 * BLOCK)
    assert blocks.left
    blocks.check("bytes", 0, 38 * BLOCK)
    assert not blocks.left
    kept.data[-1] ^= 1
    blocks = kept.blocks(sums)
    with pytest.raises(DamagedError):
        blocks.check("bytes", 0, 38 * BLOCK)
    assert blocks.left
