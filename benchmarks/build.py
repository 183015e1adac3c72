"""One engine takes the documents in, in a process of its own, and says what that cost.

    python build.py WAY DUMP DOCUMENTS FOLDER MOST

WAY is "dump" (souwen takes the dump in), "parts" (what cannot be avoided of that, each alone), or
an engine that is given the documents with their terms. It prints one line of JSON. Reading the
documents from their file is not part of the time.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from documents import batches
from engines import BUILDS
from terms import terms_of

import souwen
from souwen.index.segments.invert import cut_pieces
from souwen.ingest.pages.split import split_text
from souwen.ingest.text.decode import decode
from souwen.language.normalise_batch import normalise_many
from souwen.language.segmenter import segmenter

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from contestant import Builder

    T = TypeVar("T")

_INDEXED_AT_ONCE = 10_000  # texts: 5,000 documents


class Clock:
    """Adds up seconds of the wall and of the processor, of all threads, by part."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    def run(self, part: str, work: Callable[[], T]) -> T:
        """Do some work as a part."""
        wall, processor = time.perf_counter(), time.process_time()
        given = work()
        seconds, of_processor = time.perf_counter() - wall, time.process_time() - processor
        self.seconds[part] = self.seconds.get(part, 0.0) + seconds
        self.processor[part] = self.processor.get(part, 0.0) + of_processor
        return given


def main() -> int:
    """Measure one build; give the exit code."""
    way, dump, documents, folder = sys.argv[1], *map(Path, sys.argv[2:5])
    clock = Clock()
    folder.mkdir(parents=True)
    if way == "dump":
        with souwen.open(folder) as engine:
            taken = clock.run("all", lambda: engine.add([dump])).added
    elif way == "parts":
        taken = _parts(clock, dump)
    else:
        taken = _terms(clock, BUILDS[way], documents, folder, int(sys.argv[5]))
    measured = {
        "seconds": clock.seconds,
        "processor": clock.processor,
        "documents": taken,
        "peak_mb": _peak(),
        "bytes": bytes_of(folder),
        "index_bytes": bytes_of(folder / "index") if way == "dump" else None,
    }
    print(json.dumps(measured))
    return 0


def _peak() -> float:
    """Give the most memory that this process had, in MB.

    Linux hands the figure of `getrusage` down from the process that started this one, and keeps the
    larger; its own is in /proc.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000  # bytes on macOS
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1_000_000


def bytes_of(folder: Path) -> int:
    """Add up the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _terms(clock: Clock, engine: Builder, documents: Path, folder: Path, most: int) -> int:
    build = engine.build(folder)
    taken = 0
    for batch in batches(documents, most=most):
        clock.run("all", lambda batch=batch: build.add(batch))  # type: ignore[misc]
        taken += len(batch)
    clock.run("all", build.commit)
    return taken


def _parts(clock: Clock, dump: Path) -> int:
    clock.run("dictionary", lambda: segmenter(many=True))
    taken = 0
    waiting: list[str] = []

    def index() -> None:
        # As the index does it, a batch at once.
        normalised = clock.run("normalise", lambda: normalise_many(waiting))
        clock.run("words", lambda: list(cut_pieces(normalised)))
        waiting.clear()

    for path in sorted(dump.rglob("*.txt")):
        data = clock.run("read", path.read_bytes)
        text = clock.run("decode", lambda data=data: decode(data).text)  # type: ignore[misc]
        pages = clock.run("split", lambda text=text: split_text(text))  # type: ignore[misc]
        given = [text for page in pages for one in page.records for text in (one.title, one.body)]
        taken += len(given) // 2
        waiting += given
        if len(waiting) >= _INDEXED_AT_ONCE:
            index()
        clock.run(
            "terms",
            lambda given=given: [terms_of(text) for text in given],  # type: ignore[misc]
        )
    index()
    return taken


if __name__ == "__main__":
    sys.exit(main())
