"""`souwen serve` as a process: it answers, beside an `add`, with several workers, to the end."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest

import souwen
from souwen.web.serve import bind, serve
from souwen.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Server

    Serve = Callable[..., Server]
    WritePage = Callable[[Path, str], Path]


SEARCH = "/api/v1/search?q={}"
TEAPOT = "%22%E9%87%8F%E5%AD%90%E8%8C%B6%E5%A3%B6%22"  # "量子茶壶"


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    tag: str | None
    body: bytes


def got(server: Server, path: str, tag: str = "") -> Answer:
    """Return the answer of a server to who has the answer of this tag."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as client:
        client.request("GET", path, headers={"If-None-Match": tag})
        with client.getresponse() as answer:
            return Answer(answer.status, answer.headers["etag"], answer.read())


def total(server: Server, query: str = "%E7%A4%BE%E4%BF%9D") -> int:
    """Return how many documents match a query, 社保 if nothing else."""
    answer = got(server, SEARCH.format(query))
    assert answer.status == 200, answer
    count: int = json.loads(answer.body)["total"]
    return count


def children(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that a process has started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(pid) for pid in found.stdout.split()]


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        (signal.SIGTERM, 143, "souwen: terminated; the server has ended\n"),
        (signal.SIGINT, 130, "souwen: interrupted; the server has ended\n"),
        (signal.SIGHUP, 129, "souwen: the terminal was closed; the server has ended\n"),
    ],
)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_signal_ends_it(
    served: Serve, samples_folder: Path, workers: str, number: int, code: int, says: str
) -> None:
    """Each signal ends it in order, with its line and its code, one process or several."""
    server = served(samples_folder, "--workers", workers)
    assert total(server) > 0
    assert server.end(number) == (code, says)
    with pytest.raises(ConnectionRefusedError):
        total(server)


