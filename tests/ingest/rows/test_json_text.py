"""The rows of a JSON text that is read piece by piece."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.rows.json_text import JsonText

ROWS = st.lists(
    st.dictionaries(st.text(max_size=3), st.text() | st.integers() | st.lists(st.text())),
    max_size=9,
)


def read(text: str, piece: int = 10_000, most: int = 10_000) -> tuple[list[str], list[str]]:
    """Give the rows of a text, and what is wrong with others."""
    stream = io.StringIO(text)
    has_body = lambda fields: bool(fields.get("body"))  # noqa: E731
    items = list(JsonText(lambda _: stream.read(piece), most, has_body).items())
    return [item.text for item in items if not item.problem], [
        i.problem for i in items if i.problem
    ]


@given(ROWS, st.integers(1, 50), st.sampled_from([None, 0, 2]), st.booleans())
def test_a_list_is_its_rows(
    rows: list[dict[str, Any]], piece: int, indent: int | None, ascii_only: bool
) -> None:
    """However it is written and read, each row comes as it stands, and nothing is wrong."""
    text = json.dumps(rows, indent=indent, ensure_ascii=ascii_only)
    found, problems = read(text, piece)
    assert [json.loads(row) for row in found] == rows
    assert problems == []


@given(ROWS.filter(bool), st.data())
def test_a_list_that_is_cut_keeps_what_is_whole(rows: list[dict[str, Any]], data: Any) -> None:
    """Of a list that ends somewhere, the rows before are there, and the end is told."""
    text = json.dumps(rows)
    cut = data.draw(st.integers(1, len(text) - 1))
    found, problems = read(text[:cut], 7)
    assert [json.loads(row) for row in found] == rows[: len(found)]
    assert problems


def test_a_row_that_is_too_long_is_passed_over() -> None:
    """Of a row beyond the limit nothing is kept, and the next comes."""
    rows = json.dumps([{"body": "x" * 5_000}, {"body": "y"}])
    assert read(rows, 16, 100) == (['{"body": "y"}'], ["longer than 100 characters"])


def test_no_more_than_a_row_is_kept_of_what_cannot_be_read() -> None:
    """An object that is too long is passed over, whatever is in it, and no part of it is a row."""
    text = '{"x": "' + "x" * 500 + '", "y": {"body": "z"}}{"body": "a"}'
    for piece in (16, 10_000):
        assert read(text, piece, 100) == (['{"body": "a"}'], ["longer than 100 characters"])


@pytest.mark.parametrize("ends", [("[", ",", "]"), ("", "\n", ""), ('{"data": [', ",", "]}")])
def test_only_a_piece_is_held(ends: tuple[str, str, str]) -> None:
    """However long a text is, what was read of it is let go."""
    row = '{"body": "' + "x" * 10_000 + '"}'
    stream = io.StringIO(ends[0] + ends[1].join([row] * 400) + ends[2])
    parser = JsonText(stream.read, 50_000, lambda fields: "body" in fields)
    held = [len(parser._text) for item in parser.items() if item.text == row]
    assert len(held) == 400
    assert max(held) < 800_000


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ('{"body": "a"}{"body": "b"}\n{"body": "c"}', "abc"),
        ('{"n": 2, "data": [{"body": "a"}, {"body": "b"}], "tags": [{"x": 1}]}', "ab"),
        ('{"hits": {"total": {"value": 1}, "hits": [{"body": "a"}]}}', "a"),
        ('{"body": "a", "comments": [{"body": "x"}]}', "a"),
        ('[[{"body": "a"}], [{"body": "b"}]]', "ab"),
        ('callback([{"body": "a"}]);', "a"),
        ('[\n {"body": "a"},\n {"body": "x},\n {"body": "b"},\n {"body": "c"}\n]', "abc"),
        ('[{"body": tru}, {"body": "a"}]', "a"),
        ('{"data": [{"body": "a"}, {"body": "b"', "a"),
        ('}, {"body": "a"}', "a"),
    ],
)
def test_what_holds_rows(text: str, bodies: str) -> None:
    """Rows are found in what is written around them, one piece at a time or all at once."""
    for piece in (1, 10_000):
        found, _ = read(text, piece)
        assert "".join(json.loads(row)["body"] for row in found) == bodies


@given(st.text(alphabet='{}[]",:\\ab1\n ', max_size=60), st.integers(1, 9))
def test_any_text_ends(text: str, piece: int) -> None:
    """No text raises, and none is read for ever."""
    found, problems = read(text, piece, 20)
    assert len(found) + len(problems) <= 2 * len(text) + 1
