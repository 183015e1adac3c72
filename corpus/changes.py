"""The change log of a corpus in batches, as an index takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .documents import Document
    from .reader import CorpusReader

_MOST = 5_000  # changes of a batch: bounds the memory, and what a crash has to repeat


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """What changed up to a point of the log: each document as it is now.

    Attributes:
        seq: the last change of the batch.
        documents: those that are live now, in the order of their changes, without sources.
        gone: the ids of those that are not.
        corpus: the id of the corpus, None where it has none.
    """

    seq: int
    documents: tuple[Document, ...] = ()
    gone: tuple[str, ...] = ()
    corpus: str | None = None

    def __len__(self) -> int:
        return len(self.documents) + len(self.gone)

    def ids(self) -> list[str]:
        """Return the ids of all documents that changed."""
        return [*(document.id for document in self.documents), *self.gone]


def batches(corpus: CorpusReader, seq: int) -> Iterator[ChangeBatch]:
    """Iterate over the changes after `seq`."""
    target, corpus_id = corpus.seq(), corpus.id()
    while seq < target:
        changes = corpus.changes_since(seq, _MOST)
        # The last change may be of sources alone, which is none of a document.
        seq = changes[-1][0] if len(changes) == _MOST else target
        live = [id_ for _, id_, is_retired in changes if not is_retired]
        documents = corpus.documents(live, sources=False)
        gone = (id_ for _, id_, _ in changes if id_ not in documents)
        yield ChangeBatch(seq, tuple(documents.values()), tuple(gone), corpus_id)
