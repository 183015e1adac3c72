"""What a run did, once for each document, however often it was touched; and what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .derived import IS_LIVE

if TYPE_CHECKING:
    from .database import Database

#: Of the writer's connection only: documents that the containers of this run show (now = 1), or
#: showed before.
COUNTED_TABLES = ("CREATE TEMP TABLE touched (number INTEGER PRIMARY KEY, now INTEGER NOT NULL)",)

# `began` says how a document was before the run changed it.
_OTHER = """(b.retexted OR b.published IS NOT d.published OR b.channel IS NOT d.channel
    OR b.url IS NOT d.url OR b.article IS NOT d.article)"""
_CHANGES = f"""SELECT
    coalesce(sum(b.was <> {IS_LIVE} AND NOT d.retired), 0),
    coalesce(sum(b.was = {IS_LIVE} AND NOT d.retired AND {_OTHER}), 0),
    coalesce(sum(b.was = {IS_LIVE} AND d.retired), 0)
    FROM began b CROSS JOIN documents d ON d.number = b.number"""
_UNCHANGED = f"""SELECT count(*) FROM touched t CROSS JOIN documents d ON d.number = t.number
    LEFT JOIN began b ON b.number = t.number WHERE t.now AND NOT d.retired
    AND (b.number IS NULL OR (b.was = {IS_LIVE} AND NOT {_OTHER}))"""
_KINDS = """SELECT coalesce(sum(d.kind = 'article'), 0), coalesce(sum(d.kind = 'snippet'), 0)
    FROM touched t CROSS JOIN documents d ON d.number = t.number WHERE t.now"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a writer did since it was opened.

    Attributes:
        sources: pages put or found unchanged.
        articles: distinct articles on these pages.
        snippets: distinct snippets on these pages.
        added: documents that are new, or back.
        updated: documents that were there and show another date, channel, link, article or text;
            also those of other pages that a change here lends something, or takes it away.
        unchanged: documents on these pages that are as they were.
        retired: documents that no source shows any more.
    """

    sources: int
    articles: int
    snippets: int
    added: int
    updated: int
    unchanged: int
    retired: int


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """The corpus in numbers; retired documents are counted apart."""

    documents: int
    articles: int
    snippets: int
    sources: int
    sightings: int
    retired: int


def count(database: Database, sources: int) -> Counts:
    """Count what a run did to the documents; `sources` is how many pages it looked at."""
    articles, snippets = database.one(_KINDS) or (0, 0)
    added, updated, retired = database.one(_CHANGES) or (0, 0, 0)
    unchanged = database.value(_UNCHANGED)
    return Counts(sources, articles, snippets, added, updated, unchanged, retired)


def months_of(database: Database) -> list[tuple[str, int]]:
    """Return how many documents that are not retired are of each month (`2025-04`), in order."""
    sql = """SELECT substr(published, 1, 7), count(*) FROM documents
        WHERE NOT retired AND published IS NOT NULL GROUP BY 1 ORDER BY 1"""
    return [(str(month), int(count)) for month, count in database.all(sql)]
