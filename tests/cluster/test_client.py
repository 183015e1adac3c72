"""Asking a cluster: what passes by is asked again, everything else is one line."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.address import Address
from souwen.cluster.client import Client, PartError, TooLongError
from souwen.cluster.credentials import Credentials
from souwen.cluster.waits import Waits
from souwen.corpus.errors import ClusterError

from .fake import FakeCluster
from .nodes import free_ports

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "geheim-123"
ME = Credentials("me", SECRET)


def answering(*answers: tuple[int, Any]) -> Any:
    """Return a function that answers one after the other, the last for ever."""
    left = list(answers)
    return lambda *_: left.pop(0) if len(left) > 1 else left[0]


def failure(client: Client, path: str = "/x") -> str:
    """Ask, and return the line in which that fails."""
    with pytest.raises(ClusterError) as caught:
        client.ask("GET", path)
    line = str(caught.value)
    assert len(line.splitlines()) == 1
    assert SECRET not in line
    assert str(client.address) in line
    return line


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_passes_by_is_asked_again(status: int) -> None:
    """A busy cluster, and a proxy before one that is away, is asked until it answers."""
    with FakeCluster(answering((status, {}), (status, {}), (200, {"ok": 1}))) as fake:
        assert Client(fake.address).ask("GET", "/x") == {"ok": 1}
        assert len(fake.asked) == 3


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_asking_again_ends(status: int) -> None:
    """What does not pass by is told when patience ends."""
    with FakeCluster(answering((status, {"error": "busy"}))) as fake:
        assert "busy" in failure(Client(fake.address, patience=0.3))
        assert len(fake.asked) > 1


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"version": {"number": "8.1.0", "build_flavor": "default"}}, "Elasticsearch 8.1.0"),
        ({"version": {"number": "1.3.0", "distribution": "opensearch"}}, "OpenSearch 1.3.0"),
        ({"version": {"number": "9.0.0", "distribution": "opensearch"}}, "OpenSearch 9.0.0"),
        ({"hello": "world"}, "something else"),
        (b"<html>hello</html>", "something else"),
        ([], "something else"),
    ],
)
def test_another_product_or_version(about: object, said: str) -> None:
    """What is no OpenSearch of a known version is asked nothing else."""
    with FakeCluster(answering((200, {})), about) as fake:
        assert said in failure(Client(fake.address))
        assert not fake.asked


def test_nobody_there() -> None:
    """A cluster that is down is told soon, whatever the patience of who writes."""
    (port,) = free_ports(1)
    client = Client(Address("http", (("127.0.0.1", port),), "souwen"), patience=0.3)
    assert "cannot be reached" in failure(client)


def test_another_node_answers() -> None:
    """Where the first node is down, the next is asked."""
    (port,) = free_ports(1)
    with FakeCluster(answering((200, {"ok": 1}))) as fake:
        hosts = (("127.0.0.1", port), *fake.address.hosts)
        client = Client(Address("http", hosts, "souwen"))
        for _ in range(3):
            assert client.ask("GET", "/x") == {"ok": 1}


def test_no_certificate() -> None:
    """A server without TLS, where TLS is asked for, is told at once."""
    with FakeCluster(answering((200, {}))) as fake:
        address = fake.address._replace(scheme="https")
        assert "https" in failure(Client(address, patience=0.3))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a certificate of this machine that nobody knows, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl, to make a certificate")
    key, made = tmp_path / "key.pem", tmp_path / "made.pem"
    name = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *name]
    subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + key.read_bytes())
    return made


def test_certificates_are_checked(certificate: Path) -> None:
    """A certificate that nobody knows is refused at once, and no password is sent to it."""
    with FakeCluster(answering((200, {"ok": 1})), certificate=certificate) as fake:
        assert "certificate is not trusted" in failure(Client(fake.address, ME))
        assert not fake.headers
        trusting = Credentials("me", SECRET, ca=str(certificate))
        assert Client(fake.address, trusting).ask("GET", "/x") == {"ok": 1}
        unchecked = Credentials("me", SECRET, verify=False)
        assert Client(fake.address, unchecked).ask("GET", "/x") == {"ok": 1}


def test_a_wrong_password(caplog: pytest.LogCaptureFixture) -> None:
    """It is told with what to set, asked once, and stands in no log."""
    caplog.set_level(logging.DEBUG)
    with FakeCluster(answering((401, {"error": "no"}))) as fake:
        client = Client(fake.address, ME)
        assert "SOUWEN_CLUSTER_PASSWORD" in failure(client)
        assert len(fake.asked) == 1
        assert SECRET not in repr(client)
        assert fake.headers[-1]["authorization"].startswith("Basic ")
    assert SECRET not in caplog.text


def test_a_wrong_password_from_the_beginning() -> None:
    """A cluster that does not even say what it is to strangers is told likewise."""
    with FakeCluster(answering((401, {"error": "no"})), about=None) as fake:
        assert "does not let us in" in failure(Client(fake.address, ME))


def test_a_token_is_sent() -> None:
    """A token goes with every request."""
    with FakeCluster(answering((200, {}))) as fake:
        Client(fake.address, Credentials(token=SECRET)).ask("GET", "/x")
        assert {one.get("authorization") for one in fake.headers} == {f"Bearer {SECRET}"}


def test_what_is_forbidden() -> None:
    """Who may not do something is told what the cluster says of it."""
    with FakeCluster(answering((403, {"error": {"type": "security", "reason": "no"}}))) as fake:
        assert "may not" in failure(Client(fake.address))


def test_a_full_disk_is_not_waited_for() -> None:
    """A block does not pass by itself: it is told at once."""
    error = {"type": "cluster_block_exception", "reason": "flood-stage watermark"}
    with FakeCluster(answering((429, {"error": error}))) as fake:
        assert "flood-stage" in failure(Client(fake.address))
        assert len(fake.asked) == 1


WHOLE = {"_shards": {"failed": 0}, "timed_out": False, "hits": {}}


@pytest.mark.parametrize(
    "body",
    [
        WHOLE | {"_shards": {"failed": 1}},
        WHOLE | {"timed_out": True},
        {"error": {"type": "x", "reason": "y"}, "status": 500},
        [],
    ],
)
def test_a_short_list_is_no_answer(body: object) -> None:
    """An answer of a part of the shards is an error, also as one of several."""
    with FakeCluster(answering((200, body))) as fake, pytest.raises(ClusterError):
        Client(fake.address, patience=0.3).search({})
    several = (200, {"responses": [WHOLE, body]})
    with FakeCluster(answering(several)) as fake, pytest.raises(ClusterError):
        Client(fake.address, patience=0.3).msearch([{}, {}])


def test_a_part_that_does_not_answer_is_asked_again() -> None:
    """Another copy of a shard may answer a moment later, after what is done before."""
    part = WHOLE | {"_shards": {"failed": 1}}
    done: list[bool] = []
    with FakeCluster(answering((200, part), (200, WHOLE))) as fake:
        client = Client(fake.address)
        found = client.insisted(lambda: client.search({}), lambda: done.append(True))
        assert found == WHOLE
        assert len(fake.asked) == 2
        assert done == [True]
    several = [(200, {"responses": [WHOLE, last]}) for last in (part, WHOLE)]
    with FakeCluster(answering(*several)) as fake:
        client = Client(fake.address)
        assert client.insisted(lambda: client.msearch([{}, {}])) == [WHOLE, WHOLE]


def test_a_point_in_time_that_is_lost_may_come_back() -> None:
    """With the node that had it, it is missing in one answer or in all, and asked for again."""
    error = {
        "type": "search_phase_execution_exception",
        "reason": "all shards failed",
        "root_cause": [{"type": "search_context_missing_exception", "reason": "No context"}],
    }
    lost = {"error": error, "status": 404}
    with FakeCluster(answering((404, lost))) as fake, pytest.raises(PartError):
        Client(fake.address).search({"pit": {"id": "p"}})
    with FakeCluster(answering((200, {"responses": [lost]}))) as fake, pytest.raises(PartError):
        Client(fake.address).msearch([{}])


def test_a_point_in_time_is_not_waited_for() -> None:
    """What a busy node answers may last for a point that a node took with it: it is made anew."""
    busy = (503, {"error": {"type": "search_phase_execution_exception", "reason": "busy"}})
    with FakeCluster(answering(busy)) as fake:
        with pytest.raises(PartError):
            Client(fake.address).search({"pit": {"id": "p"}})
        assert len(fake.asked) == 2  # by the library, once more for each node
    part = {"error": busy[1]["error"], "status": 503}
    with FakeCluster(answering((200, {"responses": [part]}))) as fake, pytest.raises(PartError):
        Client(fake.address).msearch([{}])


def test_a_query_that_is_too_long_says_what_to_set() -> None:
    """The cluster's own words name a class of its library; ours name the setting."""
    reason = "Query contains too many nested clauses; maxClauseCount is set to 1024"
    error = {"type": "search_phase_execution_exception", "reason": reason}
    with (
        FakeCluster(answering((400, {"error": error, "status": 400}))) as fake,
        pytest.raises(TooLongError, match="max_clause_count"),
    ):
        Client(fake.address).search({})


