"""souwen (搜文): full-text search for scraped Chinese article dumps.

    import souwen

    with souwen.open("souwen-data") as engine:
        engine.add(["dumps/2025-05"])
        for hit in engine.search("异地就医 备案", limit=10):
            print(hit.title, hit.excerpt, hit.excerpt_spans)

Importing it is light: what is heavy loads when it is first needed.
"""

from __future__ import annotations

from .corpus.documents import Document, Flag, Kind, Record
from .corpus.errors import (
    ClusterError,
    DamagedError,
    InputError,
    LockedError,
    NoDataError,
    OutdatedError,
    RequestError,
    SouwenError,
)
from .corpus.log import Changes
from .engine.engine import Engine, analyze, open, split  # noqa: A004 - `souwen.open` reads best
from .messages import speaking
from .search.answer.results import Hit, Marks, Near, Relaxed, Results
from .search.suggestion import Suggestion

__all__ = [
    "Changes",
    "ClusterError",
    "DamagedError",
    "Document",
    "Engine",
    "Flag",
    "Hit",
    "InputError",
    "Kind",
    "LockedError",
    "Marks",
    "Near",
    "NoDataError",
    "OutdatedError",
    "Record",
    "Relaxed",
    "RequestError",
    "Results",
    "SouwenError",
    "Suggestion",
    "analyze",
    "open",
    "speaking",
    "split",
]
