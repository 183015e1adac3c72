"""The lines of an article: title, byline, text, date, disclaimers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .boilerplate import is_closing_notice, is_disclaimer, is_footer, is_neighbour, is_path
from .bylines import byline_of
from .date_lines import explains_itself, is_update, labelled_channel, stamp_of
from .lines import Role, title_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .date_lines import Stamp
    from .lines import Piece

_BYLINES = 4
_LONGEST_LISTED_TITLE = 60
_SHORTEST_SUMMARY = 60
_LONGEST_UNKNOWN_HEADER = 8
_SNIPPET = 3  # title, summary, date
_EDITORIAL = re.compile(
    "(?:[(（【\\[]?(?:责任编辑|责编|编辑|审核|校对|作者|来源|本文来源|图片来源|记者|供稿|撰文|初审|复审|终审)[:：]"
    "|[(（]完[)）]$|[(（【\\[]?全文完)"
)
_LONGEST_EDITORIAL = 60
_LONGEST_LEAD = 5
_DAY_LABEL = re.compile("(?:时间|時間|日期|发布|发表|更新)[:：]")
_LABELLED = re.compile("(?:来源|來源|时间|時間|日期|发布|發布|发表|發表)[:：]")
_LONGEST_BESIDE = 40
_LABEL_OR_CLOCK = re.compile("[:：]")
_OFFICE = re.compile(
    "[^\\s。，,；;：:！!？?]{1,28}(?:局|委|厅|部|院|办|处|所|科|会|司|社|府|站|校|学|行|中心|公司|集团|医院|办公室|委员会)"
)
_CLAUSE_END = re.compile(r"[。，,；;！!？?]")
_NO_TITLE_END = re.compile(r"[。；;，,、:：]$")
_LISTED = re.compile(r"\s*(?:[•·●○■◆]|\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、)")


@dataclass(slots=True)
class Article:
    """What the lines of an article are.

    Attributes:
        roles: one a line.
        title: the place of the line that is the title or begins with it, or None without any text.
        stamps: the date lines that were read, and their places.
        channel: the source that a byline without a date names.
        signed: whether the date is one from the end, where a text may be signed and dated.
    """

    roles: list[Role]
    title: int | None = None
    stamps: list[tuple[int, Stamp]] = field(default_factory=list)
    channel: str | None = None
    signed: bool = False


def read_article(pieces: Sequence[Piece]) -> Article:
    """Read the lines above the recommendations."""
    article = Article([Role.BODY] * len(pieces))
    title = _read_top(pieces, article)
    if title == len(pieces):
        return article
    article.title = title
    if title_from(pieces[title].text)[1]:
        article.roles[title] = Role.TITLE
    begin = _read_bylines(pieces, article, title + 1)
    _read_end(pieces, article, begin)
    for at in range(begin, len(pieces)):
        if article.roles[at] is Role.BODY and is_footer(pieces[at].text):
            article.roles[at] = Role.FOOTER
    return article


def border_inside(
    pieces: Sequence[Piece], disclaimers: Sequence[bool], begin: int, end: int
) -> int | None:
    """Find where a page without recommendations ends and the next begins, if that is certain.

    It is, where the same disclaimer comes again below a title and a text: no article says it twice.
    Also where a title was joined to a disclaimer. Only lines from `begin` to `end` count.
    """
    texts: dict[str, int] = {}  # disclaimer -> the first line below it that is none
    waiting: list[str] = []
    for at in range(begin, end):
        if not disclaimers[at]:
            if pieces[at].joined and at > begin and disclaimers[at - 1]:
                return at
            texts.update((text, at) for text in waiting)
            waiting.clear()
            continue
        text = pieces[at].text.strip()
        first = texts.get(text)
        if first is not None and at - first >= 2 and _titles(pieces[first]):  # noqa: PLR2004 - title, text
            return first
        if at - begin >= 2:  # noqa: PLR2004 - the same of the page above
            waiting.append(text)
    return None


def list_inside(pieces: Sequence[Piece]) -> int | None:
    """Find where recommendations begin under an unknown header word, if that is certain.

    It is, where title, summary and a date line come at least twice, in the same channel.
    """
    stamps = [stamp_of(piece.text) for piece in pieces]
    for at in range(1, len(pieces) - _SNIPPET):
        stamp, below = stamps[at], stamps[at + _SNIPPET]
        if stamp is None or below is None or stamp.channel is None:
            continue
        if stamp.channel != below.channel or not _is_snippet(pieces, at + 1):
            continue
        above = at - _SNIPPET + 1
        return above if above >= 0 and _is_snippet(pieces, above) else at + 1
    return None


def is_unknown_header(piece: Piece) -> bool:
    """Return whether a line right above recommendations can be their header."""
    text = piece.text.strip()
    return len(text) <= _LONGEST_UNKNOWN_HEADER and not _CLAUSE_END.search(text)


def _read_top(pieces: Sequence[Piece], article: Article) -> int:
    at = 0
    while at < len(pieces):
        text = pieces[at].text
        if is_path(text):
            article.roles[at] = Role.HEADER
        elif is_footer(text):
            article.roles[at] = Role.FOOTER
        else:
            break
        at += 1
    if at + 1 < len(pieces):
        stamp = _stamp(pieces[at])
        if stamp is not None and not stamp.before:
            article.roles[at] = Role.DATE
            article.stamps.append((at, stamp))
            at += 1
    return at


def _read_bylines(pieces: Sequence[Piece], article: Article, begin: int) -> int:
    """Read the date lines below a title; return where the text below them begins."""
    end = begin
    begin = _sure_byline(pieces, begin)
    for at in range(begin, min(begin + _BYLINES, len(pieces))):
        stamp = _stamp(pieces[at], below_title=True)
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        is_labelled = stamp is not None and _DAY_LABEL.search(pieces[at].text) is not None
        followed = following is not None and _stamp(following, below_title=True) is not None
        if stamp is not None and followed and not is_labelled:
            return end  # a list of dates is what the article says
        channel = labelled_channel(pieces[at].text)
        if stamp is not None and not article.stamps:
            if stamp.channel and stamp.channel in pieces[article.title or 0].text:
                stamp = replace(stamp, channel=None)  # the title again
            article.stamps.append((at, stamp))
        elif channel is not None and article.channel is None:
            article.channel = channel
        elif stamp is not None and is_labelled:  # 更新时间：
            first, known = article.stamps[-1]
            if is_update(pieces[first].text, known.start) and stamp.published:
                article.stamps[-1] = at, replace(stamp, channel=stamp.channel or known.channel)
        elif explains_itself(pieces[at].text):
            continue  # an author, who is part of the text
        else:
            return end
        article.roles[at] = Role.DATE
        end = at + 1
    return end


def _sure_byline(pieces: Sequence[Piece], begin: int) -> int:
    """Return where the date lines below a title begin: beyond what else may stand above them.

    That are a second title, a number of a document, or a name: short lines without a sentence,
    above one that is a date line wherever it stands, for it names a source or its own day.
    """
    first = None
    for at in range(begin, min(begin + _BYLINES, len(pieces))):
        text = pieces[at].text
        stamp = _stamp(pieces[at], below_title=True)
        if stamp is not None:
            is_sure = _LABELLED.search(text) is not None and stamp.published is not None
            return (first or at) if is_sure else begin
        if labelled_channel(text) is not None or explains_itself(text):
            first = first or at
        elif len(text) > _LONGEST_BESIDE or _CLAUSE_END.search(text) or _LISTED.match(text):
            return begin
    return begin


def _read_end(pieces: Sequence[Piece], article: Article, begin: int) -> None:
    closing = True
    editorial = 0
    for at in range(len(pieces) - 1, begin - 1, -1):
        text = pieces[at].text
        stamp = None if article.stamps else _stamp(pieces[at])
        if stamp is not None and at > begin and _stamp(pieces[at - 1]) is not None:
            stamp = None
        if is_footer(text) or is_neighbour(text):
            article.roles[at] = Role.FOOTER
        elif at > begin and _leads_on(pieces[at - 1].text) and _titles(pieces[at]):
            article.roles[at] = Role.FOOTER  # the line above says 下一篇：
        elif is_disclaimer(text) or (closing and is_closing_notice(text)):
            article.roles[at] = Role.DISCLAIMER
            closing = False
        elif stamp is not None:
            article.stamps.append((at, stamp))
            article.signed = True
            if not _is_signature(pieces, at, begin):
                article.roles[at] = Role.DATE
        elif editorial < _SNIPPET and len(text) <= _LONGEST_EDITORIAL and _EDITORIAL.match(text):
            editorial += 1
        else:
            return


def _leads_on(text: str) -> bool:
    """Return whether a line says 上一篇 or 下一篇, and not which it is."""
    return is_neighbour(text) and len(text.strip(" \t\u3000:：«»<>←→|")) <= _LONGEST_LEAD


def _is_signature(pieces: Sequence[Piece], at: int, begin: int) -> bool:
    """Return whether a date ends a text as whoever wrote it would: it is part of the text then.

    It is written with 年, without a label or a time; or the name of an office stands above it.
    """
    text = pieces[at].text
    if "年" in text:
        return not _LABEL_OR_CLOCK.search(text)
    return at > begin and _OFFICE.fullmatch(pieces[at - 1].text.strip()) is not None


def _stamp(piece: Piece, *, below_title: bool = False) -> Stamp | None:
    """Read a line of an article as a stamp: surer than under a header word."""
    stamp = byline_of(piece.text) if below_title else stamp_of(piece.text)
    if stamp is None or not stamp.sure or (stamp.joined and not stamp.numeric):
        return None
    return None if stamp.before and stamp.channel is None else stamp


def _titles(piece: Piece) -> bool:
    text = piece.text.strip()
    return (
        len(text) <= _LONGEST_LISTED_TITLE
        and not _NO_TITLE_END.search(text)
        and not _LISTED.match(piece.text)
    )


def _is_snippet(pieces: Sequence[Piece], at: int) -> bool:
    return _titles(pieces[at]) and len(pieces[at + 1].text) >= _SHORTEST_SUMMARY
