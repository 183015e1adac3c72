"""An index on a cluster, as a machine reads it that has no corpus."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from souwen.cluster.index import opened
from souwen.cluster.state import DICTIONARY, STATE
from souwen.corpus.changes import batches
from souwen.corpus.errors import RequestError

if TYPE_CHECKING:
    from .conftest import Shelf

FIRST = {"a": {"title": "医保甲", "published": "2025-01-01"}, "b": "医保乙"}


def test_own_words_are_kept_for_others(cluster_shelf: Shelf) -> None:
    """A machine that only searches has the words of the one that writes, as they are now."""
    shelf = cluster_shelf
    shelf.index.keep_words("居保\t居民医保\n")  # there is no index yet to keep them with
    shelf.add(FIRST)
    assert shelf.index.words() == ""
    before = shelf.index.state()
    shelf.index.keep_words("居保\t居民医保\n")
    assert shelf.index.state() != before
    other = opened(str(shelf.address), shelf.corpus)
    assert other.words() == "居保\t居民医保\n"
    state = shelf.index.state()
    shelf.index.keep_words("居保\t居民医保\n")
    assert shelf.index.state() == state
    shelf.index.keep_words("")
    assert shelf.index.words() == ""
    other.close()
    assert set(shelf.held()) == {"a", "b"}


def test_documents_without_a_corpus(cluster_shelf: Shelf) -> None:
    """A machine that only searches finds documents by their ids, or by a beginning of one."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    with shelf.corpus() as corpus:
        there = {document.id: document for document in corpus.live()}
    index = shelf.index
    assert index.documents([*there, "0" * 16]) == there
    for id_, document in there.items():
        assert index.find(id_) == index.find(f" {id_[:12].upper()}") == document
    assert index.find("") is index.find("xyz") is index.find("0" * 16) is None
    assert index.find(STATE) is index.find(DICTIONARY) is None
    assert index.counts() == {"article": 2}


def test_a_beginning_of_several_ids(cluster_shelf: Shelf) -> None:
    """It names none of them."""
    shelf = cluster_shelf
    shelf.add({str(number): f"医保{number}" for number in range(40)})
    ids = sorted(source["id"] for source in shelf.held().values())
    shared = next(one[0] for one, two in pairwise(ids) if one[0] == two[0])
    with pytest.raises(RequestError, match="several"):
        shelf.index.find(shared)


def test_whatever_is_written_changes_the_state(cluster_shelf: Shelf) -> None:
    """Also where the last change stays what it was; where nothing is written, it stays."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    shelf.write({**FIRST, "c": "医保丙"})
    with shelf.corpus() as corpus:
        (batch,) = batches(corpus, shelf.index.reached(), True)
    half = replace(batch, seq=shelf.index.reached())
    states = [shelf.index.state()]
    for _ in range(2):
        shelf.index.apply(half)
        states.append(shelf.index.state())
    shelf.follow()
    states.append(shelf.index.state())
    assert len(set(states)) == 4
    shelf.follow()
    assert shelf.index.state() == states[-1]


def test_the_state_is_asked_once_a_second(
    cluster_shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks again at once is told what is known, and what this process writes at once."""
    shelf = cluster_shelf
    monkeypatch.setattr("souwen.cluster.held._KEPT", 1_000.0)  # on a busy machine
    shelf.add(FIRST)
    other = opened(str(shelf.address), shelf.corpus)
    state = other.state()
    assert state == shelf.index.state()
    shelf.add({**FIRST, "c": "医保丙"})
    assert shelf.index.state() != state
    assert other.state() == state
    other._known = None  # a second is over
    assert other.state() == shelf.index.state()
    other.close()
