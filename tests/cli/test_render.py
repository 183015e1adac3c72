"""Hits and documents as a person sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from souwen import Document, Flag, Hit, Kind, Relaxed, Results
from souwen.cli.render import Renderer, facet_lines, nothing_found, shown_path, table

if TYPE_CHECKING:
    from pathlib import Path


def hit(**changed: Any) -> Hit:
    """Give a hit, some of its fields changed."""
    fields: dict[str, Any] = {
        "rank": 1,
        "id": "0123456789abcdef",
        "kind": Kind.SNIPPET,
        "title": "怎么申请异地就医",
        "title_spans": ((4, 8),),
        "excerpt": "先办理异地就医备案。\n再持卡结算。",
        "excerpt_start": 12,
        "excerpt_spans": ((3, 7),),
        "published": "2025-04-26",
        "channel": "健康新闻",
        "url": None,
        "score": 2.5,
        "matches": "all",
        "coverage": 1.0,
        "sources": ("/dumps/一.txt", "/dumps/二.txt"),
        "refs": (),
        "folded": 0,
        "stand_in_title": False,
        "excerpt_cut": (False, False),
        "flags": (Flag.TRUNCATED,),
    }
    return Hit(**{**fields, **changed})


def lines(found: Hit, width: int | None = None, **options: Any) -> list[str]:
    """Give the lines of a hit."""
    return list(Renderer(width, **options).hit(found))


def test_a_hit_shows_what_a_person_needs() -> None:
    """Rank, title, date, channel, kind, flags, id, excerpt on one line, and the first source."""
    assert lines(hit()) == [
        "1.  怎么申请异地就医",
        "    2025-04-26 | 健康新闻 | snippet | truncated | 0123456789abcdef",
        "    先办理异地就医备案。 再持卡结算。",
        "    /dumps/一.txt (+1 more)",
    ]


def test_what_there_is_not_takes_no_room() -> None:
    """Without date, channel, excerpt and sources there is nothing in their places."""
    bare = hit(
        published=None, channel=None, kind=Kind.ARTICLE, flags=(), excerpt="", sources=(), folded=3
    )
    assert lines(bare)[1:] == ["    undated | +3 alike | 0123456789abcdef"]


def test_the_match_is_marked_in_colour() -> None:
    """With colours the match is set off in title and excerpt, also where white space was folded."""
    title, _, excerpt, path = lines(hit(excerpt_spans=((3, 7), (12, 14))), colour=True)
    assert title == "1.  \x1b[1m怎么申请\x1b[0m\x1b[1;31m异地就医\x1b[0m"
    assert excerpt == "    先办理\x1b[1;31m异地就医\x1b[0m备案。 再\x1b[1;31m持卡\x1b[0m结算。"
    assert path.startswith("    \x1b[36m")


@pytest.mark.parametrize("cut", [(True, True), (True, False), (False, True)])
def test_dots_stand_where_something_is_left_out(cut: tuple[bool, bool]) -> None:
    """Dots stand before and behind an excerpt, never inside a mark, which stays where it is."""
    shown = hit(excerpt="异地就医", excerpt_spans=((0, 4),), excerpt_cut=cut)
    before, behind = ("…" * is_left_out for is_left_out in cut)
    assert lines(shown)[2] == f"    {before}异地就医{behind}"
    marked = lines(shown, colour=True)[2]
    assert marked == f"    {before}\x1b[1;31m异地就医\x1b[0m{behind}"


def test_a_match_is_marked_across_a_line_break() -> None:
    """A match that wraps is marked on both lines."""
    first, second = list(Renderer(10, colour=True).lines("医保异地就医", ((2, 6),)))
    assert first == "医保\x1b[1;31m异地就\x1b[0m"
    assert second == "\x1b[1;31m医\x1b[0m"


def test_c72_forty_columns() -> None:
    """No line of any hit takes more than the 40 cells there are, and no character is cut."""
    for title in ("医保", "CT检查须知", "城乡居民基本医疗保险参保缴费指南" * 3):
        shown = lines(hit(rank=1000, title=title, title_spans=()), 40)
        assert all(wcswidth(line) <= 40 for line in shown)
        assert "".join(line.strip() for line in shown).startswith("1000. " + title)


def test_c72_columns_are_aligned() -> None:
    """Cells of a table begin in the same column, whatever their characters."""
    rows = list(table([["医保", "x"], ["CT检查须知", "x"], ["a", "x"]]))
    assert {wcswidth(row) for row in rows} == {13}


@given(st.text(max_size=40), st.text(max_size=80), st.integers(20, 60), st.booleans())
def test_c66_anything_in_a_hit_is_harmless(
    title: str, excerpt: str, width: int, colour: bool
) -> None:
    """Whatever stands in a title, an excerpt or a path, only our own marks steer the terminal."""
    found = hit(
        title=title,
        excerpt=excerpt,
        channel=excerpt,
        sources=(title,),
        title_spans=((0, len(title)),),
        excerpt_spans=(),
    )
    for line in lines(found, width, colour=colour):
        plain = line
        for style in ("0", "1", "2", "36", "1;31"):
            plain = plain.replace(f"\x1b[{style}m", "")
        assert plain.isprintable() or not any(character < " " for character in plain)
        assert "\x1b" not in plain
        assert wcswidth(plain) <= width


def test_c66_escape_sequences_in_titles_and_paths() -> None:
    """Markup stays text, and an escape sequence of a stranger is shown, not obeyed."""
    found = hit(
        title="<img src=x onerror=alert(1)>医保\x1b]0;owned\x07",
        title_spans=(),
        sources=("../../x<b>\x1b[2J.txt",),
    )
    shown = lines(found)
    assert shown[0] == "1.  <img src=x onerror=alert(1)>医保␛]0;owned␇"
    assert shown[-1] == "    ../../x<b>␛[2J.txt"


def results(*hits: Hit, **changed: Any) -> Results:
    """Give results with these hits."""
    return Results("医保", hits, **{"total": len(hits), "took_ms": 3.2, **changed})


def test_the_header_says_how_many() -> None:
    """The first line has the total, whether it is exact, and what is shown of it."""

    def header(found: Results, offset: int = 0) -> str:
        return next(Renderer(None).results(found, offset))

    assert header(results(hit())) == "1 result (3 ms)"
    assert header(results(hit(), hit(), total=26), 10) == "26 results, 11-12 shown (3 ms)"
    many = results(hit(), total=12345, total_is_exact=False)
    assert header(many) == "at most 12,345 results, 1-1 shown (3 ms)"
    assert header(results(total=7)) == "7 results (3 ms)"
    folded = results(hit(), hit(folded=1), total=3)
    assert header(folded) == "3 results, 1-2 shown, 1 alike (3 ms)"


def test_the_last_line_says_how_to_go_on() -> None:
    """Where there is more, the option that shows it stands at the end; else nothing."""
    assert list(Renderer(None).results(results(hit(), total=26), 10))[-1] == "for more: --offset 11"
    assert "--offset" not in "".join(Renderer(None).results(results(hit()), 0))


def test_relaxing_and_reading_are_told() -> None:
    """A relaxed result says so; with explain, the reading, the score and the refs are there."""
    found = results(
        hit(refs=("a1",)),
        relaxed=Relaxed("parts", ("医保",), "any of the words"),
        reading=("must match: 医保",),
    )
    shown = list(Renderer(None).results(found, 0, explain=True))
    assert shown[1:3] == ["any of the words", "  must match: 医保"]
    assert shown[-1] == "    score 2.5000 | excerpt from character 12 | ref a1"


def test_nothing_found_says_how_the_query_was_read() -> None:
    """An empty result says what was looked for; a problem of the query, what it is."""
    found = results(reading=("must match: 医保",))
    assert list(nothing_found(found, 0)) == [
        "souwen: nothing found for 医保",
        "  must match: 医保",
    ]
    assert list(nothing_found(results(problem="empty", message="the query is empty"), 0)) == [
        "souwen: the query is empty"
    ]
    assert list(nothing_found(results(total=26), 50)) == [
        "souwen: no hits from --offset 50 on, of 26 results"
    ]


def test_a_long_query_is_echoed_short() -> None:
    """A message stays readable whatever was asked."""
    found = Results("医保 " * 5000, (), reading=("must match: " + "医保" * 5000,))
    assert all(wcswidth(line) <= 200 for line in nothing_found(found, 0))


def test_paths_below_the_current_folder_are_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path below the current folder is shown as a person would type it."""
    monkeypatch.chdir(tmp_path)
    assert shown_path(f"{tmp_path}/dumps/一.zip!二.txt#2") == "dumps/一.zip!二.txt#2"
    assert shown_path(f"{tmp_path}-other/一.txt") == f"{tmp_path}-other/一.txt"
    assert shown_path("健康网/一.txt") == "健康网/一.txt"


