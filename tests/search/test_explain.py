"""Why a document is found, or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.search.local import LocalSnapshot
from souwen.search.ranking.contributions import contributions
from souwen.search.request import SearchRequest

from ..dumps import holding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import souwen

DOCUMENTS: dict[str, dict[str, object]] = {
    "base": {"title": "佳木斯社保基数18800", "body": "佳木斯的社保基数是18,800元。"},
    "other": {"title": "鹤岗社保基数9600", "body": "基数。", "published": "2025-04-26"},
    "pulse": {"title": "心悸去哪家医院", "body": "心悸的原因很多。"},
    "filing": {"title": "异地就医备案", "body": "先备案，后就医。", "kind": "snippet"},
    "away": {"title": "出差看病", "body": "异地就医要备案。职工医保报销。", "channel": "健康新闻"},
    "pay": {"title": "报销比例", "body": "医保报销70%。"},
}
QUERIES = [
    "社保基数",
    "佳木斯社保基数18800",
    "异地就医 备案",
    "医保 -报销",
    "心慌去哪家医院",
    "title:备案",
    '"异地就医"',
    "(医保 OR 社保) 基数",
    "18800元",
    "异地就依",
    "北极熊",
    "报销 北极熊",
    "kind:snippet",
    "",
    "-医保",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[souwen.Engine]:
    """Give a small corpus; the `id` of each document's line is its name."""
    folder = tmp_path_factory.mktemp("explain")
    with holding(folder, ({"id": name, **it} for name, it in DOCUMENTS.items())) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(engine: souwen.Engine) -> dict[str, str]:
    """Give the id of each document by its name."""
    hits = engine.search("kind:article OR kind:snippet", limit=99, collapse=False)
    return {hit.refs[0]: hit.id for hit in hits}


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("options", [{}, {"mode": "any"}, {"kind": "article"}, {"exact": True}])
def test_it_says_what_a_search_does(
    engine: souwen.Engine, ids: dict[str, str], query: str, options: dict[str, Any]
) -> None:
    """Rank, score and total are those of the search, and a reason stands where it finds nothing."""
    found = engine.search(query, limit=99, collapse=False, **options)
    by_id = {hit.id: hit for hit in found}
    matching = {hit.id for hit in found if hit.matches == "all"}
    for id_ in ids.values():
        told = engine.explain(query, id_, **options)
        assert told is not None
        assert told.matches == (id_ in matching)
        assert bool(told.why_not) != told.matches
        if found.problem is None:
            assert told.total == found.total
        if id_ in by_id:
            assert (told.rank, told.score) == (by_id[id_].rank, by_id[id_].score)
            assert sum(value for _, value in told.parts) == pytest.approx(told.score, abs=1e-3)
        json.dumps(told.as_dict())


@pytest.mark.parametrize(
    ("query", "name", "how"),
    [
        ("社保基数", "base", "title"),
        ("的原因", "pulse", "body"),
        ("职工报销", "away", "words"),
        ("心慌", "pulse", "variant"),
        ("异地医保怎么备案", "filing", "shares"),
        ("北极熊", "base", "not"),
    ],
)
def test_how_a_string_stands(
    engine: souwen.Engine, ids: dict[str, str], query: str, name: str, how: str
) -> None:
    """Each way to have a string is told."""
    told = engine.explain(query, ids[name])
    assert told is not None
    (string,) = told.strings
    assert (string.text, string.how) == (query, how)
    assert string.counts == (how != "not")
    assert (string.variant is not None) == (how == "variant")


def test_what_keeps_a_document_out(engine: souwen.Engine, ids: dict[str, str]) -> None:
    """The reasons are the clauses that fail: a string with its terms, an exclusion, a filter."""
    query = "异地就医 -职工 基数 kind:article"
    told = engine.explain(query, ids["away"], after="2025-01", mode="all")
    assert told is not None
    assert told.why_not == (
        "must not match: 职工",
        "must match: 基数 (it lacks: 基数)",
        "must match: dated 2025-01-01 or later",
    )
    excluded = [string for string in told.strings if string.excluded]
    assert [(string.text, string.how, string.counts) for string in excluded] == [
        ("职工", "body", False)
    ]


