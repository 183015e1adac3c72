"""The library's front door: one data folder, opened.

    with souwen.open("souwen-data") as engine:
        engine.add(["dumps/2025-05"])
        for hit in engine.search("异地就医 备案", kind="article"):
            print(hit.title, hit.excerpt)

Everything heavy is imported by the method that needs it, so that a search starts fast.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from ..corpus.values import check_type
from .intake import Intake
from .own_words import OwnWords
from .searching import Searching
from .upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..ingest.preview import Part, SplitReport
    from ..language.analysis import TermRow
    from .folder import AnyPath, Progress


class Engine(Searching, Intake, OwnWords, Upkeep):
    """One data folder. Made by `souwen.open`; a context manager; safe to search from threads.

    Args:
        path: the data folder; nothing is made before something is added.
        index: the address of an index on a cluster, in the place of that in the data folder.
        lock_timeout: seconds to wait for another writer.
        progress: called with (done, total or None, what) by every call that takes long, a search
            that has to index first among them.
        remembered: hits of answers that are kept for whoever asks the same again; 0 for none.
    """


def open(  # noqa: A001
    path: AnyPath | None = None,
    *,
    index: str | None = None,
    lock_timeout: float = 60.0,
    progress: Progress | None = None,
    remembered: int = 500,
) -> Engine:
    """Open a data folder; one that is not there is made when something is added.

    Args:
        path: the data folder; `souwen-data` where neither it nor an index is named.
        index: an index on a cluster, in the place of that in the data folder:
            `opensearch+https://host:9200[,host2:9200]/NAME`. Without a data folder it is searched
            alone, and nothing can be added.
        lock_timeout: seconds to wait for another process that is writing.
        progress: called with (done, total or None, what) by every call that takes long, a search
            that has to index first among them.
        remembered: hits of answers that are kept for whoever asks the same again; 0 for none.

    Raises:
        RequestError: the index' address is none, or how to get in cannot be read.
        ClusterError: its name is none, or the extra `cluster` is not installed.
    """
    return Engine(
        path, index=index, lock_timeout=lock_timeout, progress=progress, remembered=remembered
    )


def split(
    path: AnyPath,
    encoding: str | None = None,
    *,
    max_size: int | None = None,
    max_ratio: int | None = None,
    each: Callable[[Part], object] | None = None,
) -> SplitReport:
    """Show how the pages at a path split, without storing anything; the options are those of `add`.

    Args:
        path: a file or a folder.
        encoding: read everything as this.
        max_size: the largest file or member of an archive.
        max_ratio: how many times its size a packed file may unpack to.
        each: given each page and all else as it comes, for what is too much to be kept; the report
            is empty then.

    Raises:
        RequestError: an option that cannot be carried out.
    """
    from ..ingest.files.limits import Limits  # noqa: PLC0415
    from ..ingest.preview import split_path  # noqa: PLC0415

    check_type("path", path, str, PathLike)
    return split_path(str(path), encoding, Limits.given(max_size, max_ratio), each)


def analyze(text: str) -> list[TermRow]:
    """Give the terms of a text, for the index and for a query, with offsets in the text."""
    from ..language.analysis import analyse  # noqa: PLC0415

    check_type("text", text, str)
    return analyse(text)
