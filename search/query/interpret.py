"""Read a query: its tree with all that its strings may mean. Pure data, made without an index.

* Spaced keywords and short tokens must all match.
* A whole question (one token that is longer than `LONGEST_STRICT` or holds a question word) matches
  every document that shares a word, a bigram or an atom with it; ranking sorts them.
* A token that mixes Han with digits or letters is taken apart where it stands nowhere literally.
* Tokens that only ask (怎么办, 在哪里) are asides: no condition beside others.

Which tokens stand nowhere only an index knows, so a `ReadQuery` holds both ways to read them, and
`with_apart` returns the tree for those that are to be taken apart.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ...language import days
from ...language.amounts import amounts_in
from ...language.content import SAME
from ...language.lexicon import WordBorders
from ...language.literal import LiteralText, forms_of
from ...language.normalise import normalise
from ...language.questions import has_question_word, only_asks
from ...language.spellings import is_han_code, spellings_in
from ...language.terms import RunKind, is_gram_only, runs
from .own_words import with_own_words
from .parse import parse
from .tree import And, Field, Filter, Literal, Mode, Node, Not, Or, Token, clauses, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ...language.lexicon import Part
    from ...language.readings import Readings
    from .tree import Problem

#: A token of more characters is a question: nobody expects one page to hold it as it stands.
LONGEST_STRICT = 5
_YEAR = re.compile(r"\d{4}年")
_MOST_REMEMBERED = 256
_LONGEST_REMEMBERED = 200  # characters: longer ones are hardly asked again


class OtherText(NamedTuple):
    """A whole text that means the same as a string of a query.

    Attributes:
        text: normalised.
        worth: in (0, 1].
        own_words: half-open spans of the person's own words, which are not cut apart.
    """

    text: str
    worth: float
    own_words: tuple[tuple[int, int], ...] = ()

    def literal(self) -> LiteralText:
        """Return it as what is found literally; a numeral that it begins or ends with is whole."""
        return LiteralText.whole(*forms_of(self.text))


class QueryString(NamedTuple):
    """A token or a quoted string of a query; a quoted one has no other readings.

    Attributes:
        node: its place in the tree.
        forms: its normalised forms; it stands literally where any of them does.
        readings: whole texts that mean the same.
        parts: the parts of `text` that others may stand for, for ranking.
        own_words: half-open spans in `text` of the person's own words, which are not cut apart.
    """

    node: Literal | Token
    forms: tuple[str, ...]
    readings: tuple[OtherText, ...] = ()
    parts: tuple[Part, ...] = ()
    own_words: tuple[tuple[int, int], ...] = ()

    def __hash__(self) -> int:
        """Hash what is typed; the rest follows from it with one lexicon."""
        return hash((self.node, self.forms))

    @property
    def text(self) -> str:
        """The first normalised form."""
        return self.forms[0]

    def literal(self) -> LiteralText:
        """Return it as what is found literally."""
        return LiteralText(self.forms, self.node.open_start, self.node.open_end)

    @property
    def is_quoted(self) -> bool:
        """Whether it matches literally only."""
        return isinstance(self.node, Literal)

    @property
    def title_only(self) -> bool:
        """Whether it is looked for in titles only."""
        return self.node.field is Field.TITLE


class ReadQuery(NamedTuple):
    """A query as it was read; `as_dict` returns it for JSON.

    Attributes:
        text: as it was typed.
        mode: how much of it must match.
        root: its tree; None exactly where there is a problem.
        filters: what the options of the request ask for besides.
        problem: why it cannot be carried out, or None.
        ignored: pieces without meaning.
        question: its only token, where that is a whole question.
        strings: every string of the tree, and of what its mixed tokens are taken apart into.
        mixed: the mixed tokens, each with what it is taken apart into; these may be mixed, too, and
            come later.
    """

    text: str
    mode: Mode
    root: Node | None
    filters: tuple[Filter, ...] = ()
    problem: Problem | None = None
    ignored: tuple[str, ...] = ()
    question: Token | None = None
    strings: tuple[QueryString, ...] = ()
    mixed: tuple[tuple[Token, tuple[Token, ...]], ...] = ()

    def with_apart(self, apart: Iterable[Token]) -> tuple[Node, tuple[Token, ...]]:
        """Return the tree and filters, with these mixed tokens taken apart, and its asides.

        Args:
            apart: which of the mixed tokens.
        """
        if self.root is None:
            raise ValueError("a query with a problem has no tree")
        root = And((*clauses(self.root), *self.filters)) if self.filters else self.root
        if self.question is not None:
            return root, ()
        pieces = dict(self.mixed)
        return without_asides(_apart(root, {token: pieces[token] for token in apart}))

    def wanted(self) -> list[Literal | Token]:
        """Return the strings that a match contains, as they were typed, each once."""
        return list(dict.fromkeys(strings(self.root))) if self.root is not None else []

    def branches(self) -> frozenset[Literal | Token]:
        """Return the strings that stand in an OR, so that a match need not have them."""
        return frozenset(_branches(self.root)) if self.root is not None else frozenset()

    def as_dict(self) -> dict[str, Any]:
        """Return the query as JSON values; each node says its type."""
        return {
            **self._asdict(),
            "problem": self.problem and self.problem._asdict(),
            "root": self.root and _as_dict(self.root),
            "filters": [_as_dict(condition) for condition in self.filters],
            "question": self.question and _as_dict(self.question),
            "strings": [{**one._asdict(), "node": _as_dict(one.node)} for one in self.strings],
            "mixed": [
                [_as_dict(token), [_as_dict(piece) for piece in pieces]]
                for token, pieces in self.mixed
            ],
        }


class QueryReader:
    """Reads queries with one lexicon; immutable, so safe to use from several threads.

    Args:
        lexicon: what strings may mean besides themselves.
    """

    def __init__(self, lexicon: Readings) -> None:
        # Not of a method: a reader would hold itself then, and its lexicon be there for long.
        self._read = partial(_read, lexicon)
        self._remembered = lru_cache(_MOST_REMEMBERED)(self._read)

    def read(
        self,
        text: str,
        mode: Mode = Mode.AUTO,
        filters: tuple[Filter, ...] = (),
        *,
        exact: bool = False,
        prefix_last: bool = False,
    ) -> ReadQuery:
        """Read a query.

        Args:
            text: as a person typed it; no text makes this raise.
            mode: how much of it must match.
            filters: further conditions.
            exact: whether the whole text is one quoted string.
            prefix_last: whether a last token of letters or digits may be a beginning.
        """
        read = self._remembered if len(text) <= _LONGEST_REMEMBERED else self._read
        return read(text, mode, filters, exact=exact, prefix_last=prefix_last, today=days.today())


def _read(
    lexicon: Readings,
    text: str,
    mode: Mode,
    filters: tuple[Filter, ...],
    *,
    exact: bool,
    prefix_last: bool,
    today: date,  # noqa: ARG001 - what was read on another day is not remembered: after:昨天
) -> ReadQuery:
    parsed = parse(text, exact=exact, prefix_last=prefix_last)
    if parsed.root is None:
        return ReadQuery(text, mode, None, (), parsed.problem, parsed.ignored)
    root = with_own_words(parsed.root, lexicon) if lexicon.has_own else parsed.root
    question = _question(root) if mode is Mode.AUTO else None
    mixed: dict[Token, tuple[Token, ...]] = {}
    if question is None and mode is not Mode.ANY:
        waiting = [*_tokens_to_take_apart(root)]
        for node in waiting:
            if pieces := _pieces(node, lexicon):
                mixed[node] = pieces
                waiting += pieces
    wanted = dict.fromkeys(strings(root))
    wanted |= dict.fromkeys(piece for pieces in mixed.values() for piece in pieces)
    excluded = dict.fromkeys(strings(root, excluded=True))
    known = [
        *(_string(lexicon, node) for node in wanted),
        *(_string(lexicon, node, is_wanted=False) for node in excluded if node not in wanted),
    ]
    return ReadQuery(
        text,
        mode,
        root,
        filters,
        ignored=parsed.ignored,
        question=question,
        strings=tuple(known),
        mixed=tuple(mixed.items()),
    )


def _string(lexicon: Readings, node: Literal | Token, *, is_wanted: bool = True) -> QueryString:
    forms = forms_of(node.text)
    text = forms[0]
    if isinstance(node, Literal):
        return QueryString(node, forms)
    own_words = tuple(lexicon.own_words(text))
    if not is_wanted:
        return QueryString(node, forms, own_words=own_words)
    parts = lexicon.parts(text)
    readings = tuple(
        OtherText(reading.text, reading.weight, tuple(lexicon.own_words(reading.text)))
        for reading in lexicon.of(text, parts)
        if reading.kind in SAME
    )
    return QueryString(node, forms, readings, parts, own_words)


def tokens_of(root: Node) -> list[Token]:
    """Return the tokens that stand at the top of a tree, in no group."""
    return [part for part in clauses(root) if isinstance(part, Token)]


def without_asides(root: Node) -> tuple[Node, tuple[Token, ...]]:
    """Take the tokens that only ask off a tree, where something else is left to look for."""
    asides = tuple(token for token in tokens_of(root) if only_asks(normalise(token.text)))
    rest = tuple(part for part in clauses(root) if part not in asides)
    if not asides or not any(True for part in rest for _ in strings(part)):
        return root, ()
    return (And(rest) if len(rest) > 1 else rest[0]), asides


def taken_apart(text: str, own_words: Iterable[tuple[int, int]] = ()) -> list[str]:
    """Take a normalised text apart at the borders between its runs: 2024年医保 = 2024, 年医保.

    What is written in other ways too stays whole: 社保基数1.87万元 = 社保基数, 1.87万元. A year
    does not, for it is as good alone. A word of the person's own stays whole, too (乙肝dna), and so
    does a code (运20首飞 = 运20, 首飞), unless it is the whole text.

    Args:
        text: what is taken apart.
        own_words: the half-open spans of such words.
    """
    pieces: list[str] = []
    done = 0
    if is_han_code(text):
        return [run.text for run in runs(text)]
    borders = WordBorders(text)  # 2023台风 holds no 2023台
    parts = {part[:2] for part in (*amounts_in(text), *spellings_in(text))}
    whole = {span for span in parts if not _YEAR.fullmatch(text, *span) and borders.fit(*span)}
    whole.update(span for span in own_words if len(list(runs(text[slice(*span)]))) > 1)
    for start, end in [*sorted(whole), (len(text), len(text))]:
        if start < done:
            continue
        pieces += [run.text for run in runs(text[done:start])]
        if start < end:
            pieces.append(text[start:end])
        done = end
    return pieces


def _question(root: Node) -> Token | None:
    """Return the query's only token where it is a question."""
    tokens = tokens_of(root)
    if len(tokens) != 1:
        return None
    text = normalise(tokens[0].text)
    is_long = len(text) > LONGEST_STRICT and (is_gram_only(text) or _has_clauses(text))
    return tokens[0] if is_long or has_question_word(text) else None


