"""Results in a notebook."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable

VILE = "<script>alert(1)</script>&lt"


class Outline(HTMLParser):
    """What a reader of HTML makes of it: the tags that are open at each text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.add(tag)
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note that the last tag closes."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append((tuple(self.open), data))


def test_hits_are_marked_and_escaped(shelf: Callable[..., Any]) -> None:
    """What matches is marked; what strangers wrote stays text, and moves nothing."""
    body = f"{VILE}门诊报销有规定。\u202e\x1b[2J"
    engine = shelf({"a": {"title": f"{VILE}报销", "body": body, "channel": VILE}}).engine
    shown = Outline(engine.search("报销")._repr_html_())
    assert "script" not in shown.tags
    marked = [text for open_, text in shown.texts if "mark" in open_]
    assert marked == ["报销", "报销"]
    whole = "".join(text for _, text in shown.texts)
    assert whole.count(VILE) == 3
    assert not {"\u202e", "\x1b"} & set(whole)


def test_matches_and_loose_hits_are_apart(shelf: Callable[..., Any]) -> None:
    """A line stands between what matches and what has parts of the query only."""
    texts = {"a": "门诊报销比例", "b": "门诊时间", "c": "报销材料"}
    engine = shelf({n: {"title": t, "body": t} for n, t in texts.items()}).engine
    results = engine.search("门诊 报销")
    assert [hit.matches for hit in results] == ["all", "parts", "parts"]
    html = results._repr_html_()
    shown = Outline(html)
    matches, loose = html.split("<hr>")
    assert [matches.count(hit.id) for hit in results] == [1, 0, 0]
    assert [loose.count(hit.id) for hit in results] == [0, 1, 1]
    assert "only parts of it from here on (2)" in "".join(text for _, text in shown.texts)


def test_nothing_found(shelf: Callable[..., Any]) -> None:
    """Where there is nothing the reason stands there, in the language that is spoken."""
    engine = shelf({"a": {"title": "产假", "body": "产假有几天"}}).engine
    assert "no such channel" in engine.search("产假 channel:无")._repr_html_()
    with souwen.speaking("zh"):
        assert "没有可以搜索的内容" in engine.search("?")._repr_html_()
    assert Outline(engine.search("产甲天")._repr_html_()).texts
