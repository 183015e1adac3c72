"""A search is the same whatever happened to the index before."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from souwen.corpus.documents import Document, Kind, document_id
from souwen.index.columns import Entry
from souwen.index.segments import writer as array_storage
from souwen.index.segments.snapshot import Snapshot
from souwen.language.readings import Readings
from souwen.search.answer.hits import answer
from souwen.search.local import LocalSnapshot
from souwen.search.query.interpret import QueryReader
from souwen.search.ranking.bm25 import BM25
from souwen.search.request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = (
    "医保 报销 异地就医 备案 社保基数 18700元 1.5 2025年 怎么办 PD-1 职工 居民 养老金 的 心慌 头晕"
)
QUERIES = [
    "医保",
    "医",
    "异地就医备案",
    '"异地就医备案"',
    "社保基数 报销",
    "医保 -报销",
    "(医保 OR 养老金) 职工",
    "养老金怎么算",
    "18700",
    '"1.5"',
    "187*",
    "title:医保",
    "kind:article 职工",
    "医保报销居民养老金职工备案",
    "头晕心慌异地",
    "pd-1",
    "2025年医保",
    "nothing",
]
OPTIONS: list[dict[str, Any]] = [
    {},
    {"after": "2025-01-03"},
    {"before": "2025-01-05", "sort": "oldest"},
    {"sort": "newest"},
    {"mode": "any"},
    {"mode": "all", "channel": "甲"},
]


class Shelf:
    """A corpus as the searcher needs it: documents by their ids."""

    path = Path("corpus")

    def __init__(self) -> None:
        self.kept: dict[str, Document] = {}

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Give documents by their ids."""
        return {id_: self.kept[id_] for id_ in ids if id_ in self.kept}


def _document(chance: random.Random, number: int) -> Document:
    words = WORDS.split()

    def text(most: int) -> str:
        return "".join(
            chance.choice(words) + chance.choice(["", "", "，", "。", " ", "\n"])
            for _ in range(chance.randrange(most))
        ).strip()

    kind, title, body = chance.choice(list(Kind)), f"{text(6)}{number}", text(30)
    return Document(
        document_id(kind, title, body),
        kind,
        title,
        body,
        chance.choice([None, *(f"2025-01-0{day}" for day in range(1, 8))]),
        chance.choice([None, "甲", "乙"]),
        None,
        (),
        None,
        (),
        (),
    )


def _entry(document: Document) -> Entry:
    day = date.fromisoformat(document.published).toordinal() if document.published else 0
    return Entry(
        document.id,
        document.kind is Kind.ARTICLE,
        day,
        document.channel or "",
        document.title,
        document.body,
    )


def _answers(snapshot: Snapshot, shelf: Any) -> list[Any]:
    local = LocalSnapshot(snapshot, BM25(snapshot), shelf)
    reader = QueryReader(Readings())
    given = []
    for query in QUERIES:
        for options in OPTIONS:
            request = SearchRequest(query, limit=1000, collapse=False, **options)
            found = answer(local, request, request.read(reader)).as_dict()
            del found["took_ms"]
            given.append(found)
    return given


def _opened(folder: Path, *changes: tuple[Sequence[str], Sequence[Document]]) -> Snapshot:
    """Make an index by deleting and adding, a commit a change."""
    folder.mkdir()
    array_storage.create(folder)
    for deleted, added in changes:
        writer = array_storage.IndexWriter(folder)
        writer.delete(deleted)
        writer.add([_entry(document) for document in added])
        writer.commit()
    return Snapshot(folder)


@pytest.mark.parametrize("seed", range(4))
def test_deletions_and_merges_change_no_answer(tmp_path: Path, seed: int) -> None:
    """Hits, scores, marks and totals are those of an index of the same documents built at once."""
    chance = random.Random(seed)
    shelf = Shelf()
    number = 0
    changes = []
    for _ in range(12):  # more than one size of segments holds
        added = [_document(chance, number + at) for at in range(chance.randrange(1, 12))]
        number += len(added)
        gone = chance.sample(sorted(shelf.kept), k=min(len(shelf.kept), chance.randrange(4)))
        changes.append((gone, added))
        shelf.kept = {id_: one for id_, one in shelf.kept.items() if id_ not in gone}
        shelf.kept |= {document.id: document for document in added}
    changed = _opened(tmp_path / "changed", *changes)
    at_once = _opened(tmp_path / "at once", ([], list(shelf.kept.values())))
    ours, theirs = _answers(changed, shelf), _answers(at_once, shelf)
    for one, other in zip(ours, theirs, strict=True):
        assert _by_id(one) == _by_id(other)
    assert any(found["total"] for found in ours)
    changed.close()
    at_once.close()


def _by_id(found: dict[str, Any]) -> tuple[Any, ...]:
    """Give a result with hits of equal rank in one order: ordinals differ between the two."""
    hits = [{**hit, "rank": None} for hit in found["hits"]]
    order = [(hit["score"], hit["published"]) for hit in hits]
    kept = sorted(hits, key=lambda hit: str(hit["id"]))
    return found["query"], found["total"], found["relaxed"], order, kept
