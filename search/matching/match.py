"""Which documents match: the query's tree over sets of documents.

A leaf of the tree is a string that is sought. Its terms give candidates; a look in their texts
tells which of them hold it literally. Sets are ascending arrays of ordinals of one snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...language.amounts import amounts_in
from ...language.questions import without_question_words
from ...language.segmenter import segmenter
from ...language.terms import Family, RunKind, bigrams, runs, words
from ..query.tree import And, Field, Filter, Literal, Not, Or, Token
from .literal import Needle
from .ordinal_sets import NOTHING, contained, intersection, places, union, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from ...index.columns import Mask, Ordinals
    from ...index.segments.snapshot import Snapshot
    from ...language.readings import Variants
    from ..query.tree import Node

    Degrees = NDArray[np.float64]
    Sift = Callable[[Filter, Ordinals], Mask]

# Characters that join words in a token and are no condition of their own.
_PARTICLES = frozenset("的了和与及在是有吗呢")


@dataclass(slots=True)
class Leaf:
    """One string that is sought, and where it was found.

    Attributes:
        node: its place in the query.
        needle: how it is found literally.
        candidates: the documents that have all its terms; the next three stand beside it.
        literal: whether it stands there literally; true where nobody has looked yet.
        in_title: whether it stands in the title; true where it may, and nobody has looked yet.
        unseen: whether nobody has looked yet.
        loose: documents that match otherwise than literally.
        others: what may stand for it, each with what that is worth; they are leaves of their own.
    """

    node: Literal | Token
    needle: Needle
    candidates: Ordinals
    literal: Mask
    in_title: Mask
    unseen: Mask
    loose: Ordinals
    others: tuple[tuple[Leaf, float], ...] = ()

    def with_others(self) -> Iterator[Leaf]:
        """Give the leaf and those that may stand for it."""
        yield self
        for leaf, _ in self.others:
            yield leaf

    @property
    def text(self) -> str:
        """The normalised string."""
        return self.needle.readings[0]

    def matches(self, *, optimistic: bool) -> Ordinals:
        """Give the documents that match; those not looked at as well, where optimistic."""
        literal = self.literal if optimistic else self.literal & ~self.unseen
        found = self.candidates if literal.all() else self.candidates[literal]
        others = [leaf.matches(optimistic=optimistic) for leaf, _ in self.others]
        return union((found, self.loose, *others))

    def waiting(self) -> Ordinals:
        """Give the documents that nobody has looked at yet."""
        return self.candidates[self.unseen]

    def standing(self, documents: Ordinals) -> tuple[Degrees, Degrees]:
        """Give how far it stands in documents literally, and in the title.

        1 where it does, what another is worth where that does in its place, 0 elsewhere.
        """
        literal, in_title = self._own(documents)
        for leaf, worth in self.others:
            stands, stands_in_title = leaf.standing(documents)
            literal = np.maximum(literal, worth * stands)
            in_title = np.maximum(in_title, worth * stands_in_title)
        return literal, in_title

    def _own(self, documents: Ordinals) -> tuple[Degrees, Degrees]:
        if documents is self.candidates:
            return self.literal.astype(np.float64), self.in_title.astype(np.float64)
        at, found = places(documents, self.candidates)
        if not len(self.candidates):
            return np.zeros(len(documents)), np.zeros(len(documents))
        return (
            (found & self.literal[at]).astype(np.float64),
            (found & self.in_title[at]).astype(np.float64),
        )


def seek(node: Literal | Token, snapshot: Snapshot) -> Leaf:
    """Find the candidates of a leaf; a single gram needs no look, its postings are exact."""
    needle = Needle.of(node.text, open_start=node.open_start, open_end=node.open_end)
    title_only = node.field is Field.TITLE
    gram = needle.gram
    if gram is not None:
        postings = snapshot.postings(Family.GRAM, gram)
        candidates = postings.where(title_only=title_only)
        in_title = np.ones(len(candidates), np.bool_) if title_only else postings.title > 0
        unseen = np.zeros(len(candidates), np.bool_)
    else:
        candidates = needle.candidates(snapshot, title_only=title_only)
        in_title = contained(candidates, needle.candidates(snapshot, title_only=True))
        unseen = np.ones(len(candidates), np.bool_)
    literal = np.ones(len(candidates), np.bool_)
    return Leaf(node, needle, candidates, literal, in_title, unseen, NOTHING)


def look(leaves: Iterable[Leaf], documents: Ordinals, snapshot: Snapshot) -> None:
    """Look into the texts of documents, and correct what the leaves say of them."""
    for leaf in leaves:
        at, found = places(documents, leaf.candidates)
        at = at[found]
        at = at[leaf.unseen[at]]
        if not len(at):
            continue
        somewhere, in_title = leaf.needle.look(snapshot.records(leaf.candidates[at]))
        leaf.in_title[at] = in_title
        leaf.literal[at] = in_title if leaf.node.field is Field.TITLE else somewhere
        leaf.unseen[at] = False


def with_all_words(leaf: Leaf, snapshot: Snapshot, variants: Variants | None = None) -> Ordinals:
    """Give the documents that have every word of a token that is Han only; none for others.

    Where no word covers them, single characters are required themselves, neighbours as bigrams, so
    that 门诊慢特病 does not match whatever holds 门诊. Question words are no condition. Words of
    the person are not cut apart.
    """
    if leaf.needle.gram or not is_han_only(leaf.text):
        return NOTHING  # what has a word of two characters has these as a gram
    pieces = without_question_words(leaf.text) or [leaf.text]
    required = [term for piece in pieces for term in _word_terms(piece)]
    for start, end in variants.whole_words(leaf.text) if variants else ():
        required += [(Family.GRAM, term) for term in bigrams(leaf.text[start:end])]
    if not required:
        return NOTHING
    title_only = leaf.node.field is Field.TITLE
    return intersection(
        [snapshot.postings(*term).where(title_only=title_only) for term in required]
    )


def _word_terms(piece: str) -> list[tuple[Family, str]]:
    """Give the terms that a document needs to have all words of a Han piece."""
    terms = [(Family.WORD, word) for word in words(piece)]
    rest = ""
    for word in [*segmenter().cut(piece), ""]:
        if len(word) == 1:
            rest += word
            continue
        if len(rest) > 1:
            terms += [(Family.GRAM, bigram) for bigram in bigrams(rest)]
        elif rest and rest not in _PARTICLES:
            terms.append((Family.GRAM, rest))
        rest = ""
    return terms


def is_han_only(text: str) -> bool:
    """Tell whether a normalised text is one run of characters that are written without spaces."""
    found = list(runs(text))
    return len(found) == 1 and found[0].kind is RunKind.GRAM and found[0].text == text


def parts(text: str) -> list[str]:
    """Take a text apart at the borders between its runs: 2024年医保报销 = 2024, 年医保报销.

    An amount stays whole: 社保基数1.87万元 = 社保基数, 1.87万元.
    """
    taken: list[str] = []
    done = 0
    amounts = [(part.start, part.end) for part in amounts_in(text)]
    for start, end in [*amounts, (len(text), len(text))]:
        taken += [run.text for run in runs(text[done:start])]
        if start < end:
            taken.append(text[start:end])
        done = end
    return taken


class Matching:
    """Evaluates trees on one snapshot.

    Args:
        snapshot: where the documents are.
        leaves: every string of the trees.
        sift: tells of documents whether a filter lets them through.
    """

    def __init__(self, snapshot: Snapshot, leaves: dict[Literal | Token, Leaf], sift: Sift) -> None:
        self._snapshot = snapshot
        self._leaves = leaves
        self._sift = sift

    def documents(self, node: Node, *, optimistic: bool = True) -> Ordinals:
        """Give the documents that match a tree, or may match it as far as looked at."""
        match node:
            case Literal() | Token():
                return self._leaves[node].matches(optimistic=optimistic)
            case Filter() | Not():
                return self._narrowed(self._everything(), (node,), optimistic=optimistic)
            case Or(nodes):
                return union([self.documents(part, optimistic=optimistic) for part in nodes])
            case And(nodes):
                narrowing = tuple(part for part in nodes if isinstance(part, Filter | Not))
                sought = [
                    self.documents(part, optimistic=optimistic)
                    for part in nodes
                    if not isinstance(part, Filter | Not)
                ]
                found = intersection(sought) if sought else self._everything()
                return self._narrowed(found, narrowing, optimistic=optimistic)

    def _narrowed(
        self, documents: Ordinals, nodes: tuple[Filter | Not, ...], *, optimistic: bool
    ) -> Ordinals:
        for node in nodes:
            if isinstance(node, Filter):
                documents = documents[self._sift(node, documents)]
            else:
                excluded = self.documents(node.part, optimistic=not optimistic)
                documents = without(documents, excluded)
        return documents

    def _everything(self) -> Ordinals:
        return np.flatnonzero(self._snapshot.columns.live)


def strings(node: Node, *, excluded: bool = False) -> Iterator[Literal | Token]:
    """Give the strings of a tree that a match has, or those that exclude one."""
    match node:
        case Literal() | Token():
            if not excluded:
                yield node
        case Not(part):
            yield from strings(part, excluded=not excluded)
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from strings(part, excluded=excluded)
        case Filter():
            pass
