"""What the sources of a pattern show: on a cluster, and among documents at hand."""

from __future__ import annotations

import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.cluster.clauses import NOTHING
from souwen.cluster.sources import SourcesOf, shown_by
from souwen.corpus.documents import Document, Kind

IDS = ("00000000000000aa", "00000000000000bb")


def document(id_: str, *sources: str) -> Document:
    """Make a document that sources show."""
    return Document(id_, Kind.ARTICLE, "", "", None, None, None, (), None, sources, ())


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("/d/a", IDS[:1]), ("/d", IDS), ("*a", IDS[:1]), ("/d/[b-c]", IDS[1:]), ("/x", ()), ("", ())],
)
def test_documents_at_hand(pattern: str, found: tuple[str, ...]) -> None:
    """A key, a folder and a glob mean what they mean in a corpus."""
    documents = [document(IDS[0], "/d/a", "/e"), document(IDS[1], "/d/b")]
    shown = SourcesOf(documents).ids_of_sources(pattern).hex()
    assert sorted(re.findall(".{16}", shown)) == [*found]


def test_what_means_nothing_finds_nothing() -> None:
    """An empty pattern and one with a NUL ask for nothing."""
    assert shown_by("") == shown_by("a\0b") == NOTHING


@given(glob=st.text("ab[]^-*?.\\{}", max_size=8), key=st.text("ab[]^-*?.\\{}", max_size=4))
def test_a_glob_is_an_expression(glob: str, key: str) -> None:
    """What a cluster is asked for a glob with a set is what SQLite makes of it."""
    clauses = shown_by(glob)
    asked = clauses.get("bool", {}).get("should", [])
    expressions = {one["regexp"]["sources"]["value"] for one in asked if "regexp" in one}
    if "[" not in glob or glob not in {one for one in [glob] if expressions}:
        return
    (globbed,) = sqlite3.connect(":memory:").execute("SELECT ? GLOB ?", (key, glob)).fetchone()
    first = next(one["regexp"]["sources"]["value"] for one in asked if "regexp" in one)
    try:
        matched = re.fullmatch(first, key, re.DOTALL) is not None
    except re.error:
        return  # an empty range is an error to Python; a cluster says so too
    assert matched == bool(globbed)
