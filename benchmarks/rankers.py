"""The engines whose ranking is compared: each takes documents, and answers with its best ten.

All but stock Whoosh get their terms from souwen's normaliser (full-width, traditional, case) and
from jieba's dictionary, so that they differ from souwen in how they rank and not in what they can
read. A document is one text, title first. One term of the query is enough to match, and one that
the query repeats counts as often; for bm25s that was better than once on whole questions.
"""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import bm25s
import tantivy
from contestant import TOP
from tantivy import Occur
from tantivy import Query as Asked
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import AndGroup, OrGroup, QueryParser

from souwen.language.normalise import normalise
from souwen.language.segmenter import segmenter
from souwen.language.terms import RunKind, bigrams, number_atoms, runs

if TYPE_CHECKING:
    import souwen

#: Texts by the name that judgements use.
Documents = Mapping[str, str]
#: Gives the names of the best documents for a query, best first, at most `TOP`.
Ask = Callable[[str], Sequence[str]]
#: Gives the terms of a text as a person wrote it.
Terms = Callable[[str], list[str]]

_HEAP = 64_000_000


def souwen_as_measured(engine: souwen.Engine) -> Ask:
    """Ask souwen as `souwen eval` does: every document a line of its own, copies by all names."""

    def ask(query: str) -> Sequence[str]:
        hits = engine.search(query, limit=TOP, collapse=False)
        return [name for hit in hits for name in (hit.refs or (hit.id,))][:TOP]

    return ask


# --- terms ---------------------------------------------------------------------------------------


def _by_run(of_gram: Terms) -> Terms:
    """Make terms from what a run of characters gives; numbers and Latin words are terms anyway."""

    def terms(text: str) -> list[str]:
        found: list[str] = []
        for run in runs(normalise(text)):
            if run.kind is RunKind.GRAM:
                found += of_gram(run.text)
            else:
                found += number_atoms(run.text) if run.kind is RunKind.NUMBER else [run.text]
        return found

    return terms


def _words(run: str) -> list[str]:
    return segmenter(many=True).cut_for_search(run)


def _bigrams(run: str) -> list[str]:
    return bigrams(run) or [run]


def _characters_and_bigrams(run: str) -> list[str]:
    return [*run, *bigrams(run)]


def _all_three(run: str) -> list[str]:
    # Plain words, not apart from characters and bigrams that look the same: of the ways that were
    # tried (search mode, a mark before words, no words of one character) the best on real queries.
    return [*run, *bigrams(run), *segmenter(many=True).cut(run)]


# --- engines -------------------------------------------------------------------------------------


def _tantivy(documents: Documents) -> Ask:
    """Build tantivy on jieba's words, as a text that is split at spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(_HEAP, 1)
    words = _by_run(_words)
    for name, text in documents.items():
        writer.add_document(tantivy.Document(name=name, terms=" ".join(words(text))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> Sequence[str]:
        parts = [
            (Occur.Should, Asked.term_query(schema, "terms", term, index_option="freq"))
            for term in words(query)
        ]
        found = searcher.search(Asked.boolean_query(parts), TOP)
        return [searcher.doc(address)["name"][0] for _, address in found.hits]

    return ask


def _fts5(documents: Documents) -> Ask:
    """Build SQLite FTS5 on jieba's words, with its own bm25."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE postings USING fts5(name UNINDEXED, terms, "
        "tokenize = \"unicode61 remove_diacritics 0 tokenchars '.'\")"
    )
    words = _by_run(_words)
    rows = ((name, " ".join(words(text))) for name, text in documents.items())
    database.executemany("INSERT INTO postings VALUES (?, ?)", rows)

    def ask(query: str) -> Sequence[str]:
        asked = " OR ".join(f'"{term}"' for term in words(query))
        if not asked:
            return []
        statement = f"SELECT name FROM postings WHERE postings MATCH ? ORDER BY rank LIMIT {TOP}"
        return [name for (name,) in database.execute(statement, [asked])]

    return ask


def _bm25s(terms_of: Terms) -> Callable[[Documents], Ask]:
    """Give the way to build bm25s, with its default constants, on some terms."""

    def build(documents: Documents) -> Ask:
        names = list(documents)
        index: Any = bm25s.BM25()
        index.index([terms_of(text) for text in documents.values()], show_progress=False)

        def ask(query: str) -> Sequence[str]:
            terms = [term for term in terms_of(query) if term in index.vocab_dict]
            if not terms:
                return []
            most = min(TOP, len(names))
            found, scores = index.retrieve([terms], k=most, show_progress=False)
            pairs = zip(found[0], scores[0], strict=True)
            return [names[int(number)] for number, score in pairs if score]

        return ask

    return build


def _stock(group: Any) -> Callable[[Documents], Ask]:  # noqa: ANN401 - Whoosh has no types
    """Give the way to build Whoosh with jieba's analyzer, as jieba's documentation shows it."""

    def build(documents: Documents) -> Ask:
        schema = Schema(name=ID(stored=True), content=TEXT(analyzer=_chinese_analyzer()))
        index = RamStorage().create_index(schema)
        writer = index.writer()
        for name, text in documents.items():
            writer.add_document(name=name, content=text)
        writer.commit()
        searcher = index.searcher()
        parser = QueryParser("content", schema, group=group)

        def ask(query: str) -> Sequence[str]:
            return [hit["name"] for hit in searcher.search(parser.parse(query), limit=TOP)]

        return ask

    return build


def _chinese_analyzer() -> Any:  # noqa: ANN401 - Whoosh has no types
    with warnings.catch_warnings():
        # jieba 0.42.1 warns when it is imported: of pkg_resources, and of escapes in its patterns.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415
        from jieba.analyse import ChineseAnalyzer  # noqa: PLC0415
    jieba.setLogLevel("ERROR")
    return ChineseAnalyzer()


#: How each engine is built; words are those of search mode.
ENGINES: dict[str, Callable[[Documents], Ask]] = {
    "tantivy, jieba words": _tantivy,
    "SQLite FTS5, jieba words": _fts5,
    "bm25s, jieba words": _bm25s(_by_run(_words)),
    "bm25s, bigrams": _bm25s(_by_run(_bigrams)),
    "bm25s, characters + bigrams": _bm25s(_by_run(_characters_and_bigrams)),
    "bm25s, words + characters + bigrams": _bm25s(_by_run(_all_three)),
}
#: Those that are slow, and may be asked fewer queries.
STOCK: dict[str, Callable[[Documents], Ask]] = {
    "stock Whoosh, AND": _stock(AndGroup),
    "stock Whoosh, OR": _stock(OrGroup),
}
