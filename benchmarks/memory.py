"""The most memory that taking in a site of many pages needs, and how that grows with the site."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pages import News, site, write

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Memory:
    """One site: its pages and bytes, the documents that they hold, seconds, and the peak."""

    pages: int
    dump_bytes: int
    documents: int
    seconds: float
    peak_mb: float


def measure_memory(news: News, pages: int, work: Path | None) -> Memory:
    """Take in a site whose pages recommend each other, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="souwen-bench-", dir=work) as name:
        folder = Path(name)
        dump = folder / "dump"
        dump_bytes = write(dump, site(news, pages))
        arguments = ("dump", dump, folder / "none", folder / "index", 0)
        command = [sys.executable, *map(str, (_HERE / "build.py", *arguments))]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    seconds = found["seconds"]["all"]
    return Memory(pages, dump_bytes, found["documents"], seconds, found["peak_mb"])
