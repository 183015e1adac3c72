"""Two pages, changed as other dumps may differ: the same documents come out."""

from __future__ import annotations

import random
import re
import unicodedata
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from souwen.ingest.pages.lines import Role
from souwen.ingest.pages.split import split_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from souwen.corpus.documents import Record
    from souwen.ingest.pages.split import SplitPage

    Change = Callable[[str], str]
    Facts = tuple[str, str, str | None, str | None, str]

STAMP = re.compile(r"^(健康新闻|社保资讯|医保问答) (2025)-(\d\d)-(\d\d)$", re.MULTILINE)
HEADER = re.compile(r"^(?:大家都在搜\n)?相关推荐$", re.MULTILINE)
DISCLAIMER = re.compile(r"^提示:.*\n(?=(?:大家都在搜\n)?相关推荐$)", re.MULTILINE)
FULL_WIDTH = str.maketrans(",:()?;", "，：（）？；")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def stamped(form: str) -> Change:
    """Make a change of every date line, by a format of channel, year, month, day."""

    def change(text: str) -> str:
        return STAMP.sub(
            lambda m: form.format(
                c=m[1], y=m[2], m=m[3], d=m[4], sm=m[3].lstrip("0"), sd=m[4].lstrip("0")
            ),
            text,
        )

    return change


def headed(word: str) -> Change:
    """Make a change of the header words."""
    return lambda text: HEADER.sub(word, text)


def without_dates(text: str) -> str:
    """Take the date lines out."""
    return "\n".join(line for line in text.split("\n") if not STAMP.match(line))


