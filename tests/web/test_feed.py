"""A query is a feed that readers take, and a browser learns how to search here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import souwen

from ..dumps import holding, json_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def texts(entry: ET.Element, name: str) -> list[str]:
    """Return the texts of the children of this name."""
    return [child.text or "" for child in entry.iter(ATOM + name)]


def test_a_feed_has_what_came_in_last_first(
    serve: Callable[..., TestClient], own_folder: Path, tmp_path: Path
) -> None:
    """The entries are the matches, the newest in the corpus first, whatever their own date."""
    client = serve(own_folder)
    address = "/feed.atom?q=%E7%A4%BE%E4%BF%9D&collapse=false&limit=100"
    before = ET.fromstring(client.get(address).content)
    with souwen.open(own_folder) as engine:
        assert len(texts(before, "title")) - 1 == engine.search("社保").total
        row = {"title": "社保旧闻", "body": "正文", "published": "1999-01-01"}
        engine.add(json_lines(tmp_path / "dump.jsonl", [row]))
        (added,) = engine.changes(engine.stats().index.seq - 1).new
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)
    first = feed.find(f"{ATOM}entry")
    assert first is not None
    assert texts(first, "id") == [f"urn:souwen:{added}"]
    assert texts(first, "published") == ["1999-01-01T00:00:00+08:00"]
    (link,) = (link.get("href") or "" for link in first.iter(f"{ATOM}link"))
    assert link.startswith(f"http://127.0.0.1:8765/d/{added}?q=")
    assert texts(feed, "updated")[0] == texts(first, "updated")[0] > "2020"
    assert texts(feed, "updated")[1:] == sorted(texts(feed, "updated")[1:], reverse=True)


def test_any_title_can_be_in_a_feed(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    """Markup, controls and what is no XML in titles and queries leave a feed that can be read."""
    rows = [
        {"title": "茶壶 <script>&]]>", "body": "甲"},
        {"title": "茶壶 \x01\x08\x1b[2J \ufffe \u202e", "body": "乙"},
        {"title": "茶壶 \U0001f600", "body": "丙"},
    ]
    with holding(tmp_path, rows) as engine:
        client = serve(engine.folder)
    for query in ("%E8%8C%B6%E5%A3%B6", "%E8%8C%B6%E5%A3%B6+-%01%3C%22", "%00", ""):
        answer = client.get(f"/feed.atom?q={query}")
        assert answer.status_code == 200
        ET.fromstring(answer.content)
    titles = texts(ET.fromstring(client.get("/feed.atom?q=%E8%8C%B6%E5%A3%B6").content), "title")
    assert "茶壶 <script>&]]>" in titles
    assert "茶壶 \U0001f600" in titles
    assert len(titles) == 4


def test_what_a_feed_cannot_be_asked_is_said(client: TestClient) -> None:
    """Its order is its own, so another one is a parameter that there is not."""
    for query in ("q=a&sort=newest", "q=a&offset=1", "", "q=a&limit=101", "q=a&place=x"):
        assert client.get(f"/feed.atom?{query}").status_code == 400


def test_a_browser_learns_to_search(client: TestClient) -> None:
    """The description leads to the page and the feed of what is typed, at this very address."""
    answer = client.get("/opensearch.xml")
    assert answer.headers["content-type"] == (
        "application/opensearchdescription+xml; charset=utf-8"
    )
    urls = [url.get("template") for url in ET.fromstring(answer.content).iter(f"{OPENSEARCH}Url")]
    assert urls == [
        "http://127.0.0.1:8765/?q={searchTerms}",
        "http://127.0.0.1:8765/feed.atom?q={searchTerms}",
    ]
