"""Parquet: a row group at a time, and of the columns only those that hold a known field.

Needs the extra `parquet`.
"""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, Any, cast

from ..rows.names import BESIDE, TEXTS
from ..rows.values import Length
from .decompress import BROKEN, reason_of
from .reading import Format
from .row_members import RawRow, in_batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

    from ..report import Skipped
    from ..rows.names import FieldNames
    from .reading import File, Later, Reading

_BUFFER = 256 * 1024
_BATCH_BYTES = 4 * 1024 * 1024
_BATCH_ROWS = 256
_MEASURED = 16 * 1024 * 1024  # bytes of a column in a row group whose texts are measured one by one
_CHUNK = 1024 * 1024
_BYTES_OF_A_CHARACTER = 3


def read_parquet(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    """Read the rows of each row group; a broken one is skipped, the rest goes on."""
    import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    broken = (*BROKEN, pa.ArrowException, TypeError)
    try:
        with _seekable(file, reading) as stream:
            # Without buffers of its own it would read each column of a row group at once.
            table = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
            columns = _Columns(table, reading.names)
            if not columns.read:
                listed = ", ".join(table.schema_arrow.names[:9])
                why = f"no column is known to hold a text ({listed}): say which, --map body=COLUMN"
                yield reading.lost(file.key, why)
                return
            rows = _rows(file, reading, table, columns, broken)
            yield from in_batches(file, reading, rows, shown="utf-8")
    except broken as error:
        yield reading.lost(file.key, reason_of(error, "broken Parquet"))


def _seekable(file: File, reading: Reading) -> IO[bytes]:
    """Return the stream, or what is in it, to be read from its end."""
    if file.stream.seekable():
        return cast("IO[bytes]", file.stream)
    spool = tempfile.TemporaryFile(prefix="souwen-")  # noqa: SIM115 - the caller closes it
    size = 0
    while piece := file.stream.read(_CHUNK):
        size += spool.write(piece)
        reading.limits.check_size(size)
    spool.seek(0)
    return cast("IO[bytes]", spool)


class _Columns:
    """Which columns of a table are read, and which only measured.

    Attributes:
        read: those that are read.
        texts: others that hold texts.
    """

    def __init__(self, table: pq.ParquetFile, names: FieldNames) -> None:
        schema = table.schema_arrow
        spelled = {name: next(iter(names.spelled({name: None}))) for name in map(str, schema.names)}
        wanted = {key for field, keys in names.of.items() for key in keys}
        if any(spelled[name] in names.of["body"] for name in spelled):
            wanted -= set(names.of["html"])
        tops = wanted | {key.partition(".")[0] for key in wanted if "." in key} | set(BESIDE)
        self.read = [name for name in spelled if spelled[name] in tops]
        texts = {key.partition(".")[0] for field in TEXTS for key in names.of[field]} | names.texts
        if texts.isdisjoint(spelled[name] for name in self.read):
            # As another program keeps its records, below one key.
            inside = [name for name in spelled if names.texts & _inner(schema.field(name).type)]
            self.read = [*self.read, *inside] if inside else []
        self.texts = [
            name for name in spelled if name not in self.read and _is_text(schema.field(name).type)
        ]


def _inner(type_: pa.DataType) -> set[str]:
    import pyarrow as pa  # noqa: PLC0415

    return {field.name for field in type_} if pa.types.is_struct(type_) else set()


def _is_text(type_: pa.DataType) -> bool:
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if pa.types.is_struct(type_):
        return any(_is_text(field.type) for field in type_)
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return _is_text(type_.value_type)
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))


def _rows(
    file: File,
    reading: Reading,
    table: pq.ParquetFile,
    columns: _Columns,
    broken: tuple[type[BaseException], ...],
) -> Iterator[RawRow | Skipped]:
    number = 0
    for group in range(table.metadata.num_row_groups):
        of_group = table.metadata.row_group(group)
        first = number
        try:
            for row in _group(table, group, columns):
                number += 1
                size = 64 + sum(len(v) for v in row.values() if isinstance(v, str | bytes)) * 2
                yield RawRow(f"row {number}", row, size)
        except broken as error:
            place = f"{file.key} rows {number + 1} to {first + of_group.num_rows}"
            yield reading.lost(place, reason_of(error, "broken Parquet"))
        number = first + of_group.num_rows


def _group(table: pq.ParquetFile, group: int, columns: _Columns) -> Iterator[dict[str, Any]]:
    """Yield the rows of a row group, with the lengths of the texts that are not read."""
    sizes = _sizes(table, group)
    count = max(table.metadata.row_group(group).num_rows, 1)
    measured = [name for name in columns.texts if sizes.get(name, 0) <= _MEASURED]
    large = {
        name: Length(sizes[name] // count // _BYTES_OF_A_CHARACTER)
        for name in columns.texts
        if name not in measured
    }
    each = sum(sizes.get(name, 0) for name in (*columns.read, *measured)) // count
    rows = max(1, min(_BATCH_ROWS, _BATCH_BYTES // max(each, 1)))
    for batch in table.iter_batches(
        rows, row_groups=[group], columns=[*columns.read, *measured], use_threads=False
    ):
        listed = {
            name: _lengths(batch.column(name)) if name in measured else _values(batch.column(name))
            for name in batch.schema.names
        }
        for values in zip(*listed.values(), strict=True):
            yield {**dict(zip(listed, values, strict=True)), **large}


def _sizes(table: pq.ParquetFile, group: int) -> dict[str, int]:
    """Return the bytes of each column in a row group, unpacked."""
    sizes: dict[str, int] = {}
    of_group = table.metadata.row_group(group)
    for number in range(of_group.num_columns):
        column = of_group.column(number)
        name = column.path_in_schema.partition(".")[0]
        sizes[name] = sizes.get(name, 0) + column.total_uncompressed_size
    return sizes


def _lengths(column: pa.Array) -> list[Any]:
    """Return the length of each text of a column; lists and objects as they are."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [None if n is None else Length(n) for n in pc.utf8_length(column).to_pylist()]
    return _values(column)


def _values(column: pa.Array) -> list[Any]:
    """Return the values of a column; one that Python cannot hold costs no other."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_timestamp(column.type):
        # Nanoseconds are more than Python has, and zones need not be known where this runs.
        unit = "us" if column.type.unit == "ns" else column.type.unit
        zone = "UTC" if column.type.tz else None
        column = column.cast(pa.timestamp(unit, zone), safe=False)
    try:
        return cast("list[Any]", column.to_pylist())
    except (ValueError, ArithmeticError):
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> object:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        import pyarrow as pa  # noqa: PLC0415

        if isinstance(scalar, pa.StructScalar):
            fields = range(len(scalar.type))
            return {scalar.type.field(at).name: _value(scalar[at]) for at in fields}
        if hasattr(scalar, "as_buffer"):
            return scalar.as_buffer().to_pybytes()  # read as other bytes of text are
        return [_value(one) for one in scalar.values]
    except (ValueError, ArithmeticError):
        return str(getattr(scalar, "value", "?"))


PARQUET = Format(
    "Parquet",
    lambda head: head.data.startswith(b"PAR1"),
    read_parquet,
    suffixes=frozenset((".parquet",)),
    extra="parquet",
    module="pyarrow",
)
