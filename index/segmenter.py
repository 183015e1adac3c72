"""Words of a Han run, by jieba's dictionary: search mode, without the model for new words.

`rjieba` (the extra `fast`) and `jieba` give the same words, the first about 20 times faster; a test
holds them equal. The model for new words (HMM) is off because it merges across borders and so hides
words: 新农|合等 would hide 新农合.
"""

from __future__ import annotations

import logging
import threading
import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

#: Part of the index' fingerprint: the shipped dictionary that both implementations carry.
DICTIONARY_VERSION = "jieba 0.42.1"


class Segmenter(Protocol):
    """Cuts a run of Han characters into words."""

    def cut(self, run: str) -> list[str]:
        """Cut a run into words that concatenate to it."""

    def cut_for_search(self, run: str) -> list[str]:
        """Cut a run into words, each long one preceded by the dictionary words inside it."""


class RustSegmenter:
    """`rjieba`, the twin in Rust.

    It is the instance that the module makes when it is imported: another one would load the
    dictionary a second time. Nothing is ever added to it here.
    """

    def __init__(self) -> None:
        import rjieba  # noqa: PLC0415 - optional, and loaded when first needed

        self._jieba = rjieba

    def cut(self, run: str) -> list[str]:
        """Cut a run into words that concatenate to it."""
        return list(self._jieba.cut(run, hmm=False))

    def cut_for_search(self, run: str) -> list[str]:
        """Cut a run into words, each long one preceded by the dictionary words inside it."""
        return list(self._jieba.cut_for_search(run, hmm=False))


class PythonSegmenter:
    """`jieba` itself: an own tokenizer, so that nobody else's dictionary is changed or heard."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # jieba 0.42.1 imports pkg_resources and holds invalid escapes in its source.
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415 - takes a second to load its dictionary

        jieba.setLogLevel(logging.CRITICAL)
        self._jieba = jieba.Tokenizer()
        self._jieba.tmp_dir = _cache_folder()
        self._lock = threading.Lock()

    def cut(self, run: str) -> list[str]:
        """Cut a run into words that concatenate to it."""
        with self._lock:
            return list(self._jieba.cut(run, HMM=False))

    def cut_for_search(self, run: str) -> list[str]:
        """Cut a run into words, each long one preceded by the dictionary words inside it."""
        with self._lock:
            return list(self._jieba.cut_for_search(run, HMM=False))


def _cache_folder() -> str | None:
    """Give a folder of the user's for jieba's unpacked dictionary, or None for the system's."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - needed by jieba alone

    folder = Path(user_cache_path("souwen"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder)


@cache
def segmenter() -> Segmenter:
    """Give the process' segmenter: `rjieba` where it is installed, else `jieba`."""
    return RustSegmenter() if find_spec("rjieba") else PythonSegmenter()
