"""Which sources `--prune` means: those below its arguments whose files are surely gone.

What cannot be reached is not gone: not an unreadable file, nor what is in a folder that cannot be
entered. An argument that is not there is gone with all below it; whether that may be is asked.
"""

from __future__ import annotations

import fnmatch
import glob
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...language.storable import storable_path
from .walk import STDIN, fixed_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def pruned(keys: Iterable[str], paths: Sequence[str], name: str | None) -> Iterator[str]:
    """Yield the keys that are below one of the paths and whose files are gone.

    Args:
        keys: of all containers.
        paths: files, folders and globs.
        name: what keys the sources below the paths (`--as`), or None.
    """
    scopes = _scopes(paths, name)
    for key in keys:
        path = Path(key)
        places = [scope.place(path) for scope in scopes if scope.covers(path)]
        if places and all(map(_is_gone, places)):
            yield key


def emptied(keys: Sequence[str], paths: Sequence[str]) -> Iterator[str]:
    """Yield the paths of which sources are known and nothing is there, as of an unmounted disk.

    Args:
        keys: of all containers.
        paths: files, folders and globs; the keys are paths too.
    """
    for scope in _scopes(paths, None):
        places = [scope.place(key) for key in map(Path, keys) if scope.covers(key)]
        if places and all(map(_is_gone, places)):
            yield scope.path


@dataclass(frozen=True, slots=True)
class _Scope:
    """The keys that an argument reaches: those below a key, whose parts may be patterns.

    Attributes:
        path: the argument.
        key: the topmost key.
        is_pattern: whether its parts are patterns.
        root: the folder that the keys lie below from `name` on, or None where keys are paths.
        name: the first part of these keys.
    """

    path: str
    key: Path
    is_pattern: bool
    root: Path | None = None
    name: str = ""

    def covers(self, key: Path) -> bool:
        """Return whether a key is the scope's, or lies below it.

        `**` stands for one folder: what it would reach deeper is not pruned.
        """
        if not self.is_pattern:
            return key.is_relative_to(self.key)
        return len(key.parts) >= len(self.key.parts) and all(
            fnmatch.fnmatchcase(part, pattern)
            for part, pattern in zip(key.parts, self.key.parts, strict=False)
        )

    def place(self, key: Path) -> Path:
        """Return where the file of a covered key was."""
        return key if self.root is None else self.root / key.relative_to(self.name)


def _scopes(paths: Sequence[str], name: str | None) -> list[_Scope]:
    return [_scope(path, name) for path in paths if path != STDIN and "\0" not in path]


def _scope(path: str, name: str | None) -> _Scope:
    is_pattern = glob.has_magic(path) and not os.path.lexists(path)
    if name is None:
        return _Scope(path, Path(storable_path(str(Path(path).resolve()))), is_pattern)
    if is_pattern:
        fixed = fixed_parts(path)
        key = Path(name, *Path(path).parts[len(fixed) :])
        return _Scope(path, key, is_pattern, Path(*fixed), name)
    if os.path.isdir(path):  # noqa: PTH112 - False where it cannot be entered
        return _Scope(path, Path(name), is_pattern, Path(path), name)
    # Of what is gone it is not known whether it was a file or a folder; a file is the less to lose.
    return _Scope(path, Path(name, Path(path).name), is_pattern, Path(path).parent, name)


def _is_gone(place: Path) -> bool:
    """Return whether there surely is no file, rather than one that cannot be reached."""
    try:
        return not stat.S_ISREG(os.lstat(place).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
