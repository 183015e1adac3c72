"""Hits by a template, and as CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen import Flag, Hit, Kind
from souwen.cli.formats import FIELDS, csv_lines, template

HIT = Hit(
    rank=1,
    id="0123456789abcdef",
    kind=Kind.ARTICLE,
    title="标题",
    title_spans=(),
    excerpt="摘要",
    excerpt_start=0,
    excerpt_spans=(),
    published=None,
    channel="栏",
    url=None,
    score=-1.5,
    matches="all",
    coverage=1.0,
    sources=("/a", "/b"),
    refs=(),
    folded=0,
    flags=(Flag.TRUNCATED, Flag.FALLBACK),
)
TEXTS = st.text(st.characters() | st.sampled_from('\x1b\n\r\t\x85\u2028\u202e",;=+-@{}\\'))


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        ("{rank}\\t{title}\\t{id}", "1\t标题\t0123456789abcdef"),
        ("{{{ title }}}\\n", "{标题}\n"),
        ("{published}|{sources}|{flags}", "|/a; /b|truncated; fallback"),
        ("\\\\t \\x", "\\t \\x"),
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("", ""),
    ],
)
def test_a_template_is_filled(written: str, filled: str) -> None:
    """Fields have their values, signs what they stand for, and all else stays."""
    assert template(written).filled(HIT) == filled


@pytest.mark.parametrize(
    ("written", "said"),
    [("{nothing}", "{nothing}; there are rank, id"), ("{}", "{}"), ("{id", "{{"), ("x}", "}}")],
)
def test_a_template_that_is_none(written: str, said: str) -> None:
    """A field that there is not is refused with those that there are, a lone brace with how."""
    with pytest.raises(click.BadParameter) as caught:
        template(written)
    assert said in caught.value.format_message()


@given(TEXTS)
def test_any_template(written: str) -> None:
    """Any text is filled in or refused, and nothing in it steers a terminal."""
    try:
        filled = template(written).filled(HIT)
    except click.BadParameter:
        return
    assert not {"\x1b", "\x85", "\u202e", "\r"} & set(filled)


@given(TEXTS, TEXTS)
def test_any_text_is_a_cell(title: str, channel: str) -> None:
    """A line a hit, whatever is in it; no cell is a formula, none steers a terminal."""
    hit = replace(HIT, title=title, channel=channel)
    lines = list(csv_lines([hit, hit]))
    assert len(lines) == 3
    assert all(len(line.splitlines()) == 1 for line in lines)
    assert "\x1b" not in lines[1]
    header, first, _ = csv.reader(lines)
    assert header == [*FIELDS]
    row: dict[str, Any] = dict(zip(header, first, strict=True))
    assert not row["title"].startswith(("=", "+", "-", "@"))
    assert (row["score"], row["url"], row["sources"]) == ("-1.5", "", "/a; /b")
    plain = "".join(character for character in title if character.isalnum())
    assert "".join(character for character in row["title"] if character.isalnum()) == plain


def test_every_field_is_one_of_a_hit() -> None:
    """The fields are those of a hit, without places in a text."""
    assert set(FIELDS) == {
        name for name in Hit.__slots__ if not name.startswith(("excerpt_", "title_", "stand"))
    }
