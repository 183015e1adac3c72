"""The farm's own order: its pages, its keys and its judgements fit together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import souwen
from souwen.corpus.document import Kind, document_id

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
    """Give the text of every query by its id."""
    lines = (HERE / "queries.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def judgements() -> list[tuple[str, str, int]]:
    """Give query, key and grade of every judgement."""
    rows = (line.split() for line in (HERE / "qrels.tsv").read_text("utf-8").splitlines())
    return [(query, key, int(grade)) for query, _, key, grade in rows]


def han_grams(text: str) -> set[str]:
    """Give the runs of characters that two texts may not share, whatever stands between them."""
    grams = set()
    for line in unicodedata.normalize("NFKC", text).splitlines():
        han = "".join(re.findall("[\u3400-\u9fff]", line))
        grams |= {han[at : at + GRAM] for at in range(len(han) - GRAM + 1)}
    return grams


def test_it_is_as_large_as_it_should_be() -> None:
    """There are 300 pages, 60 places, 40 articles by hand, 12 title templates, 8 queries a kind."""
    everything = documents()
    titles = re.findall(r"^title: ", (HERE / "templates.txt").read_text("utf-8"), re.MULTILINE)
    by_hand = [one for one in everything if re.fullmatch(r"[ht]\d\d", one.key)]
    assert sum(one.kind is Kind.ARTICLE for one in everything) >= 300
    assert len((HERE / "places.tsv").read_text("utf-8").splitlines()) > 60
    assert len(by_hand) >= 40
    assert len(titles) >= 12
    kinds = Counter(query.rsplit("-", 1)[0] for query in queries())
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 8


def test_keys_and_ids_are_names() -> None:
    """No two documents share a key or an id."""
    everything = documents()
    assert len({one.key for one in everything}) == len(everything)
    assert len({one.id for one in everything}) == len(everything)


def test_pages_split_into_these_documents(tmp_path: Path) -> None:
    """Every page gives its article and its snippets, letter for letter; none is left out."""
    held = write_pages(tmp_path)
    shown = set()
    for name, expected in held.items():
        (page,) = souwen.split(tmp_path / name).pages
        found = [document_id(one.kind, one.title, one.body) for one in page.records]
        assert found == [one.id for one in expected], name
        assert [one.published for one in page.records[1:]] == [one.date for one in expected[1:]]
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
        one.key: unicodedata.normalize("NFKC", f"{one.title}\n{one.body}") for one in documents()
    }
    wanted = {query: text for query, text in queries().items() if query.startswith("quote")}
    for query, text in wanted.items():
        quoted, beside = re.findall('"(.+?)"', text), re.sub('".+?"', " ", text).split()
        holding = {
            key for key, one in folded.items() if all(part in one for part in quoted + beside)
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
    for one in documents():
        assert not han_grams(f"{one.title}\n{one.body}") & real, one.key
