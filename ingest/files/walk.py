"""The paths that a person gives, to the files that are read: each with the key of its source."""

from __future__ import annotations

import glob
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...corpus.files import raise_shortage
from ...language.storable import storable_path
from ..report import Ignored, Skipped
from .leave_out import EXCLUDED, NO_PATTERNS, PART_OF_PAGE, Patterns, is_part_of_page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

STDIN = "-"
"""The argument that means standard input."""

_NOT_THERE = "no such file or folder"
_LITTER = {"thumbs.db", "desktop.ini", "__macosx"}
_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


@dataclass(slots=True)
class Position:
    """How far a file was read, by this process."""

    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Container:
    """A file to read.

    Attributes:
        key: the source key: the resolved absolute path, or a name and the path below it.
        path: where the file is; None for standard input that is not spooled yet.
        name: the file's own name, of which the suffix tells something.
        size: bytes, as far as known.
        exclude: what is left out of it, where it is an archive.
        position: of what was read of it.
    """

    key: str
    path: Path | None
    name: str
    size: int = 0
    exclude: tuple[str, ...] = ()
    position: Position = field(default_factory=Position, compare=False, repr=False)


Found = Container | Ignored | Skipped


def walk(
    paths: Iterable[str | os.PathLike[str]],
    *,
    name: str | None = None,
    exclude: Collection[Path] = (),
    patterns: Patterns = NO_PATTERNS,
    gone: Collection[str] = (),
) -> Iterator[Found]:
    """Find the files below some paths, each once, the entries of a folder in sorted order.

    Args:
        paths: files, folders, patterns that the shell left as they are, `-` for standard input.
        name: what stands for each path in the keys (`--as`).
        exclude: folders to leave out, such as the one that the corpus is in.
        patterns: what else to leave out (`--exclude`), also of archives.
        gone: those of the paths that are names, though they look like patterns.
    """
    walker = _Walker(name, frozenset(path.resolve() for path in exclude), patterns)
    for given in paths:
        if given in gone:
            yield Skipped(storable_path(os.fspath(given)), _NOT_THERE)
            continue
        yield from walker.argument(os.fspath(given))


def is_litter(name: str) -> bool:
    """Return whether a name is that of a hidden file, or of what systems leave in folders."""
    return name.startswith(".") or name.lower() in _LITTER


class _Walker:
    def __init__(self, name: str | None, exclude: frozenset[Path], patterns: Patterns) -> None:
        self.name = name
        self.exclude = exclude
        self.patterns = patterns
        # Only what the arguments name is remembered, and folders: few beside the files in them.
        self.files: set[str] = set()
        self.folders: set[tuple[int, int]] = set()

    def argument(self, given: str) -> Iterator[Found]:
        if given == STDIN:
            yield Container(self.name or STDIN, None, STDIN, exclude=self.patterns.globs)
        elif not given:
            yield Skipped(given, "an empty path")
        elif os.path.lexists(given) or not glob.has_magic(given):
            path = Path(given)
            yield from self.path(path, path.name, "")
        else:
            yield from self.pattern(given)

    def pattern(self, given: str) -> Iterator[Found]:
        try:
            matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - takes absolute patterns
        except (OSError, ValueError, RecursionError) as error:
            yield Skipped(storable_path(given), f"cannot be read as a pattern: {error}")
            return
        if not matches:
            yield Skipped(storable_path(given), "no file fits this pattern")
        fixed = Path(*fixed_parts(given))
        covered: str | None = None
        for match in matches:
            # `**` gives a folder and then all that is in it, which the folder brings anyway.
            if covered is not None and match.startswith(covered):
                continue
            path = Path(match)
            covered = str(path) + os.sep if path.is_dir() else covered
            below = str(path.relative_to(fixed))
            yield from self.path(path, below, "" if below == "." else below)

    def path(
        self, path: Path, below: str, below_folder: str, *, is_resolved: bool = False
    ) -> Iterator[Found]:
        """Find what is at a path; what follows the name in its key is different for a folder.

        `is_resolved` is for an entry of a resolved folder that is no link: it comes only once.
        """
        try:
            status = path.stat()
            resolved = path if is_resolved else path.resolve()
        except FileNotFoundError:
            gone = "a link to nothing" if path.is_symlink() else _NOT_THERE
            yield Skipped(storable_path(str(path)), gone)
        except (OSError, ValueError, RuntimeError) as error:
            yield Skipped(storable_path(str(path)), _reason(error))
        else:
            if stat.S_ISDIR(status.st_mode):
                yield from self.folder(resolved, below_folder)
            elif self.patterns.mean(below, str(resolved)):
                yield Ignored(storable_path(str(path)), EXCLUDED)
            elif str(resolved) not in self.files:
                if not is_resolved:
                    self.files.add(str(resolved))
                yield self.file(resolved, status, below)

    def file(self, resolved: Path, status: os.stat_result, below: str) -> Found:
        key = str(resolved) if self.name is None else f"{self.name}/{below}"
        key = storable_path(key.replace(os.sep, "/"))
        if not stat.S_ISREG(status.st_mode):
            return Skipped(
                key, f"{_KINDS.get(stat.S_IFMT(status.st_mode), 'a device')}, not a file"
            )
        file_name = os.path.basename(below)  # noqa: PTH119 - for every file: it is quicker
        name = storable_path(file_name)
        return Container(key, resolved, name, status.st_size, self.patterns.globs)

    def folder(self, root: Path, below: str) -> Iterator[Found]:
        """Go through a folder without recursion, since folders nest as deeply as they like."""
        stack = [(root, below)]
        while stack:
            folder, below = stack.pop()
            shown = storable_path(str(folder))
            if why := self.why_not(folder, below):
                yield Ignored(shown, why)
                continue
            try:
                status = folder.stat()
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                raise_shortage(error)
                yield Skipped(shown, _reason(error))
                continue
            if (status.st_dev, status.st_ino) in self.folders:
                continue
            self.folders.add((status.st_dev, status.st_ino))
            inside = []
            for entry in entries:
                place = f"{below}/{entry.name}" if below else entry.name
                path, is_link = folder / entry.name, entry.is_symlink()
                if is_litter(entry.name):
                    yield Ignored(storable_path(str(path)), "hidden")
                elif _is_folder(entry):
                    # What is there in its own right goes before what a link leads to.
                    inside.append((is_link, path, place))
                else:
                    yield from self.path(path, place, place, is_resolved=not is_link)
            for is_link, path, place in sorted(inside, reverse=True):
                stack.append((path.resolve() if is_link else path, place))

    def why_not(self, folder: Path, below: str) -> str:
        """Return why a folder is left out; empty for one that is read."""
        if folder in self.exclude:
            return "the folder that souwen keeps its data in"
        if self.patterns.mean(below or folder.name, str(folder)):
            return EXCLUDED
        return PART_OF_PAGE if is_part_of_page(folder) else ""


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def fixed_parts(pattern: str) -> tuple[str, ...]:
    """Return the parts of a pattern before the first that holds a wildcard."""
    parts = Path(pattern).parts
    for count, part in enumerate(parts):
        if glob.has_magic(part):
            return parts[:count]
    return parts[:-1]


def _reason(error: Exception) -> str:
    if isinstance(error, RuntimeError) or getattr(error, "errno", None) == 40:  # noqa: PLR2004
        return "a link that leads to itself"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
