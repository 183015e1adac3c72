"""What templates need, worked out of results."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.documents import Flag
from souwen.web.address import Address
from souwen.web.view import (
    bars,
    chips,
    facets,
    first_loose,
    is_web,
    pages,
    paragraphs,
    pieces,
    query_link,
    usual_flags,
)

HOME = Address({"q": "医保"})


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Draw a text with lines and controls, and disjoint spans into it."""
    text = draw(st.text(alphabet="医保ab𠮷\n \x1b\u202e", max_size=40))
    ends = sorted(draw(st.sets(st.integers(0, len(text)))))
    return text, list(zip(ends[::2], ends[1::2], strict=False))


@given(marked_texts())
def test_pieces_make_the_text_again(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    """Pieces are the whole text, the marked ones what the spans hold, by code points."""
    text, spans = drawn
    cut = pieces(text, spans, lines=True)
    visible = text.replace("\x1b", "␛").replace("\u202e", "�")
    assert "".join(piece.text for piece in cut) == visible
    expected = [visible[start:end] for start, end in spans]
    assert [piece.text for piece in cut if piece.is_marked] == expected
    assert all(piece.text for piece in cut)


@given(marked_texts())
def test_paragraphs_lose_only_empty_lines(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    """Lines stay in order with their marks, also where a mark goes over the end of one."""
    text, spans = drawn
    visible = text.replace("\x1b", "␛").replace("\u202e", "�")
    lines = paragraphs(text, spans)
    found = ["".join(piece.text for piece in line) for line in lines]
    assert found == [line for line in visible.split("\n") if line.strip()]
    marked = "".join(piece.text for line in lines for piece in line if piece.is_marked)
    expected = "".join(visible[start:end] for start, end in spans)
    assert "".join(marked.split()) == "".join(expected.split())


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://example.com/a", True),
        ("HTTP://例子.中国", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,<b>", False),
        ("//example.com", False),
        ("ftp://example.com", False),
        ("http:", False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str | None, *, is_one: bool) -> None:
    """Whatever is not http or https with a host stays text."""
    assert is_web(url) is is_one


def test_facets_lead_to_what_they_narrow() -> None:
    """A value leads to the page with it; the chosen one back; the rest stands behind a word."""
    counted = {"channel": [(f"频道{n}", 30 - n) for n in range(12)], "kind": [], "flag": []}
    address = Address({"q": "医保", "channel": "频道10", "sort": "newest"})
    (facet,) = facets(address, counted)
    assert (facet.name, facet.label) == ("channel", "Channel")
    assert [link.value for link in facet.links] == [*(f"频道{n}" for n in range(8)), "频道10"]
    assert [link.value for link in facet.more] == ["频道8", "频道9", "频道11"]
    assert facet.links[0].href == Address({"q": "医保", "channel": "频道0", "sort": "newest"}).to()
    assert facet.links[-1].is_chosen
    assert facet.links[-1].href == Address({"q": "医保", "sort": "newest"}).to()


def test_a_chosen_value_without_a_document_can_be_taken_away() -> None:
    """What the page is narrowed by is there also where nothing is left of it."""
    (facet,) = facets(Address({"q": "医保", "place": "火星"}), {"place": []})
    assert [(link.value, link.is_chosen, link.href) for link in facet.links] == [
        ("火星", True, HOME.to())
    ]


def test_a_flag_is_chosen_by_its_chinese_name_too() -> None:
    """The address may have either name of a flag."""
    (facet,) = facets(Address({"q": "医保", "flag": "摘要不全"}), {"flag": [("truncated", 3)]})
    assert [(link.value, link.is_chosen) for link in facet.links] == [("truncated", True)]


def test_months_without_a_document_keep_their_place() -> None:
    """Bars go from the first month to the last; the tallest is 100, and none that is there is 0."""
    shown = bars(HOME, [("2024-12", 300), ("2025-03", 1)])
    assert [bar.value for bar in shown] == ["2024-12", "2025-01", "2025-02", "2025-03"]
    assert [bar.height for bar in shown] == [100, 0, 0, 1]
    assert shown[0].href == Address({"q": "医保", "after": "2024-12", "before": "2024-12"}).to()
    assert bars(HOME, []) == []


def test_many_months_are_years_until_one_is_chosen() -> None:
    """Beyond three years the bars are years; a chosen year, or a month of it, shows its months."""
    months = [("2015-01", 2), ("2015-06", 3), ("2025-03", 1)]
    shown = bars(HOME, months)
    assert [(bar.value, bar.number) for bar in (shown[0], shown[-1])] == [("2015", 5), ("2025", 1)]
    assert len(shown) == 11
    for chosen in ("2015", "2015-06"):
        inside = bars(Address({"q": "医保", "after": chosen, "before": chosen}), months)
        assert [bar.value for bar in inside] == [f"2015-{month:02}" for month in range(1, 13)]
        assert [bar.value for bar in inside if bar.is_chosen] == [chosen][: len(chosen) > 4]
    far = bars(HOME, [("0001-01", 1), ("2025-03", 1)])
    assert [bar.value for bar in far] == ["0001", "2025"]


def test_chips_say_what_is_narrowed() -> None:
    """Each filter is a chip in words, with its controls visible."""
    shown = chips(Address({"q": "医保", "kind": "article", "channel": "健\u202e康"}))
    assert [chip.label for chip in shown] == ["Kind article", "Channel 健�康"]


def test_pages_go_back_and_forth() -> None:
    """There is a page before unless it is the first, and one after where a line stands there."""
    assert pages(HOME, 0, 10, 1000, is_more=False) == (None, None)
    before, after = pages(HOME, 10, 10, 1000, is_more=True)
    assert (before, after) == (HOME.to(), HOME.to(offset=20))
    assert pages(HOME, 5, 10, 1000, is_more=True)[0] == HOME.to()
    assert pages(HOME, 1000, 10, 1000, is_more=True)[1] is None
    assert pages(HOME, 0, 0, 1000, is_more=True) == (None, None)


@pytest.mark.parametrize(
    ("matches", "expected"),
    [("", None), ("aa", None), ("ap", 1), ("pp", 0), ("aapp", 2)],
)
def test_the_first_loose_hit_is_found(matches: str, expected: int | None) -> None:
    """The line stands above the first loose hit of a page, also where all are loose."""
    names = {"a": "all", "p": "parts"}
    hits: Any = [SimpleNamespace(id=at, matches=names[sign]) for at, sign in enumerate(matches)]
    assert first_loose(hits) == expected


def test_a_flag_of_all_snippets_says_nothing() -> None:
    """Where every snippet of a page is cut it is not said of each."""

    def hit(kind: str, *flags: Flag) -> Any:
        return SimpleNamespace(kind=kind, flags=flags)

    cut, whole = hit("snippet", Flag.TRUNCATED), hit("snippet")
    assert usual_flags([cut, hit("article")]) == (Flag.TRUNCATED,)
    assert usual_flags([cut, whole]) == ()


def test_a_channel_is_a_query() -> None:
    """A name with a space stands in quotation marks."""
    assert query_link(HOME, "channel", "健康", 3).href == Address({"q": "channel:健康"}).to()
    assert query_link(HOME, "channel", "a b", 3).href == Address({"q": 'channel:"a b"'}).to()
