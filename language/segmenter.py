"""Words of a Han run, by jieba's dictionary: search mode, without the model for new words.

`rjieba` (the extra `fast`) and `jieba` cut alike, the first about 20 times faster. The model for
new words (HMM) is off because it merges across borders and so hides words: 新农|合等 would hide
新农合.
"""

from __future__ import annotations

import threading
import warnings
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .mapped_segmenter import MappedSegmenter, dictionary_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Part of the index' fingerprint: the shipped dictionary that both implementations carry.
DICTIONARY_VERSION = "jieba 0.42.1"

_SOON = 100  # runs cut: a process that asks so much keeps asking, and loading `rjieba` pays


class RustSegmenter:
    """`rjieba`, the twin in Rust.

    It is the instance that the module makes when it is imported: another one would load the
    dictionary a second time. Nothing is ever added to it here.
    """

    def __init__(self) -> None:
        try:
            import rjieba  # noqa: PLC0415 - optional, and loaded when first needed
        except BaseException as error:
            # What is written in Rust panics where memory ends, with an error of its own kind.
            if type(error).__name__ == "PanicException":
                raise MemoryError("for the dictionary of rjieba") from None
            raise

        self.cut: Callable[[str], list[str]] = partial(rjieba.cut, hmm=False)
        self.cut_for_search: Callable[[str], list[str]] = partial(rjieba.cut_for_search, hmm=False)


class PythonSegmenter:
    """`jieba` itself: an own tokenizer, so that nobody else's dictionary is changed or heard."""

    def __init__(self) -> None:
        import logging  # noqa: PLC0415 - as jieba, which needs it

        with warnings.catch_warnings():
            # jieba 0.42.1 imports pkg_resources and holds invalid escapes in its source.
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415 - takes a second to load its dictionary

        jieba.setLogLevel(logging.CRITICAL)
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = _cache_folder()
        if tokenizer.tmp_dir is None:
            # Else it would load, by marshal, what anybody may have put into the system's folder.
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
            tokenizer.initialized = True
        lock = threading.Lock()

        def locked(cut: Callable[..., Iterator[str]], run: str) -> list[str]:
            with lock:
                return list(cut(run, HMM=False))

        self.cut = partial(locked, tokenizer.cut)
        self.cut_for_search = partial(locked, tokenizer.cut_for_search)


#: Cuts a run of Han characters into words; `MappedSegmenter` says what its two methods return.
Segmenter = MappedSegmenter | RustSegmenter | PythonSegmenter


def _cache_folder() -> str | None:
    """Return a folder of the user's for jieba's unpacked dictionary, None where there is none."""
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

    def segmenter(self, *, many: bool) -> Segmenter:
        if self._loaded is not None:
            return self._loaded
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
    """Return the process' segmenter.

    The dictionary is loaded, by `rjieba` where it is installed or else by `jieba`, once there is
    much to cut; before, words are looked up in its file. All of them cut alike.

    Args:
        many: whether much will be cut.
    """
    return _PROCESS.segmenter(many=many)
