"""What a cluster of three real nodes does to an `add`, to searches and to a rebuild when it breaks.

    python benchmarks/cluster_faults.py --times 20 [--only NAME]

Each fault is brought about while something is under way. Whatever comes of that, documents that
count as done must be there, no list may be shorter than the whole one, and when the cluster is
mended the next command has to bring the index level. Prints a table.
"""

# ruff: noqa: SLF001 - it looks inside: whether what an index says of itself is true

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

TESTS = Path(__file__).resolve().parent.parent / "tests" / "cluster"
sys.path.insert(0, str(TESTS))  # what starts real nodes

from fake import FakeCluster  # noqa: E402
from nodes import Nodes  # noqa: E402

import souwen  # noqa: E402
from souwen.cluster.check import versions  # noqa: E402
from souwen.corpus.store import CorpusWriter  # noqa: E402
from souwen.ingest.add import Intake, add_dumps  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROWS = 1_500  # documents of an `add`
_BEFORE_IT_BREAKS = 0.7  # seconds
_AWAY = 60.0
_HANGS = 15.0
_QUERY = "医保"


@dataclass
class Row:
    """What came of one fault, so many times."""

    times: int = 0
    done: int = 0  # went through
    told: int = 0  # ended with one line
    lost: int = 0  # documents that counted as done and were not there
    short: int = 0  # answers that had fewer documents than there were
    answers: int = 0
    errors: int = 0
    stall: float = 0.0  # seconds
    wrong: list[str] = field(default_factory=list)


class Bench:
    """Three nodes, a corpus, and an index that follows it."""

    def __init__(self, folder: Path, nodes: Nodes) -> None:
        self.folder = folder
        self.nodes = nodes
        self.address = nodes.address("faults")
        self.engine = souwen.open(folder / "data", index=self.address, remembered=0)
        self._dumps = 0
        self.engine.add(self.dump())

    def dump(self) -> str:
        """Write a dump of new documents."""
        self._dumps += 1
        path = self.folder / f"dump{self._dumps}.jsonl"
        rows = (
            {"id": f"{self._dumps}-{row}", "title": f"医保问答{self._dumps}之{row}"}
            | {"body": f"第{row}问：异地就医怎么备案？报销比例是{row % 100}%。" * 10}
            for row in range(_ROWS)
        )
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
        return str(path)

    def manager(self) -> int:
        """Return the number of the node that the others elected."""
        (row,) = self.nodes.get("/_cat/cluster_manager?format=json")
        return int(row["node"].removeprefix("node"))

    def total(self) -> int:
        """Return how many documents a search finds."""
        return self.engine.search(_QUERY, limit=3).total

    def lost(self) -> int:
        """Return how many documents are missing that the index says it has."""
        remote = self.engine._session.remote()
        assert remote is not None
        remote._forget()
        state = remote.now()
        assert state is not None
        there = dict(versions(remote.client, state))
        with self.engine._session.reading() as corpus:
            wanted = {id_: seq for id_, seq in corpus.live_seqs() if seq <= state.seq}
        return sum(there.get(id_, 0) < seq for id_, seq in wanted.items())

    def is_level(self) -> bool:
        """Bring the index level as the next command does, and look at it."""
        with self.engine._session.locked():
            self.engine._session.catch_up()
        return self.engine.check().ok


class Searching:
    """Searches all the time, in a thread of its own."""

    def __init__(self, bench: Bench, row: Row, least: int) -> None:
        self._bench, self._row, self._least = bench, row, least
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ends.is_set():
            started = time.monotonic()
            try:
                self._row.short += self._bench.total() < self._least
                self._row.answers += 1
            except souwen.SouwenError:
                self._row.errors += 1
            self._row.stall = max(self._row.stall, time.monotonic() - started)
            time.sleep(0.05)


# --- what breaks: each breaks something inside the block, and mends it behind it ------------------


