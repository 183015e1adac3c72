"""A data folder, opened: what every part of the front door stands on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from .answers import Answers
from .session import Session

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from ..search.query.interpret import QueryReader

    Progress = Callable[[int, int | None, str], None]
    Confirm = Callable[[str], bool]
    AnyPath = str | os.PathLike[str]


class OpenFolder:
    """A data folder with its session; the parts of `Engine` derive from it."""

    def __init__(
        self,
        path: AnyPath,
        *,
        lock_timeout: float = 60.0,
        progress: Progress | None = None,
        remembered: int = 500,
    ) -> None:
        self.folder = Path(path)
        self._progress = progress
        self._session = Session(self.folder, lock_timeout, progress)
        self._answers = Answers(remembered)
        self._reader: tuple[tuple[int, int, int] | None, QueryReader] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let all files go; a second time does nothing."""
        self._session.close()

    def _tell(self, what: str) -> None:
        """Announce what takes long in one piece."""
        if self._progress is not None:
            self._progress(0, None, what)


def agreement(yes: bool, confirm: Confirm | None) -> Confirm:  # noqa: FBT001
    """Return what says whether to go on: whoever is asked, else nobody does."""
    if yes:
        return lambda _: True
    return confirm or (lambda _: False)
