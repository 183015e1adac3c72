"""The page as the server makes it, without a browser."""

from __future__ import annotations

import itertools
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup

import souwen
from souwen.search import budget
from souwen.web import service

from ..dumps import json_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import Tag
    from starlette.testclient import TestClient

QUERY = "社保基数"
MARKUP = "恶意<script>alert(1)</script>\"'><img src=x>"


@pytest.fixture
def look(client: TestClient) -> Callable[..., BeautifulSoup]:
    """Return a reader of the page at an address of the server over the samples."""

    def read(url: str, **parameters: object) -> BeautifulSoup:
        path, _, query = url.partition("?")
        reply = client.get(path, params={"lang": "en", **dict(parse_qsl(query)), **parameters})
        assert reply.status_code == 200, reply.text
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        return BeautifulSoup(reply.text, "lxml")

    return read


@pytest.fixture
def hostile(serve: Callable[..., TestClient], tmp_path: Path) -> TestClient:
    """Return a client of a server over documents that mean no good."""
    rows = [
        {
            "id": "markup",
            "title": "恶意<script>alert(1)</script>\"'><img src=x>",
            "body": "恶意<b>正文",
        },
        {"id": "script", "title": "恶意链接", "body": "恶意链接。", "url": "javascript:alert(1)"},
        {"id": "bidi", "title": "恶意\u202e方向\u2066\x1b[31m", "body": "恶意\x07方向。"},
        {"id": "long", "title": "恶意" * 4000, "body": "恶意" * 9000, "channel": "频\u202e道<i>"},
        {
            "id": "web",
            "title": "恶意网址",
            "body": "恶意。",
            "url": 'https://example.com/?a=1&b="<',
        },
    ]
    with souwen.open(tmp_path / "data") as engine:
        assert engine.add([json_lines(tmp_path / "dump.jsonl", rows)]).added == len(rows)
    return serve(tmp_path / "data")


def hrefs(page: BeautifulSoup, selector: str) -> list[str]:
    """Return where links lead."""
    return [str(link["href"]) for link in page.select(selector)]


def text_of(node: Tag | None) -> str:
    """Return the text of an element, with single spaces."""
    assert node is not None
    return " ".join(node.get_text().split())


def test_a_search_shows_what_the_api_gives(
    client: TestClient, look: Callable[..., BeautifulSoup]
) -> None:
    """Hits stand in the same order with the same titles, excerpts, marks and total."""
    found = client.get("/api/v1/search", params={"q": QUERY}).json()
    page = look("/", q=QUERY)
    (field,) = page.select("input[type=search][name=q]")
    assert field["value"] == QUERY
    assert text_of(page.select_one("[data-total]")) == str(found["total"])
    shown = page.select("article[data-id]")
    assert [article["data-id"] for article in shown] == [hit["id"] for hit in found["hits"]]
    for article, hit in zip(shown, found["hits"], strict=True):
        heading, excerpt = article.select_one("h2"), article.select_one(".excerpt")
        assert heading is not None
        assert excerpt is not None
        assert text_of(heading) == hit["title"]
        assert [mark.get_text() for mark in heading.select("mark")] == [
            hit["title"][start:end] for start, end in hit["title_spans"]
        ]
        assert " ".join(hit["excerpt"].split()) in text_of(excerpt)
        assert [mark.get_text() for mark in excerpt.select("mark")] == [
            hit["excerpt"][start:end] for start, end in hit["excerpt_spans"]
        ]


def test_facets_are_links_that_narrow(look: Callable[..., BeautifulSoup]) -> None:
    """Following a value shows as many documents as it says, chosen, with the others still there."""
    page = look("/", q=QUERY)
    names = {str(link["data-facet"]) for link in page.select("a[data-facet][data-value]")}
    assert names == {"kind", "channel", "month", "place", "flag"}
    for link in page.select("a[data-facet]"):
        count = int(re.findall(r"\d+", str(link.get("aria-label") or text_of(link)))[-1])
        narrowed = look(str(link["href"]))
        assert text_of(narrowed.select_one("[data-total]")) == str(count)
        (chosen,) = narrowed.select("a[data-facet][aria-current]")
        assert (chosen["data-facet"], chosen["data-value"]) == (
            link["data-facet"],
            link["data-value"],
        )
        widened = look(str(chosen["href"]))
        assert text_of(widened.select_one("[data-total]")) == "11"
        assert hrefs(narrowed, "a.chip") == [chosen["href"]]
    months = look("/", q=QUERY, after="2025-03", before="2025-03")
    assert len(months.select("a[data-facet=month]")) == len(page.select("a[data-facet=month]")) == 4


