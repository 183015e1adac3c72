"""The town's own order: its texts, its versions and its judgements fit together."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import souwen
from souwen.corpus.documents import Kind, document_id

from .town import documents, table, write_dump

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"long": 16, "question": 24, "typo": 10, "double": 10, "name": 10, "pinyin": 10}


def test_it_has_eighty_queries() -> None:
    """There are eighty, of six kinds, none twice, over 60 texts of 150 characters or more."""
    asked = [*table("queries.tsv"), *table("suggestions.tsv")]
    assert Counter(id_.rsplit("-", 1)[0] for id_, *_ in asked) == KINDS
    assert len({text for _, text, *_ in asked}) == 80
    whole = [text for text in documents() if re.fullmatch(r"[a-z]\d", text.id)]
    assert len(whole) >= 60
    assert min(len(text.body) for text in whole) >= 120
    assert len({text.id for text in documents()}) == len(documents())


def test_judgements_are_whole() -> None:
    """Every judgement names a query and a text once, and every query has a full answer."""
    rows = [line[0].split() for line in table("qrels.tsv")]
    pairs = Counter((query, id_) for query, _, id_, _ in rows)
    assert max(pairs.values()) == 1
    assert {id_ for _, _, id_, _ in rows} <= {text.id for text in documents()}
    assert {grade for *_, grade in rows} == {"1", "2", "3"}
    assert {query for query, _, _, grade in rows if grade == "3"} == {
        query for query, _ in table("queries.tsv")
    }


def test_versions_stand_on_the_line_of_their_text(tmp_path: Path) -> None:
    """What was headed anew, changed a little or cut is found to be a version of its text."""
    write_dump(tmp_path / "town.jsonl")
    with souwen.open(tmp_path / "data") as engine:
        engine.add(tmp_path / "town.jsonl")
        ids = {t.id: document_id(Kind.ARTICLE, t.title, t.body) for t in documents()}
        for id_, of, *_ in table("versions.tsv")[1:]:
            assert ids[of] in {document.id for document in engine.similar(ids[id_])}, id_
