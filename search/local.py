"""The index over files of this machine, as a `SearchIndex`."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..corpus.errors import LostError, SouwenError
from ..corpus.witness import REMEDY
from ..index.segments.segment import fields_of
from ..language.offsets import offsets_of
from .contract import IndexStats, StoredDocument, StoredText
from .ranking.bm25 import BM25
from .ranking.strings import Vocabulary
from .ranking.versions import group_of
from .run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from ..corpus.changes import ChangeBatch
    from ..corpus.documents import Document
    from ..corpus.reader import CorpusReader
    from ..index.columns import Ordinals
    from ..index.follow import Index
    from ..index.segments.snapshot import Snapshot
    from .contract import Counted, Matches
    from .explained import Explained
    from .query.interpret import ReadQuery
    from .request import Page
    from .suggestion import Suggestion

    Progress = Callable[[int, int | None, str], None]
    LendCorpus = Callable[[], AbstractContextManager[CorpusReader]]


class _Opened(NamedTuple):
    """A state of the files, with what is worked out once for it; its files go with it."""

    state: str | None
    segments: Snapshot
    bm25: BM25


class LocalIndex:
    """A `SearchIndex` over files; safe to use from several threads.

    Args:
        index: the files.
        lend_corpus: lends a reader of the corpus that it follows.
    """

    is_remote = False

    def __init__(self, index: Index, lend_corpus: LendCorpus) -> None:
        self._index = index
        self._lend_corpus = lend_corpus
        self._opening = threading.Lock()
        self._opened: _Opened | None = None
        self._vocabulary = Vocabulary()
        self._closed = False

    def follows(self) -> str | None:
        """Return the id of the corpus that it shows; None where it has seen none."""
        return self._index.follows()

    def reached(self) -> int:
        """Return the change of the corpus that it shows, 0 where there is none yet."""
        return self._index.reached()

    def apply(self, batch: ChangeBatch) -> None:
        """Take changes in, as one commit."""
        self._index.apply(batch)

    @contextmanager
    def rebuilding(self) -> Iterator[LocalIndex]:
        """Lend the next generation, which becomes the live one at the end."""
        with self._index.rebuilding() as building:
            yield LocalIndex(building, self._lend_corpus)

    @contextmanager
    def snapshot(self, state: str | None = None) -> Iterator[LocalSnapshot]:
        """Lend the newest state, and the corpus with all that it names.

        Args:
            state: what `state` has just returned, where somebody asked.
        """
        with self._lend_corpus() as corpus:
            opened = self._newest(state)
            # The corpus is looked at after the index, so it has all that the index names.
            with corpus.snapshot() as seq:
                segments, bm25 = opened.segments, opened.bm25
                changed: frozenset[str] = frozenset()
                if seq > segments.seq:
                    # What was retired or purged meanwhile has no sources any more.
                    changes = corpus.changes_since(segments.seq)
                    changed = frozenset(id_ for _, id_, _ in changes)
                    segments = segments.without(id_ for _, id_, retired in changes if retired)
                    bm25 = bm25 if segments is opened.segments else BM25(segments)
                try:
                    yield LocalSnapshot(segments, bm25, corpus, self._vocabulary, changed)
                except (ArithmeticError, LookupError, ValueError):
                    # What a search reads was compared with its checksums; a file that was damaged
                    # only then may lead anywhere. If it is not that, it is a fault of ours.
                    self._index.verify()
                    raise

    def problems(
        self, corpus: CorpusReader, *, deep: bool, progress: Progress | None = None
    ) -> Iterator[str]:
        """Iterate over what is wrong with the files, a line each."""
        return self._index.problems(corpus, deep=deep, progress=progress)

    def state(self) -> str | None:
        """Return a string that changes with every commit; None where there is no index."""
        stamp = self._index.stamp()
        return None if stamp is None else "-".join(map(str, stamp))

    def stats(self, corpus: CorpusReader | None) -> IndexStats:
        """Return the index in numbers; a damaged one has none."""
        generation, seq = None, 0
        with suppress(SouwenError):  # `check` says what it is
            generation, seq = self._index.generations.current(), self.reached()
        up_to_date = generation is not None and (corpus is None or seq == corpus.seq())
        return IndexStats(generation, seq, self._index.generations.bytes(), up_to_date)

    def _newest(self, state: str | None) -> _Opened:
        """Return the newest state; whoever comes while it is opened waits for that alone."""
        state = state or self.state()
        opened = self._opened
        if opened is not None and opened.state == state is not None:
            return opened
        with self._opening:
            # Files that are newer than their state are opened again the next time.
            state = self.state()
            opened = self._opened
            if opened is None or opened.state != state or state is None:
                segments = self._index.snapshot()
                opened = _Opened(state, segments, BM25(segments))
                self._opened = None if self._closed else opened
        return opened

    def close(self) -> None:
        """Let the files go, with the last search that is under way."""
        with self._opening:
            self._closed = True
            self._opened = None


class LocalSnapshot:
    """One state of the files beside one of the corpus; for one thread.

    Args:
        segments: of the files.
        bm25: over them.
        corpus: in the state that is shown.
        vocabulary: what was read of older states.
        changed: the documents that may have another text in the corpus than in the files.
    """

    def __init__(
        self,
        segments: Snapshot,
        bm25: BM25,
        corpus: CorpusReader,
        vocabulary: Vocabulary | None = None,
        changed: Collection[str] = (),
    ) -> None:
        self._segments = segments
        self._bm25 = bm25
        self._corpus = corpus
        self._vocabulary = vocabulary or Vocabulary()
        self._changed = changed
        self._ordinals: dict[str, int] = {}

    @property
    def seq(self) -> int:
        """The change of the corpus that it shows."""
        return self._segments.seq

    @property
    def size(self) -> int:
        """The number of documents in it."""
        return self._segments.live_count

    def run(self, query: ReadQuery, page: Page) -> Matches:
        """Return a page of the documents that match."""
        run = Run(self._segments, self._bm25, query, self._corpus)
        found = run.page(page)
        matches = run.matches(found, self._ids)
        if not page.facets:
            return matches
        from .matching.facets import facets_of  # noqa: PLC0415 - only where asked for

        return matches._replace(facets=facets_of(self._segments, found.matches.documents))

    def cost(self, query: ReadQuery) -> int:
        """Return about how many postings a search reads."""
        from .cost import cost_of  # noqa: PLC0415 - for servers

        return cost_of(self._segments, query)

    def explain(self, query: ReadQuery, id_: str) -> Explained:
        """Say why a document matches, and where; or why it does not."""
        from .explain import explain  # noqa: PLC0415 - not for a search

        return explain(self._segments, self._bm25, query, self._corpus, id_)

    def group(self, id_: str, limit: int) -> list[str]:
        """Return a document and those of its group, the newest first; undated ones last."""
        own = self._segments.ordinals([id_])
        if not len(own):
            return []
        return self._ids(group_of(self._segments, own, limit))

    def nearest(self, query: ReadQuery, limit: int) -> list[str]:
        """Return the documents that have most of a query."""
        from .ranking.suggest import nearest  # noqa: PLC0415 - only where nothing matches

        return self._ids(nearest(self._bm25, query, limit))

    def did_you_mean(self, query: ReadQuery) -> str | None:
        """Return a query that was probably meant, by the titles."""
        from .ranking.suggest import did_you_mean  # noqa: PLC0415 - only for what finds little

        return did_you_mean(self._bm25, self._vocabulary, query)

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Return words and titles that complete or correct a text."""
        from .answer.suggested import suggested  # noqa: PLC0415 - not for a search
        from .ranking.complete import suggestions  # noqa: PLC0415

        found = suggestions(self._segments, self._vocabulary, text, limit)
        of_titles = [one.ordinal for one in found if one.ordinal is not None]
        ids = {ordinal: self._segments.ids[ordinal] for ordinal in of_titles}
        known = self._corpus.documents([*ids.values()], sources=False)
        return suggested(found, {at: known[id_] for at, id_ in ids.items() if id_ in known})

    def documents(self, ids: Sequence[str]) -> dict[str, StoredDocument]:
        """Return documents of the corpus, with what the index keeps of them.

        Raises:
            DamagedError: one is lost, or its text is not what it was.
        """
        if not ids:
            return {}
        known = self._corpus.documents(ids)
        if len(known) < len(ids):
            self._verify_gone(ids, known)
        for id_ in known.keys() - self._ordinals.keys():
            self._ids(self._segments.ordinals([id_]))
        return {id_: self._stored(known[id_]) for id_ in ids if id_ in known}

    def _stored(self, document: Document) -> StoredDocument:
        if document.id not in self._ordinals or document.id in self._changed:
            return StoredDocument(document)
        record, breaks = self._segments.kept_text(self._ordinals[document.id])
        return StoredDocument(document, *map(StoredText, fields_of(record), offsets_of(breaks)))

    def values(self, field: str, limit: int) -> Counted:
        """Return the most frequent values of a facet, over all documents."""
        from .matching.facets import facets_of  # noqa: PLC0415 - not for a search

        everything = np.flatnonzero(self._segments.columns.live)
        return facets_of(self._segments, everything)[field][:limit]

    def _ids(self, ordinals: Ordinals) -> list[str]:
        found = [self._segments.ids[ordinal] for ordinal in ordinals.tolist()]
        self._ordinals |= dict(zip(found, ordinals.tolist(), strict=True))
        return found

    def _verify_gone(self, ids: Sequence[str], known: Mapping[str, Document]) -> None:
        """Raise where the index has what the corpus has not; what was purged it has no more."""
        if self.seq > self._corpus.seq():
            return  # the index of another corpus, which nobody could bring level
        for id_ in ids:
            if id_ not in known and len(self._segments.ordinals([id_])):
                raise LostError(self._corpus.path, f"{id_} is gone, which the index has", REMEDY)
