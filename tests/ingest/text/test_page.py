"""A parsed page."""

from __future__ import annotations

from souwen.ingest.text.page import parse_page


def test_with_and_without_its_title() -> None:
    """The title is put on the first line where it is asked for; a main text only where it is."""
    markup = "<title>题目</title><p>正文在此。</p>"
    assert parse_page(markup, title=True, main=True).text == "题目\n\n正文在此。"
    assert parse_page(markup, title=False, main=False).text == "正文在此。"
    assert parse_page(markup, title=True, main=True).main is None
