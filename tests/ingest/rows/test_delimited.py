"""The records of a table written as text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.rows.delimited import Delimited, delimiter_of, lines_of

FIELD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=9)
ROWS = st.lists(st.lists(FIELD, min_size=3, max_size=3).filter("".join), min_size=1, max_size=9)


def read(
    text: str, delimiter: str = ",", most: int = 10_000, piece: int = 10_000
) -> list[list[str]]:
    """Give the fields of the records; of one that cannot be read, why."""
    stream = io.StringIO(text, newline="")
    lines = lines_of(lambda _: stream.read(piece), most)
    entries = Delimited(lines, delimiter, most).entries()
    return [[entry.problem] if entry.problem else entry.fields for entry in entries]


@given(ROWS, st.sampled_from(",;|"), st.sampled_from(["\n", "\r\n"]), st.integers(1, 40))
def test_what_a_writer_writes_is_read(
    rows: list[list[str]], delimiter: str, end: str, piece: int
) -> None:
    """Whatever stands in the fields, newlines and delimiters included, comes back."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read(out.getvalue(), delimiter, piece=piece) == rows


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('a,b\n1,"2,\n3"\n', ["a b", "1 2,\n3"]),
        ("a,b\r1,2\r3,4\r", ["a b", "1 2", "3 4"]),
        ("a,b\n1,2\r3,4\n5,6\r\n", ["a b", "1 2", "3 4", "5 6"]),
        ("a,b\n1,x\ry\n", ["a b", "1 x y"]),
        ('a,b\n"1,2\n3,4\n', ["a b", '"1 2', "3 4"]),
        ('a,b\n"1\n3,4\n', ["a b", "a quotation mark that does not close", "3 4"]),
        ("a,b\n\n \n1,2", ["a b", "1 2"]),
        ('a,b\n1,"say ""x"""\n', ["a b", '1 say "x"']),
    ],
)
def test_line_ends_and_quotation_marks(text: str, records: list[str]) -> None:
    """Lines may end in any way, also in one file; a mark that is left open costs one line."""
    assert [" ".join(fields) for fields in read(text)] == records


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('a\tb\n1\t"x" y\n', ["a b", '1 "x" y']),
        ('a\tb\n"1\t2\n"3\t4\n', ["a b", '"1 2', '"3 4']),
        ('a\tb\n1\t"x\ny"\n', ["a b", "1 x\ny"]),
    ],
)
def test_quotation_marks_between_tabs(text: str, records: list[str]) -> None:
    """Where fields stand between tabs, most marks are signs like others."""
    assert [" ".join(fields) for fields in read(text, "\t")] == records


def test_a_line_that_is_too_long() -> None:
    """It is told, and the next comes."""
    text = "a,b\n" + "x" * 300 + ",y\n1,2\n"
    for piece in (7, 1_000):
        assert read(text, most=100, piece=piece) == [
            *(["a", "b"], ["longer than 100 characters"], ["1", "2"])
        ]


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [
        ("a,b;c,d", ","),
        ("a\tb,c\td", "\t"),
        ("a;b", ";"),
        ("a|b", "|"),
        ('"a,b,c";d;e', ";"),
        ("sep=;", ";"),
    ],
)
def test_the_delimiter_is_seen(line: str, delimiter: str) -> None:
    """It is the sign that stands most often outside of quotation marks."""
    assert delimiter_of(line) == delimiter


@given(st.text(alphabet='a,"\n\r\t', max_size=80), st.sampled_from(",\t"), st.integers(1, 20))
def test_any_text_is_read(text: str, delimiter: str, piece: int) -> None:
    """No text raises, and no sign of a field is lost."""
    records = read(text, delimiter, piece=piece)
    told = ["a quotation mark that does not close"] in records
    assert told or "".join(map("".join, records)).count("a") == text.count("a")
