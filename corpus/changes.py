"""The change log of a corpus in batches, as an index takes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .documents import Document
    from .reader import CorpusReader

_MOST = 5_000  # changes of a batch: bounds the memory, and what a crash has to repeat


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """What changed up to a point of the log: each document as it is now.

    Attributes:
        seq: the last change of the batch.
        documents: those that are live now, in the order of their changes; without sources, unless
            they were asked for.
        gone: the ids of those that are not.
        corpus: the id of the corpus, None where it has none.
        seqs: the change of each of these documents.
        more_follows: whether the log goes on, and another batch comes at once.
    """

    seq: int
    documents: tuple[Document, ...] = ()
    gone: tuple[str, ...] = ()
    corpus: str | None = None
    seqs: Mapping[str, int] = field(default_factory=dict, compare=False)
    more_follows: bool = field(default=False, compare=False)

    def __len__(self) -> int:
        return len(self.documents) + len(self.gone)

    def ids(self) -> list[str]:
        """Return the ids of all documents that changed."""
        return [*(document.id for document in self.documents), *self.gone]


def batches(
    corpus: CorpusReader,
    seq: int,
    sources: bool = False,  # noqa: FBT001, FBT002 - tests replace it
) -> Iterator[ChangeBatch]:
    """Iterate over the changes after `seq`.

    Args:
        corpus: whose.
        seq: the change that is known.
        sources: with the sources of documents, and those of which only the sources changed.
    """
    target, corpus_id = corpus.seq(), corpus.id()
    at = seq, ""  # the last change and document; many share a change of sources alone
    while seq < target:
        changes = corpus.changes_since(at[0], _MOST, sources=sources, behind=at[1])
        # The last change may be of sources alone, which is none of a document.
        seq = target
        if len(changes) == _MOST:
            at = changes[-1][:2]
            seq = at[0] - 1 if sources else at[0]  # others may share it, and are in the next batch
        live = [id_ for _, id_, is_retired in changes if not is_retired]
        documents = corpus.documents(live, sources=sources)
        gone = (id_ for _, id_, _ in changes if id_ not in documents)
        seqs = {id_: number for number, id_, _ in changes}
        yield ChangeBatch(
            seq, tuple(documents.values()), tuple(gone), corpus_id, seqs, more_follows=seq < target
        )
