"""The state document: read in one request, and written as long as nobody else writes it."""

from __future__ import annotations

from typing import Any

import pytest

from souwen.cluster.client import Client
from souwen.cluster.mapping import made_with
from souwen.cluster.state import Fence, State, read_state
from souwen.corpus.errors import ClusterError, DamagedError, OutdatedError

from .fake import FakeCluster

KEPT = {"seq": 5, "corpus": "c", "made_with": "m", "dictionary": "", "owner": "o"}
FOUND = {"_index": "souwen-000001", "_seq_no": 8, "_primary_term": 1, "_source": {"state": KEPT}}


def test_read() -> None:
    """The state says which index it is of, and what version of the document it is."""
    with FakeCluster(lambda *_: (200, FOUND)) as fake:
        state = read_state(Client(fake.address), "souwen")
    assert state == State("souwen-000001", 5, "c", "m", "", "o", (8, 1))


def test_no_index_and_no_state() -> None:
    """Where there is no index there is none; an index without a state is none of ours."""
    error = {"type": "index_not_found_exception", "reason": "no such index [souwen]"}
    with FakeCluster(lambda *_: (404, {"error": error})) as fake:
        assert read_state(Client(fake.address), "souwen") is None
    with FakeCluster(lambda *_: (404, {"found": False})) as fake, pytest.raises(DamagedError):
        read_state(Client(fake.address), "souwen")


@pytest.mark.parametrize(
    "found",
    [
        {},
        FOUND | {"_source": {}},
        FOUND | {"_source": {"state": KEPT | {"seq": "x"}}},
        FOUND | {"_source": {"state": []}},
    ],
)
def test_what_souwen_does_not_write(found: object) -> None:
    """A document of that id that holds something else is no state."""
    refused = pytest.raises(DamagedError, match="not what souwen writes")
    with FakeCluster(lambda *_: (200, found)) as fake, refused:
        read_state(Client(fake.address), "souwen")


def test_another_version_made_it() -> None:
    """What was made with something else is refused with what to do."""
    State("x", made_with=made_with()).check("where")
    with pytest.raises(OutdatedError, match="reindex"):
        State("x", made_with="other").check("where")


def test_a_write_names_the_version_that_it_replaces() -> None:
    """The first one creates the document, later ones replace what was read."""
    written = {"_seq_no": 9, "_primary_term": 2}
    with FakeCluster(lambda *_: (200, written)) as fake:
        fence = Fence(Client(fake.address), State("x", made_with="m"))
        fence.write(seq=1)
        assert fence.write(seq=2).version == (9, 2)
        assert "op_type=create" in fake.asked[0][1]
        assert "if_seq_no=9" in fake.asked[1][1]
        assert "if_primary_term=2" in fake.asked[1][1]


def test_somebody_else_wrote() -> None:
    """A conflict is told, unless what is there is just what was to be written."""
    there: dict[str, Any] = {}

    def answer(method: str, _path: str, body: bytes) -> tuple[int, Any]:
        if method == "PUT":
            there.setdefault("body", body)
            return 409, {"error": {"type": "version_conflict_engine_exception", "reason": "x"}}
        return 200, FOUND | {"_index": "x", "_source": there["source"]}

    with FakeCluster(answer) as fake:
        fence = Fence(Client(fake.address), State("x", 1, "c", "m", "", "", (1, 1)))
        there["source"] = {"state": KEPT}
        with pytest.raises(ClusterError, match="another process"):
            fence.write(seq=2)
        # The answer to the first try was lost, and the second found what the first had written.
        ours = {**KEPT, "seq": 2, "owner": fence.state.owner}
        there["source"] = {"state": ours}
        assert fence.write(seq=2).version == (8, 1)
