"""Where atoms begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.atoms import (
    cuts_atom,
    ends_at_border,
    is_gap,
    is_of_atom,
    starts_at_border,
)
from souwen.language.terms import RunKind, runs

TEXT = st.text(st.one_of(st.sampled_from("1٢.,:-医a²½ k"), st.characters()), max_size=20)


def atoms_of(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the atoms of a normalised text."""
    spans = []
    for run in runs(text):
        at = run.start
        for atom in run.atoms:
            spans.append((at, at + len(atom)))
            at += len(atom) + 1
    return spans


@given(TEXT)
def test_borders_are_those_of_the_terms(text: str) -> None:
    """What begins or ends inside an atom is not whole, unless it does so with a point."""
    atoms = atoms_of(text)
    for at in range(len(text) + 1):
        inside = any(start < at < end for start, end in atoms)
        if at < len(text):
            assert starts_at_border(text, at) == (text[at] == "." or not inside)
        if at:
            assert ends_at_border(text, at) == (text[at - 1] == "." or not inside)


@given(TEXT)
def test_a_replaced_part_may_touch_no_point_inside_a_number(text: str) -> None:
    """`cuts_atom` is stricter: any point between digits joins them."""
    stretches = [run for run in runs(text) if run.kind is not RunKind.GRAM]
    for at in range(len(text) + 1):
        inside = any(run.start < at < run.end for run in stretches)
        assert cuts_atom(text, at, at) == cuts_atom(text, 0, at) == inside


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("医保18,700元", [1, 2, 8]),
        ("于8：30到", [1, 5]),
        ("b12,c", [3, 4]),
        ("1. 2", [1, 2, 3]),
        ("2.5mg。", [5]),
    ],
)
def test_where_a_text_may_be_cut(text: str, gaps: list[int]) -> None:
    """Neither a number with its signs is cut, nor letters beside digits."""
    assert [at for at in range(1, len(text)) if is_gap(text, at)] == gaps


@given(st.characters())
def test_what_atoms_are_made_of(character: str) -> None:
    """A character is of an atom where it is a run of digits or letters by itself."""
    kinds = [run.kind for run in runs(character)]
    assert is_of_atom(character) == (kinds in ([RunKind.NUMBER], [RunKind.LETTERS]))
