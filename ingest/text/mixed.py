"""Files in which some lines are UTF-8 and some are not: each line is read as what it is."""

from __future__ import annotations

import re

from .encodings import LOST, Decoded, strict
from .plausible import BELIEVED, plausibility

_HAN = re.compile("[\u4e00-\u9fff]")


def mixed_lines(data: bytes, other: str) -> Decoded | None:
    """Read a file of which some lines are UTF-8 and some are not, each as what it is."""
    lines = data.split(b"\n")
    if not _holds_utf8_line(lines):
        return None
    taken = {"utf-8": 0, other: 0}
    texts, lost = [], 0
    for line in lines:
        text, name = _line(line, other)
        texts.append(text)
        if not text.isascii():
            taken[name] += 1
            lost += text.count(LOST)
    if not taken["utf-8"]:
        return None
    notes = []
    if taken[other]:
        notes.append(f"mixed encodings: {taken['utf-8']} lines of utf-8, {taken[other]} of {other}")
    if lost:
        notes.append(f"characters that could not be read: {lost}")
    text = "\n".join(texts)
    return Decoded(text, "utf-8", tuple(notes)) if plausibility(text) >= BELIEVED else None


def _holds_utf8_line(lines: list[bytes]) -> bool:
    for line in lines:
        if not line.isascii():
            found = strict(line, "utf-8")
            # A line of GB18030 is valid UTF-8 only by accident, and is rubbish then.
            if found is not None and not found[1] and is_chinese(found[0]):
                return True
    return False


def _line(line: bytes, other: str) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), "utf-8"
    readings = [(line.decode(name, "replace"), name) for name in ("utf-8", other)]
    for text, name in readings:
        if LOST not in text and is_chinese(text):
            return text, name
    if LOST not in readings[0][0]:
        return readings[0]
    return max(readings, key=lambda reading: plausibility(reading[0]))


def is_chinese(text: str) -> bool:
    """Tell whether a text has Han characters, and likely ones."""
    return plausibility(text) >= BELIEVED and _HAN.search(text) is not None
