"""Every index that keeps the contract, behind one harness."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.address import Address
from souwen.cluster.client import Client
from souwen.cluster.index import ClusterIndex
from souwen.corpus.changes import batches
from souwen.corpus.store import CorpusWriter
from souwen.index.follow import Index
from souwen.language.readings import Readings
from souwen.search.answer.explanation import explanation
from souwen.search.answer.hits import answer
from souwen.search.local import LocalIndex
from souwen.search.query.interpret import QueryReader
from souwen.search.request import Page, SearchRequest

from ..following import Following
from .brute_force import BruteForceIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from souwen.corpus.changes import ChangeBatch
    from souwen.corpus.reader import CorpusReader
    from souwen.search.answer.explanation import Explanation
    from souwen.search.answer.results import Results
    from souwen.search.contract import IndexSnapshot, SearchIndex
    from souwen.search.query.interpret import ReadQuery

    LendCorpus = Callable[[], AbstractContextManager[CorpusReader]]
    Make = Callable[[Path, LendCorpus], SearchIndex]

#: The indexes, each with what it takes to make one over an empty folder. Another is one more name.
BACKENDS = ("local", "brute force", "cluster")
_MOST = 1_000
_READER = QueryReader(Readings())


def maker(name: str, request: pytest.FixtureRequest) -> Make:
    """Return what makes an index; for that on a cluster there is a node, or the test is skipped."""
    if name == "local":
        return lambda folder, lend_corpus: LocalIndex(Index(folder), lend_corpus)
    if name == "brute force":
        return lambda _, lend_corpus: BruteForceIndex(lend_corpus)
    hosts = request.getfixturevalue("cluster_hosts")

    def on_cluster(_: Path, lend_corpus: LendCorpus) -> ClusterIndex:
        address = f"opensearch+http://{hosts}/conformance-{secrets.token_hex(6)}"
        return ClusterIndex(Client(Address.read(address)), lend_corpus)

    return on_cluster


class Backend(Following):
    """A corpus of named documents, and an index that follows it.

    Args:
        folder: an empty one, to work in.
        make: of the index.
        reader: of queries.
    """

    def __init__(self, folder: Path, make: Make, reader: QueryReader = _READER) -> None:
        super().__init__(folder)
        self.dumps: dict[str, dict[str, dict[str, object]]] = {}
        self._reader = reader
        with CorpusWriter(self.data):
            pass
        self.index = make(folder / "index", self.corpus)

    def close(self) -> None:
        """Let the index go; of a cluster, which stays, it is removed."""
        if isinstance(self.index, ClusterIndex):
            client = self.index.client
            there = f"/{client.address.name}*"
            for index in client.ask("GET", there, params={"expand_wildcards": "all"}):
                client.ask("DELETE", f"/{index}")
        if isinstance(self.index, LocalIndex | ClusterIndex):
            self.index.close()

    # --- the corpus ------------------------------------------------------------------------------

    def write(self, documents: dict[str, Any], dump: str = "dump.jsonl") -> None:
        """Write documents to the corpus alone, each a title or the fields of a JSON line."""
        records = self.dumps.setdefault(dump, {})
        for name, fields in documents.items():
            records[name] = {"title": fields} if isinstance(fields, str) else fields
        self._take(dump)

    def remove(self, *names: str, dump: str = "dump.jsonl") -> None:
        """Retire documents, in the corpus alone."""
        for name in names:
            del self.dumps[dump][name]
        self._take(dump)

    def purge(self) -> None:
        """Delete the retired documents of the corpus for good."""
        with CorpusWriter(self.data) as writer:
            writer.purge()

    def _take(self, dump: str) -> None:
        records = self.dumps[dump].items()
        report = self.take(({"body": "", **fields, "id": name} for name, fields in records), dump)
        assert not report.skipped

    def batch(self, since: int | None = None) -> ChangeBatch:
        """Return all changes after one, by default that which the index has reached."""
        with self.corpus() as corpus:
            reached = self.index.reached() if since is None else since
            (batch,) = batches(corpus, reached, self.index.is_remote)
        return batch

    # --- the index -------------------------------------------------------------------------------

    def is_level(self) -> bool:
        """Whether the index has reached the last change and holds what the corpus holds."""
        with self.corpus() as corpus:
            return self.index.reached() == corpus.seq() and not [
                *self.index.problems(corpus, deep=True)
            ]

    # --- searching -------------------------------------------------------------------------------

    def read(self, query: str, **options: Any) -> ReadQuery:
        """Read a query."""
        return SearchRequest(query, **options).read(self._reader)

    def search(self, query: str, **options: Any) -> Results:
        """Search as the engine does."""
        with self.index.snapshot() as snapshot:
            return self.search_in(snapshot, query, **options)

    def search_in(self, snapshot: IndexSnapshot, query: str, **options: Any) -> Results:
        """Search a snapshot as the engine does."""
        return answer(snapshot, SearchRequest(query, **options), self.read(query, **options))

    def found(self, query: str, **options: Any) -> list[str]:
        """Return the names of all documents that match, in order, none of them folded."""
        results = self.search(query, **{"limit": _MOST, "collapse": False} | options)
        return [hit.refs[0] for hit in results if hit.matches == "all"]

    def loose(self, query: str, **options: Any) -> list[str]:
        """Return the names of the loose hits, in order, none of them folded."""
        results = self.search(query, **{"limit": _MOST, "collapse": False} | options)
        return [hit.refs[0] for hit in results if hit.matches == "parts"]

    def explain(self, query: str, name: str, **options: Any) -> Explanation:
        """Explain a document by its name."""
        with self.corpus() as corpus:
            (document,) = (document for document in corpus.live() if name in document.refs)
        with self.index.snapshot() as snapshot:
            return explanation(snapshot, self.read(query, **options), document)

    def ids(self) -> dict[str, str]:
        """Return the id of each live document by its name."""
        with self.corpus() as corpus:
            return {document.refs[0]: document.id for document in corpus.live()}


def names(results: Results) -> list[str]:
    """Return the names of the documents of a page."""
    return [hit.refs[0] for hit in results]


def page_of(**options: Any) -> Page:
    """Return a page with all lines, nothing folded, unless asked otherwise."""
    return Page(**{"limit": _MOST, "collapse": False} | options)


@pytest.fixture
def make_backend(
    tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Backend]]:
    """Return a maker of backends by their names, each over a folder of its own."""
    made: list[Backend] = []

    def make(name: str, own_words: dict[str, tuple[str, ...]] | None = None) -> Backend:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        reader = QueryReader(Readings(own_words.items())) if own_words else _READER
        made.append(Backend(folder, maker(name, request), reader))
        return made[-1]

    yield make
    for backend in made:
        backend.close()


@pytest.fixture(params=BACKENDS)
def backend_name(request: pytest.FixtureRequest) -> str:
    """Return the name of each of the backends in turn."""
    name: str = request.param
    return name


@pytest.fixture
def backend(backend_name: str, make_backend: Callable[..., Backend]) -> Backend:
    """Return each of the backends in turn, without a document."""
    return make_backend(backend_name)
