"""What an engine's commands report, in numbers."""

from __future__ import annotations

import json

import pytest

from souwen.engine.reports import CheckReport, Stats
from souwen.search.contract import IndexStats


def test_stats_are_json() -> None:
    """The corpus and the index are one object each, field by field."""
    stats = Stats(3, 1, 2, 4, 5, 6, index=IndexStats(7, 8, 9, up_to_date=True))
    assert json.loads(json.dumps(stats.as_dict())) == {
        "documents": 3,
        "articles": 1,
        "snippets": 2,
        "sources": 4,
        "sightings": 5,
        "retired": 6,
        "index": {"generation": 7, "seq": 8, "bytes": 9, "up_to_date": True},
        "months": [],
    }


@pytest.mark.parametrize(
    ("problems", "repaired", "ok"),
    [((), (), True), (("a", "b"), ("a",), False), (("a",), ("a",), True), (("a",), (), False)],
)
def test_a_check_is_ok_where_nothing_is_left(
    problems: tuple[str, ...], repaired: tuple[str, ...], *, ok: bool
) -> None:
    """A problem that was put right counts no more, one that was not does."""
    assert CheckReport(problems, repaired).ok is ok