def test_pages_are_parts_of_one_list(
    client: TestClient, look: Callable[..., BeautifulSoup]
) -> None:
    """Going forward shows every line once, and back again leads to the first page."""
    every = client.get("/api/v1/search", params={"q": "医保", "limit": 100}).json()["hits"]
    seen: list[str] = []
    page = look("/", q="医保", limit=7)
    while True:
        seen += [str(article["data-id"]) for article in page.select("article[data-id]")]
        following = hrefs(page, "a[rel=next]")
        if not following:
            break
        page = look(following[0])
        assert hrefs(page, "a[rel=prev]")
    assert seen == [hit["id"] for hit in every]
    assert len(seen) > 14


def test_loose_hits_stand_below_a_line(look: Callable[..., BeautifulSoup]) -> None:
    """The line says how many there are, and what is above it matches."""
    page = look("/", q="生育津贴 岳阳")
    (line,) = page.select("[data-more]")
    assert int(str(line["data-more"])) > 0
    assert str(line["data-more"]) in text_of(line)
    below = line.find_all_next("article")
    assert below
    assert all("loose" in article["class"] for article in below)
    assert "loose" not in str(line.find_all_previous("article"))
    assert not look("/", q=QUERY, limit=5).select("[data-more]")


def test_nothing_is_found_with_what_is_near(look: Callable[..., BeautifulSoup]) -> None:
    """Where nothing is found it is said how the query was read, why, and what is nearest."""
    page = look("/", q='"火星社保"')
    assert text_of(page.select_one("[data-total]")) == "0"
    assert not page.select("article[data-id]")
    assert page.select(".nearest a[href^='/d/']")
    assert '"火星社保"' in text_of(page.select_one(".nothing"))
    assert "channel" in text_of(look("/", q=QUERY, channel="健康").select_one(".nothing"))
    meant = look("/", q="门诊慢特丙").select_one(".meant a")
    assert text_of(meant) == "门诊慢特病"
    assert text_of(look("/", q="yanglaojin").select_one(".meant a")) == "养老金"
    assert not look("/", q="qqqqqqqq").select(".meant")
    assert not look("/", q="yanglaojin", place="西藏").select(".meant")  # it would find nothing
    assert text_of(look("/", q="?!").select_one(".nothing")).endswith("nothing to search for")
    far = look("/", q=QUERY, offset=900)
    assert "No further hits" in text_of(far.select_one(".nothing"))
    assert hrefs(far, "a[rel=prev]")


def test_a_document_has_its_marks(look: Callable[..., BeautifulSoup]) -> None:
    """A hit leads to its text with every match marked, and from there back to the same results."""
    results = look("/", q="产假 天数", kind="article")
    href = hrefs(results, "article h2 a")[0]
    page = look(href)
    article = page.select_one("article.text")
    assert article is not None
    marked = {mark.get_text() for mark in article.select("mark")}
    assert marked <= {"产假", "天数", "产假天数"}
    assert marked
    back = hrefs(page, "[data-back]")[0]
    assert look(back).select("article[data-id]")[0]["data-id"] == article["data-id"]
    assert "kind=article" in back
    assert "rank 1 of" in text_of(page.select_one("#why"))
    plain = look(f"/d/{article['data-id']}")
    assert not plain.select("mark, [data-back], #why")
    beginning = str(article["data-id"])[:8]
    assert text_of(look(f"/d/{beginning}").select_one("h1")) == text_of(article.select_one("h1"))


def test_a_beginning_is_kept_in_links(look: Callable[..., BeautifulSoup]) -> None:
    """What finds the beginning of a word leads to pages that do, and to marks of it."""
    page = look("/", q="202", prefix_last="true")
    assert page.select("article[data-id]:not(.loose)")
    for selector in ("a[data-facet]", "a[data-sort]", "article h2 a", "a.feed"):
        assert all("prefix_last=true" in href for href in hrefs(page, selector)), selector
    assert look(hrefs(page, "article h2 a")[0]).select("article.text mark")
    assert not page.select("input[name=prefix_last]")


