"""Where atoms begin and end: numbers, and words in letters. Texts are normalised."""

from __future__ import annotations

from functools import lru_cache

from .terms import RUN, RunKind

# What stands inside a number as it is written in a text that is not normalised.
_NUMBER_SIGNS = ".,:．，：∶"


@lru_cache(4096)
def is_letter(character: str) -> bool:
    """Return whether a character belongs to an atom of letters."""
    match = RUN.match(character)
    return match is not None and match.lastgroup == RunKind.LETTERS


def is_of_atom(character: str) -> bool:
    """Return whether a character belongs to a number or to a word in letters."""
    return character.isdecimal() or is_letter(character)


def cuts_atom(text: str, start: int, end: int) -> bool:
    """Return whether a number or a word in letters goes on over an end of a span."""
    return _is_inside(text, start) or _is_inside(text, end)


def starts_at_border(text: str, start: int) -> bool:
    """Return whether no atom begins before `start` and goes on with what stands there.

    Of a number with several points (2025.04.26) each part is an atom. A point at `start` is none.
    """
    return not (_is_inside(text, start) and text[start] != "." and _is_one_atom(text, start - 1))


def ends_at_border(text: str, end: int) -> bool:
    """Return whether what ends at `end` is no part of an atom that goes on behind it."""
    return not (_is_inside(text, end) and text[end - 1] != "." and _is_one_atom(text, end))


def is_gap(text: str, at: int) -> bool:
    """Return whether a text, as it was written, may be cut at a place within it.

    No number is cut there (18,700 and 8:30 are one), and nothing made of letters and digits (b12).
    """
    joined = is_of_atom(text[at - 1]) and is_of_atom(text[at])
    return not (joined or _is_inside_number(text, at, _NUMBER_SIGNS))


def _is_inside(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    both_letters = is_letter(text[at - 1]) and is_letter(text[at])
    return both_letters or _is_inside_number(text, at, ".")


def _is_inside_number(text: str, at: int, signs: str) -> bool:
    """Return whether digits, or a digit and a sign with another digit, meet at a place."""
    before, behind = text[at - 1], text[at]
    if behind.isdecimal():
        return before.isdecimal() or (before in signs and text[at - 2 : at - 1].isdecimal())
    return behind in signs and before.isdecimal() and text[at + 1 : at + 2].isdecimal()


def _is_one_atom(text: str, point: int) -> bool:
    """Return whether there is no point at a place, or the only one of its number."""
    if text[point] != ".":
        return True
    start, end = point, point + 1
    while start > 0 and text[start - 1].isdecimal():
        start -= 1
    while end < len(text) and text[end].isdecimal():
        end += 1
    has_point_before = start > 0 and _is_inside_number(text, start, ".")
    return not has_point_before and not (end < len(text) and _is_inside_number(text, end, "."))
