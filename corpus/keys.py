"""What a pattern over source keys means.

A pattern is a key; or the folder, file or archive that holds it; or a glob, whose `*` crosses
folders. A relative path counts from the current folder as well.
"""

from __future__ import annotations

import os

from ..language.storable import storable_path

_LONGEST = 10_000  # bytes: no key is so long, and SQLite refuses much longer globs
_BORDERS = "/!#"  # between a folder and its files, an archive and its members, a text and its pages
_MAGIC = "*?["


def condition(column: str, pattern: str) -> tuple[str, list[str]]:
    """Return the SQL for "the pattern means this column of keys", and its values."""
    written = storable_path(pattern)
    if not written or "\0" in written or len(written.encode()) > _LONGEST:
        return "0", []
    parts, values = [], []
    for spelling in dict.fromkeys((written, storable_path(os.path.realpath(written)))):
        parts.append(f"{column} = ?")
        values.append(spelling)
        for border in _BORDERS:
            start = spelling.rstrip("/") + border
            # A range, which an index answers: what begins so, sorts before the next sign.
            parts.append(f"({column} >= ? AND {column} < ?)")
            values += (start, start[:-1] + chr(ord(border) + 1))
        if any(sign in spelling for sign in _MAGIC):
            parts.append(f"{column} GLOB ?")
            values.append(spelling)
    return f"({' OR '.join(parts)})", values