@contextmanager
def kill_manager(bench: Bench) -> Iterator[None]:
    """Kill the node that the others elected."""
    with _killed(bench, [bench.manager()]):
        yield


@contextmanager
def kill_asked(bench: Bench) -> Iterator[None]:
    """Kill the node that is asked first."""
    with _killed(bench, [0]):
        yield


@contextmanager
def kill_other(bench: Bench) -> Iterator[None]:
    """Kill a node that keeps shards only."""
    others = [number for number in (2, 1) if number != bench.manager()]
    with _killed(bench, others[:1]):
        yield


@contextmanager
def red(bench: Bench) -> Iterator[None]:
    """Kill two nodes of three, so that shards are gone."""
    with _killed(bench, [1, 2]):
        yield


@contextmanager
def _killed(bench: Bench, numbers: list[int]) -> Iterator[None]:
    for number in numbers:
        bench.nodes.signal(number, signal.SIGKILL)
    yield
    for number in numbers:
        bench.nodes.start(number)
    bench.nodes.wait("green")


@contextmanager
def hang(bench: Bench) -> Iterator[None]:
    """Have a node hang for a while, so that it answers nothing."""
    number = (bench.manager() + 1) % 3
    bench.nodes.signal(number, signal.SIGSTOP)
    resumes = threading.Timer(_HANGS, bench.nodes.signal, (number, signal.SIGCONT))
    resumes.start()
    yield
    resumes.join()
    bench.nodes.wait("green")


@contextmanager
def away(bench: Bench) -> Iterator[None]:
    """Have the whole cluster be away for a minute."""
    for number in range(3):
        bench.nodes.signal(number, signal.SIGKILL)

    def back() -> None:
        for number in range(3):
            bench.nodes.start(number)

    returns = threading.Timer(_AWAY, back)
    returns.start()
    yield
    returns.join()
    bench.nodes.wait("green")


@contextmanager
def disk_full(bench: Bench) -> Iterator[None]:
    """Have the disks be as full as makes a cluster refuse documents."""
    level = "cluster.routing.allocation.disk.watermark"
    full = {f"{level}.{name}": "99999gb" for name in ("low", "high", "flood_stage")}
    quick = {"cluster.info.update.interval": "10s"}
    bench.nodes.send("PUT", "/_cluster/settings", {"transient": {**full, **quick}})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and "read_only_allow_delete" not in json.dumps(
        bench.nodes.get("/faults/_settings/index.blocks.*")
    ):
        time.sleep(1)
    yield
    bench.nodes.send("PUT", "/_cluster/settings", {"transient": dict.fromkeys({**full, **quick})})
    block = {"index.blocks.read_only_allow_delete": None}
    bench.nodes.send("PUT", "/faults-*/_settings", block)


@contextmanager
def second_writer(bench: Bench) -> Iterator[None]:
    """Have another process claim the index."""
    with souwen.open(bench.folder / "data", index=bench.address) as other:
        remote = other._session.remote()
        assert remote is not None
        state = remote._read()
        assert state is not None
        with suppress(souwen.ClusterError):
            remote._claimed(state)
        yield


# --- what is under way ---------------------------------------------------------------------------


def adding(bench: Bench) -> Callable[[], object]:
    """Return an `add` of documents that are in the corpus already, so that only the index waits."""
    dump = bench.dump()
    with CorpusWriter(bench.folder / "data") as writer:
        add_dumps(writer, Intake([dump], bench.folder / "data"), lambda _: True)

    def follow() -> None:
        with bench.engine._session.locked():
            bench.engine._session.catch_up()

    return follow


def searching(_bench: Bench) -> Callable[[], object]:
    """Return some seconds of nothing but searches, which another thread sees to."""
    return lambda: time.sleep(5)


def rebuilding(bench: Bench) -> Callable[[], object]:
    """Return a rebuild."""
    return bench.engine.reindex


