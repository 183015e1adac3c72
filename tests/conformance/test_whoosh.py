"""The index as Whoosh reads it, on real pages and news texts, beside brute force.

As many news texts as $SOUWEN_WHOOSH says; some hundreds without it.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

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

    from whoosh.index import Index as AnyIndex

    from souwen.corpus.documents import Document

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


def test_whoosh_reads_what_stands_in_the_index_and_in_the_texts(large: Large) -> None:
    """Of every term the documents are those of our own reader, and those whose text has it."""
    standing = {field: defaultdict(set) for field in (*Family, "text", "title")}
    for id_, document in large.documents.items():
        for family, term in terms_of(*texts_of(document)):
            standing[family][term].add(id_)
            standing["text"][term].add(id_)
        for _, term in terms_of(*texts_of(document, title_only=True)):
            standing["title"][term].add(id_)
    snapshot = large.files.snapshot()
    with large.whoosh.searcher() as searcher:
        reader = searcher.reader()
        column = reader.column_reader("id")
        ids = [column[number] for number in range(reader.doc_count_all())]
        for field, expected in standing.items():
            lexicon = [term.decode() for term in reader.lexicon(field)]
            assert lexicon == sorted(set(lexicon))
            assert field not in list(Family) or lexicon == list(snapshot.terms(Family(field)))
            for term in lexicon:
                found = {ids[number] for number in reader.postings(field, term).all_ids()}
                if field in list(Family):
                    ours = snapshot.postings(Family(field), term).documents.tolist()
                    assert found == {snapshot.ids[ordinal] for ordinal in ours}, (field, term)
                if field != Family.GRAM or not term[0].isdecimal():  # the parts of a number
                    assert found == expected[term], (field, term)
            words = {} if field in list(Family) else standing[Family.WORD]
            assert set(lexicon) >= expected.keys() - words.keys()
    snapshot.close()


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
