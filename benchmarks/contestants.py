"""The engines behind one door: each builds an index of documents in a folder, and answers from it.

All but souwen and Whoosh with jieba's analyzer get terms, as a text that they split at spaces.
"""

from __future__ import annotations

import json
import re
import sqlite3
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import bm25s
import tantivy
import whoosh.index
from queries import EXACT, WORD, Query, terms_of
from whoosh import query as whoosh_query
from whoosh import sorting
from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema
from whoosh.qparser import AndGroup, OrGroup, QueryParser

import souwen
from souwen.language.characters import HAN
from souwen.language.terms import bigrams

if TYPE_CHECKING:
    from pathlib import Path

    from queries import Document

TOP = 10
#: Characters of an excerpt.
EXCERPT = 120
_GRAMS = "grams"  # characters and bigrams: what tantivy can mark in a Chinese text
_HAN = re.compile(f"[{HAN}]")
_HEAP = 256_000_000
_FTS5 = """
PRAGMA journal_mode = WAL;
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, text TEXT, day INTEGER);
CREATE VIRTUAL TABLE postings USING fts5(
    terms, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '.'"
);
"""


_FTS5_TEXTS = """
PRAGMA journal_mode = WAL;
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, day INTEGER);
CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = "unicode61 remove_diacritics 0");
"""


class Answer(NamedTuple):
    """Id and text of the best documents, and how many match, where the engine counts them.

    The text is an excerpt, with what to mark in it, where the engine makes one.
    """

    hits: list[tuple[str, str]]
    total: int | None = None


#: Answers a query; None where the engine cannot be asked such a thing.
Ask = Callable[[Query], Answer | None]


class Contestant(NamedTuple):
    """An engine: makes documents searchable and lasting in an empty folder, and opens that."""

    build: Callable[[Path, Iterable[Document]], None]
    open: Callable[[Path], Ask]


def open_souwen(folder: Path, limit: int = TOP) -> Ask:
    """Open a data folder; the text of a hit is its title and excerpt."""
    engine = souwen.open(folder, remembered=0)

    def ask(query: Query) -> Answer:
        results = engine.search(query.text, limit=limit, **query.options)
        return Answer([(hit.id, f"{hit.title}\n{hit.excerpt}") for hit in results], results.total)

    return ask


def _build_tantivy(
    folder: Path, documents: Iterable[Document], option: str = "freq", text: str = "raw"
) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option=option)
    builder.add_integer_field("day", fast=True)
    for name, tokenizer in (("id", "raw"), ("text", text)):
        builder.add_text_field(name, stored=True, tokenizer_name=tokenizer, index_option="basic")
    writer = _with_grams(tantivy.Index(builder.build(), str(folder))).writer(_HEAP, 1)
    for each in documents:
        fields = {"id": each.id, "text": each.text, "terms": each.terms, "day": each.day}
        writer.add_document(tantivy.Document(**fields))
    writer.commit()
    writer.wait_merging_threads()


def _with_grams(index: tantivy.Index) -> tantivy.Index:
    grams = tantivy.Tokenizer.ngram(1, 2, prefix_only=False)
    index.register_tokenizer(_GRAMS, tantivy.TextAnalyzerBuilder(grams).build())
    return index


def open_tantivy(
    folder: Path, *, count: bool = True, phrases: bool = False, snippets: bool = False
) -> Ask:
    """Open tantivy.

    Args:
        folder: of its index.
        count: whether it counts all matches, or stops at the best.
        phrases: whether it is asked for phrases only.
        snippets: whether it gives excerpts with marks in place of texts.
    """
    index = _with_grams(tantivy.Index.open(str(folder)))
    schema, searcher, asked = index.schema, index.searcher(), tantivy.Query

    def parsed(query: Query) -> tantivy.Query:
        how, terms = query.wanted()
        if phrases:
            return asked.phrase_query(schema, "terms", list(terms))
        occur = tantivy.Occur.Should if how == "any" else tantivy.Occur.Must
        parts = [(occur, asked.term_query(schema, "terms", term, "freq")) for term in terms]
        if query.days:
            days = asked.range_query(schema, "day", tantivy.FieldType.Integer, *query.days)
            parts.append((tantivy.Occur.Must, asked.const_score_query(days, 0.0)))
        return parts[0][1] if len(parts) == 1 else asked.boolean_query(parts)

    def ask(query: Query) -> Answer | None:
        if phrases and query.shape not in EXACT:
            return None
        order = "day" if query.is_newest else None
        found = searcher.search(parsed(query), TOP, count=count, order_by_field=order)
        stored = [searcher.doc(address) for _, address in found.hits]
        if not snippets:
            return Answer([(each["id"][0], each["text"][0]) for each in stored], found.count)
        # What is marked are bigrams, or the one character.
        grams = dict.fromkeys(
            gram for piece in query.text.split() for gram in bigrams(piece) or [piece]
        )
        parts = [
            (tantivy.Occur.Should, asked.term_query(schema, "text", gram, "basic"))
            for gram in grams
        ]
        make = tantivy.SnippetGenerator.create(searcher, asked.boolean_query(parts), schema, "text")
        make.set_max_num_chars(EXCERPT)
        hits = []
        for each in stored:
            snippet = make.snippet_from_doc(each)
            marks = [(span.start, span.end) for span in snippet.highlighted()]
            hits.append((each["id"][0], f"{snippet.fragment()}\0{marks}"))
        return Answer(hits, found.count)

    return ask


