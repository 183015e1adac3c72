"""An engine with an index on a cluster: beside a corpus, and on a machine that only searches."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.cluster.address import Address
from souwen.cluster.client import Client
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = [
    {"id": "a", "title": "异地就医备案", "body": "怎么办理异地就医备案", "published": "2025-01-01"},
    {"id": "b", "title": "医保报销比例", "body": "门诊报销70%"},
]
NOBODY = "opensearch+http://127.0.0.1:1/souwen"


@pytest.fixture
def address(cluster_hosts: str) -> Iterator[str]:
    """Return the address of an index that is not there yet, and remove it at the end."""
    found = Address.read(f"opensearch+http://{cluster_hosts}/test-{secrets.token_hex(6)}")
    yield str(found)
    client = Client(found)
    for index in client.ask("GET", f"/{found.name}*"):
        client.ask("DELETE", f"/{index}")
    client.close()


@pytest.fixture
def dump(tmp_path: Path) -> str:
    """Return a dump of two documents."""
    path = tmp_path / "dump.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), "utf-8")
    return str(path)


@pytest.fixture
def writer(tmp_path: Path, address: str, dump: str) -> Iterator[souwen.Engine]:
    """Return an engine that has added them to a corpus and to an index on a cluster."""
    with souwen.open(tmp_path / "data", index=address) as engine:
        report = engine.add(dump)
        assert report.followed is not None
        assert (report.followed["sent"], report.followed["acknowledged"]) == (2, 2)
        yield engine


@pytest.fixture
def alone(writer: souwen.Engine, address: str) -> Iterator[souwen.Engine]:
    """Return an engine over the same index on a machine without a corpus."""
    assert writer.folder.exists()
    with souwen.open(index=address) as engine:
        yield engine


def ids_of(engine: souwen.Engine) -> list[str]:
    """Return the ids of all documents of a corpus."""
    with engine._session.reading() as corpus:
        return list(corpus.live_ids())


def test_documents_without_a_corpus(writer: souwen.Engine, alone: souwen.Engine) -> None:
    """A machine that only searches shows what the other does."""
    ids = ids_of(writer)
    assert len(ids) == 2
    assert alone.documents(ids) == writer.documents(ids)
    assert alone.document(ids[0][:10]) == writer.document(ids[0])
    assert alone.document("0" * 16) is None


def test_stats(writer: souwen.Engine, alone: souwen.Engine) -> None:
    """Both count the same documents, and tell how the cluster is."""
    for engine in (writer, alone):
        told = engine.stats().as_dict()
        assert (told["documents"], told["articles"]) == (2, 2)
        index = told["index"]
        assert isinstance(index, dict)
        assert index["up_to_date"] is True
        assert (index["health"], index["lag"], index["nodes"]) == ("green", 0, 1)
        assert "cluster" not in index
    assert writer.stats().as_dict()["sources"] == 2
    assert "sources" not in alone.stats().as_dict()


def test_nothing_is_written_without_a_corpus(
    alone: souwen.Engine, tmp_path: Path, dump: str
) -> None:
    """Whatever needs the corpus raises a RequestError that says so, and writes nothing."""
    uses = [
        lambda: alone.add(dump),
        lambda: alone.remove("x"),
        alone.purge,
        lambda: alone.block("0" * 16),
        lambda: alone.unblock("0" * 16),
        alone.blocked,
        alone.reindex,
        alone.check,
        lambda: alone.check(repair=True),
        lambda: list(alone.sources()),
        lambda: list(alone.export()),
        alone.changes,
        lambda: alone.backup(tmp_path / "backup"),
        alone.dictionary,
        lambda: alone.dictionary_add("医保"),
        lambda: alone.dictionary_remove("医保"),
        alone.dictionary_accept,
        lambda: list(alone.saved),
        lambda: alone.saved.add("医保", "医保"),
        lambda: alone.saved.remove("医保"),
        lambda: alone.saved.run("医保"),
    ]
    for use in uses:
        with pytest.raises(souwen.RequestError, match="needs the corpus"):
            use()
    with pytest.raises(souwen.RequestError, match="Whoosh"):
        alone.whoosh()
    assert not (tmp_path / "backup").exists()


def test_own_words_reach_other_machines(writer: souwen.Engine, alone: souwen.Engine) -> None:
    """A word that is kept on the one is known to the other, within a second."""
    writer.dictionary_add("居保", ["居民医保"])
    remote = alone._session.alone()
    assert remote is not None
    remote._forget()  # a second is over
    assert "居保\t居民医保" in remote.words()
    before = alone.state()
    writer.dictionary_remove("居保")
    remote._forget()
    assert alone.state() != before
    assert "居保" not in remote.words()


def test_the_corpus_is_kept_where_the_cluster_is_away(
    tmp_path: Path, dump: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was added is in the corpus; the index follows when the cluster is back."""
    monkeypatch.setattr("souwen.cluster.client.READING", 0.2)
    monkeypatch.setattr("souwen.cluster.client.WRITING", 0.2)
    monkeypatch.setattr("souwen.cluster.client._FIRST_CONTACT", 0.2)
    with souwen.open(tmp_path / "data", index=NOBODY) as engine:
        with pytest.raises(souwen.ClusterError, match="cannot be reached"):
            engine.add(dump)
        with pytest.raises(souwen.ClusterError, match="cannot be reached"):
            engine.search("医保")
    with souwen.open(tmp_path / "data", index=address) as engine:
        report = engine.add(dump)
        assert (report.added, report.followed and report.followed["acknowledged"]) == (0, 2)
        assert engine.check(deep=True).ok


