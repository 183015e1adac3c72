"""Command lines as a person can type them: the program as it was called, the data folder as given.

Messages name commands in backticks, as `souwen reindex`; `advised` makes of each what works here.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

_NAME = "souwen"
_NAMED = re.compile(rf"`{_NAME} ([^`]*)`")
_PLAIN = "@%+=:,./-_"
_called_as: list[str] = []  # the arguments by which Python was started, once asked for
_before: list[str] = []  # what says which data is meant, where that was given


def called(arguments: list[str]) -> None:
    """Note how the program was started: `sys.argv`."""
    _called_as[:] = arguments[:1]


def given(data: str | None, index: str | None = None) -> None:
    """Note what stands before the command: the data folder, the index; None for what does not."""
    named = (("--data", data), ("--index", index))
    _before[:] = [word for name, value in named if value is not None for word in (name, value)]


def command(*words: str) -> str:
    """Return a command line of this program, as it is typed in the current folder."""
    return " ".join((_program(), *map(typed, (*_before, *words))))


def advised(message: str) -> str:
    """Return a message in which each command in backticks is one that can be typed."""
    if "`" not in message:
        return message
    start = command()
    return _NAMED.sub(lambda named: f"`{start} {named[1]}`", message)


def typed(word: str) -> str:
    """Write a word as it is typed in a shell, which Chinese needs no quotation marks for."""
    is_plain = bool(word) and all(character.isalnum() or character in _PLAIN for character in word)
    return word if is_plain else shlex.quote(word)


def _program() -> str:
    """Return what starts this program: its name where that is on the PATH, else its path."""
    if not _called_as:
        return _NAME
    path = _called_as[0]
    if os.path.basename(path) == "__main__.py":  # noqa: PTH119 - `python -m souwen`
        return f"{_shortest(sys.executable)} -m {_NAME}"
    return _shortest(path)


def _shortest(path: str) -> str:
    name = os.path.basename(path)  # noqa: PTH119 - as it was typed
    found = shutil.which(name)
    if not path or (found and Path(found).samefile(path)):
        return name or _NAME
    shorter = os.path.relpath(path)
    return typed(min(shorter, path, key=len))
