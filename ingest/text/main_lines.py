"""The lines of a foreign page's main text: its byline is put back, comments are cut off."""

from __future__ import annotations

import re

from ..pages.bylines import byline_of

_COMMENTS = re.compile(
    r"[\W_]*(?:(?:网友|最新|全部|精彩|热门|发表|读者|用户|查看|我要)(?:的)?(?:评论|留言|跟帖|回复)|评论列表"
    r"|(?:网友)?评论(?=\s*(?:[(（:：]|$))|我来说两句|(?:leave a )?comments?|leave a reply)"
    r"(?:列表|区)?[\s(（:：]*\d{0,7}[条个]?[)）]?[\W_]*",
    re.IGNORECASE,
)
_LONGEST_HEADER = 24
_LEAST_ABOVE = 150
_ANCHOR = 15
_ABOVE = 10
_BYLINES = 3


def without_comments(lines: list[str]) -> list[str]:
    """Cut off what stands under the line that begins the readers' comments, below some text."""
    above = 0
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST_HEADER and above >= _LEAST_ABOVE and _COMMENTS.fullmatch(line):
            return lines[:at]
        above += len(line)
    return lines


def byline_above(lines: list[str], whole: list[str]) -> str | None:
    """Find the date line that a page shows shortly above its main text.

    Args:
        lines: of the main text.
        whole: of all the page.
    """
    shown = [line for line in lines if line]
    if any(_is_byline(line) for line in shown[:_BYLINES]):
        return None
    anchor = next((line for line in shown if len(line) >= _ANCHOR), None)
    if anchor is None or anchor not in whole:
        return None
    above = [line for line in whole[: whole.index(anchor)] if line]
    return next((line for line in reversed(above[-_ABOVE:]) if _is_byline(line)), None)


def _is_byline(line: str) -> bool:
    stamp = byline_of(line)
    return stamp is not None and stamp.sure and stamp.published is not None
