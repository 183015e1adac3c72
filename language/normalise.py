"""The one normaliser, for documents, queries and highlights.

Two strings that a reader takes for the same come out equal: full-width and half-width, traditional
and simplified, upper and lower case, any sort of dash, quote or space, `18,700` and `18700`. Every
character of the result knows the span of the original that it came from, so that a match can be
marked in the text as it was written.

The steps, in order:

1. each character for itself (`characters`), then the digits of units (m² = m2);
2. spaces and line breaks that mean nothing go (`spaces`); other runs of them become one;
3. commas that group the thousands of a number go. Where they might separate a list (`100,200` with
   no unit beside it) there is a second *form* that keeps them. A comma beside a number may well be
   a sentence's, since it looks the same at full width: `3,740，18,700，` holds 3740 and 18700.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .characters import (
    HAN,
    MARKS,
    normalise_cluster,
    unit_digits,
    unit_digits_of_part,
)
from .code_points import NOT_ONE, normalised_points, points_of
from .spaces import SPACES, meaningful, spaced, unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

#: Goes up whenever any text is normalised otherwise; part of the index' fingerprint.
NORMALISER_VERSION = 5

_LONG = 200  # characters from which arrays are faster
_MARK = re.compile(f"[{MARKS}]")
_CLUSTER = re.compile(f"[^\\s{MARKS}][{MARKS}]+")
# Full and half width are one, but which of the two stands between names is not.
_NAME_DOT = re.compile(rf"(?<=[{HAN}])[.·](?=[{HAN}])")

# The look-behind leaves one start a run of digits, so that the pattern is linear.
_THOUSANDS = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_AMOUNT_BEFORE = re.compile(r"[¥$€£+×÷*/=≈<>] ?\Z")
_AMOUNT_AFTER = re.compile(rf" ?(?:[^\W\d_]|[{HAN}%‰°+×÷*/=≈<>]|\.[0-9])")


class _Step(NamedTuple):
    """Where the pieces of an edited text stood before the edit.

    Each piece begins at a place (`at`, ascending) and stood at `source` before, each character for
    itself; or it is one character that stands for `size` of those before.
    """

    at: list[int]
    source: list[int]
    size: list[int]

    def add(self, at: int, source: int, size: int = 1) -> None:
        self.at.append(at)
        self.source.append(source)
        self.size.append(size)

    def before(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open, non-empty span to the text before the edit."""
        first, last = bisect_right(self.at, start) - 1, bisect_right(self.at, end - 1) - 1
        return (
            self.source[first] + start - self.at[first],
            self.source[last] + end - 1 - self.at[last] + self.size[last],
        )

    def all_before(self, places: NDArray[np.int64], *, last: bool) -> NDArray[np.int64]:
        """Map places to those of the first, or the last, character that each stands for."""
        at, source, size = map(np.array, self)
        piece = np.searchsorted(at, places, "right") - 1
        found: NDArray[np.int64] = source[piece] + places - at[piece]
        return found + size[piece] - 1 if last else found


