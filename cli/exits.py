"""What the exit codes of the command line mean."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes; commands return them, `main.main` gives them for errors."""

    DONE = 0
    NOTHING = 1
    USAGE = 2
    SKIPPED = 3
    FAILED = 4
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143
