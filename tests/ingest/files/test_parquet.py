"""Parquet files."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.files.parquet import _values, read_parquet
from souwen.ingest.files.reading import Reading
from souwen.ingest.rows.names import USUAL, FieldNames

from .made import Outcome, file_of, read_bytes, reasons, settled, zipped

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

COLUMNS: dict[str, list[Any]] = {
    "id": [1, 2, 3],
    "title": ["甲", None, "丙"],
    "text": ["一" * 30, "乙\n二", "三"],
    "publish_date": [datetime(2025, 4, 25, 20, tzinfo=UTC), None, None],
    "meta": [{"url": "http://x"}, None, None],
    "story": ["很" * 50, "x", None],
    "tags": [["a"], [], ["b" * 50]],
}


def written(columns: dict[str, Any], **options: Any) -> bytes:
    """Write a table."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def read(data: bytes, names: FieldNames = USUAL) -> list[Outcome]:
    """Read a file."""
    return list(settled(read_parquet(file_of(data, "a.parquet"), Reading(names=names))))


@pytest.mark.parametrize("group", [1, 2, 100])
def test_rows_of_all_groups(group: int) -> None:
    """Each row is a member; what is not read of it although it is long is named."""
    found = read(written(COLUMNS, row_group_size=group))
    members = [one for one in found if isinstance(one, Member)]
    records = [one.pages[0].records[0] for one in members]
    assert [(record.ref, record.title) for record in records] == [
        ("1", "甲"),
        ("2", "乙"),
        ("3", "丙"),
    ]
    assert [record.published for record in records] == ["2025-04-26", None, None]
    assert [one.unread for one in members] == [("story",), (), ("tags",)]
    assert len(members) == len(found)


def test_a_map_leads_into_a_column() -> None:
    """A path with dots is a field of a structure."""
    found = read(written(COLUMNS), FieldNames({"url": "meta.url", "body": "story"}))
    (first,) = [one for one in found if isinstance(one, Member) and one.key == "/k#1"]
    assert first.pages[0].records[0].url == "http://x"
    assert first.pages[0].records[0].body == "很" * 50


def test_columns_that_are_not_read_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large column that no field is in, nothing is unpacked; that it is there is told."""
    asked: list[set[str]] = []
    whole = pq.ParquetFile.iter_batches

    def spy(self: Any, *args: Any, columns: list[str], **options: Any) -> Any:
        asked.append(set(columns))
        return whole(self, *args, columns=columns, **options)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", spy)
    monkeypatch.setattr("souwen.ingest.files.parquet._MEASURED", 1_000)
    data = written({"text": ["一", "二"], "raw": ["x" * 9_000, "y" * 9_000], "n": [1, 2]})
    found = read(data)
    assert asked == [{"text"}]
    assert [one.unread for one in found if isinstance(one, Member)] == [("raw",), ("raw",)]


def test_a_table_as_another_program_keeps_its_records() -> None:
    """Fields below one column are found there."""
    (member,) = read(written({"_id": ["7"], "_source": [{"title": "甲", "text": "乙"}]}))
    assert isinstance(member, Member)
    assert (member.key, member.pages[0].records[0].title) == ("/k#7", "甲")


def test_a_table_without_a_text_says_the_way() -> None:
    """Where no column is known, the reason names those that there are."""
    (reason,) = reasons(read(written({"nr": ["乙"], "n": [1]})))
    assert "nr, n" in reason
    assert "--map body=COLUMN" in reason


def test_values_that_python_does_not_have() -> None:
    """Nanoseconds, a time beyond any calendar, bytes that are no UTF-8: none ends a file."""
    day = 1_745_625_600_123_456_789
    far = pa.array([None, 2**62, 0], pa.timestamp("ms"))
    texts = pa.array(["一".encode(), "乙文".encode("gb18030"), "三".encode()], pa.binary())
    table = {
        "id": [1, 2, 3],
        "text": texts,
        "title": pa.Array.from_buffers(pa.string(), 3, texts.buffers()),
        "published": pa.array([day, None, None], pa.timestamp("ns", "Europe/Paris")),
        "date": far,
    }
    found = [one for one in read(written(table)) if isinstance(one, Member)]
    records = [one.pages[0].records[0] for one in found]
    assert [record.title for record in records] == ["一", "乙文", "三"]
    assert [record.published for record in records] == ["2025-04-26", None, None]


def test_a_parquet_file_in_an_archive() -> None:
    """It is read from its end, so what cannot be is written to a temporary file."""
    found = read_bytes(zipped({"a.parquet": written(COLUMNS)}), "a.zip")
    assert [one.key for one in found if isinstance(one, Member)] == [
        f"/k!a.parquet#{n}" for n in (1, 2, 3)
    ]


@given(st.data())
def test_damage_is_told(data: Any) -> None:
    """A file that is cut or changed anywhere is skipped, or its rows are read as far as they go."""
    whole = bytearray(written(COLUMNS, row_group_size=1))
    at = data.draw(st.integers(4, len(whole) - 1))
    if data.draw(st.booleans()):
        del whole[at:]
    else:
        whole[at] ^= data.draw(st.integers(1, 255))
    found = read_bytes(bytes(whole), "a.parquet")
    assert found
    assert all(len(reason.splitlines()) == 1 for reason in reasons(found))


def test_text_that_is_no_text_inside_others() -> None:
    """Bytes that are no UTF-8 in a struct or a list cost neither that nor the file."""
    texts = pa.array(["x"])
    bad = pa.Array.from_buffers(pa.string(), 1, [*texts.buffers()[:2], pa.py_buffer(b"\xe8")])
    assert _values(pa.StructArray.from_arrays([bad], ["a"])) == [{"a": b"\xe8"}]
    assert _values(pa.ListArray.from_arrays([0, 1], bad)) == [[b"\xe8"]]
