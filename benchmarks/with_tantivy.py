"""tantivy, the engine in Rust: one thread; the terms as a text that is split at spaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import tantivy
from contestant import TOP, Answer
from queries import Query, Shape, day_of
from tantivy import Occur, Order
from tantivy import Query as Asked
from terms import WORD, bigrams_of, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from documents import Document

_HEAP = 256_000_000


@dataclass(frozen=True, slots=True)
class Tantivy:
    """tantivy.

    Attributes:
        positions: whether to keep them, for phrases; without, it keeps what souwen keeps.
        count: whether a search counts all matches, as it does by default, or may stop at the best.
        phrase: whether an exact search is a phrase; else it is all bigrams, unverified.
    """

    positions: bool = False
    count: bool = True
    phrase: bool = False

    def build(self, folder: Path) -> TantivyBuild:
        """Begin an index in an empty folder."""
        builder = tantivy.SchemaBuilder()
        option = "position" if self.positions else "freq"
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option=option)
        builder.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("day", fast=True)
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        return TantivyBuild(tantivy.Index(builder.build(), str(folder)))

    def open(self, folder: Path) -> TantivySearch:
        """Open the index of a folder."""
        return TantivySearch(tantivy.Index.open(str(folder)), self)


class TantivyBuild:
    """Takes documents in."""

    def __init__(self, index: tantivy.Index) -> None:
        self._writer = index.writer(_HEAP, 1)

    def add(self, documents: Sequence[Document]) -> None:
        """Take some documents in."""
        for one in documents:
            self._writer.add_document(
                tantivy.Document(
                    id=one.id, text=one.text, terms=one.terms, day=day_of(one.published)
                )
            )

    def commit(self) -> None:
        """Make all of them searchable."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class TantivySearch:
    """Answers queries."""

    def __init__(self, index: tantivy.Index, options: Tantivy) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._options = options

    def ask(self, query: Query) -> Answer | None:
        """Answer a query."""
        found = self._searcher.search(
            self._asked(query),
            TOP,
            count=self._options.count,
            order_by_field="day" if query.shape is Shape.NEWEST else None,
            order=Order.Desc,
        )
        texts = [self._searcher.doc(address)["text"][0] for _, address in found.hits]
        return Answer(texts, found.count)  # type: ignore[attr-defined]

    def _asked(self, query: Query) -> Asked:
        word = WORD + query.text
        match query.shape:
            case Shape.BOTH:
                asked = self._all(WORD + word for word in query.words)
            case Shape.RANKED | Shape.QUESTION:
                terms = dict.fromkeys(terms_of(query.text))
                asked = Asked.boolean_query([(Occur.Should, self._term(term)) for term in terms])
            case Shape.EXACT_4 | Shape.EXACT_12 if self._options.phrase:
                asked = Asked.phrase_query(self._schema, "terms", list(bigrams_of(query.text)))
            case Shape.EXACT_4 | Shape.EXACT_12:
                asked = self._all(dict.fromkeys(bigrams_of(query.text)))
            case Shape.CHARACTER:
                asked = self._term(query.text)
            case Shape.DATED:
                days = Asked.range_query(
                    self._schema,
                    "day",
                    tantivy.FieldType.Integer,
                    day_of(query.after),
                    day_of(query.before),
                )
                both = (self._term(word), Asked.const_score_query(days, 0.0))
                asked = Asked.boolean_query([(Occur.Must, one) for one in both])
            case _:
                asked = self._term(word)
        return asked

    def _term(self, term: str) -> Asked:
        return Asked.term_query(self._schema, "terms", term, index_option="freq")

    def _all(self, terms: Iterable[str]) -> Asked:
        return Asked.boolean_query([(Occur.Must, self._term(term)) for term in terms])
