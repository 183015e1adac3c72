"""The judged sets: documents, queries, and which documents are right for them.

`cmedir-dev` (titles) and `cmedqa-dev` (doctors' answers) are read from $SOUWEN_TEST_DATA, by
default `../shared`. The farm is the project's own, in tests/quality/farm: its pages are split by
souwen, and every engine gets the documents that came out.
"""

from __future__ import annotations

import gzip
import importlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import souwen

SETS = ("cmedir-dev", "cmedqa-dev", "farm")
_DATA = ("corpus.tsv.gz", "queries.tsv", "qrels.tsv")


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged set; souwen holds it already, in the engine that `read` was given.

    Attributes:
        documents: title and body, as one text, by the name that judgements use.
        queries: their texts by id; only those that are judged.
        judgements: grades, 0 and up, by query and document.
    """

    name: str
    documents: dict[str, str]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]


def is_here(name: str) -> bool:
    """Tell whether the files of a set are at hand."""
    return name == "farm" or all((_folder(name) / file).is_file() for file in _DATA)


def read(name: str, engine: souwen.Engine, folder: Path) -> Judged:
    """Give a set to souwen, and read it for the others.

    Args:
        name: one of `SETS`.
        engine: an empty one.
        folder: for files that souwen reads from.
    """
    if name == "farm":
        return _read_farm(engine, folder)
    source = _folder(name)
    with gzip.open(source / "corpus.tsv.gz", "rt", encoding="utf-8") as lines:
        documents = dict(map(_pair, lines))
    field = "body" if "qa" in name else "title"
    with (folder / "dump.jsonl").open("w", encoding="utf-8") as dump:
        for id_, text in documents.items():
            dump.write(json.dumps({"id": id_, field: text}, ensure_ascii=False) + "\n")
    engine.add([folder / "dump.jsonl"])
    return _judged(name, documents, source, str)


def _read_farm(engine: souwen.Engine, folder: Path) -> Judged:
    sys.path.append(str(ROOT / "tests" / "quality"))
    farm = importlib.import_module("farm")
    farm.write_pages(folder / "pages")
    engine.add([folder / "pages"])
    documents = {str(one["id"]): f"{one['title']}\n{one['body']}" for one in engine.export()}
    return _judged("farm", documents, farm.HERE, farm.ids().__getitem__)


def _judged(
    name: str, documents: dict[str, str], source: Path, name_of: Callable[[str], str]
) -> Judged:
    judgements: dict[str, dict[str, int]] = {}
    for line in _lines(source / "qrels.tsv"):
        query, _, document, grade = line.split()
        judgements.setdefault(query, {})[name_of(document)] = int(grade)
    queries = dict(map(_pair, _lines(source / "queries.tsv")))
    asked = {query: text for query, text in queries.items() if query in judgements}
    return Judged(name, documents, asked, {query: judgements[query] for query in asked})


def _folder(name: str) -> Path:
    return Path(os.environ.get("SOUWEN_TEST_DATA") or ROOT.parent / "shared") / "data" / name


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from lines


def _pair(line: str) -> tuple[str, str]:
    id_, _, text = line.rstrip("\n").partition("\t")
    return id_, text
