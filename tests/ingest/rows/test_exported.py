"""Rows that an export wrote are read literally."""

from __future__ import annotations

import pytest

from souwen.corpus.documents import Flag, Kind
from souwen.ingest.rows.exported import MARK, is_exported, records_of
from souwen.ingest.rows.row import read_row

ROW = {
    "id": "x",
    "kind": "snippet",
    "title": "题",
    "body": "题\n文",
    "published": "2025-01-02",
    "channel": None,
    "url": "http://b",
    "refs": ["1", "2", "3"],
    "urls": ["http://a", "http://b"],
    "flags": ["truncated", "unheard-of"],
    MARK: 1,
}


def test_a_page_for_each_ref_and_link() -> None:
    """All refs and links come back; the link that was shown comes first."""
    pages = records_of(ROW)
    assert [(page[0].ref, page[0].url) for page in pages] == [
        ("1", "http://b"),
        ("2", "http://a"),
        ("3", None),
    ]
    assert {(page[0].kind, page[0].title, page[0].body) for page in pages} == {
        (Kind.SNIPPET, "题", "题\n文")
    }
    assert pages[0][0].flags == (Flag.TRUNCATED,)
    assert read_row(ROW).pages == pages


@pytest.mark.parametrize(
    "change",
    [
        {MARK: 2},
        {MARK: "1"},
        {MARK: True},
        {"kind": "x"},
        {"title": None},
        {"refs": "1"},
        {"id": 1},
    ],
)
def test_what_only_looks_like_one_is_a_row_like_others(change: dict[str, object]) -> None:
    """A row with other values is read as rows of anybody are: its text is kept."""
    row = {**ROW, **change}
    assert not is_exported(row)
    assert read_row(row).pages[0][0].body in {"文", "题\n文"}
