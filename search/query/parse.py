"""From the text of a query to its tree. The language is in docs/query-language.md."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...language.normalise import normalise
from ...language.terms import RunKind, runs
from .lex import Blank, Lexeme, Mark, scan
from .operands import read_literal
from .tree import (
    And,
    Field,
    Filter,
    Literal,
    Node,
    Not,
    Or,
    ParsedQuery,
    Problem,
    ProblemKind,
    Token,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How many characters a query may have, white space at its ends not counted.
LONGEST = 20_000
#: How many operands (tokens, quotations, filters) it may have.
MOST_OPERANDS = 1_000
#: How many groups may stand inside each other. The tree is never deeper than three times that, so
#: that it can be walked, compared, printed and pickled with Python's own recursion limit.
DEEPEST = 40


def parse(text: str, *, exact: bool = False, prefix_last: bool = False) -> ParsedQuery:
    """Read a query.

    Args:
        text: anything; no text makes this raise.
        exact: whether the whole text is one literal, as if it stood in quotation marks.
        prefix_last: whether it is being typed, so that a number or a word in letters at its end may
            be the beginning of a longer one.

    Returns:
        The query with its tree, or with the problem that keeps it from having one.
    """
    size = len(text.strip())
    if size > LONGEST:
        return ParsedQuery(text, None, Problem(ProblemKind.TOO_LONG, (size, "characters", LONGEST)))
    if exact:
        literal = read_literal(text)
        return ParsedQuery(text, literal, None if literal else _EMPTY)
    lexemes = scan(text)
    operands = sum(not isinstance(lexeme, Mark) for lexeme in lexemes.sequence)
    if operands > MOST_OPERANDS:
        return ParsedQuery(
            text, None, Problem(ProblemKind.TOO_LONG, (operands, "words", MOST_OPERANDS))
        )
    if lexemes.depth > DEEPEST:
        return ParsedQuery(text, None, Problem(ProblemKind.TOO_COMPLEX, (lexemes.depth, DEEPEST)))
    builder = _Builder()
    sequence = _with_open_end(text, lexemes.sequence) if prefix_last else lexemes.sequence
    for lexeme in sequence:
        builder.take(lexeme)
    root, problem = builder.finished()
    return ParsedQuery(
        text, root, problem, tuple(dict.fromkeys((*lexemes.unpaired, *builder.ignored)))
    )


def _with_open_end(text: str, sequence: Sequence[Lexeme]) -> Sequence[Lexeme]:
    """Let a last token of letters and digits be a beginning, where the text ends with it."""
    match [*sequence]:
        case [*before, Token() as last] if text.endswith(last.text) and all(
            run.kind is not RunKind.GRAM for run in runs(normalise(last.text))
        ):
            return [*before, replace(last, open_end=True)]
    return sequence


_EMPTY = Problem(ProblemKind.EMPTY)
_ONLY_EXCLUSIONS = Problem(ProblemKind.ONLY_EXCLUSIONS)


@dataclass(slots=True)
class _Group:
    """A group that is being read; the whole query is one.

    Attributes:
        where: the field in which its strings are looked for.
        is_negated: whether it says what to leave out.
        alternatives: the sides of its ORs so far, each the parts of an AND.
        has_or: whether an OR waits for its right side.
        next_is_negated: whether an exclusion waits for its operand.
        next_is_title: whether a field waits for its value.
    """

    where: Field = Field.ALL
    is_negated: bool = False
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])
    has_or: bool = False
    next_is_negated: bool = False
    next_is_title: bool = False


class _Builder:
    """Builds the tree from lexemes, with a stack of its own in place of recursion."""

    def __init__(self) -> None:
        self.groups = [_Group()]
        self.ignored: list[str] = []
        self.is_unbounded = False

    def take(self, lexeme: Lexeme) -> None:
        """Add the next lexeme."""
        group = self.groups[-1]
        match lexeme:
            case Mark.TITLE:
                group.next_is_title = True
            case Mark.NOT:
                group.next_is_negated = True
            case Mark.AND:
                self._drop_waiting_not(group)
            case Mark.OR:
                self._drop_waiting_not(group)
                if group.alternatives[-1] and not group.has_or:
                    group.has_or = True
                else:
                    self.ignored.append("OR")
            case Mark.OPEN:
                where = Field.TITLE if group.next_is_title else group.where
                self.groups.append(_Group(where, group.next_is_negated))
                group.next_is_negated = group.next_is_title = False
            case Mark.CLOSE:
                self.groups.pop()
                self._add(self.groups[-1], self._parts(group))
            case Blank(text):
                self.ignored.append(text)
                group.next_is_negated = group.next_is_title = False
            case Literal() | Token() | Filter():
                self._leaf(group, lexeme)

    def finished(self) -> tuple[Node | None, Problem | None]:
        """Return the tree or the problem."""
        parts = self._parts(self.groups[0])
        if not parts:
            return None, _EMPTY
        if self.is_unbounded or _only_excludes(parts):
            return None, _ONLY_EXCLUSIONS
        return _both(parts), None

    def _drop_waiting_not(self, group: _Group) -> None:
        if group.next_is_negated:
            group.next_is_negated = False
            self.ignored.append("NOT")

    def _leaf(self, group: _Group, leaf: Literal | Token | Filter) -> None:
        if not isinstance(leaf, Filter) and (group.next_is_title or group.where is Field.TITLE):
            leaf = replace(leaf, field=Field.TITLE)
        self._add(group, [Not(leaf) if group.next_is_negated else leaf])
        group.next_is_negated = group.next_is_title = False

    def _add(self, group: _Group, parts: list[Node]) -> None:
        if not parts:
            return
        if group.has_or:
            group.alternatives.append([])
            group.has_or = False
        for part in parts:
            group.alternatives[-1] += part.parts if isinstance(part, And) else [part]

    def _parts(self, group: _Group) -> list[Node]:
        """Close a group: give the parts that it adds to the AND around it."""
        self._drop_waiting_not(group)
        if group.has_or:
            self.ignored.append("OR")
        sides = [_distinct(parts) for parts in group.alternatives]
        if len(sides) > 1:
            self.is_unbounded |= any(_only_excludes(side) for side in sides)
            sides = [[_either([_both(side) for side in sides])]]
        parts = sides[0]
        if not group.is_negated or not parts:
            return parts
        if len(parts) == 1 and isinstance(parts[0], Not):
            return [parts[0].part]
        self.is_unbounded |= _only_excludes(parts)
        return [Not(_both(parts))]


def _only_excludes(parts: list[Node]) -> bool:
    return all(isinstance(part, Not) for part in parts)


def _distinct(parts: list[Node]) -> list[Node]:
    """Leave out what stands there already.

    A group counts as another one each time: to compare two would take recursion.
    """
    seen: set[Node | int] = set()
    kept = []
    for part in parts:
        inner = part.part if isinstance(part, Not) else part
        key = id(part) if isinstance(inner, And | Or) else part
        if key not in seen:
            seen.add(key)
            kept.append(part)
    return kept


def _both(parts: list[Node]) -> Node:
    """Join the parts of an AND; a part that is one itself has been taken apart before."""
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _either(sides: list[Node]) -> Node:
    """Join the sides of an OR, taking apart those that are one themselves."""
    flat: list[Node] = []
    for side in sides:
        flat += side.parts if isinstance(side, Or) else [side]
    distinct = _distinct(flat)
    return distinct[0] if len(distinct) == 1 else Or(tuple(distinct))
