"""Literal matches as intervals over units: every sign of a text is a token with its position.

What stands side by side in a text stands side by side there, atoms are whole, and no interval
crosses a line; so an interval without gaps is what `language.literal` finds. Where a string begins
or ends is not plain from itself, several intervals are asked for:

* of a number with one point at an end of a string, the text may hold it as one atom, or as parts of
  a longer one (2025.04.26);
* a point at an end may stand in a number: `units.points` has `6.` and `.74` at the place of 6.74;
* an atom that may go on is in `units.starts`, one that may have begun before in `units.ends`;
* a line break in a string is one in the text, or a space, or nothing;
* a numeral at an end that must be whole stands in no interval with a sign on which it would go on.
"""

from __future__ import annotations

from itertools import groupby, product
from typing import TYPE_CHECKING, Any, NamedTuple

from ..language.counts import JOINTS, TENS, UNCERTAIN, counts_in
from ..language.numerals import NUMERAL
from ..language.spaces import KEPT_APART, side_of
from ..language.terms import RunKind, runs
from .clauses import any_of, fields_of
from .tokens import atom, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..language.literal import LiteralText
    from ..language.terms import Run
    from .clauses import Clause

    _Rule = dict[str, Any]

_POINT = "."
_MOST_BREAKS = 4  # that may be nothing: each doubles what is asked for
_MOST_EXPANSIONS = 1_024  # of a pattern: so many a cluster takes unless it is told otherwise
_FEW_PARTS = 2  # of a number that may be one atom


class _Token(NamedTuple):
    """A token, and the sub-field of units in which it is looked for."""

    text: str
    sub_field: str = ""
    is_pattern: bool = False


# Tokens one behind the other. A place is what may stand there: several such rows.
_Row = tuple[_Token, ...]
_Place = list[_Row]


def standing(literal: LiteralText, *, title_only: bool = False) -> Clause:
    """Return what holds a string, in its title or, unless that only counts, in its text."""
    fields = fields_of("units", title_only=title_only)
    return any_of([standing_in(literal, field) for field in fields])


def standing_in(literal: LiteralText, field: str) -> Clause:
    """Return what holds a string in a field of units."""
    return any_of([_clause(form, literal, field) for form in literal.forms if form])


def _clause(form: str, literal: LiteralText, field: str) -> Clause:
    places = list(_places(form, literal))
    if len(places) == 1 and all(len(row) == 1 for row in places[0]):
        return any_of([_single(row[0], field) for row in places[0]])
    rule = _with_whole_numbers(form, places, literal, field) if literal.is_number else None
    return {"intervals": {field: rule or _rule(places, field)}}


def _with_whole_numbers(
    form: str, places: Sequence[_Place], literal: LiteralText, field: str
) -> _Rule:
    """Return a rule of which the numeral at the start, or at the end, is not a part of another.

    That numeral alone, with what it counts, is looked at: each sign beside it is a way more.
    """
    counts, size = [*counts_in(form)], len(places)
    before = [*_before(form)] if literal.number_start else []
    behind = [*_behind(form)] if literal.number_end else []
    head = counts[0][1] if before else 0
    tail = len(form) - counts[-1][0] if behind else 0
    if head + tail > size:  # the same numeral
        return _not_longer(_rule(places, field), before, behind)
    rules = [_not_longer(_rule(places[:head], field), before, [])] if head else []
    rules += [_rule(places[head : size - tail], field)] if head + tail < size else []
    rules += [_not_longer(_rule(places[size - tail :], field), [], behind)] if tail else []
    return _in_row(rules)


def _not_longer(rule: _Rule, before: list[list[_Rule]], behind: list[list[_Rule]]) -> _Rule:
    longer = [_in_row([*more, rule]) for more in before]
    longer += [_in_row([rule, *more]) for more in behind]
    ((kind, asked),) = rule.items()
    return {kind: asked | {"filter": {"not_contained_by": _either(longer)}}}


def _before(form: str) -> Iterator[list[_Rule]]:
    """Yield what makes the numeral at the start of a form a part; see `counts.cuts_numeral`."""
    yield [_one_of(NUMERAL)]
    yield [_one_of(NUMERAL), _one_of(JOINTS)]
    yield [_one_of("分"), _one_of("之")]
    if form[0] in TENS:
        yield [_one_of(UNCERTAIN)]


def _behind(form: str) -> Iterator[list[_Rule]]:
    """Yield what makes the numeral at the end of a form a part."""
    yield [_one_of(NUMERAL)]
    yield [_one_of(JOINTS), _one_of(NUMERAL)]
    if form[-1] in TENS:
        yield [_one_of(UNCERTAIN)]


def _one_of(signs: str) -> _Rule:
    return _either([{"match": {"query": sign(one), "analyzer": "whitespace"}} for one in signs])


def _either(rules: list[_Rule]) -> _Rule:
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": rules}}


def _single(token: _Token, field: str) -> Clause:
    if token.is_pattern:
        return {"wildcard": {_field(token, field): {"value": token.text}}}
    return {"term": {_field(token, field): {"value": token.text}}}


def _field(token: _Token, field: str) -> str:
    return f"{field}.{token.sub_field}" if token.sub_field else field


