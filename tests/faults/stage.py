"""Carries out commands on a data folder, each in a process of its own that a fault may end.

A program: reads an order a line (JSON), forks, and writes a line about how the child ended. The
file layer (`layer.c`) is loaded before it. An order has

    folder    the data folder
    steps     calls of the engine: [name, arguments, keywords] each
    fault     none, or {"kind", "at", ...}: what happens at that many operations on the folder
              "kill"     the process ends before the operation
              "cut"      it is killed when half of the operation is written
              "error"    the operation fails with `errno`; with `lasting`, each later write as well
              "power"    it ends, and `survivors` gets what a loss of power might leave, by `seed`;
                         with -1 after the last step
    delay     seconds after which the process is killed from outside
    user      whom to be
    told      a file for what the child has to say
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import souwen
from souwen.corpus import changes
from souwen.corpus.errors import SouwenError
from souwen.index import follow
from souwen.index.segments import writer as array_storage
from souwen.ingest import add as take
from souwen.language import segmenter

WRITE, SYNC, RENAME, REMOVE, TRUNCATE = range(5)
KILLED = 137
_BLOCK = 4096  # bytes that a disk writes as one


def _settle() -> None:
    """Make a small dump go through everything that a large one does."""
    take._COMMIT_EVERY = 9
    changes._MOST = 16
    follow._BATCH = 16
    array_storage._MERGED_AT_ONCE = 3
    segmenter.segmenter(many=True)
    with tempfile.TemporaryDirectory() as folder:  # loads what a child may not be able to read
        page = Path(folder, "page.txt")
        page.write_text("医保怎么报销\n\n门诊可以报销。\n", "utf-8")
        with souwen.open(Path(folder, "data")) as engine:
            engine.add([page])
            engine.search("医保 报销")
            engine.check(deep=True)
            engine.remove("*", yes=True)
            engine.purge()
            engine.reindex(resplit=True)


@dataclass
class Disk:
    """What would be left after a loss of power: only what was synced is sure."""

    folder: Path
    contents: dict[int, bytes] = field(default_factory=dict)
    names: dict[Path, dict[str, int | Path]] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    serial: int = 0

    def start(self) -> None:
        """Take all that is there as synced."""
        for path in [*self.folder.rglob("*"), self.folder]:
            self.sync(path)

    def sync(self, path: Path) -> None:
        """Note what a sync of a file or folder makes sure."""
        if path.is_dir():
            self.names[path] = self._listed(path)
        elif path.exists():
            self.contents[self._number(path)] = path.read_bytes()

    def gone(self, path: Path) -> None:
        """Note that a name goes: its number may be another file's from now on."""
        if path.is_file():
            self.known.pop(path.stat().st_ino, None)

    def _number(self, path: Path) -> int:
        inode = path.stat().st_ino
        if inode not in self.known:
            self.serial += 1
            self.known[inode] = self.serial
        return self.known[inode]

    def _listed(self, folder: Path) -> dict[str, int | Path]:
        return {
            path.name: path if path.is_dir() else self._number(path)
            for path in (folder.iterdir() if folder.is_dir() else ())
        }

    def survive(self, target: Path, seed: int) -> None:
        """Write what is left: of all that was not synced, chance decides whether it is there."""
        chance = random.Random(seed)
        share = chance.choice((0.0, 0.5, 1.0))  # of the changes of names that are there
        latest = {
            self._number(path): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }
        self._build(self.folder, target, latest, share, chance)

    def _build(
        self,
        folder: Path,
        target: Path,
        latest: dict[int, bytes],
        share: float,
        chance: random.Random,
    ) -> None:
        target.mkdir(parents=True, exist_ok=True)
        sure, now = self.names.get(folder, {}), self._listed(folder)
        for name in sorted({*sure, *now}):
            changed = sure.get(name) != now.get(name) and chance.random() < share
            what = now.get(name) if changed else sure.get(name)
            if what is None or name.endswith("-shm"):  # which is memory
                continue
            if isinstance(what, Path):
                self._build(what, target / name, latest, share, chance)
                continue
            content = self.contents.get(what, b"")
            new = latest.get(what, content)
            if new != content and share:
                content = _mixed(content, new, chance)
            (target / name).write_bytes(content)


