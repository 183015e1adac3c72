"""Mail, files of many mails, and web pages saved as one file (MHTML), which is made like mail."""

from __future__ import annotations

import quopri
import re
from base64 import b64decode
from email import errors, message_from_bytes
from email.header import decode_header
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from ...corpus.sources import Form
from ..text.decode import decode
from ..text.html import read_html
from .articles import Article, Keys, later, titled
from .decompress import BROKEN, reason_of
from .reading import Format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from ..report import Skipped
    from .reading import File, Head, Later, Reading

_SUFFIXES = frozenset((".eml", ".mht", ".mhtml"))
_HEADER = re.compile(rb"([!-9;-~]{1,60}):[^\n]*\n(?:[ \t][^\n]*\n)*")
# A text that begins with lines of this form is mail only where some of both sorts are there.
_OF_MIME = frozenset((b"mime-version", b"content-type", b"content-transfer-encoding"))
_OF_MAIL = frozenset(
    (b"from", b"to", b"subject", b"date", b"message-id", b"received", b"return-path")
) | {b"content-location", b"snapshot-content-location"}
_FROM = re.compile(rb"From \S.{0,100}\d{4}\s*$")
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_ID = re.compile(rb"^message-id:\s*<?([^\s<>]+)", re.IGNORECASE | re.MULTILINE)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CUT_SIGN = re.compile(rb"=[0-9A-Fa-f]?\s*$")
_FAILS = (*BROKEN, errors.MessageError, AttributeError, TypeError)
"""What the standard library raises at mail that is not as it should be."""


class _Text(NamedTuple):
    """A part of a message that is shown."""

    text: str
    is_html: bool
    encoding: str
    location: str
    warnings: tuple[str, ...]


def read_mail(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    """Read a mail, or a saved page, as an article."""
    try:
        data = file.whole(reading.limits)
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))
    else:
        yield from _read_message(file.key, file.key, data, reading)


def read_mbox(file: File, reading: Reading) -> Iterator[Later | Skipped]:
    """Read each mail of a file of many as an article."""
    keys, most = Keys(f"{file.key}#"), reading.limits.member_bytes
    try:
        for number, data in enumerate(_messages(file, most), 1):
            place = f"{file.key} mail {number}"
            if len(data) > most:
                yield reading.lost(place, f"longer than {most} bytes")
                continue
            name = _ID.search(data, 0, 64 * 1024)
            key = keys.key(name[1].decode("ascii", "replace") if name else "", data)
            yield from _read_message(key, place, _QUOTED.sub(b"", data), reading)
    except BROKEN as error:
        yield reading.lost(file.key, reason_of(error))


def _messages(file: File, most: int) -> Iterator[bytes]:
    """Cut a file at the lines that begin a mail; what is too long is cut behind the limit."""
    lines: list[bytes] = []
    size, after_blank = 0, True
    while line := file.stream.readline(most + 1):
        if after_blank and _FROM.match(line):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= most:
            lines.append(line)
            size += len(line)
        after_blank = not line.strip()
    if lines:
        yield b"".join(lines)


def _read_message(key: str, place: str, data: bytes, reading: Reading) -> Iterator[Later | Skipped]:
    try:
        message = message_from_bytes(data)
        texts = list(_texts(message, reading.encoding))
        subject = _header(message, "subject")
        article = _article(key, message, texts, subject)
        is_cut = any(part.defects for part in message.walk() if part.is_multipart())
    except RecursionError:
        yield reading.lost(place, "its parts nest too deeply")
        return
    except _FAILS as error:
        yield reading.lost(place, reason_of(error, "broken mail"))
        return
    yield later(article._replace(place=place))
    if is_cut or (message.get_content_maintype() == "multipart" and not message.is_multipart()):
        yield reading.lost(place, "cut, or broken: the end of its parts is not there")


def _article(key: str, message: Message, texts: list[_Text], subject: str) -> Article:
    location = next((text.location for text in texts if text.location), "")
    location = location or _header(message, "snapshot-content-location")
    encoding = texts[0].encoding if texts else "ascii"
    warnings = tuple(dict.fromkeys(warning for text in texts for warning in text.warnings))
    if location and texts and texts[0].is_html:
        page = titled(subject, texts[0].text, Form.HTML)
        url = location if location.startswith(("http://", "https://")) else ""
        return Article(key, {"page": page, "url": url}, encoding, warnings)
    shown = (read_html(text.text, title=False) if text.is_html else text.text for text in texts)
    fields = {"title": subject, "body": "\n\n".join(shown), "published": _date(message)}
    return Article(key, fields, encoding, warnings)


def _texts(message: Message, encoding: str | None) -> Iterator[_Text]:
    """Yield the parts of a message that are shown: of several forms of one the last."""
    kind = message.get_content_type()
    parts = message.get_payload()
    if isinstance(parts, list):
        inside = [list(_texts(cast("Message", part), encoding)) for part in parts]
        if kind == "multipart/alternative":
            inside = [next((texts for texts in reversed(inside) if texts), [])]
        elif kind == "multipart/related":
            inside = [next((texts for texts in inside if texts), [])]
        for texts in inside:
            yield from texts
    elif kind in {"text/plain", "text/html"} and message.get_content_disposition() != "attachment":
        data = _payload(message)
        decoded = decode(data, encoding=encoding, declared=message.get_content_charset())
        location = _header(message, "content-location")
        is_html = kind == "text/html"
        yield _Text(decoded.text, is_html, decoded.encoding, location, decoded.warnings)


def _payload(part: Message) -> bytes:
    """Return the bytes of a part, also of one that is cut, as far as they go."""
    how = str(part.get("content-transfer-encoding", "")).strip().lower()
    if how not in {"base64", "quoted-printable"}:
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
    written = str(part.get_payload()).encode("ascii", "replace")
    if how == "quoted-printable":
        return quopri.decodestring(_CUT_SIGN.sub(b"", written))
    signs = _NO_BASE64.sub(b"", written)
    rest = len(signs) % 4
    return b64decode(signs[:-1] if rest == 1 else signs + b"=" * (-rest % 4))


def _header(message: Message, name: str) -> str:
    """Return a header in plain text, on one line."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), "")
    parts: list[str] = []
    for part, charset in decode_header(str(raw)):
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
        parts.append(decode(data, declared=charset).text)
    return " ".join("".join(parts).split())


def _date(message: Message) -> str:
    """Return when a mail was sent, as it says."""
    written = _header(message, "date")
    try:
        return parsedate_to_datetime(written).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written


def _names(data: bytes) -> set[bytes]:
    """Return the names of the headers that a file begins with, in lower case."""
    names, at = set(), 0
    while header := _HEADER.match(data, at):
        names.add(header[1].lower())
        at = header.end()
    return names


def _is_mail(head: Head) -> bool:
    names = _names(head.start.replace(b"\r\n", b"\n"))
    if head.suffix in _SUFFIXES:
        return bool(names)
    return bool(names & _OF_MIME) and bool(names & _OF_MAIL)


def _is_mbox(head: Head) -> bool:
    first, _, rest = head.start.replace(b"\r\n", b"\n").partition(b"\n")
    return _FROM.match(first) is not None and bool(_names(rest) & _OF_MAIL)


MAIL = Format("mail", _is_mail, read_mail)
MBOX = Format("mbox", _is_mbox, read_mbox)
