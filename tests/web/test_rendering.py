"""The templates and what they may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from souwen.web import rendering
from souwen.web.rendering import STATIC, looks, render, window_title

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_given_is_escaped() -> None:
    """A text of a stranger is text in whatever template."""
    html = render("similar.html", {"similar": [], "document_at": str})
    assert "<li>" in html
    shown = {"heading": "<b>", "detail": "<script>", "lang": "en", "query": '"><i>', "title": "<"}
    rest = {"home": "/", "hidden": [("<", "'\"")], "feed": None, "other_language": "/?lang=zh"}
    html = render("trouble.html", shown | rest)
    for markup in ("<b>", "<i>", "<script>", '""'):
        assert markup not in html


def test_what_is_missing_is_an_error() -> None:
    """A template that asks for what it was not given is no empty place in a page."""
    with pytest.raises(UndefinedError):
        render("trouble.html", {"heading": ""})


def test_a_window_has_a_short_title() -> None:
    """The title of a window is one line, without controls, and not long."""
    assert window_title("") == "搜文"
    assert window_title("医保\n\u202e报销") == "医保 �报销 - 搜文"
    assert len(window_title("医" * 8000)) < 70


def test_files_change_their_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What browsers keep has another address when it is another file, and so has the page a tag."""
    before = rendering._static.__wrapped__("souwen.css"), looks.__wrapped__()
    for file in STATIC.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes() + b" ")
    monkeypatch.setattr(rendering, "STATIC", tmp_path)
    after = rendering._static.__wrapped__("souwen.css"), looks.__wrapped__()
    assert before[0] != after[0]
    assert before[1] != after[1]
