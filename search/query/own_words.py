"""Words of a person's own that have a space in them: New Balance is two tokens, and one word."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ...language.atoms import is_of_atom
from ...language.normalise import normalise
from .tree import And, Node, Or, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...language.readings import Readings

_MOST = 8  # tokens of a word


def with_own_words(node: Node, lexicon: Readings) -> Node:
    """Make one token of those in a tree that together are a word of the person's own."""
    if not isinstance(node, And | Or):
        return node
    parts = [with_own_words(part, lexicon) for part in node.parts]
    for at in range(len(parts) - 1) if isinstance(node, And) else ():
        for end in range(min(at + _MOST, len(parts)), at + 1, -1):
            tokens = [part for part in parts[at:end] if isinstance(part, Token)]
            if len(tokens) == end - at and (one := _one_of(tokens, lexicon)):
                parts[at:end] = [one]
                break
    distinct = tuple(dict.fromkeys(parts))
    return type(node)(distinct) if len(distinct) > 1 else distinct[0]


def _one_of(tokens: Sequence[Token], lexicon: Readings) -> Token | None:
    first, *_, last = tokens
    text = " ".join(token.text for token in tokens)
    are_plain = not any(token.open_end for token in tokens[:-1])
    are_plain &= not any(token.open_start or token.field is not first.field for token in tokens[1:])
    sides = [normalise(token.text) for token in tokens]
    meet = all(is_of_atom(one[-1]) and is_of_atom(two[0]) for one, two in pairwise(sides))
    if not (are_plain and meet and lexicon.is_own(normalise(text))):
        return None
    return replace(first, text=text, open_end=last.open_end)
