"""How the strings of a query must match: strictly, as a question, or relaxed.

* Spaced keywords and short tokens must all match.
* A whole question (one token that is longer than `LONGEST_STRICT` or holds a question word) matches
  every document that shares a word, a bigram or an atom with it; ranking sorts them.
* A token that mixes Han with digits or letters and stands nowhere literally is taken apart.
* Tokens that only ask (怎么办) are no condition beside others.
* Where nothing matches a query of several tokens, one of them is enough that is longer than a
  character; where its only token stands nowhere and hardly a document has all its words, a share of
  its characters is, by their weight. So is any part where a token was taken apart and finds little.
  Quoted parts, groups, exclusions and filters stay as they are. Without the second, one real search
  in twenty would find nothing where a variant of it is there (脚掌酸痛, 脚掌酸疼).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ...language.lexicon import Kind
from ...language.normalise import normalise
from ...language.questions import has_question_word, without_question_words
from ...language.terms import RunKind, bigrams, runs
from ..query.tree import And, Field, Filter, Literal, Not, Or, Token
from ..request import Mode
from .match import Leaf, is_han_only, look, parts, seek, strings, with_all_words
from .ordinal_sets import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot
    from ...language.readings import Variants
    from ..query.tree import Node
    from ..ranking.bm25 import Relevance

#: A token of more characters is a question: nobody expects one page to hold it as it stands.
LONGEST_STRICT = 5
_LOOK_AT_ONCE = 200
_FEWEST_BIGRAMS = 3  # a part of two is one, and that is no likeness
_LEAST_SHARE = 0.3
_FEW = 3  # documents that only have all words of a token
# What is the same; what is only near, and other ways to ask, match nothing of their own.
_MATCHING = {Kind.PLACE, Kind.AMOUNT, Kind.USER, Kind.SYNONYM}


@dataclass(slots=True)
class Plan:
    """A tree that is ready to be evaluated.

    Attributes:
        tree: the query's tree, where needed with tokens taken apart or relaxed.
        leaves: every string of it, and of `asides`.
        asides: tokens that are no condition; what has them stands higher.
        relaxed: what was changed because nothing matched, or None.
        any_is_enough: whether a document matches that has one of the tokens only.
    """

    tree: Node
    leaves: dict[Literal | Token, Leaf]
    asides: tuple[Token, ...] = ()
    relaxed: str | None = None
    any_is_enough: bool = False

    def wanted(self) -> list[Leaf]:
        """Give the leaves that a match may have, not those that exclude one."""
        return [self.leaves[node] for node in self.wanted_nodes()]

    def wanted_nodes(self) -> dict[Literal | Token, None]:
        """Give the same as nodes, each once."""
        return dict.fromkeys((*strings(self.tree), *self.asides))


class Strategy:
    """Makes plans on one snapshot."""

    def __init__(
        self, snapshot: Snapshot, relevance: Relevance, variants: Variants | None = None
    ) -> None:
        self._snapshot = snapshot
        self._relevance = relevance
        self._variants = variants

    def plan(self, root: Node, mode: Mode) -> Plan:
        """Read a query's tree as the mode says."""
        if mode is Mode.ANY:
            tree, asides = _without_asides(root)
            return self._plan_any(tree, _tokens(tree), asides)
        question = _question(root) if mode is Mode.AUTO else None
        plan = Plan(root, {})
        if question is None:
            tree, taken_apart = self._take_apart(root, plan.leaves)
            plan.tree, plan.asides = _without_asides(tree)
            if taken_apart:
                plan.relaxed = f"taken apart, because it stands nowhere as it is: {taken_apart}"
        self._seek_all(plan, loose=[question] if question else [])
        return plan

    def relax(self, plan: Plan, found: int) -> Plan | None:
        """Make a plan for which less is enough; None where there is nothing to relax.

        Args:
            plan: what was carried out.
            found: how many documents match it.
        """
        if found and (found >= _FEW or self._stands(plan)):
            return None
        tokens = [token for token in _tokens(plan.tree) if len(normalised_text(token)) > 1]
        if not tokens:
            return None
        short = [token for token in _tokens(plan.tree) if token not in tokens]
        who = "few documents have" if found else "no document has"
        relaxed = self._plan_any(plan.tree, tokens, (*short, *plan.asides))
        if len(tokens) > 1:
            shown = " ".join(token.text for token in tokens)
            note = f"{who} all of it; these have some of: {shown}"
        else:
            (token,) = tokens
            if len(bigrams(normalised_text(token))) < _FEWEST_BIGRAMS:
                return None
            relaxed.leaves[token].loose = self._likely(relaxed.leaves[token])
            note = f"{who} it; these have parts of: {token.text}"
        relaxed.relaxed = f"{plan.relaxed}; {note}" if plan.relaxed else note
        return relaxed

    def _stands(self, plan: Plan) -> bool:
        """Tell whether any string of a plan stands anywhere; true for several tokens."""
        wanted = plan.wanted()
        return plan.relaxed is None and (len(wanted) != 1 or bool(wanted[0].literal.any()))

    def _likely(self, leaf: Leaf) -> Ordinals:
        """Give what has a bigram and a share of the weight of a token's characters, if Han only."""
        if not is_han_only(leaf.text):
            return NOTHING
        title_only = leaf.node.field is Field.TITLE
        sharing = self._relevance.sharing([leaf.text], title_only=title_only)
        covered = self._relevance.coverage(sharing, leaf.text, title_only=title_only)
        return sharing[covered >= _LEAST_SHARE]

    def _plan_any(self, root: Node, enough: Sequence[Token], asides: tuple[Token, ...]) -> Plan:
        """Make a plan for which any of these tokens, of those at the top of a tree, is enough."""
        others = tuple(part for part in _parts(root) if not isinstance(part, Token))
        tree: Node = root
        if enough:
            any_token: Node = Or(tuple(enough)) if len(enough) > 1 else enough[0]
            tree = And((any_token, *others)) if others else any_token
        plan = Plan(tree, {}, asides, any_is_enough=True)
        self._seek_all(plan, loose=enough)
        return plan

    def _seek_all(self, plan: Plan, loose: Sequence[Token]) -> None:
        """Find where every string of a plan stands; sharing something with a loose one will do."""
        wanted = plan.wanted_nodes()
        for node in (*wanted, *strings(plan.tree, excluded=True)):
            if node not in plan.leaves:
                plan.leaves[node] = seek(node, self._snapshot)
        for node, leaf in plan.leaves.items():
            if isinstance(node, Token):
                if node in loose:
                    leaf.loose = self._sharing(leaf)
                else:
                    leaf.loose = with_all_words(leaf, self._snapshot, self._variants)
                if node in wanted:
                    leaf.others = tuple(self._others(node, leaf.text))

    def _others(self, node: Token, text: str) -> Iterator[tuple[Leaf, float]]:
        """Give what may stand for a token, as leaves, with what each is worth."""
        for variant in self._variants.of(text) if self._variants else ():
            if variant.kind in _MATCHING:
                other = replace(node, text=variant.text, open_start=False, open_end=False)
                leaf = seek(other, self._snapshot)
                leaf.loose = with_all_words(leaf, self._snapshot)
                yield leaf, variant.weight

    def _sharing(self, leaf: Leaf) -> Ordinals:
        """Give what shares something with a token besides its question words."""
        return self._relevance.sharing(
            without_question_words(leaf.text) or [leaf.text],
            title_only=leaf.node.field is Field.TITLE,
        )

    def _take_apart(self, node: Node, leaves: dict[Literal | Token, Leaf]) -> tuple[Node, str]:
        """Take mixed tokens that stand nowhere apart; give the tree and how it reads now."""
        match node:
            case Token():
                leaf = leaves[node] = seek(node, self._snapshot)
                if not _is_mixed(leaf.text) or self._stands_somewhere(leaf):
                    return node, ""
                found = parts(leaf.text)
                if len(found) == 1:
                    return node, ""
                pieces = [
                    replace(node, text=part, open_start=False, open_end=False) for part in found
                ]
                pieces[0] = replace(pieces[0], open_start=node.open_start)
                pieces[-1] = replace(pieces[-1], open_end=node.open_end)
                pieces = list(dict.fromkeys(pieces))
                return And(tuple(pieces)), " ".join(piece.text for piece in pieces)
            case And(nodes) | Or(nodes):
                taken = [self._take_apart(part, leaves) for part in nodes]
                changed = " ".join(text for _, text in taken if text)
                together = And if isinstance(node, And) else Or
                return together(_flat(tuple(part for part, _ in taken), together)), changed
            case Literal() | Filter() | Not():
                return node, ""

    def _stands_somewhere(self, leaf: Leaf) -> bool:
        waiting = leaf.waiting()
        for start in range(0, len(waiting), _LOOK_AT_ONCE):
            look([leaf], waiting[start : start + _LOOK_AT_ONCE], self._snapshot)
            if (leaf.literal & ~leaf.unseen).any():
                return True
        return bool(leaf.literal.any())


