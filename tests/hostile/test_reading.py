"""Input made at random, for each part of the way in: nothing raises, nothing is lost unsaid."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Form, Member
from souwen.ingest.documents import split_pages
from souwen.ingest.files.containers import Finished, member_records, read_container
from souwen.ingest.files.json_rows import read_json
from souwen.ingest.files.limits import Limits
from souwen.ingest.files.reading import HEAD, File, Later, Reading
from souwen.ingest.files.walk import Container
from souwen.ingest.pages.lines import Role, is_blank
from souwen.ingest.pages.split import split_text
from souwen.ingest.report import Ignored, Skipped
from souwen.ingest.text.decode import decode
from souwen.ingest.text.html import looks_like_html, read_documents, read_html

from .blocks import ENCODINGS, NAMES, damaged, files, jsons, markups, packed, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from souwen.corpus.documents import Record

    TryAll = Callable[[Callable[[], None]], None]

LIMITS = Limits(member_bytes=200_000, ratio=200, free_bytes=100_000)


def assert_storable(text: str | None) -> None:
    """No NUL, no half of a character, no carriage return: what the corpus keeps."""
    if text is not None:
        text.encode("utf-8")
        assert "\0" not in text


def assert_records(records: Sequence[Record]) -> None:
    """A record can be stored, its fields of one line are on one line, and something is in it."""
    for record in records:
        for field in (record.title, record.body, record.channel, record.url, record.ref):
            assert_storable(field)
        assert record.title or record.body
        for field in (record.title, record.channel or "", record.url or ""):
            assert "\n" not in field
            assert "\r" not in field
            assert field == field.strip()


def assert_member(member: Member) -> None:
    """What is stored of a member can be stored, and reads the same from there."""
    assert_storable(member.text)
    assert_storable(member.key)
    for page in member.pages:
        assert_storable(page.key)
        assert_records(page.records)
    again = member_records(member.text, member.form)
    assert [page.records for page in member.pages] == again


def test_the_decoder(try_all: TryAll) -> None:
    """Any bytes become text that can be stored, and what UTF-8 lost or changed is told."""

    @given(
        files, st.sampled_from([None, None, None, *ENCODINGS]), st.sampled_from([None, *ENCODINGS])
    )
    def decoded(data: bytes, encoding: str | None, declared: str | None) -> None:
        found = decode(data, encoding=encoding, declared=declared)
        assert_storable(found.text)
        assert "\ufeff" not in found.text
        if found.encoding == "utf-8" and not found.warnings:
            assert found.text.encode() == data.replace(b"\xef\xbb\xbf", b"")

    try_all(decoded)


def test_the_reader_of_html(try_all: TryAll) -> None:
    """Any mess of tags gives lines of text that can be stored, however it is read."""

    @given(markups)
    def seen(markup: str) -> None:
        looks_like_html(markup)
        assert_storable(read_html(markup, title=False))
        for document in read_documents(markup):
            assert_storable(document.text)
            assert document.text.strip() or document.warnings
            assert "\r" not in document.text
        for page in split_pages(markup, Form.HTML)[0]:
            assert_records(page.records)

    try_all(seen)


def test_text_among_tags_is_kept(try_all: TryAll) -> None:
    """A paragraph stays, whatever stands before it, if all that could hide it is closed."""
    names = "script style title textarea xmp template noscript select svg iframe math frameset"

    @given(markups.filter(lambda markup: "<plaintext" not in markup and "hidden" not in markup))
    def kept(markup: str) -> None:
        ends = "".join(f"</{name}>" * (1 + markup.count(f"<{name}")) for name in names.split())
        page = f"{markup}'>\">-->]]>{ends}<p>独此一句话在此</p>"
        assert "独此一句话在此" in "".join(read_html(page).split())

    try_all(kept)


def test_the_splitter(try_all: TryAll) -> None:
    """Each line of any text has one role in order, and blank are only those with nothing to see."""

    @given(texts)
    def split(text: str) -> None:
        pages = split_text(text)
        lines = [line for page in pages for line in page.lines]
        parts: dict[int, str] = {}
        for line in lines:
            parts[line.number] = parts.get(line.number, "") + line.text
            assert (line.role is Role.BLANK) == is_blank(line.text)
        wanted = text.replace("\0", "").splitlines()
        if pages:
            assert parts == dict(enumerate(wanted, start=1))
            assert [line.number for line in lines] == sorted(line.number for line in lines)
        else:
            assert all(map(is_blank, wanted))
        for page in pages:
            for record in page.records:
                assert record.title or record.body
                assert "\n" not in record.title

    try_all(split)


def test_the_reader_of_json(try_all: TryAll) -> None:
    """Each line of a JSON file that is not blank is a member or is told, and none raises."""

    @given(damaged(jsons.map(lambda text: text.encode("utf-8", "surrogatepass"))), st.booleans())
    def read(data: bytes, lines: bool) -> None:
        name = "a.jsonl" if lines else "a.json"
        stream = io.BufferedReader(io.BytesIO(data), HEAD)
        limits = Limits(member_bytes=100_000)
        found = [
            one
            for piece in read_json(File("/k", name, stream), Reading(limits=limits))
            for one in (piece.done() if isinstance(piece, Later) else [piece])
        ]
        for one in found:
            assert isinstance(one, Ignored | Skipped) or assert_member(one) is None
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or 0 in data[:4]
        # A list, or objects of several lines, are no lines, whatever the name says.
        values = re.match(rb"(?:\s|\xef\xbb\xbf)*(?:\[\s*(?:\{|\Z)|\{[ \t]*\r?\n\s*\")", data)
        if lines and not wide and not values and found != [Ignored("/k", "blank")]:
            assert len(found) == sum(bool(line.strip()) for line in data.split(b"\n"))

    try_all(read)


def read(path: Path, limits: Limits = LIMITS) -> list[Member | Ignored | Skipped]:
    """Read a file; all that comes can be stored, and what is told is fit to be shown."""
    *found, end = read_container(Container("/k", path, path.name), None, limits)
    assert isinstance(end, Finished)
    for one in found:
        assert not isinstance(one, Finished)
        assert_storable(one.key if isinstance(one, Member) else one.source)
        if isinstance(one, Member):
            assert_member(one)
        else:
            assert one.reason.splitlines() == [one.reason]
    return found  # type: ignore[return-value]  # as just looked at


def test_archives_as_made(try_all: TryAll, tmp_path: Path) -> None:
    """Each member of an archive is taken, ignored or skipped, in order; none climbs out."""

    @given(packed())
    def unpacked(made: tuple[str, bytes, list[str]]) -> None:
        name, data, members = made
        path = tmp_path / name
        path.write_bytes(data)
        found = read(path)
        told = {one.key if isinstance(one, Member) else one.source for one in found}
        for member in members:
            own = member.partition("\0")[0]  # where zipfile ends a name
            if own and not member.endswith("/") and "/k" not in told:
                assert any(f"!{own}" in key for key in told)
        taken = [one.key for one in found if isinstance(one, Member)]
        assert not any(".." in key.replace("\\", "/").split("/") for key in taken)

    try_all(unpacked)


def test_archives_damaged(try_all: TryAll, tmp_path: Path) -> None:
    """An archive with any damage gives what can be read of it, and says what cannot."""

    @given(packed().flatmap(lambda made: st.tuples(st.just(made[0]), damaged(st.just(made[1])))))
    def unpacked(made: tuple[str, bytes]) -> None:
        path = tmp_path / made[0]
        path.write_bytes(made[1])
        read(path)

    try_all(unpacked)


def test_any_file(try_all: TryAll, tmp_path: Path) -> None:
    """A file of any bytes under any name is taken, ignored or skipped with a reason."""
    suffixes = [name.rpartition(".")[2] for name in NAMES if "." in name and "/" not in name]

    @given(files, st.sampled_from([suffix for suffix in suffixes if suffix.isascii()]))
    def taken(data: bytes, suffix: str) -> None:
        path = tmp_path / f"a.{suffix[:9]}".replace("\0", "")
        path.write_bytes(data)
        assert read(path)

    try_all(taken)
