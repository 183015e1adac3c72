"""The farm's own order: its pages, its keys and its judgements fit together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import souwen
from souwen.corpus.documents import Kind, document_id

from .farm import HERE, documents, ids, write_pages, write_qrels

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "word",
    "several",
    "question",
    "place",
    "money",
    "year",
    "hospital",
    "synonym",
    "latin",
    "traditional",
    "typo",
    "quote",
}
GRAM = 12


def queries() -> dict[str, str]:
    """Return the text of every query by its id."""
    lines = (HERE / "queries.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def judgements() -> list[tuple[str, str, int]]:
    """Return query, key and grade of every judgement."""
    rows = (line.split() for line in (HERE / "qrels.tsv").read_text("utf-8").splitlines())
    return [(query, key, int(grade)) for query, _, key, grade in rows]


def han_grams(text: str) -> set[str]:
    """Return the runs of characters that two texts may not share, whatever stands between them."""
    grams = set()
    for line in unicodedata.normalize("NFKC", text).splitlines():
        han = "".join(re.findall("[\u3400-\u9fff]", line))
        grams |= {han[at : at + GRAM] for at in range(len(han) - GRAM + 1)}
    return grams


def test_it_is_as_large_as_it_should_be() -> None:
    """There are 300 pages, 60 places, 40 articles by hand, 12 title templates, 8 queries a kind."""
    everything = documents()
    titles = re.findall(r"^title: ", (HERE / "templates.txt").read_text("utf-8"), re.MULTILINE)
    by_hand = [document for document in everything if re.fullmatch(r"[ht]\d\d", document.key)]
    assert sum(document.kind is Kind.ARTICLE for document in everything) >= 300
    assert len((HERE / "places.tsv").read_text("utf-8").splitlines()) > 60
    assert len(by_hand) >= 40
    assert len(titles) >= 12
    kinds = Counter(query.rsplit("-", 1)[0] for query in queries())
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 8


def test_keys_and_ids_are_names() -> None:
    """No two documents share a key or an id."""
    everything = documents()
    assert len({document.key for document in everything}) == len(everything)
    assert len({document.id for document in everything}) == len(everything)


def test_pages_split_into_these_documents(tmp_path: Path) -> None:
    """Every page gives its article and its snippets, letter for letter; none is left out."""
    held = write_pages(tmp_path)
    shown = set()
    for name, expected in held.items():
        (page,) = souwen.split(tmp_path / name).pages
        found = [
            document_id(document.kind, document.title, document.body) for document in page.records
        ]
        assert found == [document.id for document in expected], name
        assert [document.published for document in page.records[1:]] == [
            document.date for document in expected[1:]
        ]
        shown |= set(found)
    assert shown == set(ids().values())


def test_judgements_are_whole() -> None:
    """Every judgement names a query and a document once, and every query has an answer."""
    rows = judgements()
    pairs = Counter((query, key) for query, key, _ in rows)
    assert max(pairs.values()) == 1
    assert {key for _, key, _ in rows} <= set(ids())
    assert {grade for *_, grade in rows} == {0, 1, 2, 3}
    assert {query for query, _, grade in rows if grade} == set(queries())


def test_quoted_queries_are_judged_by_the_letter() -> None:
    """What a quoted query finds is what holds the string, and that has grade 3."""
    folded = {
        document.key: unicodedata.normalize("NFKC", f"{document.title}\n{document.body}")
        for document in documents()
    }
    wanted = {query: text for query, text in queries().items() if query.startswith("quote")}
    for query, text in wanted.items():
        quoted, beside = re.findall('"(.+?)"', text), re.sub('".+?"', " ", text).split()
        holding = {
            key
            for key, document in folded.items()
            if all(part in document for part in quoted + beside)
        }
        assert holding == {key for asked, key, grade in judgements() if asked == query and grade}


def test_keys_become_ids(tmp_path: Path) -> None:
    """The judgements that `eval` reads name documents by souwen's ids, line for line."""
    write_qrels(HERE / "qrels.tsv", tmp_path / "qrels")
    names = {row.split()[2] for row in (tmp_path / "qrels").read_text("utf-8").splitlines()}
    known = ids()
    assert names == {known[key] for _, key, _ in judgements()}


def test_nothing_is_taken_from_the_measured_pages(seeds: Path) -> None:
    """No twelve Chinese characters in a row, punctuation aside, stand in the real pages too."""
    real = set().union(*(han_grams(path.read_text("utf-8")) for path in seeds.glob("*.txt")))
    for document in documents():
        assert not han_grams(f"{document.title}\n{document.body}") & real, document.key
