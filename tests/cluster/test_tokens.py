"""The tokens that a cluster splits at spaces."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.cluster.tokens import BLANK, BREAK, SPACE, atom, sign, tokens_of, units
from souwen.language.normalise import normalise
from souwen.language.terms import LONGEST_ATOM, Family, RunKind, count_form, runs

TEXTS = st.text(st.sampled_from("医保报销ab1 2.,%\n①²３．　\u2028\ufdd0\U0010ffffé𠀀"), max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("医保6.74%", "医 保 6.74 %"),
        ("2025.04.26", "2025 . 04 . 26"),
        ("pd-1 b12", f"pd - 1 {SPACE} b 12"),
        ("一\n二", f"一 {BREAK} 二"),
        ("3. .5 a.b", f"3 . {SPACE} . 5 {SPACE} a . b"),
        ("", ""),
    ],
)
def test_units(text: str, expected: str) -> None:
    """Characters and signs are tokens one by one, atoms as a whole."""
    assert units(text) == expected


@given(st.lists(TEXTS, max_size=5))
def test_terms_are_those_of_the_index(texts: list[str]) -> None:
    """Characters, atoms, pairs and parts are those that a local index counts."""
    normalised = [normalise(text) for text in texts]
    for text, found in zip(normalised, tokens_of(normalised), strict=True):
        counts = count_form(text.replace("\U0010ffff", "\ufffe"))
        grams = counts[Family.GRAM]
        chars = counts[Family.ATOM] + Counter(
            {term: n for term, n in grams.items() if len(term) == 1 and not term.isdecimal()}
        )
        parts = Counter({term: n for term, n in grams.items() if term.isdecimal()})
        pairs = Counter({t: n for t, n in grams.items() if len(t) > 1 and not t.isdecimal()})
        assert Counter(found.chars.split()) == chars
        assert Counter(found.parts.split()) == parts
        assert Counter(found.bigrams.split()) == pairs


@given(TEXTS)
def test_units_tell_every_sign(text: str) -> None:
    """Put together again, the units are the text; whatever blank there is has a token."""
    joined = "".join(units(text).split(" "))
    shown = text.replace("\U0010ffff", "\ufffe")
    expected = "".join(sign(character) for character in shown)
    assert joined == expected
    assert not any(character.isspace() for character in joined)


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_many_are_as_one_by_one(texts: list[str]) -> None:
    """What stands beside a text in a batch does not matter."""
    assert tokens_of(texts) == [tokens_of([text])[0] for text in texts]


@given(TEXTS)
def test_runs_are_units(text: str) -> None:
    """Units made run by run, as for a query, are those of the text as a whole."""
    made: list[str] = []
    done = 0
    for run in runs(text):
        made += map(sign, text[done : run.start])
        if run.kind is RunKind.GRAM:
            made += run.text
        elif run.kind is RunKind.NUMBER and run.text.count(".") > 1:
            made += " . ".join(run.text.split(".")).split(" ")
        else:
            made.append(atom(run.text))
        done = run.end
    made += map(sign, text[done:])
    if "\U0010ffff" not in text:
        assert " ".join(made) == units(text)


def test_long_atoms_are_told_apart() -> None:
    """Of two words that begin alike for longer than a term is, each has its own unit."""
    one, other = "x" * LONGEST_ATOM + "a", "x" * LONGEST_ATOM + "b"
    assert atom(one) != atom(other)
    assert units(one) == atom(one)
    (found,) = tokens_of([one])
    assert found.chars == "x" * LONGEST_ATOM


def test_signs_of_a_text_are_no_blanks() -> None:
    """A text that holds the code points of blanks does not pass for one with blanks."""
    assert units(f"一{SPACE}二") == f"一 {BLANK} 二"
    assert sign("\u2028") == sign("\t") == BLANK
