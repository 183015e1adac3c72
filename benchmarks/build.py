"""Take documents in, in a process of its own, and print as JSON what that cost.

    python build.py WAY FOLDER NUMBER

FOLDER holds a dump, its documents with their terms (`documents.jsonl`), and an index of each way.
WAY is "dump" (souwen takes the dump in, with NUMBER worker processes), "souwen" (souwen builds that
index anew), "parts" (what no dump can do without, each part alone), or an engine that gets at most
NUMBER documents; reading these from their file is not part of the time.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Clock, run
from queries import read, terms_of

import souwen
from souwen.index.segments.invert import cut_pieces
from souwen.ingest.pages.split import split_text
from souwen.ingest.text.decode import decode
from souwen.language.normalise_batch import normalise_many
from souwen.language.segmenter import segmenter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measure import Figures
    from queries import Document

_INDEXED_AT_ONCE = 10_000  # texts: 5,000 documents


def build(way: str, folder: Path, number: int) -> Figures:
    """Start such a process; return what it measured."""
    _, printed = run(sys.executable, __file__, way, folder, number)
    print(f"{way}: {printed.strip()}", file=sys.stderr, flush=True)
    figures: Figures = json.loads(printed)
    return figures


def index_of(folder: Path, way: str) -> Path:
    """Return where a way leaves its index, which is the data folder of souwen."""
    return folder / f"{way.replace(' ', '-')}-index"


def main() -> None:
    """Measure, and print."""
    way, folder, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    match way:
        case "dump":
            figures = _from_dump(folder, number)
        case "souwen":
            figures = _anew(folder)
        case "parts":
            figures = _parts(folder / "dump")
        case _:
            figures = _with_terms(way, folder, number)
    # Not by `getrusage`, which may give the peak of the process that started this one.
    peak = Path("/proc/self/status").read_text("ascii").split("VmHWM:")[1].split()[0]
    print(json.dumps(figures | {"peak MB": int(peak) * 1024 / 1e6}))


def _from_dump(folder: Path, jobs: int) -> Figures:
    data = index_of(folder, "dump")
    with Clock(lambda: sum(os.times()[:4])) as clock, souwen.open(data) as engine:
        report = engine.add([folder / "dump"], jobs=jobs, yes=True)
    with souwen.open(data) as engine:
        stats = engine.stats()
    index = _bytes(data / "index")
    return _figures(clock, report.added) | {
        "seconds": clock.wall,
        "CPU seconds": clock.processor,
        "articles": stats.articles,
        "snippets": stats.snippets,
        "added": report.added,
        "retired": report.retired,
        "skipped": len(report.skipped),
        "index bytes": index,
        "corpus bytes": _bytes(data) - index,
    }


def _anew(folder: Path) -> Figures:
    data = index_of(folder, "souwen")
    shutil.copytree(index_of(folder, "dump"), data)
    with Clock() as clock, souwen.open(data) as engine:
        documents = engine.reindex().documents
    return _figures(clock, documents) | {"index bytes": _bytes(data / "index")}


def _with_terms(way: str, folder: Path, most: int) -> Figures:
    from contestants import CONTESTANTS  # noqa: PLC0415 - the peers are no part of souwen's memory

    reading, number = Clock(), 0
    rest = islice(read(folder / "documents.jsonl"), most)

    def documents() -> Iterator[Document]:
        nonlocal number
        while True:
            with reading:
                batch = list(islice(rest, 1_000))
            if not batch:
                return
            number += len(batch)
            yield from batch

    index = index_of(folder, way)
    index.mkdir()
    with Clock() as clock:
        CONTESTANTS[way].build(index, documents())
    clock.wall -= reading.wall
    clock.processor -= reading.processor
    return _figures(clock, number) | {"index bytes": _bytes(index)}


def _parts(dump: Path) -> Figures:
    """Return the processor's seconds of each part, and how many documents there are."""
    parts: defaultdict[str, Clock] = defaultdict(Clock)
    documents, waiting = 0, list[str]()

    def index() -> None:
        # As the index does it, a batch at once.
        with parts["normalise"]:
            normalised = normalise_many(waiting)
        with parts["words"]:
            list(cut_pieces(normalised))
        waiting.clear()

    with parts["dictionary"]:
        segmenter(many=True)
    for path in sorted(dump.rglob("*.txt")):
        with parts["read"]:
            data = path.read_bytes()
        with parts["decode"]:
            text = decode(data).text
        with parts["split"]:
            pages = split_text(text)
        records = [record for page in pages for record in page.records]
        texts = [text for record in records for text in (record.title, record.body)]
        with parts["terms"]:
            for text in texts:
                terms_of(text)
        documents += len(records)
        waiting += texts
        if len(waiting) >= _INDEXED_AT_ONCE:
            index()
    index()
    return {"documents": documents} | {part: clock.processor for part, clock in parts.items()}


def _figures(clock: Clock, documents: int) -> Figures:
    rates = {"a second": documents / clock.wall, "a CPU second": documents / clock.processor}
    return {"documents": documents} | rates


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
