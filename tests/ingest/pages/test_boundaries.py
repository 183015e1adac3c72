"""Where the boilerplate of a text stands."""

from __future__ import annotations

from souwen.ingest.pages.boundaries import Boundaries
from souwen.ingest.pages.joined_pages import pieces_of


def boundaries(*lines: str) -> Boundaries:
    """Find those of some lines."""
    return Boundaries(pieces_of("\n".join(lines))[1])


def test_a_doubtful_header_word_needs_a_date_below_or_a_disclaimer_above() -> None:
    """相关问题 alone is a heading of the article; with a date soon below it is a header word."""
    assert boundaries("题", "相关问题", "文。").headers == [None, None, None]
    assert boundaries("题", "相关问题", "某栏 2025-04-26").headers[1] == "相关问题"
    assert boundaries("提示:仅供参考。", "相关问题", "文。").headers[1] == "相关问题"
    assert boundaries("题", "相关推荐", "文。").headers[1] == "相关推荐"


def test_one_word_of_navigation_is_a_footer_beside_another() -> None:
    """首页 alone may be a line of a text; two such lines in a row end a page."""
    assert boundaries("题", "首页", "文。").footers == [False, False, False]
    found = boundaries("题", "首页", "顶部")
    assert (found.footers, found.ends) == ([False, True, True], [False, False, True])


def test_the_last_line_may_be_a_cut_footer() -> None:
    """Below a header word, the beginning of a footer is one."""
    assert boundaries("题", "相关推荐", "甲", "首页 顶").ends[-1]
    assert not boundaries("题", "甲", "首页 顶").ends[-1]
