"""Files of which nothing is read."""

from __future__ import annotations

import pytest

from souwen.corpus.sources import Member
from souwen.ingest.report import Ignored, Skipped

from .made import read_bytes


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n", Ignored("/k", "not text (PNG picture)")),
        ("a", b"%PDF-1.4", Ignored("/k", "not text (PDF)")),
        ("a", b"Rar!\x1a\x07", Skipped("/k", "an archive of a kind that is not read (rar)")),
        ("a.svg", b"<svg><text>x</text></svg>", Ignored("/k", "a picture, not a page")),
        ("a", b"<?xml version='1.0'?><svg/>", Ignored("/k", "a picture, not a page")),
        ("m.css", b".a{}", Ignored("/k", "a style sheet, not a page")),
        ("m.css?v=1.2", b".a{}", Ignored("/k", "a style sheet, not a page")),
        ("APP.JS", b"var a", Ignored("/k", "a script, not a page")),
        ("app.js.download", b"var a", Ignored("/k", "a script, not a page")),
        ("app.js.map", b"{}", Ignored("/k", "a script, not a page")),
        ("robots.txt", b"User-agent: *", Ignored("/k", "rules for crawlers, not a page")),
        ("a.mjs", b"var a", Ignored("/k", "a script, not a page")),
        ("a.cdxj", b"a b", Ignored("/k", "the index of a web archive, not a page")),
        ("s.xml", b"<urlset><url/></urlset>", Ignored("/k", "a sitemap: no text in it")),
        ("s", b"<?xml?><sitemapindex/>", Ignored("/k", "a sitemap: no text in it")),
        (
            "a",
            b"\xef\xbb\xbf<?xml version='1.0'?><Config/>",
            Ignored("/k", "XML of a kind that is not read (<config>)"),
        ),
        ("a.xml", b"<opml/>", Ignored("/k", "XML of a kind that is not read (<opml>)")),
        (
            "a.docx",
            b"PK\x03\x04" + b"x" * 26 + b"[Content_Types].xml",
            Ignored("/k", "not text (office document or program)"),
        ),
        (
            "a.zip",
            b"\x89PNG\r\n\x1a\n",
            Skipped("/k", "broken: not a zip file, though its name says so"),
        ),
    ],
)
def test_each_has_its_reason(name: str, data: bytes, told: Ignored | Skipped) -> None:
    """What holds no articles is ignored, what may hold some is skipped."""
    assert read_bytes(data, name) == [told]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<?xml version='1.0'?><!DOCTYPE html><html><p>x</p></html>"),
        ("a.xml", b"<html><p>x</p></html>"),
        ("a.html?v=1", b"<p>x</p>"),
        ("a.js.html", b"<p>x</p>"),
        ("js", b"x"),
    ],
)
def test_a_page_is_none_of_these(name: str, data: bytes) -> None:
    """What is HTML is read whatever stands above it."""
    assert isinstance(read_bytes(data, name)[0], Member)
