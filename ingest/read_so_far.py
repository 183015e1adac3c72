"""How much of the dumps is read and stored, for a person who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .files.walk import Container

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .report import Ignored, Skipped

    Progress = Callable[[int, int | None, str], None]


class ReadSoFar:
    """Reports a run of `add`: bytes that were read, of all there are, and pages that are stored.

    Args:
        progress: called with (done, total or None, what); without it nothing is counted.
    """

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._total: int | None = None
        self._done = 0
        self._reading: Container | None = None

    def look(self, files: Iterable[Container | Ignored | Skipped]) -> None:
        """Find how much there is; standard input tells no size."""
        if self._progress is None:
            return
        self._progress(0, None, "looking for files")
        self._total = sum(found.size for found in files if isinstance(found, Container)) or None
        self.show()

    def begin(self, container: Container) -> None:
        """Note the container whose members come next."""
        self._reading = container

    def pass_over(self, container: Container) -> None:
        """Count a container that is not read, because it is unchanged or cannot be."""
        self._done += container.size

    def finish(self) -> None:
        """Count the container that was begun."""
        if self._reading is not None:
            self._done += self._reading.size
        self._reading = None

    def show(self) -> None:
        """Report what is read."""
        if self._progress is None:
            return
        here = self._reading
        done = self._done + (min(here.position.bytes, here.size) if here is not None else 0)
        total = None if self._total is None else max(self._total, done)
        self._progress(done, total, "reading")

    def store(self, stored: int, pages: int) -> None:
        """Report how many pages are stored, of those that were read."""
        if self._progress is not None:
            self._progress(stored, pages, "storing")
