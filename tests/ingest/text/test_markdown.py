"""Markdown to text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.ingest.text import markdown
from souwen.ingest.text.markdown import plain


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("先办**重要**的`登记`，再[提交](http://x.example)。", "先办重要的登记，再提交。"),
        ("__粗__ *斜* _斜_ ***都*** ~~删~~ ==标==", "粗 斜 斜 都 删 标"),
        ("中文**粗*斜*粗**中文", "中文粗斜粗中文"),
        ("![图](a.png) [文](http://x/(1) '题') [引][1] 注[^1]", "图 文 引 注"),
        ("[![图](a.png)](http://x)", "图"),
        ("[[内链|显示]] [[内链]] ![[图.png]]文", "显示 内链 文"),
        ("<https://x.example/a> 见 `a*b*c` 和 ``a`b``", "https://x.example/a 见 a*b*c 和 a`b"),
        ("3*4*5 snake_case_name 2 * 3 * 4 _ a _", "3*4*5 snake_case_name 2 * 3 * 4 _ a _"),
        (r"\*不是\* \# 5\. \[x\](y)", "*不是* # 5. [x](y)"),
        ("> > 引用\n> 第二行", "引用\n第二行"),
        ("- [x] 做完\n- [ ] 没做", "- 做完\n- 没做"),
        ("| 甲 | 乙 |\n|:--|--:|\n| 1 | **2** |", "甲  乙\n1  2"),
        ("```python\na = **b** # c\n```\n后", "a = **b** # c\n后"),
        ("~~~\n```\n~~~\n**后**", "```\n后"),
        ("文<!-- 看\n不见 -->字<b>粗</b><br>行 a<b &lt;5", "文字粗\n行 a<b <5"),
        ("[1]: http://x.example\n[^1]: 脚注", "\n脚注"),
        ("a\n\n***\n\nb", "a\n\n\n\nb"),
    ],
)
def test_marks_are_off(written: str, seen: str) -> None:
    """What is seen of each kind of mark is its text, and signs that are no marks stay."""
    assert plain(written) == ("", seen)


@pytest.mark.parametrize(
    "written",
    ["# 备案**指南**\n正文", "#备案指南 #\n正文", "备案指南\n====\n正文", "备案指南\n---\n正文"],
)
def test_headings(written: str) -> None:
    """A heading in any form is a line of its own, and the first one the title."""
    title, text = plain(written)
    assert title == "备案指南"
    assert [line for line in text.split("\n") if line] == ["备案指南", "正文"]


def test_what_is_no_heading() -> None:
    """A hashtag, a list above a line, and a table are none."""
    for written in ("#医保# 的消息", "- 甲\n---", "a | b\n--- | ---", "文\n-"):
        assert plain(written)[0] == ""


@given(st.text(alphabet="*_`[]()!<>~=#|-\\ \n医a1", max_size=80))
def test_any_text_is_read(text: str) -> None:
    """No marks raise, and every letter of the text stays, but for addresses and definitions."""
    seen = plain(text)[1]
    assert "\x02" not in seen
    if not set("[<").intersection(text):
        assert seen.count("医") == text.count("医")


@given(st.lists(st.sampled_from(["<!--", "-->", "<", "-", ">", "!", "a", "\n", "字" * 1999])))
def test_comments_are_left_out(pieces: list[str]) -> None:
    """Each goes from its beginning to the first end behind it, where that is not far."""
    text = "".join(pieces)
    expected = re.sub(r"<!--.{0,2000}?-->", "", text, flags=re.DOTALL)
    assert markdown._without_comments(text) == expected


def test_it_is_linear(is_linear: object) -> None:
    """Marks that open and never close are read in linear time."""
    assert callable(is_linear)
    for unit in (
        "*",
        "**a",
        "_a",
        "[",
        "![",
        "[a](",
        "`",
        "``a",
        "<a",
        "<!--",
        "> ",
        "|",
        "\\",
        "# ",
    ):
        assert is_linear(lambda size, unit=unit: plain(unit * size), 300)