def test_what_is_folded_is_a_link_away(look: Callable[..., BeautifulSoup]) -> None:
    """The pages that stand behind a hit are listed by the document, also as a part alone."""
    page = look("/", q="生育津贴怎么领")
    link = page.select_one("a.folded")
    assert link is not None
    assert str(link["href"]).endswith("#similar")
    document = str(link["href"]).removesuffix("#similar")
    listed = look(document).select("#similar li a")
    assert text_of(listed[0]) == "生育津贴怎么领"
    assert look(f"{document}&part=similar").select("[data-part-is=similar] li a") == listed


def test_parts_are_the_same_html(look: Callable[..., BeautifulSoup]) -> None:
    """A fragment, and a part of a document, is what stands in the whole page."""
    whole, alone = look("/", q=QUERY), look("/", q=QUERY, fragment="true")
    assert not alone.select("input")
    took = re.compile(r"found in \d+ ms")
    both = [took.sub("", str(page.select_one("#found"))) for page in (whole, alone)]
    assert both[0] == both[1]
    href = hrefs(whole, "article h2 a")[0]
    for part in ("text", "why", "similar"):
        in_page = look(href).select_one(f"[data-part-is={part}]")
        (by_itself,) = look(f"{href}&part={part}").select("[data-part-is]")
        assert in_page is None or str(in_page) == str(by_itself)


def test_the_form_carries_the_filters(look: Callable[..., BeautifulSoup]) -> None:
    """Without a script another query keeps what it is narrowed by, on its first page."""
    page = look("/", q=QUERY, channel="健康新闻", sort="newest", limit=2, offset=2)
    hidden = {str(field["name"]): field["value"] for field in page.select("input[type=hidden]")}
    assert hidden == {"lang": "en", "channel": "健康新闻", "sort": "newest", "limit": "2"}


def test_two_languages(client: TestClient) -> None:
    """The page speaks what the browser asks for, or the link; and says which."""
    asked = {"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"}
    chinese = BeautifulSoup(client.get("/", params={"q": QUERY}, headers=asked).text, "lxml")
    assert chinese.html is not None
    assert chinese.html["lang"] == "zh-CN"
    assert "必须含有" in text_of(chinese.select_one(".reading"))
    link = hrefs(chinese, ".foot a[hreflang=en]")[0]
    english = BeautifulSoup(client.get(link, headers=asked).text, "lxml")
    assert english.html is not None
    assert english.html["lang"] == "en"
    assert "must match" in text_of(english.select_one(".reading"))


def test_the_beginning_shows_what_there_is(look: Callable[..., BeautifulSoup]) -> None:
    """Without a query there are the number of documents, the channels as searches, the newest."""
    page = look("/")
    assert "69" in text_of(page.select_one(".lead"))
    for link in page.select(".tiles a"):
        name, count = text_of(link).rsplit(" ", 1)
        found = look(str(link["href"]))
        assert text_of(found.select_one("[data-total]")) == count
        assert f"channel is {name}" in text_of(found.select_one(".reading"))
    assert len(page.select(".newest a[href^='/d/']")) == 6


def test_hostile_documents_stay_text(hostile: TestClient) -> None:
    """Markup, scripts as links, controls and directions of strangers are shown, and do nothing."""
    for url in ("/?q=恶意&lang=en", "/?lang=en", "/?q=恶意&fragment=true"):
        page = BeautifulSoup(hostile.get(url).text, "lxml")
        assert not page.select("#found script, #found img, #found b, #found i")
        assert "\u202e" not in page.get_text()
        assert "\x1b" not in page.get_text()
        links = [href for href in hrefs(page, "a[href]") if not href.startswith(("/", "#"))]
        assert set(links) <= {'https://example.com/?a=1&b="<'}
    page = BeautifulSoup(hostile.get("/?q=恶意&lang=en").text, "lxml")
    (original,) = page.select("a.original")
    assert original["rel"] == ["noopener", "noreferrer"]
    titles = [text_of(title) for title in page.select("article h2")]
    assert MARKUP in titles
    assert "恶意�方向�␛[31m" in titles
    assert all(title.select("bdi") for title in page.select("article h2"))
    assert "javascript:alert(1)" in text_of(page.select_one(".address"))
    for article in page.select("article[data-id]"):
        text = BeautifulSoup(hostile.get(f"/d/{article['data-id']}?q=恶意").text, "lxml")
        assert not text.select("main script, main img, main b, main a[href^=javascript]")


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        ("/?nothing=1", 400, "unknown parameter"),
        ("/?q=a&q=b", 400, "twice"),
        (f"/?q={'医' * 501}", 400, "501"),
        ("/?q=医保&limit=1000000", 400, "limit"),
        ("/?q=医保&after=昨日之日", 400, "after"),
        ("/?q=医保&fragment=yes", 400, "fragment"),
        ("/?q=%FF", 400, "UTF-8"),
        ("/d/ffff", 404, "no document"),
        ("/d/..%2f..%2fetc", 404, ""),
        ("/d/0?part=all", 400, "part"),
        ("/d/38154cce7add343e?part=why", 400, "no query"),
        ("/static/../page.py", 404, ""),
        ("/static/nothing.js", 404, ""),
    ],
)
def test_bad_input_is_answered(client: TestClient, url: str, status: int, said: str) -> None:
    """What cannot be answered is told in one line, with the status of HTTP."""
    reply = client.get(url)
    assert reply.status_code == status
    assert said in reply.text


