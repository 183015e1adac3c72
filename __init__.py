"""souwen (搜文): full-text search for scraped Chinese article dumps.

    import souwen

    with souwen.open("souwen-data") as engine:
        engine.add(["dumps/2025-05"])
        for hit in engine.search("异地就医 备案", limit=10):
            print(hit.title, hit.excerpt, hit.excerpt_spans)

Importing it is light: what is heavy loads when it is first needed, and names that are for type
checkers above all load when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .corpus.documents import Document, Flag, Kind, Record
from .corpus.errors import (
    AmbiguousIdError,
    ClusterError,
    DamagedError,
    InputError,
    LockedError,
    NoDataError,
    OutdatedError,
    RequestError,
    SouwenError,
)
from .engine.engine import Engine, analyze, open, split  # noqa: A004 - `souwen.open` reads best
from .messages import speaking
from .search.answer.results import Hit, Marks, Near, Relaxed, Results

if TYPE_CHECKING:
    from .corpus.backup import Backup
    from .corpus.log import Changes
    from .corpus.sources import SourceInfo
    from .engine.reports import CheckReport, RemoveReport, Stats
    from .engine.saved import Saved, SavedRun
    from .ingest.preview import SplitOutcome, SplitReport
    from .ingest.report import AddReport, Ignored, Skipped, Warned
    from .language.analysis import TermRow
    from .search.answer.explanation import Explanation
    from .search.contract import IndexStats
    from .search.evaluate import Evaluation
    from .search.explained import ExplainedString, ExplainedTerm
    from .search.own.dictionary import Entry, UserDictionary
    from .search.own.saved import SavedSearch
    from .search.own.word_list import Imported
    from .search.query.tree import Mode
    from .search.request import Narrowing, SearchOptions, SearchRequest, Sort
    from .search.suggestion import Suggestion

    __version__: str

# The modules of the names that load when they are first asked for.
_LATER = {
    "AddReport": "ingest.report",
    "Backup": "corpus.backup",
    "Changes": "corpus.log",
    "CheckReport": "engine.reports",
    "Entry": "search.own.dictionary",
    "Evaluation": "search.evaluate",
    "ExplainedString": "search.explained",
    "ExplainedTerm": "search.explained",
    "Explanation": "search.answer.explanation",
    "Ignored": "ingest.report",
    "Imported": "search.own.word_list",
    "IndexStats": "search.contract",
    "Mode": "search.query.tree",
    "Narrowing": "search.request",
    "RemoveReport": "engine.reports",
    "Saved": "engine.saved",
    "SavedRun": "engine.saved",
    "SavedSearch": "search.own.saved",
    "SearchOptions": "search.request",
    "SearchRequest": "search.request",
    "Skipped": "ingest.report",
    "Sort": "search.request",
    "SourceInfo": "corpus.sources",
    "SplitOutcome": "ingest.preview",
    "SplitReport": "ingest.preview",
    "Stats": "engine.reports",
    "Suggestion": "search.suggestion",
    "TermRow": "language.analysis",
    "UserDictionary": "search.own.dictionary",
    "Warned": "ingest.report",
}

__all__ = [
    "AddReport",
    "AmbiguousIdError",
    "Backup",
    "Changes",
    "CheckReport",
    "ClusterError",
    "DamagedError",
    "Document",
    "Engine",
    "Entry",
    "Evaluation",
    "ExplainedString",
    "ExplainedTerm",
    "Explanation",
    "Flag",
    "Hit",
    "Ignored",
    "Imported",
    "IndexStats",
    "InputError",
    "Kind",
    "LockedError",
    "Marks",
    "Mode",
    "Narrowing",
    "Near",
    "NoDataError",
    "OutdatedError",
    "Record",
    "Relaxed",
    "RemoveReport",
    "RequestError",
    "Results",
    "Saved",
    "SavedRun",
    "SavedSearch",
    "SearchOptions",
    "SearchRequest",
    "Skipped",
    "Sort",
    "SourceInfo",
    "SouwenError",
    "SplitOutcome",
    "SplitReport",
    "Stats",
    "Suggestion",
    "TermRow",
    "UserDictionary",
    "Warned",
    "__version__",
    "analyze",
    "open",
    "speaking",
    "split",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - it reads files

        found: object = version(__name__)
    elif name in _LATER:
        found = getattr(import_module(f".{_LATER[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