def _build_fts5(folder: Path, documents: Iterable[Document]) -> None:
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.executescript(_FTS5)
    for number, each in enumerate(documents, 1):
        row = (number, each.id, each.text, each.day)
        database.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", row)
        database.execute("INSERT INTO postings (rowid, terms) VALUES (?, ?)", (number, each.terms))
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _open_fts5(folder: Path) -> Ask:
    database = sqlite3.connect(folder / "fts5.sqlite")

    def ask(query: Query) -> Answer:
        how, terms = query.wanted()
        joined = {"any": '" OR "', "all": '" AND "', "phrase": " "}[how].join(terms)
        if not joined:
            return Answer([])
        statement = (
            "SELECT id, text FROM postings JOIN documents ON number = postings.rowid "
            f"WHERE postings MATCH ? {'AND day BETWEEN ? AND ?' if query.days else ''} "
            f"ORDER BY {'day DESC' if query.is_newest else 'rank'} LIMIT {TOP}"
        )
        return Answer(database.execute(statement, [f'"{joined}"', *query.days]).fetchall())

    return ask


def _build_fts5_texts(folder: Path, documents: Iterable[Document]) -> None:
    """Give it the texts with a space around each Han character, so that it can cut excerpts."""
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.executescript(_FTS5_TEXTS)
    for number, each in enumerate(documents, 1):
        row = (number, each.id, each.day)
        database.execute("INSERT INTO documents VALUES (?, ?, ?)", row)
        text = _spaced(each.text)
        database.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, text))
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _spaced(text: str) -> str:
    return " ".join(_HAN.sub(r" \g<0> ", text).split())


def _open_fts5_texts(folder: Path) -> Ask:
    database = sqlite3.connect(folder / "fts5.sqlite")

    def ask(query: Query) -> Answer:
        how, _ = query.wanted()
        pieces = query.text.split()
        if how == "any":  # the same terms as all others, each as a phrase of characters
            pieces = list(dict.fromkeys(term.removeprefix(WORD) for term in terms_of(query.text)))
        joined = f'" {"OR" if how == "any" else "AND"} "'.join(map(_spaced, pieces))
        statement = (
            "SELECT id, snippet(texts, 0, char(1), char(2), '…', 60) "
            "FROM texts JOIN documents ON number = texts.rowid "
            f"WHERE texts MATCH ? {'AND day BETWEEN ? AND ?' if query.days else ''} "
            f"ORDER BY {'day DESC' if query.is_newest else 'rank'} LIMIT {TOP}"
        )
        return Answer(database.execute(statement, [f'"{joined}"', *query.days]).fetchall())

    return ask


def _build_bm25s(folder: Path, documents: Iterable[Document]) -> None:
    terms: list[list[str]] = []
    with (folder / "texts.json").open("w", encoding="utf-8") as file:
        for each in documents:
            terms.append(each.terms.split(" "))
            print(json.dumps((each.id, each.text), ensure_ascii=False), file=file)
    index = bm25s.BM25()
    index.index(terms, show_progress=False)
    index.save(str(folder / "bm25s"))


