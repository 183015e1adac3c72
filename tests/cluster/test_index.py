"""The index on a cluster follows a corpus, and counts nothing as done that is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from souwen.cluster import documents as made
from souwen.cluster.client import Client
from souwen.cluster.index import ClusterIndex, opened
from souwen.cluster.mapping import index_body
from souwen.corpus.changes import batches
from souwen.corpus.errors import ClusterError, DamagedError, OutdatedError
from souwen.corpus.store import CorpusWriter
from souwen.search.follow import rebuild

if TYPE_CHECKING:
    from souwen.corpus.documents import Document

    from .conftest import Shelf

FIRST = {"a": {"title": "医保甲", "published": "2025-01-01"}, "b": "医保乙"}


def test_it_follows(cluster_shelf: Shelf) -> None:
    """Documents come, change and go, and each is what the corpus has."""
    shelf = cluster_shelf
    assert shelf.index.state() is None
    assert (shelf.index.reached(), shelf.index.follows()) == (0, None)
    shelf.add(FIRST)
    assert set(shelf.held()) == {"a", "b"}
    assert shelf.held()["a"]["published"] == "2025-01-01"
    first = shelf.index.state()
    shelf.add({"b": {"title": "医保乙", "channel": "健康"}, "c": "医保丙"})
    assert set(shelf.held()) == {"b", "c"}
    assert shelf.held()["b"]["channel"] == "健康"
    assert shelf.index.state() != first
    with shelf.corpus() as corpus:
        assert shelf.index.reached() == corpus.seq()
        assert shelf.index.follows() == corpus.id()
    assert shelf.problems() == []


def test_another_source_of_a_document(cluster_shelf: Shelf) -> None:
    """A page that shows what others show is among the sources, also where nothing else changed."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    shelf.add({"a2": FIRST["a"]}, dump="other.jsonl")
    assert len(shelf.held()["a"]["sources"]) == 2
    assert shelf.held()["a"]["refs"] == ["a", "a2"]
    assert shelf.problems() == []


def test_what_was_sent_is_counted(cluster_shelf: Shelf) -> None:
    """What was sent and acknowledged is counted, with the seconds that took."""
    cluster_shelf.add(FIRST)
    seconds, sent, acknowledged = cluster_shelf.index.sent
    assert (sent, acknowledged) == (2, 2)
    assert seconds > 0


def test_an_older_batch_changes_nothing(cluster_shelf: Shelf) -> None:
    """A replay of what was before leaves the newer documents."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    with shelf.corpus() as corpus:
        (older,) = batches(corpus, 0, sources=True)
    shelf.add({"b": {"title": "医保乙", "channel": "健康"}})
    shelf.index.apply(older)
    assert set(shelf.held()) == {"b"}
    assert shelf.held()["b"]["channel"] == "健康"
    shelf.follow()
    assert shelf.problems() == []


def test_the_index_of_another_corpus(cluster_shelf: Shelf) -> None:
    """It is refused in a line that names reindex, left as it is, and not built anew unasked."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    before = shelf.held()
    with shelf.corpus() as corpus:
        (batch,) = batches(corpus, 0, sources=True)
    with pytest.raises(DamagedError, match=r"another corpus.*reindex"):
        shelf.index.apply(replace(batch, corpus="another"))
    (shelf.data / "corpus.sqlite3").unlink()
    (shelf.data / "corpus.json").unlink()
    with CorpusWriter(shelf.data):
        pass
    with pytest.raises(DamagedError, match="another corpus"):
        shelf.add({"z": "别的"})
    assert shelf.held() == before
    with shelf.corpus() as corpus:
        rebuild(shelf.index, corpus)
    assert set(shelf.held()) == {"z"}
    assert shelf.problems() == []


