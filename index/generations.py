"""Generations of the index: which folder is the live one, and what made it.

    index/CURRENT          the number of the live generation
    index/<n>/souwen.json  its manifest
    index/<n>/...          the storage's files

Both files are replaced as wholes (`replace_file`).
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from ..corpus.errors import DamagedError, OutdatedError
from ..corpus.files import replace_file
from ..language.normalise import NORMALISER_VERSION
from ..language.segmenter import DICTIONARY_VERSION
from ..language.terms import TERMS_VERSION
from ..language.titles import TEMPLATE_VERSION

if TYPE_CHECKING:
    from pathlib import Path

#: Goes up whenever the files of a generation change their form.
FORMAT = 4
_LONGEST_NUMBER = 20
_REMEDY = "run `souwen reindex`"


def fingerprint() -> str:
    """Name what decides the terms of a text. User dictionaries are no part of it."""
    return (
        f"normaliser {NORMALISER_VERSION}, terms {TERMS_VERSION}, {DICTIONARY_VERSION}, "
        f"templates {TEMPLATE_VERSION}"
    )


class Manifest(NamedTuple):
    """What a generation says of itself.

    Attributes:
        format: the form of its files.
        fingerprint: what made its terms.
        storage: which library wrote it.
        seq: the change of the corpus that it has reached, never ahead of its segments.
    """

    format: int
    fingerprint: str
    storage: str
    seq: int


class Generations:
    """The index folder of a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "CURRENT"

    def current(self) -> int | None:
        """Give the number of the live generation, None where there is none yet.

        Raises:
            DamagedError: the pointer holds something else.
        """
        try:
            text = self._pointer.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DamagedError(self._pointer, error.strerror or str(error), _REMEDY) from None
        if not text.strip().isdigit() or len(text) > _LONGEST_NUMBER:
            raise DamagedError(self._pointer, "no number in it", _REMEDY)
        return int(text)

    def path(self, number: int) -> Path:
        """Give the folder of a generation."""
        return self.folder / str(number)

    def stamp(self, number: int | None = None) -> tuple[int, int, int] | None:
        """Return something cheap that changes with a generation, by default the live one."""
        number = self.current() if number is None else number
        if number is None:
            return None
        try:
            status = self._manifest_path(number).stat()
        except OSError:
            return number, 0, 0
        return number, status.st_ino, status.st_mtime_ns

    def manifest(self, number: int) -> Manifest:
        """Read a generation's manifest.

        Raises:
            DamagedError: it is not there or cannot be read.
            OutdatedError: it was made by a version that this one cannot use.
        """
        path = self._manifest_path(number)
        try:
            values = json.loads(path.read_bytes())
            manifest = Manifest(
                int(values["format"]),
                str(values["fingerprint"]),
                str(values["storage"]),
                int(values["seq"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedError(path, f"{type(error).__name__}: {error}", _REMEDY) from None
        if manifest.format != FORMAT:
            reason = f"format {manifest.format}, this version reads {FORMAT}"
            raise OutdatedError(self.path(number), reason, _REMEDY)
        if manifest.fingerprint != fingerprint():
            reason = f"made with {manifest.fingerprint}, not {fingerprint()}"
            raise OutdatedError(self.path(number), reason, _REMEDY)
        return manifest

    def live(self) -> tuple[int, Manifest] | None:
        """Give the live generation and its manifest, None where there is none yet.

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

    def write_manifest(self, number: int, *, storage: str, seq: int) -> None:
        """Record what a generation has reached, once its files are safe on the disk."""
        manifest = Manifest(FORMAT, fingerprint(), storage, seq)
        text = json.dumps(manifest._asdict(), ensure_ascii=False, indent=1) + "\n"
        replace_file(self._manifest_path(number), text.encode())

    def new(self) -> int:
        """Make the folder of the next generation, without what a crash may have left there."""
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
        """Give the size of the index on the disk, of what is not just being removed."""
        size = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with suppress(FileNotFoundError):
                    size += os.stat(os.path.join(folder, name)).st_size  # noqa: PTH116, PTH118
        return size

    def _numbers(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        return [int(path.name) for path in self.folder.iterdir() if path.name.isdigit()]

    def _manifest_path(self, number: int) -> Path:
        return self.path(number) / "souwen.json"


def _remove(folder: Path) -> None:
    import shutil  # noqa: PLC0415 - not for a search

    shutil.rmtree(folder, ignore_errors=True)
