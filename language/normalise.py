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
   no unit beside it) there is a second *form* that keeps them. A comma beside a number may well be
   a sentence's, since it looks the same at full width: `3,740，18,700，` holds 3740 and 18700.

A numeral that only looks like digits (`⁹`, `①`, `½`) stays as it is, because NFKC would join it to
the number before it: 10⁹ must not become 109.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
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
_DROPPED_CATEGORIES = frozenset({"Cf", "Cc"})
# They choose a glyph of the character before them.
_GLYPH_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


class SpannedForm(NamedTuple):
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


def normalise(text: str) -> str:
    """Return the first form of a text, in which every comma between thousands is gone."""
    return forms(text)[0]


def forms(text: str) -> tuple[str, ...]:
    """Normalise a text, without its way back: one form, or two where commas are ambiguous."""
    return _forms(_SPACES.sub(_space, _characters(text)))


def forms_of_part(text: str) -> tuple[str, ...]:
    """Normalise what may be cut out of a text: as `forms` does, and with all commas kept.

    What stands around it in the text decides how its commas are read there.
    """
    spaced = _SPACES.sub(_space, _characters(text))
    return tuple(dict.fromkeys((*_forms(spaced), spaced)))


def forms_with_spans(text: str) -> tuple[SpannedForm, ...]:
    """Return the same forms as `forms`, each with its way back."""
    spaced = _edited(_characters_with_spans(text), _SPACES, _space)
    if "," not in spaced.text or not _THOUSANDS.search(spaced.text):
        return (spaced,)
    joined = _edited(spaced, _THOUSANDS, _join_thousands)
    if not _is_ambiguous(spaced.text):
        return (joined,)
    return joined, _edited(spaced, _THOUSANDS, _join_amounts)


@cache
def simplified() -> dict[str, str]:
    """Return the simplified character of each traditional one (one to one, from OpenCC)."""
    lines = (Path(__file__).with_name("data") / "t2s.txt").read_text("utf-8").split("\n")
    return dict(zip(lines[0], lines[1], strict=True))


def normalise_cluster(cluster: str) -> str:
    """Take step 1 for a base and its marks, or one character; the result may be of any length."""
    if cluster in _UNIFIED:
        return _UNIFIED[cluster]
    category = unicodedata.category(cluster[0])
    if category == "Cs":  # a lone surrogate cannot be written out
        return "\ufffd"
    compatible = unicodedata.normalize("NFKC", cluster)
    if category in {"No", "So"} and compatible[0].isdecimal():
        return cluster
    table = simplified()
    characters = []
    for character in unicodedata.normalize("NFKC", compatible.casefold()):
        unified = _UNIFIED.get(character, character)
        if unified.isspace() and unified != "\n":
            characters.append(" ")
        elif unified == "\n" or not (
            unicodedata.category(unified) in _DROPPED_CATEGORIES or unified in _GLYPH_SELECTORS
        ):
            characters.append(table.get(unified, unified))
    return "".join(characters)


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
        return text.translate(_TABLE)
    pieces: list[str] = []
    end = 0
    for cluster in _CLUSTER.finditer(text):
        pieces += text[end : cluster.start()].translate(_TABLE), normalise_cluster(cluster.group())
        end = cluster.end()
    return "".join(pieces) + text[end:].translate(_TABLE)


def _characters_with_spans(text: str) -> SpannedForm:
    """Take step 1, with the span of each character's source."""
    normalised = _characters(text)
    changes = [match.span() for match in _TABLE.resized().finditer(text)]
    if _MARK.search(text):
        clusters = [match.span() for match in _CLUSTER.finditer(text)]
        inside = {at for span in clusters for at in range(*span)}
        changes = sorted([*clusters, *(span for span in changes if span[0] not in inside)])
    if not changes:
        return SpannedForm(normalised, range(len(text)), range(1, len(text) + 1))
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end in changes:
        size = len(
            _TABLE[ord(text[start])] if end == start + 1 else normalise_cluster(text[start:end])
        )
        starts += *range(done, start), *[start] * size
        ends += *range(done + 1, start + 1), *[end] * size
        done = end
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return SpannedForm(normalised, starts, ends)


def _space(run: re.Match[str]) -> str:
    """Return what a run of spaces and line breaks becomes."""
    text, start, end = run.string, run.start(), run.end()
    if start == 0 or end == len(text):
        return ""
    if "\n" in run.group():
        return "\n"
    between_han = HAN_RUN.match(text, start - 1) and HAN_RUN.match(text, end)
    return "" if between_han else " "


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
    starts: list[int] = []
    ends: list[int] = []

    def copy(start: int, end: int) -> None:
        starts.extend(before.starts[start:end])
        ends.extend(before.ends[start:end])

    position = 0
    for match in pattern.finditer(before.text):
        replaced = replacement(match)
        text += before.text[position : match.start()], replaced
        copy(position, match.start())
        at = match.start()
        for character in replaced:
            at = max(before.text.find(character, at, match.end()), at)
            copy(at, at + 1)
            at += 1
        position = match.end()
    if not position:
        return before
    text.append(before.text[position:])
    copy(position, len(before.text))
    return SpannedForm("".join(text), starts, ends)
