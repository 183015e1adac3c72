"""Generations of the index: which folder is the live one.

index/CURRENT          the number of the live generation
index/<n>/souwen.json  its manifest
index/<n>/*.arrays     its segments
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from ..corpus.errors import DamagedError
from ..corpus.files import open_file, replace_file
from ..corpus.outside import check_not_link
from .manifest import REMEDY, manifest_path, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from .manifest import Manifest

_LONGEST_NUMBER = 20


class Generations:
    """The index folder of a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "CURRENT"
        # Every search looks at the pointer and a manifest, and a path takes longer than the look.
        self._pointer_text = os.fspath(self._pointer)
        self._folder_text = os.fspath(folder)
        self._manifest: tuple[int, str] = 0, ""

    def current(self) -> int | None:
        """Return the number of the live generation, None where there is none yet.

        Raises:
            DamagedError: the pointer holds something else, or the folder is a link.
        """
        if os.path.islink(self._folder_text):  # noqa: PTH114 - see `__init__`
            check_not_link(self.folder)
        try:
            with open_file(self._pointer_text) as file:
                text = file.read(_LONGEST_NUMBER + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise DamagedError(self._pointer, error.strerror or str(error), REMEDY) from None
        if not text.strip().isdigit() or len(text) > _LONGEST_NUMBER:
            raise DamagedError(self._pointer, "no number in it", REMEDY)
        return int(text)

    def path(self, number: int) -> Path:
        """Return the folder of a generation."""
        return self.folder / str(number)

    def stamp(self, number: int | None = None) -> tuple[int, int, int] | None:
        """Return something cheap that changes with a generation, by default the live one."""
        number = self.current() if number is None else number
        if number is None:
            return None
        if self._manifest[0] != number:
            self._manifest = number, os.fspath(manifest_path(self.path(number)))
        try:
            status = os.stat(self._manifest[1])  # noqa: PTH116 - see `__init__`
        except OSError:
            return number, 0, 0
        return number, status.st_ino, status.st_mtime_ns

    def manifest(self, number: int) -> Manifest:
        """Read a generation's manifest.

        Raises:
            DamagedError: it is not there or cannot be read, or the generation is a link.
            OutdatedError: it was made by a version that this one cannot use.
        """
        path = self.path(number)
        if path.is_symlink():  # its files would be written and removed elsewhere
            raise DamagedError(path, "it is a link", REMEDY)
        return read_manifest(path)

    def live(self) -> tuple[int, Manifest] | None:
        """Return the live generation and its manifest, None where there is none yet.

        A writer may switch to the next generation and remove this one between the two looks.

        Raises:
            DamagedError, OutdatedError: it cannot be used.
        """
        number = self.current()
        while number is not None:
            try:
                return number, self.manifest(number)
            except DamagedError:
                before, number = number, self.current()
                if number == before:
                    raise
        return None

    def new(self) -> int:
        """Make the folder of the next generation.

        Raises:
            DamagedError: the folder of all of them is a link.
        """
        check_not_link(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        number = max(self._numbers(), default=0) + 1
        self.path(number).mkdir()
        return number

    def make_current(self, number: int) -> None:
        """Switch to a generation that is complete, then remove all others."""
        replace_file(self._pointer, f"{number}\n".encode())
        self.remove_others(number)

    def remove_others(self, number: int) -> None:
        """Remove every generation but one: old ones, and those that a crash left half made."""
        for other in self._numbers():
            if other != number:
                _remove(self.path(other))

    def remove_if_not_current(self, number: int) -> None:
        """Remove a generation that could not be completed."""
        with suppress(DamagedError):
            if self.current() == number:
                return
        _remove(self.path(number))

    def bytes(self) -> int:
        """Return the size of the index on the disk, of what is not just being removed."""
        size = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with suppress(FileNotFoundError):
                    size += os.stat(os.path.join(folder, name)).st_size  # noqa: PTH116, PTH118
        return size

    def _numbers(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        names = [path.name for path in self.folder.iterdir()]
        return [int(name) for name in names if name.isascii() and name.isdigit()]


def _remove(folder: Path) -> None:
    import shutil  # noqa: PLC0415 - not for a search

    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
