"""The sentences of an answer: messages are codes with arguments until this module words them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...messages import later
from ...messages import said as _
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
    from collections.abc import Collection, Iterable, Sequence

    from ..contract import Counted, IndexSnapshot, Matches
    from ..explained import Missed
    from ..query.relaxation import Relaxation
    from ..query.tree import Node, Problem

_PROBLEMS = {
    ProblemKind.EMPTY: later("the query holds nothing to search for"),
    ProblemKind.ONLY_EXCLUSIONS: later(
        "the query, or one side of an OR in it, only says what to leave out: add what to look for"
    ),
    ProblemKind.TOO_LONG: later("the query is too long: it has {:,} {}, and {:,} is the limit"),
    ProblemKind.TOO_COMPLEX: later(
        "the query is too complex: {:,} groups stand inside each other, and {:,} is the limit"
    ),
}
_UNITS = {"characters": later("characters"), "words": later("words")}
_FILTERS = {
    FilterName.KIND: later("kind"),
    FilterName.CHANNEL: later("channel"),
    FilterName.PLACE: later("place"),
    FilterName.FLAG: later("flag"),
    FilterName.SOURCE: later("source"),
}
_COUNTED = (FilterName.KIND, FilterName.CHANNEL, FilterName.PLACE, FilterName.FLAG)
_MOST_VALUES = 5


def problem_sentence(problem: Problem) -> str:
    """Say why a query cannot be carried out."""
    arguments = (_(_UNITS[given]) if given in _UNITS else given for given in problem.arguments)
    return _(_PROBLEMS[problem.kind]).format(*arguments)


def out_of_time_sentence() -> str:
    """Say that a search was given up."""
    return _("the search took too long and was given up: ask for less at once")


def relaxed_sentence(relaxed: Iterable[Relaxation], query: ReadQuery, total: int) -> str:
    """Say how a query was read otherwise than it was typed, where so many documents match it."""
    asked = clauses(query.root) if query.root else ()
    is_filtered = bool(query.filters) or any(isinstance(part, Filter | Not) for part in asked)
    sentences = []
    for how, texts in relaxed:
        if how is RelaxedHow.TAKEN_APART:
            sentence = _("Not found as written; searched for {tokens}.")
        elif total:
            sentence = _("Below the matches: documents that contain only part of {tokens}.")
        elif is_filtered:
            sentence = _(
                "No document that passes the filters contains {tokens}. Showing documents that "
                "contain part of it."
            )
        elif len(texts) == 1:
            sentence = _(
                "No document contains {tokens}. Showing documents that contain part of it."
            )
        else:
            sentence = _(
                "No document contains all of {tokens}. Showing documents that contain part of it."
            )
        sentences.append(sentence.format(tokens=" ".join(texts)))
    return " ".join(sentences)


def nothing_sentence(query: ReadQuery, snapshot: IndexSnapshot) -> str | None:
    """Say which filter leaves nothing, and what there is in its place; None where none does."""
    asked = clauses(query.root) if query.root else ()
    conditions = [*(part for part in asked if isinstance(part, Filter)), *query.filters]
    for condition in conditions:
        alone = ReadQuery(query.text, query.mode, condition)
        if snapshot.run(alone, Page(limit=0)).total:
            continue
        if condition.name not in _COUNTED:
            return _("no document fits this: {filter}").format(filter=_filter_phrase(condition))
        there = _values_there(snapshot.values(condition.name, _MOST_VALUES + 1))
        sentence = (
            _("{filter} {value}: no such {filter}; there are {there}")
            if there
            else _("{filter} {value}: no such {filter}; no document has any")
        )
        name = _(_FILTERS[condition.name])
        value = printable(condition.value)
        return sentence.format(filter=name, value=value, there=there)
    if not conditions or len(conditions) == len(asked) + len(query.filters):
        return None  # there is nothing but filters, or nothing but what is looked for
    together = [conditions] if len(conditions) > 1 else []
    for left_out in (*([one] for one in conditions), *together):
        found = snapshot.run(_without(query, left_out), Page(limit=0, facets=True))
        if found.total:
            return _kept_out_sentence(left_out, found)
    return None


def _without(query: ReadQuery, left_out: Collection[Filter]) -> ReadQuery:
    """Return a query without some of its filters; something else is looked for in it."""
    root = query.root
    if isinstance(root, And):
        parts = tuple(part for part in root.parts if part not in left_out)
        root = And(parts) if len(parts) > 1 else parts[0]
    filters = tuple(condition for condition in query.filters if condition not in left_out)
    return query._replace(root=root, filters=filters)


def _kept_out_sentence(left_out: Sequence[Filter], found: Matches) -> str:
    """Say that filters keep out all that matches."""
    condition, *others = left_out
    there = _values_there((found.facets or {}).get(condition.name, ()))
    if others:
        sentence = _("no document passes all filters; without them, {number:,} match")
    elif there:
        sentence = _("{filter}: none of what matches otherwise ({number:,}); there are {there}")
    else:
        sentence = _("{filter}: none of what matches otherwise ({number:,})")
    return sentence.format(number=found.total, filter=_filter_phrase(condition), there=there)


def _values_there(values: Counted) -> str:
    there = _(", ").join(f"{printable(value)} ({n:,})" for value, n in values[:_MOST_VALUES])
    return there + _(", …") if len(values) > _MOST_VALUES else there


def missed_sentence(missed: Missed) -> str:
    """Say which clause keeps a document out, and what the document lacks of it."""
    sentence = clause_sentence(missed.clause)
    if not missed.missing:
        return sentence
    lacking = _(", ").join(missed.missing)
    return _("{clause} (it lacks: {terms})").format(clause=sentence, terms=lacking)


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
        ignored = _(", ").join(printable(piece) for piece in query.ignored)
        lines.append(_("ignored: {pieces}").format(pieces=ignored))
    return lines


def clause_sentence(clause: Node) -> str:
    """Say what one clause asks for."""
    if isinstance(clause, Not):
        return _("must not match: {phrase}").format(phrase=phrase_of(clause.part))
    return _("must match: {phrase}").format(phrase=phrase_of(clause))


def phrase_of(clause: Node) -> str:
    """Write a clause out, groups inside it in parentheses, without recursion."""
    pieces: list[str] = []
    waiting: list[Node | str] = [clause]
    while waiting:
        match waiting.pop():
            case str(piece):
                pieces.append(piece)
            case Not(part):
                waiting += [part, _("not ")]
            case And(parts) | Or(parts) as group:
                word = _(" and ") if isinstance(group, And) else _(" or ")
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
    value = printable(condition.value)
    match condition.name:
        case FilterName.AFTER:
            return _("dated {day} or later").format(day=value)
        case FilterName.BEFORE:
            return _("dated {day} or earlier").format(day=value)
        case FilterName.ADDED_AFTER:
            return _("added on {day} or later").format(day=value)
        case _:
            name = _(_FILTERS[condition.name])
            return _("{filter} is {value}").format(filter=name, value=value)


def _string_phrase(string: Literal | Token) -> str:
    text = printable(string.text)
    if isinstance(string, Literal):
        phrase = _('exactly "{string}"').format(string=text)
    else:
        phrase = f"{'*' * string.open_start}{text}{'*' * string.open_end}"
    if string.field is not Field.TITLE:
        return phrase
    return _("{phrase} in the title").format(phrase=phrase)


def printable(text: str) -> str:
    """Return a text that is echoed, with spaces for what cannot be printed."""
    return "".join(character if character.isprintable() else " " for character in text)