FAULTS: dict[str, tuple[Callable[[Bench], Any], Callable[[Bench], Callable[[], object]]]] = {
    "second writer, add": (second_writer, adding),
    "disk full, add": (disk_full, adding),
    "manager killed, search": (kill_manager, searching),
    "manager killed, add": (kill_manager, adding),
    "manager killed, reindex": (kill_manager, rebuilding),
    "asked node killed, search": (kill_asked, searching),
    "asked node killed, add": (kill_asked, adding),
    "asked node killed, reindex": (kill_asked, rebuilding),
    "another node killed, add": (kill_other, adding),
    "another node killed, reindex": (kill_other, rebuilding),
    "a node hangs, add": (hang, adding),
    "a node hangs, search": (hang, searching),
    "two nodes killed: red, search": (red, searching),
    "two nodes killed: red, add": (red, adding),
    "away for a minute, add": (away, adding),
}


def once(bench: Bench, name: str, row: Row) -> None:
    """Bring a fault about once, and note what came of it."""
    breaks, begins = FAULTS[name]
    under_way = begins(bench)
    least = bench.total()
    errors: list[BaseException] = []

    def run() -> None:
        try:
            under_way()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is noted
            errors.append(error)

    row.times += 1
    thread = threading.Thread(target=run)
    with Searching(bench, row, least):
        if breaks is disk_full:
            with breaks(bench):
                thread.start()
                thread.join()
        else:
            thread.start()
            time.sleep(_BEFORE_IT_BREAKS)
            with breaks(bench):
                thread.join()
    for error in errors:
        row.told += isinstance(error, souwen.SouwenError)
        if not isinstance(error, souwen.SouwenError) or "\n" in str(error):
            row.wrong.append(f"{type(error).__name__}: {error}")
        print(f"  {name}: {error}", flush=True)
    row.done += not errors
    row.lost += bench.lost()
    if not bench.is_level():
        row.wrong.append("the next command did not bring the index level")


def wrong_password(row: Row) -> None:
    """Ask a cluster that lets nobody in."""
    import os  # noqa: PLC0415

    secret = {"SOUWEN_CLUSTER_USER": "me", "SOUWEN_CLUSTER_PASSWORD": "geheim"}
    os.environ.update(secret)
    try:
        with FakeCluster(lambda *_: (401, {"error": "no"}), about=None) as fake:
            row.times += 1
            try:
                souwen.open(index=str(fake.address)).search(_QUERY)
            except souwen.ClusterError as error:
                row.told += "geheim" not in str(error)
            row.lost += len(fake.asked) != 1
    finally:
        for name in secret:
            del os.environ[name]


def main() -> int:
    """Bring all faults about, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="")
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    rows: dict[str, Row] = {}
    with tempfile.TemporaryDirectory(prefix="souwen-faults-") as made:
        folder = Path(made)
        with Nodes(folder / "nodes", 3, given.port) as nodes:
            bench = Bench(folder, nodes)
            for name in (name for name in FAULTS if given.only in name):
                row = rows[name] = Row()
                for _ in range(given.times):
                    try:
                        once(bench, name, row)
                    except Exception as error:  # noqa: BLE001 - the other faults go on
                        row.wrong.append(f"{type(error).__name__}: {error}")
                        nodes.wait("green")
                print(name, row, flush=True)
            bench.engine.close()
    if given.only in "wrong password":
        row = rows["wrong password"] = Row()
        for _ in range(given.times):
            wrong_password(row)
    print(
        "\n| fault | times | went on | one line | lost | answers | errors | short | longest wait |"
    )
    print("|---|" + "---:|" * 8)
    for name, row in rows.items():
        print(
            f"| {name} | {row.times} | {row.done} | {row.told} | {row.lost} | {row.answers}"
            f" | {row.errors} | {row.short} | {row.stall:.1f} s |"
        )
    for name, row in rows.items():
        for wrong in row.wrong:
            print(f"{name}: {wrong}")
    return int(any(row.lost or row.short or row.wrong for row in rows.values()))


if __name__ == "__main__":
    sys.exit(main())
