"""The results of a search as a sequence of hits, and as JSON."""

from __future__ import annotations

import json

from souwen.corpus.documents import Flag, Kind
from souwen.search.answer.results import Hit, Results

HIT = Hit(
    rank=1,
    id="0123456789abcdef",
    kind=Kind.ARTICLE,
    title="异地备案",
    title_spans=((0, 2),),
    excerpt="先登录",
    excerpt_start=7,
    excerpt_spans=(),
    published="2025-04-26",
    channel=None,
    url=None,
    score=1.5,
    matches="all",
    coverage=1.0,
    sources=("/d/a",),
    refs=(),
    folded=2,
    flags=(Flag.TRUNCATED,),
)


def test_results_are_their_hits() -> None:
    """Length, index, slice and iteration are those of the hits of the page."""
    results = Results("备案", (HIT, HIT), total=9)
    assert len(results) == 2
    assert results[0] is HIT
    assert list(results[1:]) == [HIT]
    assert list(results) == [HIT, HIT]
    assert not Results("备案", ())


def test_results_are_json() -> None:
    """Every field of a result and of a hit is there, whether there is anything in it or not."""
    plain = json.loads(json.dumps(Results("备案", (HIT,), total=9).as_dict()))
    keys = ["query", "total", "total_is_exact", "more", "relaxed", "took_ms", "reading", "message"]
    keys += ["did_you_mean", "facets", "nearest", "hits"]
    assert list(plain) == keys
    (hit,) = plain["hits"]
    assert list(hit) == list(Hit.__slots__)
    assert (hit["kind"], hit["flags"], hit["title_spans"]) == ("article", ["truncated"], [[0, 2]])
    more = Results("备案", (), facets={"kind": (("article", 3),)}, did_you_mean="背案").as_dict()
    assert json.loads(json.dumps(more["facets"])) == {"kind": [["article", 3]]}
    assert more["did_you_mean"] == "背案"