def without_blanks(text: str) -> str:
    """Take the blank lines out."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def spread(text: str) -> str:
    """Put a blank line between any two lines, as text from HTML blocks has it."""
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def unindented(text: str) -> str:
    """Take the indentation out, as HTML does."""
    return "\n".join(line.strip() for line in text.split("\n"))


def blank_as(blank: str) -> Change:
    """Make a change of blank lines to lines of other white space."""
    return lambda text: "\n".join(line or blank for line in text.split("\n"))


def without_footer(text: str) -> str:
    """Take the footer out."""
    return text.removesuffix("\n首页 顶部")


def without_disclaimer(text: str) -> str:
    """Take the disclaimer out."""
    return DISCLAIMER.sub("", text)


def without_recommendations(text: str) -> str:
    """Leave the article and its disclaimer."""
    return HEADER.split(text)[0].rstrip("\n")


def chain(*changes: Change) -> Change:
    """Make one change of several, the first one first."""

    def change(text: str) -> str:
        for step in changes:
            text = step(text)
        return text

    return change


def snippets(text: str) -> int:
    """Count the recommendations of a page."""
    return len(STAMP.findall(text))


def facts(record: Record, *, dates: bool = True) -> Facts:
    """Give what must be the same, whatever the page looks like."""
    body = unicodedata.normalize("NFKC", "".join(record.body.split()))
    title = unicodedata.normalize("NFKC", record.title)
    published, channel = (record.published, record.channel) if dates else (None, None)
    return (record.kind.value, title, published, channel, body)


def all_facts(pages: Sequence[SplitPage], *, dates: bool = True) -> list[list[Facts]]:
    """Give the facts of every record, page by page."""
    return [[facts(record, dates=dates) for record in page.records] for page in pages]


@pytest.fixture(scope="module")
def texts(two_pages: list[Path]) -> list[str]:
    """Give both pages, without a newline at the end."""
    return [path.read_text("utf-8").removesuffix("\n") for path in two_pages]


SAME: dict[str, Change] = {
    "as it is": lambda text: text,
    "newline at the end": lambda text: text + "\n",
    "byte order mark": lambda text: "\ufeff" + text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "next line": lambda text: text.replace("\n", "\x85"),
    "line separator": lambda text: text.replace("\n", "\u2028"),
    "full-width": lambda text: text.translate(FULL_WIDTH),
    "full-width digits": lambda text: text.translate(FULL_WIDTH).translate(WIDE_DIGITS),
    "full-width dates": lambda text: STAMP.sub(lambda m: m[0].translate(WIDE_DIGITS), text),
    "full-width signs in dates": stamped("{c}　{y}－{m}－{d}"),
    "no blank lines": without_blanks,
    "blank lines everywhere": spread,
    "no indentation": unindented,
    "lines from HTML": chain(unindented, spread),
    "lines from HTML, tight": chain(unindented, without_blanks),
    "no-break spaces as blank lines": blank_as("\u00a0"),
    "wide spaces as blank lines": blank_as("\u3000\u3000"),
    "zero width as blank lines": blank_as("\u200b"),
    "trailing spaces": lambda text: text.replace("\n", "  \n"),
    "nul": lambda text: text.replace("。", "\0。"),
    "年月日": stamped("{c} {y}年{sm}月{sd}日"),
    "年月日, padded": stamped("{c} {y}年{m}月{d}日"),
    "slashes": stamped("{c} {y}/{sm}/{sd}"),
    "dots": stamped("{c} {y}.{m}.{d}"),
    "time": stamped("{c} {y}-{m}-{d} 08:30"),
    "time with seconds": stamped("{c} {y}-{m}-{d} 08:30:15"),
    "iso time": stamped("{c} {y}-{m}-{d}T08:30:15+08:00"),
    "bar": stamped("{c} | {y}-{m}-{d}"),
    "dot between": stamped("{c} · {y}年{sm}月{sd}日"),
    "labels": stamped("来源:{c} 发布时间:{y}-{m}-{d}"),
    "channel behind": stamped("{y}-{m}-{d} 来源：{c}"),
    "joined": stamped("{c}{y}-{m}-{d}"),
    "joined, 年月日": stamped("{c}{y}年{sm}月{sd}日"),
    "two lines": stamped("{c}\n{y}-{m}-{d}"),
    "two blocks": stamped("{c}\n\n{y}年{sm}月{sd}日"),
    "views": stamped("{c} {y}-{m}-{d} 阅读(123)"),
    "no disclaimer": without_disclaimer,
    "no footer": without_footer,
    "other footer": lambda text: text.replace("首页 顶部", "返回首页 | 返回顶部"),
    "footer of two lines": lambda text: text.replace("首页 顶部", "首页\n顶部"),
    "imprint": lambda text: text + "\n版权所有 © 2025 某某网 京ICP备12345678号",
    "disclaimer of its own": lambda text: DISCLAIMER.sub(
        "免责声明：本文内容仅供参考，不能代替医生诊断。\n", text
    ),
    "breadcrumbs": lambda text: "首页 > 医保 > 正文\n" + text,
} | {
    f"header {word}": headed(word)
    for word in (
        "相关阅读",
        "推荐阅读",
        "热门文章",
        "猜你喜欢",
        "大家都在搜",
        "延伸阅读",
        "【相关推荐】",
        "相关推荐：",
        "为您推荐",
        "热门推荐 更多>>",
        "—— 精彩推荐 ——",
        "相关内容",
        "人气榜单",
        "本站网友常看",
    )
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_documents(texts: list[str], name: str) -> None:
    """However a page is written, its titles, kinds, dates, channels and texts are the same."""
    for text in texts:
        assert all_facts(split_text(SAME[name](text))) == all_facts(split_text(text))


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 1)])
@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
@pytest.mark.parametrize(
    "name",
    [
        "as it is",
        "crlf",
        "full-width digits",
        "no blank lines",
        "lines from HTML",
        "年月日",
        "slashes",
        "time",
        "labels",
        "two lines",
        "no disclaimer",
        "header 猜你喜欢",
        "header 大家都在搜",
        "no footer",
    ],
)
def test_joined_pages(texts: list[str], order: Sequence[int], between: str, name: str) -> None:
    """Pages joined in any order, with or without a newline between, are the pages one by one."""
    changed = [SAME[name](texts[page]) for page in order]
    expected = [facts for text in changed for facts in all_facts(split_text(text))]
    assert len(expected) == len(order)
    assert all_facts(split_text(between.join(changed))) == expected


@pytest.mark.parametrize("order", [(0,), (1,), (0, 1), (1, 0)])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        without_blanks,
        spread,
        chain(unindented, spread),
        chain(unindented, without_blanks),
        without_footer,
        chain(without_footer, without_blanks),
        without_disclaimer,
        chain(without_disclaimer, without_footer),
        chain(without_disclaimer, without_blanks),
        chain(without_footer, unindented, without_disclaimer, without_blanks),
        lambda text: text.translate(FULL_WIDTH),
        headed("猜你喜欢"),
    ],
)
def test_no_dates_at_all(texts: list[str], order: Sequence[int], change: Change) -> None:
    """Without any date titles and summaries are told apart, and pages from each other."""
    expected = [all_facts(split_text(texts[page]), dates=False)[0] for page in order]
    joined = "\n".join(chain(without_dates, change)(texts[page]) for page in order)
    assert all_facts(split_text(joined)) == expected


def test_no_dates_and_no_newline_between(texts: list[str]) -> None:
    """Without dates a footer still shows the border on its line."""
    expected = [all_facts(split_text(texts[page]), dates=False)[0] for page in (1, 0)]
    for change in (without_dates, chain(without_dates, without_blanks)):
        assert all_facts(split_text(change(texts[1]) + change(texts[0]))) == expected


@pytest.mark.parametrize("form", ["{y}-{m}-{d}", "{y}年{sm}月{sd}日", "{y}/{sm}/{sd} 08:30"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_no_channel(texts: list[str], form: str, between: str) -> None:
    """Without channels the dates are the same, in one page and in joined pages."""
    for order in permutations((0, 1)):
        expected = [
            [(kind, title, date, None, body) for kind, title, date, _, body in page]
            for number in order
            for page in all_facts(split_text(texts[number]))
        ]
        changed = [stamped(form)(texts[number]) for number in order]
        assert all_facts(split_text(between.join(changed))) == expected


@pytest.mark.parametrize("channel", ["39健康网", "人民日报 健康版", "某市医疗保障局", "News"])
def test_other_channels(texts: list[str], channel: str) -> None:
    """A channel of any name is read."""
    for text in texts:
        changed = STAMP.sub(lambda m: f"{channel} {m[2]}-{m[3]}-{m[4]}", text)
        records = split_text(changed)[0].records
        assert [record.channel for record in records] == [None] + [channel] * snippets(text)
        assert len(records) == len(split_text(text)[0].records)


@pytest.mark.parametrize("when", ["3天前", "昨天 08:30", "刚刚", "两周前"])
def test_relative_dates_are_no_dates(texts: list[str], when: str) -> None:
    """A relative date gives no date, and its line is kept as what it is."""
    for text in texts:
        (page,) = split_text(stamped("{c} " + when)(text))
        expected = [(k, t, None, c, b) for k, t, _, c, b in all_facts(split_text(text))[0]]
        assert [facts(record) for record in page.records] == expected
        dates = [line.text for line in page.lines if line.role is Role.DATE]
        assert dates == [f"{stamp[1]} {when}" for stamp in STAMP.finditer(text)]
        assert dates


def test_impossible_dates_are_warned_of(texts: list[str]) -> None:
    """30 February gives no date and a warning that names it."""
    (page,) = split_text(stamped("{c} 2025-02-30")(texts[0]))
    (whole,) = split_text(texts[0])
    assert [record.published for record in page.records] == [None] * len(whole.records)
    assert [record.channel for record in page.records] == [r.channel for r in whole.records]
    assert len(page.warnings) == snippets(texts[0])
    assert page.warnings[0].startswith("impossible date 2025-02-30 in line ")


def test_some_dates_missing(texts: list[str]) -> None:
    """Where only some date lines are missing, the others stay with the snippets above them."""
    for text in texts:
        (whole,) = all_facts(split_text(text))
        for missing in range(1, snippets(text)):
            lines = text.split("\n")
            stamps = [place for place, line in enumerate(lines) if STAMP.match(line)]
            del lines[stamps[missing]]
            expected = list(whole)
            kind, title, _, _, body = expected[missing + 1]
            expected[missing + 1] = (kind, title, None, None, body)
            assert all_facts(split_text("\n".join(lines))) == [expected]


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_articles_alone(texts: list[str], between: str) -> None:
    """Without recommendations a page is its article, and the disclaimer parts two of them."""
    expected = [page[:1] for text in texts for page in all_facts(split_text(text))]
    alone = [without_recommendations(text) for text in texts]
    assert [all_facts(split_text(text))[0] for text in alone] == expected
    assert all_facts(split_text(between.join(alone))) == expected


@pytest.mark.parametrize("order", [(0,), (1,), (0, 1), (1, 0)])
def test_cut_anywhere(texts: list[str], order: Sequence[int]) -> None:
    """A page cut anywhere gives its complete snippets as the whole page, and no other dates."""
    text = "".join(texts[number] for number in order)
    whole = [set(page) for page in all_facts(split_text(text))]
    articles = {page[0][1] for page in all_facts(split_text(text))}
    rng = random.Random(len(text))
    cuts = {*range(len(text) - 60, len(text)), *rng.sample(range(len(text)), 200)}
    for cut in sorted(cuts):
        head = text[:cut]
        pages = split_text(head)
        done = len(re.findall(r"(?:健康新闻|社保资讯|医保问答) 2025-\d\d-\d\d", head))
        dated = [r for page in pages for r in page.records if r.published is not None]
        assert len(dated) == done, head[-30:]
        for page, expected in zip(pages, whole, strict=False):
            assert {facts(r) for r in page.records if r.published} <= expected
        found = [r.title for page in pages for r in page.records if r.kind.value == "article"]
        assert all(title in articles for title in found[:-1]), head[-30:]
        assert any(title.startswith(found[-1]) for title in articles) if found else not head.strip()


@pytest.mark.parametrize("number", [0, 1])
def test_cut_anywhere_without_dates(texts: list[str], number: int) -> None:
    """Without dates too, what is whole in a cut page is as in the whole page."""
    text = without_dates(texts[number])
    (whole,) = all_facts(split_text(text))
    for cut in range(1, len(text), 11):
        (page,) = all_facts(split_text(text[:cut]))
        assert page[:-1] == whole[: len(page) - 1] or text[cut:].startswith("\n"), text[:cut][-30:]
        assert len(page) <= len(whole)
