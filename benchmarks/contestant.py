"""What the benchmark asks of an engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from documents import Document
    from queries import Query

TOP = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave.

    Attributes:
        texts: title and body of the first ten documents, read from where the engine keeps them.
        total: how many documents match; None where the engine does not tell.
    """

    texts: list[str]
    total: int | None = None


class Build(Protocol):
    """Takes documents in, in a folder of its own."""

    def add(self, documents: Sequence[Document]) -> None:
        """Take some documents in."""

    def commit(self) -> None:
        """Make all of them searchable, and lasting on the disk."""


class Search(Protocol):
    """Answers queries from what a `Build` left in a folder."""

    def ask(self, query: Query) -> Answer | None:
        """Answer a query; None where the engine cannot be asked such a thing."""


class Builder(Protocol):
    """An engine that can be given documents."""

    def build(self, folder: Path) -> Build:
        """Begin an index in an empty folder."""


class Contestant(Builder, Protocol):
    """An engine that answers from what it was given."""

    def open(self, folder: Path) -> Search:
        """Open the index of a folder."""
