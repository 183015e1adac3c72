"""English lines are recognised by their sentences, and said in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.messages import speaking, translations
from souwen.messages.recognised import in_words_of

LINES = [
    ("purged 1 document", "已清除 1 篇文档"),
    (
        "souwen: no data in /a b: make it with `souwen add PATH`",
        "souwen：/a b 里没有数据：请用 `souwen add 路径` 加入",
    ),
    (
        "/a is damaged (it is cut): run `souwen reindex`",
        "/a 已损坏（它不完整）：请运行 `souwen reindex`",
    ),
    (
        "warning: /a: impossible date 2025-02-30; longer than what was read, and not read: x",
        "警告：/a：不可能的日期 2025-02-30；比已读内容更长却未读取：x",
    ),
    ("/a cannot be read: Permission denied", "/a 无法读取：权限不够"),
    ("nobody ever said this; nor that", "nobody ever said this; nor that"),
    ("", ""),
]


@pytest.mark.parametrize(("english", "chinese"), LINES)
def test_lines(english: str, chinese: str) -> None:
    """A line is said with all that stands in it; what nobody knows stays, and English stays so."""
    assert in_words_of(english) == english
    with speaking("zh"):
        assert in_words_of(english) == chinese


@given(st.text(max_size=60) | st.text("abc :;(),{}./`0", max_size=40))
def test_any_line(line: str) -> None:
    """No line raises, and one that is Chinese stays as it is."""
    with speaking("zh"):
        said = in_words_of(line)
        assert isinstance(said, str)
        assert in_words_of("已清除 " + line) == "已清除 " + line


def test_fields_are_those_of_the_sentence() -> None:
    """Chinese has each thing that stands in the English, and nothing else."""
    with speaking("zh"):
        for english, chinese in vars(translations("zh", "terminal"))["_catalog"].items():
            if isinstance(english, str) and "{a}" in english:
                fields = [f"{{{name}}}" for name in "abcdefgh" if f"{{{name}}}" in english]
                assert all(field in chinese for field in fields), english
                assert "{" not in chinese.format(**dict.fromkeys("abcdefgh", "")), english
