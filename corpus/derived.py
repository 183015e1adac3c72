"""What a document shows, worked out from its sightings alone.

* It is live while a source shows it, else retired.
* Its date is the earliest of its sightings; its channel and its link are those of the earliest
  sighting that names one (undated ones last; among equals the first in the order of characters, so
  that the order of arrival makes no difference).
* A live snippet points to the live article of the same title, of several to that of the least id;
  and where that article has no date or no channel of its own, it shows the earliest of the
  snippets that point to it.

`settle` brings the documents that a writer touched, and those that hang on them, up to this. Every
look is at the beginning of an index, so that a snippet under a million pages costs no more than
another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .counted import count_rows
from .row_hash import row_hash, xor_of
from .schema import HASHED

if TYPE_CHECKING:
    from .database import Database

# Of the document `d`.
LIVE = "EXISTS (SELECT 1 FROM sightings s WHERE s.document = d.number)"
TARGET = """(SELECT a.id FROM documents a WHERE a.title_key = d.title_key
    AND a.kind = 'article' AND a.retired = 0 ORDER BY a.id LIMIT 1)"""
OWN_PUBLISHED = """(SELECT s.published FROM sightings s WHERE s.document = d.number
    AND s.published IS NOT NULL ORDER BY s.published LIMIT 1)"""
LENT_PUBLISHED = """(SELECT t.published FROM documents t WHERE t.title_key = d.title_key
    AND t.kind = 'snippet' AND t.retired = 0 AND t.published IS NOT NULL
    ORDER BY t.published LIMIT 1)"""


def _earliest(column: str, table: str, condition: str) -> str:
    having = f"SELECT x.{column} FROM {table} x WHERE {condition} AND x.{column} IS NOT NULL"
    return f"""coalesce(
        ({having} AND x.published IS NOT NULL ORDER BY x.published, x.{column} LIMIT 1),
        ({having} AND x.published IS NULL ORDER BY x.{column} LIMIT 1))"""


OWN_CHANNEL = _earliest("channel", "sightings", "x.document = d.number")
OWN_URL = _earliest("url", "sightings", "x.document = d.number")
LENT_CHANNEL = _earliest(
    "channel",
    "documents",
    "x.title_key = d.title_key AND x.kind = 'snippet' AND x.retired = 0",
)
# An article shows what is its own, or else, where snippets point to it, what they lend.
ARTICLE_PUBLISHED = (
    f"coalesce({OWN_PUBLISHED}, CASE WHEN d.id = {TARGET} THEN {LENT_PUBLISHED} END)"
)
ARTICLE_CHANNEL = f"coalesce({OWN_CHANNEL}, CASE WHEN d.id = {TARGET} THEN {LENT_CHANNEL} END)"

# What `began` says a document was when the writer first changed it.
ABSENT, IS_LIVE, IS_RETIRED = 0, 1, 2

#: Tables of the writer's connection only. `dirty`: what to work out anew, and whether its text
#: changed. `began`: how each document was before this writer's first change of it.
WORKING_TABLES = (
    "CREATE TEMP TABLE dirty (number INTEGER PRIMARY KEY, retexted INTEGER NOT NULL)",
    """CREATE TEMP TABLE began (number INTEGER PRIMARY KEY, was INTEGER NOT NULL,
        published TEXT, channel TEXT, url TEXT, article TEXT,
        retexted INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TEMP TABLE own (number INTEGER PRIMARY KEY, kind TEXT, title_key INTEGER,
        retired INTEGER, published TEXT, channel TEXT, url TEXT)""",
    "CREATE TEMP TABLE titles (title_key INTEGER PRIMARY KEY, before TEXT, target TEXT)",
    """CREATE TEMP TABLE articles (number INTEGER PRIMARY KEY,
        published TEXT, channel TEXT, url TEXT)""",
    "CREATE TEMP TABLE pointers (number INTEGER PRIMARY KEY, article TEXT)",
    "CREATE TEMP TABLE changed (number INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE ranks (rank INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE)",
)
_CLEARED = ("own", "titles", "articles", "pointers", "changed", "ranks", "dirty")

_REMEMBER = f"""INSERT OR IGNORE INTO began (number, was, published, channel, url, article)
    SELECT d.number, CASE WHEN d.seq = 0 THEN {ABSENT} WHEN d.retired THEN {IS_RETIRED}
        ELSE {IS_LIVE} END, d.published, d.channel, d.url, d.article
    FROM changed c CROSS JOIN documents d ON d.number = c.number"""

# Own values, and which documents are live. Articles get their values in the next step, when it is
# known what is lent to them.
_OWN = (
    f"""INSERT INTO own SELECT d.number, d.kind, d.title_key, NOT {LIVE},
        {OWN_PUBLISHED}, {OWN_CHANNEL}, {OWN_URL}
        FROM dirty CROSS JOIN documents d ON d.number = dirty.number""",
    f"""INSERT INTO titles (title_key, before)
        SELECT d.title_key, {TARGET} FROM
        (SELECT DISTINCT title_key FROM own WHERE title_key IS NOT NULL) d""",
    """INSERT INTO changed SELECT o.number FROM own o
        CROSS JOIN documents d ON d.number = o.number
        CROSS JOIN dirty ON dirty.number = o.number
        WHERE d.seq = 0 OR dirty.retexted OR d.retired <> o.retired
        OR (o.kind = 'snippet' AND (d.published IS NOT o.published
            OR d.channel IS NOT o.channel OR d.url IS NOT o.url))""",
    _REMEMBER,
    """UPDATE began SET retexted = 1
        WHERE number IN (SELECT number FROM dirty WHERE retexted)""",
    """UPDATE documents SET (retired, published, channel, url) =
        (SELECT o.retired, o.published, o.channel, o.url FROM own o WHERE o.number =
        documents.number) WHERE kind = 'snippet' AND number IN (SELECT number FROM changed)""",
    """UPDATE documents SET retired = (SELECT o.retired FROM own o WHERE o.number =
        documents.number) WHERE kind = 'article' AND number IN (SELECT number FROM changed)""",
    f"""UPDATE titles SET target = (SELECT {TARGET} FROM
        (SELECT titles.title_key AS title_key) d)""",
)
# The articles that were touched, and those that gain or lose what is lent.
_ARTICLES = (
    f"""INSERT INTO articles
        SELECT d.number, {ARTICLE_PUBLISHED}, {ARTICLE_CHANNEL}, {OWN_URL}
        FROM (SELECT number FROM own WHERE kind = 'article'
            UNION SELECT a.number FROM titles t CROSS JOIN documents a
                ON a.id = t.before OR a.id = t.target) n
        CROSS JOIN documents d ON d.number = n.number""",
    """DELETE FROM articles WHERE EXISTS (SELECT 1 FROM documents d WHERE
        d.number = articles.number AND d.published IS articles.published
        AND d.channel IS articles.channel AND d.url IS articles.url)""",
    "INSERT OR IGNORE INTO changed SELECT number FROM articles",
    _REMEMBER,
    """UPDATE documents SET (published, channel, url) =
        (SELECT a.published, a.channel, a.url FROM articles a WHERE a.number = documents.number)
        WHERE number IN (SELECT number FROM articles)""",
)
# The snippets that were touched, and all of a title whose article is another one now.
_POINTERS = (
    """INSERT INTO pointers SELECT o.number, CASE WHEN o.retired THEN NULL ELSE
        (SELECT t.target FROM titles t WHERE t.title_key = o.title_key) END
        FROM own o WHERE o.kind = 'snippet'""",
    """INSERT OR IGNORE INTO pointers SELECT d.number, t.target FROM titles t
        CROSS JOIN documents d ON d.title_key = t.title_key
        WHERE t.before IS NOT t.target AND d.kind = 'snippet' AND d.retired = 0""",
    """DELETE FROM pointers WHERE EXISTS (SELECT 1 FROM documents d WHERE
        d.number = pointers.number AND d.article IS pointers.article)""",
    "INSERT OR IGNORE INTO changed SELECT number FROM pointers",
    _REMEMBER,
    """UPDATE documents SET article =
        (SELECT p.article FROM pointers p WHERE p.number = documents.number)
        WHERE number IN (SELECT number FROM pointers)""",
)
# One place in the log of changes for each document that changed.
_LOG = (
    "INSERT INTO ranks (number) SELECT number FROM changed ORDER BY number",
    """UPDATE documents SET seq = (SELECT value FROM meta WHERE key = 'seq')
        + (SELECT rank FROM ranks WHERE ranks.number = documents.number)
        WHERE number IN (SELECT number FROM changed)""",
    """UPDATE meta SET value = value + (SELECT count(*) FROM changed) WHERE key = 'seq'""",
    """UPDATE documents SET first_seq = CASE WHEN first_seq THEN first_seq ELSE seq END,
        shown_seq = seq WHERE number IN (SELECT number FROM changed)""",
    # What only other sources show is logged once a command: `log_sources`.
    """UPDATE documents SET shown_seq = NULL WHERE number IN
        (SELECT number FROM dirty WHERE number NOT IN (SELECT number FROM changed))""",
)
_TOUCHED = "IN (SELECT number FROM dirty UNION SELECT number FROM changed)"
_ROW = ", ".join(HASHED["documents"])


def settle(database: Database) -> None:
    """Work out the documents in `dirty` anew, with those that hang on them, and log the changes."""
    for statement in (*_OWN, *_ARTICLES, *_POINTERS, *_LOG):
        database.run(statement)
    _hash(database, f"number {_TOUCHED}")
    for table in _CLEARED:
        database.run(f"DELETE FROM temp.{table}")


def log_sources(database: Database) -> bool:
    """Log, as one change, which documents other sources show now; return whether there are any."""
    if not database.value("SELECT 1 FROM documents WHERE shown_seq IS NULL LIMIT 1"):
        return False
    database.run("UPDATE meta SET value = value + 1 WHERE key = 'seq'")
    seq = database.value("SELECT value FROM meta WHERE key = 'seq'")
    database.run("UPDATE documents SET shown_seq = ? WHERE shown_seq IS NULL", (seq,))
    _hash(database, f"shown_seq = {seq:d}")
    return True


def _hash(database: Database, condition: str) -> None:
    """Make the hashes of the documents' rows anew, and count those that had none."""
    added = difference = 0
    sql = f"""SELECT {_ROW}, hash FROM documents WHERE {condition} AND number > ?
        ORDER BY number LIMIT ?"""
    for rows in database.batches(sql, 0):
        hashes = [(row_hash(*row[:-1]), row[0]) for row in rows]
        database.many("UPDATE documents SET hash = ? WHERE number = ?", hashes)
        added += sum(row[-1] is None for row in rows)
        difference ^= xor_of(row[-1] or 0 for row in rows) ^ xor_of(now for now, _ in hashes)
    count_rows(database, added, difference)


#: The documents that show something else than they should.
WRONG = f"""SELECT d.id FROM documents d
    WHERE d.retired <> NOT {LIVE} OR d.url IS NOT {OWN_URL}
    OR (d.kind = 'snippet' AND (d.published IS NOT {OWN_PUBLISHED}
        OR d.channel IS NOT {OWN_CHANNEL}
        OR d.article IS NOT CASE WHEN d.retired THEN NULL ELSE {TARGET} END))
    OR (d.kind = 'article' AND (d.published IS NOT {ARTICLE_PUBLISHED}
        OR d.channel IS NOT {ARTICLE_CHANNEL} OR d.article IS NOT NULL))
    ORDER BY d.number"""
