"""A file that is a page, or several: text or HTML."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from ...corpus.sources import Form, Member
from ..documents import form_of, keyed_pages, read_pages
from ..report import Ignored, Skipped
from ..text.decode import decode, decode_wide
from ..text.escapes import unescaped
from .decompress import BROKEN, reason_of
from .limits import MOST_LINES, is_too_long, too_long
from .reading import Format, Later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import File, Head, Piece, Reading

_TOO_MUCH_LOST = 0.3
_CONTROLS = bytes(set(range(0x01, 0x20)) - set(b"\t\n\x0b\x0c\r\x1b")) + b"\x7f"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_FEW_CONTROLS = 4
_CONTROLS_IN_TEXT = 0.02
_NULS_IN_TEXT = 0.3
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def read_text(file: File, reading: Reading) -> Iterator[Ignored | Skipped | Later]:
    """Read a file of text or HTML as one piece."""
    try:
        data = file.whole(reading.limits.of_page)
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
    else:
        yield Later(file.key, _members, (file.key, data, reading.encoding), len(data))


def read_binary(file: File, reading: Reading) -> Iterator[Ignored | Skipped | Later]:
    """Read what does not look like text, if the user names its encoding."""
    if reading.encoding is None:
        yield Ignored(file.key, "not text")
    else:
        yield from read_text(file, reading)


def _members(key: str, data: bytes, encoding: str | None) -> list[Piece]:
    return [_member(key, data, encoding)]


def _member(key: str, data: bytes, encoding: str | None) -> Member | Ignored | Skipped:
    decoded = decode(data, encoding=encoding)
    text = unescaped(decoded.text)
    if not text.strip().strip(_INVISIBLE).strip():
        return Ignored(key, "blank")
    if text.count("\ufffd") > _TOO_MUCH_LOST * len(text):
        return Ignored(key, "not text, or in no encoding that is known")
    form = form_of(text)
    if form is not Form.HTML and text.count("\n") + text.count("\r") > MOST_LINES:
        return Skipped(key, f"refused: more than {MOST_LINES} lines of one text")
    read = read_pages(text, form)
    if any(is_too_long(record) for page in read.pages for record in page):
        return Skipped(key, too_long())
    if not read.pages:
        reason = "no text to see on it" if form is Form.HTML else "no article in it"
        return Ignored(key, "; ".join((reason, *read.warnings)))
    return Member(
        key,
        text,
        form,
        decoded.encoding,
        blake2b(data, digest_size=16).hexdigest(),
        keyed_pages(key, read.pages),
        (*decoded.warnings, *read.warnings),
    )


def _is_no_text(head: Head) -> bool:
    data = head.data
    if data.startswith(_MARKS):
        return False
    controls = len(data) - len(data.translate(None, _CONTROLS))
    few_controls = controls <= max(_FEW_CONTROLS, _CONTROLS_IN_TEXT * len(data))
    if few_controls and data.count(0) <= _NULS_IN_TEXT * len(data):
        return False
    # UTF-16 and UTF-32 of Chinese are full of both, so reading them is the only way to tell.
    return decode_wide(data[: len(data) // 4 * 4]) is None


BINARY = Format("binary", _is_no_text, read_binary)
TEXT = Format("text", lambda _: True, read_text)
