"""Make text of strangers fit to be printed: nothing in it can steer a terminal."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ..language.harmless import DIRECTIONS, harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

# JSON needs only C0 escaped. C1 steers terminals too, and some programs take the others for the
# end of a line, which would break one-hit-a-line. Lone surrogates cannot be written at all.
_JSON_ESCAPES = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *map(ord, DIRECTIONS), *range(0xD800, 0xE000))
}

_ESCAPED_BYTES = re.compile("[\udc80-\udcff]+")


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
