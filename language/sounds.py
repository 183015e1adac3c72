"""How characters are read, in letters without tones, and what letters may be read as."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The ideographs that are known here.
HAN_POINTS = range(0x4E00, 0xA000)
_READINGS = 3  # of a character
_LONGEST = 6  # letters of a syllable
_MOST_WAYS = 12  # in which letters are read
_FUZZY_STARTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"))
_TWO_LETTERS = ("zh", "ch", "sh")


class Syllable(NamedTuple):
    """A syllable, or the beginning of one; `is_whole` where no letter of it is missing."""

    letters: str
    is_whole: bool


class _Sounds(NamedTuple):
    """Syllables by their numbers from 1 on, and of each ideograph the numbers, 0 for none.

    Attributes:
        syllables: by their numbers; the first is none.
        readings: of each ideograph.
        fuzzy: of each syllable the number of those that are not told from it.
        read: the ideographs of each syllable, with it as any of their readings.
    """

    syllables: tuple[str, ...]
    readings: NDArray[np.uint16]
    fuzzy: NDArray[np.uint16]
    read: tuple[NDArray[np.int64], ...]


@cache
def _sounds() -> _Sounds:
    """Return the table that is shipped; of a character the most frequent reading comes first."""
    readings = np.zeros((_READINGS, len(HAN_POINTS)), np.uint16)
    syllables = [""]
    lines = (Path(__file__).with_name("data") / "pinyin.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        syllable, first, others = line.split("\t")
        syllables.append(syllable)
        readings[0, [HAN_POINTS.index(ord(character)) for character in first]] = number
        for at in (HAN_POINTS.index(ord(character)) for character in others):
            readings[1 + (readings[1, at] > 0), at] = number
    classes: dict[str, int] = {"": 0}
    fuzzy = [classes.setdefault(_fuzzy(syllable), len(classes)) for syllable in syllables]
    order, ends = readings.ravel().argsort(), np.cumsum(np.bincount(readings.ravel()))
    read = tuple(np.split(order % len(HAN_POINTS), ends[:-1]))
    return _Sounds(tuple(syllables), readings, np.array(fuzzy, np.uint16), read)


@cache
def _beginnings() -> tuple[frozenset[str], frozenset[str]]:
    """Return the syllables, and what begins one and is not all of it."""
    whole = frozenset(_sounds().syllables[1:])
    return whole, frozenset(one[:size] for one in whole for size in range(1, len(one)))


def _fuzzy(syllable: str) -> str:
    """Return the same for syllables that many speakers do not tell apart."""
    for start, other in _FUZZY_STARTS:
        if syllable.startswith(start):
            syllable = other + syllable.removeprefix(start)
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def sounding_like(character: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return of each ideograph whether it has a reading of a character, and whether nearly so."""
    sounds, at = _sounds(), ord(character) - HAN_POINTS.start
    own = sounds.readings[:, at] if 0 <= at < len(HAN_POINTS) else np.zeros(1, np.uint16)
    own = own[own > 0]
    is_same = np.zeros(len(sounds.syllables), np.bool_)
    is_same[own] = True
    is_near = np.zeros(len(sounds.syllables), np.bool_)
    is_near[sounds.fuzzy[own]] = True
    return _having(is_same), _having(is_near[sounds.fuzzy])


def read_as(syllable: Syllable) -> NDArray[np.bool_]:
    """Return of each ideograph whether it is read so, or so begins."""
    letters, is_whole = syllable
    is_meant = [
        one == letters if is_whole else one.startswith(letters) for one in _sounds().syllables
    ]
    return _having(np.array([False, *is_meant[1:]]))


def _having(is_meant: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return of each ideograph whether it has one of some syllables as a reading."""
    found = np.zeros(len(HAN_POINTS), np.bool_)
    for number in np.flatnonzero(is_meant).tolist():
        found[_sounds().read[number]] = True
    return found


@lru_cache(maxsize=1 << 15)
def readings_of(character: str) -> tuple[str, ...]:
    """Return how a character is read, most often first; nothing for what is no ideograph."""
    sounds, at = _sounds(), ord(character) - HAN_POINTS.start
    own = sounds.readings[:, at].tolist() if 0 <= at < len(HAN_POINTS) else ()
    return tuple(sounds.syllables[number] for number in own if number)


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
    whole, begun = _beginnings()
    # From the end: the ways for what is left are known before they are needed.
    of_rest: list[list[tuple[Syllable, ...]]] = [[] for _ in range(len(letters) + 1)]
    of_rest[-1] = [()]
    for at in range(len(letters) - 1, -1, -1):
        ways = []
        for end in range(min(at + _LONGEST, len(letters)), at, -1):
            if letters[at:end] in whole:
                first = Syllable(letters[at:end], is_whole=True)
                ways += [(first, *rest) for rest in of_rest[end]]
        if letters[at:] in begun:
            ways.append((Syllable(letters[at:], is_whole=False),))
        of_rest[at] = sorted(ways, key=len)[:_MOST_WAYS]
    return of_rest[0]
