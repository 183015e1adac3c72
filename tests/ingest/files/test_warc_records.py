"""The records of a web archive."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.files.warc_records import records

MOST = 10_000


def record(block: bytes, length: int | None = None) -> bytes:
    """Make a record, which may lie about its length."""
    size = len(block) if length is None else length
    return b"WARC/1.0\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (size, block)


def read(data: bytes, most: int = MOST) -> list[tuple[bytes, str]]:
    """Give the blocks, and what is wrong with each."""
    return [(one.block, one.problem) for one in records(io.BytesIO(data), most)]


def test_a_block_may_hold_what_looks_like_a_record() -> None:
    """Where the length is right, it counts, whatever stands in the block."""
    inner = record(b"a")
    assert read(record(inner) + record(b"b")) == [(inner, ""), (b"b", "")]


@pytest.mark.parametrize("length", [0, 1, 5, 12, 60, 5_000, 10**17])
def test_a_wrong_length_costs_its_own_record(length: int) -> None:
    """The records before and behind one that lies are whole, and it is told."""
    found = read(record(b"aaa") + record(b"bbbbbb", length) + record(b"ccc"))
    assert found[0] == (b"aaa", "")
    assert found[-1] == (b"ccc", "")
    assert any(problem for _, problem in found[1:-1])
    assert len(found) <= 4


def test_a_cut_record_is_told() -> None:
    """Wherever a file ends, each whole record is there, and the cut one is told."""
    first, second = record(b"aaa"), record(b"bbbbbb")
    for cut in range(1, len(first + second) + 1):
        found = read((first + second)[:cut])
        ends = [len(first) - 4, len(first + second) - 4]
        blocks = [b"aaa", b"bbbbbb"][: sum(end <= cut for end in ends)]
        assert [block for block, problem in found if not problem] == blocks
        is_between = any(end <= cut <= end + 4 for end in ends)
        assert any(problem for _, problem in found) != is_between


def test_what_is_too_long_is_passed_over() -> None:
    """A block above the limit is not kept, and the next record is read."""
    found = read(record(b"a" * 50_000) + record(b"b"))
    assert found == [(b"", f"longer than {MOST} bytes"), (b"b", "")]
    assert read(b"WARC/1.0\r\n" + b"a: b\r\n" * 100_000 + b"\r\n" + record(b"b"))[-1] == (b"b", "")


def test_bytes_between_records_are_told_once() -> None:
    """Rubbish between records is told, once for each place."""
    found = read(record(b"a") + b"rubbish\nmore\n" + record(b"b"))
    assert found == [(b"a", "its length is wrong"), (b"b", "")]
    found = read(record(b"a") + b"\n" * 99 + b"rubbish\nmore\n" + record(b"b"))
    told = "bytes that belong to no record follow it"
    assert found == [(b"a", ""), (b"", told), (b"b", "")]


@given(
    st.lists(st.sampled_from([record(b"a"), record(b"b", 3), b"\r\n", b"WARC/1.0\r\n", b"x", b":"]))
)
def test_any_bytes_are_cut_into_records(pieces: list[bytes]) -> None:
    """No bytes raise, and every whole record is found or something is told."""
    found = read(b"".join(pieces))
    assert all(isinstance(block, bytes) for block, _ in found)
