"""What an XML file is, by the name of its outermost element; no parser of XML sees it for that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .reading import Head

_DECLARED = re.compile(r"<\?xml[\s?]", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_BEFORE = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:(?P<prefix>[\w.-]+):)?(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>[^>]*)")


class Root(NamedTuple):
    """The outermost element of a file.

    Attributes:
        name: without a prefix, in lower case.
        attributes: as they are written.
        declared: whether `<?xml` stands above it.
    """

    name: str
    attributes: str
    declared: bool


def root_of(head: Head) -> Root | None:
    """Return the outermost element of what may be XML or HTML, or None for anything else."""
    if not (head.is_wide or head.start.startswith(b"<")):
        return None
    if _HTML.match(head.start):
        return Root("html", "", declared=False)
    text, at = head.text, 0
    declared = _DECLARED.match(text) is not None
    while before := _BEFORE.match(text, at):
        at = before.end()
    root = _ROOT.match(text, at)
    if root is None:
        return Root("", "", declared) if declared else None
    return Root(root["name"].lower(), root["attributes"], declared)