def test_filters_are_told(engine: souwen.Engine, ids: dict[str, str]) -> None:
    """Each filter that leaves a document out is a reason."""
    for options, name in [
        ({"kind": "snippet"}, "away"),
        ({"channel": "健康新闻"}, "filing"),
        ({"before": "2025"}, "away"),
        ({"after": "2025-05"}, "other"),
        ({"source": "nothing*"}, "away"),
    ]:
        told = engine.explain("异地就医 OR 基数", ids[name], **options)  # type: ignore[arg-type]
        assert told is not None
        assert len(told.why_not) == 1, options
        assert told.why_not[0].startswith(
            ("must match: dated", f"must match: {next(iter(options))}")
        )


def test_a_query_without_anything_in_it(engine: souwen.Engine, ids: dict[str, str]) -> None:
    """The reason is the line that a search gives."""
    told = engine.explain("。", ids["base"])
    assert told is not None
    assert told.why_not == ("the query holds nothing to search for",)


def test_documents_that_are_not_there(engine: souwen.Engine, ids: dict[str, str]) -> None:
    """An unknown id gives None, and the beginning of an id will do."""
    assert engine.explain("基数", "ffffffffffffffff") is None
    told = engine.explain("基数", ids["base"][:12])
    assert told is not None
    assert told.id == ids["base"]


def test_a_retired_document(tmp_path: Any) -> None:
    """That no source shows it is the reason."""
    with holding(tmp_path, [{"title": "医保"}]) as opened:
        id_ = opened.search("医保")[0].id
        opened.remove("*", yes=True)
        told = opened.explain("医保", id_)
    assert told is not None
    assert told.why_not == ("no source shows it any more",)


@pytest.mark.parametrize(
    ("query", "name"),
    [("社保基数18800", "base"), ("心悸去哪家医院", "pulse"), ("异地就医", "filing")],
)
def test_what_the_terms_gave_is_the_relevance(
    engine: souwen.Engine, ids: dict[str, str], query: str, name: str
) -> None:
    """Of what covers the query, the sums over the terms are those that the ranking makes."""
    strings = engine._read(SearchRequest(query)).strings
    with engine._session.searching() as snapshot:
        assert isinstance(snapshot, LocalSnapshot)
        ordinals = snapshot._segments.ordinals([ids[name]])
        terms = contributions(snapshot._bm25, int(ordinals[0]), strings)
        score = float(snapshot._bm25.score(ordinals, strings)[0])
    given = sum(term.gave for term in terms) / sum(term.weight for term in terms)
    assert given == pytest.approx(score)
    assert all(term.own for term in terms)


def test_terms_that_stand_for_others_are_told(engine: souwen.Engine, ids: dict[str, str]) -> None:
    """Where another word for the same gave more than the query's own, its terms are shown."""
    told = engine.explain("心慌去哪家医院", ids["pulse"])
    assert told is not None
    assert {term.term for term in told.terms if not term.own} >= {"心悸"}


@settings(max_examples=60)
@given(st.text('社保基数异地就医 备案心慌18.8"()-*:OR—a', max_size=30), st.data())
def test_nothing_raises(
    engine: souwen.Engine, ids: dict[str, str], query: str, data: st.DataObject
) -> None:
    """Whatever is typed, there is an explanation, and it agrees with the search."""
    id_ = data.draw(st.sampled_from(sorted(ids.values())))
    told = engine.explain(query, id_)
    assert told is not None
    hits = engine.search(query, limit=99, collapse=False)
    assert told.matches == (id_ in {hit.id for hit in hits if hit.matches == "all"})
    assert (told.rank is not None) == (id_ in {hit.id for hit in hits})
    assert bool(told.why_not) != told.matches