def _rule(places: Sequence[_Place], field: str) -> _Rule:
    rules: list[_Rule] = []
    for is_plain, group in groupby(places, lambda place: len(place) == 1):
        if is_plain:
            rules += _row_rules([token for (row,) in group for token in row], field)
            continue
        for place in group:
            ways = [_in_row(list(_row_rules(row, field))) for row in place]
            rules.append(_either(ways))
    return _in_row(rules)


def _row_rules(tokens: Sequence[_Token], field: str) -> Iterator[_Rule]:
    for (sub_field, is_pattern), group in groupby(tokens, lambda one: one[1:]):
        texts = [token.text for token in group]
        place: _Rule = {"use_field": f"{field}.{sub_field}"} if sub_field else {}
        if is_pattern:
            place["max_expansions"] = _MOST_EXPANSIONS
            yield from ({"wildcard": {"pattern": text} | place} for text in texts)
            continue
        rule = {"query": " ".join(texts), "max_gaps": 0, "ordered": True, "analyzer": "whitespace"}
        yield {"match": rule | place}


def _in_row(rules: list[_Rule]) -> _Rule:
    if len(rules) == 1:
        return rules[0]
    return {"all_of": {"intervals": rules, "max_gaps": 0, "ordered": True}}


def _places(form: str, literal: LiteralText) -> Iterator[_Place]:
    """Yield what may stand at each place of one form, in order."""
    optional: _Place = [()]  # line breaks that may be nothing, before the next place
    breaks = 0
    for start, end, run in _pieces(form):
        if run is not None and run.kind is not RunKind.GRAM:
            place = _atoms(form, start, end, run, literal)
        elif form[start] == "\n":
            if (side_of(form[start - 1]), side_of(form[end])) in KEPT_APART:
                place = [(_Token(sign(" ")),), (_Token(sign("\n")),)]
            else:
                breaks += 1
                is_there: _Row = (_Token(sign("\n")),)
                optional = [is_there, ()] if breaks <= _MOST_BREAKS else [is_there]
                continue
        else:
            place = [(_Token(sign(form[start])),)]
            if form == _POINT:
                place.append((_Token("*", "points", is_pattern=True),))
        yield [(*before, *row) for before, row in product(optional, place)]
        optional = [()]


def _pieces(form: str) -> Iterator[tuple[int, int, Run | None]]:
    """Yield the atoms of a form, and each other sign; a point at an end goes with its number."""
    done = 0
    for run in runs(form):
        start, end = run.start, run.end
        if run.kind is RunKind.NUMBER:
            start -= run.start == 1 and form[0] == _POINT
            end += run.end == len(form) - 1 and form[-1] == _POINT
        yield from ((at, at + 1, None) for at in range(done, start))
        if run.kind is RunKind.GRAM:
            yield from ((at, at + 1, run) for at in range(start, end))
        else:
            yield start, end, run
        done = end
    yield from ((at, at + 1, None) for at in range(done, len(form)))


def _atoms(form: str, start: int, end: int, run: Run, literal: LiteralText) -> _Place:
    """Return how an atom, with a point before or behind it, may stand in units."""
    open_start = literal.open_start and run.start == 0
    open_end = literal.open_end and run.end == len(form)
    parts = run.text.split(_POINT) if run.kind is RunKind.NUMBER else [run.text]
    ways = [[run.text]] if len(parts) <= _FEW_PARTS else []
    # At the end of a string a number with a point may be a part of a longer one.
    is_edge = start == 0 or end == len(form)
    if len(parts) > _FEW_PARTS or (len(parts) == _FEW_PARTS and is_edge):
        ways.append([piece for part in parts for piece in (_POINT, part)][1:])
    place = [row for way in ways for row in _opened(way, open_start, open_end)]
    before, behind = _Token(sign(_POINT)), _Token(sign(_POINT))
    of_number: _Place
    if start < run.start:
        of_number = [(_at_point(_POINT + run.text, open_end=open_end),)] if len(parts) == 1 else []
        place = [*((before, *row) for row in place), *of_number]
    if end > run.end:
        of_number = [(_at_point(run.text + _POINT, open_start=open_start),)]
        of_number = of_number if len(parts) == 1 else []
        if start < run.start:
            of_number = [(before, *row) for row in of_number]
        place = [*((*row, behind) for row in place), *of_number]
    return place


def _at_point(text: str, *, open_start: bool = False, open_end: bool = False) -> _Token:
    """Return how digits beside a point may stand in a number that has it."""
    pattern = "*" * open_start + text + "*" * open_end
    return _Token(pattern, "points", is_pattern=open_start or open_end)


def _opened(texts: Sequence[str], open_start: bool, open_end: bool) -> _Place:  # noqa: FBT001
    """Return how atoms may stand in units, of which the first and the last may go on."""
    if open_start and open_end and len(texts) == 1:
        return [(_Token(f"*{texts[0]}*", is_pattern=True),)]
    whole = [_Token(sign(text) if text == _POINT else atom(text)) for text in texts]
    first, *between = [[token] for token in whole]
    last = between.pop() if between else first
    for ways, is_open, sub_field in ((first, open_start, "ends"), (last, open_end, "starts")):
        if is_open:
            # An atom of one character stands in units alone.
            (token,) = ways
            ways[:] = [_Token(token.text, sub_field), *([token] if len(token.text) == 1 else [])]
    return list(product(first, *between, *([last] if last is not first else [])))
