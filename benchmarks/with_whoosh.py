"""Stock Whoosh: fields, postings and scoring as it comes; the terms as a text with spaces."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contestant import TOP, Answer
from queries import Query, Shape, day_of
from terms import WORD, bigrams_of, terms_of
from whoosh import index, query, sorting
from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from documents import Document


@dataclass(frozen=True, slots=True)
class Whoosh:
    """Stock Whoosh.

    Attributes:
        jieba: whether it makes its terms itself, by jieba's analyzer as its documentation shows it;
            else it is given the terms.
    """

    jieba: bool = False

    def build(self, folder: Path) -> WhooshBuild:
        """Begin an index in an empty folder."""
        return WhooshBuild(folder, jieba=self.jieba)

    def open(self, folder: Path) -> WhooshSearch:
        """Open the index of a folder."""
        return WhooshSearch(folder)


def _jieba() -> Any:  # noqa: ANN401 - Whoosh has no types
    with warnings.catch_warnings():
        # jieba 0.42.1 warns when it is imported: of pkg_resources, and of escapes in its patterns.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415
        from jieba.analyse import ChineseAnalyzer  # noqa: PLC0415
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return ChineseAnalyzer()


class WhooshBuild:
    """Takes documents in."""

    def __init__(self, folder: Path, *, jieba: bool) -> None:
        self._jieba = jieba
        analyzer = _jieba() if jieba else RegexTokenizer(r"\S+")
        schema = Schema(
            id=ID(stored=True),
            text=STORED,
            terms=TEXT(analyzer=analyzer),
            day=NUMERIC(sortable=True),
        )
        self._writer = index.create_in(str(folder), schema).writer(limitmb=256)

    def add(self, documents: Sequence[Document]) -> None:
        """Take some documents in."""
        for one in documents:
            self._writer.add_document(
                id=one.id,
                text=one.text,
                terms=one.text if self._jieba else one.terms,
                day=day_of(one.published),
            )

    def commit(self) -> None:
        """Make all of them searchable."""
        self._writer.commit()


class WhooshSearch:
    """Answers queries with the terms given."""

    def __init__(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder)).searcher()

    def ask(self, asked: Query) -> Answer | None:
        """Answer a query."""
        order = sorting.FieldFacet("day", reverse=True) if asked.shape is Shape.NEWEST else None
        found = self._searcher.search(_asked(asked), limit=TOP, sortedby=order)
        return Answer([hit["text"] for hit in found])


def _asked(asked: Query) -> Any:  # noqa: ANN401 - Whoosh has no types
    match asked.shape:
        case Shape.BOTH:
            return query.And([_term(WORD + word) for word in asked.words])
        case Shape.RANKED | Shape.QUESTION:
            return query.Or([_term(term) for term in dict.fromkeys(terms_of(asked.text))])
        case Shape.EXACT_4 | Shape.EXACT_12:
            return query.Phrase("terms", bigrams_of(asked.text))
        case Shape.CHARACTER:
            return _term(asked.text)
        case Shape.DATED:
            days = query.NumericRange("day", day_of(asked.after), day_of(asked.before))
            return query.And([_term(WORD + asked.text), query.ConstantScoreQuery(days, 0.0)])
        case _:
            return _term(WORD + asked.text)


def _term(term: str) -> Any:  # noqa: ANN401 - Whoosh has no types
    return query.Term("terms", term)