def test_a_document_is_shown_whole() -> None:
    """Title, facts, sources, and the text with its lines, harmless and wrapped."""
    document = Document(
        id="0123456789abcdef",
        kind=Kind.ARTICLE,
        title="医保",
        body="一、线上\n    • 办理\x1b[2J\n\n完",
        published=None,
        channel=None,
        url="https://example.org/1",
        flags=(),
        article=None,
        sources=("/a  b.txt",),
        refs=("a1",),
        retired=True,
    )
    assert list(Renderer(None).document(document)) == [
        "医保",
        "undated | article | retired | 0123456789abcdef",
        "url: https://example.org/1",
        "ref: a1",
        "source: /a  b.txt",
        "",
        "一、线上",
        "    • 办理␛[2J",
        "",
        "完",
    ]
    assert all(wcswidth(line) <= 20 for line in Renderer(20).document(document))


def test_a_flag_of_every_snippet_is_not_repeated() -> None:
    """Where all snippets are cut, no line says so; where one is not, those that are do."""
    whole = hit(flags=())
    for hits, times in (((hit(), hit()), 0), ((hit(), whole), 1), ((hit(),), 1)):
        text = "\n".join(Renderer(None).results(Results("医保", hits, len(hits)), 0))
        assert text.count("truncated") == times
    facets = {"kind": (("snippet", 3), ("article", 1)), "flag": (("truncated", 3), ("fallback", 1))}
    assert facet_lines(facets)[-1] == "flag: fallback 1"
    facets["flag"] = (("truncated", 2), ("fallback", 1))
    assert facet_lines(facets)[-1] == "flag: truncated 2, fallback 1"
