"""A snapshot lends documents, the group of one, and what is nearest to a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import page_of

if TYPE_CHECKING:
    from .conftest import Backend

DOCUMENTS = {
    "old": {"title": "佳木斯社保基数18800", "published": "2025-01-01"},
    "new": {"title": "鹤岗社保基数9600", "published": "2025-03-01"},
    "undated": "大同社保基数11000",
    "alone": {"title": "产假天数", "body": "一百五十八天。", "channel": "健康"},
    "nameless": {"title": "", "body": "没有标题。"},
}


def test_documents_by_their_ids(backend: Backend) -> None:
    """They come whole, in the order that was asked for; what is not there is left out."""
    backend.add(DOCUMENTS)
    ids = backend.ids()
    with backend.index.snapshot() as snapshot, backend.corpus() as corpus:
        asked = [ids["alone"], "f" * 16, ids["old"]]
        given = snapshot.documents(asked)
        assert {id_: stored.document for id_, stored in given.items()} == corpus.documents(asked)
        assert list(given) == [ids["alone"], ids["old"]]
        assert snapshot.documents([]) == {}
        assert snapshot.size == len(DOCUMENTS)


def test_a_group_is_itself_then_the_newest(backend: Backend) -> None:
    """Others of its template come by date, undated ones last; it is never more than asked for."""
    backend.add(DOCUMENTS)
    ids = backend.ids()
    names = {id_: name for name, id_ in ids.items()}

    with backend.index.snapshot() as snapshot:

        def group(name: str, limit: int = 9) -> list[str]:
            return [names[id_] for id_ in snapshot.group(ids[name], limit)]

        assert group("old") == ["old", "new", "undated"]
        assert group("undated", 2) == ["undated", "new"]
        assert group("alone") == ["alone"]
        assert group("nameless") == ["nameless"]
        assert group("old", 0) == snapshot.group("f" * 16, 9) == []


def test_nearest_shares_most(backend: Backend) -> None:
    """What has most of the query comes first; its filters do not count."""
    backend.add(DOCUMENTS)
    ids = backend.ids()
    with backend.index.snapshot() as snapshot:
        query = backend.read("产假多少天 kind:snippet")
        assert snapshot.run(query, page_of()).total == 0
        assert snapshot.nearest(query, 1) == [ids["alone"]]
        assert snapshot.nearest(query, 0) == []
        assert snapshot.nearest(backend.read("kind:snippet"), 3) == []
