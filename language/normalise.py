"""The one normaliser, for documents, queries and highlights.

Two strings that a reader takes for the same come out equal: full-width and half-width, traditional
and simplified, upper and lower case, any sort of dash, quote or space, `18,700` and `18700`. Every
character of the result knows the span of the original that it came from, so that a match can be
marked in the text as it was written.

The steps, in order:

1. clusters (a base and its combining marks) -> NFKC, casefold, NFKC -> simplified characters;
   zero-width, format and control characters go; dashes and quotes are unified;
2. spaces between two Han characters go, other runs of them become one; runs of line breaks become
   one line break, with no spaces beside it;
3. commas that group the thousands of a number go. Where they might separate a list (`100,200` with
   no unit beside it) there is a second *reading* that keeps them. A comma beside a number may well
   be a sentence's, since it looks the same at full width: `3,740，18,700，` holds 3740 and 18700.

A numeral that only looks like digits (`⁹`, `①`, `½`) stays as it is, because NFKC would glue it to
the number before it: 10⁹ must not become 109.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Goes up whenever any text is normalised otherwise; part of the index' fingerprint.
NORMALISER_VERSION = 2

#: Ideographs, for use inside a character class. Spaces between two of them mean nothing.
HAN = "〇々〆\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"

#: Marks that join the base before them, for use inside a character class: the blocks of combining
#: marks, Japanese voicing marks.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f"
)
_MARK = re.compile(f"[{MARKS}]")
_CLUSTER = re.compile(f"[^\\s{MARKS}][{MARKS}]+")
_SPACES = re.compile("[ \n]+")
#: A run of ideographs.
HAN_RUN = re.compile(f"[{HAN}]+")

# The look-behind leaves one start a run of digits, so that the pattern is linear.
_THOUSANDS = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_AMOUNT_BEFORE = re.compile(r"[¥$€£+×÷*/=≈<>] ?\Z")
_AMOUNT_AFTER = re.compile(rf" ?(?:[^\W\d_]|[{HAN}%‰°+×÷*/=≈<>]|\.[0-9])")

_LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_UNIFIED = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    **dict.fromkeys("“”„‟〝〞〟″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    "\t": " ",
}
_NOBODY = "\U0010ffff"  # no character
_DROPPED_CATEGORIES = frozenset({"Cf", "Cc"})
# They choose a glyph of the character before them.
_VARIANTS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


class Normalised(NamedTuple):
    """A normalised text with its way back.

    Attributes:
        text: the normalised text.
        starts: for each of its characters, the offset in the original where its source begins.
        ends: likewise, where its source ends (half-open). Offsets count code points.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Map the half-open, non-empty span of the normalised text to the original."""
        return self.starts[start], self.ends[end - 1]


@cache
def simplified() -> dict[str, str]:
    """Give the simplified character of each traditional one (one to one, from OpenCC)."""
    from importlib import resources  # noqa: PLC0415 - a query often needs no table

    lines = resources.files(__package__).joinpath("data/t2s.txt").read_text("utf-8").split("\n")
    return dict(zip(lines[0], lines[1], strict=True))


def folded_to(cluster: str) -> str:
    """Fold a base and its marks, or one character; the result may be empty or longer."""
    if cluster in _UNIFIED:
        return _UNIFIED[cluster]
    category = unicodedata.category(cluster[0])
    if category == "Cs":  # a lone surrogate cannot be written out
        return "\ufffd"
    compatible = unicodedata.normalize("NFKC", cluster)
    if category in {"No", "So"} and compatible[0].isdecimal():
        return cluster
    folded = unicodedata.normalize("NFKC", compatible.casefold())
    table = simplified()
    kept = []
    for character in folded:
        unified = _UNIFIED.get(character, character)
        if unified.isspace() and unified != "\n":
            kept.append(" ")
        elif unified == "\n" or not (
            unicodedata.category(unified) in _DROPPED_CATEGORIES or unified in _VARIANTS
        ):
            kept.append(table.get(unified, unified))
    return "".join(kept)


class _FoldTable(dict[int, str]):
    """What each code point folds to, for `str.translate`; filled as code points are met."""

    def __init__(self) -> None:
        super().__init__()
        self._resized: re.Pattern[str] | None = None

    def __missing__(self, code_point: int) -> str:
        folded = self[code_point] = folded_to(chr(code_point))
        if len(folded) != 1:
            self._resized = None
        return folded

    def resized_in(self, text: str) -> list[int]:
        """Give the places of the characters that do not fold to one; all were met before."""
        if self._resized is None:
            found = [chr(point) for point, folded in self.copy().items() if len(folded) != 1]
            # The pattern must not be empty.
            self._resized = re.compile("[" + re.escape("".join(found) or _NOBODY) + "]")
        return [match.start() for match in self._resized.finditer(text)]


_TABLE = _FoldTable()


def _folded(text: str) -> str:
    """Take step 1, fast."""
    if not _MARK.search(text):
        return text.translate(_TABLE)
    pieces: list[str] = []
    end = 0
    for cluster in _CLUSTER.finditer(text):
        pieces += text[end : cluster.start()].translate(_TABLE), folded_to(cluster.group())
        end = cluster.end()
    return "".join(pieces) + text[end:].translate(_TABLE)


def _folded_with_spans(text: str) -> Normalised:
    """Take step 1, with the span of each character's source."""
    folded = _folded(text)
    resized = _TABLE.resized_in(text)
    has_marks = _MARK.search(text)
    if not resized and not has_marks:
        return Normalised(folded, range(len(text)), range(1, len(text) + 1))
    changed = [(at, at + 1) for at in resized]
    if has_marks:
        clusters = [match.span() for match in _CLUSTER.finditer(text)]
        inside = {at for start, end in clusters for at in range(start, end)}
        changed = sorted([*clusters, *(span for span in changed if span[0] not in inside)])
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end in changed:
        starts += range(done, start)
        ends += range(done + 1, start + 1)
        size = len(_TABLE[ord(text[start])] if end == start + 1 else folded_to(text[start:end]))
        starts += [start] * size
        ends += [end] * size
        done = end
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Normalised(folded, starts, ends)


