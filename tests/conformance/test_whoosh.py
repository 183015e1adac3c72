"""The index as Whoosh reads it, on real pages and news texts, beside brute force.

As many news texts as $SOUWEN_WHOOSH says; some hundreds without it.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from whoosh.qparser import QueryParser

import souwen
from souwen.corpus.changes import batches
from souwen.corpus.reader import CorpusReader
from souwen.index.follow import Index
from souwen.language.normalise import normalise
from souwen.language.readings import Readings
from souwen.language.terms import Family, bigrams, is_gram_only
from souwen.search.query.interpret import QueryReader
from souwen.search.request import SearchRequest

from .brute_force import BruteForceIndex
from .conftest import page_of
from .matching import terms_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from whoosh.index import Index as AnyIndex
    from whoosh.reading import IndexReader

    from souwen.corpus.documents import Document

    Numbers = NDArray[np.integer]

MOST = int(os.environ.get("SOUWEN_WHOOSH") or 40)
QUERIES = 200
READER = QueryReader(Readings())
CHANNELS = (None, "健康新闻", "社保资讯", "财经")
STARTS = ("养", "医", "的", "1", "20", "201", "9", "a", "ch", "covid", "x")
#: What Whoosh's parser takes as text, and souwen's as well.
PLAIN = re.compile(r"[一-鿿]+|[0-9]+|[A-Za-z]+")


class Asked(NamedTuple):
    """A query in Whoosh's language, and the same in souwen's."""

    whoosh: str
    souwen: str


class Large:
    """A data folder of pages and news texts, in segments of several sizes, some of it deleted."""

    def __init__(self, dump: Path, news: Path, folder: Path) -> None:
        lines = folder / "news.jsonl"
        with lines.open("w", encoding="utf-8") as file:
            for number, row in enumerate(_rows(news)):
                text, channel = row["text"], CHANNELS[number % len(CHANNELS)]
                kind = "snippet" if number % 5 else "article"
                fields = {"title": text[:20], "body": text[20:], "kind": kind}
                fields |= {"published": row["published"]} if number % 7 else {}
                print(json.dumps(fields | {"channel": channel, "id": str(number)}), file=file)
        self.engine = souwen.open(folder / "data")
        self.engine.add([dump], name="pages")
        self.engine.add([lines], name="news")
        gone = [source.key for source in self.engine.sources()][::9]
        self.engine.remove(gone, yes=True)
        with CorpusReader(folder / "data") as corpus:
            self.documents = {document.id: document for document in corpus.live()}
        self.files = Index(folder / "data" / "index")
        self.whoosh: AnyIndex = self.engine.whoosh()


def _rows(news: Path) -> Iterator[dict[str, str]]:
    if news.is_file():
        with gzip.open(news, "rt", encoding="utf-8") as file:
            yield from (json.loads(line) for _, line in zip(range(MOST), file, strict=False))


@pytest.fixture(scope="module")
def large(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    """Give a data folder: the samples; and the real pages with news, where they are at hand."""
    news = dump.parent / "data" / "news" / "news.jsonl.gz"
    made = Large(dump, news, tmp_path_factory.mktemp("large"))
    yield made
    made.engine.close()


class Standing:
    """Which documents have a term of a field, by a look at each text: numbers, for there are many.

    Args:
        documents: all there are.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._codes: dict[str, dict[str, int]] = {field: {} for field in (*Family, "title")}
        pairs = {field: (array("i"), array("i")) for field in self._codes}
        for number, document in enumerate(documents):
            terms = terms_of.__wrapped__(*texts_of(document))
            titles = terms_of.__wrapped__(*texts_of(document, title_only=True))
            for field, term in (*terms, *(("title", term) for _, term in titles)):
                codes = self._codes[field]
                pairs[field][0].append(codes.setdefault(term, len(codes)))
                pairs[field][1].append(number)
        self._found = {field: self._by_code(field, *pairs[field]) for field in pairs}

    def _by_code(self, field: str, codes: array[int], numbers: array[int]) -> list[Numbers]:
        order = np.argsort(np.asarray(codes), kind="stable")
        edges = np.cumsum(np.bincount(np.asarray(codes), minlength=len(self._codes[field])))
        return np.split(np.asarray(numbers)[order], edges[:-1])

    def terms(self, field: str) -> set[str]:
        """Give the terms of a field; those of `text` are all."""
        families = Family if field == "text" else (field,)
        return {term for family in families for term in self._codes[family]}

    def __call__(self, field: str, term: str) -> Numbers:
        """Give the documents that have a term, ascending, each once."""
        families = [*Family] if field == "text" else [field]
        held = [family for family in families if term in self._codes[family]]
        found = [self._found[family][self._codes[family][term]] for family in held]
        return np.unique(np.concatenate([np.zeros(0, np.int32), *found]))


