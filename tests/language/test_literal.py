"""Literal matches: whole atoms at the ends, any part of a Han run, no way over a line break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.literal import LiteralText, forms_of
from souwen.language.normalise import forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf

    MakeShelf = Callable[..., Shelf]


def _stands(string: str, text: str, *, open_start: bool = False, open_end: bool = False) -> bool:
    return LiteralText(forms_of(string), open_start, open_end).stands_in(forms(text))


@pytest.mark.parametrize(
    ("string", "text"),
    [
        ("理备案", "线上办理备案流程"),
        ("8%", "个人8%,单位16%"),
        ("13", "13天"),
        ("mg", "2.5mg"),
        ("2.5", "每次2.5mg"),
        ("PD-1", "抗pd-1抗体"),
        ("2025.04", "2025.04.26"),
        ("04", "2025.04.26"),
        ("18,700", "基数18700元"),
        ("200", "编号100,200"),
        ("100200", "编号100,200"),
        ("医 保", "医保"),
        ("180元", "180元。"),
        ("1", "1.社保基数"),
        ("⁹", "10⁹/L"),
    ],
)
def test_stands(string: str, text: str) -> None:
    """A string is found where it stands with whole atoms at its ends."""
    assert _stands(string, text)


@pytest.mark.parametrize(
    ("string", "text"),
    [
        ("8%", "0.8%"),
        ("13", "1320元"),
        ("70元", "18700元"),
        ("70元", "18,700元"),
        ("5", "2.5mg"),
        ("2", "2.5mg"),
        ("pd", "pdl"),
        ("c", "abc"),
        ("医保", "医\n保"),
        ("109", "10⁹"),
        ("200元", "100,200元"),
        ("2025.04.2", "2025.04.26"),
    ],
)
def test_does_not_stand(string: str, text: str) -> None:
    """A string whose end would cut a number or a Latin word is not there, nor one over a border."""
    assert not _stands(string, text)


def test_open_ends() -> None:
    """An open end lets the atom there go on."""
    assert _stands("187", "18700元", open_end=True)
    assert not _stands("187", "18700元", open_start=True)
    assert _stands("700", "18700元", open_start=True)
    assert _stands("870", "18700元", open_start=True, open_end=True)


def test_only_a_single_gram_needs_no_look() -> None:
    """The postings of one or two Han characters are exact, those of anything else are not."""
    assert LiteralText.read("医").gram == "医"
    assert LiteralText.read("醫保").gram == "医保"
    for text in ("医保卡", "8", "a", "医1", "医,", "1"):
        assert LiteralText.read(text).gram is None


def test_overlapping_matches_are_all_given() -> None:
    """Each place of a short string counts, those that overlap too."""
    assert list(LiteralText.read("医医").spans("医医医")) == [(0, 2), (1, 3)]


@given(st.text(st.sampled_from("12.a医,% "), max_size=20), st.data())
def test_spans_are_what_they_say(text: str, data: st.DataObject) -> None:
    """Every span holds the string, and a string that is whole in the text is found there."""
    for form in forms(text):
        start = data.draw(st.integers(0, len(form)))
        end = data.draw(st.integers(start, len(form)))
        literal = LiteralText((form[start:end],))
        for low, high in literal.spans(form):
            assert form[low:high] == literal.forms[0]
        whole = LiteralText((form,))
        assert not form or list(whole.spans(form)) == [(0, len(form))]


@pytest.mark.parametrize(
    "text",
    [
        "基数为18,700，缴费",
        "一档3,740元，18,700元",
        "分别为3,740，5,740，18,700元",
        "月缴3,740，18,700",
        "编号.18,700元",
    ],
)
def test_c07_number_beside_a_comma_of_the_sentence(shelf: MakeShelf, text: str) -> None:
    """A comma before or behind a number with commas does not hide it, whatever its width."""
    documents = shelf({"a": text})
    for query in ("18700", "18,700", '"18,700"', "１８，７００"):
        assert documents.found(query) == ["a"]


@pytest.mark.parametrize(
    ("text", "part"),
    [("价¥1,234,5678", "¥1,234"), ("自2025.4.1,234元", "1,234元")],
)
def test_part_of_a_list_is_found_as_it_stands(shelf: MakeShelf, text: str, part: str) -> None:
    """A quoted string is found though its commas alone would be read otherwise."""
    assert shelf({"a": text}).found(f'"{part}"') == ["a"]
