"""Comparing an index on a cluster with the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.cluster import check
from souwen.cluster.check import health, repairs, versions

if TYPE_CHECKING:
    from .conftest import Shelf

DOCUMENTS = {name: f"医保{name}" for name in "abcdefg"}


@pytest.fixture
def whole(cluster_shelf: Shelf) -> Shelf:
    """Return an index that is level with its corpus."""
    cluster_shelf.add(DOCUMENTS)
    return cluster_shelf


def test_nothing_is_wrong(whole: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that is level has no problems, by a look at all documents or at some."""
    assert whole.problems(deep=True) == []
    monkeypatch.setattr(check, "_SAMPLE", 2)
    assert whole.problems(deep=False) == []


def test_behind(whole: Shelf) -> None:
    """What came after the change that the index has reached is no fault; what it lost is."""
    whole.write({**DOCUMENTS, "h": "医保h"})
    assert whole.problems() == []
    state = whole.index.now()
    assert state is not None
    (id_, *_) = dict(versions(whole.client, state))
    whole.client.ask("DELETE", f"/{state.index}/_doc/{id_}")
    assert whole.problems() == ["index: 1 documents are missing"]


def test_every_id_is_compared(whole: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages of ids there are, all are read, and the state is none of them."""
    monkeypatch.setattr(check, "_PAGE", 2)
    state = whole.index.now()
    assert state is not None
    with whole.corpus() as corpus:
        assert dict(versions(whole.client, state)) == dict(corpus.live_seqs())
        assert repairs(whole.client, state, corpus) == ([], [])


def test_a_text_that_somebody_changed(whole: Shelf) -> None:
    """A document that is not what would be sent of it is named."""
    source = whole.held()["c"]
    params = {"version": source["seq"], "version_type": "external_gte"}
    path = f"/{whole.live()}/_doc/{source['id']}"
    whole.client.ask("PUT", path, source | {"title": "别的"}, params)
    assert whole.problems() == [f"index: {source['id']} is not what the corpus has"]


def test_health(whole: Shelf) -> None:
    """The numbers of a healthy index of one node."""
    state = whole.index.now()
    assert state is not None
    told = health(whole.client, state)
    assert told["health"] == "green"
    assert told["nodes"] == 1
    assert int(told["bytes"]) > 0