def test_whoosh_reads_what_stands_in_the_index_and_in_the_texts(large: Large) -> None:
    """Of every term the documents are those of our own reader, and those whose text has it.

    A number with a point stands in a list of numbers, too, of which its parts are terms.
    """
    documents = list(large.documents.values())
    numbers = {document.id: number for number, document in enumerate(documents)}
    standing, snapshot = Standing(documents), large.files.snapshot()
    of_ordinal = np.array([numbers.get(id_, -1) for id_ in snapshot.ids])
    with large.whoosh.searcher() as searcher:
        reader = searcher.reader()
        leaves = []
        for leaf, _ in reader.leaf_readers():
            column = leaf.column_reader("id")
            ids = (numbers.get(column[at], -1) for at in range(leaf.doc_count_all()))
            leaves.append((leaf, np.fromiter(ids, np.int64)))
        for field in (*Family, "text", "title"):
            lexicon = [term.decode() for term in reader.lexicon(field)]
            assert lexicon == sorted(set(lexicon))
            assert field not in list(Family) or lexicon == list(snapshot.terms(Family(field)))
            for term in lexicon:
                found = np.sort(
                    np.concatenate(
                        [of_leaf[_postings(leaf, field, term)] for leaf, of_leaf in leaves]
                    )
                )
                if field in list(Family):
                    ours = of_ordinal[snapshot.postings(Family(field), term).documents]
                    assert np.array_equal(found, np.sort(ours)), (field, term)
                if field == Family.GRAM and term[0].isdecimal():  # the parts of a number
                    continue
                expected = standing(field, term)
                if field in {"text", "title"} and "." in term:
                    for number in np.setdiff1d(found, expected):
                        assert any(term in text for text in texts_of(documents[number])), term
                    found = np.intersect1d(found, expected)
                assert np.array_equal(found, expected), (field, term)
            words = standing.terms(Family.WORD) if field not in list(Family) else set()
            assert set(lexicon) >= standing.terms(field) - words
    snapshot.close()


def _postings(leaf: IndexReader, field: str, term: str) -> list[int]:
    """Give the documents of a segment that Whoosh's reader gives, and which are there."""
    key = term.encode()
    if (field, key) not in leaf:
        return []
    return list(leaf.postings(field, key).all_ids())


def test_any_query_finds_what_brute_force_finds(large: Large) -> None:
    """Whoosh's parser and searcher give the documents that a look at every text gives."""
    chance = random.Random(20260401)
    oracle = BruteForceIndex(lambda: CorpusReader(large.engine.folder))
    with CorpusReader(large.engine.folder) as corpus:
        for batch in batches(corpus, 0):
            oracle.apply(batch)
    parser = QueryParser("text", large.whoosh.schema)
    some = 0
    with large.whoosh.searcher() as searcher, oracle.snapshot() as snapshot:
        documents = list(large.documents.values())
        for _ in range(QUERIES):
            asked = _joined(chance, documents, 3)
            hits = searcher.search(parser.parse(asked.whoosh), limit=None)
            read = SearchRequest(asked.souwen, mode="all").read(READER)
            assert read.problem is None, asked
            lines = snapshot.run(read, page_of(limit=len(documents))).lines
            assert {hit["id"] for hit in hits} == {line.id for line in lines}, asked
            some += 0 < len(lines) < len(documents)
    assert some > QUERIES / 2


def _joined(chance: random.Random, documents: Sequence[Document], depth: int) -> Asked:
    """Join conditions in any way."""
    if not depth or chance.random() < 0.2:
        return chance.choice([_phrase, _phrase, _terms, _terms, _prefix, _value, _days])(
            chance, documents
        )
    one, other = (_joined(chance, documents, depth - 1) for _ in range(2))
    whoosh, own = chance.choice(
        [("AND", "AND"), ("AND", ""), ("OR", "OR"), ("OR", "|"), ("AND NOT", "NOT")]
    )
    return Asked(f"({one.whoosh} {whoosh} {other.whoosh})", f"({one.souwen} {own} {other.souwen})")


def _part(chance: random.Random, documents: Sequence[Document]) -> str:
    """Take a string out of a text."""
    document = chance.choice(documents)
    text = chance.choice([document.title, document.body or document.title])
    start = chance.randrange(len(text))
    return text[start : start + chance.randrange(1, 7)].split("\n")[0]


def _phrase(chance: random.Random, documents: Sequence[Document]) -> Asked:
    part = ""
    while not re.search(PLAIN, part) or '"' in part or "\\" in part:
        part = _part(chance, documents)
    text = chance.choice(["", "", "title:"]) + f'"{part}"'
    return Asked(text, text)


def _terms(chance: random.Random, documents: Sequence[Document]) -> Asked:
    """Ask for all terms of some words; souwen is asked for each of them."""
    words: list[str] = []
    while not words:
        words = PLAIN.findall(_part(chance, documents))
    field = chance.choice(["", "", "title:"])
    quoted = [f'{field}"{term}"' for word in words for term in _terms_of(word)]
    return Asked(
        f"({' '.join(field + word for word in words)})",
        f"({' '.join(quoted)})",
    )


def _terms_of(word: str) -> list[str]:
    word = normalise(word)
    return (bigrams(word) or [word]) if is_gram_only(word) else [word]


def _prefix(chance: random.Random, documents: Sequence[Document]) -> Asked:
    del documents
    start, field = chance.choice(STARTS), chance.choice(["", "", "title:"])
    own = f'"{start}"' if is_gram_only(start) else f"{start}*"
    return Asked(f"{field}{start}*", f"{field}{own}")


def _value(chance: random.Random, documents: Sequence[Document]) -> Asked:
    document = chance.choice(documents)
    channel = f"channel:{document.channel}" if document.channel else "kind:article"
    text = chance.choice([f"kind:{document.kind}", channel])
    return Asked(text, text)


def _days(chance: random.Random, documents: Sequence[Document]) -> Asked:
    dated = sorted(filter(None, (document.published for document in documents)))
    first, last = sorted(chance.sample(dated, 2))
    begin, end = first.replace("-", ""), last.replace("-", "")
    return chance.choice(
        [
            Asked(f"published:[{begin} TO {end}]", f"(after:{first} before:{last})"),
            Asked(f"published:[{begin} TO]", f"after:{first}"),
            Asked(f"published:[TO {end}]", f"before:{last}"),
        ]
    )
