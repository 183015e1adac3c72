"""The main text of HTML pages that are not of the seeds' form."""

from __future__ import annotations

import html
import re
import statistics
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Form
from souwen.ingest.documents import form_of, read_pages
from souwen.ingest.text.decode import decode
from souwen.ingest.text.html import read_documents, read_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from souwen.corpus.documents import Record

SENTENCES = (
    "参保人在外地住院前，应当先在手机上办理备案，备案当天就生效，不需要再跑窗口。",
    "没有备案的，出院时先自己付清费用，再带着发票、费用清单和出院记录回参保地报销。",
    "报销比例按照参保地的规定计算，药品和检查项目按照就医地的目录，两者不能混在一起。",
    "备案满半年以后可以取消，取消后当月起恢复在本地的待遇，门诊慢特病也照此办理。",
)
TEXT = [sentence * 2 for sentence in SENTENCES]
MENU = "".join(f"<li><a href='/{k}'>栏目{k}的新闻</a></li>" for k in range(12))
RELATED = "".join(f"<li><a href='/n{k}'>别的文章的标题之{k}</a></li>" for k in range(10))
BYLINE = "2025-04-26 08:30 来源：某某日报"


def paragraphs(lines: list[str]) -> str:
    """Each line a paragraph."""
    return "".join(f"<p>{line}</p>" for line in lines)


def a_page(body: str, *, title: str = "异地就医备案须知") -> str:
    """A page of a site: menus on top, links beside, an imprint below."""
    return (
        f"<!doctype html><html><head><title>{title}_某某网</title></head><body>"
        f"<div class='top'><ul>{MENU}</ul></div><div class='wrap'><div class='left'>"
        f"<h1>{title}</h1><div class='info'>{BYLINE}</div>{body}</div>"
        f"<div class='sidebar'><h3>本周排行</h3><ul>{RELATED}</ul></div></div>"
        "<div class='footer'>某某网 电话：010-00000000 地址：某某路一号</div></body></html>"
    )


def records(markup: str) -> list[Record]:
    """All documents of a markup."""
    return [record for page in read_pages(markup, form_of(markup)).pages for record in page]


ARTICLE = a_page(f"<div class='content'>{paragraphs(TEXT)}</div>")


def test_menus_and_links_are_left_out() -> None:
    """Of a page of a site, title, date and text are kept; menus, links and imprint are not."""
    (record,) = records(ARTICLE)
    assert record.title == "异地就医备案须知"
    assert record.body == "\n\n".join(TEXT)
    assert (record.published, record.channel) == ("2025-04-26", "某某日报")


@pytest.mark.parametrize(
    "body",
    [
        "<br><br>".join(TEXT),
        "<table><tr><td>" + "<br>".join(TEXT) + "</td></tr></table>",
        "<font size=3>" + "<br>".join(TEXT) + "</font>",
        "<div>" + "".join(f"<div>{line}</div>" for line in TEXT) + "</div>",
        "<article>" + paragraphs(TEXT) + "</article>",
        "<span>" + TEXT[0] + "</span>" + paragraphs(TEXT[1:]),
    ],
)
def test_the_text_is_found_in_any_layout(body: str) -> None:
    """Breaks, tables, fonts and boxes make no difference to which text is kept."""
    (record,) = records(a_page(f"<div>{body}</div>"))
    assert "".join(record.body.split()) == "".join(TEXT)


def test_links_inside_sentences_stay() -> None:
    """A link in a sentence is a part of it, whatever its class is named."""
    linked = TEXT[0].replace("手机", "<a class='hot' href='/'>手机</a>")
    (record,) = records(a_page(f"<div>{paragraphs([linked, *TEXT[1:]])}</div>"))
    assert record.body == "\n\n".join(TEXT)


def test_text_beside_the_main_part_stays() -> None:
    """A long part of the text in a box of its own is not lost, even without any sentence."""
    table = "".join(f"<tr><td>第{k}医院</td><td>住院部{k}楼</td></tr>" for k in range(40))
    body = f"<div>{paragraphs(TEXT)}</div><div><table>{table}</table></div>"
    (record,) = records(a_page(body))
    assert TEXT[0] in record.body
    assert "第39医院 住院部39楼" in record.body


def test_a_table_with_some_links_stays() -> None:
    """What is said beside links in a table is no list of links."""
    rows = "".join(f"<tr><td><a>某市医院{k}</a></td><td>地址某路{k}号</td></tr>" for k in range(9))
    (record,) = records(a_page(f"<div>{paragraphs(TEXT)}<table>{rows}</table></div>"))
    assert "某市医院8 地址某路8号" in record.body


