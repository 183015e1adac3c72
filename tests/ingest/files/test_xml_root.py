"""What an XML file is."""

from __future__ import annotations

import pytest

from souwen.ingest.files.reading import Head
from souwen.ingest.files.xml_root import root_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<rss version='2.0'>", "rss"),
        ('\ufeff<?xml version="1.0"?>\n<!-- a > b -->\n<?xml-stylesheet x?><Feed>', "feed"),
        ("<rdf:RDF xmlns='x'>", "rdf"),
        ("<!DOCTYPE a [<!ENTITY b \"]>\"> <!ENTITY c '>'>]><a/>", "a"),
        ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0" "http://x">\r\n<HTML>', "html"),
        ("<?xml version='1.0'?>", ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_outermost_element(text: str, name: str, encoding: str) -> None:
    """The root is found behind all that may stand above it, in any encoding."""
    root = root_of(Head("a", text.encode(encoding)))
    assert root is not None
    assert root.name == name
    assert root.declared == ("<?xml v" in text)


@pytest.mark.parametrize("text", ["医保", "< 5", "", "a <b>"])
def test_what_is_no_markup_has_none(text: str) -> None:
    """A text has no root."""
    assert root_of(Head("a", text.encode())) is None


def test_a_document_type_without_an_end_is_looked_at_in_linear_time(is_linear: object) -> None:
    """Quotes and brackets that never close do not make the search go back and forth."""
    assert callable(is_linear)
    for unit in ("<!DOCTYPE a [", "'", '"', "<!--", "<?a"):
        assert is_linear(
            lambda size, u=unit: root_of(Head("a", ("<!DOCTYPE a [" + u * size).encode())), 500
        )
