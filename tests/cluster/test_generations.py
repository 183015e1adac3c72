"""The indices behind one name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.address import Address
from souwen.cluster.client import Client
from souwen.cluster.generations import Generations
from souwen.corpus.errors import ClusterError, DamagedError

from .fake import FakeCluster

if TYPE_CHECKING:
    from collections.abc import Iterator


CLAUSES = "indices.query.bool.max_clause_count"
KNOWN: dict[str, Any] = {"defaults": {CLAUSES: "1024"}, "persistent": {}, "transient": {}}


@pytest.fixture
def generations(address: str) -> Iterator[Generations]:
    """Return the indices of a name that has none yet."""
    client = Client(Address.read(address))
    yield Generations(client)
    client.close()


def test_one_after_the_other(generations: Generations) -> None:
    """Each index gets the next number; the name is that of one, by one call."""
    assert generations.live() == []
    assert generations.all() == {}
    one = generations.create(shards=2)
    assert one == f"{generations.name}-000001"
    assert generations.all() == {one: False}
    generations.switch(one, [])
    two = generations.create()
    assert generations.all() == {one: True, two: False}
    generations.switch(two, [one])
    assert generations.live() == [two]
    generations.remove_others(two)
    assert generations.all() == {two: True}


def test_others_are_left_alone(generations: Generations) -> None:
    """Indices of such names that souwen did not make are neither counted nor deleted."""
    client, name = generations._client, generations.name
    for stranger in (f"{name}-000009", f"{name}-logs"):
        client.ask("PUT", f"/{stranger}", {})
    generations.remove_others("")
    assert set(client.ask("GET", f"/{name}-*")) == {f"{name}-000009", f"{name}-logs"}
    assert generations.all() == {}


def test_a_name_that_is_taken(generations: Generations) -> None:
    """A stranger's index of that name is no index of ours, and stays."""
    generations._client.ask("PUT", f"/{generations.name}", {})
    with pytest.raises(DamagedError, match="not one of souwen"):
        generations.live()


def test_no_switch_over_another(generations: Generations) -> None:
    """Where another became the live one meanwhile, that stays."""
    one, two = generations.create(), generations.create()
    generations.switch(one, [])
    with pytest.raises(ClusterError, match="meanwhile"):
        generations.switch(two, [])
    assert generations.live() == [one]


def test_a_changed_mapping(generations: Generations) -> None:
    """An index of which somebody changed the fields is told."""
    one = generations.create()
    generations.check(one)
    body = {"properties": {"more": {"type": "keyword"}}}
    generations._client.ask("PUT", f"/{one}/_mapping", body)
    with pytest.raises(DamagedError, match="more"):
        generations.check(one)


def test_removing_what_is_not_there(generations: Generations) -> None:
    """It is no error: another command may have been quicker."""
    generations.remove(f"{generations.name}-000005")


def test_copies_are_waited_for_while_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long that takes; where none is being made, it ends with a line."""
    monkeypatch.setattr("souwen.cluster.generations._STUCK", 0.0)
    being_made = {"status": "yellow", "initializing_shards": 1, "relocating_shards": 0}
    stuck = being_made | {"initializing_shards": 0}
    for last, is_whole in (({"status": "green"}, True), (stuck, False)):
        left = [being_made, being_made, last]

        def answer(method: str, path: str, _body: bytes) -> tuple[int, Any]:
            if "_cluster/health" in path:
                return 200, left.pop(0) if len(left) > 1 else left[0]  # noqa: B023 - used at once
            return 200, {} if method != "GET" else {"souwen-000001": {}}

        with FakeCluster(answer) as fake:
            generations = Generations(Client(fake.address))
            if is_whole:
                generations.switch("souwen-000002", ["souwen-000001"])
                assert any("/_aliases" in path for _, path, _ in fake.asked)
            else:
                with pytest.raises(ClusterError, match="does not become green"):
                    generations.switch("souwen-000002", ["souwen-000001"])
                assert not any("/_aliases" in path for _, path, _ in fake.asked)


@pytest.mark.parametrize(
    ("known", "is_set"),
    [
        (KNOWN, True),
        (KNOWN | {"persistent": {CLAUSES: "8192"}}, False),
        (KNOWN | {"transient": {CLAUSES: "100000"}}, False),
        (KNOWN | {"defaults": {}}, False),
        (None, False),  # it may not be read
    ],
)
@pytest.mark.parametrize("status", [200, 400, 403])
def test_a_cluster_takes_long_queries(
    known: dict[str, Any] | None, is_set: bool, status: int
) -> None:
    """With a new index the limit is raised where it is lower; where that may not be, it stays."""

    def answer(method: str, path: str, _: bytes) -> tuple[int, Any]:
        if path.startswith("/_cluster/settings"):
            return (200 if known else 403, known or {}) if method == "GET" else (status, {})
        return 200, {"number_of_data_nodes": 1} if path == "/_cluster/health" else {}

    with FakeCluster(answer) as fake:
        Generations(Client(fake.address)).create()
        puts = [
            body for method, path, body in fake.asked if (method, path[:9]) == ("PUT", "/_cluster")
        ]
        assert len(puts) == is_set
        assert all(json.loads(body) == {"persistent": {CLAUSES: 8192}} for body in puts)
