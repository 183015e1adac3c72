"""What is retired is found no more, and what is purged is gone for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Backend


@pytest.fixture
def filled(backend: Backend) -> Backend:
    """Return a backend with three documents."""
    backend.add({"a": "医保甲", "b": "医保乙", "c": {"title": "丙", "body": "医保"}})
    return backend


def test_retired_documents_are_not_found(filled: Backend) -> None:
    """A document that no source shows is no match, no facet and in no group."""
    id_ = filled.ids()["a"]
    filled.remove("a")
    filled.follow()
    results = filled.search("医保", facets=True, collapse=False)
    assert {hit.refs[0] for hit in results} == {"b", "c"}
    assert results.facets
    assert results.facets["kind"] == (("article", 2),)
    with filled.index.snapshot() as snapshot:
        assert snapshot.size == 2
        assert snapshot.group(id_, 9) == []


def test_a_retired_document_comes_back(filled: Backend) -> None:
    """Seen again it is found again, as the same document."""
    ids = filled.ids()
    filled.remove("a")
    filled.follow()
    filled.add({"a": "医保甲"})
    assert set(filled.found("医保")) == {"a", "b", "c"}
    assert filled.ids() == ids
    assert filled.is_level()


@pytest.mark.parametrize("is_behind", [True, False])
def test_purged_documents_are_gone(filled: Backend, is_behind: bool) -> None:
    """They are gone from an index that saw them retired, and from one that did not."""
    id_ = filled.ids()["a"]
    filled.remove("a")
    if not is_behind:
        filled.follow()
    filled.purge()
    filled.follow()
    assert filled.is_level()
    assert set(filled.found("医保")) == {"b", "c"}
    with filled.index.snapshot() as snapshot:
        assert snapshot.documents([id_]) == {}


def test_purged_before_the_index_follows(filled: Backend) -> None:
    """A search of an index that still lists what was purged shows the others."""
    filled.remove("a")
    filled.purge()
    assert {hit.refs[0] for hit in filled.search("医保", collapse=False)} == {"b", "c"}


def test_everything_may_go(filled: Backend) -> None:
    """An index of nothing finds nothing, and takes in what comes next."""
    filled.remove("a", "b", "c")
    filled.purge()
    filled.follow()
    results = filled.search("医保", facets=True)
    assert (results.total, results.hits) == (0, ())
    assert filled.search("kind:article").total == 0
    filled.add({"d": "医保丁"})
    assert filled.found("医保") == ["d"]
    assert filled.is_level()
