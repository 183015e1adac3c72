"""The engines by name: those that take documents in, and those that answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from with_bm25s import Bm25s
from with_souwen import SouwenIndex
from with_sqlite import Fts5
from with_tantivy import Tantivy
from with_whoosh import Whoosh

if TYPE_CHECKING:
    from contestant import Builder, Contestant

#: Those that answer from what they were given.
CONTESTANTS: dict[str, Contestant] = {
    "tantivy": Tantivy(),
    "tantivy with positions": Tantivy(positions=True, phrase=True),
    "SQLite FTS5": Fts5(),
    "bm25s": Bm25s(),
    "stock Whoosh": Whoosh(),
    "stock Whoosh, all": Whoosh(),
}
#: All that are given documents with their terms, but for jieba, which makes them itself.
BUILDS: dict[str, Builder] = {
    "souwen": SouwenIndex(),
    **CONTESTANTS,
    "stock Whoosh + jieba": Whoosh(jieba=True),
}
