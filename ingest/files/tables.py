"""CSV and TSV: a header that names the columns, and a row in each record."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from ..report import Ignored, Skipped
from ..rows.delimited import Delimited, Entry, delimiter_of, lines_of
from ..rows.values import one_line
from ..text.decode_stream import DecodedStream
from .decompress import to_its_end
from .reading import Format
from .row_members import RawRow, in_batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .reading import File, Later, Reading

_BLANK = "\ufeff \t\r\n"
_SAMPLE = 50  # records that are looked at where no column is known
_TEXT = 40  # characters: what is as long is no name and no number
_LONGEST_NAME = 40


def read_table(file: File, reading: Reading) -> Iterator[Later | Ignored | Skipped]:
    """Read each record of a table; a bad one is skipped, the rest goes on."""
    yield from to_its_end(file, reading, _read(file, reading), "a table without rows")


def _read(file: File, reading: Reading) -> Iterator[Later | Ignored | Skipped]:
    most = reading.limits.row_bytes
    stream = DecodedStream(file.stream, file.head.data, reading.encoding)
    lines = lines_of(stream.read, most)
    first = next((line for line in lines if line.text.strip(_BLANK) or not line.text), None)
    if first is None:
        return
    delimiter = delimiter_of(first.text)
    told = first.text.strip().strip('"').startswith("sep=")
    entries = Delimited(lines if told else chain([first], lines), delimiter, most).entries()
    head = next(entries, None)
    if head is None or head.problem:
        why = head.problem if head else "a table without a header"
        yield reading.lost(file.key, f"its header cannot be read: {why}")
        return
    columns, warnings = _columns(head.fields)
    wanted = reading.names.texts
    if columns[0].startswith("#"):
        # A list that somebody made about texts: its titles alone are no articles.
        wanted -= frozenset(reading.names.of["title"])
    if wanted.isdisjoint(reading.names.spelled(dict.fromkeys(columns))):
        yield _without_text(file, reading, columns, entries)
        return
    rows = _rows(file, reading, columns, warnings, entries, delimiter)
    yield from in_batches(file, reading, rows, shown=stream.encoding)


def _columns(header: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the names of the columns, each once, and a warning where one stood more often."""
    columns: list[str] = []
    for number, name in enumerate(header, 1):
        column = one_line(name.strip("\ufeff")) or f"column {number}"
        columns.append(f"{column} (column {number})" if column in columns else column)
    repeated = [name for at, name in enumerate(columns) if name != one_line(header[at])]
    repeated = [name[:_LONGEST_NAME] for name in repeated if name.endswith(")")]
    said = f"names of columns that stand twice, the first counts: {', '.join(repeated[:9])}"
    return columns, (said,) if repeated else ()


def _rows(
    file: File,
    reading: Reading,
    columns: list[str],
    warnings: tuple[str, ...],
    entries: Iterable[Entry],
    delimiter: str,
) -> Iterator[RawRow | Skipped]:
    width = len(columns)
    for entry in entries:
        if entry.problem:
            yield reading.lost(f"{file.key} line {entry.number}", entry.problem)
            continue
        fields = entry.fields
        if entry.warning:
            warnings = (*warnings, entry.warning)
        if len(fields) > width:
            # Most likely the delimiter stands in a text that is not quoted.
            warnings = (*warnings, f"more fields than columns: {len(fields)}, not {width}")
            rest = [text for text in fields[width:] if text.strip()]
            fields = [*fields[: width - 1], delimiter.join([fields[width - 1], *rest])]
        row: dict[str, object] = dict(zip(columns, fields, strict=False))
        yield RawRow(f"line {entry.number}", row, 2 * entry.size, warnings)
        warnings = ()


def _without_text(
    file: File, reading: Reading, columns: list[str], entries: Iterator[Entry]
) -> Ignored | Skipped:
    """Return why nothing is taken of a table: a loss only where there are texts in it."""
    listed = ", ".join(column[:_LONGEST_NAME] for column in columns[:9])
    for entry in islice(entries, _SAMPLE):
        if any(len(field) >= _TEXT for field in entry.fields):
            why = f"no column is known to hold a text ({listed}): say which, --map body=COLUMN"
            return reading.lost(file.key, why)
    return Ignored(file.key, f"a table without a column of texts ({listed})")


TABLE = Format("table", lambda head: head.suffix in {".csv", ".tsv"}, read_table)
