"""The lines with labels above a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.text.header_lines import headed_texts, is_headed

A1 = "参保人员在外地住院以前要先办理异地就医备案。"
FIELDS = {"title": "异地就医备案指南", "published": "2025-04-26 08:30", "channel": "健康新闻"}


@pytest.mark.parametrize(
    "lines",
    [
        "标题：{title}\n来源：{channel}\n时间：{published}\n作者：某记者\n\n",
        "标题: {title}\r\n来源: {channel}\r\n日期: {published}\r\n\r\n",
        "Title：{title}\nSOURCE: {channel}\nPublish Date: {published}\nAuthor: x\n\n",
        "【标题】{title}\n【来源】{channel}\n【时间】{published}\n【正文】",
        "【标题】：{title}\n【来源】：{channel}\n【发布时间】：{published}\n正文：\n",
        "[标题]: {title}\n[来源]: {channel}\n[时间]: {published}\n\n",
        "**标题**：{title}\n**来源**：{channel}\n**时间**：{published}\n\n",
        "标题：{title}\n\n来源：{channel}　时间：{published}　作者：某记者\n\n",
        "标题：{title}\n来源：{channel} | 发布时间：{published} | 阅读量：12\n内容：",
        "标题：\n{title}\n来源：\n{channel}\n时间：\n{published}\n正文：\n",
        "标　题：{title}\n来　源：{channel}\n时　间：{published}\n\n",
        "【 标  题 】{title}\n【 来  源 】{channel}\n【 时  间 】{published}\n【 正  文 】\n",
        "文章标题：{title}\n公众号：{channel}\n发稿时间：{published}\n-----\n",
        "Title: {title}\n\nSource: {channel}\n\nPublished Time: {published}\n\nMarkdown Content:\n",
        "\n====\n標題：{title}\n來源：{channel}\n時間：{published}\n----\n",
    ],
)
def test_n36_header_lines(lines: str) -> None:
    """The fields are read in every form in which scrapers write them, and the text below."""
    text = lines.format(**FIELDS) + A1
    (found,) = headed_texts(text)
    assert {name: found.fields.get(name) for name in FIELDS} == FIELDS
    assert found.text == A1
    assert is_headed(text)


def test_n36_an_address() -> None:
    """An address above a title makes a header."""
    (found,) = headed_texts(f"URL: http://x.example/a.html\nTitle: 指南\nDate: 2025-04-26\n\n{A1}")
    assert found.fields == {
        "url": "http://x.example/a.html",
        "title": "指南",
        "published": "2025-04-26",
    }
    (found,) = headed_texts(f"URL: http://x.example/a.html\n指南\n\n{A1}")
    assert (found.fields, found.text) == ({"url": "http://x.example/a.html"}, f"指南\n\n{A1}")


def test_several_texts_in_a_file() -> None:
    """Where the same header comes again, another text begins; borders belong to none."""
    texts = [f"标题：第{n}篇\n链接：http://x.example/{n}\n\n{A1}{n}\n" for n in range(3)]
    for border in ("\n", "\n----------\n", "\n\n=====\n\n"):
        found = headed_texts(border.join(texts))
        assert [one.fields["title"] for one in found] == ["第0篇", "第1篇", "第2篇"]
        assert [one.text for one in found] == [f"{A1}{n}" for n in range(3)]


def test_what_a_text_says_stays_text() -> None:
    """A notice with time and place, a title that looks like a label, and a dialogue are text."""
    (found,) = headed_texts(f"标题：讲座\n时间：6月1日上午\n地点：二楼\n{A1}")
    assert (found.fields, found.text) == (
        {"title": "讲座"},
        f"时间：6月1日上午\n地点：二楼\n{A1}",
    )
    for text in (
        f"时间：6月1日\n地点：二楼\n{A1}",
        f"来源：某网 2025-04-26\n{A1}",
        f"时间：2025-04-26\n来源：某网\n\n{A1}",
        f"指南\n来源：某网\n时间：2025-04-26\n{A1}",
        f"问：怎么办？\n答：{A1}",
        "题目：1+1=?",
        "",
        "\n\n",
    ):
        assert headed_texts(text) == []
        assert not is_headed(text)


def test_labels_that_nobody_knows_end_no_header() -> None:
    """Between known labels others may stand: they are text, as is what looks like them below."""
    lines = f"标题：指南\n地区：某地\n时间：2025-04-26\n{A1}"
    (found,) = headed_texts(lines)
    assert found.fields == {"title": "指南", "published": "2025-04-26"}
    assert found.text == f"地区：某地\n{A1}"
    dialogue = f"问：怎么办？\n答：{A1}"
    (found,) = headed_texts(f"标题：指南\n时间：2025-04-26\n{dialogue}")
    assert found.text == dialogue


def test_fields_below_a_text() -> None:
    """Where the text has a label, or a day or an address ends it, the fields below it are read."""
    both = [
        f"标题：第{n}篇\n内容：{A1}{n}\n时间：2025-04-2{n}\n链接：http://x.example/{n}"
        for n in (1, 2)
    ]
    for border in ("\n", "\n\n", "\n-----\n"):
        found = headed_texts(border.join(both))
        assert [one.text for one in found] == [f"{A1}1", f"{A1}2"]
        assert [one.fields["published"] for one in found] == ["2025-04-21", "2025-04-22"]
        assert [one.fields["url"][-1] for one in found] == ["1", "2"]
    (found,) = headed_texts(f"标题：指南\n\n{A1}\n\n来源：某网\n时间：2025-04-26\n")
    assert (found.text, found.fields["channel"]) == (A1, "某网")
    (found,) = headed_texts(f"标题：指南\n\n{A1}\n来源：某网")
    assert found.text == f"{A1}\n来源：某网"


def test_an_address_without_a_label() -> None:
    """A lone address on the first line is the page's, above a title or a header; a list is text."""
    (found,) = headed_texts(f"http://x.example/1\n指南\n2025-04-26\n\n{A1}")
    assert found == ({"url": "http://x.example/1"}, f"指南\n2025-04-26\n\n{A1}")
    (found,) = headed_texts(f"http://x.example/1\n标题：指南\n\n{A1}")
    assert found == ({"url": "http://x.example/1", "title": "指南"}, A1)
    assert headed_texts("http://x.example/1\nhttp://x.example/2\n") == []
    assert headed_texts("http://x.example/1") == []


@given(st.text(alphabet="标题来源时间：:【】[] |\n-=http/20a*", max_size=80))
def test_any_lines_are_read(text: str) -> None:
    """No lines raise, and what stands below a header is there."""
    for found in headed_texts(f"标题：甲\n{text}\n独此一句"):
        assert found.fields
    assert "独此一句" in headed_texts(f"标题：甲\n\n{text}\n独此一句")[-1].text


def test_it_is_linear(is_linear: object) -> None:
    """Labels without end are read in linear time."""
    assert callable(is_linear)
    for unit in (
        "标题：甲\n",
        "标题：",
        "来源：甲 ",
        "【",
        "时间：\n",
        "\n",
        "标题：甲\n\n",
        "-",
        "甲：乙\n",
        "甲：乙\n时间：\n",
    ):
        assert is_linear(lambda size, u=unit: headed_texts(f"标题：甲\n{u * size}"), 500)
        assert is_linear(lambda size, u=unit: headed_texts(f"标题：甲\n内容：\n{u * size}"), 500)
