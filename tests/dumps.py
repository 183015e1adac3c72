"""Small dumps of JSON lines, and engines that hold them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import souwen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


def json_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows to a file, a line each, and return its path."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


@contextmanager
def holding(folder: Path, rows: Iterable[Mapping[str, object]]) -> Iterator[souwen.Engine]:
    """Open `data` of a folder, with the rows of a dump beside it taken in."""
    dump = json_lines(folder / "dump.jsonl", rows)
    with souwen.open(folder / "data") as engine:
        engine.add([dump])
        yield engine
