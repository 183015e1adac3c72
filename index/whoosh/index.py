"""A `whoosh.index.Index` over the generations of an index; each reader sees the newest state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from whoosh.index import Index as BaseIndex
from whoosh.matching import NullMatcher, WrappingMatcher
from whoosh.query import Prefix
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.scoring import BaseScorer
from whoosh.searching import Searcher as BaseSearcher

from ...corpus.errors import RequestError
from .codec import LiveSegment, beginning
from .schema import schema
from .version import check_version

if TYPE_CHECKING:
    from ..follow import Index
    from .codec import Texts


class Searcher(BaseSearcher):
    """Whoosh's searcher; only that a prefix is one look at the lexicon, not a term each."""

    def search_with_collector(self, q: Any, collector: Any, context: Any = None) -> None:
        super().search_with_collector(q.accept(_with_beginnings), collector, context)


class _One(BaseScorer):
    """Scores every document alike."""

    def supports_block_quality(self) -> bool:
        return True

    def score(self, matcher: Any) -> float:
        del matcher
        return 1.0

    block_quality = score

    def max_quality(self) -> float:
        return 1.0


class _Beginning(Prefix):
    """A prefix whose postings are read as those of one term, and whose score is constant."""

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_frequency(self.fieldname, beginning(self.text)))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        del context
        reader, term = searcher.reader(), beginning(self.text)
        if self.fieldname not in reader.schema or (self.fieldname, term) not in reader:
            return NullMatcher()
        found = reader.postings(self.fieldname, term, scorer=_One())
        return found if self.boost == 1 else WrappingMatcher(found, boost=self.boost)


def _with_beginnings(q: Any) -> Any:
    if type(q) is not Prefix or not q.text:
        return q
    return _Beginning(q.fieldname, q.text, q.boost, q.constantscore)


class WhooshIndex(BaseIndex):
    """The index for Whoosh's own searcher, query parser, queries, facets and highlighter.

    Args:
        files: the index of a data folder.
        texts: gives title and body of a document as they were written, for stored fields; without
            it they are the normalised ones.
    """

    indexname = "souwen"

    def __init__(self, files: Index, texts: Texts | None = None) -> None:
        check_version()
        self.schema = schema()
        self._files = files
        self._texts = texts

    def __repr__(self) -> str:
        return f"<WhooshIndex of {self._files.generations.folder}>"

    def reader(self, reuse: Any = None) -> Any:
        del reuse
        snapshot = self._files.snapshot()
        readers = [
            SegmentReader(
                None,
                self.schema,
                LiveSegment(str(number), segment, live, self.schema, self._texts),
                generation=snapshot.seq,
            )
            for number, (segment, live) in enumerate(snapshot.segments())
        ]
        return MultiReader(readers, snapshot.seq) if readers else EmptyReader(self.schema)

    def searcher(self, **options: Any) -> Searcher:
        return Searcher(self.reader(), fromindex=self, **options)

    def latest_generation(self) -> int:
        return self._files.reached()

    def last_modified(self) -> float:
        stamp = self._files.stamp()
        return -1 if stamp is None else stamp[2] / 1e9

    def is_empty(self) -> bool:
        return not self.doc_count_all()

    def writer(self, **_: object) -> NoReturn:
        raise RequestError("Whoosh only reads this index: add documents with engine.add")
