"""A data folder, opened: what every part of the front door stands on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ..corpus.errors import RequestError
from ..corpus.values import check_type
from .answers import Answers
from .session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..search.query.interpret import QueryReader

    Progress = Callable[[int, int | None, str], None]
    Confirm = Callable[[str], bool]
    AnyPath = str | os.PathLike[str]


#: The data folder where none is named.
DEFAULT = "souwen-data"


class OpenFolder:
    """A data folder with its session; the parts of `Engine` derive from it."""

    def __init__(
        self,
        path: AnyPath | None = None,
        *,
        index: str | None = None,
        lock_timeout: float = 60.0,
        progress: Progress | None = None,
        remembered: int = 500,
    ) -> None:
        _check(path, index, lock_timeout, progress, remembered)
        # Below what is no folder nothing is, and nothing can be made.
        self.folder = Path(path if path is not None else DEFAULT if index is None else os.devnull)
        self._given = [] if path is None and index is not None else [repr(str(self.folder))]
        self._given += [] if index is None else [f"index={index!r}"]
        self._progress = progress
        self._session = Session(self.folder, lock_timeout, progress, index)
        self._answers = Answers(remembered)
        self._reader: tuple[object, QueryReader] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._given)})"

    def close(self) -> None:
        """Let all files go; a second time does nothing."""
        self._session.close()

    def _tell(self, what: str) -> None:
        """Announce what takes long in one piece."""
        if self._progress is not None:
            self._progress(0, None, what)


def _check(
    path: object, index: object, lock_timeout: float, progress: object, remembered: int
) -> None:
    """Raise where a folder cannot be opened with these arguments."""
    if path is not None:
        check_type("path", path, str, os.PathLike)
    if index is not None:
        check_type("index", index, str)
    check_type("lock_timeout", lock_timeout, int, float)
    check_type("remembered", remembered, int)
    for name, number in (("lock_timeout", lock_timeout), ("remembered", remembered)):
        if not number >= 0:
            raise RequestError(f"{name} must be from 0, not {number!r}")
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be a function, not {progress!r}")


def agreement(yes: bool, confirm: Confirm | None) -> Confirm:  # noqa: FBT001
    """Return what says whether to go on: whoever is asked, else nobody does."""
    if yes:
        return lambda _: True
    return confirm or (lambda _: False)
