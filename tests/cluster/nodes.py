"""Real nodes of OpenSearch for tests and benchmarks: made of Maven's jars, each a process.

    python tests/cluster/nodes.py FOLDER [NODES [PORT]]

starts some and keeps them until Ctrl-C. `SOUWEN_TEST_HEAP` is the memory of each (512m).
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Self

from filelock import FileLock

HERE = Path(__file__).resolve().parent / "node"
_START = 600  # seconds until nodes must be up, on however busy a machine
_SMALL_DISK = ("low", "1gb"), ("high", "500mb"), ("flood_stage", "250mb")


def lacking() -> str | None:
    """Return why no node can be started here, or None."""
    tools = ("java", "javac", "mvn")
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if importlib.util.find_spec("opensearchpy") is None:
        missing.append("opensearch-py (the extra `cluster`)")
    return f"needs a node of OpenSearch: {', '.join(missing)} not there" if missing else None


def fetched() -> Path:
    """Return the folder of the jars and the compiled starter, which are fetched once."""
    pom = (HERE / "pom.xml").read_text("utf-8")
    version = pom.partition("<opensearch>")[2].partition("<")[0]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "souwen" / f"opensearch-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    if not (folder / "complete").exists():
        copy = ["dependency:copy-dependencies", "-DincludeScope=runtime"]
        run = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), *copy]
        subprocess.run([*run, f"-DoutputDirectory={folder / 'lib'}"], check=True)
        (folder / "complete").touch()
    source, compiled = HERE / "SouwenNode.java", folder / "SouwenNode.class"
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        jars = f"{folder / 'lib'}/*"
        subprocess.run(["javac", "-cp", jars, "-d", str(folder), str(source)], check=True)


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Nodes:
    """Nodes of one cluster, on loopback, without TLS; a context manager.

    Args:
        folder: of their data and logs.
        count: how many.
        port: of the first; the others follow. By default ports that are free.
        settings: of all, besides those that are needed.
    """

    def __init__(
        self,
        folder: Path,
        count: int = 1,
        port: int | None = None,
        settings: dict[str, object] | None = None,
    ) -> None:
        self.folder = folder
        ports = free_ports(2 * count) if port is None else list(range(port, port + 2 * count))
        self.ports, self._transport = ports[:count], ports[count:]
        self._settings = settings or {}
        self.processes: list[subprocess.Popen[bytes] | None] = [None] * count

    def __enter__(self) -> Self:
        for number in range(len(self.ports)):
            self.start(number)
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def hosts(self) -> str:
        """The nodes as an address of an index has them."""
        return ",".join(f"127.0.0.1:{port}" for port in self.ports)

    def address(self, name: str) -> str:
        """Return the address of an index."""
        return f"opensearch+http://{self.hosts}/{name}"

    def start(self, number: int) -> None:
        """Start a node, or start it again."""
        jars = fetched()
        heap = os.environ.get("SOUWEN_TEST_HEAP", "512m")
        home = self.folder / f"node{number}"
        home.mkdir(parents=True, exist_ok=True)
        settings: dict[str, object] = {
            "cluster.name": "souwen-test",
            "node.name": f"node{number}",
            "http.port": self.ports[number],
            "transport.port": self._transport[number],
            **{
                f"cluster.routing.allocation.disk.watermark.{level}": it
                for level, it in _SMALL_DISK
            },
        }
        if len(self.ports) == 1:
            settings["discovery.type"] = "single-node"
        else:
            names = [f"node{each}" for each in range(len(self.ports))]
            seeds = [f"127.0.0.1:{port}" for port in self._transport]
            settings["discovery.seed_hosts"] = ",".join(seeds)
            settings["cluster.initial_cluster_manager_nodes"] = ",".join(names)
        command = [
            *("java", f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC"),
            *("-cp", f"{jars}:{jars / 'lib'}/*", "SouwenNode", str(home)),
            *(f"{name}={value}" for name, value in (settings | self._settings).items()),
        ]
        with (home / "log").open("ab") as log:
            self.processes[number] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def signal(self, number: int, what: signal.Signals) -> None:
        """Send a signal to a node; after one that ends it, wait for its end."""
        process = self.processes[number]
        assert process is not None
        process.send_signal(what)
        if what in {signal.SIGKILL, signal.SIGTERM}:
            process.wait()

    def stop(self) -> None:
        """End all nodes, and wait for their ends."""
        for process in filter(None, self.processes):
            process.kill()
        for process in filter(None, self.processes):
            process.wait()

    def wait(self, status: str | None = None, among: list[int] | None = None) -> None:
        """Wait until all nodes are there.

        Args:
            status: of the cluster, that is to be reached too.
            among: the numbers of the nodes that are meant to be there.
        """
        numbers = list(range(len(self.ports))) if among is None else among
        query = f"wait_for_nodes={len(numbers)}&timeout=1s"
        query += f"&wait_for_status={status}" if status else ""
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            for number in numbers:
                process = self.processes[number]
                assert process is not None
                if process.poll() is not None:
                    raise RuntimeError((self.folder / f"node{number}" / "log").read_text()[-2000:])
            try:
                if not self.get(f"/_cluster/health?{query}", numbers[0]).get("timed_out", True):
                    return
            except (OSError, ValueError):
                time.sleep(0.2)
        raise TimeoutError(f"{len(numbers)} nodes are not up in {_START} seconds")

    def get(self, path: str, number: int = 0) -> Any:
        """Ask a node."""
        return self.send("GET", path, None, number)

    def send(self, method: str, path: str, body: object, number: int = 0) -> Any:
        """Ask a node; what it refuses is answered too."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports[number]}{path}",
            data,
            {"content-type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return json.loads(error.read())


def main() -> None:
    """Run nodes until Ctrl-C."""
    folder, count, port = (*sys.argv[1:], *("nodes", "1", "9200")[len(sys.argv) - 1 :])
    with Nodes(Path(folder), int(count), int(port)) as nodes:
        print(nodes.address("souwen"), flush=True)  # noqa: T201 - a command
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
