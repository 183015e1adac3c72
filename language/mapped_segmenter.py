"""The words of a short text, by jieba's dictionary where it lies: nothing is loaded.

Loading the dictionary costs a process 0.15 s (`rjieba`) to 2 s (`jieba`), and most processes ask
one query. `dict.txt` of the package `jieba` lists its Han words in the order of their bytes, so a
word is found in the mapped file by binary search. Runs are cut as jieba does without its model for
new words: of all ways the most probable, by the product of the words' frequencies.
"""

from __future__ import annotations

import mmap
import re
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from math import log
from pathlib import Path

_WORDS = "dict.txt"
# The sum of all frequencies in it; a test adds them up.
TOTAL = 60_101_967
_LOG_TOTAL = log(TOTAL)
# What jieba takes for a run of Han characters; all others stand alone.
_RUN = re.compile("[\u4e00-\u9fd5]+")
_LONGEST_LINE = 128  # bytes
# Two words stand out of order. Here is what is found of them and of their beginnings.
_MISPLACED = {
    "吉林".encode(): (89, True),
    "高富".encode(): (0, True),
    "高富帅".encode(): (13, False),
}
_LOOKED_AT = 3  # lines: a word, a misplaced one, and one that begins as the first does


def dictionary_path() -> Path | None:
    """Return the path of jieba's dictionary, None where it is not installed."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], _WORDS)
    return path if path.is_file() else None


class MappedSegmenter:
    """Cuts runs of Han characters by the mapped file.

    Args:
        path: of jieba's dictionary.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._look_up = lru_cache(maxsize=1 << 15)(self._frequency)

    def cut(self, run: str) -> list[str]:
        """Cut a run into words that concatenate to it."""
        words: list[str] = []
        done = 0
        for match in _RUN.finditer(run):
            words += (*run[done : match.start()], *self._cut(match.group()))
            done = match.end()
        return [*words, *run[done:]]

    def cut_for_search(self, run: str) -> list[str]:
        """Cut a run into words, each long one preceded by the dictionary words inside it."""
        words: list[str] = []
        for word in self.cut(run):
            for size in (2, 3):
                if len(word) > size:
                    parts = (word[at : at + size] for at in range(len(word) - size + 1))
                    words += (part for part in parts if self._look_up(part)[0])
            words.append(word)
        return words

    def _cut(self, run: str) -> list[str]:
        best: list[tuple[float, int]] = [(0.0, 0)] * (len(run) + 1)
        for start in range(len(run) - 1, -1, -1):
            best[start] = max(
                (log(frequency or 1) - _LOG_TOTAL + best[end][0], end)
                for end, frequency in self._words_at(run, start)
            )
        borders = [0]
        while borders[-1] < len(run):
            borders.append(best[borders[-1]][1])
        return [run[start:end] for start, end in pairwise(borders)]

    def _words_at(self, run: str, start: int) -> list[tuple[int, int]]:
        """Return where each word that starts here ends, with its frequency; or the character."""
        words = []
        for end in range(start + 1, len(run) + 1):
            frequency, goes_on = self._look_up(run[start:end])
            if frequency:
                words.append((end, frequency))
            if not goes_on:
                break
        return words or [(start + 1, 0)]

    def _frequency(self, word: str) -> tuple[int, bool]:
        """Return how frequent a word is, 0 where it is none, and whether longer ones begin so."""
        wanted = word.encode()
        low, high = self._first, len(self._file)  # starts of lines
        while low < high:
            start = self._line_start((low + high) // 2)
            end = self._file.find(b"\n", start) + 1
            at = end if self._word(start) in _MISPLACED and end < high else start
            if self._word(at) < wanted:
                low = self._file.find(b"\n", at) + 1
            else:
                high = start
        frequency, goes_on = _MISPLACED.get(wanted, (0, False))
        for _ in range(_LOOKED_AT):
            end = self._file.find(b"\n", low)
            if end < 0:
                break
            line, number, _ = self._file[low:end].split(b" ")
            if line == wanted:
                frequency = int(number)
            elif line.startswith(wanted):
                goes_on = True
            low = end + 1
        return frequency, goes_on

    def _line_start(self, at: int) -> int:
        return max(self._file.rfind(b"\n", max(at - _LONGEST_LINE, 0), at) + 1, self._first)

    def _word(self, start: int) -> bytes:
        return self._file[start : self._file.find(b" ", start)]

    @cached_property
    def _first(self) -> int:
        """Where the words of Han only begin; others stand before them, in no order."""
        return self._file.find("\n一 ".encode()) + 1
