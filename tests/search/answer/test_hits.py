"""A page of hits, made of what any index says and of the documents."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from souwen.corpus.documents import Document, Flag, Kind
from souwen.language.readings import Readings
from souwen.search.answer.hits import EXCERPT_LENGTH, answer
from souwen.search.contract import Line, Matches, StoredDocument
from souwen.search.query.interpret import QueryReader
from souwen.search.query.relaxation import Relaxation, RelaxedHow
from souwen.search.request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf

    from souwen.search.answer.results import Results

BODY = "无关的话。" * 60 + "先做异地备案，再结算。" + "无关的话。" * 60
FOUND = Document(
    *("a" * 16, Kind.ARTICLE, "异地备案", BODY, "2025-04-26", "健康新闻", None),
    *((Flag.FALLBACK,), None, ("/d/a", "/d/b"), ("j1",)),
)

#: Documents that filters let through or not.
FILTERED = {
    "a": {"title": "佳木斯社保基数18800", "channel": "健康新闻", "published": "2025-01-01"},
    "b": {"title": "医保", "channel": "健康新闻"},
    "c": {"title": "社保", "channel": "社保"},
}


def results(query: str, *, lines: int = 1, **matches: Any) -> Results:
    """Answer a query from an index that finds one document, and says the rest as given."""
    asked = SimpleNamespace()

    def run(read: Any, page: Any) -> Matches:
        asked.page = page
        line = Line(FOUND.id, 1.23456789, folded=3)
        return Matches((line,) * lines, **{"total": 7, "strings": read.strings, **matches})

    snapshot: Any = SimpleNamespace(
        run=run,
        documents=lambda ids: {id_: StoredDocument(FOUND, None, None) for id_ in ids},
        did_you_mean=lambda _: "背案",
        nearest=lambda _, limit: [FOUND.id][:limit],
        values=lambda _, limit: (("健康新闻", 7), ("社保", 2))[:limit],
    )
    request = SearchRequest(query, limit=5, offset=20)
    found = answer(snapshot, request, request.read(QueryReader(Readings())))
    assert not vars(asked) or (asked.page.limit, asked.page.offset) == (5, 20)
    return found


def test_a_hit() -> None:
    """Ranks go on from the offset; an excerpt is a slice around its marks."""
    found = results("异地备案", lines=2)
    assert [hit.rank for hit in found] == [21, 22]
    hit = found[0]
    assert (hit.score, hit.folded, hit.flags) == (1.234568, 3, (Flag.FALLBACK,))
    assert (hit.sources, hit.refs, hit.channel) == (("/d/a", "/d/b"), ("j1",), "健康新闻")
    assert hit.title_spans == ((0, 4),)
    assert len(hit.excerpt) <= EXCERPT_LENGTH
    assert hit.excerpt_cut == (True, True)
    assert BODY[hit.excerpt_start :].startswith(hit.excerpt)
    assert [hit.excerpt[start:end] for start, end in hit.excerpt_spans] == ["异地备案"]
    assert (found.total, found.total_is_exact, found.did_you_mean) == (7, True, None)


def test_a_relaxed_result_says_so() -> None:
    """How a query was relaxed is a sentence, and something else may have been meant."""
    relaxed = (Relaxation(RelaxedHow.PARTS, ("异地", "备案")),)
    found = results("异地 备案 北极熊", relaxed=relaxed)
    assert found.relaxed
    assert (found.relaxed.how, found.relaxed.of) == ("parts", ("异地", "备案"))
    assert "异地 备案" in found.relaxed.message
    assert found.reading[-1] == found.relaxed.message
    assert found.did_you_mean == "背案"


def test_nothing_is_found() -> None:
    """Without any hit there is what may be meant, and the nearest there is."""
    found = results("北极熊", lines=0, total=0)
    assert (len(found), found.relaxed, found.did_you_mean) == (0, None, "背案")
    (near,) = found.nearest
    assert (near.id, near.title) == (FOUND.id, FOUND.title)
    assert BODY.startswith(near.excerpt)
    assert results("北极熊").nearest == ()


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("channel:健康", "channel 健康: no such channel; there are 健康新闻 (2), 社保 (1)"),
        ("place:天津", "place 天津: no such place; there are 佳木斯市 (1)"),
        ("flag:错误页", "flag error-page: no such flag; no document has any"),
        ("kind:snippet", "kind snippet: no such kind; there are article (3)"),
        ("after:2030", "no document fits this: dated 2030-01-01 or later"),
        ("source:x*", "no document fits this: source is x*"),
        ("channel:社保", None),
        ("地点:黑龙江", None),
    ],
)
def test_a_filter_that_leaves_nothing_is_named(
    shelf: Callable[..., Any], condition: str, message: str | None
) -> None:
    """A filter that lets nothing through is said, with the values that there are."""
    assert shelf(FILTERED).engine.search(f"北极熊 {condition}").message == message


@pytest.mark.parametrize(
    ("query", "options", "message"),
    [
        (
            '"基数"',
            {"channel": "社保"},
            "channel is 社保: none of what matches otherwise (1); there are 健康新闻 (1)",
        ),
        (
            '"医保" 地点:黑龙江',
            {},
            "place is 黑龙江: none of what matches otherwise (1)",
        ),
        (
            '"医保" after:2024',
            {},
            "dated 2024-01-01 or later: none of what matches otherwise (1)",
        ),
        ('"医保" 地点:黑龙江', {"channel": "健康新闻"}, "place is 黑龙江: none of what"),
        (
            '"医保" 地点:黑龙江',
            {"channel": "社保"},
            "no document passes all filters; without them, 1 match",
        ),
        ('"北极熊" 地点:黑龙江', {}, None),
        ("地点:黑龙江 channel:社保", {}, None),
    ],
)
def test_filters_that_leave_nothing_of_what_matches(
    shelf: Callable[..., Any], query: str, options: dict[str, Any], message: str | None
) -> None:
    """What matches without a filter is counted, with the values that it has in its place."""
    said = shelf(FILTERED).engine.search(query, **options).message
    assert said is message is None or str(said).startswith(str(message))


@pytest.mark.parametrize("query", ["。", "-甲", "甲 " * 20_000])
def test_a_query_with_a_problem_asks_no_index(query: str) -> None:
    """Why there can be no hits is a code and one line."""
    found = results(query)
    assert (len(found), found.total) == (0, 0)
    assert found.problem
    assert found.message
    assert "\n" not in found.message


def test_nothing_is_offered_that_finds_nothing(shelf: Callable[..., Shelf]) -> None:
    """Each token may be mended by what stands somewhere, and the query still find nothing."""
    texts = shelf({"a": "高血压的饮食", "b": "异地就医备案"})
    assert texts.engine.search("高血呀 饮食").did_you_mean == "高血压 饮食"
    assert texts.engine.search("高血呀 备案").did_you_mean is None
    assert texts.engine.search("高血呀", kind="snippet").did_you_mean is None
