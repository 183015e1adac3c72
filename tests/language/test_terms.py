"""Terms: what a text gives, and that any substring can be found by them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import normalise
from souwen.language.terms import LONGEST_ATOM, Family, count_terms, runs, words


def _terms(text: str, family: Family) -> dict[str, int]:
    return dict(count_terms(text)[family])


def test_c06_letters_and_digits_part() -> None:
    """The border between letters and digits is a border of atoms, and no short part is lost."""
    assert _terms("PD-1抑制剂", Family.ATOM) == {"pd": 1, "1": 1}
    assert _terms("HbA1c", Family.ATOM) == {"hba": 1, "1": 1, "c": 1}
    assert set(_terms("2024-2025年", Family.ATOM)) == {"2024", "2025"}


def test_numbers_with_points() -> None:
    """A number with one point is one atom; with more points each part is one."""
    assert _terms("2.5mg", Family.ATOM) == {"2.5": 1, "mg": 1}
    assert _terms("2025.04.26", Family.ATOM) == {"2025": 1, "04": 1, "26": 1}
    assert set(_terms("2.5mg", Family.GRAM)) == {"2", "5"}


def test_c09_single_digits_are_kept() -> None:
    """The month and the day of a date are atoms even where they have one digit."""
    assert set(_terms("2025年4月6日", Family.ATOM)) == {"2025", "4", "6"}


def test_c07_both_forms_of_a_list_are_terms() -> None:
    """100,200 without a unit gives 100200 and also 100 and 200; with a unit only the amount."""
    assert set(_terms("100,200", Family.ATOM)) == {"100200", "100", "200"}
    assert set(_terms("100,200元", Family.ATOM)) == {"100200"}


def test_every_character_is_a_term() -> None:
    """There are no stop words: each Han character and each bigram of a run is a gram."""
    assert set(_terms("的士和", Family.GRAM)) == {"的", "士", "和", "的士", "士和"}


def test_runs_do_not_cross_borders() -> None:
    """Punctuation and line breaks end a run, so no bigram joins what they part."""
    assert "保险" not in _terms("医保\n险", Family.GRAM)
    assert "保险" not in _terms("医保,险", Family.GRAM)


def test_words_are_dictionary_words() -> None:
    """Words have two characters or more and come without the model for new words."""
    assert words("门诊费由职工承担") == ["门诊", "诊费", "门诊费", "职工", "承担"]
    assert all(len(word) > 1 for word in words("城乡居民基本医疗保险的报销"))


def test_a_giant_atom_is_cut() -> None:
    """An atom of a million letters is indexed by its beginning."""
    (atom,) = _terms("a" * 1_000_000, Family.ATOM)
    assert len(atom) == LONGEST_ATOM


@given(st.text(st.sampled_from("医保1.,a²") | st.characters(), max_size=40), st.integers(1, 70))
def test_the_atoms_of_runs_are_those_that_are_counted(text: str, times: int) -> None:
    """What a query looks for by its runs is what is indexed, also of a very long word."""
    form = normalise(text + "z" * times)
    assert {atom for run in runs(form) for atom in run.atoms} == set(_terms(form, Family.ATOM))


@given(st.text(max_size=80))
def test_runs_are_slices_in_order(text: str) -> None:
    """Runs are disjoint slices of the text, in order, and cover every letter and digit."""
    normalised = normalise(text)
    end = 0
    outside = []
    for run in runs(normalised):
        assert end <= run.start < run.end
        assert normalised[run.start : run.end] == run.text
        outside.append(normalised[end : run.start])
        end = run.end
    outside.append(normalised[end:])
    assert not any(character.isalnum() for character in "".join(outside))
