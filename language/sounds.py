"""How characters are read, in letters without tones, and what letters may be read as."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: As many code points have a place in a table of characters; nothing of it is for the others.
TABLE_SIZE = 1 << 16
_READINGS = 3  # of a character
_MOST_WAYS = 12  # in which letters are read
_FUZZY_STARTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"))
_TWO_LETTERS = ("zh", "ch", "sh")


class Syllable(NamedTuple):
    """A syllable, or the beginning of one; `is_whole` where no letter of it is missing."""

    letters: str
    is_whole: bool


class _Sounds(NamedTuple):
    """Syllables by their numbers from 1 on, and of each code point the numbers, 0 for none."""

    syllables: tuple[str, ...]
    readings: NDArray[np.uint16]
    fuzzy: NDArray[np.uint16]


@cache
def _sounds() -> _Sounds:
    """Return the table that is shipped; of a character the most frequent reading comes first."""
    readings = np.zeros((_READINGS, TABLE_SIZE), np.uint16)
    syllables = [""]
    lines = (Path(__file__).with_name("data") / "pinyin.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        syllable, first, others = line.split("\t")
        syllables.append(syllable)
        readings[0, [ord(character) for character in first]] = number
        for point in map(ord, others):
            readings[1 + (readings[1, point] > 0), point] = number
    classes: dict[str, int] = {"": 0}
    fuzzy = [classes.setdefault(_fuzzy(syllable), len(classes)) for syllable in syllables]
    return _Sounds(tuple(syllables), readings, np.array(fuzzy, np.uint16))


def _fuzzy(syllable: str) -> str:
    """Return the same for syllables that many speakers do not tell apart."""
    for start, other in _FUZZY_STARTS:
        if syllable.startswith(start):
            syllable = other + syllable.removeprefix(start)
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def sounding_like(character: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return of each code point whether it has a reading of a character, and whether nearly so."""
    readings, classes = _sounds().readings, _sounds().fuzzy
    own = readings[:, ord(character)] if ord(character) < TABLE_SIZE else readings[:, 0]
    own = own[own > 0]
    same, near = np.zeros(TABLE_SIZE, np.bool_), np.zeros(TABLE_SIZE, np.bool_)
    for of_each in readings if len(own) else ():
        same |= np.isin(of_each, own)
        near |= np.isin(classes[of_each], classes[own])
    return same, near


@lru_cache(maxsize=128)
def read_as(syllable: Syllable) -> NDArray[np.bool_]:
    """Return of each code point whether it is read so, or so begins."""
    sounds = _sounds()
    is_meant = np.array(
        [
            one == syllable.letters if syllable.is_whole else one.startswith(syllable.letters)
            for one in sounds.syllables
        ]
    )
    is_meant[0] = False
    numbers = np.flatnonzero(is_meant)
    found = np.zeros(TABLE_SIZE, np.bool_)
    for of_each in sounds.readings:
        found |= np.isin(of_each, numbers)
    return found


def in_syllables(letters: str) -> list[tuple[Syllable, ...]]:
    """Return the ways to read letters as syllables, of which the last may be begun only.

    Those with fewer syllables come first: `xian` is xian, then xi an. There are none for letters
    that are not begun syllables.
    """
    ways = sorted(_ways(letters), key=lambda way: (not way[-1].is_whole, len(way)))
    return ways[:_MOST_WAYS]


def in_initials(letters: str) -> list[tuple[Syllable, ...]]:
    """Return the ways to read letters as the first ones of syllables: `zgs`, `zhgs`."""
    single = tuple(Syllable(letter, is_whole=False) for letter in letters)
    ways = [single]
    rest, double = letters, []
    while rest:
        size = 2 if rest[:2] in _TWO_LETTERS else 1
        double.append(Syllable(rest[:size], is_whole=False))
        rest = rest[size:]
    if len(double) < len(single):
        ways.append(tuple(double))
    known = {syllable[:1] for syllable in _sounds().syllables}
    return [way for way in ways if all(one.letters[0] in known for one in way)]


def _ways(letters: str) -> list[tuple[Syllable, ...]]:
    """Return the ways; a run of letters has few, but for long ones."""
    whole = set(_sounds().syllables[1:])
    longest = max(map(len, whole))
    # From the end: the ways for what is left are known before they are needed.
    of_rest: list[list[tuple[Syllable, ...]]] = [[] for _ in range(len(letters) + 1)]
    of_rest[-1] = [()]
    for at in range(len(letters) - 1, -1, -1):
        ways = []
        for end in range(min(at + longest, len(letters)), at, -1):
            if letters[at:end] in whole:
                first = Syllable(letters[at:end], is_whole=True)
                ways += [(first, *rest) for rest in of_rest[end]]
        begun = letters[at:]
        if any(one.startswith(begun) and one != begun for one in whole):
            ways.append((Syllable(begun, is_whole=False),))
        of_rest[at] = sorted(ways, key=len)[:_MOST_WAYS]
    return of_rest[0]
