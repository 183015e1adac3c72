"""One writer at a time, and who that is."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from souwen.corpus import lock
from souwen.corpus.errors import LockedError, NoDataError, SouwenError
from souwen.corpus.lock import HOLDER_NAME, LOCK_NAME, Holder, WriterLock, holder_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HOLD = """
import sys
from pathlib import Path
from souwen.corpus.lock import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _other_holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", _HOLD, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        yield other


def test_two_processes(tmp_path: Path) -> None:
    """While another process holds it, one waits, bounded, and is told who and since when."""
    with _other_holder(tmp_path) as other:
        assert other.stdin
        with pytest.raises(LockedError) as caught, WriterLock(tmp_path, 0.2):
            pass
        assert f"process {other.pid}" in str(caught.value)
        assert " since 20" in str(caught.value)
        assert "\n" not in str(caught.value)
        other.stdin.close()
        with WriterLock(tmp_path, 30):
            pass
    assert not (tmp_path / HOLDER_NAME).exists()


def test_a_killed_holder_blocks_nobody(tmp_path: Path) -> None:
    """The lock goes with its process, and what it left beside it does no harm."""
    with _other_holder(tmp_path) as other:
        other.kill()
    assert (tmp_path / HOLDER_NAME).exists()
    with WriterLock(tmp_path, 0):
        assert json.loads((tmp_path / HOLDER_NAME).read_bytes())["pid"] == os.getpid()


@pytest.mark.parametrize("said", [b"", b"{}", b"[1]", b'{"pid": "x"}', b"\xff", None])
def test_a_holder_that_cannot_be_read(tmp_path: Path, said: bytes | None) -> None:
    """Whatever stands beside the lock, the error is the right one."""
    with WriterLock(tmp_path):
        (tmp_path / HOLDER_NAME).unlink()
        if said is not None:
            (tmp_path / HOLDER_NAME).write_bytes(said)
        with pytest.raises(LockedError, match="another process"), WriterLock(tmp_path, 0):
            pass


def test_a_holder_that_runs_no_more(tmp_path: Path) -> None:
    """A name left by a process that is gone is not told as that of the holder."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    with WriterLock(tmp_path):
        said = json.loads((tmp_path / HOLDER_NAME).read_bytes())
        (tmp_path / HOLDER_NAME).write_text(json.dumps({**said, "pid": gone.pid}))
        with pytest.raises(LockedError, match="another process"), WriterLock(tmp_path, -1):
            pass


def test_folders(tmp_path: Path) -> None:
    """A folder is made only when that is asked for; a file in its place is one line."""
    with pytest.raises(NoDataError), WriterLock(tmp_path / "new"):
        pass
    with WriterLock(tmp_path / "new" / "er", create=True):
        assert (tmp_path / "new" / "er").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(SouwenError), WriterLock(tmp_path / "file", create=True):
        pass


def test_again_after_release(tmp_path: Path) -> None:
    """A lock can be let go twice and taken again."""
    again = WriterLock(tmp_path)
    again.acquire()
    again.release()
    again.release()
    with again, pytest.raises(LockedError), WriterLock(tmp_path, 0):
        pass


def test_signing(tmp_path: Path) -> None:
    """While a process holds the lock, what it wrote down can be read; then it is gone."""
    assert holder_of(tmp_path) is None
    with WriterLock(tmp_path):
        holder = holder_of(tmp_path)
        assert holder is not None
        assert holder.pid == os.getpid()
        assert {path.name for path in tmp_path.iterdir()} == {LOCK_NAME, HOLDER_NAME}
    assert holder_of(tmp_path) is None
    assert not (tmp_path / HOLDER_NAME).exists()


def test_a_lock_that_cannot_be_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is held even where the disk is too full to say who holds it."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock, "replace_file", fail)
    with WriterLock(tmp_path), pytest.raises(LockedError, match="another process"):
        WriterLock(tmp_path, 0).acquire()


def test_another_machine(tmp_path: Path) -> None:
    """Of a process on another machine it is not known whether it runs, so it counts."""
    there = Holder(1 << 22, "elsewhere", "souwen add", "2025-05-01T08:00:00+00:00")
    (tmp_path / HOLDER_NAME).write_text(json.dumps(asdict(there)), "utf-8")
    assert holder_of(tmp_path) == there


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (0, ""),
        (1.5, ", for 1 second"),
        (59.5, ", for 59 seconds"),
        (60.5, ", for 1 minute"),
        (7_300, ", for 2 hours"),
        (90_000, ", for 1 day"),
        (900_000, ", for 10 days"),
        (-3_000, ""),  # its clock is ahead
    ],
)
def test_its_age(ago: float, told: str) -> None:
    """The age is told in the largest unit that is full; what lies ahead has none."""
    since = (datetime.now(UTC) - timedelta(seconds=ago)).isoformat()
    assert str(Holder(7, "here", "souwen add", since)) == (
        f"process 7 on here (souwen add) since {since}{told}"
    )


def test_a_time_that_is_none() -> None:
    """A time that cannot be read is shown as it stands."""
    assert str(Holder(7, "here", "x", "yesterday")).endswith("since yesterday")