def test_what_is_ignored_stays_so(served: Serve, samples_folder: Path) -> None:
    """A server in the background of a script goes on when Ctrl-C ends that."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        server = served(samples_folder)
    finally:
        signal.signal(signal.SIGINT, before)
    assert total(server) > 0
    server.process.send_signal(signal.SIGINT)
    assert total(server) > 0
    assert server.end(signal.SIGTERM) == (143, "souwen: terminated; the server has ended\n")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_in_flight_is_answered(served: Serve, samples_folder: Path, workers: str) -> None:
    """What had come when the signal did is answered whole: found, or on a busy machine too much."""
    server = served(samples_folder, "--workers", workers)
    total(server)
    clients = []
    for number in range(12):
        client = socket.create_connection(("127.0.0.1", server.port))
        query = f"/api/v1/search?q=%E7%A4%BE%E4%BF%9D+{number}&limit=50"
        client.sendall(f"GET {query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        clients.append(client)
    # Nothing may be lost that was accepted, so the signal comes when the first has its answer.
    first = clients[0].recv(65_536)
    assert server.end() == (143, "souwen: terminated; the server has ended\n")
    answers = [first, *(b"" for _ in clients[1:])]
    for number, client in enumerate(clients):
        while part := client.recv(65_536):
            answers[number] += part
        client.close()
    assert first.startswith(b"HTTP/1.1 200 OK")
    for answer in filter(None, answers):
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith((b"HTTP/1.1 200 OK", b"HTTP/1.1 503 "))
        assert f"content-length: {len(body)}".encode() in head
    assert len(list(filter(None, answers))) >= 4


def test_what_is_added_beside_it_is_found_at_once(
    served: Serve, own_folder: Path, tmp_path: Path, write_page: WritePage
) -> None:
    """The first search after an `add` of another process finds what it added, by a new tag."""
    server = served(own_folder, "--workers", "2")
    assert total(server, TEAPOT) == 0
    tag = got(server, SEARCH.format(TEAPOT)).tag
    assert tag
    assert got(server, SEARCH.format(TEAPOT), tag) == (304, tag, b"")
    page = write_page(tmp_path / "pages" / "new.txt", "量子茶壶")
    added = [sys.executable, "-m", "souwen", "--data", own_folder, "add", page]
    subprocess.run(added, check=True, capture_output=True)
    for _ in range(8):  # of both processes
        answer = got(server, SEARCH.format(TEAPOT), tag)
        assert (answer.status, json.loads(answer.body)["total"]) == (200, 1)


def test_searches_go_on_while_somebody_writes(served: Serve, own_folder: Path) -> None:
    """While another process holds the lock, in the middle of a change, searches are answered."""
    server = served(own_folder)
    with souwen.open(own_folder) as engine, engine._session.writing() as writer:
        writer.remove(["*"])
        assert total(server) > 0


def test_a_process_that_died_is_started_anew(served: Serve, samples_folder: Path) -> None:
    """A worker that is killed has a successor, and the others answer meanwhile."""
    server = served(samples_folder, "--workers", "2")
    total(server)
    time.sleep(1.1)  # one that dies sooner has something that its successor would have, too
    before = children(server.process)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    deadline = time.monotonic() + 60
    while (now := children(server.process)) == before or len(now) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert before[1] in now
    assert total(server) > 0
    code, said = server.end()
    assert code == 143
    assert "ended, with -9: another is started" in said


def test_slow_clients_block_nobody(served: Serve, samples_folder: Path) -> None:
    """Connections that send a part of a request, or nothing, leave room for who asks."""
    server = served(samples_folder)
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    for number, client in enumerate(slow):
        client.sendall(b"GET / HTTP/1.1\r\nHost: local"[: number % 25])
    assert total(server) > 0
    for client in slow:
        client.close()


def test_a_flood_is_bounded(served: Serve, samples_folder: Path) -> None:
    """Of very many requests at once each is answered, with 200 or 503, and then all is well."""
    server = served(samples_folder, "--threads", "1")
    total(server)
    asking = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    for number, client in enumerate(asking):
        path = SEARCH.format(f"%E7%A4%BE%E4%BF%9D+{number}")
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    statuses = [client.recv(12) for client in asking]
    for client in asking:
        client.close()
    assert statuses.count(b"HTTP/1.1 200") >= 1
    assert statuses.count(b"HTTP/1.1 503") >= 1
    assert set(statuses) == {b"HTTP/1.1 200", b"HTTP/1.1 503"}
    assert total(server) > 0


@pytest.mark.parametrize(
    "sent",
    [
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40,
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX\x00: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /static/..%2f..%2fsetup.cfg HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /nothing HTTP/1.0\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(served_once: Server, sent: bytes) -> None:
    """Whatever bytes come, the answer is one of 4xx, and the server lives on."""
    with socket.create_connection(("127.0.0.1", served_once.port), timeout=30) as client:
        client.sendall(sent)
        try:
            answer = client.recv(65_536)
        except ConnectionResetError:  # it was refused before all of it was read
            answer = b"" if len(sent) > 100_000 else b"reset"
    assert answer.startswith(b"HTTP/1.1 4") or not answer
    assert got(served_once, "/-/health").body == b"ok\n"


def test_a_port_that_is_taken_is_said() -> None:
    """A second server on one port gets a line that names it; an address of elsewhere likewise."""
    with bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(souwen.SouwenError, match=f"cannot listen on 127.0.0.1 port {port}: "):
            bind("127.0.0.1", port)
    with pytest.raises(souwen.SouwenError, match=r"cannot listen on 192\.0\.2\.1 port 0: "):
        bind("192.0.2.1", 0)
    with pytest.raises(souwen.RequestError, match="'a b' is no address of this machine"):
        bind("a b", 0)


def test_several_workers_need_processes_that_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process cannot be forked, several workers are refused before anything is opened."""
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    with bind("127.0.0.1", 0) as listening, pytest.raises(souwen.RequestError, match="--workers"):
        serve(lambda: pytest.fail("opened"), Settings(), listening, 2)
