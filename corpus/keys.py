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


def condition(column: str, pattern: str, *, relative: bool = True) -> tuple[str, list[str]]:
    """Give the SQL for "the pattern means this column", and its values.

    Args:
        column: of keys.
        pattern: as a person types it.
        relative: take it as a path from the current folder too.
    """
    written = storable_path(pattern)
    if not written or "\0" in written or len(written.encode()) > _LONGEST:
        return "0", []
    parts, values = [], []
    spellings = [written]
    if relative and (resolved := storable_path(os.path.realpath(written))) != written:
        spellings.append(resolved)
    for spelling in spellings:
        part, some = _held(column, spelling)
        parts.append(part)
        values += some
        if any(sign in spelling for sign in _MAGIC):
            parts.append(f"{column} GLOB ?")
            values.append(spelling)
    return f"({' OR '.join(parts)})", values


def below(column: str, key: str) -> tuple[str, list[str]]:
    """Give the SQL for "this column is the key or held by it", nothing in it being a glob."""
    return _held(column, storable_path(key))


def _held(column: str, key: str) -> tuple[str, list[str]]:
    parts, values = [f"{column} = ?"], [key]
    for border in _BORDERS:
        start = key.rstrip("/") + border
        # A range, which an index answers: what begins so, sorts before the next sign.
        parts.append(f"({column} >= ? AND {column} < ?)")
        values += (start, start[:-1] + chr(ord(border) + 1))
    return f"({' OR '.join(parts)})", values
