"""Words of a Han run, by jieba's dictionary: search mode, without the model for new words.

`rjieba` (the extra `fast`) and `jieba` give the same words, the first about 20 times faster; a test
holds them equal. The model for new words (HMM) is off because it merges across borders and so hides
words: 新农|合等 would hide 新农合.
"""

from __future__ import annotations

import threading
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from .mapped_segmenter import MappedSegmenter, dictionary_path

#: Part of the index' fingerprint: the shipped dictionary that both implementations carry.
DICTIONARY_VERSION = "jieba 0.42.1"

_SOON = 100  # runs cut: a process that asks so much keeps asking, and loading `rjieba` pays


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
        import logging  # noqa: PLC0415 - as jieba, which needs it

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


class _Process:
    """The process' segmenters: the one that is loaded for much text, and the one for queries."""

    def __init__(self) -> None:
        self._loaded: Segmenter | None = None
        self._mapped: Segmenter | None = None
        self._asked = 0
        self._lock = threading.Lock()

    def give(self, *, many: bool) -> Segmenter:
        loaded = self._loaded
        if loaded is not None:
            return loaded
        with self._lock:
            self._asked += 1
            if not many and self._mapped is None and (path := dictionary_path()):
                self._mapped = MappedSegmenter(path)
            if self._mapped is not None and not many and self._asked != _SOON:
                return self._mapped
            is_fast = find_spec("rjieba") is not None
            if self._mapped is None or many or is_fast:
                self._loaded = RustSegmenter() if is_fast else PythonSegmenter()
                return self._loaded
            return self._mapped


_PROCESS = _Process()


def segmenter(*, many: bool = False) -> Segmenter:
    """Give the process' segmenter.

    The dictionary is loaded, by `rjieba` where it is installed or else by `jieba`, once there is
    much to cut; before, words are looked up in its file. All of them cut alike.

    Args:
        many: whether much will be cut.
    """
    return _PROCESS.give(many=many)