def test_a_beginning_of_several_ids_is_ambiguous(client: TestClient) -> None:
    """An id that several documents begin with is 409, and says what to do."""
    ids = [hit["id"] for hit in client.get("/api/v1/search?q=医保&limit=100").json()["hits"]]
    beginning = next(one for one in "0123456789abcdef" if sum(i[0] == one for i in ids) > 1)
    reply = client.get(f"/d/{beginning}")
    assert reply.status_code == 409
    assert beginning in reply.text


def test_an_empty_folder_says_what_to_do(serve: Callable[..., TestClient], tmp_path: Path) -> None:
    """Before anything was added the page says so, and answers again when there is something."""
    client = serve(tmp_path / "data")
    reply = client.get("/?lang=en")
    assert reply.status_code == 503
    assert "souwen add" in reply.text


def test_an_answer_is_kept_until_it_changes(
    serve: Callable[..., TestClient],
    own_folder: Path,
    write_page: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """The same page is not sent twice; what another process adds makes it another one."""
    client = serve(own_folder)
    first = client.get("/", params={"q": QUERY})
    again = client.get("/", params={"q": QUERY}, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")
    with souwen.open(own_folder) as engine:
        engine.add([write_page(tmp_path / "new.txt", "新的社保基数")])
    later = client.get("/", params={"q": QUERY}, headers={"if-none-match": first.headers["etag"]})
    assert later.status_code == 200
    assert "新的" in later.text


def test_nothing_comes_from_another_host(look: Callable[..., BeautifulSoup]) -> None:
    """All that a page loads is ours, no script or style stands in it, and browsers may keep it."""
    page = look("/", q=QUERY)
    sources = [str(node.get("src") or node.get("href")) for node in page.select("script, link")]
    assert sources
    assert all(source.startswith("/") and not source.startswith("//") for source in sources)
    assert not page.select("style, [style], script:not([src])")
    assert not [name for node in page.find_all() for name in node.attrs if name.startswith("on")]


@pytest.mark.parametrize("path", ["/", "/d/{id}"])
def test_whatever_time_there_is_the_page_answers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """All that a page asks for has one budget: it is whole, or not kept, or says it gave up."""
    found = client.get("/api/v1/search", params={"q": QUERY, "kind": "article"}).json()
    path = path.format(id=found["hits"][0]["id"])
    asked = {"q": f"{QUERY} 医保", "kind": "article", "channel": "健康新闻", "place": "湖南"}
    ticks, given = itertools.count(), [0]
    clock = SimpleNamespace(monotonic=lambda: float(next(ticks)))
    monkeypatch.setattr(budget, "time", clock)  # a second passes between two looks at it
    monkeypatch.setattr(service, "within", lambda _: budget.within(given[0]))
    answers: list[tuple[int, bool]] = []
    while len(answers) < 400:
        given[0] += 1
        answer = client.get(path, params=asked)
        answers.append((answer.status_code, "etag" in answer.headers))
        if answers[-1] == (200, True):
            break
    assert answers[-1] == (200, True)
    assert len(answers) > 2
    assert set(answers[:-1]) == {(200 if path == "/" else 503, False)}