class SpannedForm(NamedTuple):
    """A normalised text with its way back.

    Attributes:
        text: the normalised text.
        steps: the edits that changed lengths, in order.
    """

    text: str
    steps: tuple[_Step, ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Map the half-open, non-empty span of the normalised text to the original.

        Offsets count code points.
        """
        for step in reversed(self.steps):
            start, end = step.before(start, end)
        return start, end

    def breaks(self) -> NDArray[np.int64]:
        """Return the breaks of the way back: rows of places, sources and sizes; see `offsets`."""
        first = last = np.arange(len(self.text))
        for step in reversed(self.steps):
            first, last = step.all_before(first, last=False), step.all_before(last, last=True)
        sizes = last - first + 1
        goes_on = (np.diff(first, prepend=-1) == 1) & (sizes == 1) & (np.append(1, sizes)[:-1] == 1)
        places = np.flatnonzero(~goes_on)
        return np.array([places, first[places], sizes[places]])


def normalise(text: str) -> str:
    """Return the first form of a text, in which every comma between thousands is gone."""
    return forms(text)[0]


def forms(text: str) -> tuple[str, ...]:
    """Normalise a text, without its way back: one form, or two where commas are ambiguous."""
    return _forms(spaced(unwrapped(unit_digits(_characters(text)))))


def forms_of_part(text: str) -> tuple[str, ...]:
    """Normalise what may be cut out of a text: as `forms` does, and as it may stand in a text.

    What stands around it there decides how its commas and small digits are read, and which of its
    line breaks are borders; they all stay. Its dots between names may be points.
    """
    found: dict[str, None] = {}
    for characters in unit_digits_of_part(_characters(text)):
        part = spaced(characters)
        found |= dict.fromkeys((*_forms(part), part))
    if any(_NAME_DOT.search(form) for form in found):
        found |= dict.fromkeys([_NAME_DOT.sub(dot, form) for form in found for dot in "·."])
    return tuple(found)


def forms_with_spans(text: str) -> tuple[SpannedForm, ...]:
    """Return the same forms as `forms`, each with its way back."""
    characters = _characters_with_spans(text)
    characters = characters._replace(text=unwrapped(unit_digits(characters.text)))
    clean = _edited(characters, SPACES, meaningful)
    if "," not in clean.text or not _THOUSANDS.search(clean.text):
        return (clean,)
    joined = _edited(clean, _THOUSANDS, _join_thousands)
    if not _is_ambiguous(clean.text):
        return (joined,)
    return joined, _edited(clean, _THOUSANDS, _join_amounts)


class _Table(dict[int, str]):
    """What each code point becomes, for `str.translate`; filled as code points are met."""

    def __init__(self) -> None:
        super().__init__()
        self._resized: re.Pattern[str] | None = None

    def __missing__(self, code_point: int) -> str:
        normalised = self[code_point] = normalise_cluster(chr(code_point))
        if len(normalised) != 1:
            self._resized = None
        return normalised

    def resized(self) -> re.Pattern[str]:
        """Return a pattern of the characters that were met and do not become exactly one."""
        if self._resized is None:
            points = [point for point, becomes in self.copy().items() if len(becomes) != 1]
            # A class must not be empty: the last code point is no character.
            self._resized = re.compile(f"[{re.escape(''.join(map(chr, points)))}\U0010ffff]")
        return self._resized


_TABLE = _Table()


def _characters(text: str) -> str:
    """Take step 1, fast."""
    if not _MARK.search(text):
        return _one_by_one(text)
    pieces: list[str] = []
    end = 0
    for cluster in _CLUSTER.finditer(text):
        pieces += _one_by_one(text[end : cluster.start()]), normalise_cluster(cluster.group())
        end = cluster.end()
    return "".join(pieces) + _one_by_one(text[end:])


def _one_by_one(text: str) -> str:
    """Take step 1 for each character of a text."""
    if len(text) < _LONG:
        return text.translate(_TABLE)
    points = normalised_points(points_of(text))
    odd = np.flatnonzero(points == NOT_ONE)
    points[odd] = 0
    plain = points.tobytes().decode("utf-32-le")
    if not len(odd):
        return plain
    pieces: list[str] = []
    done = 0
    for at in odd.tolist():
        pieces += plain[done:at], _TABLE[ord(text[at])]
        done = at + 1
    return "".join((*pieces, plain[done:]))


def _characters_with_spans(text: str) -> SpannedForm:
    """Take step 1, with the span of each character's source."""
    normalised = _characters(text)
    changes = [match.span() for match in _TABLE.resized().finditer(text)]
    if _MARK.search(text):
        clusters = [match.span() for match in _CLUSTER.finditer(text)]
        inside = {at for span in clusters for at in range(*span)}
        changes = sorted([*clusters, *(span for span in changes if span[0] not in inside)])
    if not changes:
        return SpannedForm(normalised)
    step = _Step([0], [0], [1])
    at = done = 0
    for start, end in changes:
        at += start - done
        source = text[start:end]
        size = len(_TABLE[ord(source)] if end == start + 1 else normalise_cluster(source))
        for _ in range(size):
            step.add(at, start, end - start)
            at += 1
        step.add(at, end)
        done = end
    return SpannedForm(normalised, (step,))


def _is_amount(number: re.Match[str]) -> bool:
    """Return whether a sign or a unit beside the number shows that its commas group thousands."""
    text, start = number.string, number.start()
    return bool(
        _AMOUNT_BEFORE.search(text[max(0, start - 2) : start])
        or _AMOUNT_AFTER.match(text, number.end())
    )


def _is_ambiguous(spaced: str) -> bool:
    return any(not _is_amount(number) for number in _THOUSANDS.finditer(spaced))


def _join_thousands(number: re.Match[str]) -> str:
    return number.group().replace(",", "")


def _join_amounts(number: re.Match[str]) -> str:
    return _join_thousands(number) if _is_amount(number) else number.group()


def _forms(spaced: str) -> tuple[str, ...]:
    if "," not in spaced or not _THOUSANDS.search(spaced):
        return (spaced,)
    joined = _THOUSANDS.sub(_join_thousands, spaced)
    if not _is_ambiguous(spaced):
        return (joined,)
    return joined, _THOUSANDS.sub(_join_amounts, spaced)


def _edited(
    before: SpannedForm, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
) -> SpannedForm:
    """Replace as `pattern.sub(replacement, ...)` does, keeping the spans of what stays.

    A replacement is a subsequence of what it replaces, or one character for a run of others.
    """
    text: list[str] = []
    step = _Step([0], [0], [1])
    at = done = 0
    for match in pattern.finditer(before.text):
        replaced = replacement(match)
        if replaced == match.group():
            continue
        source, end = match.span()
        text += before.text[done:source], replaced
        at += source - done
        for character in replaced:
            source = max(before.text.find(character, source, end), source)
            step.add(at, source)
            at, source = at + 1, source + 1
        step.add(at, end)
        done = end
    if not done:
        return before
    return SpannedForm("".join((*text, before.text[done:])), (*before.steps, step))
