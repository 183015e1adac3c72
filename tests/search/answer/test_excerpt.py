"""Which part of a text is shown."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.answer.excerpt import clip, cut, is_cut, merge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from souwen.search.answer.results import Span

LIMITS = st.integers(1, 30)
TEXTS = st.text(alphabet="医保报销12a，。！\n \u3000“”)🅰", max_size=80)
CLUSTERS = st.lists(
    st.sampled_from(
        ["医", "e\u0301", "が", "か\u3099", "。", " ", "👍🏽", "a\u0301\u0323", "\ud83d\udc8a"]
    ),
    max_size=30,
).map("".join)
SPANS = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8)


def found(text: str, *strings: str) -> list[Span]:
    """Give the spans of strings in a text."""
    return [match.span() for string in strings for match in re.finditer(string, text)]


def shown(text: str, *strings: str, limit: int = 120) -> str:
    """Give the excerpt for strings that match."""
    start, end = cut(text, found(text, *strings), limit)
    return text[start:end]


# Sentences and clauses


def test_a_short_text_is_shown_whole() -> None:
    """What fits is shown, without the white space around it."""
    assert shown(" \n异地就医备案。\n", "备案") == "异地就医备案。"
    assert shown("异地就医备案") == "异地就医备案"


def test_without_matches_the_start_is_shown() -> None:
    """Where only the title matches, the text's first sentences stand in for a match."""
    text = "\u3000\n先备案。再就医！" + "然后报销，" * 30
    assert shown(text, limit=10) == "先备案。再就医！"
    assert shown(text, limit=60).startswith("先备案。再就医！然后报销，")
    assert shown(text, limit=60).endswith("，")


def test_sentences_are_whole() -> None:
    """An excerpt begins and ends with a sentence, its closing mark included."""
    text = (
        "首先登录平台。" * 10 + "他说：“先办理异地就医备案。”然后再结算！" + "其他事项见通知。" * 10
    )
    excerpt = shown(text, "异地就医备案", limit=40)
    assert excerpt == "他说：“先办理异地就医备案。”然后再结算！其他事项见通知。其他事项见通知。"


def test_a_line_is_a_sentence() -> None:
    """A line break is a border, whatever stands before it."""
    text = "登录平台\n" * 20 + "\n异地就医备案\n" + "填写信息\n" * 20
    assert shown(text, "就医", limit=15) == "异地就医备案\n填写信息"


def test_long_sentences_are_cut_at_clauses() -> None:
    """In a sentence longer than the limit, clauses are whole, before and behind the match."""
    text = "参保人员先登录平台，" * 20 + "再办理备案，" + "然后持卡直接结算，" * 20
    excerpt = shown(text, "备案", limit=60)
    assert excerpt.startswith("参保人员先登录平台，")
    assert excerpt.endswith("结算，")
    assert len(excerpt) > 40


def test_no_number_is_cut() -> None:
    """Commas and points in numbers are no clauses, and no number or Latin word is cut."""
    text = "缴费基数为18,700.50元" * 40
    for limit in range(8, 40):
        excerpt = shown(text, "基数为", limit=limit)
        assert not re.match(r"[,.\d]*\d", excerpt) or excerpt.startswith("18,700.50")
        assert "基数为" in excerpt
        assert re.sub("18,700.50", "", excerpt).isalpha() or len(excerpt) < 12


def test_a_short_sentence_gets_company() -> None:
    """Beside a long sentence a short one is not left alone."""
    text = "可以。" + "办理时请携带身份证，" * 30
    assert len(shown(text, "可以", limit=60)) > 30
    assert len(shown("办理时请携带身份证，" * 5 + "提交材料。可以。", "可以", limit=40)) >= 3


# Which matches


def test_most_different_matches_win() -> None:
    """Where two keywords stand together is better than where one stands often."""
    text = "备案备案，备案备案。" + "填写信息。" * 30 + "备案后直接结算。" + "填写信息。" * 30
    assert "备案后直接结算。" in shown(text, "备案", "结算", limit=30)


def test_then_coverage_then_the_first() -> None:
    """Among windows with as many strings the one that they cover most is shown, then the first."""
    filler = "填写信息。" * 30
    assert "备案，备案" in shown(f"备案。{filler}备案，备案。{filler}", "备案", limit=20)
    assert shown(f"甲备案。{filler}乙备案。", "备案", limit=20).startswith("甲备案。")


def test_c64_supplementary_characters_are_whole() -> None:
    """A character beyond the basic plane is one code point and is never cut."""
    text = "💊𠮷林医院可报医保"
    for limit in range(1, 12):
        start, end = cut(text, found(text, "𠮷林"), limit)
        assert text[start:end].encode()
        assert "𠮷林" in text[start:end] or limit < 2


def test_a_match_longer_than_the_limit_is_cut() -> None:
    """Only a match that cannot be shown whole is cut, and then its beginning is shown."""
    text = "先办理" + "备案" * 100 + "再结算"
    start, end = cut(text, [(3, 203)], 50)
    assert (start, end) == (3, 53)


@given(TEXTS, SPANS, LIMITS)
def test_an_excerpt_is_a_slice(text: str, spans: list[Span], limit: int) -> None:
    """It lies in the text, keeps the limit, and has no white space at its ends."""
    start, end = cut(text, spans, limit)
    assert 0 <= start <= end <= len(text)
    assert end - start <= limit
    assert text[start:end] == text[start:end].strip()
    assert bool(text.strip()) == (start < end)


