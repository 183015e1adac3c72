"""Which documents the sources of a pattern show, on a cluster and among documents at hand.

A pattern is what `corpus.sources` says: a key; or the folder, file or archive that holds it; or a
glob, whose `*` crosses folders.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ..corpus.sources import condition, meant_by
from .clauses import NOTHING, any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..corpus.documents import Document
    from .clauses import Clause

_FIELD = "sources"
_PART = re.compile(r"\[(\^?)(\]?[^\]]*)\]|(.)", re.DOTALL)
_SPECIAL = re.compile(r"[^\w\s]", re.ASCII)


def shown_by(pattern: str) -> Clause:
    """Return what the sources of a pattern show."""
    meant = meant_by(pattern)
    if not meant.keys:
        return NOTHING
    return any_of(
        [
            {"terms": {_FIELD: list(meant.keys)}},
            *({"prefix": {_FIELD: {"value": start}}} for start in meant.starts),
            *map(_matching, meant.globs),
        ]
    )


def _matching(glob: str) -> Clause:
    if "[" not in glob:
        return {"wildcard": {_FIELD: {"value": glob.replace("\\", "\\\\")}}}
    pieces = []
    for excludes, inside, sign in _PART.findall(glob):
        if inside:
            pieces.append(f"[{excludes}{_SPECIAL.sub(_escaped, inside)}]")
        elif sign == "[":
            return NOTHING  # it closes nowhere
        else:
            pieces.append({"*": ".*", "?": "."}.get(sign) or _SPECIAL.sub(_escaped, sign))
    return {"regexp": {_FIELD: {"value": "".join(pieces), "flags": "NONE"}}}


def _escaped(sign: re.Match[str]) -> str:
    return sign[0] if sign[0] == "-" else f"\\{sign[0]}"


class SourcesOf:
    """The sources of documents at hand, asked as those of a corpus are.

    Args:
        documents: with their sources.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents

    def ids_of_sources(self, pattern: str) -> bytes:
        """Return the ids of the documents that the sources of a pattern show, 8 bytes each."""
        meant, values = condition("key", pattern)
        rows = [(one.id, source) for one in self._documents for source in one.sources]
        with closing(sqlite3.connect(":memory:")) as table:
            table.execute("CREATE TABLE shown (id TEXT, key TEXT)")
            table.executemany("INSERT INTO shown VALUES (?, ?)", rows)
            found = table.execute(f"SELECT DISTINCT id FROM shown WHERE {meant}", values)  # noqa: S608
            return bytes.fromhex("".join(id_ for (id_,) in found))
