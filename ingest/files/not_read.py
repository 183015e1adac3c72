"""Files of which nothing is read, each with its reason: archives that are not opened, pictures.

What is told by its bytes is told whatever its name is. A program, a log or settings are text like
any other, so the name tells them, where nothing says that it is a page or rows after all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..report import Ignored, Skipped
from .reading import Format
from .xml_root import root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .reading import File, Head, Reading

_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
}
_TABLE = "{}: write Parquet or JSON lines"
_MEDIA = {
    b"\x89PNG": "PNG picture",
    b"\xff\xd8\xff": "JPEG picture",
    b"GIF8": "GIF picture",
    b"%PDF-": "PDF",
    b"\x7fELF": "program",
    b"SQLite format 3\x00": "database",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "office document",
    b"ID3": "sound",
    b"OggS": "sound",
    b"fLaC": "sound",
    b"wOFF": "font",
    b"wOF2": "font",
    b"\x00asm": "program",
    b"{\\rtf": "office document",
    b"ARROW1": _TABLE.format("Arrow"),
    b"FEA1": _TABLE.format("Arrow"),
    b"\xff\xff\xff\xff": _TABLE.format("Arrow"),  # a stream of it
    b"Obj\x01": _TABLE.format("Avro"),
    b"\x89HDF": _TABLE.format("HDF5"),
    b"\x93NUMPY": _TABLE.format("NumPy"),
    **{b"\x80%c" % version: _TABLE.format("pickle") for version in range(2, 6)},
    # A zip by its form, but one document by what it is.
    b"PK\x03\x04": "office document or program",
}
_ORC = re.compile(rb"ORC(?=[^\x00-\x08]{0,60}[\x00-\x08])")  # the word alone may begin a text
_SCRIPT, _STYLE, _PICTURE = "a script", "a style sheet", "a picture"
# What belongs to a page and is text; what is none is told by its bytes.
_PARTS = {
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".map", ".wasm"), _SCRIPT),
    **dict.fromkeys((".css", ".scss", ".sass", ".less"), _STYLE),
    **dict.fromkeys((".svg", ".xbm", ".xpm", ".eps"), _PICTURE),
    **dict.fromkeys((".cdx", ".cdxj"), "the index of a web archive"),
    **dict.fromkeys((".woff", ".woff2", ".ttf", ".otf", ".eot"), "a font"),
}
_SETTINGS, _LOG, _LINK = "settings", "a log", "a link"
_PROGRAM = "a program"
_DUMP = "a dump of a database: write its rows as JSON lines or CSV"
_PROGRAMS = (
    "py pyw pyi rb pl lua go rs java kt scala swift dart c h cc cpp hpp cs vb vbs sh bash zsh bat"
    " cmd ps1 mk cmake gradle"
)
_CODE = {
    **dict.fromkeys(_PROGRAMS.split(), _PROGRAM),
    **dict.fromkeys(("ini", "cfg", "cnf", "conf", "toml", "yaml", "yml", "properties"), _SETTINGS),
    **dict.fromkeys(("reg", "lock"), _SETTINGS),
    **dict.fromkeys(("log", "err", "out"), _LOG),
    **dict.fromkeys(("url", "webloc", "desktop"), _LINK),
    "sql": _DUMP,
}
_OF = "(?:dev|test|tests|docs?|base|prod|all)"
_CODE_NAMES = (
    (re.compile(r"\A.*\.log[.-][\d.-]{1,40}"), _LOG),
    (re.compile(rf"(?:{_OF}[_-])?requirements(?:[_-]{_OF})?\.txt"), "a list of packages"),
    (re.compile(r"(?:makefile|dockerfile)(?:\..*)?|cmakelists\.txt"), _PROGRAM),
)
_CODE_BEGINS = (
    (re.compile(rb"#!\s?/"), _PROGRAM),
    (
        re.compile(
            rb"(?i)\A(?:--\s*+)++(?:mysql|mariadb|postgresql|phpmyadmin)[^\n]{0,60}? dump\b"
        ),
        _DUMP,
    ),
    (re.compile(rb"PRAGMA foreign_keys=|/\*!\d{5}"), _DUMP),
)
_NAMES = {"robots.txt": "rules for crawlers"}
_PAGES = frozenset((".txt", ".html", ".htm", ".xhtml", ".md"))
_SAVED_AS = re.compile(r"(?:\.download|[?@].*)$", re.IGNORECASE)
_XML_SUFFIXES = frozenset((".xml", ".rss", ".atom", ".rdf", ".opml", ".xsl", ".xslt", ".xsd"))
_OF_HTML = frozenset(
    [
        *("html", "head", "body", "meta", "title", "link", "div", "p", "h1", "h2", "h3"),
        *("article", "section", "main", "table", "ul", "span", "font"),
    ]
)
_OF_SITEMAPS = frozenset(("urlset", "sitemapindex"))


def _archive(head: Head) -> str:
    return next((kind for mark, kind in _ARCHIVES.items() if head.data.startswith(mark)), "")


def _read_archive(file: File, reading: Reading) -> Iterator[Skipped]:
    kind = _archive(file.head)
    yield reading.lost(file.key, f"an archive of a kind that is not read ({kind})")


def _media(head: Head) -> str:
    """Return why nothing is read of what is no text, by its first bytes."""
    kind = next((kind for mark, kind in _MEDIA.items() if head.data.startswith(mark)), "")
    kind = _TABLE.format("ORC") if _ORC.match(head.data) else kind
    return f"not text ({kind})" if kind else ""


def _part(head: Head) -> str:
    """Return why nothing is read of a part of a page; its name may be as browsers change it."""
    kind = _PARTS.get(head.suffix) or _NAMES.get(head.name.lower())
    if (
        kind is None
        and head.suffix not in _PAGES
        and (name := _SAVED_AS.sub("", head.name)) != head.name
        and "." in name
    ):
        kind = _PARTS.get(name[name.rfind(".") :].lower())
    return f"{kind}, not a page" if kind else ""


def _code(head: Head) -> str:
    """Return why nothing is read of what people write for machines, or machines for people."""
    if head.start.startswith(b"<"):
        return ""  # a page, saved under the name of what made it
    name = head.name.lower()
    kind = (
        next((kind for begin, kind in _CODE_BEGINS if begin.match(head.start)), "")
        or _CODE.get(head.suffix[1:])
        or next((kind for named, kind in _CODE_NAMES if named.fullmatch(name)), "")
    )
    return kind if not kind or kind is _DUMP else f"{kind}, not a page"


def _xml(head: Head) -> str:
    """Return why nothing is read of an XML file; empty for what is HTML, or no XML."""
    root = root_of(head)
    if root is None or root.name in _OF_HTML:
        return ""
    if not root.name and head.suffix not in _XML_SUFFIXES:
        return ""  # a page may have more than what was looked at above its first tag
    if root.name in _OF_SITEMAPS:
        return "a sitemap: no text in it"
    if root.name == "svg":
        return f"{_PICTURE}, not a page"
    if root.declared or head.suffix in _XML_SUFFIXES:
        return f"XML of a kind that is not read (<{root.name[:40]}>)"
    return ""


def not_as_promised(promised: Format, file: File, reading: Reading) -> Iterator[Skipped]:
    """Read nothing of a file that is not what its name says."""
    reason = f"broken: not a {promised.name} file, though its name says so"
    yield reading.lost(file.key, reason)


def _ignored(name: str, reason_of: Callable[[Head], str]) -> Format:
    """Return the format of files that have a reason to be ignored, by their heads."""

    def read(file: File, reading: Reading) -> Iterator[Ignored]:  # noqa: ARG001 - as all readers
        yield Ignored(file.key, reason_of(file.head))

    return Format(name, lambda head: bool(reason_of(head)), read)


ARCHIVE = Format("archive", lambda head: bool(_archive(head)), _read_archive)
MEDIA = _ignored("media", _media)
PART = _ignored("part of a page", _part)
CODE = _ignored("code", _code)
XML = _ignored("XML", _xml)
