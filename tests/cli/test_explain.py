"""explain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from souwen.language.terms import Family
from souwen.search.answer.explanation import Explanation
from souwen.search.explained import ExplainedString, ExplainedTerm, How

if TYPE_CHECKING:
    from conftest import FakeEngine, Run

FOUND = Explanation(
    "心慌 -医院",
    "0123456789abcdef",
    "心悸\x1b的原因",
    ("truncated",),
    matches=True,
    sentence="It has 心悸, which means the same as 心慌; rank 2 of 1,234.",
    rank=2,
    total=1234,
    score=2.5,
    parts=(("literal", 2.0), ("in_title", 0.0), ("demoted", -0.25)),
    reading=("must match: 心慌", "must not match: 医院"),
    strings=(
        ExplainedString("心慌", How.VARIANT, True, False, "心悸", ("心慌",)),
        ExplainedString("医院", How.NOT, False, True, None, ("医院",)),
    ),
    terms=(
        ExplainedTerm(Family.GRAM, "悸", False, 8, 1, 1, 4.6, 4.3, 2.99),
        ExplainedTerm(Family.GRAM, "慌", True, 1, 0, 0, 6.3, 6.3, 0.0),
    ),
)
DEFAULTS = {
    "kind": None,
    "channel": None,
    "place": None,
    "flag": None,
    "source": None,
    "after": None,
    "before": None,
    "added_after": None,
    "mode": "auto",
    "exact": False,
}


def test_for_a_person(engine: FakeEngine, run: Run) -> None:
    """A sentence says why; then lines how the strings stand, and what gave how much."""
    engine.answers["explain"] = FOUND
    ended = run("explain", "心慌", "-医院", "0123")
    assert ended.code == 0
    assert engine.calls == [("explain", ("心慌 -医院", "0123"), DEFAULTS)]
    assert ended.out.splitlines() == [
        "心悸␛的原因",
        "truncated | 0123456789abcdef",
        "It has 心悸, which means the same as 心慌; rank 2 of 1,234.",
        "  must match: 心慌",
        "  must not match: 医院",
        "",
        "strings:",
        "  心慌  means the same as what is there: 心悸; it lacks: 心慌",
        "  医院  is not there; must not be there",
        "",
        "score 2.5000:",
        "  +2.0000  strings of the query stand there",
        "  -0.2500  taken off for flags, or for another place or number",
        "",
        "terms:",
        "  family  term                          title  text  documents  idf   weight  gave",
        "  gram    悸 (for a part of the query)  1      1     8          4.60  4.30    2.99",
        "  gram    慌                            0      0     1          6.30  6.30    0.00",
    ]


def test_not_found(engine: FakeEngine, run: Run) -> None:
    """The reasons are lines, and the exit code is 1."""
    engine.answers["explain"] = Explanation(
        *("医保", "0123456789abcdef", "", ()),
        matches=False,
        sentence="No match: 医保 is not there; documents that match: 3.",
        total=3,
        why_not=("must match: 医保",),
    )
    ended = run("explain", "医保", "0123456789abcdef", "--kind", "article", "--exact")
    assert ended.code == 1
    assert ended.out.splitlines() == [
        "0123456789abcdef",
        "0123456789abcdef",
        "No match: 医保 is not there; documents that match: 3.",
        "",
        "why not:",
        "  must match: 医保",
    ]
    assert engine.calls[0][2] == {**DEFAULTS, "kind": "article", "exact": True}


def test_json(engine: FakeEngine, run: Run) -> None:
    """--json is one object; the parts of the score are an object in it."""
    engine.answers["explain"] = FOUND
    given = json.loads(run("explain", "心慌", "0123", "--json").out)
    assert list(given) == list(Explanation.__slots__)
    assert given["parts"] == {"literal": 2.0, "in_title": 0.0, "demoted": -0.25}
    assert given["strings"][0]["how"] == "variant"
    assert given["terms"][0]["family"] == "gram"


def test_usage(engine: FakeEngine, run: Run) -> None:
    """A query and an id are needed, and an id that names nothing is exit 1."""
    assert run("explain", "医保").code == 2
    engine.answers["explain"] = None
    ended = run("explain", "医保", "ffff")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("souwen: no document ffff")