def _mixed(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Give what a disk may have of writes that were not synced: of each block the old or the new.

    What was synced and not written again stays.
    """
    blocks = []
    for start in range(0, max(len(old), len(new)), _BLOCK):
        end = start + _BLOCK
        size = max(len(old[start:end]), len(new[start:end]))
        blocks.append(chance.choice((old, new))[start:end].ljust(size, b"\0"))
    shortest, longest = sorted((len(old), len(new)))
    return b"".join(blocks)[: chance.choice((longest, chance.randint(shortest, longest)))]


class Layer:
    """The hook of the file layer: counts what is done in a folder, and lets a fault happen."""

    def __init__(self, folder: str, fault: dict[str, Any]) -> None:
        self.folder = Path(folder)
        self.fault = fault
        self.at = int(fault.get("at", 0))
        self.count = 0
        self.kinds: list[int] = []
        self.disk = Disk(self.folder)
        if fault.get("kind") == "power":
            self.disk.start()
        kind = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p
        )
        self._hook = kind(self.asked)

    def on(self) -> None:
        """Watch from now on."""
        ctypes.CDLL(None).set_hook(self._hook)

    def off(self) -> None:
        """Watch no more."""
        ctypes.CDLL(None).set_hook(None)

    def asked(self, what: int, descriptor: int, path: bytes | None, other: bytes | None) -> int:
        """Say what is to become of an operation."""
        name = _path(descriptor, path)
        if not name.is_relative_to(self.folder):
            return 0
        kind = self.fault.get("kind")
        if kind == "error" and what not in self.fault["of"]:
            return 0
        self.count += 1
        self.kinds.append(what)
        if kind == "error":
            return int(self.fault["errno"]) if self.count == self.at or self._lasts() else 0
        if self.count == self.at:
            if kind == "power":
                self.disk.survive(Path(self.fault["survivors"]), self.fault["seed"])
            if kind == "cut" and what == WRITE:
                return -1
            os._exit(KILLED)
        if kind == "power":
            self._note(what, name, other)
        return 0

    def _note(self, what: int, path: Path, other: bytes | None) -> None:
        if what == SYNC:
            self.disk.sync(path)
        elif what == REMOVE:
            self.disk.gone(path)
        elif what == RENAME and other is not None:
            self.disk.gone(_path(-1, other))

    def _lasts(self) -> bool:
        return bool(self.fault.get("lasting")) and self.count > self.at > 0


def _path(descriptor: int, path: bytes | None) -> Path:
    name = os.fsdecode(path) if path is not None else ""
    if name.startswith("/") or descriptor < 0:
        return Path.cwd() / name
    try:
        return Path(f"/proc/self/fd/{descriptor}").readlink() / name
    except OSError:
        return Path()


def _carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """Carry out an order in this process, and give what there is to say."""
    folder = order["folder"]
    layer = Layer(folder, order.get("fault") or {})
    told: dict[str, Any] = {"error": None, "done": 0, "gave": []}
    if order.get("user"):
        os.setgroups([])
        os.setgid(order["user"])
        os.setuid(order["user"])
    layer.on()
    try:
        for name, arguments, keywords in order["steps"]:
            with souwen.open(folder, lock_timeout=20) as engine:
                given = getattr(engine, name)(*arguments, **keywords)
            told["gave"].append(getattr(given, "total", None))
            if name == "add" and given.skipped:
                told["error"] = ["Skipped", given.skipped[0].reason]
            told["done"] += 1
            if marks := order.get("marks"):
                Path(marks + ".new").write_text(str(told["done"]))
                Path(marks + ".new").replace(marks)
    except SouwenError as error:
        told["error"] = [type(error).__name__, str(error)]
    except BaseException as error:  # noqa: BLE001 - whatever it is, a test says that it is wrong
        told["error"] = ["!" + type(error).__name__, repr(error)]
    layer.off()
    if layer.at < 0:
        layer.disk.survive(Path(layer.fault["survivors"]), layer.fault["seed"])
    return told | {"count": layer.count, "kinds": layer.kinds}


def _fork(order: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        told = open(order["told"], "w", encoding="utf-8")  # noqa: PTH123, SIM115 - before `user`
        json.dump(_carry_out(order), told)
        told.close()
        code = 0
    finally:
        os._exit(code)


def _wait(child: int, delay: float | None) -> int:
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Carry out orders until there are no more."""
    _settle()
    print("ready", flush=True)  # noqa: T201 - it is a program
    for line in sys.stdin:
        order = json.loads(line)
        code = _wait(_fork(order), order.get("delay"))
        print(json.dumps({"code": code}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