def test_a_second_writer(cluster_shelf: Shelf) -> None:
    """Who wrote first finds out before it counts anything more as done."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    shelf.write({**FIRST, "c": "医保丙"})
    with shelf.corpus() as corpus:
        (batch,) = batches(corpus, shelf.index.reached(), sources=True)
        shelf.index.apply(replace(batch, documents=()))  # claims the index
        other = ClusterIndex(Client(shelf.address), shelf.corpus)
        other.apply(batch)
        reached = other.reached()
        with pytest.raises(ClusterError, match="another process writes"):
            shelf.index.apply(replace(batch, seq=batch.seq + 1))
        assert other.reached() == reached
        other.close()
    shelf.follow()
    assert shelf.problems() == []


def test_another_fingerprint(cluster_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of another version is refused, and left as it is."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    monkeypatch.setattr("souwen.cluster.state.made_with", lambda: "cluster 99")
    for use in (shelf.index.reached, shelf.follow):
        with pytest.raises(OutdatedError, match="reindex"):
            use()
    with pytest.raises(OutdatedError), shelf.index.snapshot():
        pass
    monkeypatch.undo()
    assert set(shelf.held()) == {"a", "b"}


def test_a_mapping_that_somebody_changed(cluster_shelf: Shelf) -> None:
    """A writer refuses an index with another field, and `check` names it."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    body = {"properties": {"extra": {"type": "keyword"}}}
    shelf.client.ask("PUT", f"/{shelf.live()}/_mapping", body)
    assert any("extra" in problem for problem in shelf.problems())
    other = ClusterIndex(Client(shelf.address), shelf.corpus)
    shelf.write({"c": "医保丙"})
    with shelf.corpus() as corpus:
        (batch,) = batches(corpus, other.reached(), sources=True)
        with pytest.raises(DamagedError, match="extra"):
            other.apply(batch)
        rebuild(other, corpus)
    other.close()
    assert shelf.problems() == []


def test_an_index_that_is_not_ours(cluster_shelf: Shelf) -> None:
    """A stranger's index of that name is refused by every use, and left alone."""
    shelf = cluster_shelf
    shelf.write(FIRST)
    shelf.client.ask("PUT", f"/{shelf.address.name}", {})
    with shelf.corpus() as corpus:
        for use in (shelf.index.state, shelf.index.reached, shelf.follow):
            with pytest.raises(DamagedError, match="not one of souwen"):
                use()
        with pytest.raises(DamagedError, match="not one of souwen"):
            rebuild(shelf.index, corpus)
        assert any("not one of souwen" in line for line in shelf.problems())
        assert shelf.index.stats(corpus).generation is None
    assert shelf.client.ask("GET", f"/{shelf.address.name}")


def test_a_stranger_s_alias(cluster_shelf: Shelf) -> None:
    """An alias of other indices is refused, and left alone."""
    shelf = cluster_shelf
    shelf.write(FIRST)
    name = shelf.address.name
    shelf.client.ask("PUT", f"/{name}-logs", {"aliases": {name: {}}})
    with shelf.corpus() as corpus, pytest.raises(DamagedError):
        rebuild(shelf.index, corpus)
    assert list(shelf.client.ask("GET", f"/{name}/_alias")) == [f"{name}-logs"]


