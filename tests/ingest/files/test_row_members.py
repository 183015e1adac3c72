"""Rows as they were found in a file to members."""

from __future__ import annotations

import pytest

from souwen.corpus.errors import InputError
from souwen.corpus.sources import Member
from souwen.ingest.files.reading import Later, Reading
from souwen.ingest.files.row_members import RawRow, in_batches, members_of, read_line
from souwen.ingest.report import Skipped
from souwen.ingest.rows.names import USUAL, FieldNames

from .made import file_of


def test_rows_stay_in_order() -> None:
    """Rows go together until one cannot be read, which is told where it stands."""
    rows = [RawRow(f"line {number}", b'{"title": "a"}', 14) for number in range(600)]
    broken = Skipped("/k line x", "broken")
    found = list(in_batches(file_of(b""), Reading(), [*rows[:300], broken, *rows[300:]]))
    assert [len(one.done()) if isinstance(one, Later) else one for one in found] == [
        *(256, 44, broken, 256, 44)
    ]


def test_what_was_mapped_reads_the_same_without_a_map() -> None:
    """A row whose names only the map knows is kept by the usual names."""
    line = '{"bt": "甲", "nr": "<p>乙</p><p>丙</p>", "sj": "20250426", "lj": {"a": "http://x"}}'
    names = FieldNames({"title": "bt", "body": "nr", "published": "sj", "url": "lj.a"})
    (member,) = members_of("/k", [RawRow("line 1", line.encode(), 9)], None, "", names)
    assert isinstance(member, Member)
    assert read_line(member.text, "").pages == tuple(page.records for page in member.pages)
    (record,) = member.pages[0].records
    assert (record.title, record.published, record.url) == ("甲", "2025-04-26", "http://x")
    assert dict(member.read)["url"] == "lj.a"


def test_fields_are_as_good_as_json() -> None:
    """A row of a table gives the document that the same row of JSON gives."""
    fields: dict[str, object] = {"id": "1", "标题": "甲", "正文": "乙", "x": "丙" * 9}
    (table,) = members_of("/k", [RawRow("line 2", fields, 9, ("told",))], None, "utf-8", USUAL)
    line = '{"id": "1", "标题": "甲", "正文": "乙", "x": "丙丙丙丙丙丙丙丙丙"}'
    (json_,) = members_of("/k", [RawRow("line 2", line.encode(), 9)], None, "", USUAL)
    assert isinstance(table, Member)
    assert isinstance(json_, Member)
    assert (table.key, table.pages, table.unread) == (json_.key, json_.pages, ("x",))
    assert table.warnings == ("told", *json_.warnings)


def test_a_line_that_cannot_be_read_names_its_source() -> None:
    """What is no object is an error that says where."""
    with pytest.raises(InputError, match="not a JSON object"):
        read_line("[1]", "/k line 3")


@pytest.mark.parametrize("sign", ["医", "\ufdfa"])
def test_a_text_that_is_too_long_is_refused_alone(
    sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The length that counts is that of what is indexed; the next row comes."""
    monkeypatch.setattr("souwen.ingest.files.limits.LONGEST_TEXT", 1_800)
    rows: list[dict[str, object]] = [{"title": "甲", "text": sign * n} for n in (99, 1_801, 99)]
    found = members_of(
        "/k", [RawRow(f"line {n}", row, 9) for n, row in enumerate(rows)], None, "", USUAL
    )
    assert [type(one) for one in found] == [Member, Skipped, Member]
    assert found[1] == Skipped("/k line 1", "refused: a text of more than 1800 characters")


def test_memory_that_is_not_there_costs_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row for which there is no memory is skipped with its place."""

    def read(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr("souwen.ingest.files.row_members.read_row", read)
    (found,) = members_of("/k", [RawRow("line 7", {"title": "甲"}, 9)], None, "", USUAL)
    assert found == Skipped("/k line 7", "it takes more memory than there is")
