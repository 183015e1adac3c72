"""The seam: what a search asks of an index, whatever keeps it.

An index follows the change log of a corpus: `apply` takes what changed, a batch at a time, and a
read query is run on a snapshot, one state that later changes leave alone. `tests/conformance/`
holds every index to the same promises; `local` is the one over files of this machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from ..corpus.changes import ChangeBatch
    from ..corpus.documents import Document
    from ..corpus.reader import CorpusReader
    from ..language.offsets import Offsets
    from .explained import Explained
    from .query.interpret import QueryString, ReadQuery
    from .query.relaxation import Relaxation
    from .request import Page
    from .suggestion import Suggestion

    Progress = Callable[[int, int | None, str], None]

#: The values of one facet, each with the number of matching documents that have it, most first.
Counted = tuple[tuple[str, int], ...]


class Line(NamedTuple):
    """A line of a result: what is shown, the score of its best, how many others are behind it.

    Attributes:
        matches: whether it is a match; a loose hit has only parts of the query.
        coverage: the share of the query's content that it covers.
    """

    id: str
    score: float
    folded: int = 0
    matches: bool = True
    coverage: float = 1.0


class Matches(NamedTuple):
    """One page of the documents that match, and of the loose ones below them, without texts.

    Attributes:
        lines: of the page, in order, the matches before what is loose.
        total: how many documents match.
        strings: what a match contains, as the query was read in the end; for marking.
        relaxed: how the query was relaxed; nothing where it was carried out as it was typed.
        facets: all matches by kind, channel, month, place and flag; None where not asked for.
        total_is_exact: whether everything was worked out; else the time of the search was over.
        more: how many documents are loose; None where that was not worked out.
    """

    lines: tuple[Line, ...]
    total: int
    strings: tuple[QueryString, ...]
    relaxed: tuple[Relaxation, ...] = ()
    facets: Mapping[str, Counted] | None = None
    total_is_exact: bool = True
    more: int | None = None


class StoredText(NamedTuple):
    """What an index keeps of a text.

    Attributes:
        forms: its normalised forms.
        offsets: the way back from the one there is; None where it is not kept.
    """

    forms: Sequence[str]
    offsets: Offsets | None


class StoredDocument(NamedTuple):
    """A document with what an index keeps of its title and its body; None where it has neither."""

    document: Document
    title: StoredText | None = None
    body: StoredText | None = None


class IndexStats(NamedTuple):
    """An index in numbers; `up_to_date` where it has reached the last change of the corpus.

    `cluster` says how the machines are that keep it, where it is on others.
    """

    generation: int | None
    seq: int
    bytes: int
    up_to_date: bool
    cluster: Mapping[str, int | str] | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the fields by their names, those of the cluster among them."""
        told = self._asdict()
        return told | dict(told.pop("cluster") or {})


class IndexSnapshot(Protocol):
    """One state of an index."""

    @property
    def seq(self) -> int:
        """The change of the corpus that it shows."""

    @property
    def size(self) -> int:
        """The number of documents in it."""

    def run(self, query: ReadQuery, page: Page) -> Matches:
        """Return a page of the documents that match a query without a problem."""

    def cost(self, query: ReadQuery) -> int:
        """Return about how many postings a search reads; 0 where another machine reads them."""

    def explain(self, query: ReadQuery, id_: str) -> Explained:
        """Say why a document matches a query without a problem, and where; or why it does not."""

    def group(self, id_: str, limit: int) -> list[str]:
        """Return a document, its versions, those of their templates: itself, then the newest."""

    def nearest(self, query: ReadQuery, limit: int) -> list[str]:
        """Return the documents that have most of a query, whatever else it asks, best first."""

    def did_you_mean(self, query: ReadQuery) -> str | None:
        """Return a query that was probably meant by one that finds little, or None."""

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Return words and titles that complete or correct a text, best first."""

    def documents(self, ids: Sequence[str]) -> dict[str, StoredDocument]:
        """Return documents by their ids, in that order; those that are not there are left out."""

    def values(self, field: str, limit: int) -> Counted:
        """Return the most frequent values of a facet, over all documents."""


class SearchIndex(Protocol):
    """An index that follows a corpus. Only the holder of the writer lock may change it.

    Attributes:
        is_remote: whether other machines keep it. It has the sources of documents then, which
            batches bring, and it is built anew only where somebody asks.
    """

    is_remote: bool

    def follows(self) -> str | None:
        """Return the id of the corpus that it shows; None where it has seen none.

        Raises:
            DamagedError, OutdatedError: it cannot be used.
        """

    def reached(self) -> int:
        """Return the change of the corpus that it shows; 0 for an index of nothing.

        Raises:
            DamagedError, OutdatedError: it cannot be used.
        """

    def apply(self, batch: ChangeBatch) -> None:
        """Take changes in; lasting when it returns. To take them in again changes nothing.

        Raises:
            DamagedError, OutdatedError: it cannot be used, or follows another corpus.
        """

    def rebuilding(self) -> AbstractContextManager[SearchIndex]:
        """Lend an empty index that takes the place of this one at the end, or not at all."""

    def snapshot(self) -> AbstractContextManager[IndexSnapshot]:
        """Lend the newest state. What is applied meanwhile does not change it.

        Raises:
            DamagedError, OutdatedError: it cannot be used.
        """

    def problems(
        self, corpus: CorpusReader, *, deep: bool, progress: Progress | None = None
    ) -> Iterator[str]:
        """Iterate over what is wrong with it, a line each; `deep` compares every text and term."""

    def state(self) -> str | None:
        """Return a short string that changes whenever an answer could; None without an index."""

    def stats(self, corpus: CorpusReader | None) -> IndexStats:
        """Return it in numbers; a damaged one has none.

        Args:
            corpus: None on a machine without.
        """