def test_a_refused_document_stops_before_its_change(
    cluster_shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its id is told, the index says that it has not reached it, and the next command goes on."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    reached = shelf.index.reached()
    shown = made._shown

    def broken(document: Document, seq: int) -> dict[str, object]:
        strange = {"strange": 1} if document.title == "医保丙" else {}
        return shown(document, seq) | strange

    monkeypatch.setattr(made, "_shown", broken)
    shelf.write({**FIRST, "c": "医保丙"})
    with pytest.raises(ClusterError, match=r"document [0-9a-f]{16} is refused.*strange"):
        shelf.follow()
    assert shelf.index.reached() == reached
    monkeypatch.undo()
    shelf.follow()
    assert set(shelf.held()) == {"a", "b", "c"}
    assert shelf.problems() == []


def test_a_block_of_writes(cluster_shelf: Shelf) -> None:
    """What a cluster does when its disk is full is told at once, and goes on when it is over."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    blocks = f"/{shelf.live()}/_settings"
    shelf.client.ask("PUT", blocks, {"index.blocks.read_only_allow_delete": True})
    shelf.write({"c": "医保丙"})
    with pytest.raises(ClusterError, match="block"):
        shelf.follow()
    shelf.client.ask("PUT", blocks, {"index.blocks.read_only_allow_delete": None})
    shelf.follow()
    assert set(shelf.held()) == {"c"}


def test_a_red_index(cluster_shelf: Shelf) -> None:
    """Where shards are nowhere, to read is an error of one line, and never a short list."""
    shelf = cluster_shelf
    shelf.write(FIRST)
    name = shelf.address.name
    body = index_body(2) | {"aliases": {name: {}}}
    body["settings"]["index"]["routing.allocation.require._name"] = "nobody"
    shelf.client.ask("PUT", f"/{name}-000001", body, {"wait_for_active_shards": 0})
    hurried = ClusterIndex(Client(shelf.address, patience=0.2), shelf.corpus)
    with pytest.raises(ClusterError, match=r"part of the index|shard"):
        hurried.state()
    with pytest.raises(ClusterError, match=r"part of the index|shard"), hurried.snapshot():
        pass
    with pytest.raises(ClusterError, match=r"part of the index|shard"):
        hurried.client.search({"query": {"match_all": {}}})
    hurried.close()


def test_rebuilding(cluster_shelf: Shelf) -> None:
    """A new index takes the name at the end; the old one goes with the next command."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    old = shelf.live()
    with shelf.corpus() as corpus:
        rebuild(shelf.index, corpus)
    assert (old[-6:], shelf.live()[-6:]) == ("000001", "000002")
    assert shelf.problems() == []
    shelf.follow()
    assert list(shelf.client.ask("GET", f"/{shelf.address.name}-*")) == [shelf.live()]
    settings = shelf.client.ask("GET", f"/{shelf.live()}/_settings")[shelf.live()]["settings"]
    assert settings["index"]["auto_expand_replicas"] == "0-1"


def test_what_a_killed_rebuild_left(cluster_shelf: Shelf) -> None:
    """An index that never became the live one goes with the next command."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    left = shelf.index._generations.create()
    shelf.follow()
    assert left not in shelf.client.ask("GET", f"/{shelf.address.name}-*")


def test_two_rebuilds_at_once(cluster_shelf: Shelf) -> None:
    """The second to end leaves what the first made."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    with shelf.corpus() as corpus:
        batch = next(batches(corpus, 0, sources=True))

        def late() -> None:
            with shelf.index.rebuilding() as building:
                building.apply(batch)
                # What another machine does meanwhile: it makes its own the live one.
                other = shelf.index._generations.create()
                shelf.index._generations.switch(other, shelf.index._generations.live())

        with pytest.raises(ClusterError, match="meanwhile"):
            late()


def test_repair(cluster_shelf: Shelf) -> None:
    """What is missing is sent, what is older too, and what should not be there goes."""
    shelf = cluster_shelf
    shelf.add({**FIRST, "c": "医保丙"})
    live, held = shelf.live(), shelf.held()
    shelf.client.ask("DELETE", f"/{live}/_doc/{held['a']['id']}")
    foreign = held["b"] | {"id": "00000000000000ff"}
    shelf.client.ask("PUT", f"/{live}/_doc/00000000000000ff", foreign)
    found = shelf.problems()
    assert "index: 1 documents are missing" in found
    assert any("00000000000000ff" in line for line in found)
    with shelf.corpus() as corpus:
        shelf.index.repair(corpus)
        assert shelf.index.ids_of(corpus.id()) == {one["id"] for one in held.values()}
    assert shelf.index.ids_of("another") == set()
    assert shelf.problems() == []


def test_stats(cluster_shelf: Shelf) -> None:
    """The numbers are those of the index and its cluster, and say how far it is behind."""
    shelf = cluster_shelf
    shelf.add(FIRST)
    shelf.write({**FIRST, "c": "医保丙"})
    with shelf.corpus() as corpus:
        stats = shelf.index.stats(corpus)
    assert (stats.generation, stats.up_to_date) == (1, False)
    told = stats.cluster
    assert told is not None
    assert told["lag"] == 1
    assert told["health"] == "green"
    assert stats.bytes > 0
    assert shelf.index.stats(None).up_to_date


def test_nothing_is_asked_before_it_is_used() -> None:
    """Opening an index asks nobody."""
    index = opened("opensearch+http://127.0.0.1:1/souwen", lambda: pytest.fail("no corpus"))
    assert repr(index.client) == "<Client opensearch+http://127.0.0.1:1/souwen>"
    index.close()
