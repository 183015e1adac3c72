"""How the strings of a query must match, decided on one snapshot: strictly, or relaxed.

What `query.interpret` left open is decided here: which mixed tokens are taken apart, because they
stand nowhere; how much of a whole question a match covers; and what makes a loose hit, which is
shown below the matches where these do not fill a page. Of several tokens that is one that is longer
than a character; of a token alone a bigram and a share of its characters, by their weight; of a
question whatever shares a word with it. Quoted parts, groups, exclusions and filters stay as they
are. Without it, one real search in twenty would show nothing where a variant of it is there
(脚掌酸痛, 脚掌酸疼).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from ..language.normalise import normalise
from ..language.questions import without_question_words
from ..language.terms import RunKind, bigrams, is_gram_only, runs
from .matching.coverage import Coverage
from .matching.ordinal_sets import NOTHING, union
from .matching.string_matches import StringMatches, with_all_words
from .query.interpret import tokens_of
from .query.relaxation import Relaxation, RelaxedHow
from .query.tree import And, Mode, Or, Token, clauses, strings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..index.columns import Ordinals
    from ..index.segments.snapshot import Snapshot
    from ..language.terms import Family
    from .query.interpret import QueryString, ReadQuery
    from .query.tree import Literal, Node
    from .ranking.bm25 import BM25

_LOOK_AT_ONCE = 200
_FEWEST_BIGRAMS = 2  # a token of one is shared by what has it
LEAST_SHARE = 0.3


class Enough(Enum):
    """How much of a token is enough, where that need not stand in a document."""

    FLOOR = auto()  # what covers a question
    LIKENESS = auto()  # a bigram, and a share of the characters
    SHARING = auto()  # a word, a bigram or an atom


@dataclass(slots=True)
class Plan:
    """A tree that is ready to be evaluated.

    Attributes:
        tree: the query's tree, where needed with tokens taken apart, or such that less is enough.
        matches: those of every string of it, and of `asides`.
        asides: tokens that are no condition; what has them stands higher.
        relaxed: how it differs from what was typed.
        any_is_enough: whether a document is found that has one of the tokens only.
        enough: the tokens of which parts are enough, each with how much of it.
    """

    tree: Node
    matches: dict[Literal | Token, StringMatches]
    asides: tuple[Token, ...] = ()
    relaxed: tuple[Relaxation, ...] = ()
    any_is_enough: bool = False
    enough: dict[Token, Enough] = field(default_factory=dict)

    def nodes(self) -> list[Literal | Token]:
        """Return the strings that a match contains, each once; not those that exclude it."""
        return list(dict.fromkeys((*strings(self.tree), *self.asides)))

    def wanted(self) -> list[StringMatches]:
        """Return the matches of the same."""
        return [self.matches[node] for node in self.nodes()]


class Planner:
    """Makes plans for one query on one snapshot."""

    def __init__(self, snapshot: Snapshot, bm25: BM25, query: ReadQuery) -> None:
        self._snapshot = snapshot
        self._bm25 = bm25
        self._query = query
        self._strings = {string.node: string for string in query.strings}
        self._with_words: dict[Token, Ordinals] = {}
        self.coverage = Coverage(snapshot)

    def string(self, node: Literal | Token) -> QueryString:
        """Return what was read of a string of the query."""
        return self._strings[node]

    def strings(self, plan: Plan) -> tuple[QueryString, ...]:
        """Return the strings that a match of a plan contains."""
        return tuple(self._strings[node] for node in plan.nodes())

    def idf(self, family: Family, term: str) -> float:
        """Return how rare a term is."""
        return self._bm25.idf(family, term)

    def plan(self) -> Plan:
        """Plan the query as it was typed, as its mode says."""
        if self._query.mode is Mode.ANY:
            tree, asides = self._query.with_apart(())
            return self._plan_any(tree, tokens_of(tree), asides)
        wanted = self._query.wanted()
        matches: dict[Literal | Token, StringMatches] = {
            node: self.find(node) for node in wanted if isinstance(node, Token)
        }
        apart: dict[Token, tuple[Token, ...]] = {}
        for node, pieces in self._query.mixed:
            if node not in matches and not any(node in others for others in apart.values()):
                continue  # a piece of what stands somewhere
            string = matches.get(node) or self.find(node)
            matches[node] = string
            if not self._is_read_somewhere(node, string):
                apart[node] = pieces
                del matches[node]
        tree, asides = self._query.with_apart(apart)
        plan = Plan(tree, matches, asides)
        if apart:
            smallest = (piece for pieces in apart.values() for piece in pieces)
            texts = tuple(piece.text for piece in smallest if piece not in apart)
            plan.relaxed = (Relaxation(RelaxedHow.TAKEN_APART, texts),)
        question = self._query.question
        self._match_all(plan, loose=[question] if question else [])
        if question:
            self._raise(question, plan.matches[question])
            plan.enough = {question: Enough.FLOOR}
        return plan

    def _raise(self, question: Token, matches: StringMatches) -> None:
        """Of what shares something with a question keep what covers enough of it."""
        covered = self.coverage.of_question(self._strings[question], matches.loose)
        with_words = self.with_all_words(question)
        matches.loose = union((matches.loose[covered.is_enough()], with_words))

    def loosened(self, plan: Plan) -> Plan | None:
        """Plan what may stand below the matches of a plan; None where nothing may."""
        tokens = [token for token in tokens_of(plan.tree) if len(normalise(token.text)) > 1]
        if not tokens:
            return None
        short = [token for token in tokens_of(plan.tree) if token not in tokens]
        # What was looked at for the matches is known here, too.
        known = {node: replace(matches, loose=NOTHING) for node, matches in plan.matches.items()}
        loosened = self._plan_any(plan.tree, tokens, (*short, *plan.asides), known)
        if len(tokens) == 1 and self._query.question is None:
            (token,) = tokens
            if len(bigrams(normalise(token.text))) < _FEWEST_BIGRAMS:
                return None
            loosened.matches[token].loose = self._likely(loosened.matches[token])
            loosened.enough = {token: Enough.LIKENESS}
        relaxation = Relaxation(RelaxedHow.PARTS, tuple(token.text for token in tokens))
        loosened.relaxed = (*plan.relaxed, relaxation)
        return loosened

    def _is_read_somewhere(self, node: Token, string: StringMatches) -> bool:
        """Return whether a token stands somewhere as it was typed, or as another reading of it."""
        if self._stands_somewhere(string):
            return True
        string.readings = tuple(self._readings(self._strings[node]))
        return any(self._stands_somewhere(reading) for reading, _ in string.readings)

    def _stands_somewhere(self, string: StringMatches) -> bool:
        known = self._snapshot.holding(string.literal, title_only=string.title_only)
        if known is not None:
            return known > 0
        if (string.stands & ~string.unseen).any():
            return True
        waiting = string.waiting()
        for start in range(0, len(waiting), _LOOK_AT_ONCE):
            string.look(waiting[start : start + _LOOK_AT_ONCE], self._snapshot)
            if (string.stands & ~string.unseen).any():
                return True
        return bool(string.stands.any())

    def _likely(self, string: StringMatches) -> Ordinals:
        """Return what has a bigram and a share of the weight of a Han text's characters."""
        if not is_gram_only(string.text):
            return NOTHING
        title_only = string.title_only
        sharing = self._bm25.sharing([string.text], title_only=title_only)
        covered = self._bm25.coverage(sharing, string.text, title_only=title_only)
        return sharing[covered >= LEAST_SHARE]

    def _plan_any(
        self,
        root: Node,
        enough: Sequence[Token],
        asides: tuple[Token, ...],
        known: dict[Literal | Token, StringMatches] | None = None,
    ) -> Plan:
        """Plan so that any of these tokens, of those at the top of a tree, is enough."""
        others = tuple(part for part in clauses(root) if not isinstance(part, Token))
        tree: Node = root
        if enough:
            any_token: Node = Or(tuple(enough)) if len(enough) > 1 else enough[0]
            tree = And((any_token, *others)) if others else any_token
        some = dict.fromkeys(enough, Enough.SHARING)
        plan = Plan(tree, known or {}, asides, any_is_enough=True, enough=some)
        self._match_all(plan, loose=enough)
        return plan

    def _match_all(self, plan: Plan, loose: Sequence[Token]) -> None:
        """Find where every string of a plan stands; sharing something with a loose one will do."""
        wanted = plan.nodes()
        for node in (*wanted, *strings(plan.tree, excluded=True)):
            if node not in plan.matches:
                plan.matches[node] = self.find(node)
        for node, matches in plan.matches.items():
            if not isinstance(node, Token):
                continue
            string = self._strings[node]
            if node in loose:
                matches.loose = self._bm25.sharing(
                    without_question_words(matches.text) or [matches.text],
                    title_only=matches.title_only,
                )
            else:
                matches.loose = self.with_all_words(node)
            if node in wanted and not matches.readings:
                matches.readings = tuple(self._readings(string))

    def with_all_words(self, node: Token) -> Ordinals:
        """Return the documents that have all words of a token; asked for at each stage."""
        if node not in self._with_words:
            string = self._strings[node]
            self._with_words[node] = with_all_words(
                string.text,
                self._snapshot,
                title_only=string.title_only,
                own_words=string.own_words,
            )
        return self._with_words[node]

    def with_more_than_digits(self, node: Token) -> Ordinals:
        """Return the documents that share more with a token than numbers and lone characters."""
        string = self._strings[node]
        texts = more_than_digits(string.text)
        return self._bm25.sharing(texts, title_only=string.title_only) if texts else NOTHING

    def find(self, node: Literal | Token) -> StringMatches:
        """Find where a string of the query may stand."""
        string = self._strings[node]
        return StringMatches.find(string.literal(), self._snapshot, title_only=string.title_only)

    def _readings(self, string: QueryString) -> list[tuple[StringMatches, float]]:
        readings = []
        title_only = string.title_only
        for reading in string.readings:
            literal = reading.literal()
            matches = StringMatches.find(literal, self._snapshot, title_only=title_only)
            matches.loose = with_all_words(
                matches.text, self._snapshot, title_only=title_only, own_words=reading.own_words
            )
            readings.append((matches, reading.worth))
        return readings


def more_than_digits(text: str) -> list[str]:
    """Return what a normalised text has besides numbers and lone characters."""
    pieces = [run.text for run in runs(text) if run.kind is not RunKind.NUMBER]
    return [piece for piece in pieces if len(piece) > 1]
