"""Random corpora and queries: every index finds what brute force finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from souwen.search.request import Sort

from .conftest import BACKENDS, page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from souwen.search.contract import IndexSnapshot
    from souwen.search.query.interpret import ReadQuery

    from .conftest import Backend

WORDS = [
    *("医保", "报销", "异地", "就医", "备案", "门诊", "慢特病", "职工", "居民", "北京", "海淀区"),
    *("怎么", "多少", "的", "了", "心慌", "心悸", "头", "疼", "痛", "8%", "0.8%", "18700元"),
    *("18,700", "1.87万元", "100,200", "2024年", "2025.04.26", "2.5", "5", "187", "1870"),
    *("10", "mg", "HbA1c", "PD-1", "b", "醫療", "ＡＢ", "。", "c#"),
]
#: Few, so that what has the same parts in another order is met.
PARTS = ["医", "保", "报", "销", "医保", "报销", "保报", "1", "2.5", "。"]
GAPS = ["", "", "", " ", "，", "。", "\n"]
FILTERS = [
    *("kind:article", "channel:健康", "after:2025", "before:2024-12", "source:*dump0*"),
    *("-kind:snippet", "-source:*dump1*"),
]
DAYS = ["2024-12-31", "2025-01-01", "2025-04-26"]
FORMS = ["{}", "{}", "{}", '"{}"', "title:{}", "{}*", "*{}", "-{}", "{} OR {}", "({} | {} {})"]

Case = tuple[list[dict[str, Any]], list[tuple[str, dict[str, Any]]]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw documents, and queries of the same words or of what stands there, with options."""
    alphabet = draw(st.sampled_from([WORDS, PARTS]))
    piece = st.sampled_from(alphabet)

    def text(most: int) -> st.SearchStrategy[str]:
        pieces = st.lists(st.tuples(piece, st.sampled_from(GAPS)).map("".join), max_size=most)
        return pieces.map("".join)

    document = st.fixed_dictionaries(
        {
            "title": st.tuples(piece, text(3)).map(lambda parts: "".join(parts).replace("\n", " ")),
            "body": text(12),
            "kind": st.sampled_from(["article", "snippet"]),
        },
        optional={
            "channel": st.sampled_from(["健康", "医保"]),
            "published": st.sampled_from(DAYS),
        },
    )
    documents = draw(st.lists(document, min_size=1, max_size=8))
    there = st.sampled_from([document["title"] + document["body"] for document in documents])
    cut = st.tuples(there, st.integers(0, 30), st.integers(1, 7)).map(
        lambda cut: "".join(cut[0][cut[1] :][: cut[2]].split()) or "医保"
    )
    token = cut | st.lists(piece, min_size=1, max_size=3).map("".join)
    clause = st.tuples(st.sampled_from(FORMS), token, token, token).map(
        lambda drawn: drawn[0].format(*drawn[1:])
    )
    query = st.lists(clause | clause | clause | st.sampled_from(FILTERS), min_size=1, max_size=3)
    options = st.fixed_dictionaries(
        {},
        optional={
            "mode": st.sampled_from(["all", "any"]),
            "kind": st.just("article"),
            "channel": st.just("医保"),
            "before": st.just("2025-01"),
            "exact": st.just(True),
        },
    )
    return documents, draw(
        st.lists(st.tuples(query.map(" ".join), options), min_size=30, max_size=30)
    )


_FEW = 8  # queries


@pytest.mark.parametrize("name", [name for name in BACKENDS if name != "brute force"])
@given(case=cases())
@settings(max_examples=16, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_index_finds_what_brute_force_finds(
    name: str, case: Case, make_backend: Callable[..., Backend]
) -> None:
    """The same documents, totals, facets, relaxations, groups, and dates in order."""
    documents, asked = case
    backends = [make_backend(name), make_backend("brute force")]
    for backend in backends:
        for dump in (0, 1):
            rows = {str(n): row for n, row in enumerate(documents) if n % 2 == dump}
            backend.write(rows, f"dump{dump}.jsonl")
        backend.follow()
    if backends[0].index.is_remote:  # whatever is asked of a cluster takes several requests
        asked = asked[:_FEW]
    with backends[0].index.snapshot() as snapshot, backends[1].index.snapshot() as oracle:
        for id_ in backends[0].ids().values():
            assert set(snapshot.group(id_, 99)) == set(oracle.group(id_, 99))
        for query, options in asked:
            read = backends[0].read(query, **options)
            if read.problem is None:
                assert _outcome(snapshot, read) == _outcome(oracle, read), (query, options)


def _outcome(snapshot: IndexSnapshot, read: ReadQuery) -> dict[str, object]:
    """Return what every index must agree on."""
    matches = snapshot.run(read, page_of(facets=True))
    days = {}
    for sort in (Sort.NEWEST, Sort.OLDEST):
        lines = snapshot.run(read, page_of(sort=sort)).lines
        documents = snapshot.documents([line.id for line in lines])
        days[sort] = [stored.document.published for stored in documents.values()]
    folded = snapshot.run(read, page_of(collapse=True)).lines
    return {
        "lines": {(line.id, line.matches, round(line.coverage, 9)) for line in matches.lines},
        "total": matches.total,
        "more": matches.more,
        "facets": matches.facets,
        "relaxed": matches.relaxed,
        "strings": matches.strings,
        "days": days,
        "with what is folded": sum(line.folded + 1 for line in folded if line.matches),
    }