def test_a_repair_sends_what_is_missing(writer: souwen.Engine, address: str) -> None:
    """`check` names what somebody deleted on the cluster, and a repair sends that alone."""
    client = Client(Address.read(address))
    id_ = ids_of(writer)[0]
    client.ask("DELETE", f"/{Address.read(address).name}/_doc/{id_}", params={"refresh": "true"})
    client.close()
    assert writer.check().problems == ("index: 1 documents are missing",)
    report = writer.check(repair=True)
    assert report.ok
    assert report.repaired == ("index: 1 documents are missing",)
    index = writer.stats().index
    assert (index.generation, index.up_to_date) == (1, True)


def test_reindex_makes_the_next_index(writer: souwen.Engine) -> None:
    """A rebuild switches to a new index with the same documents."""
    assert writer.reindex().index.generation == 2
    assert writer.check(deep=True).ok


def test_a_repair_of_an_index_that_cannot_be_used(writer: souwen.Engine, address: str) -> None:
    """One of which somebody changed the fields is built anew."""
    client = Client(Address.read(address))
    body = {"properties": {"extra": {"type": "keyword"}}}
    client.ask("PUT", f"/{Address.read(address).name}/_mapping", body)
    client.close()
    assert not writer.check().ok
    assert writer.check(repair=True).ok
    assert writer.stats().index.generation == 2


def test_another_corpus(writer: souwen.Engine, tmp_path: Path, address: str, dump: str) -> None:
    """A corpus that the index is not of keeps what it takes in, and neither changes the index."""
    with souwen.open(tmp_path / "other") as other:
        other.add(dump)
    with souwen.open(tmp_path / "other", index=address) as other:
        for use in (lambda: other.add(dump), lambda: other.search("医保")):
            with pytest.raises(souwen.DamagedError, match="another corpus"):
                use()
    assert writer.check(deep=True).ok


def test_no_corpus_is_made_for_the_index_of_another(
    writer: souwen.Engine, tmp_path: Path, address: str, dump: str
) -> None:
    """Who forgets to name the data folder adds nothing, and searches the index as before."""
    with souwen.open(tmp_path / "forgotten", index=address) as other:
        with pytest.raises(souwen.DamagedError, match=r"another corpus.*--data"):
            other.add(dump)
        assert not (tmp_path / "forgotten").exists()
        assert other.search("医保报销").total == 1
    assert writer.check(deep=True).ok


def test_a_corpus_without_documents_replaces_no_index(
    writer: souwen.Engine, tmp_path: Path, address: str
) -> None:
    """To build the index of another corpus anew out of nothing is refused."""
    folder = tmp_path / "empty"
    folder.mkdir()
    with CorpusWriter(folder):
        pass
    with (
        souwen.open(folder, index=address) as other,
        pytest.raises(souwen.RequestError, match="nothing was replaced"),
    ):
        other.reindex()
    assert writer.search("医保报销").total == 1


def test_an_index_that_is_not_there(address: str) -> None:
    """There is no data at an address where nobody added any."""
    with souwen.open(index=address) as engine:
        for use in (lambda: engine.search("医保"), engine.stats, lambda: engine.document("0")):
            with pytest.raises(souwen.NoDataError, match="no data in opensearch"):
                use()


def test_the_log_of_changes_needs_the_corpus(alone: souwen.Engine) -> None:
    """An index alone has no log; that is said, not that nothing was added."""
    with pytest.raises(souwen.RequestError, match="needs the corpus"):
        alone.changes()


@pytest.mark.parametrize("index", ["", "x", "http://h:9200/souwen", "opensearch+http://h"])
def test_no_address(index: str) -> None:
    """What is no address is refused at once."""
    with pytest.raises(souwen.RequestError):
        souwen.open(index=index)


def test_a_name_that_no_index_has() -> None:
    """It is refused before anybody is asked."""
    with pytest.raises(souwen.ClusterError, match="no name of an index"):
        souwen.open(index="opensearch+http://h:9200/搜文")
