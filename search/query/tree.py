"""What a query says, as a tree, and how to tell a person what was read.

    Node = Literal | Token | Filter | And | Or | Not

Three things hold of every tree that `parse` gives, so that whoever walks it need not ask:

* `Not` stands only as a part of an `And`, and never directly around another `Not`;
* every `And` and every part of an `Or` has something that is looked for, so no query matches
  everything by leaving a little out;
* no part stands twice in one `And` or `Or`, and neither has fewer than two parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """Where a string is looked for."""

    ALL = "all"
    TITLE = "title"


class FilterName(StrEnum):
    """What a filter asks of a document."""

    KIND = "kind"
    CHANNEL = "channel"
    AFTER = "after"
    BEFORE = "before"
    SOURCE = "source"


class ProblemKind(StrEnum):
    """Why a query cannot be carried out."""

    EMPTY = "empty"
    ONLY_EXCLUSIONS = "only-exclusions"
    TOO_LONG = "too-long"
    TOO_COMPLEX = "too-complex"


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


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a query cannot be carried out, with one line for a person."""

    kind: ProblemKind
    message: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read.

    Attributes:
        text: as it was given.
        root: what it asks for; None exactly where there is a problem.
        problem: why it cannot be carried out, or None.
        ignored: pieces of it that were left aside, in order: operators without an operand, marks
            that do not close, tokens with nothing to search for.
    """

    text: str
    root: Node | None
    problem: Problem | None = None
    ignored: tuple[str, ...] = ()


def describe(query: Query) -> list[str]:
    """Say in plain words how a query was read, one line a clause.

    The words of the query stand in it without characters that cannot be printed, for it is echoed.
    """
    lines = []
    if query.problem is not None:
        lines.append(query.problem.message)
    if query.root is not None:
        for clause in query.root.parts if isinstance(query.root, And) else (query.root,):
            if isinstance(clause, Not):
                lines.append(f"must not match: {_phrase(clause.part)}")
            else:
                lines.append(f"must match: {_phrase(clause)}")
    if query.ignored:
        lines.append("ignored: " + ", ".join(_printable(piece) for piece in query.ignored))
    return lines


def _phrase(clause: Node) -> str:
    """Write a clause out; groups inside it in parentheses."""
    pieces: list[str] = []
    waiting: list[Node | str] = [clause]
    while waiting:
        match waiting.pop():
            case str(piece):
                pieces.append(piece)
            case Not(part):
                waiting += [part, "not "]
            case And(parts) | Or(parts) as group:
                word = " and " if isinstance(group, And) else " or "
                inner: list[Node | str] = [parts[0]]
                for part in parts[1:]:
                    inner += [word, part]
                waiting += [*reversed(inner)] if group is clause else [")", *reversed(inner), "("]
            case Filter() as leaf:
                pieces.append(_filter_phrase(leaf))
            case Literal() | Token() as leaf:
                pieces.append(_string_phrase(leaf))
    return "".join(pieces)


def _filter_phrase(leaf: Filter) -> str:
    value = _printable(leaf.value)
    match leaf.name:
        case FilterName.AFTER:
            return f"dated {value} or later"
        case FilterName.BEFORE:
            return f"dated {value} or earlier"
        case _:
            return f"{leaf.name} is {value}"


def _string_phrase(leaf: Literal | Token) -> str:
    text = _printable(leaf.text)
    if isinstance(leaf, Literal):
        phrase = f'exactly "{text}"'
    else:
        phrase = f"{'*' * leaf.open_start}{text}{'*' * leaf.open_end}"
    return f"{phrase} in the title" if leaf.field is Field.TITLE else phrase


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
