"""What an engine's commands tell: removals, checks, and the data folder in numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ..corpus.counts import CorpusStats
from ..corpus.values import brief, plain

if TYPE_CHECKING:
    from ..search.contract import IndexStats


@dataclass(frozen=True, slots=True)
class RemoveReport:
    """What a removal did.

    Attributes:
        sources: how many sources went.
        retired: how many documents no other source shows.
        refused: why nothing was done, or None.
    """

    sources: int
    retired: int
    refused: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the fields by their names."""
        return plain(self)


#: What an index alone does not know.
OF_A_CORPUS = ("sources", "sightings", "retired")


@dataclass(frozen=True, slots=True)
class Stats(CorpusStats):
    """A data folder in numbers: the corpus, the index, and how many documents are of each month."""

    index: IndexStats
    months: tuple[tuple[str, int], ...] = ()

    __repr__ = brief

    def as_dict(self) -> dict[str, object]:
        """Give the fields of `stats --json`."""
        told = {**asdict(self), "index": self.index.as_dict()}
        if self.documents and not self.sightings:  # an index alone does not know of them
            for name in OF_A_CORPUS:
                del told[name]
        return told


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found wrong, what it put right, and the documents that nothing brings back.

    `ok` where nothing is wrong any more.
    """

    problems: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    __repr__ = brief

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong, or everything was put right."""
        return len(self.problems) == len(self.repaired) and not self.lost

    def as_dict(self) -> dict[str, object]:
        """Return the fields by their names, with `ok`."""
        return {**plain(self), "ok": self.ok}