def _has_clauses(text: str) -> bool:
    """Whether there is Han text on both sides of a mark of punctuation."""
    return any(
        run.kind is following.kind is RunKind.GRAM and run.end < following.start
        for run, following in pairwise(runs(text))
    )


def _tokens_to_take_apart(node: Node) -> Iterator[Token]:
    match node:
        case Token():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _tokens_to_take_apart(part)
        case Literal() | Filter() | Not():
            pass


def _pieces(node: Token, lexicon: Readings) -> tuple[Token, ...]:
    """Return what a token that mixes Han with digits or letters is taken apart into."""
    text = forms_of(node.text)[0]
    if is_gram_only(text) or not any(run.kind is RunKind.GRAM for run in runs(text)):
        return ()
    texts = taken_apart(text, lexicon.own_words(text))
    pieces = [replace(node, text=piece, open_start=False, open_end=False) for piece in texts]
    pieces[0] = replace(pieces[0], open_start=node.open_start)
    pieces[-1] = replace(pieces[-1], open_end=node.open_end)
    return tuple(dict.fromkeys(pieces)) if len(texts) > 1 else ()


def _apart(node: Node, pieces: dict[Token, tuple[Token, ...]]) -> Node:
    match node:
        case Token():
            if node not in pieces:
                return node
            own = [part for piece in pieces[node] for part in clauses(_apart(piece, pieces))]
            return And(tuple(dict.fromkeys(own))) if len(own) > 1 else own[0]
        case And(parts) | Or(parts):
            together = And if isinstance(node, And) else Or
            flat: list[Node] = []
            for part in parts:
                changed = _apart(part, pieces)
                flat += changed.parts if type(changed) is together else (changed,)
            return together(tuple(dict.fromkeys(flat)))
        case Literal() | Filter() | Not():
            return node


def _branches(node: Node) -> Iterator[Literal | Token]:
    match node:
        case Or():
            yield from strings(node)
        case And(parts):
            for part in parts:
                yield from _branches(part)
        case Literal() | Token() | Filter() | Not():
            pass


def _as_dict(node: Node) -> dict[str, Any]:
    name = type(node).__name__.lower()
    match node:
        case And(parts) | Or(parts):
            return {"type": name, "parts": [_as_dict(part) for part in parts]}
        case Not(part):
            return {"type": name, "part": _as_dict(part)}
        case _:
            return {"type": name, **asdict(node)}
