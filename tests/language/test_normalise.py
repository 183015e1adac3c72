"""The normaliser: what folds together, what must not, and the way back to the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import forms, forms_with_spans, normalise, simplified

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf

# Text that meets every rule: Han of both scripts, full width, marks, numerals, commas, spaces.
MIXED = st.text(
    st.one_of(
        st.sampled_from(
            "醫疗保险１２，,.．0187　 \n\t\u200b\ufeff㎎℃™①⁹½é"
            "ＡａßÃ·—–“”'\u0301\u3099か㏠¥%元\u2028💊𠮷"
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＣＴ检查１２３９３", "ct检查12393"),
        ("醫療保險報銷", "医疗保险报销"),
        ("\u2f63\u80b2\u4fdd\u9669", "生育保险"),
        ("每次5㎎，体温38℃", "每次5mg,体温38°c"),
        ("e\u0301té", "été"),
        ("糖\u200b尿\ufeff病", "糖尿病"),
        ("血\x00糖", "血糖"),
        ("2024–2025—年", "2024-2025-年"),
        ("“零等待”", '"零等待"'),
    ],
)
def test_look_alikes_fold_together(text: str, expected: str) -> None:
    """Width, script, case, marks, format characters, dashes and quotes make no difference."""
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("医 保　卡", "医保卡"),
        ("医保  PD-1   抑制剂", "医保 pd-1 抑制剂"),
        ("第一行 \r\n\r\n 第二行", "第一行\n第二行"),
        ("  首尾  ", "首尾"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_spaces(text: str, expected: str) -> None:
    """Spaces between Han go, other runs are one space, and line breaks stay as borders."""
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18,700元", ("18700元",)),
        ("１８，７００元", ("18700元",)),
        ("¥3,024", ("¥3024",)),
        ("1,234,567人", ("1234567人",)),
        ("100,200", ("100200", "100,200")),
        ("18,700元和100,200", ("18700元和100200", "18700元和100,200")),
        ("1,100,20", ("1100,20", "1,100,20")),
        ("3,740，5,740，18,700", ("3740,5740,18700", "3,740,5,740,18,700")),
        ("18,700，并", ("18700,并", "18,700,并")),
        ("共，18,700元", ("共,18700元",)),
        ("12,34", ("12,34",)),
        ("5000,100元", ("5000,100元",)),
    ],
)
def test_c07_thousands_commas(text: str, expected: tuple[str, ...]) -> None:
    """Commas between thousands go; where they might part a list there are two forms."""
    assert forms(text) == expected


@pytest.mark.parametrize("text", ["4.0×10⁹/L", "①２０２４", "体重½"])
def test_c27_numerals_are_not_glued_to_numbers(text: str) -> None:
    """Superscripts, circled numbers and fractions never become digits of the number beside."""
    assert text[-1] in normalise("x" + text) or text[0] in normalise(text)
    assert "109" not in normalise(text)
    assert "12024" not in normalise(text)


def test_chinese_numerals_stay() -> None:
    """五险一金 and 二甲 keep their numerals."""
    assert normalise("五险一金，二甲") == "五险一金,二甲"


def test_the_table_is_one_to_one_and_closed() -> None:
    """Every simplified character is one character that is not folded again."""
    table = simplified()
    assert len(table) > 4000
    assert all(len(key) == len(value) == 1 for key, value in table.items())
    assert not set(table.values()) & set(table)


@given(MIXED)
def test_both_ways_give_the_same(text: str) -> None:
    """Reading with and without spans gives the same text for any string."""
    assert tuple(form.text for form in forms_with_spans(text)) == forms(text)


@given(MIXED)
def test_spans_map_back(text: str) -> None:
    """Every character has a non-empty span inside the original, and spans never go backwards."""
    for form in forms_with_spans(text):
        assert len(form.starts) == len(form.ends) == len(form.text)
        for start, end in zip(form.starts, form.ends, strict=True):
            assert 0 <= start < end <= len(text)
        assert list(form.starts) == sorted(form.starts)
        assert list(form.ends) == sorted(form.ends)


@given(MIXED, MIXED)
def test_a_span_covers_what_it_stands_for(before: str, after: str) -> None:
    """The span of a word normalises to that word, wherever the word stands."""
    text = f"{before}\n醫療保險\n{after}"
    for form in forms_with_spans(text):
        start = form.text.index("医疗保险")
        low, high = form.original_span(start, start + 4)
        assert normalise(text[low:high]) == "医疗保险"


@given(st.text(max_size=60))
def test_any_text_normalises(text: str) -> None:
    """No text raises, and what comes out can be written as UTF-8."""
    for form in forms(text):
        form.encode()


def test_ideographic_variants_are_the_same_character(shelf: Callable[..., Shelf]) -> None:
    """A variation selector behind an ideograph does not hide it."""
    assert shelf({"a": "葛\U000e0100城医保"}).found("葛城") == ["a"]
