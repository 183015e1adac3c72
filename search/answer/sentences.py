"""The sentences of an answer: messages are codes with arguments until this module words them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..query.interpret import ReadQuery
from ..query.relaxation import RelaxedHow
from ..query.tree import (
    And,
    Field,
    Filter,
    FilterName,
    Literal,
    Not,
    Or,
    ProblemKind,
    Token,
    clauses,
)
from ..request import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..contract import IndexSnapshot
    from ..explained import Missed
    from ..query.relaxation import Relaxation
    from ..query.tree import Node, Problem

_PROBLEMS = {
    ProblemKind.EMPTY: "the query holds nothing to search for",
    ProblemKind.ONLY_EXCLUSIONS: (
        "the query, or one side of an OR in it, only says what to leave out: add what to look for"
    ),
    ProblemKind.TOO_LONG: "the query is too long: it has {:,} {}, and {:,} is the limit",
    ProblemKind.TOO_COMPLEX: (
        "the query is too complex: {:,} groups stand inside each other, and {:,} is the limit"
    ),
}
_COUNTED = (FilterName.KIND, FilterName.CHANNEL, FilterName.PLACE, FilterName.FLAG)
_MOST_VALUES = 5


def problem_sentence(problem: Problem) -> str:
    """Say why a query cannot be carried out."""
    return _PROBLEMS[problem.kind].format(*problem.arguments)


def relaxed_sentence(relaxed: Iterable[Relaxation], total: int) -> str:
    """Say how a query was read otherwise than it was typed, where so many documents match it."""
    sentences = []
    for how, texts in relaxed:
        named = " ".join(texts)
        if how is RelaxedHow.TAKEN_APART:
            sentences.append(f"taken apart, because it stands nowhere as it is: {named}")
        elif total:
            sentences.append(f"below what matches stands what has only parts of: {named}")
        else:
            sentences.append(f"no document has all of it; these have parts of: {named}")
    return "; ".join(sentences)


def nothing_sentence(query: ReadQuery, snapshot: IndexSnapshot) -> str | None:
    """Say which filter leaves nothing, and what there is in its place; None where none does."""
    asked = clauses(query.root) if query.root else ()
    for condition in (*(part for part in asked if isinstance(part, Filter)), *query.filters):
        alone = ReadQuery(query.text, query.mode, condition)
        if snapshot.run(alone, Page(limit=0)).total:
            continue
        if condition.name not in _COUNTED:
            return f"no document fits this: {_filter_phrase(condition)}"
        values = snapshot.values(condition.name, _MOST_VALUES + 1)
        there = ", ".join(f"{_printable(value)} ({n:,})" for value, n in values[:_MOST_VALUES])
        more = ", …" if len(values) > _MOST_VALUES else ""
        what = f"{condition.name} {_printable(condition.value)}: no such {condition.name}"
        return f"{what}; there are {there}{more}" if there else f"{what}; no document has any"
    return None


def missed_sentence(missed: Missed) -> str:
    """Say which clause keeps a document out, and what the document lacks of it."""
    sentence = clause_sentence(missed.clause)
    return f"{sentence} (it lacks: {', '.join(missed.missing)})" if missed.missing else sentence


def describe(query: ReadQuery) -> list[str]:
    """Say in plain words how a query was read, one line a clause.

    Unprintable characters of the query become spaces, because it is echoed.
    """
    lines = []
    if query.problem is not None:
        lines.append(problem_sentence(query.problem))
    if query.root is not None:
        lines += [clause_sentence(clause) for clause in clauses(query.root)]
    if query.ignored:
        lines.append("ignored: " + ", ".join(_printable(piece) for piece in query.ignored))
    return lines


def clause_sentence(clause: Node) -> str:
    """Say what one clause asks for."""
    if isinstance(clause, Not):
        return f"must not match: {_phrase(clause.part)}"
    return f"must match: {_phrase(clause)}"


def _phrase(clause: Node) -> str:
    """Write a clause out, groups inside it in parentheses, without recursion."""
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
            case Filter() as condition:
                pieces.append(_filter_phrase(condition))
            case Literal() | Token() as string:
                pieces.append(_string_phrase(string))
    return "".join(pieces)


def _filter_phrase(condition: Filter) -> str:
    value = _printable(condition.value)
    match condition.name:
        case FilterName.AFTER:
            return f"dated {value} or later"
        case FilterName.BEFORE:
            return f"dated {value} or earlier"
        case _:
            return f"{condition.name} is {value}"


def _string_phrase(string: Literal | Token) -> str:
    text = _printable(string.text)
    if isinstance(string, Literal):
        phrase = f'exactly "{text}"'
    else:
        phrase = f"{'*' * string.open_start}{text}{'*' * string.open_end}"
    return f"{phrase} in the title" if string.field is Field.TITLE else phrase


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
