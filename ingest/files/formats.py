"""Every format that is told apart, in the order in which they are tried: a new one is one line."""

from __future__ import annotations

import sys
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from .decompress import BZIP2, GZIP, XZ, ZSTD, packed_in
from .doc_records import DOC_RECORDS
from .feeds import FEED
from .fielded import HEADED, MARKDOWN
from .json_rows import JSON
from .mail import MAIL, MBOX
from .not_read import ARCHIVE, CODE, MEDIA, PART, XML, not_as_promised
from .parquet import PARQUET
from .reading import Format
from .tables import TABLE
from .tars import TAR
from .text_files import BINARY, TEXT
from .warc import WARC
from .zips import ZIP

if TYPE_CHECKING:
    from .reading import File

FORMATS: tuple[Format, ...] = (
    packed_in(GZIP),
    packed_in(BZIP2),
    packed_in(XZ),
    packed_in(ZSTD, "zstd", "" if sys.version_info >= (3, 14) else "backports.zstd"),
    ZIP,
    ARCHIVE,
    TAR,
    MEDIA,
    PARQUET,
    WARC,
    MAIL,
    MBOX,
    BINARY,
    PART,
    JSON,
    TABLE,
    FEED,
    DOC_RECORDS,
    XML,
    CODE,
    MARKDOWN,
    HEADED,
    TEXT,
)
"""Of several that know a file the first counts; the last knows every file."""

_PROMISED = {suffix: format_ for format_ in FORMATS for suffix in format_.suffixes}


def format_of(file: File) -> Format:
    """Return what a file is, by its beginning and its name; raises what is in `BROKEN`."""
    head = file.head
    found = next(format_ for format_ in FORMATS if format_.sniff(head))
    promised = _PROMISED.get(head.suffix)
    is_other = promised is not None and found is not promised and found is not ARCHIVE
    if promised is not None and is_other and found.packing is None:
        return Format(promised.name, promised.sniff, partial(not_as_promised, promised))
    return found


def is_installed(format_: Format) -> bool:
    """Return whether what a format needs is there; nothing is imported for it."""
    try:
        return not format_.module or find_spec(format_.module) is not None
    except ModuleNotFoundError:  # what it is a part of is not there
        return False
