"""One node for all processes of a run of tests: the first starts it, the last one ends it."""

from __future__ import annotations

import json
import os
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from .nodes import Nodes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def shared_node(folder: Path) -> Iterator[str]:
    """Lend the node of a folder, as an address of an index has it."""
    told, lock = folder / "node.json", FileLock(folder / "node.lock")
    with lock:
        node: dict[str, Any] = json.loads(told.read_text()) if told.exists() else _started(folder)
        told.write_text(json.dumps(node | {"users": node["users"] + 1}))
    try:
        yield node["hosts"]
    finally:
        with lock:
            node = json.loads(told.read_text())
            told.write_text(json.dumps(node | {"users": node["users"] - 1}))
            if node["users"] == 1:
                told.unlink()
                with suppress(ProcessLookupError):
                    os.kill(node["pid"], signal.SIGKILL)
                with suppress(ChildProcessError):  # another process started it
                    os.waitpid(node["pid"], 0)


def _started(folder: Path) -> dict[str, Any]:
    nodes = Nodes(folder / "node").__enter__()
    (process,) = nodes.processes
    assert process is not None
    process.returncode = 0  # it outlives this object, which is not to wait for it
    return {"hosts": nodes.hosts, "pid": process.pid, "users": 0}
