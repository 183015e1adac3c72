"""Controls of a text made visible, so that they steer neither a terminal nor the order of a page.

One character is given for one character, so that spans stay what they are.
"""

from __future__ import annotations

_REPLACEMENT = "\ufffd"

#: What turns the writing direction around.
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"

# C0 becomes its control picture (ESC is ␛), C1 and what turns the writing direction around `�`.
_HARMLESS = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys(map(ord, DIRECTIONS), _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
    **dict.fromkeys(map(ord, "\t\n\r" + _SEPARATORS), " "),
}
_HARMLESS_LINES = {**_HARMLESS, ord("\n"): "\n"}


def harmless(text: str) -> str:
    """Return a text in which line breaks are spaces and other controls are visible signs."""
    return text.translate(_HARMLESS)


def harmless_lines(text: str) -> str:
    r"""Return a text in which `\n` stays and other controls are visible signs."""
    return text.translate(_HARMLESS_LINES)
