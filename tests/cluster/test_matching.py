"""Plans as queries of a cluster: what matches is what matches on one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.search.request import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Both

DOCUMENTS = {
    "a": {
        "title": "医保怎么报销",
        "body": "住院医疗费报销70%，起付线800元。",
        "published": "2025-01-02",
    },
    "b": {"title": "异地就医备案", "body": "先备案，再住院。医保b12。"},
    "c": {"title": "养老金与养老保险", "body": "缴满十五年，2025.04.26起。"},
    "d": {"title": "", "body": "公积金提取要几天？看当地政策。医疗费用另算。"},
    "e": {"title": "佳木斯医保局电话", "body": "1.87万元，18,700元。"},
}
QUERIES = (
    *(
        "医保",
        "医保 住院",
        '"住院医疗费"',
        "医保 -备案",
        "医保 | 养老",
        "title:医保 住院",
        "b12",
        "b1",
    ),
    *("住院费怎么报销比例是多少", "怎么报销", "2025年医保报销", "住院 医保局", "18700元", "187*"),
    *(
        "place:黑龙江",
        "after:2025 医保",
        "before:2025-01-02",
        "kind:snippet",
        "NOT 医保 养老",
        "1.87万",
    ),
    *(
        "医保 | kind:article 公积金",
        "养老金 (备案 | 提取)",
        "医疗费用报销",
        "异地备案",
        '"医保" "住院"',
    ),
)


@pytest.mark.parametrize("mode", ["auto", "all", "any"])
def test_matches_are_those_of_one_machine(
    both: Callable[[dict[str, Any]], Both], mode: str
) -> None:
    """The same documents match, and are loose, and cover as much, in every mode."""
    pair = both(DOCUMENTS)
    for text in QUERIES:
        query = pair.read(text, mode=mode)
        ours, theirs = (
            one.run(query, Page(50, collapse=False, facets=True))
            for one in (pair.local, pair.cluster)
        )
        assert theirs._replace(lines=()) == ours._replace(lines=()), text
        for mine, other in zip(ours.lines, theirs.lines, strict=True):
            assert (mine.id, mine.matches, mine.coverage) == (
                other.id,
                other.matches,
                other.coverage,
            )
            assert mine.score == pytest.approx(other.score), text
