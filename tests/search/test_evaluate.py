"""The measures of a ranking, on judgements that can be worked out by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from souwen.corpus.errors import InputError
from souwen.search.evaluate import DEPTH, evaluate

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("ir_measures")


def hits(*names: str | tuple[str, ...]) -> list[Any]:
    """Make hits of the names of documents; several names are those of one document's copies."""
    refs = [(name,) if isinstance(name, str) else name for name in names]
    return [SimpleNamespace(id=f"id of {each[0]}", refs=each) for each in refs]


@pytest.fixture
def judged(tmp_path: Path) -> tuple[Path, Path]:
    """Return queries and their judgements."""
    queries, qrels = tmp_path / "queries", tmp_path / "qrels"
    queries.write_text("q1\t医保\nq2\t养老\nq3\t没有判断\n", "utf-8")
    qrels.write_text("q1 0 a 1\nq1 0 b 1\nq2 0 c 1\nq2 0 d 0\n", "utf-8")
    return queries, qrels


def test_measures_are_means_over_judged_queries(judged: tuple[Path, Path]) -> None:
    """What is found first, second and never counts as the formulas say; unjudged queries do not."""
    found = {"医保": hits("x", "a"), "养老": hits("c", "d")}
    measured = evaluate(*judged, found.__getitem__)
    ideal = 1 + 1 / math.log2(3)
    assert measured.queries == 2
    assert measured.mrr == pytest.approx((1 / 2 + 1) / 2)
    assert measured.ndcg == pytest.approx((1 / math.log2(3) / ideal + 1) / 2)
    assert measured.recall == pytest.approx((1 / 2 + 1) / 2)
    assert list(measured.as_dict()) == ["queries", "MRR@10", "nDCG@10", "Recall@10"]


def test_only_the_first_hits_count(judged: tuple[Path, Path]) -> None:
    """What stands behind the tenth hit is not found."""
    many = hits(*(f"x{number}" for number in range(DEPTH)), "a", "c")
    assert evaluate(*judged, lambda _: many).recall == 0


def test_copies_of_one_document_are_each_found(judged: tuple[Path, Path]) -> None:
    """A document that several records show has the judgements of all their names."""
    found = {"医保": hits(("a", "b")), "养老": []}
    assert evaluate(*judged, found.__getitem__).recall == pytest.approx(1 / 2)


def test_the_run_is_written(judged: tuple[Path, Path], tmp_path: Path) -> None:
    """The hits are written in TREC's form, in the order in which they were found."""
    run = tmp_path / "run"
    evaluate(*judged, {"医保": hits("x", "a"), "养老": []}.__getitem__, run)
    rows = [row.split() for row in run.read_text("utf-8").splitlines()]
    assert [(row[0], row[2], row[3], row[5]) for row in rows] == [
        ("q1", "x", "1", "souwen"),
        ("q1", "a", "2", "souwen"),
    ]


@pytest.mark.parametrize(
    ("queries", "qrels", "told"),
    [
        ("医保\n", "q1 0 a 1\n", "queries line 1: no tab"),
        ("q1\t医保\n", "\nq1 a 1\n", "qrels line 2: not the four fields"),
        ("q1\t医保\n", "q9 0 a 1\n", "none of its queries is judged"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, queries: str, qrels: str, told: str) -> None:
    """A line that is not what it should be is named by its file and number."""
    (tmp_path / "queries").write_text(queries, "utf-8")
    (tmp_path / "qrels").write_text(qrels, "utf-8")
    with pytest.raises(InputError, match=told):
        evaluate(tmp_path / "queries", tmp_path / "qrels", lambda _: [])
