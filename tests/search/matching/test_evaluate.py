"""Trees over sets of documents give what sets give, and never promise too much or too little."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.matching.evaluate import Evaluator
from souwen.search.query.tree import And, Filter, FilterName, Literal, Not, Or, Token

if TYPE_CHECKING:
    from souwen.index.columns import Mask, Ordinals
    from souwen.search.query.tree import Node

ALL = set(range(8))
TOKENS = [Token("甲"), Token("乙"), Literal("丙")]
FILTERS = [Filter(FilterName.KIND, "article"), Filter(FilterName.SOURCE, "/d")]
SNAPSHOT: Any = SimpleNamespace(columns=SimpleNamespace(live=np.ones(len(ALL), np.bool_)))
SETS = st.frozensets(st.sampled_from(sorted(ALL)))
LEAVES = st.sampled_from([*TOKENS, *FILTERS])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
)


class Strings(dict[Any, Any]):
    """What each string matches surely, and what it may match."""

    def __init__(self, sure: list[frozenset[int]], perhaps: list[frozenset[int]]) -> None:
        for token, least, more in zip(TOKENS, sure, perhaps, strict=True):
            both = {False: np.array(sorted(least), int), True: np.array(sorted(least | more), int)}
            self[token] = SimpleNamespace(matches=lambda *, optimistic, both=both: both[optimistic])


def expected(node: Node, of: dict[Any, frozenset[int]]) -> set[int]:
    """Work a tree out by Python's sets."""
    match node:
        case And(parts):
            return set.intersection(*(expected(part, of) for part in parts))
        case Or(parts):
            return set.union(*(expected(part, of) for part in parts))
        case Not(part):
            return ALL - expected(part, of)
    return set(of[node])


def evaluator(sure: list[frozenset[int]], more: list[frozenset[int]], **options: Any) -> Evaluator:
    """Make an evaluator whose filters let even documents through, and those below four."""

    def sift(node: Filter, documents: Ordinals) -> Mask:
        is_kind = node.name is FilterName.KIND
        mask: Mask = documents % 2 == 0 if is_kind else documents < 4
        return mask

    return Evaluator(SNAPSHOT, Strings(sure, more), sift, **options)


@given(TREES, st.tuples(*[SETS] * 3))
def test_a_tree_is_its_sets(node: Node, sure: tuple[frozenset[int], ...]) -> None:
    """Where everything is known, AND, OR and NOT are those of sets."""
    of = dict(zip(TOKENS, sure, strict=True))
    of |= {FILTERS[0]: frozenset({0, 2, 4, 6}), FILTERS[1]: frozenset({0, 1, 2, 3})}
    found = evaluator(list(sure), [frozenset()] * 3)
    assert found.documents(node).tolist() == sorted(expected(node, of))
    assert not found.is_partial


@given(TREES, st.tuples(*[SETS] * 3), st.tuples(*[SETS] * 3), st.data())
def test_what_may_match_and_what_surely_does(
    node: Node,
    sure: tuple[frozenset[int], ...],
    more: tuple[frozenset[int], ...],
    data: st.DataObject,
) -> None:
    """Whatever is seen later lies between the two, also where it excludes."""
    truth = [
        least | frozenset(data.draw(st.sets(st.sampled_from(sorted(rest)))) if rest else ())
        for least, rest in zip(sure, more, strict=True)
    ]
    of = dict(zip(TOKENS, truth, strict=True))
    of |= {FILTERS[0]: frozenset({0, 2, 4, 6}), FILTERS[1]: frozenset({0, 1, 2, 3})}
    for all_filters in (True, False):
        found = evaluator(list(sure), list(more), all_filters=all_filters)
        most, least = (set(found.documents(node, optimistic=yes).tolist()) for yes in (True, False))
        assert least <= expected(node, of) <= most
