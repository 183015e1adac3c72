"""Which documents are one line, worked out from their texts, one after the other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from souwen.language.normalise import normalise
from souwen.language.places import places_in
from souwen.language.script import leaning
from souwen.language.terms import RunKind, bigrams, runs
from souwen.language.titles import group_of
from souwen.language.versions import ReadText

from .matching import terms_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from souwen.corpus.documents import Document
    from souwen.search.query.interpret import ReadQuery

    from .matching import Run

_ALIKE, _COMPARED = 0.5, 1_000
_WINDOW = 100  # documents


def key_of(held: Document) -> int:
    """Return the key of a title's group, 0 for none."""
    return _key(held.title)


@cache
def _key(title: str) -> int:
    return group_of(normalise(title)).key


def like(held: Mapping[str, Document], id_: str) -> list[str]:
    """Return the versions of a document, theirs and so on, and those of their keys."""
    key = key_of(held[id_])
    titled = [other for other in held if key and key % 2 == 0 and key_of(held[other]) == key]
    versions = {version for start in {id_, *titled} for version in _chained(held, start)}
    keys = {key_of(held[version]) for version in versions} - {0}
    found = [other for other in held if other in versions or key_of(held[other]) in keys]
    return [other for other in found if other != id_]


def _chained(held: Mapping[str, Document], id_: str) -> list[str]:
    """Return a document and what leads to it by versions, none that is told apart from it."""
    own, found = _read(held[id_]), [id_]
    for one in found:
        versions = [other for other in held if _are_versions(held[one], held[other])]
        new = [other for other in versions if other not in found]
        found += [other for other in new if not own.is_told_apart_from(_read(held[other]))]
    return found


class Folds:
    """Folds what one query finds."""

    def __init__(self, held: Mapping[str, Document], run: Run, query: ReadQuery) -> None:
        self._held = held
        self._run = run
        self._query = normalise(query.text)
        self._leaning = leaning(query.text)
        texts = [run.strings[node].text for node in run.plan.nodes()]
        words = {term for term in terms_of(*texts) if term[0] != "gram"}
        having = {word: {id_ for id_ in held if word in _terms(held[id_])} for word in words}
        fewest = min(map(len, filter(None, having.values())), default=0)
        self._telling = [found for found in having.values() if len(found) == fewest > 0]

    def lines(self, order: Iterable[str], first: int) -> list[list[str]]:
        """Return the documents of each line, in an order, where so many lines are the first page.

        Of more than a window versions are looked for on the first page, then in each window.
        """
        waiting = [*order]
        of: dict[str, list[str]] = {}  # the line of each document that is the first of its title
        lines: list[list[str]] = []
        most = first if len(waiting) > _WINDOW else 0
        while waiting:
            is_first = len(lines) < most
            window = waiting if is_first else waiting[:_WINDOW]
            before, compared = len(lines), list[list[str]]()  # heads, by their lines
            placed = set()
            for id_ in window:
                if is_first and len(lines) == most:
                    break
                placed.add(id_)
                head = self._head(id_, of) or id_
                if head == id_:
                    fitting = (at for at, one in enumerate(compared) if self._fits(id_, one))
                    at = next(fitting, len(compared))
                    if at == len(compared):
                        lines.append([])
                        compared.append([])
                    compared[at].append(id_)
                    of[id_] = lines[before + at]
                of[head].append(id_)
            rest = [id_ for id_ in waiting if id_ not in placed]
            heads = {id_: self._head(id_, of) for id_ in rest}
            for id_, behind in heads.items():
                if behind:
                    of[behind].append(id_)
            waiting = [id_ for id_ in rest if not heads[id_]]
        return lines

    def _head(self, id_: str, heads: Iterable[str]) -> str | None:
        return next((head for head in heads if self._is_behind(id_, head)), None)

    def fittest(self, line: Iterable[str]) -> str:
        """Return the document of a line that fits the query best, else the newest."""
        return max(line, key=self._fit)

    def _fit(self, id_: str) -> tuple[object, ...]:
        held = self._held[id_]
        day = held.published or ""
        leaning_of = leaning(held.title) + leaning(held.body)
        return (
            self._run.literal(id_),
            self._is_named(held.title),
            bool(self._leaning) and (leaning_of > 0) == (self._leaning > 0),
            bool(day) and day[:4] in self._query,
            held.kind == "article",
            day,
            self._run.scores[id_],
        )

    def _is_named(self, title: str) -> bool:
        """Whether the query names the title's place or number."""
        title = normalise(title)
        names = {title[start:end] for start, end, _ in places_in(title)}
        names |= {run.text for run in runs(title) if run.kind is RunKind.NUMBER}
        return any(name in self._query for name in names)

    def _is_behind(self, id_: str, head: str) -> bool:
        """Whether a document is of the template or the title of another, and like it."""
        key = key_of(self._held[id_])
        if not key or key != key_of(self._held[head]):
            return False
        one, other = (
            set(bigrams(normalise(self._held[each].body)[:_COMPARED])) for each in (id_, head)
        )
        return bool(key % 2) or len(one & other) >= _ALIKE * min(len(one), len(other))

    def _fits(self, id_: str, line: Iterable[str]) -> bool:
        """Whether a document is a version of one on a line, and told apart from none there."""
        if any((id_ in having) != (other in having) for having in self._telling for other in line):
            return False
        one, *others = (_read(self._held[each]) for each in (id_, *line))
        is_version = any(one.is_version_of(other) for other in others)
        return is_version and not any(one.is_told_apart_from(other) for other in others)


def _terms(held: Document) -> set[tuple[str, str]]:
    return terms_of(*texts_of(held))


def _are_versions(one: Document, other: Document) -> bool:
    return _read(one).is_version_of(_read(other))


def _read(held: Document) -> ReadText:
    return _read_text(held.title, held.body)


@cache
def _read_text(title: str, body: str) -> ReadText:
    return ReadText(normalise(title), normalise(body))
