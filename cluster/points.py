"""Points in time of a cluster: a state of an index that later changes leave alone.

Making one and removing it take two requests, so searches of one state share one. A node takes its
points with it when it goes; then there is a new one, in which what was written since may be seen.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ..corpus.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from .client import Client

_KEPT_MINUTES = 5  # that a cluster keeps one after the last search in it
_KEPT = f"{_KEPT_MINUTES}m"
_IDLE = 60.0 * (_KEPT_MINUTES - 1)  # seconds after which nobody relies on it any more


class _Making:
    """One thread makes what several want; the others wait for it, and fail as it does."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._begun: Future[None] | None = None

    def once(self, make: Callable[[], None]) -> None:
        with self._guard:
            begun, mine = self._begun, None
            if begun is None:
                begun = mine = self._begun = Future()
        if mine is not None:
            try:
                make()
                mine.set_result(None)
            except BaseException as error:  # noqa: BLE001 - raised below, in each thread
                mine.set_exception(error)
            with self._guard:
                self._begun = None
        begun.result()


class Point:
    """A point in time of an index; safe to use from several threads.

    Args:
        client: of the cluster.
        index: its name.
    """

    def __init__(self, client: Client, index: str) -> None:
        self._client = client
        self._index = index
        self._making = _Making()
        self._used = time.monotonic()
        self._id = self._made()

    def _made(self) -> str:
        params = {"keep_alive": _KEPT, "allow_partial_pit_creation": "false"}
        path = f"/{self._index}/_search/point_in_time"
        return str(self._client.ask("POST", path, params=params)["pit_id"])

    def clause(self) -> dict[str, str]:
        """Return what names it in a search, which keeps it alive."""
        self._used = time.monotonic()
        return {"id": self._id, "keep_alive": _KEPT}

    @property
    def is_idle(self) -> bool:
        """Whether the cluster may have forgotten it."""
        return time.monotonic() - self._used > _IDLE

    def renew(self, lost: str) -> None:
        """Make it anew in the place of the one that was lost, unless another thread has."""

        def make() -> None:
            if self._id == lost:
                self._id = self._made()

        self._making.once(make)

    def remove(self) -> None:
        """Remove it from the cluster; one that cannot be reached forgets it by itself."""
        with suppress(ClusterError):
            self._client.answer("DELETE", "/_search/point_in_time", {"pit_id": [self._id]})


class Points:
    """The point in time of the newest state that was asked for, and those still in use.

    Args:
        client: of the cluster.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._guard = threading.Lock()
        self._making = _Making()
        self._newest: tuple[Hashable, Point] | None = None
        self._users: dict[Point, int] = {}

    @contextmanager
    def lent(self, index: str, state: Hashable) -> Iterator[Point]:
        """Lend a point in time.

        Args:
            index: its name.
            state: what is different where another point is wanted.
        """
        point = self._of(index, state)
        try:
            yield point
        finally:
            self._given_back(point)

    def _of(self, index: str, state: Hashable) -> Point:
        point = self._kept(state)
        while point is None:
            self._making.once(lambda: self._make(index, state))
            point = self._kept(state, is_new=True)
        return point

    def _kept(self, state: Hashable, *, is_new: bool = False) -> Point | None:
        with self._guard:
            known, point = self._newest or (None, None)
            if point is None or known != state or (point.is_idle and not is_new):
                return None
            self._users[point] += 1
            return point

    def _make(self, index: str, state: Hashable) -> None:
        point = Point(self._client, index)
        with self._guard:
            before, self._newest = self._newest, (state, point)
            self._users[point] = 1  # kept for the next search
        if before is not None:
            self._given_back(before[1])

    def _given_back(self, point: Point) -> None:
        with self._guard:
            self._users[point] -= 1
            is_free = not self._users[point]
            if is_free:
                del self._users[point]
        if is_free:
            point.remove()

    def close(self) -> None:
        """Remove the one that is kept."""
        with self._guard:
            known, self._newest = self._newest, None
        if known is not None:
            self._given_back(known[1])
