"""Which documents match: the query's tree over sets of documents.

A leaf of the tree is a string that is sought. Its terms give candidates; a look in their texts
tells which of them hold it literally. Sets are masks over the ordinals of one snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..index.segmenter import segmenter
from ..index.terms import Family, RunKind, bigrams, runs, words
from .arrays import intersection
from .needle import Needle
from .query import And, Field, Filter, Literal, Not, Or, Token
from .questions import without_question_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..index.snapshot import Mask, Ordinals, Snapshot
    from .query import Node
    from .texts import Texts

# Characters that join words in a token and are no condition of their own.
_PARTICLES = frozenset("的了和与及在是有吗呢")


@dataclass(slots=True)
class Leaf:
    """One string that is sought, and where it was found.

    Attributes:
        node: its place in the query.
        needle: how it is found literally.
        literal: documents in which it stands literally, those not yet looked at included.
        in_title: those in which it stands in the title, those not yet looked at included.
        unseen: documents of `literal` whose text nobody has looked at yet.
        loose: documents that match otherwise than literally.
    """

    node: Literal | Token
    needle: Needle
    literal: Mask
    in_title: Mask
    unseen: Mask
    loose: Mask

    @property
    def text(self) -> str:
        """The normalised string."""
        return self.needle.readings[0]

    def matches(self, *, optimistic: bool) -> Mask:
        """Mark the documents that match; those not looked at as well, where optimistic."""
        literal = self.literal if optimistic else self.literal & ~self.unseen
        return literal | self.loose


def seek(node: Literal | Token, snapshot: Snapshot) -> Leaf:
    """Find the candidates of a leaf; a single gram needs no look, its postings are exact."""
    needle = Needle.of(node.text, open_start=node.open_start, open_end=node.open_end)
    title_only = node.field is Field.TITLE
    literal, in_title, unseen, loose = (np.zeros(snapshot.size, np.bool_) for _ in range(4))
    gram = needle.gram
    if gram is not None:
        postings = snapshot.postings(Family.GRAM, gram)
        in_title[postings.documents[postings.title > 0]] = True
        literal[postings.documents] = True
        if title_only:
            literal &= in_title
    else:
        candidates = needle.candidates(snapshot, title_only=title_only)
        literal[candidates] = True
        unseen[candidates] = True
        in_title[needle.candidates(snapshot, title_only=True)] = True
    return Leaf(node, needle, literal, in_title, unseen, loose)


def look(leaves: Iterable[Leaf], documents: Ordinals, texts: Texts) -> None:
    """Look into the texts of documents, and correct what the leaves say of them."""
    waiting = [leaf for leaf in leaves if leaf.unseen.any()]
    if not waiting or not len(documents):
        return
    for ordinal, title, body in texts.look(documents):
        for leaf in waiting:
            if not leaf.unseen[ordinal]:
                continue
            in_title = leaf.needle.stands_in(title)
            leaf.in_title[ordinal] = in_title
            leaf.literal[ordinal] = in_title or (
                leaf.node.field is not Field.TITLE and leaf.needle.stands_in(body)
            )
            leaf.unseen[ordinal] = False


def with_all_words(leaf: Leaf, snapshot: Snapshot) -> Mask:
    """Mark the documents that have every word of a token that is Han only; none for others.

    Where no word covers them, single characters are required themselves, neighbours as bigrams, so
    that 门诊慢特病 does not match whatever holds 门诊. Question words are no condition.
    """
    marked = np.zeros(snapshot.size, np.bool_)
    if not is_han_only(leaf.text):
        return marked
    pieces = without_question_words(leaf.text) or [leaf.text]
    required = [term for piece in pieces for term in _word_terms(piece)]
    if not required:
        return marked
    title_only = leaf.node.field is Field.TITLE
    sets = []
    for family, term in required:
        sets.append(snapshot.postings(family, term).where(title_only=title_only))
    marked[intersection(sets)] = True
    return marked


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
    """Take a text apart at the borders between its runs: 2024年医保报销 = 2024, 年医保报销."""
    return [run.text for run in runs(text)]


def evaluate(
    node: Node,
    leaves: dict[Literal | Token, Leaf],
    filtered: Callable[[Filter], Mask],
    *,
    optimistic: bool = True,
) -> Mask:
    """Mark the documents that match a tree, or may match it as far as looked at."""
    match node:
        case Literal() | Token():
            return leaves[node].matches(optimistic=optimistic)
        case Filter():
            return filtered(node)
        case Not(part):
            return ~evaluate(part, leaves, filtered, optimistic=not optimistic)
        case And(nodes):
            masks = [evaluate(part, leaves, filtered, optimistic=optimistic) for part in nodes]
            matching: Mask = np.logical_and.reduce(masks)
            return matching
        case Or(nodes):
            masks = [evaluate(part, leaves, filtered, optimistic=optimistic) for part in nodes]
            any_matching: Mask = np.logical_or.reduce(masks)
            return any_matching


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
