"""The ranking on judged queries may only get better.

The floors are in `floors.json`. Raise one when a change earns it; lower none to make a test pass.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import souwen

from . import town
from .farm import HERE, write_pages, write_qrels

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))


def _as_json_lines(corpus: Path, dump: Path) -> None:
    """Write a corpus of id and text as a dump: a line is a title, or the body of an answer."""
    field = "body" if "qa" in corpus.parent.name else "title"
    with (
        gzip.open(corpus, "rt", encoding="utf-8") as lines,
        dump.open("w", encoding="utf-8") as out,
    ):
        for line in lines:
            id_, _, text = line.rstrip("\n").partition("\t")
            out.write(json.dumps({"id": id_, field: text}, ensure_ascii=False) + "\n")


def _hold(name: str, measured: dict[str, float]) -> None:
    for measure, floor in FLOORS[name].items():
        assert measured[measure] >= floor, f"{measure} fell to {measured[measure]}"


def test_ranking_of_our_own_pages_keeps_its_floor(tmp_path: Path) -> None:
    """On the pages written for this, judged by reading, the ranking is at least what it was."""
    (tmp_path / "pages").mkdir()
    write_pages(tmp_path / "pages")
    write_qrels(HERE / "qrels.tsv", tmp_path / "qrels.tsv")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([tmp_path / "pages"])
        measured = engine.evaluate(HERE / "queries.tsv", tmp_path / "qrels.tsv").as_dict()
    _hold("farm", measured)


def test_ranking_and_suggestions_of_our_own_texts_keep_their_floor(tmp_path: Path) -> None:
    """So it is on the texts of the town; and what sounds so is among the first five suggestions."""
    town.write_dump(tmp_path / "town.jsonl")
    with souwen.open(tmp_path / "data") as engine:
        engine.add(tmp_path / "town.jsonl")
        measured = engine.evaluate(town.HERE / "queries.tsv", town.HERE / "qrels.tsv").as_dict()
        meant = [
            word in {suggestion.text for suggestion in engine.suggest(typed, limit=5)}
            for _, typed, word in town.table("suggestions.tsv")
        ]
    _hold("town", {**measured, "suggested": sum(meant) / len(meant)})


@pytest.mark.parametrize("name", sorted(FLOORS.keys() - {"farm", "town"}))
def test_ranking_keeps_its_floor(shared: Path, tmp_path: Path, name: str) -> None:
    """MRR and nDCG of the first ten hits are at least what they were."""
    folder = shared / "data" / name
    dump = tmp_path / "dump.jsonl"
    _as_json_lines(folder / "corpus.tsv.gz", dump)
    with souwen.open(tmp_path / "data") as engine:
        engine.add([dump])
        measured = engine.evaluate(folder / "queries.tsv", folder / "qrels.tsv").as_dict()
    _hold(name, measured)