def _open_bm25s(folder: Path) -> Ask:
    index: Any = bm25s.BM25.load(str(folder / "bm25s"), mmap=True)
    with (folder / "texts.json").open(encoding="utf-8") as lines:
        texts = [tuple(json.loads(line)) for line in lines]

    def ask(query: Query) -> Answer | None:
        how, terms = query.wanted()
        if (how != "any" and len(terms) > 1) or query.days or query.is_newest:
            return None  # it can only rank what has any of the terms
        known = [term for term in terms if term in index.vocab_dict]
        if not known:
            return Answer([])
        found, scores = index.retrieve([known], k=min(TOP, len(texts)), show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return Answer([texts[int(number)] for number, score in pairs if score])

    return ask


def _build_whoosh(folder: Path, documents: Iterable[Document], *, jieba: bool = False) -> None:
    terms = TEXT(analyzer=_chinese_analyzer() if jieba else RegexTokenizer(r"\S+"))
    schema = Schema(id=ID(stored=True), text=STORED, terms=terms, day=NUMERIC(sortable=True))
    writer = whoosh.index.create_in(str(folder), schema).writer(limitmb=256)
    for each in documents:
        text = each.text if jieba else each.terms
        writer.add_document(id=each.id, text=each.text, terms=text, day=each.day)
    writer.commit()


def open_whoosh(
    folder: Path,
    group: Any = None,  # noqa: ANN401 - Whoosh has no types
    limit: int | None = TOP,
    *,
    highlights: bool = False,
) -> Ask:
    """Open Whoosh.

    Args:
        folder: of its index.
        group: lets its own parser read queries, and joins their words by that.
        limit: most hits.
        highlights: whether it gives excerpts with marks in place of texts.
    """
    index = whoosh.index.open_dir(str(folder))
    searcher, parser = index.searcher(), QueryParser("terms", index.schema, group=group or AndGroup)
    any_of = QueryParser("terms", index.schema, group=OrGroup)

    def parsed(query: Query) -> Any:  # noqa: ANN401 - Whoosh has no types
        how, terms = query.wanted()
        if how == "phrase":
            return whoosh_query.Phrase("terms", list(terms))
        parts = [whoosh_query.Term("terms", term) for term in terms]
        if query.days:
            days = whoosh_query.NumericRange("day", *query.days)
            parts.append(whoosh_query.ConstantScoreQuery(days, 0.0))
        if len(parts) == 1:
            return parts[0]
        return (whoosh_query.Or if how == "any" else whoosh_query.And)(parts)

    def ask(query: Query) -> Answer:
        newest = sorting.FieldFacet("day", reverse=True) if query.is_newest else None
        asked = parser.parse(query.text) if group else parsed(query)
        if highlights:
            how, _ = query.wanted()
            written = f'"{query.text}"' if how == "phrase" else query.text
            asked = (any_of if how == "any" else parser).parse(written)
            if query.days:
                days = whoosh_query.NumericRange("day", *query.days)
                asked = asked & whoosh_query.ConstantScoreQuery(days, 0.0)
        found = searcher.search(asked, limit=limit, sortedby=newest)
        if highlights:
            found.fragmenter.maxchars = EXCERPT
            return Answer(
                [(hit["id"], hit.highlights("terms", text=hit["text"], top=1)) for hit in found]
            )
        return Answer([(hit["id"], hit["text"]) for hit in found])

    return ask


def _chinese_analyzer() -> Any:  # noqa: ANN401 - jieba has no types
    with warnings.catch_warnings():
        # jieba 0.42.1 warns when it is imported: of pkg_resources, and of escapes in its patterns.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415
        from jieba.analyse import ChineseAnalyzer  # noqa: PLC0415
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return ChineseAnalyzer()


STOCK_WHOLE = "stock Whoosh, all"
JIEBA_WHOLE = "stock Whoosh + jieba, all"
#: The engines that are given documents; stock Whoosh twice, for it cannot be given all every time.
CONTESTANTS = {
    "tantivy": Contestant(_build_tantivy, open_tantivy),
    "tantivy with positions": Contestant(
        partial(_build_tantivy, option="position"), partial(open_tantivy, phrases=True)
    ),
    "tantivy with grams": Contestant(
        partial(_build_tantivy, text=_GRAMS), partial(open_tantivy, snippets=True)
    ),
    "SQLite FTS5": Contestant(_build_fts5, _open_fts5),
    "SQLite FTS5 of texts": Contestant(_build_fts5_texts, _open_fts5_texts),
    "bm25s": Contestant(_build_bm25s, _open_bm25s),
    "stock Whoosh": Contestant(_build_whoosh, open_whoosh),
    STOCK_WHOLE: Contestant(_build_whoosh, open_whoosh),
    "stock Whoosh + jieba": Contestant(
        partial(_build_whoosh, jieba=True), partial(open_whoosh, group=AndGroup)
    ),
    JIEBA_WHOLE: Contestant(
        partial(_build_whoosh, jieba=True), partial(open_whoosh, highlights=True)
    ),
}
