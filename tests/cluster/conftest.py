"""Indices on a real node, each with a name of its own, and a corpus beside."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from souwen.cluster.address import Address
from souwen.cluster.candidates import Candidates
from souwen.cluster.client import Client
from souwen.cluster.index import ClusterIndex
from souwen.corpus.store import CorpusWriter
from souwen.index.follow import Index
from souwen.language.readings import Readings
from souwen.search.follow import catch_up
from souwen.search.local import LocalIndex
from souwen.search.query.interpret import QueryReader
from souwen.search.request import SearchRequest

from ..following import Following

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from souwen.cluster.asking import Asking
    from souwen.cluster.snapshot import ClusterSnapshot
    from souwen.cluster.statistics import Statistics
    from souwen.search.local import LocalSnapshot
    from souwen.search.query.interpret import ReadQuery

_READER = QueryReader(Readings())


class Shelf(Following):
    """A corpus of named documents, and an index on a cluster that follows it.

    Args:
        folder: an empty one.
        address: of the index.
    """

    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder)
        self.address = Address.read(address)
        self.client = Client(self.address)
        self.index = ClusterIndex(self.client, self.corpus)

    def write(self, documents: dict[str, Any], dump: str = "dump.jsonl") -> None:
        """Make these the documents of a dump, in the corpus alone."""
        rows = (
            {"body": "", "id": name} | ({"title": it} if isinstance(it, str) else it)
            for name, it in documents.items()
        )
        self.take(rows, dump)

    def problems(self, *, deep: bool = True) -> list[str]:
        """Return what is wrong with the index."""
        with self.corpus() as corpus:
            return list(self.index.problems(corpus, deep=deep))

    def held(self, index: str | None = None) -> dict[str, dict[str, Any]]:
        """Return what the live index, or another, holds: each document by its ref."""
        name = index or self.address.name
        self.client.ask("POST", f"/{name}/_refresh")
        body = {"size": 1000, "query": {"exists": {"field": "kind"}}}
        hits = self.client.ask("POST", f"/{name}/_search", body)["hits"]["hits"]
        return {hit["_source"]["refs"][0]: hit["_source"] for hit in hits}

    def live(self) -> str:
        """Return the name of the live index."""
        state = self.index.now()
        assert state is not None
        return state.index


@pytest.fixture
def address(cluster_hosts: str) -> Iterator[str]:
    """Return the address of an index that is not there yet, and remove it at the end."""
    found = f"opensearch+http://{cluster_hosts}/test-{secrets.token_hex(6)}"
    yield found
    read = Address.read(found)
    client = Client(read)
    for index in client.ask("GET", f"/{read.name}*", params={"expand_wildcards": "all"}):
        client.ask("DELETE", f"/{index}")
    client.close()


@pytest.fixture
def cluster_shelf(tmp_path: Path, address: str) -> Iterator[Shelf]:
    """Return a corpus and an index on a cluster, both without a document."""
    shelf = Shelf(tmp_path, address)
    with CorpusWriter(shelf.data):
        pass
    yield shelf
    shelf.index.close()


class Both(NamedTuple):
    """One state of a corpus, as an index of this machine shows it, and one on a cluster."""

    local: LocalSnapshot
    cluster: ClusterSnapshot

    @property
    def asking(self) -> Asking:
        """What asks the cluster about the state."""
        return self.cluster._asking

    @property
    def statistics(self) -> Statistics:
        """Numbers of the state on the cluster."""
        return self.cluster._statistics

    def read(self, query: str, **options: Any) -> ReadQuery:
        """Read a query."""
        return SearchRequest(query, **options).read(_READER)

    def candidates(self, query: str, **options: Any) -> Candidates:
        """Return the candidates of a query."""
        return Candidates(self.asking, self.statistics, self.read(query, **options))

    def ids(self, *titles: str) -> set[str]:
        """Return the ids of documents by their titles."""
        found = self.local.documents([*self.local._segments.ids])
        return {id_ for id_, held in found.items() if held.document.title in titles}


@pytest.fixture
def both(cluster_shelf: Shelf, tmp_path: Path) -> Iterator[Callable[[dict[str, Any]], Both]]:
    """Return what adds documents, and lends them as two indexes show them."""
    lent = ExitStack()
    local = LocalIndex(Index(tmp_path / "index"), cluster_shelf.corpus)

    def add(documents: dict[str, Any]) -> Both:
        cluster_shelf.add(documents)
        with cluster_shelf.corpus() as corpus:
            catch_up(local, corpus)
        snapshots = (lent.enter_context(one.snapshot()) for one in (local, cluster_shelf.index))
        return Both(*snapshots)

    yield add
    lent.close()
    local.close()