def _space(run: re.Match[str]) -> str:
    """Say what a run of spaces and line breaks becomes."""
    text, start, end = run.string, run.start(), run.end()
    if start == 0 or end == len(text):
        return ""
    if "\n" in run.group():
        return "\n"
    between_han = HAN_RUN.match(text, start - 1) and HAN_RUN.match(text, end)
    return "" if between_han else " "


def _is_amount(number: re.Match[str]) -> bool:
    """Tell whether a sign or a unit beside the number shows that its commas group thousands."""
    text, start = number.string, number.start()
    return bool(
        _AMOUNT_BEFORE.search(text[max(0, start - 2) : start])
        or _AMOUNT_AFTER.match(text, number.end())
    )


def _join_thousands(number: re.Match[str]) -> str:
    return number.group().replace(",", "")


def _join_amounts(number: re.Match[str]) -> str:
    return _join_thousands(number) if _is_amount(number) else number.group()


def _is_ambiguous(spaced: str) -> bool:
    return any(not _is_amount(number) for number in _THOUSANDS.finditer(spaced))


def readings(text: str) -> tuple[str, ...]:
    """Normalise a text, without its way back: one reading, or two where commas are ambiguous."""
    return _readings(_SPACES.sub(_space, _folded(text)))


def readings_of_part(text: str) -> tuple[str, ...]:
    """Normalise what may be cut out of a text: as `readings` does, and with all commas kept.

    What stands around it in the text decides how its commas are read there.
    """
    spaced = _SPACES.sub(_space, _folded(text))
    return tuple(dict.fromkeys((*_readings(spaced), spaced)))


def _readings(spaced: str) -> tuple[str, ...]:
    if "," not in spaced or not _THOUSANDS.search(spaced):
        return (spaced,)
    joined = _THOUSANDS.sub(_join_thousands, spaced)
    if not _is_ambiguous(spaced):
        return (joined,)
    return joined, _THOUSANDS.sub(_join_amounts, spaced)


def normalise(text: str) -> str:
    """Give the first reading of a text, in which every comma between thousands is gone."""
    return readings(text)[0]


def readings_with_spans(text: str) -> tuple[Normalised, ...]:
    """Give the same readings as `readings`, each with its way back."""
    spaced = _edited(_folded_with_spans(text), _SPACES, _space)
    if "," not in spaced.text or not _THOUSANDS.search(spaced.text):
        return (spaced,)
    joined = _edited(spaced, _THOUSANDS, _join_thousands)
    if not _is_ambiguous(spaced.text):
        return (joined,)
    return joined, _edited(spaced, _THOUSANDS, _join_amounts)


def _edited(
    before: Normalised, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
) -> Normalised:
    """Replace as `pattern.sub(replacement, ...)` does, keeping the spans of what stays.

    A replacement is a subsequence of what it replaces, or one character for a run of others.
    """
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(start: int, end: int) -> None:
        starts.extend(before.starts[start:end])
        ends.extend(before.ends[start:end])

    position = 0
    for match in pattern.finditer(before.text):
        replaced = replacement(match)
        text += before.text[position : match.start()], replaced
        keep(position, match.start())
        at = match.start()
        for character in replaced:
            found = before.text.find(character, at, match.end())
            at = found if found >= 0 else at
            keep(at, at + 1)
            at += 1
        position = match.end()
    if not position:
        return before
    text.append(before.text[position:])
    keep(position, len(before.text))
    return Normalised("".join(text), starts, ends)
