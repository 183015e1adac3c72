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


def pruned(keys: Sequence[str], paths: Sequence[str], name: str | None) -> Iterator[str]:
    """Yield the keys that are below one of the paths and whose files are gone.

    Args:
        keys: of all containers.
        paths: files, folders and globs.
        name: what keys the sources below the paths (`--as`), or None.
    """
    scopes = _Scopes(keys, paths, name)
    for key in keys:
        path = Path(key)
        places = {scope.place(path) for scope in scopes.covering(key)}
        if places and all(map(_is_gone, places)):
            yield key


def emptied(keys: Sequence[str], paths: Sequence[str]) -> Iterator[str]:
    """Yield the paths of which sources are known and nothing is there, as of an unmounted disk.

    Args:
        keys: of all containers.
        paths: files, folders and globs; the keys are paths too.
    """
    scopes = _Scopes(keys, paths, None)
    left: dict[str, bool] = {}
    for key in keys:
        covering = list(scopes.covering(key))
        is_there = bool(covering) and not _is_gone(Path(key))
        for scope in covering:
            left[scope.path] = left.get(scope.path, False) or is_there
    yield from (path for path in dict.fromkeys(paths) if left.get(path) is False)


def names_of_gone(keys: Iterable[str], paths: Sequence[str], name: str | None) -> frozenset[str]:
    """Return those of the paths that look like patterns, and are names of sources that are gone.

    A file may be called `a[1].txt`. To look for what fits each of many such names would take as
    long as there are files beside it.
    """
    odd = [path for path in paths if _is_pattern(path)]
    return frozenset(_known(odd, keys, name) if odd else ())


def _is_pattern(path: str) -> bool:
    return path != STDIN and glob.has_magic(path) and not os.path.lexists(path)


def _known(paths: Sequence[str], keys: Iterable[str], name: str | None) -> Iterator[str]:
    known: set[str] = set()
    for key in keys:
        known.update(_with_those_above(key))
    for path in paths:
        if "\0" not in path and str(_key_of(path, name)) in known:
            yield path


def _with_those_above(key: str) -> Iterator[str]:
    """Yield a key and the folders above it, the topmost last."""
    yield key
    while (at := key.rstrip("/").rfind("/")) >= 0:
        key = key[: at or 1]
        yield key
        if key == "/":
            return


def _key_of(path: str, name: str | None) -> Path:
    if name is not None:
        return Path(name, Path(path).name)
    return Path(storable_path(str(Path(path).resolve())))


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

    def fits(self, parts: Sequence[str]) -> bool:
        """Return whether a pattern fits the beginning of a key.

        `**` stands for one folder: what it would reach deeper is not pruned.
        """
        return len(parts) >= len(self.key.parts) and all(
            fnmatch.fnmatchcase(part, pattern)
            for part, pattern in zip(parts, self.key.parts, strict=False)
        )

    def place(self, key: Path) -> Path:
        """Return where the file of a covered key was."""
        return key if self.root is None else self.root / key.relative_to(self.name)


class _Scopes:
    """The scopes of all arguments, so that a key finds its own without a look at each.

    Those that are no patterns are found by their key; there may be as many as a shell gives.
    """

    def __init__(self, keys: Iterable[str], paths: Sequence[str], name: str | None) -> None:
        gone = names_of_gone(keys, paths, name)
        self._by_key: dict[str, list[_Scope]] = {}
        self._patterns: list[_Scope] = []
        for path in dict.fromkeys(paths):
            if path == STDIN or "\0" in path:
                continue
            scope = _scope(path, name, is_pattern=path not in gone and _is_pattern(path))
            if scope.is_pattern:
                self._patterns.append(scope)
            else:
                self._by_key.setdefault(str(scope.key), []).append(scope)

    def covering(self, key: str) -> Iterator[_Scope]:
        """Yield the scopes that a key is in."""
        for above in _with_those_above(key):
            yield from self._by_key.get(above, ())
        parts = Path(key).parts
        yield from (scope for scope in self._patterns if scope.fits(parts))


def _scope(path: str, name: str | None, *, is_pattern: bool) -> _Scope:
    if name is None:
        return _Scope(path, _key_of(path, None), is_pattern)
    if is_pattern:
        fixed = fixed_parts(path)
        key = Path(name, *Path(path).parts[len(fixed) :])
        return _Scope(path, key, is_pattern, Path(*fixed), name)
    if os.path.isdir(path):  # noqa: PTH112 - False where it cannot be entered
        return _Scope(path, Path(name), is_pattern, Path(path), name)
    # Of what is gone it is not known whether it was a file or a folder; a file is the less to lose.
    return _Scope(path, _key_of(path, name), is_pattern, Path(path).parent, name)


def _is_gone(place: Path) -> bool:
    """Return whether there surely is no file, rather than one that cannot be reached."""
    try:
        return not stat.S_ISREG(os.lstat(place).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
