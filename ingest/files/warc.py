"""Web archives (WARC, WET, and those in a WACZ): each captured page is read, with its address."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..report import Ignored, Skipped
from ..text.decode import decode
from .articles import Article, Keys, member_of
from .decompress import BROKEN, DEFLATE, GZIP, RAW_DEFLATE, Unpacked, reason_of
from .limits import UnpackError
from .not_read import PART
from .reading import HEAD, Format, Head, Later
from .text_files import BINARY
from .warc_records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warcio.recordloader import ArcWarcRecord

    from .limits import Limits
    from .reading import File, Piece, Reading
    from .warc_records import RawRecord

_TEXTS = frozenset(("text/html", "text/plain", "application/xhtml+xml"))
_NO_PAGES = frozenset(("warcinfo", "request", "metadata"))
_CODINGS = frozenset(("gzip", "x-gzip", "deflate"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LONGEST_REASON = 60


class _NoPageError(Exception):
    """Says why a record is no page, in words that count others of its sort."""


def read_warc(file: File, reading: Reading) -> Iterator[Later | Ignored | Skipped]:
    """Read each captured page of a web archive; what is no page is counted by its reason."""
    keys, reasons = Keys(f"{file.key}!"), Counter[str]()
    try:
        for raw in records(file.stream, reading.limits.member_bytes):
            place = f"{file.key} record {raw.number}"
            if raw.problem:
                yield reading.lost(place, raw.problem)
            if not raw.block:
                continue
            try:
                yield from _pages(raw, keys, reading)
            except _NoPageError as why:
                reasons[str(why)] += 1
            except BROKEN as error:
                yield reading.lost(place, reason_of(error, "broken record"))
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
    for reason, count in sorted(reasons.items()):
        yield Ignored(file.key, f"records not read: {count} ({reason})")


def _pages(raw: RawRecord, keys: Keys, reading: Reading) -> Iterator[Later]:
    """Read a record; where nobody would look for a page in it there is none."""
    record = _parsed(raw)
    if record.rec_type in _NO_PAGES:
        return
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    data, charset = _content(record, address, reading.limits)
    warnings: tuple[str, ...] = ()
    if why := record.rec_headers.get_header("WARC-Truncated"):
        warnings = (f"cut when it was captured ({why[:_LONGEST_REASON]})",)
    key = keys.key(address, data)
    arguments = (key, address, data, charset, reading.encoding, warnings)
    yield Later(key, _members, arguments, len(data))


def _members(
    key: str,
    address: str,
    data: bytes,
    charset: str | None,
    encoding: str | None,
    warnings: tuple[str, ...],
) -> list[Piece]:
    decoded = decode(data, encoding=encoding, declared=charset)
    fields = {"page": decoded.text, "url": address}
    return [member_of(Article(key, fields, decoded.encoding, (*decoded.warnings, *warnings)))]


def _parsed(raw: RawRecord) -> ArcWarcRecord:
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415 - an extra

    try:
        loader = ArcWarcRecordLoader(verify_http=False)
        stream = io.BytesIO(raw.headers + raw.block)
        return loader.parse_record_stream(stream, known_format="warc")
    except Exception as error:  # noqa: BLE001 - it raises what it likes, plain ones among it
        raise ValueError(str(error) or type(error).__name__) from None


def _content(record: ArcWarcRecord, address: str, limits: Limits) -> tuple[bytes, str | None]:
    """Return the bytes of a page, and the charset that was declared for it."""
    kind, http = record.rec_type, record.http_headers
    if kind == "response" and http is not None:
        if (status := http.get_statuscode()) != "200":
            raise _NoPageError(f"status {status[:_LONGEST_REASON]}")
        type_ = http.get_header("Content-Type") or ""
    elif kind == "conversion" or (kind == "resource" and address.startswith(("http:", "https:"))):
        type_ = record.content_type or ""
    else:
        raise _NoPageError(f"{kind} of {address.partition(':')[0]}:"[:_LONGEST_REASON])
    if PART.sniff(Head(urlsplit(address).path.rpartition("/")[2], b"")):
        raise _NoPageError("a part of a page, or rules for crawlers")
    mime = type_.partition(";")[0].strip().lower()
    if mime not in _TEXTS:
        raise _NoPageError(mime[:_LONGEST_REASON] or "no type")
    charset = _CHARSET.search(type_)
    return _body(record, limits), charset[1] if charset else None


def _body(record: ArcWarcRecord, limits: Limits) -> bytes:
    """Return the body of a record, without the codings in which it was sent."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    http = record.http_headers
    stream = record.raw_stream
    if http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    data: bytes = stream.read()
    coding = (http.get_header("Content-Encoding") or "").strip().lower() if http else ""
    # Often it was unpacked when it was captured, and the header left as it was.
    if not coding or not BINARY.sniff(Head("", data[:HEAD])):
        return data
    if coding not in _CODINGS:
        raise UnpackError(f"sent in a coding that is not read ({coding[:_LONGEST_REASON]})")
    codec = GZIP if data.startswith(GZIP.marks) else DEFLATE
    if codec is DEFLATE and int.from_bytes(data[:2]) % 31:
        codec = RAW_DEFLATE
    # warcio would unpack it in one piece, however much that is.
    unpacked = Unpacked(io.BytesIO(data), codec, limits)
    data = _all_of(unpacked, limits)
    if unpacked.problem:
        raise UnpackError(unpacked.problem)
    return data


def _all_of(unpacked: Unpacked, limits: Limits) -> bytes:
    pieces, size = [], 0
    while piece := unpacked.read(64 * 1024):
        pieces.append(piece)
        size += len(piece)
        limits.check_size(size)
    return b"".join(pieces)


WARC = Format(
    "WARC",
    lambda head: head.data.startswith((b"WARC/0.", b"WARC/1.")),
    read_warc,
    extra="warc",
    module="warcio",
)