def test_searches_name_the_index_or_a_point() -> None:
    """A search names the index of the address, unless it has a point in time."""
    with FakeCluster(lambda *_: (200, {**WHOLE, "responses": [WHOLE]})) as fake:
        client = Client(fake.address)
        client.search({"query": {}})
        client.search({"pit": {"id": "p"}})
        client.msearch([{"query": {}}])
        assert client.msearch([]) == []
        paths = [path.partition("?")[0] for _, path, _ in fake.asked]
        assert paths == ["/souwen/_search", "/_search", "/_msearch"]
        head, body = fake.asked[2][2].splitlines()
        assert json.loads(head) == {"index": "souwen", "allow_partial_search_results": False}
        assert json.loads(body) == {"query": {}}


def test_patience_inside_a_block() -> None:
    """Who writes waits longer, and a search after that does not."""
    client = Client(Address("http", (("127.0.0.1", 1),), "souwen"))
    before = client.patience
    beside: list[float] = []
    with client.patient():
        assert client.patience > before
        other = threading.Thread(target=lambda: beside.append(client.patience))
        other.start()
        other.join()
    assert client.patience == before == beside[0]


def test_requests_of_a_search_share_their_patience() -> None:
    """When one has waited to the end, those behind it are asked once; who writes waits anew."""
    with FakeCluster(answering((503, {"error": "busy"}))) as fake:
        client = Client(fake.address, patience=0.6)
        with client.impatient():
            failure(client)
            first = len(fake.asked)
            failure(client)
            at_once = len(fake.asked) - first
            assert first >= 2 * at_once
            with client.patient():
                assert Waits(client.patience).again()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is named with the line that installs it."""
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    client = Client(Address("http", (("127.0.0.1", 1),), "souwen"))
    with pytest.raises(ClusterError, match=r"pip install 'souwen\[cluster\]'"):
        client.ask("GET", "/")
