"""Pages that are joined in one file."""

from __future__ import annotations

import pytest

from souwen.ingest.pages.joined_pages import pieces_of
from souwen.ingest.pages.lines import Role
from souwen.ingest.pages.split import split_text


@pytest.mark.parametrize("tail", ["\xad", "\u200b", " \u200b ", "\ufeff"])
def test_nothing_to_see_behind_a_disclaimer_is_no_article(tail: str) -> None:
    """An invisible character at the end of a page does not make another page."""
    line = f"提示:本内容不能代替面诊,请就医。{tail}"
    (page,) = split_text(f"题目\n正文一句。\n{line}")
    assert [record.title for record in page.records] == ["题目"]
    assert (page.lines[-1].text, page.lines[-1].role) == (line, Role.DISCLAIMER)


def test_a_line_is_cut_where_one_page_ends_and_the_next_begins() -> None:
    """A title that follows a footer or a date on one line is a piece of its own."""
    page = f"题\n文。\n相关推荐\n甲\n{'长' * 120}\n某栏 2025-04-26"
    for end in ("", "\n首页 顶部"):
        lines, pieces = pieces_of(page + end + page)
        assert len(lines) == 11 + end.count("\n")
        assert [piece.text for piece in pieces if piece.joined] == ["题"]
        assert "".join(piece.text for piece in pieces) == "".join(lines)
