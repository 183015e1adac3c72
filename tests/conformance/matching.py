"""Which documents match a query, worked out from their texts, one after the other.

Texts and queries are read as souwen reads them (`language`, `search.query`); how they match is
written anew here, after docs/query-language.md and docs/ranking.md, without postings.
"""

from __future__ import annotations

import math
import os
import re
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from souwen.language.content import content_of, content_parts
from souwen.language.counts import counts_in
from souwen.language.normalise import forms, forms_of_part, normalise
from souwen.language.place_names import places_of
from souwen.language.questions import (
    character_weights,
    has_question_word,
    without_question_words,
)
from souwen.language.segmenter import segmenter
from souwen.language.terms import RunKind, bigrams, is_gram_only, number_atoms, runs, words
from souwen.language.titles import group_of
from souwen.search.query.interpret import QueryString, tokens_of
from souwen.search.query.relaxation import Relaxation, RelaxedHow
from souwen.search.query.tree import (
    And,
    Filter,
    FilterName,
    Literal,
    Mode,
    Not,
    Or,
    Token,
    clauses,
    strings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from souwen.corpus.documents import Document
    from souwen.language.content import Term as ContentTerm
    from souwen.search.query.interpret import ReadQuery
    from souwen.search.query.tree import Node

    SourcesOf = Callable[[str], Sequence[str]]
    Term = tuple[str, str]

_PARTICLES = "的了和与及在是有吗呢"
_MOST_KEPT = 50_000  # texts
_FEWEST_BIGRAMS, _LEAST_SHARE = 2, 0.3
_STEPS = 16  # of a unit of idf
_NUMERAL = "[〇零一二两三四五六七八九十百千]"
# Where a Chinese numeral goes on.
_GOES_ON = re.compile(
    f"(?:(?<={_NUMERAL})|(?<={_NUMERAL}[万亿点])|(?<=分之)|(?<=[几数])(?=[十百千])){_NUMERAL}"
    f"|(?<={_NUMERAL})[万亿点](?={_NUMERAL})|(?<=[十百千])[几数]"
)
_WHOLE = 10.0  # more than scores differ by


class _Plan(NamedTuple):
    """A tree, and the tokens at its top of which something is enough, or for likeness a share."""

    root: Node
    asides: tuple[Token, ...] = ()
    loose: tuple[Token, ...] = ()
    is_likeness: bool = False
    relaxed: tuple[Relaxation, ...] = ()

    def nodes(self) -> list[Literal | Token]:
        return list(dict.fromkeys((*strings(self.root), *self.asides)))


class Run:
    """One query on one table of documents: what matches, and what has only parts of it."""

    def __init__(
        self, held: Mapping[str, Document], sources_of: SourcesOf, query: ReadQuery
    ) -> None:
        self._held = held
        self._weights: dict[ContentTerm, int] = {}
        self._sources_of = sources_of
        self._query = query
        self.strings = {string.node: string for string in query.strings}
        self.plan = self._planned()
        self.found = self._matching(self.plan)
        self.scores = {id_: self._score(id_) for id_ in self.found}
        self.loose_plan = self._loosened() if query.mode is Mode.AUTO else None
        matching = self._matching(self.loose_plan) if self.loose_plan else ()
        self.loose = [id_ for id_ in matching if id_ not in self.scores]
        for id_ in self.loose:
            tokens = [token for token in tokens_of(self.plan.root) if len(token.text) > 1]
            has_whole = query.question is None and any(
                self._is_met(self.strings[token], id_)
                or self._has_more_than_digits(self.strings[token], id_)
                for token in tokens
            )
            self.scores[id_] = self._score(id_) - (_WHOLE if has_whole else 2 * _WHOLE)

    def coverage(self, id_: str) -> float:
        """Return the share of the query's content that a document covers."""
        root = self.plan.root
        if self._query.mode is Mode.ANY:
            root, _ = self._query.with_apart(())
        gained, most = self._covered(root, id_) or (1, 1)
        return gained / most

    def _covered(self, node: Node, id_: str) -> tuple[int, int] | None:
        match node:
            case And(parts):
                covered = [one for part in parts if (one := self._covered(part, id_))]
                gained, most = zip(*covered, strict=True) if covered else ((), ())
                return (sum(gained), sum(most)) if covered else None
            case Or(parts):
                sides = [self._covered(part, id_) for part in parts]
                # A side of filters alone is covered where it is met, if any side has strings.
                shares = [
                    side or (int(self.holds(part, id_)), 1)
                    for side, part in zip(sides, parts, strict=True)
                ]
                return max(shares, key=lambda one: one[0] / one[1]) if any(sides) else None
            case Literal() | Token():
                string = self.strings[node]
                if isinstance(node, Token) and self._query.wanted() == [node]:
                    gained, most = self._content(string, id_)
                    return (most if self._is_met(string, id_) else min(gained, most - 1)), most
                weight = max(sum(map(self._weight, content_of(string.text))), 1)
                return weight * self._is_met(string, id_), weight
            case _:
                return None

    def _is_met(self, string: QueryString, id_: str) -> bool:
        """Whether a string stands there, or all its words do, or a reading."""
        if self._stands(string, id_) or string.is_quoted:
            return self._stands(string, id_)
        return self._has_words(string, id_) or any(
            self._matches_so(other, id_) for other in _readings_of(string)
        )

    def _has_more_than_digits(self, string: QueryString, id_: str) -> bool:
        pieces = [run.text for run in runs(string.text) if run.kind is not RunKind.NUMBER]
        texts = [piece for piece in pieces if len(piece) > 1]
        return bool(texts) and self._shares(terms_of(*texts), string, id_)

    def _content(self, string: QueryString, id_: str) -> tuple[int, int]:
        """Return how much of what a string asks for is there, and how much that is."""
        texts = texts_of(self._held[id_], title_only=string.title_only)
        gained = most = 0
        for own, *others in content_parts(string.text, string.parts, string.own_words):
            weights = {term: self._weight(term) for term in own}
            most += sum(weights.values())
            if any(all(_has(texts, term) for term in other) for other in others):
                gained += sum(weights.values())
            else:
                gained += sum(weights[term] for term in own if _has(texts, term))
        return gained, max(most, 1)

    def _weight(self, term: ContentTerm) -> int:
        if term not in self._weights:
            having = sum(_has(texts_of(held), term) for held in self._held.values())
            idf = math.log1p((len(self._held) - having + 0.5) / (having + 0.5))
            self._weights[term] = max(round(_STEPS * idf), 1)
        return self._weights[term]

    def holds(self, node: Node, id_: str, plan: _Plan | None = None) -> bool:
        """Whether a document matches a part of the tree of a plan, by default that of matches."""
        plan = plan or self.plan
        match node:
            case Literal() | Token():
                return self._matches(self.strings[node], id_, plan)
            case Filter():
                return self._lets_through(node, id_)
            case Not(part):
                return not self.holds(part, id_, plan)
            case And(parts):
                return all(self.holds(part, id_, plan) for part in parts)
            case Or(parts):
                return any(self.holds(part, id_, plan) for part in parts)

    def _matching(self, plan: _Plan) -> list[str]:
        return [id_ for id_ in self._held if self.holds(plan.root, id_, plan)]

    def _planned(self) -> _Plan:
        if self._query.mode is Mode.ANY:
            root, asides = self._query.with_apart(())
            return _any_of(root, tokens_of(root), asides)
        apart: dict[Token, tuple[Token, ...]] = {}
        for token, pieces in self._query.mixed:
            is_piece = any(token in others for others in apart.values())
            if (is_piece or token in self._query.wanted()) and not self._is_there(token):
                apart[token] = pieces
        root, asides = self._query.with_apart(apart)
        smallest = (piece for pieces in apart.values() for piece in pieces)
        texts = tuple(piece.text for piece in smallest if piece not in apart)
        relaxed = (Relaxation(RelaxedHow.TAKEN_APART, texts),) if apart else ()
        return _Plan(root, asides, relaxed=relaxed)

    def _loosened(self) -> _Plan | None:
        """Plan what is shown below the matches; None where nothing is."""
        tokens = tokens_of(self.plan.root)
        long = [token for token in tokens if len(normalise(token.text)) > 1]
        is_likeness = len(long) == 1 and self._query.question is None
        if not long or (is_likeness and len(bigrams(normalise(long[0].text))) < _FEWEST_BIGRAMS):
            return None
        relaxation = Relaxation(RelaxedHow.PARTS, tuple(token.text for token in long))
        short = (token for token in tokens if token not in long)
        any_of = _any_of(self.plan.root, long, (*short, *self.plan.asides))
        return any_of._replace(is_likeness=is_likeness, relaxed=(*self.plan.relaxed, relaxation))

    def _is_there(self, node: Literal | Token) -> bool:
        """Whether any document has a string or a reading as it stands, whatever else is asked."""
        string = self.strings[node]
        readings = _readings_of(string)
        return any(
            self._stands(string, id_) or any(self._reads(reading, id_) for reading in readings)
            for id_ in self._held
        )

    def literal(self, id_: str) -> float:
        """Return the share of the strings that stand there."""
        wanted = [self.strings[node] for node in self.plan.nodes()]
        return sum(self._stands(string, id_) for string in wanted) / max(len(wanted), 1)

    def _score(self, id_: str) -> float:
        """Return 2 where all strings stand there and 0.5 where they do in the title, or shares."""
        wanted = [self.strings[node] for node in self.plan.nodes()]
        stands = sum(
            2 * self._stands(string, id_) + 0.5 * self._stands(string, id_, in_title=True)
            for string in wanted
        )
        return stands / max(len(wanted), 1)

    def _matches(self, string: QueryString, id_: str, plan: _Plan) -> bool:
        """Whether a string is met there, or there is enough of it."""
        if self._is_met(string, id_) or string.is_quoted:
            return self._is_met(string, id_)
        pieces = without_question_words(string.text) or [string.text]
        if string.node in plan.loose and not plan.is_likeness:
            return self._shares(terms_of(*pieces), string, id_)
        if string.node in plan.loose:
            is_like = is_gram_only(string.text) and self._shares(terms_of(string.text), string, id_)
            return is_like and self._coverage(string, id_) >= _LEAST_SHARE
        if string.node != self._query.question:
            return False
        gained, most = self._content(string, id_)  # nine of ten parts are enough
        return 10 * gained >= 9 * most and self._shares(terms_of(*pieces), string, id_)

    def _matches_so(self, reading: QueryString, id_: str) -> bool:
        return self._reads(reading, id_) or self._has_words(reading, id_)

    def _reads(self, reading: QueryString, id_: str) -> bool:
        texts = texts_of(self._held[id_], title_only=reading.title_only)
        return any(_is_whole_in(text, form) for text in texts for form in reading.forms)

    def _stands(self, string: QueryString, id_: str, *, in_title: bool = False) -> bool:
        texts = texts_of(self._held[id_], title_only=in_title or string.title_only)
        opened = string.node.open_start, string.node.open_end
        return any(_is_in(text, form, *opened) for text in texts for form in string.forms)

    def _has_words(self, string: QueryString, id_: str) -> bool:
        """Whether all words of a Han text are there, and the characters that no word covers."""
        if len(string.text) <= 2 or not is_gram_only(string.text):
            return False
        texts = texts_of(self._held[id_], title_only=string.title_only)
        spans = (*string.own_words, *counts_in(string.text))
        own = [string.text[start:end] for start, end in spans]
        needed: set[tuple[str, str]] = set()
        for piece in _asked(string.text):
            needed |= {("word", word) for word in words(piece)}
            cut = segmenter().cut(piece)
            for rest in "".join(word if len(word) == 1 else " " for word in cut).split():
                if rest not in _PARTICLES or len(rest) > 1:
                    needed |= {("gram", gram) for gram in bigrams(rest) or [rest]}
        has_own = all(_has(texts, (None, word)) for word in own)
        return bool(needed or own) and has_own and needed <= terms_of(*texts)

    def _shares(self, terms: frozenset[tuple[str, str]], string: QueryString, id_: str) -> bool:
        """Whether a word, a bigram or an atom is there; where there is none, a character."""
        strong = {term for term in terms if term[0] != "gram" or len(term[1]) > 1}
        there = terms_of(*texts_of(self._held[id_], title_only=string.title_only))
        return not there.isdisjoint(strong or terms)

    def _coverage(self, string: QueryString, id_: str) -> float:
        """Return the share of a Han text's characters that are there, by their idf."""
        everywhere = [terms_of(*texts_of(held)) for held in self._held.values()]
        there = terms_of(*texts_of(self._held[id_], title_only=string.title_only))
        weights: dict[tuple[str, str], float] = {}
        for character, factor in zip(string.text, character_weights(string.text, 0.5), strict=True):
            weights["gram", character] = max(weights.get(("gram", character), 0.0), factor)
        for term in weights:
            n = sum(term in terms for terms in everywhere)
            weights[term] *= math.log1p((len(everywhere) - n + 0.5) / (n + 0.5))
        return sum(weights[term] for term in weights if term in there) / sum(weights.values())

    def _lets_through(self, condition: Filter, id_: str) -> bool:  # noqa: PLR0911 - a filter each
        held, value = self._held[id_], condition.value
        match condition.name:
            case FilterName.KIND:
                return held.kind == value
            case FilterName.CHANNEL:
                return held.channel == value
            case FilterName.AFTER:
                return held.published is not None and held.published >= value
            case FilterName.BEFORE:
                return held.published is not None and held.published <= value
            case FilterName.ADDED_AFTER:
                return held.arrived is not None and in_china(held.arrived) >= value
            case FilterName.PLACE:
                place = str(group_of(normalise(held.title)).place)
                return place.startswith(places_of(normalise(value)))
            case FilterName.FLAG:
                return value in held.flags
            case FilterName.SOURCE:
                patterns = value, os.path.realpath(value)
                return any(
                    _is_meant(key, pattern) for key in self._sources_of(id_) for pattern in patterns
                )


def in_china(moment: str) -> str:
    """Return the day that a moment, ISO with its zone, is of in China."""
    return (datetime.fromisoformat(moment).astimezone(UTC) + timedelta(hours=8)).date().isoformat()


def _asked(text: str) -> list[str]:
    """Return the pieces of a Han text between what only asks or joins, or all of it."""
    if not has_question_word(text):
        return [text]
    counts = zip(text, character_weights(text, 0.0), strict=True)
    return "".join(character if weight else " " for character, weight in counts).split()


def _any_of(root: Node, tokens: Sequence[Token], asides: tuple[Token, ...]) -> _Plan:
    """Plan so that one of the tokens at the top of a tree is enough."""
    if tokens:
        others = tuple(part for part in clauses(root) if not isinstance(part, Token))
        any_token = Or(tuple(tokens)) if len(tokens) > 1 else tokens[0]
        root = And((any_token, *others)) if others else any_token
    return _Plan(root, asides, tuple(tokens))


def _has(texts: tuple[str, ...], term: ContentTerm) -> bool:
    family, text = term
    if family is None:
        return any(_is_whole_in(held, text) for held in texts)
    return (family.value, text) in terms_of(*texts)


def _readings_of(string: QueryString) -> list[QueryString]:
    """Return what a string may be read as, as strings of their own."""
    field = string.node.field
    return [
        QueryString(Token(other.text, field), forms_of_part(other.text), own_words=other.own_words)
        for other in string.readings
    ]


def texts_of(document: Document, *, title_only: bool = False) -> tuple[str, ...]:
    """Return all forms of the title and the text of a document, or of its title."""
    title, body = _normalised(document.title), _normalised(document.body)
    return title if title_only else (*title, *body)


_normalised = lru_cache(_MOST_KEPT)(forms)


@lru_cache(_MOST_KEPT)
def terms_of(*texts: str) -> frozenset[tuple[str, str]]:
    """Return the words, grams and atoms of normalised texts."""
    terms: set[tuple[str, str]] = set()
    for run in (run for text in texts for run in runs(text)):
        if run.kind is RunKind.GRAM:
            terms |= {("word", word) for word in words(run.text)}
            terms |= {("gram", gram) for gram in (*run.text, *bigrams(run.text))}
        else:
            atoms = number_atoms(run.text) if run.kind is RunKind.NUMBER else [run.text]
            terms |= {("atom", atom) for atom in atoms}
    return frozenset(terms)


@lru_cache(_MOST_KEPT)
def _inside_atoms(text: str) -> frozenset[int]:
    """Return the places of a normalised text that are within a number or a word in letters."""
    places: set[int] = set()
    for run in (run for run in runs(text) if run.kind is not RunKind.GRAM):
        # A number with several points is a list, as in a date: each part of it is whole.
        parts = run.text.split(".") if run.text.count(".") > 1 else [run.text]
        start = run.start
        for part in parts:
            places.update(range(start + 1, start + len(part)))
            start += len(part) + 1
    return frozenset(places)


@lru_cache(_MOST_KEPT)
def _inside_numerals(text: str) -> frozenset[int]:
    """Return the places of a normalised text that are within a Chinese numeral."""
    return frozenset(match.start() for match in _GOES_ON.finditer(text) if match.start())


def _is_in(text: str, form: str, open_start: bool = False, open_end: bool = False) -> bool:
    """Whether a string is in a text, whole where a digit or a letter is at its end."""
    return _is_between(text, form, _inside_atoms(text), _inside_atoms(text), open_start, open_end)


def _is_whole_in(text: str, form: str) -> bool:
    """Whether a string is in a text, and whole too where a numeral that counts is at its end."""
    counts = [*counts_in(form)]
    first = bool(counts) and counts[0][0] == 0 and form[0] != "第"
    last = bool(counts) and counts[-1][1] == len(form) and bool(re.match(_NUMERAL, form[-1]))
    atoms, numerals = _inside_atoms(text), _inside_numerals(text)
    starts, ends = atoms | numerals if first else atoms, atoms | numerals if last else atoms
    return _is_between(text, form, starts, ends)


def _is_between(
    text: str,
    form: str,
    not_starts: frozenset[int],
    not_ends: frozenset[int],
    open_start: bool = False,
    open_end: bool = False,
) -> bool:
    line = form.split("\n", 1)[0]
    at = text.find(line)
    while 0 <= at < len(text):
        if (open_start or form[0] == "." or at not in not_starts) and any(
            open_end or form[-1] == "." or end not in not_ends for end in _ends(text, at, form)
        ):
            return True
        at = text.find(line, at + 1)
    return False


def _ends(text: str, at: int, form: str) -> set[int]:
    """Return where a string ends that begins at a place; its line breaks may be there or not.

    Between two words in letters, or two numbers, there is one, or a space.
    """
    ends = {at} if form else set()
    for place, line in enumerate(form.split("\n")):
        if place:
            glued = {end for end in ends if " " not in normalise(f"{text[end - 1]} {line[0]}")}
            ends = {end + 1 for end in ends if text[end : end + 1] in ("\n", " ")} | glued
        ends = {end + len(line) for end in ends if text.startswith(line, end)}
    return ends


def _is_meant(key: str, pattern: str) -> bool:
    """Whether a pattern means a source: its key, what holds it, or a glob."""
    held = tuple(pattern.rstrip("/") + border for border in "/!#")
    return key == pattern or key.startswith(held) or fnmatchcase(key, pattern)
