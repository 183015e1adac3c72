"""Our segments as segments of Whoosh: its readers, over the arrays that a search uses as well."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query.spans import Span
from whoosh.reading import TermInfo

from ...corpus.documents import Kind
from ...language.terms import Family
from ..segments.cache import Recent
from ..segments.segment import fields_of
from .terms import FamilyTerms, Found, IdTerms, Terms, TextTerms, ValueTerms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ..columns import Mask
    from ..segments.segment import Segment

    #: Returns title and body of a document as they were written, None where it is not there.
    Texts = Callable[[str], tuple[str, str] | None]

_BYTES = "latin-1"  # a character a byte, in the same order
_BEGINNING = "\0"  # no term has such a character
_MOST_CACHED = 500_000  # postings
_KINDS = (Kind.SNIPPET.value, Kind.ARTICLE.value)


def beginning(prefix: str) -> str:
    """Return what stands for all terms that begin so, as if it were one of them."""
    return prefix + _BEGINNING


class LiveSegment(base.Segment):
    """A segment and which of its documents are there.

    Args:
        name: any that no other segment of the index has.
        segment: the arrays.
        live: the documents.
        schema: of the index.
        texts: gives what was written; without it stored texts are the normalised ones.

    Attributes:
        values: returns the value of each document in a field without text; dates as `datetime`.
        lengths: returns the length of a field of each document: characters of runs, and atoms.
    """

    compound = False

    def __init__(
        self, name: str, segment: Segment, live: Mask, schema: Any, texts: Texts | None
    ) -> None:
        self.name = name
        self.arrays = segment
        self.schema = schema
        self.texts = texts
        self._deleted = frozenset(np.flatnonzero(~live).tolist())
        self.values = cache(self._values)
        self.lengths = cache(self._lengths)

    def codec(self) -> Codec:
        return Codec()

    def doc_count_all(self) -> int:
        return self.arrays.size

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def _values(self, field: str) -> list[Any]:
        arrays = self.arrays
        match field:
            case "published":
                days = arrays.part("days").tolist()
                return [datetime.fromordinal(day) if day else None for day in days]
            case "channel":
                names = arrays.names["channels"]
                return [names[code] for code in arrays.part("channels").tolist()]
            case "kind":
                return [_KINDS[code] for code in arrays.part("articles").tolist()]
        return [f"{number:016x}" for number in arrays.part("ids").tolist()]

    def _lengths(self, field: str) -> NDArray[np.int64]:
        if field not in ("text", "title", *Family):
            return np.ones(self.arrays.size, np.int64)
        titles = self.arrays.part("title_lengths").astype(np.int64)
        return titles if field == "title" else titles + self.arrays.part("body_lengths")


class Codec(base.Codec):
    """Reads segments; they are written by `engine.add` alone."""

    def terms_reader(self, storage: Any, segment: LiveSegment) -> TermsReader:
        del storage
        return TermsReader(segment)

    def per_document_reader(self, storage: Any, segment: LiveSegment) -> DocumentReader:
        del storage
        return DocumentReader(segment)


class TermsReader(base.TermsReader):
    """The lexicon and the postings of a segment."""

    def __init__(self, segment: LiveSegment) -> None:
        self._segment = segment
        self._field = cache(self._field_of)
        self._found: Recent[tuple[str, bytes], Found] = Recent(
            _MOST_CACHED, lambda found: len(found.documents) + 1
        )

    def _field_of(self, name: str) -> Terms:
        segment = self._segment
        match name:
            case "text" | "title":
                return TextTerms(segment.arrays, title_only=name == "title")
            case "id":
                return IdTerms(segment.arrays)
            case "kind" | "channel":
                return ValueTerms(segment.values(name))
            case "published":
                to_bytes, days = segment.schema[name].to_bytes, segment.values(name)
                terms = {day: to_bytes(day).decode(_BYTES) if day else "" for day in set(days)}
                return ValueTerms([terms[day] for day in days])
        return FamilyTerms(segment.arrays, Family(name))

    def find(self, field: str, term: bytes) -> Found:
        """Return the documents that have a term, or one that begins as `beginning` says."""
        return self._found.get((field, term), self._find)

    def _find(self, key: tuple[str, bytes]) -> Found:
        field, term = key[0], key[1].decode(_encoding(key[0]))
        if field != "published" and term.endswith(_BEGINNING):
            return self._field(field).beginning(term.removesuffix(_BEGINNING))
        return self._field(field).find(term)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return len(self.find(*term).documents) > 0

    def indexed_field_names(self) -> list[str]:
        return list(self._segment.schema.names())

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (
            term for field in self.indexed_field_names() for term in self.terms_from(field, b"")
        )

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        encoding = _encoding(field)
        terms = self._field(field).starting(prefix.decode(encoding))
        return ((field, term.encode(encoding)) for term in terms)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, field: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(field, prefix))

    def term_info(self, field: str, term: bytes) -> TermInfo:
        """Return the statistics of a term.

        Raises:
            KeyError: no document has it.
        """
        documents, weights = self.find(field, term)
        if not len(documents):
            raise KeyError((field, term))
        lengths = self._segment.lengths(field)[documents]
        return TermInfo(
            float(weights.sum()),
            len(documents),
            int(lengths.min()),
            int(lengths.max()),
            float(weights.max()),
            int(documents[0]),
            int(documents[-1]),
        )

    def matcher(self, field: str, term: bytes, format_: Any, scorer: Any = None) -> Any:
        documents, weights = self.find(field, term)
        if not len(documents):
            return NullMatcher()
        terms = self._field(field)
        return _Matcher(
            documents.tolist(),
            weights.astype(float).tolist(),
            format=format_,
            scorer=scorer,
            term=(field, term),
            terminfo=self.term_info(field, term),
            spans=terms.spans if isinstance(terms, TextTerms) else None,
        )

    def cursor(self, field: str, fieldobj: Any) -> Cursor:
        del fieldobj
        return Cursor(self, field)


class _Matcher(ListMatcher):
    """Postings in memory, whose positions are looked up in the text when they are asked for."""

    def __init__(self, *args: Any, spans: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._spans = spans

    def copy(self) -> _Matcher:
        return copy(self)

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() <= minquality:  # of all postings, which are one block
            self._i = len(self._ids)
        return 0

    def spans(self) -> list[Span]:
        return [Span(*span) for span in self._spans(self._term[1].decode(), self.id())]


class Cursor(base.FieldCursor):
    """Goes through the terms of a field, as fuzzy queries want it."""

    def __init__(self, reader: TermsReader, field: str) -> None:
        self._reader = reader
        self._field = field
        self.first()

    def first(self) -> str | None:
        return self.find("")

    def find(self, term: str | bytes) -> str | None:
        start = term.encode() if isinstance(term, str) else term
        self._terms = self._reader.terms_from(self._field, start)
        return self.next()

    def next(self) -> str | None:
        _, term = next(self._terms, (None, None))
        self._text = None if term is None else term.decode()
        return self._text

    def text(self) -> str | None:
        return self._text

    term = text

    def term_info(self) -> TermInfo:
        return self._reader.term_info(self._field, (self._text or "").encode())

    def is_valid(self) -> bool:
        return self._text is not None


class DocumentReader(base.PerDocumentReader):
    """What a segment has of each document besides its terms."""

    def __init__(self, segment: LiveSegment) -> None:
        self._segment = segment
        self.doc_count = segment.doc_count
        self.doc_count_all = segment.doc_count_all
        self.has_deletions = segment.has_deletions
        self.is_deleted = segment.is_deleted
        self.deleted_docs = segment.deleted_docs
        self._column = cache(self._column_of)

    def supports_columns(self) -> bool:
        return True

    def has_column(self, field: str) -> bool:
        return self._segment.schema[field].column_type is not None

    def column_reader(self, field: str, column: Any) -> Column:
        del column
        last = self._segment.schema[field].default if field == "published" else None
        return Column(self._column(field), last)

    def _column_of(self, field: str) -> list[Any]:
        values, field_type = self._segment.values(field), self._segment.schema[field]
        if field != "published":
            return [value.encode() for value in values]
        keys = {day: field_type.to_column_value(day) for day in set(values) if day}
        return [keys.get(day, field_type.default) for day in values]

    def doc_field_length(self, docnum: int, field: str, default: int = 0) -> int:
        del default
        return int(self._segment.lengths(field)[docnum])

    def field_length(self, field: str) -> int:
        return int(self._segment.lengths(field).sum())

    def min_field_length(self, field: str) -> int:
        return int(self._segment.lengths(field).min())

    def max_field_length(self, field: str) -> int:
        return int(self._segment.lengths(field).max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        segment = self._segment
        stored = {
            name: segment.values(name)[docnum] for name in ("id", "kind", "channel", "published")
        }
        texts = segment.texts(stored["id"]) if segment.texts else None
        if texts is None:
            (record,) = segment.arrays.records(np.array([docnum]))
            title, body = fields_of(record)
            texts = title[0], body[0]
        stored |= {"title": texts[0], "text": texts[1]}
        return {name: value for name, value in stored.items() if value}


class Column(ColumnReader):
    """The values of a field in memory.

    Args:
        values: one a document, as the field has them in a column.
        last: the value that sorts behind all others, whatever the direction.
    """

    def __init__(self, values: Sequence[Any], last: Any = None) -> None:
        self._values = values
        self._last = last
        self._is_reversed = False

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]

    def set_reverse(self) -> None:
        self._is_reversed = True

    def sort_key(self, docnum: int) -> Any:
        value = self._values[docnum]
        if not self._is_reversed or value == self._last:
            return value
        if isinstance(value, int):
            return -value
        # The end of a string sorts behind all that goes on.
        return (*(-byte for byte in value), 1)


def _encoding(field: str) -> str:
    """Return how bytes are strings: dates are numbers in bytes, all else is text."""
    return _BYTES if field == "published" else "utf-8"
