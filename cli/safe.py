r"""Make text of strangers fit to be printed: nothing in it can steer a terminal.

Every function but `one_line` and `recovered` gives one character for one character, so that spans
stay what they are.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_REPLACEMENT = "\ufffd"
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"

# C0 becomes its control picture (ESC is ␛), C1 and what turns the writing direction around `�`.
_HARMLESS = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys(map(ord, _DIRECTIONS), _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
    **dict.fromkeys(map(ord, "\t\n\r" + _SEPARATORS), " "),
}
_HARMLESS_LINES = {**_HARMLESS, ord("\n"): "\n"}

# JSON needs only C0 escaped. C1 steers terminals too, and some programs take the others for the
# end of a line, which would break one-hit-a-line. Lone surrogates cannot be written at all.
_JSON_ESCAPES = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *map(ord, _DIRECTIONS), *range(0xD800, 0xE000))
}

_ESCAPED_BYTES = re.compile("[\udc80-\udcff]+")


def harmless(text: str) -> str:
    """Return a text in which line breaks are spaces and other controls are visible signs."""
    return text.translate(_HARMLESS)


def harmless_lines(text: str) -> str:
    r"""Return a text in which `\n` stays and other controls are visible signs."""
    return text.translate(_HARMLESS_LINES)


def one_line(text: str, spans: Sequence[tuple[int, int]] = ()) -> tuple[str, list[tuple[int, int]]]:
    """Make a text harmless, and each run of white space in it one space.

    Args:
        text: anything.
        spans: half-open, in code points, into `text`.

    Returns:
        The new text, with the spans into it.
    """
    # The characters that stay: of a run of white space the first.
    stay = [
        at
        for at, character in enumerate(text)
        if not (character.isspace() and at and text[at - 1].isspace())
    ]
    line = "".join(" " if text[at].isspace() else text[at] for at in stay)
    moved = [(bisect_left(stay, start), bisect_left(stay, end)) for start, end in spans]
    return harmless(line), moved


def recovered(text: str) -> str:
    """Read the undecoded bytes of an argument as UTF-8.

    Where the locale is C and Python's UTF-8 mode is off, an argument of Chinese characters arrives
    as lone surrogates, a byte each (PEP 383).
    """
    return _ESCAPED_BYTES.sub(
        lambda run: run.group().encode("utf-8", "surrogateescape").decode("utf-8", "replace"), text
    )


def as_json(value: object) -> str:
    """Write a value as JSON on one line, Chinese characters as they are."""
    return json.dumps(value, ensure_ascii=False).translate(_JSON_ESCAPES)
