"""The normalised texts of documents, for looking whether a string really stands there."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from ..index.normalise import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..index.snapshot import Ordinals

TextReadings = tuple[str, ...]
_BATCH = 500


class Texts:
    """Reads texts by ordinal, through the ids of one snapshot, and keeps the latest.

    Args:
        ids: the id of each ordinal.
        fetch: gives the (title, body) of each id that the corpus still has.
        most_characters: about how much is kept.
    """

    def __init__(
        self,
        ids: Sequence[str],
        fetch: Callable[[Sequence[str]], Mapping[str, tuple[str, str]]],
        most_characters: int = 20_000_000,
    ) -> None:
        self._ids = ids
        self._fetch = fetch
        self._kept: OrderedDict[int, tuple[TextReadings, TextReadings]] = OrderedDict()
        self._room = most_characters

    def look(self, documents: Ordinals) -> Iterator[tuple[int, TextReadings, TextReadings]]:
        """Give (ordinal, readings of the title, readings of the body) of documents.

        A document that was purged meanwhile has no readings, so nothing is found in it.
        """
        for start in range(0, len(documents), _BATCH):
            batch: list[int] = documents[start : start + _BATCH].tolist()
            wanted = [self._ids[ordinal] for ordinal in batch if ordinal not in self._kept]
            fetched = self._fetch(wanted) if wanted else {}
            for ordinal in batch:
                texts = self._kept.get(ordinal)
                if texts is None:
                    title, body = fetched.get(self._ids[ordinal], ("", ""))
                    texts = readings(title), readings(body)
                    self._keep(ordinal, texts)
                yield ordinal, *texts

    def _keep(self, ordinal: int, texts: tuple[TextReadings, TextReadings]) -> None:
        self._kept[ordinal] = texts
        self._room -= _size(texts)
        while self._room < 0 and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._room += _size(dropped)


def _size(texts: tuple[TextReadings, TextReadings]) -> int:
    return sum(len(reading) for readings_ in texts for reading in readings_) + 100
