"""A cache that keeps what was used lately, by what it costs to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps values in two generations: what is used of the older one moves to the younger.

    When the younger is full it becomes the older one, whose other values go. So nothing has to be
    kept in the order of its use, and a value that is asked for often stays. Threads may share one:
    at worst a value is made twice.

    Args:
        room: what a generation may cost.
        cost: of a value.
    """

    def __init__(self, room: int, cost: Callable[[V], int]) -> None:
        self._most = self._room = room
        self._cost = cost
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def get(self, key: K, make: Callable[[K], V]) -> V:
        """Return the value of a key, made where it is not there."""
        value = self.find(key)
        if value is None:
            value = make(key)
            self.put(key, value)
        return value

    def find(self, key: K) -> V | None:
        """Return the value of a key, None where it is not there."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep the value of a key that has none among the younger."""
        self._room -= self._cost(value)
        if self._room < 0:
            self._old, self._young = self._young, {}
            self._room = self._most - self._cost(value)
        self._young[key] = value
