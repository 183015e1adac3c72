"""Measuring the ranking against judged queries, by `ir_measures`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..corpus.errors import InputError, SouwenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from .answer.results import Hit

#: Ranks that are judged.
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over the judged queries, each from 0 to 1."""

    queries: int
    mrr: float
    ndcg: float
    recall: float

    def as_dict(self) -> dict[str, float]:
        """Return the measures by their usual names."""
        return {
            "queries": self.queries,
            f"MRR@{DEPTH}": round(self.mrr, 4),
            f"nDCG@{DEPTH}": round(self.ndcg, 4),
            f"Recall@{DEPTH}": round(self.recall, 4),
        }


def evaluate(
    queries: Path, qrels: Path, search: Callable[[str], Iterable[Hit]], run: Path | None = None
) -> Evaluation:
    """Search for every judged query and measure the first ten hits.

    Args:
        queries: lines of an id, a tab and a query.
        qrels: judgements in TREC's form: query, 0, document, grade; a document by its `ref` (the
            `id` of a JSON line) or its own id.
        search: gives the hits of a query, best first.
        run: where to write the hits in TREC's form.

    Raises:
        InputError: a file cannot be read as what it should be.
        SouwenError: the extra `eval` is not installed.
    """
    try:
        import ir_measures  # noqa: PLC0415 - the extra `eval`
    except ImportError:
        raise SouwenError("eval needs ir-measures: pip install 'souwen[eval]'") from None
    judged = {query: dict(grades) for query, grades in _grouped(_judgements(qrels)).items()}
    found = {query: _scored(search(text)) for query, text in _queries(queries) if query in judged}
    if not found:
        raise InputError(str(queries), f"none of its queries is judged in {qrels}")
    if run is not None:
        _write_run(run, found)
    measures = {
        "mrr": ir_measures.RR @ DEPTH,
        "ndcg": ir_measures.nDCG @ DEPTH,
        "recall": ir_measures.R @ DEPTH,
    }
    judged = {query: judged[query] for query in found}
    values = ir_measures.calc_aggregate(list(measures.values()), judged, found)
    return Evaluation(len(found), *(float(values[measure]) for measure in measures.values()))


def _scored(hits: Iterable[Hit]) -> dict[str, float]:
    """Return the names of the first hits with scores that fall; copies share a hit."""
    names = [name for hit in hits for name in (hit.refs or (hit.id,))]
    return {name: float(-rank) for rank, name in enumerate(names[:DEPTH])}


def _grouped(rows: Iterable[tuple[str, str, int]]) -> dict[str, list[tuple[str, int]]]:
    groups: dict[str, list[tuple[str, int]]] = {}
    for query, document, grade in rows:
        groups.setdefault(query, []).append((document, grade))
    return groups


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(str(path), "not UTF-8") from None


def _queries(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in _lines(path):
        query, tab, text = line.partition("\t")
        if not tab:
            raise InputError(f"{path} line {number}", "no tab between id and query")
        yield query, text


def _judgements(path: Path) -> Iterator[tuple[str, str, int]]:
    for number, line in _lines(path):
        fields = line.split()
        try:
            query, _, document, grade = fields
            yield query, document, int(grade)
        except ValueError:
            reason = "not the four fields of a judgement: query, 0, document, grade"
            raise InputError(f"{path} line {number}", reason) from None


def _write_run(path: Path, found: dict[str, dict[str, float]]) -> None:
    try:
        with path.open("w", encoding="utf-8") as file:
            for query, documents in found.items():
                for rank, (document, score) in enumerate(documents.items(), 1):
                    file.write(f"{query} Q0 {document} {rank} {score} souwen\n")
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror or error}") from None
