"""A query run on segments: one order, exact totals, and work that grows with the corpus."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.reader import CorpusReader
from souwen.search.matching import string_matches
from souwen.search.ranking.bm25 import BM25
from souwen.search.ranking.folding import Folding

from ..dumps import holding, json_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


PARTS = "医保按年缴费，费比不高，比上年多"  # all bigrams of 医保缴费比上, and not the string itself
SIZES = 300, 1_200


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[souwen.Engine]]:
    """Give a small and a four times larger corpus in which the parts of a string are everywhere."""
    engines = []
    for size in SIZES:
        folder = tmp_path_factory.mktemp("grown")
        rows = (
            {"id": str(number), "title": f"第{number}页", "body": PARTS + str(number)}
            for number in range(size)
        )
        engine = souwen.open(folder / "data")
        engine.add([json_lines(folder / "d.jsonl", rows)], name="d")
        engines.append(engine)
    yield engines
    for engine in engines:
        engine.close()


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the texts that are looked at, the rankings, and what filters by source ask."""
    counted: Counter[str] = Counter()

    def counting(of: type | Any, name: str, size: Callable[..., int]) -> None:
        original = getattr(of, name)

        def wrapped(*given: Any, **named: Any) -> Any:
            counted[name] += size(*given)
            return original(*given, **named)

        monkeypatch.setattr(of, name, wrapped)

    def scan(literal: Any, records: Iterable[bytes]) -> Any:
        taken = list(records)
        counted["scan"] += len(taken)
        return original_scan(literal, taken)

    original_scan = string_matches.scan
    monkeypatch.setattr(string_matches, "scan", scan)
    counting(BM25, "score", lambda *_: 1)
    counting(CorpusReader, "ids_of_sources", lambda *_: 1)
    return counted


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ('"医保缴费比上"', {}),
        ("医保缴费比上", {"mode": "all"}),
        ('"医保缴费比上"', {"source": "d/*"}),
        ("医保 按年", {"source": "d*"}),
        ("医保 -source:x*", {}),
        ('"医保按年"', {}),
        ('医保 -"缴费比上"', {"sort": "newest"}),
    ],
)
def test_work_grows_with_the_corpus_and_no_faster(
    corpora: list[souwen.Engine], count: Counter[str], query: str, options: dict[str, Any]
) -> None:
    """Each candidate is looked at once, all are ranked once, a source is asked for once."""
    for engine, size in zip(corpora, SIZES, strict=True):
        count.clear()
        results = engine.search(query, **options)
        assert results.total_is_exact
        assert results.total in {0, size}
        assert count["scan"] <= size
        has_source = "source" in f"{query} {options}"
        # Where nothing is found a filter is asked alone, and all else without it.
        alone = 2 * (has_source and not results)
        assert count["score"] == 1 + (results.more is not None) + alone
        assert count["ids_of_sources"] <= has_source + alone


def test_one_group_is_folded_without_ranking_again(
    corpora: list[souwen.Engine], count: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page whose first hits are all of one template is ranked once, and sorted a few times."""
    sorted_sizes: list[int] = []
    original = Folding.lines

    def lines(folding: Folding, order: Any, most: int) -> Any:
        sorted_sizes.append(len(order))
        return original(folding, order, most)

    monkeypatch.setattr(Folding, "lines", lines)
    for engine, size in zip(corpora, SIZES, strict=True):
        count.clear()
        sorted_sizes.clear()
        (line,) = engine.search("医保")
        assert line.folded == size - 1
        assert count["score"] == 1
        assert sum(sorted_sizes) <= 2 * size


def test_pages_are_those_of_the_whole(corpora: list[souwen.Engine]) -> None:
    """Whatever the sort, pages have the order of the whole and the same exact total."""
    engine = corpora[0]
    for query in ('"医保按年"', '"保按"', '医保 -"第7页"', '"第7页" OR "第8页"'):
        for sort in ("relevance", "newest", "oldest"):
            whole = engine.search(query, limit=300, sort=sort, collapse=False)
            assert len(whole) == whole.total
            paged = [
                hit.id
                for offset in range(0, whole.total + 70, 70)
                for hit in engine.search(query, limit=70, offset=offset, sort=sort, collapse=False)
            ]
            assert paged == [hit.id for hit in whole]


def test_a_wildcard_asks_for_no_term_by_itself(
    corpora: list[souwen.Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terms that begin with a number are found together, however many there are."""
    asked: list[Any] = []
    for engine in corpora:
        with engine._session.searching() as snapshot:
            kind: Any = type(snapshot._segments)  # type: ignore[attr-defined]
        original = kind.postings

        def postings(snapshot: Any, *term: Any, original: Any = original) -> Any:
            asked.append(term)
            return original(snapshot, *term)

        with monkeypatch.context() as patched:
            patched.setattr(kind, "postings", postings)
            asked.clear()
            expected = sum(str(n).startswith("1") for n in range(engine.stats().documents))
            assert engine.search("第1*").total == expected
            assert len(asked) < 40


def test_loose_hits_are_looked_into_as_far_as_the_page_hangs_on_it(
    tmp_path: Path, count: Counter[str]
) -> None:
    """Whether a token stands whole is looked up for the best loose hits, not for all of them."""
    bodies = "医保", "8 元，本月"
    rows = (
        {"title": f"第{number}页", "body": f"{bodies[number % 2]}{number}"} for number in range(600)
    )
    with holding(tmp_path, rows) as engine:
        results = engine.search("医保 8月", collapse=False)
        assert (results.total, results.more) == (0, 600)
        assert all("医保" in hit.excerpt for hit in results)
        assert count["scan"] < 100
