"""UTF-16 and UTF-32 without a byte order mark."""

from __future__ import annotations

from .encodings import Decoded, strict, sure
from .plausible import BELIEVED, plausibility

WIDE_LEAST = 24
"""How many bytes UTF-16 without a mark and without NULs must have to be believed."""


def decode_wide(data: bytes) -> Decoded | None:
    """Read UTF-16 or UTF-32 without a mark, or find that it is neither."""
    return by_nuls(data) or without_nuls(data)


def by_nuls(data: bytes) -> Decoded | None:
    """Recognise UTF-16 and UTF-32 without a mark by where its NULs stand."""
    nuls = data.count(0)
    if nuls == 0 or (nuls * 5 < len(data) and strict(data, "utf-8") is not None):
        return None
    # The high byte of ASCII is NUL; of the two orders, the one that most NULs speak for goes first.
    orders = ("le", "be") if data[0::2].count(0) * 2 < nuls else ("be", "le")
    widths = ("utf-32", "utf-16") if nuls * 2 >= len(data) else ("utf-16",)
    for name in (f"{width}-{order}" for width in widths for order in orders):
        found = sure(data, name, "it is UTF-16 or UTF-32 without its mark")
        if found is not None and _is_wide_text(found.text):
            return found
    return None


def _is_wide_text(text: str) -> bool:
    return "\x00" not in text and plausibility(text) >= BELIEVED and _legible(text)


def _legible(text: str) -> bool:
    """Tell whether control characters are rare in it."""
    return sum(map(text.count, map(chr, range(1, 9)))) * 50 <= len(text)


def without_nuls(data: bytes) -> Decoded | None:
    """Read UTF-16 that holds no NUL at all, where it is long enough to be told from chance."""
    for name in ("utf-16-le", "utf-16-be") if len(data) >= WIDE_LEAST else ():
        found = sure(data, name)
        if found is not None and _is_wide_text(found.text):
            return found
    return None
