"""Texts with fields above them, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.sources import Member

from .made import keys, read_bytes

if TYPE_CHECKING:
    from souwen.corpus.documents import Record

A1 = "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。"


def record(text: str, name: str = "a.txt", encoding: str = "utf-8") -> Record:
    """Read a file that is one article."""
    (found,) = read_bytes(text.encode(encoding), name)
    assert isinstance(found, Member)
    assert found.key == "/k"
    return found.pages[0].records[0]


@pytest.mark.parametrize("name", ["a.md", "A.MARKDOWN", "a.txt", "a"])
def test_n16_front_matter(name: str) -> None:
    """Title, date and address come from above the text, whose marks are off, its title once."""
    found = record(
        "---\r\ntitle: 备案指南\r\ndate: 2025-04-26\r\nurl: http://x.example/1\r\n"
        "categories: [健康]\r\n"
        "---\r\n# 备案指南\r\n先办**重要**的`登记`，再[提交](http://x.example)。",
        name,
    )
    assert (found.title, found.body) == ("备案指南", "先办重要的登记，再提交。")
    assert (found.published, found.url) == ("2025-04-26", "http://x.example/1")
    assert found.channel == "健康"


def test_n16_markdown_without_fields() -> None:
    """The first heading is the title, in a file whose name says that it is Markdown."""
    assert record("# 备案指南\n\n先办**重要**的。", "a.md").title == "备案指南"
    assert record("指南\n\n先办<b>重要</b>的<p>事</p>。", "a.md").body == "先办重要的事。"
    assert record("# 备案指南\n\n先办**重要**的。", "a.txt").title == "# 备案指南"
    assert record("<!DOCTYPE html><h1>甲</h1><p>a*b*c</p>", "a.md").body == "a*b*c"
    assert record(f"Title: 指南\nDate: 2025-04-26\n\n**{A1}**", "a.md").body == A1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_n36_header_lines(encoding: str) -> None:
    """A text has the fields that stand above it, in any encoding."""
    text = f"标题：手工报销指南\n来源：健康新闻\n时间：2025-04-26 08:30\n作者：某记者\n\n{A1}"
    found = record(text, encoding=encoding)
    assert (found.title, found.body) == ("手工报销指南", A1)
    assert (found.published, found.channel) == ("2025-04-26", "健康新闻")
    found = record(f"URL: http://x.example/a\nTitle: 指南\nDate: 20250426\n\n指南\n\n{A1}")
    assert (found.title, found.body, found.url) == ("指南", A1, "http://x.example/a")
    assert found.published == "2025-04-26"


def test_markup_below_header_lines() -> None:
    """A page of HTML may stand below them, and has their title where it has none."""
    found = record(f"URL: http://x.example/a\nTitle: 指南\n\n<html><body><p>{A1}</p></body></html>")
    assert (found.title, found.body, found.url) == ("指南", A1, "http://x.example/a")


def test_several_texts_are_sources_of_their_own() -> None:
    """Each has its address as key, or what it says."""
    parts = [f"标题：第{n}篇\n链接：http://x.example/{n}\n\n{A1}{n}\n\n" for n in range(2)]
    found = read_bytes("".join(parts).encode())
    assert keys(found) == ["/k#http://x.example/0", "/k#http://x.example/1"]
    found = read_bytes("".join(parts).replace("链接", "作者").encode())
    assert len(set(keys(found))) == 2
    assert keys(found) == keys(read_bytes("".join(parts).replace("链接", "作者").encode()))


def test_a_date_that_is_none_is_told() -> None:
    """An impossible date costs the date, with a warning."""
    (found,) = read_bytes(f"标题：指南\n时间：2025-02-30\n\n{A1}".encode())
    assert isinstance(found, Member)
    assert found.pages[0].records[0].published is None
    assert any("2025-02-30" in warning for warning in found.warnings)


def test_n25_codes_are_read_before_all_else() -> None:
    """A dump in entities may be a page with header lines, a text, or of Markdown."""
    written = "".join(f"&#{ord(sign)};" for sign in "标题：异地就医\n\n备案说明")
    assert record(written.replace("&#10;", "\n")).title in {"异地就医", "标题：异地就医"}
    assert record("&#24322;&#22320;&#23601;&#21307;\n\n&#x533B;&#x4FDD;&nbsp;").title == "异地就医"
    assert record("# \\u5f02\\u5730\\n\\u5c31", "a.md").title == "异地"