def test_where_the_main_text_is_not_clear_all_is_kept() -> None:
    """A page of labels with one note below it keeps everything, and so does a page of links."""
    cells = "".join(f"<tr><td>药品{k}</td><td>每盒{k}元</td></tr>" for k in range(30))
    cells += "".join(f"<tr><td><a>查看{k}</a></td></tr>" for k in range(30))
    noted = (
        f"<div><table>{cells}</table></div><div class='a'><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div>"
    )
    for markup in (noted, f"<ul>{MENU}</ul><ul>{RELATED}</ul>", f"<p>{TEXT[0]}</p>"):
        (document,) = read_documents(f"<html><body>{markup}</body></html>")
        assert document.main is None
        assert document.text == read_html(f"<html><body>{markup}</body></html>")


def test_a_list_of_links_above_a_disclaimer_is_kept() -> None:
    """Where the only sentences are the site's disclaimer, the page is read as it is."""
    notice = "免责声明：本站内容仅供参考，不能代替医生的面诊，如有不适，请及时就医，本站不担责。"
    markup = f"<body><ul>{MENU}</ul><div class='t'>{notice * 2}</div></body>"
    (document,) = read_documents(markup)
    assert document.main is None


def test_recommendations_on_a_page_of_a_site(two_pages: list[Path]) -> None:
    """Recommendations with summaries stay documents, with menus around or classes of any name."""
    for path in two_pages:
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        body = paragraphs([html.escape(line) for line in lines[1:]])
        expected = read_pages("\n\n".join(lines), Form.TEXT).pages[0]
        markup = (
            f"<html><title>{lines[0]}</title><body><ul class='nav'>{MENU}</ul>"
            f"<h1>{lines[0]}</h1><div class='recommend'>{body}</div></body></html>"
        )
        found = records(markup)
        assert [record.title for record in found] == [record.title for record in expected]
        assert [record.published for record in found] == [record.published for record in expected]


TAGS = [
    *(
        "<div>",
        "</div>",
        "<a>",
        "</a>",
        "<p>",
        "</p>",
        "<td>",
        "<table>",
        "</table>",
        "<br>",
        "<ul>",
    ),
    *("<div class='footer'>", "<span>", "</span>", "<form>", "<h1>", "</h1>", "<nav>", "<a><a>"),
    *(TEXT[0], TEXT[1], "栏目", "网友评论", BYLINE, "\n", "<!--", "<body>", "<aside>"),
]


@given(st.lists(st.sampled_from(TAGS), max_size=60).map("".join))
def test_the_main_text_is_lines_of_the_page(markup: str) -> None:
    """No mess of tags raises, and the main text holds no word that the page does not show."""
    for document in read_documents(markup):
        if document.main is not None:
            kept, seen = (
                Counter(re.findall(r"\w", text)) for text in (document.main, document.text)
            )
            kept.subtract(re.findall(r"\w", BYLINE))
            assert not any(kept[sign] > seen[sign] for sign in kept)


def test_time_is_linear(is_linear: Callable[[Callable[[int], object], int], bool]) -> None:
    """More boxes, with text or with links only, take no more time each."""
    text, link = f"<div><a>栏目</a><p>{TEXT[0]}</p></div>", "<div><a>栏目</a></div>"
    assert is_linear(lambda size: read_documents("<body>" + text * size), 500)
    assert is_linear(lambda size: read_documents(f"<body>{paragraphs(TEXT)}" + link * size), 500)


def words(text: str) -> Counter[str]:
    """Count Han characters and Latin words."""
    return Counter(re.findall(r"[\u3400-\u9fff]|[a-z]+", text.lower()))


def f1(found: str, wanted: str) -> float:
    """F1 of the words of two texts."""
    left, right = words(found), words(wanted)
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def test_pages_of_the_web_give_the_text_a_person_copied(shared: Path) -> None:
    """Over real pages of many sites, the mean F1 of words is at least 0.92 (plain text: 0.80)."""
    folder = shared / "data" / "html"
    scores = []
    for path in sorted((folder / "original").glob("*.html")):
        wanted = decode((folder / "cleaned" / f"{path.stem}.txt").read_bytes()).text
        found = records(decode(path.read_bytes()).text)
        scores.append(f1("\n".join(f"{one.title}\n{one.body}" for one in found), wanted))
    if not scores:
        pytest.skip("no pages in data/html")
    assert statistics.mean(scores) >= 0.92


def test_pages_of_the_web_decode_without_loss_where_they_can(shared: Path) -> None:
    """A replacement character comes only from bytes that no encoding of Chinese gives a meaning."""
    for path in sorted((shared / "data" / "html" / "original").glob("*.html")):
        data = path.read_bytes()
        if "\ufffd" not in decode(data).text or "\ufffd".encode() in data:
            continue
        for encoding in ("utf-8", "gb18030", "big5hkscs"):
            with pytest.raises(UnicodeDecodeError):
                data.decode(encoding)
