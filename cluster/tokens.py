"""The tokens of normalised texts for a cluster, which only splits them at spaces.

`units` holds every sign of a text with its place, so that a row of tokens is a literal match:

* a character that is written without spaces around it, or a sign, is a token;
* an atom is one as a whole: letters, or a number with at most one point; of a number with more of
  them each part is one, and each point;
* spaces and line breaks are tokens too, code points that no text has.

A test holds them equal to what `language.terms` counts.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..language.code_points import points_of
from ..language.normalise_batch import BORDER
from ..language.sounds import readings_of
from ..language.terms import LONGEST_ATOM, NUMBER, RUN, RunKind, number_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.uint32]
    Mask = NDArray[np.bool_]

#: In the place of a space, of a line break, and of any other white space.
SPACE, BREAK, BLANK = "\ufdd0", "\ufdd1", "\ufdd2"
#: Behind the units of a text that has a further form: it is in every sub-field, so that in all of
#: them the further form begins at the same place.
END = "\ufdd3\ufdd3"
_OTHER, _GRAM, _LETTER, _DIGIT, _NUMERAL, _UNKNOWN = range(6)
_CLASS_OF = {
    "gram": _GRAM,
    RunKind.LETTERS.value: _LETTER,
    RunKind.NUMBER.value: _DIGIT,
    RunKind.NUMERAL.value: _NUMERAL,
}
_POINT, _SEPARATOR = ord("."), ord(" ")
_CODE_POINTS = 0x110000
_WITH_POINT = re.compile(rf"(?=\d+\.\d){NUMBER}")
_TOO_LONG = re.compile(rf"[^ ]{{{LONGEST_ATOM + 1},}}")
_LAST_BLANK = 0x3000


class Tokens(NamedTuple):
    """The tokens of a text, each kind joined by spaces.

    Attributes:
        units: all signs, in their places.
        chars: characters and atoms, as `number_atoms` has them.
        bigrams: pairs of characters.
        parts: the parts of numbers with points.
    """

    units: str
    chars: str
    bigrams: str
    parts: str


def sign(character: str) -> str:
    """Return the token of one sign that is no part of an atom."""
    return chr(int(_shown()[ord(character)]))


def atom(text: str) -> str:
    """Return the token of an atom: itself, of a long one its beginning and a digest of it all."""
    if len(text) <= LONGEST_ATOM:
        return text
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{text[:LONGEST_ATOM]}\\{digest}"


def units(text: str) -> str:
    """Return the units of one normalised text, joined by spaces."""
    (found,) = tokens_of([text])
    return found.units


def sounds(text: str) -> str:
    """Return how each unit of a normalised text is read: its readings joined, `_` for none."""
    return " ".join("-".join(_readings(unit)) or "_" for unit in units(text).split())


def _readings(unit: str) -> tuple[str, ...]:
    return readings_of(unit) if len(unit) == 1 else ()


def tokens_of(texts: Sequence[str]) -> list[Tokens]:
    """Return the tokens of normalised texts, all at once."""
    if not texts:
        return []
    safe = [text.replace(BORDER, "\ufffe") for text in texts]
    points = points_of("".join([text + BORDER for text in safe]))
    classes = _classes_of(points)
    starts, inside = _starts(points, classes)
    is_border = points == ord(BORDER)
    shown = _shown()[points]
    every = _joined(shown, starts)
    kept = (classes > _OTHER) | inside | is_border
    chars = _joined(shown[kept], starts[kept])
    pairs = _bigrams(points, classes, np.flatnonzero(is_border))
    return [
        Tokens(_cut(unit, atom), _cut(char, _short), pair, _parts(text))
        for text, unit, char, pair in zip(safe, every, chars, pairs, strict=True)
    ]


def _starts(points: Points, classes: NDArray[np.uint8]) -> tuple[Mask, Mask]:
    """Mark the code points at which a token starts, and the points that are inside of one."""
    same = classes[1:] == classes[:-1]
    goes_on = same & ((classes[1:] == _LETTER) | (classes[1:] == _DIGIT))
    starts = np.append(True, ~goes_on)
    inside = np.zeros(len(points), np.bool_)
    is_digit = classes == _DIGIT
    at = np.flatnonzero(points[1:-1] == _POINT) + 1
    at = at[is_digit[at - 1] & is_digit[at + 1]]
    if len(at):
        # Two points belong to one number where there are only digits between them.
        digits = np.cumsum(is_digit)
        linked = digits[at[1:]] - digits[at[:-1]] == at[1:] - at[:-1] - 1
        alone = at[~(np.append(False, linked) | np.append(linked, False))]
        starts[alone] = starts[alone + 1] = False
        inside[alone] = True
    return starts, inside


def _joined(points: Points, starts: Mask) -> list[str]:
    """Put a space before each token; return the strings between the borders."""
    places = np.arange(len(points)) + np.cumsum(starts)
    spaced = np.full(len(points) + int(np.count_nonzero(starts)), _SEPARATOR, np.uint32)
    spaced[places] = points
    return [text.strip(" ") for text in _string(spaced).split(BORDER)[:-1]]


def _bigrams(points: Points, classes: NDArray[np.uint8], ends: NDArray[np.int64]) -> list[str]:
    is_gram = classes == _GRAM
    first = np.flatnonzero(is_gram[:-1] & is_gram[1:])
    spaced = np.full((len(first), 3), _SEPARATOR, np.uint32)
    spaced[:, 0], spaced[:, 1] = points[first], points[first + 1]
    text = _string(spaced.ravel())
    bounds = (np.append(0, np.searchsorted(first, ends)) * 3).tolist()
    return [text[a:b].rstrip(" ") for a, b in pairwise(bounds)]


def _parts(text: str) -> str:
    return " ".join(part for found in _WITH_POINT.findall(text) for part in number_parts(found))


def _cut(text: str, each: Callable[[str], str]) -> str:
    """Put what is short in the place of atoms that are longer than others."""
    return _TOO_LONG.sub(lambda match: each(match[0]), text)


def _short(text: str) -> str:
    return text[:LONGEST_ATOM]


def _string(points: Points) -> str:
    return points.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _table() -> NDArray[np.uint8]:
    """Return, for each code point, what it is a part of; filled as code points are met."""
    return np.full(_CODE_POINTS, _UNKNOWN, np.uint8)


def _classes_of(points: Points) -> NDArray[np.uint8]:
    classes = _table()[points]
    unknown = np.unique(points[classes == _UNKNOWN])
    if not len(unknown):
        return classes
    for point in unknown.tolist():
        run = RUN.match(chr(point))
        _table()[point] = _CLASS_OF[run.lastgroup or ""] if run else _OTHER
    return _table()[points]


@cache
def _shown() -> Points:
    """Return, for each code point, the one in its place: none that a cluster splits at."""
    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    blank = [code for code in range(_LAST_BLANK + 1) if chr(code).isspace()]
    table[blank] = ord(BLANK)
    table[ord(" ")], table[ord("\n")] = ord(SPACE), ord(BREAK)
    table[[ord(SPACE), ord(BREAK)]] = ord(BLANK)
    return table
