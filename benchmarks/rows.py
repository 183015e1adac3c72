"""What reading rows costs, by form: documents a second of the processor, and memory.

    python benchmarks/rows.py [ROWS]

The same news texts (20,000, or ROWS) as JSON lines, as a JSON array, CSV and Parquet (extra
`parquet`), and as Parquet beside a column of 200 MB that nobody reads. Each is read into documents
that are not stored, in a process of its own, three times; the table has the best. Needs Linux.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from corpora import News
from measure import table

from souwen.corpus.sources import Member
from souwen.ingest.files.containers import read_container
from souwen.ingest.files.walk import Container

_ROWS = 20_000
_ROUNDS = 3
_UNREAD = 200_000_000  # characters of the column that is not read


def write(folder: Path, count: int) -> list[Path]:
    """Write the rows in each form."""
    texts = News()
    rows: list[dict[str, Any]] = [
        {"id": str(at), "title": text.title, "content": text.text, "date": text.published}
        for at, text in ((at, texts[at]) for at in range(count))
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "rows.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "array.json").write_text(f"[{','.join(lines)}]", "utf-8")
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), folder / "rows.parquet")
    each = _UNREAD // count
    wide = [{**row, "raw": f"{row['id']} ".ljust(each, "x")} for row in rows]
    pq.write_table(pa.Table.from_pylist(wide), folder / "wide.parquet", use_dictionary=False)
    names = ("rows.jsonl", "rows.csv", "rows.parquet", "wide.parquet", "array.json")
    return [folder / name for name in names]


def read(path: Path) -> tuple[int, float, int]:
    """Read a file; return its documents, the seconds of the processor, and the peak of memory."""
    started = time.process_time()
    container = Container(path.name, path, path.name, path.stat().st_size)
    count = sum(isinstance(one, Member) for one in read_container(container))
    seconds = time.process_time() - started
    # What `getrusage` says begins with the peak of the process that started this one.
    status = Path("/proc/self/status").read_text("ascii")
    return count, seconds, int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def measured(path: Path) -> list[str]:
    """Read a file in a process of its own, some times; return a row of the table."""
    runs = []
    for _ in range(_ROUNDS):
        command = [sys.executable, __file__, "--read", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    count, seconds = runs[0][0], min(run[1] for run in runs)
    peak = max(run[2] for run in runs)
    size = path.stat().st_size
    return [path.name, f"{size / 1e6:,.0f}", f"{count / seconds:,.0f}", f"{peak / 1e6:,.0f}"]


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--read"]:
        sys.stdout.write(json.dumps(read(Path(sys.argv[2]))))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _ROWS
    with tempfile.TemporaryDirectory() as folder:
        shown = [measured(path) for path in write(Path(folder), count)]
    head = ["file", "MB", "documents a CPU second", "peak of memory, MB"]
    sys.stdout.write(table(head, shown) + "\n")


if __name__ == "__main__":
    main()
