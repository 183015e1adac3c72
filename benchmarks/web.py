"""What `souwen serve` takes: requests a second, waits beside an `add` and beside slow queries.

    python benchmarks/web.py [--documents 20000] [--seconds 5] [--data FOLDER] [--work FOLDER]

News texts are taken in and served by one process and by two. Clients ask drawn words, two words,
pieces of text and questions over connections that stay, while another process adds documents, round
after round. Processor time is that of the server's processes alone, so that what the clients take
does not count. The exit code is 1 where HTTP adds more than a millisecond to a search, or where a
light query beside four slow ones takes more than ten times its own time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from corpora import News
from measure import Clock, number, table
from queries import Document, Draw, Shape, with_terms

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_SHAPES = (Shape.RARE, Shape.COMMON, Shape.BOTH, Shape.EXACT_4, Shape.QUESTION)
_OF_A_SHAPE = 250
_DRAWN_FROM = 2_000  # documents
_ADDED = 500  # documents a round
_LIGHT = "社保 基数"
_SLOW = ("1*", "a*", "|".join("的一是在不了有和人这中大为上个国我以要他"), "在* 2*")
_WARMING = 50  # queries
_MOST_ADDED = 1.0  # milliseconds
_MOST_TIMES = 10
_TICK = os.sysconf("SC_CLK_TCK")


class Asked(NamedTuple):
    """A request that was answered, and in how many milliseconds."""

    status: int
    took: float


class Server:
    """A process of `souwen serve`, with its workers."""

    def __init__(self, folder: Path, workers: int) -> None:
        line = ["-m", "souwen", "--data", folder, "serve", "--port", "0", "--workers", str(workers)]
        self.process = subprocess.Popen([sys.executable, *line], stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        found = re.search(r":(\d+)/", self.process.stderr.readline())
        assert found, "it does not serve"
        self.port = int(found[1])
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        while self.ask(self.connected(), "/-/ready").status != 200:
            time.sleep(0.1)

    def connected(self) -> HTTPConnection:
        """Return a connection."""
        return HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, client: HTTPConnection, path: str) -> Asked:
        """Ask once, over a connection."""
        begun = time.perf_counter()
        client.request("GET", path)
        answer = client.getresponse()
        answer.read()
        took = 1000 * (time.perf_counter() - begun)
        return Asked(answer.status, took)

    def processor(self) -> float:
        """Return the seconds of the processor that it took, and its workers, up to now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        used = 0
        for pid in (str(self.process.pid), *children.split()):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / _TICK

    def end(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


def main() -> int:
    """Measure, and print the tables; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure what souwen serve takes.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each row")
    parser.add_argument("--data", type=Path, help="a data folder, which is added to")
    parser.add_argument("--work", type=Path, help="folder for temporary files")
    options = parser.parse_args()
    news = News()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.work)))
        folder = options.data or _made(news, options.documents, work)
        queries = _queries(news)
        paths = list(map(_path, queries))
        rows: list[list[object]] = []
        for workers in (1, 2):
            server = Server(folder, workers)
            stack.callback(server.end)
            if workers == 1:
                added, light, beside = _alone(server, folder, queries, options.seconds)
            rows += [
                [f"{workers}, {clients}", *_load(server, paths, clients, options.seconds, adding)]
                for clients in (1, 8, 32)
                for adding in (_nothing, lambda: _adding(news, folder, work))
            ]
            server.end()
    print(f"HTTP adds {number(added)} ms of the processor to a search.")
    print(f"A light query: p50 {number(light)} ms; beside four slow ones {number(beside)} ms.\n")
    head = ["processes, clients", "a second", "a CPU second", "p50, ms", "p99, ms", "503", "adds"]
    print(table(head, rows))
    return int(added > _MOST_ADDED or beside > _MOST_TIMES * light)


def _path(query: str) -> str:
    return f"/api/v1/search?q={quote(query)}"


def _made(news: News, count: int, work: Path) -> Path:
    dump = work / "dump.jsonl"
    _write(news, range(count), dump)
    with souwen.open(work / "data") as engine:
        engine.add([dump])
    return work / "data"


def _write(news: News, places: range, dump: Path) -> None:
    texts = [news[place] for place in places]
    rows = ({"title": it.title, "body": it.text, "published": it.published} for it in texts)
    dump.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")


def _queries(news: News) -> list[str]:
    """Return drawn queries, the shapes in turn."""
    texts = [news[place] for place in range(_DRAWN_FROM)]
    documents = [Document(text.title, text.title, text.text, text.published) for text in texts]
    draw = Draw([with_terms(document) for document in documents])
    shapes = [[query.text for query in draw.queries(shape, _OF_A_SHAPE)] for shape in _SHAPES]
    return [query for of_turn in zip(*shapes, strict=True) for query in of_turn]


def _alone(
    server: Server, folder: Path, queries: Sequence[str], seconds: float
) -> tuple[float, float, float]:
    """Return what HTTP adds, and the median of a light query, alone and beside slow ones."""
    client, paths = server.connected(), list(map(_path, queries))
    with souwen.open(folder) as engine:
        for query in queries[:_WARMING]:
            engine.search(query)
        with Clock() as clock:
            for query in queries:
                engine.search(query, budget=5)
    for path in paths[:_WARMING]:
        server.ask(client, path)
    used = server.processor()
    for path in paths:
        server.ask(client, path)
    added = 1000 * (server.processor() - used - clock.processor) / len(paths)
    path = _path(_LIGHT)
    light = statistics.median(server.ask(client, path).took for _ in range(100))
    with _asking(server, [[_path(query)] for query in _SLOW]):
        time.sleep(1)
        end = time.perf_counter() + seconds
        beside = []
        while time.perf_counter() < end:
            beside.append(server.ask(client, path).took)
    return added, light, statistics.median(beside)


def _load(
    server: Server, paths: Sequence[str], clients: int, seconds: float, adding: Callable[[], object]
) -> list[object]:
    """Return a row: clients that ask for some seconds, beside what adds."""
    shares = [paths[place::clients] for place in range(clients)]
    with adding() as rounds, _asking(server, shares) as asked:
        time.sleep(0.5)
        before, used, begun = len(asked), server.processor(), time.perf_counter()
        time.sleep(seconds)
        now, used = len(asked), server.processor() - used
        lasted = time.perf_counter() - begun
    counted = asked[before:now]
    took = sorted(one.took for one in counted if one.status == 200)
    refused = sum(one.status == 503 for one in counted)
    assert len(took) + refused == len(counted), {one.status for one in counted}
    share = [took[len(took) // 2], took[len(took) * 99 // 100]]
    return [len(took) / lasted, len(took) / used, *share, refused, len(rounds) or "none"]


@contextmanager
def _asking(server: Server, shares: Sequence[Sequence[str]]) -> Iterator[list[Asked]]:
    """Let clients ask, each its share again and again; lend what was answered up to now."""
    asked: list[Asked] = []
    over = threading.Event()

    def ask(paths: Sequence[str]) -> None:
        client = server.connected()
        while not over.is_set():
            for path in paths:
                asked.append(server.ask(client, path))
                if over.is_set():
                    return

    threads = [threading.Thread(target=ask, args=[paths]) for paths in shares]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def _nothing() -> Iterator[list[int]]:
    yield []


@contextmanager
def _adding(news: News, folder: Path, work: Path) -> Iterator[list[int]]:
    """Let another process add documents, round after round; lend the rounds."""
    rounds: list[int] = []
    over = threading.Event()

    def add() -> None:
        with souwen.open(folder) as engine:
            place = 30_000 + engine.stats().documents
        while not over.is_set():
            dump = work / f"more-{place}.jsonl"
            _write(news, range(place, place + _ADDED), dump)
            line = [sys.executable, "-m", "souwen", "--data", folder, "add", "--jobs", "1", dump]
            subprocess.run(line, check=True, capture_output=True)
            rounds.append(place)
            place += _ADDED

    thread = threading.Thread(target=add)
    thread.start()
    try:
        yield rounds
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
