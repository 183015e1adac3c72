"""Text that can be stored: it can be written as UTF-8, and holds no NUL."""

from __future__ import annotations

import re

_HALVES = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a text without NULs, U+FFFD in the place of each half of a character."""
    return _HALVES.sub("\ufffd", text.replace("\0", ""))


def storable_path(path: str) -> str:
    r"""Return a path or key that can be written as UTF-8; undecodable bytes become `\xNN`."""
    try:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # halves of characters that stand for no byte
        return path.encode("utf-8", "backslashreplace").decode()
