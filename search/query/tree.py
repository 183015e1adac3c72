"""The tree of a query.

    Node = Literal | Token | Filter | And | Or | Not

Three things hold of every tree that `parse` returns, so that whoever walks it need not ask:

* `Not` stands only as a part of an `And`, and never directly around another `Not`;
* every `And` and every part of an `Or` has something that is looked for, so no query matches
  everything by leaving a little out;
* no part stands twice in one `And` or `Or`, and neither has fewer than two parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Field(StrEnum):
    """The field in which a string is looked for."""

    ALL = "all"
    TITLE = "title"


class FilterName(StrEnum):
    """The filters; each is an option of a search and a prefix of the query language alike."""

    KIND = "kind"
    CHANNEL = "channel"
    PLACE = "place"
    FLAG = "flag"
    SOURCE = "source"
    AFTER = "after"
    BEFORE = "before"
    ADDED_AFTER = "added_after"


class ProblemKind(StrEnum):
    """Why a query cannot be carried out."""

    EMPTY = "empty"
    ONLY_EXCLUSIONS = "only-exclusions"
    TOO_LONG = "too-long"
    TOO_COMPLEX = "too-complex"


class Mode(StrEnum):
    """How much of the query must match: as the query looks, every token, or any of them."""

    AUTO = "auto"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted string: it matches where it stands as it is, and nowhere else.

    Attributes:
        text: what stood between the marks, verbatim.
        field: title and text, or the title only.
        open_start: always false; beside `Token.open_start` for whoever takes both.
        open_end: likewise.
    """

    text: str
    field: Field = Field.ALL
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """What stood between two spaces, without the punctuation at its edges.

    Attributes:
        text: a verbatim piece of the query.
        field: title and text, or the title only.
        open_start: whether its first number or Latin word may be the end of a longer one (`*87`).
        open_end: whether its last one may be the beginning of a longer one (`187*`).
    """

    text: str
    field: Field = Field.ALL
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on what is known about a document.

    Attributes:
        name: which.
        value: kind: `article` or `snippet`; after and before: an ISO date, itself included;
            channel: its name; source: a glob over source keys.
    """

    name: FilterName
    value: str


@dataclass(frozen=True, slots=True)
class And:
    """Matches where all of at least two parts match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Matches where one of at least two parts matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Matches where its part does not."""

    part: Node


Node = Literal | Token | Filter | And | Or | Not


class Problem(NamedTuple):
    """Why a query cannot be carried out: a code, and the numbers for its sentence."""

    kind: ProblemKind
    arguments: tuple[int | str, ...] = ()


class ParsedQuery(NamedTuple):
    """A query as it was parsed.

    Attributes:
        text: as it was typed.
        root: what it asks for; None exactly where there is a problem.
        problem: why it cannot be carried out, or None.
        ignored: pieces without meaning, in order: operators without an operand, marks that do not
            close, tokens with nothing to search for.
    """

    text: str
    root: Node | None
    problem: Problem | None = None
    ignored: tuple[str, ...] = ()


def clauses(root: Node) -> tuple[Node, ...]:
    """Return what must hold side by side: the parts of an AND, or the tree itself."""
    return root.parts if isinstance(root, And) else (root,)


def strings(node: Node, *, excluded: bool = False) -> Iterator[Literal | Token]:
    """Iterate over the strings that a match contains, or over those that exclude a document."""
    match node:
        case Literal() | Token():
            if not excluded:
                yield node
        case Not(part):
            yield from strings(part, excluded=not excluded)
        case And(parts) | Or(parts):
            for part in parts:
                yield from strings(part, excluded=excluded)
        case Filter():
            pass
