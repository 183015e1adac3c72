"""What was measured, as Markdown tables and as a plot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from costs import STOCK_WHOLE
from queries import Shape
from spread import number
from targets import targets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from answers import Times
    from memory import Memory
    from result import Result
    from start import Start

_MEGABYTE = 1e6
# What another engine needs before it gets documents with their terms.
_MADE = ("read", "decode", "split", "terms")


def tables(results: Sequence[Result], start: Start, memory: Sequence[Memory]) -> str:
    """Give all tables."""
    parts = [_start(start)]
    for result in results:
        parts += [
            f"### {result.documents:,} documents, {result.dump_bytes / _MEGABYTE:.1f} MB of pages",
            _costs(result),
            _parts(result),
            _shapes(result),
            _day(result),
            _agreement(result),
            _targets(result),
        ]
    if len(results) > 1:
        parts.append(_growth(results))
    if memory:
        parts.append(of_memory(memory))
    return "\n\n".join(parts)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give a Markdown table whose first column is text and whose others are numbers."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _start(start: Start) -> str:
    rows = [
        ["`python -c 'import click'`", str(start.click), "1"],
        ["`souwen search`", str(start.search), number(start.search.median / start.click.median)],
    ]
    return f"A fresh process ({start.pages}):\n\n" + table(["", "ms", "times click"], rows)


def _costs(result: Result) -> str:
    names = {"dump": "souwen, **from the dump**", "souwen": "souwen, index alone"}
    rows = []
    for way, cost in result.builds.items():
        if way in {"parts", STOCK_WHOLE}:
            continue
        index = cost.index_bytes or cost.bytes
        corpus = cost.bytes - index if cost.index_bytes else 0
        rows.append(
            [
                names.get(way, way),
                f"{cost.documents:,}",
                str(cost.rate),
                str(cost.rate_of_processor),
                number(_from_dump(result, way)),
                number(1000 * index / _MEGABYTE / cost.documents),
                number(1000 * corpus / _MEGABYTE / cost.documents) if corpus else "",
                str(cost.peak_mb),
            ]
        )
    head = ["taking in", "documents", "a second", "a CPU second"]
    more = ["from the dump, a CPU second", "index MB per 1,000", "corpus MB per 1,000", "peak MB"]
    return table([*head, *more], rows)


def _from_dump(result: Result, way: str) -> float:
    """Give documents a CPU second from the dump: for all but souwen a sum of parts."""
    cost = result.builds[way]
    rate = cost.rate_of_processor.median
    if way in {"dump", "souwen"}:
        return result.builds["dump"].rate_of_processor.median
    parts = result.builds["parts"]
    needed = ("read", "decode", "split") if "jieba" in way else _MADE
    before = sum(parts.parts[name].median for name in needed) / parts.documents
    return 1 / (1 / rate + before)


def _parts(result: Result) -> str:
    parts, dump = result.builds["parts"], result.builds["dump"]
    whole = dump.documents / dump.rate_of_processor.median
    rows = [
        [name, number(spent.median), number(spent.median / whole)]
        for name, spent in parts.parts.items()
        if name != "terms"
    ]
    rows.append(["the whole of it", number(whole), "1"])
    return table(["of taking the dump in, each alone", "CPU seconds", "share"], rows)


def _shapes(result: Result) -> str:
    engines = list(dict.fromkeys(name for found in result.shapes.values() for name in found))
    rows = []
    for shape, found in result.shapes.items():
        row = [str(shape)]
        for name in engines:
            times = found.get(name)
            row.append(_triple(times) if times else "")
        rows.append(row)
    wall = "p50 / p95 / p99 in ms, with the ten texts:\n\n" + table(["query", *engines], rows)
    rows = []
    for shape, found in result.shapes.items():
        both = [found.get(name) for name in engines]
        rows.append([str(shape), *(_processor(times) if times else "" for times in both)])
    processor = "p50 / p99 in ms of the processor's time alone:\n\n"
    return f"{wall}\n\n{processor}{table(['query', *engines], rows)}"


def _processor(times: Times) -> str:
    return f"{number(times.processor_p50.median)} / {number(times.processor_p99.median)}"


def _triple(times: Times) -> str:
    p95, p99 = number(times.p95.median), number(times.p99.median)
    return f"{times.p50} / {p95} / {p99}"


def _day(result: Result) -> str:
    day = result.day
    rows = [
        ["reading and hashing the dump", str(day.hashing)],
        ["adding it again, unchanged", str(day.again)],
        [f"adding 1 % new pages ({day.more_documents} documents)", str(day.more)],
    ]
    return table(["day by day", "seconds"], rows)


def _agreement(result: Result) -> str:
    rows = [[check.what, f"{check.agreed} of {check.asked}"] for check in result.checks]
    return table(["agreement with a look into all texts", "queries"], rows)


def _targets(result: Result) -> str:
    rows = [
        [
            one.what,
            f"{'at least' if one.is_least else 'at most'} {one.bound:g}",
            number(one.measured),
            "reached" if one.is_reached else "**missed**",
        ]
        for one in targets(result)
    ]
    return table(["target", "bound", "measured", ""], rows)


def of_memory(memory: Sequence[Memory]) -> str:
    """Give the table of what memory taking sites in needs."""
    rows = [
        [
            f"{one.pages:,}",
            number(one.dump_bytes / _MEGABYTE),
            f"{one.documents:,}",
            number(one.seconds),
            number(one.peak_mb),
        ]
        for one in memory
    ]
    head = ["pages of a site", "their MB", "documents", "seconds", "peak MB"]
    return table(head, rows)


def _growth(results: Sequence[Result]) -> str:
    first, last = results[0], results[-1]
    rows = []
    for shape in Shape:
        before, after = (one.shapes[shape]["souwen"].p50.median for one in (first, last))
        rows.append([str(shape), number(before), number(after), number(after / before)])
    head = ["p50 of souwen, ms", f"{first.documents:,}", f"{last.documents:,}", "times"]
    return table(head, rows)


def put_into(path: Path, text: str, name: str = "measured") -> None:
    """Put a text between the markers of this name in a file."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole = path.read_text("utf-8")
    path.write_text(
        re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n\n{text}\n\n{end}", whole, flags=re.DOTALL),
        "utf-8",
    )
