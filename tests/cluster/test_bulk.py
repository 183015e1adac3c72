"""Sending documents: nothing counts as done that was not acknowledged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from souwen.cluster import bulk
from souwen.cluster.bulk import Action, Sender, writing
from souwen.cluster.client import Client
from souwen.corpus.errors import ClusterError

from .fake import FakeCluster

ACTIONS = [writing(f"{number:016x}", number, {"title": "医保"}) for number in range(1, 8)]


def heads(body: bytes) -> list[tuple[str, str, int]]:
    """Return what each action of a request does: what, to which document, at which change."""
    found = []
    for line in body.splitlines():
        for what, head in json.loads(line).items():
            if what in {"index", "delete"}:
                assert head["version_type"] == "external_gte"
                found.append((what, head["_id"], head["version"]))
    return found


def results(body: bytes, **statuses: tuple[int, object]) -> tuple[int, Any]:
    """Answer each action with 201, or with what is given for the last digit of its id."""
    items = []
    for what, id_, _ in heads(body):
        status, error = statuses.get(f"d{id_[-1]}", (201, None))
        items.append({what: {"_id": id_, "status": status} | ({"error": error} if error else {})})
    return 200, {"errors": bool(statuses), "items": items}


def test_all_are_sent_once_in_requests_of_a_size() -> None:
    """Actions go in requests of so many bytes, each once, and are all acknowledged."""
    with FakeCluster(lambda _m, _p, body: results(body)) as fake:
        sender = Sender(Client(fake.address), "souwen-000001", most_bytes=3 * ACTIONS[0].size)
        sender.send(ACTIONS)
        assert (sender.sent, sender.acknowledged) == (7, 7)
        sent = sorted(head for _, _, body in fake.asked for head in heads(body))
        assert sent == [("index", action.id, at) for at, action in enumerate(ACTIONS, 1)]
        assert sorted(len(heads(body)) for _, _, body in fake.asked) == [1, 3, 3]
        assert {path for _, path, _ in fake.asked} == {"/souwen-000001/_bulk"}


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_is_put_off_is_sent_again_alone(status: int) -> None:
    """Of half a request that was refused, only that half is sent again."""
    first = [True]

    def answer(_m: str, _p: str, body: bytes) -> tuple[int, Any]:
        if first.pop():
            first.append(False)
            return results(body, d1=(status, {"type": "busy"}), d4=(status, {"type": "busy"}))
        first.append(False)
        return results(body)

    with FakeCluster(answer) as fake:
        sender = Sender(Client(fake.address), "x")
        sender.send(ACTIONS)
        assert [len(heads(body)) for _, _, body in fake.asked] == [7, 2]
        assert sender.acknowledged == 7


def test_putting_off_ends() -> None:
    """What is put off for ever is told, and not counted as done."""
    with FakeCluster(lambda _m, _p, body: results(body, d1=(429, {"type": "busy"}))) as fake:
        sender = Sender(Client(fake.address, patience=0.3), "x")
        with pytest.raises(ClusterError, match="1 documents are put off"):
            sender.send(ACTIONS)
        assert sender.acknowledged == 6


def test_a_newer_one_and_one_that_is_gone_are_done() -> None:
    """A version conflict, and a deletion of what is not there, are what was wanted."""
    conflict = {"type": "version_conflict_engine_exception"}

    def answer(_m: str, path: str, body: bytes) -> tuple[int, Any]:
        if "_mget" in path:
            newer = {"_id": ACTIONS[0].id, "found": True, "_source": {"seq": 8}}
            return 200, {"docs": [newer]}
        return results(body, d1=(409, conflict), d9=(404, None))

    with FakeCluster(answer) as fake:
        sender = Sender(Client(fake.address), "x")
        sender.send([*ACTIONS, Action("0" * 15 + "9", 9)])
        assert sender.acknowledged == 8
        assert len(fake.asked) == 2


@pytest.mark.parametrize("anyway", [False, True])
def test_versions_that_somebody_made_by_hand(anyway: bool) -> None:
    """An older document of a higher version is replaced; one that was deleted if that is asked."""
    conflict = {"type": "version_conflict_engine_exception"}
    by_hand: list[bytes] = []

    def answer(_m: str, path: str, body: bytes) -> tuple[int, Any]:
        if "_mget" in path:
            older = {"_id": ACTIONS[2].id, "found": True, "_source": {"seq": 1}}
            return 200, {"docs": [older, {"_id": ACTIONS[3].id, "found": False}]}
        if b"external_gte" in body:
            return results(body, d3=(409, conflict), d4=(409, conflict))
        by_hand.append(body)
        heads = [json.loads(line)["index"] for line in body.splitlines()[0::2]]
        return 200, {"errors": False, "items": [{"index": {"status": 200}} for _ in heads]}

    with FakeCluster(answer) as fake:
        sender = Sender(Client(fake.address), "x", anyway=anyway)
        sender.send(ACTIONS)
        assert sender.acknowledged == 7
    (body,) = by_hand
    written = [json.loads(line)["index"]["_id"] for line in body.splitlines()[0::2]]
    assert written == [action.id for action in ACTIONS[2 : 4 if anyway else 3]]


@pytest.mark.parametrize("status", [400, 404, 413])
def test_a_refused_document_is_named(status: int) -> None:
    """It stops the rest, and its id and the reason are told."""
    error = {"type": "mapper_parsing_exception", "reason": "failed to parse"}
    with FakeCluster(lambda _m, _p, body: results(body, d3=(status, error))) as fake:
        with pytest.raises(ClusterError) as caught:
            Sender(Client(fake.address), "x").send(ACTIONS)
        assert ACTIONS[2].id in str(caught.value)
        assert "failed to parse" in str(caught.value)
        assert len(fake.asked) == 1


@pytest.mark.parametrize("status", [403, 429])
def test_a_full_disk_is_told_and_not_waited_for(status: int) -> None:
    """Blocked documents are not sent again for ever; what to do is said."""
    error = {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage"}
    with FakeCluster(lambda _m, _p, body: results(body, d1=(status, error))) as fake:
        with pytest.raises(ClusterError, match="make room"):
            Sender(Client(fake.address), "x").send(ACTIONS)
        assert len(fake.asked) == 1


def test_a_request_that_is_too_large_is_halved() -> None:
    """Until it is small enough; a document that is too large alone is named."""

    def answer(_m: str, _p: str, body: bytes) -> tuple[int, Any]:
        return results(body) if len(heads(body)) < 3 else (413, {"error": "large"})

    with FakeCluster(answer) as fake:
        sender = Sender(Client(fake.address), "x")
        sender.send(ACTIONS)
        assert sender.acknowledged == 7
    refused = pytest.raises(ClusterError, match=f"{ACTIONS[0].id} is refused.*too large")
    with FakeCluster(lambda *_: (413, {"error": "large"})) as fake, refused:
        Sender(Client(fake.address), "x").send(ACTIONS)


def test_a_document_that_no_request_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not even sent."""
    monkeypatch.setattr(bulk, "LARGEST", 100)
    with FakeCluster(lambda *_: (200, {})) as fake:
        with pytest.raises(ClusterError, match="too large for a request"):
            Sender(Client(fake.address), "x").send([Action("a", 1, b"x" * 200)])
        assert not fake.asked


@pytest.mark.parametrize(
    "body", [{}, [], {"errors": False, "items": []}, {"errors": False, "items": [{}]}, b"<html>"]
)
def test_an_answer_that_says_nothing_acknowledges_nothing(body: object) -> None:
    """Whatever a proxy answers in the place of a cluster, no document counts as done."""
    with FakeCluster(lambda *_: (200, body)) as fake:
        sender = Sender(Client(fake.address), "x")
        with pytest.raises(ClusterError):
            sender.send(ACTIONS)
        assert sender.acknowledged == 0
