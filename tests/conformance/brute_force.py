"""A second index, in memory, that looks at every document for every query.

It is the oracle of the conformance tests: slow, short, and made without postings or columns, so
that it cannot share a mistake of the index. Its order by relevance is a simple one: what stands
literally before the rest, and in the title before the text.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from souwen.corpus.errors import DamagedError
from souwen.language.normalise import normalise
from souwen.language.place_names import distinct_name
from souwen.language.sounds import HAN_POINTS, in_initials, in_syllables, read_as
from souwen.language.stand_in import stand_in
from souwen.language.terms import Family, count_terms
from souwen.language.titles import group_of
from souwen.search.contract import IndexStats, Line, Matches, StoredDocument
from souwen.search.explained import Explained, Missed
from souwen.search.query.tree import clauses
from souwen.search.request import Page, Sort
from souwen.search.suggestion import Suggestion

from .folding import Folds, key_of, like
from .matching import Run, terms_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from souwen.corpus.changes import ChangeBatch
    from souwen.corpus.documents import Document
    from souwen.corpus.reader import CorpusReader
    from souwen.language.sounds import Syllable
    from souwen.search.contract import Counted
    from souwen.search.query.interpret import ReadQuery
    from souwen.search.suggestion import SuggestedHow

    LendCorpus = Callable[[], AbstractContextManager[CorpusReader]]

_FIRST_PAGE = 10  # lines


class _State(NamedTuple):
    version: int = 0
    seq: int = 0
    documents: Mapping[str, Document] = {}
    corpus: str | None = None


def _leads_to(wanted: str, word: str) -> Iterator[SuggestedHow]:
    """Yield how a text leads to a word that it begins, or begins to be the sound of."""
    if wanted and word.startswith(wanted) and word != wanted:
        yield "prefix"
    is_sound = wanted.isascii() and wanted.isalpha()
    ways = {"pinyin": in_syllables(wanted), "initials": in_initials(wanted)} if is_sound else {}
    for how, several in ways.items():
        for way in several:
            pairs = list(zip(way, word, strict=False))
            if len(pairs) == len(way) and all(_is_read(*pair) for pair in pairs):
                yield how
                return


def _is_read(syllable: Syllable, character: str) -> bool:
    point = ord(character)
    return point in HAN_POINTS and bool(read_as(syllable)[HAN_POINTS.index(point)])


class BruteForceIndex:
    """A `SearchIndex` that makes a new table of all documents with every change."""

    is_remote = False

    def __init__(self, lend_corpus: LendCorpus) -> None:
        self._lend_corpus = lend_corpus
        self._state: _State | None = None

    def follows(self) -> str | None:
        """Return the id of the corpus that it shows."""
        return self._state.corpus if self._state else None

    def reached(self) -> int:
        """Return the change of the corpus that it shows."""
        return self._state.seq if self._state else 0

    def state(self) -> str | None:
        """Return the number of its changes."""
        return str(self._state.version) if self._state else None

    def apply(self, batch: ChangeBatch) -> None:
        """Take changes in."""
        self._state = state = self._state or _State()
        if batch.corpus != state.corpus is not None:
            raise DamagedError(Path("memory"), "it is the index of another corpus", "rebuild it")
        if len(batch) or batch.seq > state.seq:
            changed = set(batch.ids())
            stay = {id_: held for id_, held in state.documents.items() if id_ not in changed}
            new = {document.id: document for document in batch.documents}
            self._state = _State(state.version + 1, batch.seq, stay | new, batch.corpus)

    @contextmanager
    def rebuilding(self) -> Iterator[BruteForceIndex]:
        """Lend an empty index, and take its state over at the end."""
        new = BruteForceIndex(self._lend_corpus)
        new._state = _State(self._state.version + 1 if self._state else 1)
        yield new
        self._state = new._state

    @contextmanager
    def snapshot(self) -> Iterator[BruteForceSnapshot]:
        """Lend the newest state."""
        with self._lend_corpus() as corpus:
            if self._state is None:
                raise DamagedError(Path("memory"), "no index in it", "apply something")
            state = self._state
            with corpus.snapshot():
                changes = corpus.changes_since(state.seq)
                gone = {id_ for _, id_, is_retired in changes if is_retired}
                held = {id_: it for id_, it in state.documents.items() if id_ not in gone}
                yield BruteForceSnapshot(state.seq, held, corpus)

    def problems(self, corpus: CorpusReader, *, deep: bool, **_: object) -> Iterator[str]:
        """Compare the documents with those of the corpus."""
        held = self._state.documents if self._state else {}
        there = corpus.documents(list(corpus.live_ids()), sources=False)
        if held.keys() != there.keys() or (deep and held != there):
            yield "index: its documents are not those of the corpus"

    def stats(self, corpus: CorpusReader) -> IndexStats:
        """Return it in numbers."""
        is_level = self._state is not None and self.reached() == corpus.seq()
        return IndexStats(None, self.reached(), 0, is_level)


class BruteForceSnapshot:
    """One table of documents, beside one state of the corpus."""

    def __init__(self, seq: int, documents: Mapping[str, Document], corpus: CorpusReader) -> None:
        self.seq = seq
        self.size = len(documents)
        self._held = documents
        self._corpus = corpus

    def run(self, query: ReadQuery, page: Page) -> Matches:
        """Match every document, sort, fold."""
        run = Run(self._held, self._sources, query)
        lines = self._lines(run, query, run.found, page)
        is_filled = len(lines) >= _FIRST_PAGE or page.sort is not Sort.RELEVANCE or not page.limit
        left = _FIRST_PAGE - len(lines)
        loose = {} if is_filled else self._lines(run, query, run.loose, page, left)
        shown = [*lines.items(), *loose.items()][page.offset : page.offset + page.limit]
        is_loose = any(id_ in loose for id_, _ in shown)
        plan = run.loose_plan if is_loose and run.loose_plan else run.plan
        return Matches(
            tuple(
                Line(id_, run.scores[best], folded, id_ in lines, run.coverage(id_))
                for id_, (best, folded) in shown
            ),
            len(run.found),
            strings=tuple(run.strings[node] for node in plan.nodes()),
            relaxed=plan.relaxed,
            facets=self._facets(run.found) if page.facets else None,
            more=None if is_filled or run.loose_plan is None else len(run.loose),
        )

    def explain(self, query: ReadQuery, id_: str) -> Explained:
        """Return the rank, or the clauses that do not hold."""
        if id_ not in self._held:
            return Explained(is_indexed=False)
        run = Run(self._held, self._sources, query)
        page = Page(collapse=False)
        order = list(self._lines(run, query, run.found, page))
        if len(order) < _FIRST_PAGE:
            order += self._lines(run, query, run.loose, page)
        is_match = id_ in run.found
        missed = [part for part in clauses(run.plan.root) if not run.holds(part, id_)]
        plan = run.plan if is_match or not run.loose_plan else run.loose_plan
        return Explained(
            rank=order.index(id_) + 1 if id_ in order else None,
            total=len(run.found),
            score=run.scores.get(id_),
            relaxed=plan.relaxed if id_ in order else (),
            is_loose=id_ in order and not is_match,
            why_not=tuple(Missed(part, ()) for part in missed),
        )

    def _lines(
        self,
        run: Run,
        query: ReadQuery,
        ids: Iterable[str],
        page: Page,
        first: int = _FIRST_PAGE,
    ) -> dict[str, tuple[str, int]]:
        """Return what each line shows, in order, with its best document, and how many others."""
        order = sorted(ids, key=lambda id_: self._rank(id_, run.scores[id_], page.sort))
        folds = Folds(self._held, run, query)
        lines = folds.lines(order, first) if page.collapse else [[id_] for id_ in order]
        is_fit = page.collapse and page.sort is Sort.RELEVANCE
        return {
            (folds.fittest(line) if is_fit else line[0]): (line[0], len(line) - 1) for line in lines
        }

    def group(self, id_: str, limit: int) -> list[str]:
        """Return a document, its versions, and those of their keys, the newest first."""
        others = like(self._held, id_) if id_ in self._held else []
        others.sort(key=lambda other: self._rank(other, 0.0, Sort.NEWEST))
        return [id_, *others][:limit] if id_ in self._held else []

    def nearest(self, query: ReadQuery, limit: int) -> list[str]:
        """Return the documents that share most terms, the first of each key."""
        terms = terms_of(*(normalise(node.text) for node in query.wanted()))
        shared = {id_: len(terms & terms_of(*texts_of(held))) for id_, held in self._held.items()}
        best = sorted((id_ for id_ in shared if shared[id_]), key=lambda id_: (-shared[id_], id_))
        return list({key_of(self._held[id_]) or id_: id_ for id_ in reversed(best)}.values())[::-1][
            :limit
        ]

    def did_you_mean(self, query: ReadQuery) -> str | None:  # noqa: ARG002 - of the contract
        """Return None: it never knows better."""
        return None

    def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Return words that a text begins or is the sound of, and titles that have it."""
        wanted = normalise(text)
        words: Counter[str] = Counter()
        for held in self._held.values():
            counts = [count_terms(held.title), count_terms(held.body)]
            words.update({word for count in counts for word in count[Family.WORD]})
        found = [
            Suggestion(word, "word", None, ((0, len(word)),), how)
            for word, _ in words.most_common()
            for how in _leads_to(wanted, word)
        ]
        for id_, held in self._held.items():
            title = held.title or held.body[slice(*stand_in(held.body))]
            if wanted and wanted in normalise(title):
                found.append(Suggestion(title, "title", id_, (), "prefix"))
        return found[:limit]

    def documents(self, ids: Sequence[str]) -> dict[str, StoredDocument]:
        """Return documents of the corpus."""
        known = self._corpus.documents(ids)
        return {id_: StoredDocument(document) for id_, document in known.items()}

    def values(self, field: str, limit: int) -> Counted:
        """Return the most frequent values of a facet."""
        return self._facets(self._held)[field][:limit]

    def _sources(self, id_: str) -> Sequence[str]:
        known = self._corpus.documents([id_])
        return known[id_].sources if id_ in known else ()

    def _rank(self, id_: str, score: float, sort: Sort) -> tuple[object, ...]:
        """Return what sorts documents: undated ones last by date, the newer first by relevance."""
        if sort is Sort.ADDED:
            arrived = self._held[id_].arrived
            return (-datetime.fromisoformat(arrived).timestamp() if arrived else 0, -score, id_)
        day = self._held[id_].published
        newest = [-ord(sign) for sign in day or ""] or [0]
        return {
            Sort.RELEVANCE: (-score, newest, id_),
            Sort.NEWEST: (newest, -score, id_),
            Sort.OLDEST: (day or "~", -score, id_),
        }[sort]

    def _facets(self, ids: Iterable[str]) -> dict[str, Counted]:
        counts: dict[str, dict[str, int]] = {
            facet: {} for facet in ("kind", "channel", "month", "place", "flag")
        }
        for held in map(self._held.__getitem__, ids):
            values: dict[str, list[str | None]] = {
                "kind": [held.kind.value],
                "channel": [held.channel],
                "month": [(held.published or "")[:7]],
                "place": [distinct_name(str(group_of(normalise(held.title)).place))],
                "flag": [flag.value for flag in held.flags],
            }
            for facet, of_it in values.items():
                for value in filter(None, of_it):
                    counts[facet][value] = counts[facet].get(value, 0) + 1
        return {
            facet: tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
            for facet, counted in counts.items()
        }