def blocks(text: str, spans: list[Span]) -> list[Span]:
    """Give overlapping spans as one, without white space at their ends."""
    taken = [False] * (len(text) + 1)
    inner = [False] * (len(text) + 1)
    for start, end in spans:
        for at in range(start, min(end, len(text))):
            taken[at] = True
            inner[at] |= at > start
    result: list[list[int]] = []
    for at in range(len(text)):
        if taken[at] and result and result[-1][1] == at and inner[at]:
            result[-1][1] = at + 1
        elif taken[at]:
            result.append([at, at + 1])
    trimmed = []
    for start, end in result:
        piece = text[start:end]
        if piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            trimmed.append((first, first + len(piece.strip())))
    return trimmed


@given(TEXTS, SPANS, LIMITS)
def test_matches_are_whole(text: str, spans: list[Span], limit: int) -> None:
    """No match that fits is cut, and where one fits, one is shown; a single one always."""
    matches = blocks(text, spans)
    start, end = cut(text, spans, limit)
    for first, last in matches:
        if last - first <= limit:
            assert last <= start or end <= first or start <= first < last <= end
    if any(last - first <= limit for first, last in matches):
        assert any(first < end and start < last for first, last in matches)
    if len(matches) == 1 and matches[0][1] - matches[0][0] <= limit:
        assert start <= matches[0][0]
        assert matches[0][1] <= end


@given(CLUSTERS, SPANS, LIMITS)
def test_clusters_are_whole(text: str, spans: list[Span], limit: int) -> None:
    """A base and its marks, an emoji and its shade, two halves of a pair are never parted."""
    start, end = cut(text, spans, max(limit, 3))
    for at in (start, end):
        if 0 < at < len(text) and not text[at - 1].isspace():
            assert not unicodedata.category(text[at]).startswith("M")
            assert text[at] not in "🏽\udc8a"


@pytest.mark.parametrize(
    "text",
    ["囍" * 100_000, "备案。" * 30_000, "a" * 100_000, " " * 100_000, "e" + "\u0301" * 100_000],
    ids=["囍", "备案。", "a", "spaces", "marks"],
)
def test_c45_time_is_linear(is_linear: Callable[..., bool], text: str) -> None:
    """Cutting takes time in proportion to the text and its matches."""

    def run(size: int) -> None:
        part = text[:size]
        cut(part, [(at, at + 2) for at in range(0, size, 3)])
        cut(part, [(0, size)])
        cut(part, ())

    assert is_linear(run, len(text) // 4)


def test_bad_spans_do_no_harm() -> None:
    """Spans that are empty, turned round or outside are left out or cut to the text."""
    assert cut("异地就医", [(2, 2), (3, 1), (9, 12), (-3, 1)]) == (0, 4)
    assert cut("", [(0, 3)]) == (0, 0)
    assert cut("医", (), 0) == (0, 1)


# Spans


@given(SPANS)
def test_merged_spans_are_sorted_and_apart(spans: list[Span]) -> None:
    """Merging keeps every marked place, and no two results touch."""
    merged = merge(spans)
    assert all(start < end for start, end in merged)
    assert all(left[1] < right[0] for left, right in pairwise(merged))
    assert {at for span in spans for at in range(*span)} == {
        at for span in merged for at in range(*span)
    }


@given(SPANS, st.integers(0, 80), st.integers(0, 80))
def test_clipped_spans_lie_in_the_slice(spans: list[Span], start: int, end: int) -> None:
    """Clipping keeps the marked places of the slice, counted from its start."""
    merged = merge(spans)
    clipped = clip(merged, start, end)
    marked = {at for span in merged for at in range(*span)}
    assert {at + start for span in clipped for at in range(*span)} == marked & set(
        range(start, end)
    )


def test_touching_spans_are_marked_together() -> None:
    """Four characters found as two pairs are one mark."""
    assert merge([(2, 4), (0, 2), (6, 8)]) == ((0, 4), (6, 8))


@given(st.text(" \n\u3000\x85医保报销。", max_size=300), st.integers(1, 40))
def test_what_is_left_out_is_told(text: str, limit: int) -> None:
    """Something is left out exactly where more than white space stands beside an excerpt."""
    start, end = cut(text, (), limit)
    before, behind = is_cut(text, start, end)
    assert (before, behind) == (bool(text[:start].strip()), bool(text[end:].strip()))
    assert before or behind or text[start:end] == text.strip()


def test_pages_are_cut_well(two_pages: list[Path]) -> None:
    """On whole pages each excerpt holds its match and ends no number in the middle."""
    for path in two_pages:
        text = path.read_text("utf-8")
        for string in {text[at : at + 4] for at in range(0, len(text) - 4, 7)}:
            wanted = string.strip()
            if not wanted:
                continue
            start, end = cut(text, [(at := text.index(wanted), at + len(wanted))])
            assert wanted in text[start:end]
            assert end - start <= 120
            for border in (start, end):
                around = text[max(0, border - 1) : border + 1]
                inside = around.isdecimal() and len(around) == 2 and 0 < border < len(text)
                assert not inside or border in {at, at + len(wanted)}
