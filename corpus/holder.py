"""Who holds the writer lock of a data folder, and since when. It only informs.

A process that was killed leaves its name behind; one that does not run any more holds nothing.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from ..language.storable import storable_path

if TYPE_CHECKING:
    from pathlib import Path

HOLDER_NAME = "writer.json"
_LONGEST_COMMAND = 200
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that writes.

    Attributes:
        pid: its number.
        host: the machine that it runs on.
        command: its command line, cut where that is long.
        since: when it took the lock; ISO, with the offset from UTC.
    """

    pid: int
    host: str
    command: str
    since: str

    @classmethod
    def this(cls) -> Self:
        """Describe this process, as of now."""
        return cls(
            os.getpid(),
            socket.gethostname(),
            storable_path(" ".join(" ".join(sys.argv).split()))[:_LONGEST_COMMAND],
            datetime.now().astimezone().isoformat(timespec="seconds"),
        )

    def __str__(self) -> str:
        since = f"since {self.since}"
        if age := self._age():
            since = f"{since}, for {age}"
        return f"process {self.pid} on {self.host} ({self.command}) {since}"

    def _age(self) -> str:
        try:
            began = datetime.fromisoformat(self.since).astimezone(UTC)
        except (ValueError, OverflowError):
            return ""
        seconds = int((datetime.now(UTC) - began).total_seconds())
        for size, unit in _UNITS:
            if seconds >= size:
                count = seconds // size
                return f"{count} {unit}" + ("" if count == 1 else "s")
        return ""


def sign(folder: Path) -> None:
    """Write down that this process holds the lock."""
    holder = Holder.this()
    values = {name: getattr(holder, name) for name in Holder.__slots__}
    beside = folder / f"{HOLDER_NAME}.new"
    # The lock is held with or without it: a full disk is for the corpus to report.
    with suppress(OSError):
        beside.write_text(json.dumps(values), "utf-8")
        beside.replace(folder / HOLDER_NAME)


def unsign(folder: Path) -> None:
    """Take it away again."""
    with suppress(OSError):
        (folder / HOLDER_NAME).unlink(missing_ok=True)


def holder_of(folder: Path) -> Holder | None:
    """Give who says that it holds the lock of a folder, and still runs; None where nobody does."""
    try:
        values = json.loads((folder / HOLDER_NAME).read_bytes())
        holder = Holder(
            int(values["pid"]), str(values["host"]), str(values["command"]), str(values["since"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if holder.host == socket.gethostname() and not _is_running(holder.pid):
        return None  # it was killed
    return holder


def _is_running(pid: int) -> bool:
    if os.name != "posix":
        return True  # to look would be to send it Ctrl-C
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except OSError:
        return True  # it runs, for someone else
    return True
