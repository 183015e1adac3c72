"""Compare an index on a cluster with the corpus: by numbers, every id, and samples of documents."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from ..corpus.level import not_level
from .asking import Asking
from .clauses import EVERYTHING
from .documents import bodies_of, source_of
from .points import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..corpus.reader import CorpusReader
    from .client import Client
    from .state import State

    Progress = Callable[[int, int | None, str], None]

_SAMPLE = 200  # documents that are compared whole, where not all are
_AT_ONCE = 500
_PAGE = 5_000  # ids of one request


def problems(
    client: Client, state: State, corpus: CorpusReader, *, deep: bool, progress: Progress | None
) -> Iterator[str]:
    """Yield what is wrong with an index, a line each.

    Args:
        client: of the cluster.
        state: of the index.
        corpus: what it is to hold.
        deep: compare every document, not only a sample.
        progress: told how far it is.
    """
    indexed = dict(versions(client, state))
    with corpus.one_state():  # later than that of the index
        yield from not_level(indexed.keys(), corpus, state.seq, sources=True)
        kept = dict(corpus.live_seqs())
        both = sorted(kept.keys() & indexed.keys())
        older = {id_ for id_ in both if indexed[id_] < kept[id_]}
        if wrong := sum(kept[id_] <= state.seq for id_ in older):
            yield f"index: {wrong} documents are older than in the corpus"
        compared = {id_: indexed[id_] for id_ in both if id_ not in older}
        if not deep and len(compared) > _SAMPLE:
            compared = dict(random.sample(list(compared.items()), _SAMPLE))
        yield from _different(client, state, corpus, compared, progress)


def repairs(client: Client, state: State, corpus: CorpusReader) -> tuple[list[str], list[str]]:
    """Return the ids of what is to be sent again, and of what is there and should not be."""
    kept, indexed = dict(corpus.live_seqs()), dict(versions(client, state))
    wrong = [id_ for id_, seq in kept.items() if indexed.get(id_) != seq]
    return wrong, sorted(indexed.keys() - kept.keys())


def versions(client: Client, state: State) -> Iterator[tuple[str, int]]:
    """Yield the id of every document of an index with its last change."""
    client.ask("POST", f"/{state.index}/_refresh")
    point = Point(client, state.index)
    asking, after = Asking(client, point), list[Any]()
    try:
        while True:
            body: dict[str, Any] = {
                "size": _PAGE,
                "query": EVERYTHING,
                "sort": [{"id": "asc"}],
                "_source": False,
                "docvalue_fields": ["id", "seq"],
                "track_total_hits": False,
            }
            found = asking.search(body | ({"search_after": after} if after else {}))
            hits = found["hits"]["hits"]
            if not hits:
                return
            for hit in hits:
                yield hit["_id"], int(hit["fields"]["seq"][0])
            after = hits[-1]["sort"]
    finally:
        point.remove()


def _different(
    client: Client,
    state: State,
    corpus: CorpusReader,
    compared: Mapping[str, int],
    progress: Progress | None,
) -> Iterator[str]:
    """Compare documents, by the change that they had, with what would be sent of them now."""
    ids = list(compared)
    for start in range(0, len(ids), _AT_ONCE):
        if progress:
            progress(start, len(ids), "comparing documents")
        some = ids[start : start + _AT_ONCE]
        documents = corpus.documents(some)
        there = client.sources(state.index, documents)
        seqs = {id_: there.get(id_, {}).get("seq", 0) for id_ in documents}
        for body in bodies_of(list(documents.values()), seqs):
            is_as_it_was = compared[body["id"]] == seqs[body["id"]]
            if is_as_it_was and there.get(body["id"]) != source_of(body):
                yield f"index: {body['id']} is not what the corpus has"


def health(client: Client, state: State) -> dict[str, int | str]:
    """Return how an index and its cluster are, in numbers and one word."""
    told: Mapping[str, Any] = client.ask("GET", f"/_cluster/health/{state.index}")
    numbers = client.ask("GET", f"/{state.index}/_stats/store,docs")["_all"]
    return {
        "health": str(told["status"]),
        "nodes": int(told["number_of_nodes"]),
        "shards": int(told["active_shards"]),
        "bytes": int(numbers["total"].get("store", {}).get("size_in_bytes", 0)),
    }