def _question(root: Node) -> Token | None:
    """Give the query's only token where it is a question."""
    tokens = _tokens(root)
    if len(tokens) != 1:
        return None
    text = normalised_text(tokens[0])
    is_long = len(text) > LONGEST_STRICT and (is_han_only(text) or _has_clauses(text))
    return tokens[0] if is_long or has_question_word(text) else None


def _has_clauses(text: str) -> bool:
    """Tell whether there is Han text on both sides of a mark of punctuation."""
    found = list(runs(text))
    return any(
        one.kind is other.kind is RunKind.GRAM and one.end < other.start
        for one, other in pairwise(found)
    )


def normalised_text(node: Literal | Token) -> str:
    """Give the normalised text of a string of the query."""
    return normalise(node.text)


def _is_mixed(text: str) -> bool:
    kinds = {run.kind is RunKind.GRAM for run in runs(text)}
    return True in kinds and not is_han_only(text)


def _without_asides(root: Node) -> tuple[Node, tuple[Token, ...]]:
    """Take the tokens that only ask off a tree, where something else is left to look for."""
    asides = tuple(
        token for token in _tokens(root) if not without_question_words(normalised_text(token))
    )
    left = tuple(part for part in _parts(root) if part not in asides)
    if not asides or not any(True for part in left for _ in strings(part)):
        return root, ()
    return (And(left) if len(left) > 1 else left[0]), asides


def _parts(root: Node) -> tuple[Node, ...]:
    return root.parts if isinstance(root, And) else (root,)


def _tokens(root: Node) -> list[Token]:
    """Give the tokens that stand at the top of a tree, in no group."""
    return [part for part in _parts(root) if isinstance(part, Token)]


def _flat(nodes: tuple[Node, ...], together: type[And | Or]) -> tuple[Node, ...]:
    """Let nodes of the same sort stand beside their parent's, as the parser gives them."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.parts if type(node) is together else (node,)
    return tuple(dict.fromkeys(flat))
