"""One page to its documents, and every line to its role."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.corpus.documents import Kind
from souwen.ingest.pages.lines import Role
from souwen.ingest.pages.split import SPLITTER_VERSION, SplitPage, split_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

LONG = "参保人在定点医院住院时起付线以上的费用按比例报销具体的数额要看当地的规定和本年度的累计" * 4
BREAKS = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]

C42 = """异地备案怎么办

先登录再提交。

提示：本内容不能代替面诊。
相关推荐

甲市社保基数几档

甲市基数共四档。

健康新闻 2025-04-26
首页 顶部
"""
C43 = """相关推荐

题一

文一

健康新闻 2025-04-26

题二

文二

健康新闻 2025-04-25
"""


def assert_nothing_is_lost(text: str, pages: Sequence[SplitPage]) -> None:
    """Every line stands in order in the lines of the pages, and only blank ones are blank."""
    parts: defaultdict[int, str] = defaultdict(str)
    numbers = [line.number for page in pages for line in page.lines]
    assert numbers == sorted(numbers)
    for page in pages:
        for line in page.lines:
            parts[line.number] += line.text
            if line.role is Role.BLANK:
                assert not line.text.strip().strip(
                    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u180e"
                )
            if line.record is not None:
                assert 0 <= line.record < len(page.records)
    lines = text.replace("\0", "").splitlines()
    if pages:
        assert dict(parts) == dict(enumerate(lines, start=1))
    else:
        assert not numbers
    for page in pages:
        assert [record.position for record in page.records] == list(range(len(page.records)))
        kinds = [record.kind for record in page.records]
        assert Kind.ARTICLE not in kinds[1:]
        for record in page.records:
            assert record.title
            assert "\n" not in record.title
            assert not set(record.body) & {"\r", "\0", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"}
            assert "\n\n\n" not in record.body
            own = [k for k in page.lines if k.record == record.position and k.role is Role.BODY]
            assert "".join(record.body.split()) == "".join(
                "".join(k.text for k in own).split()
            ).strip("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u180e")


def roles(page: SplitPage) -> list[str]:
    """Give the role of each line that is not blank."""
    return [line.role.value for line in page.lines if line.role is not Role.BLANK]


def test_the_seeds_give_the_expected_documents(seeds: Path) -> None:
    """Each real page gives exactly the documents that were written down for it."""
    with (seeds / "expected.tsv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    found = []
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text("utf-8")
        (page,) = split_text(text)
        assert_nothing_is_lost(text, [page])
        assert not page.warnings
        for record in page.records:
            body = "".join(record.body.split())
            found.append(
                [
                    path.name,
                    str(record.position),
                    record.kind.value,
                    record.title,
                    record.published or "",
                    record.channel or "",
                    str(len(body)),
                    body[:16],
                    body[-16:],
                ]
            )
    assert found == expected


def test_the_boilerplate_of_the_seeds(seeds: Path) -> None:
    """Header words, the disclaimer and the footer are boilerplate; the other hint is text."""
    first, second = (split_text(path.read_text("utf-8"))[0] for path in sorted(seeds.glob("*.txt")))
    boilerplate = {Role.HEADER, Role.DISCLAIMER, Role.FOOTER}
    named = [[k.text for k in page.lines if k.role in boilerplate] for page in (first, second)]
    assert [len(texts) for texts in named] == [2, 4]
    assert named[1][1:] == ["大家都在搜", "相关推荐", "首页 顶部"]
    assert first.records[0].body.splitlines()[-1].startswith("提示:若结算失败")


def test_c42_recommendations_are_no_part_of_the_article() -> None:
    """C42: the article holds its text only, the recommendation stands apart, the footer nowhere."""
    (page,) = split_text(C42)
    article, snippet = page.records
    assert (article.kind, article.title, article.body) == (
        Kind.ARTICLE,
        "异地备案怎么办",
        "先登录再提交。",
    )
    assert (snippet.kind, snippet.title, snippet.body) == (
        Kind.SNIPPET,
        "甲市社保基数几档",
        "甲市基数共四档。",
    )
    assert (snippet.published, snippet.channel) == ("2025-04-26", "健康新闻")
    assert "首页" not in "".join(record.body for record in page.records)


def test_c43_a_date_belongs_to_the_snippet_above_it() -> None:
    """C43: two snippets, each with the date below it."""
    (page,) = split_text(C43)
    assert [(r.kind, r.position, r.title, r.body, r.published) for r in page.records] == [
        (Kind.SNIPPET, 0, "题一", "文一", "2025-04-26"),
        (Kind.SNIPPET, 1, "题二", "文二", "2025-04-25"),
    ]


@pytest.mark.parametrize("text", ["", " \n\u3000", "\n\n\r\n", "\0\n", "\ufeff\n\u200b"])
def test_c44_nothing_gives_no_page(text: str) -> None:
    """C44: a text without anything to see holds no page."""
    assert split_text(text) == []


def test_c44_a_title_alone_is_an_article() -> None:
    """C44: a page of a title only is an article with an empty text."""
    (page,) = split_text("医保须知\n")
    (record,) = page.records
    assert (record.kind, record.title, record.body, record.flags) == (
        Kind.ARTICLE,
        "医保须知",
        "",
        (),
    )


def test_c39_nul_is_removed() -> None:
    """C39: a NUL inside a word does not part it, and is not kept."""
    (page,) = split_text("血\0糖监测\n每天\0一次。\n")
    assert (page.records[0].title, page.records[0].body) == ("血糖监测", "每天一次。")


def test_a_text_keeps_its_lines() -> None:
    """Indentation stays, trailing spaces go, and blank lines become one at most."""
    (page,) = split_text("题\n\n\n  1. 甲  \n    • 乙\n\n\n\n丙。\n\n")
    assert page.records[0].body == "1. 甲\n    • 乙\n\n丙。"


@pytest.mark.parametrize("mark", BREAKS)
def test_every_line_break_breaks(mark: str) -> None:
    """Whatever Unicode calls a line break ends a line."""
    (page,) = split_text(C42.replace("\n", mark))
    assert [record.title for record in page.records] == ["异地备案怎么办", "甲市社保基数几档"]


@pytest.mark.parametrize(
    "line",
    [
        "相关推荐里有更多。",
        "请看下面的相关推荐",
        "点相关推荐:再选",
        "2025-04-26起执行",
        "截至 2025-04-26",
        "返回首页后点击我的。",
        "首页 顶部的搜索框里输入备案",
        "健康新闻 2025-04-26",
        "2025-04-26",
        "相关问题",
    ],
)
def test_mentions_do_not_split(line: str) -> None:
    """A line of an article that mentions boilerplate, or holds a date, stays text."""
    text = f"怎么备案\n\n正文一句。\n\n{line}\n\n正文二句。\n\n正文三句。\n"
    (page,) = split_text(text)
    (record,) = page.records
    assert record.body == f"正文一句。\n\n{line}\n\n正文二句。\n\n正文三句。"
    assert record.published is None


@pytest.mark.parametrize(
    ("byline", "published", "channel"),
    [
        ("来源:某某网 2025-04-26", "2025-04-26", "某某网"),
        ("2025年4月26日 08:30 来源：某某网", "2025-04-26", "某某网"),
        ("健康新闻 2025-04-26", "2025-04-26", "健康新闻"),
        ("发布时间：2025-04-26 浏览：123次", "2025-04-26", None),
        ("作者:张三 2025-04-26", "2025-04-26", None),
        ("来源：某某网\n2025-04-26", "2025-04-26", "某某网"),
        ("2025-04-26", "2025-04-26", None),
        ("来源：某某网", None, "某某网"),
    ],
)
def test_bylines(byline: str, published: str | None, channel: str | None) -> None:
    """A byline under the title gives date and channel, and is no part of the text."""
    (page,) = split_text(f"怎么备案\n{byline}\n\n正文一句。\n\n正文二句。\n")
    (record,) = page.records
    assert (record.published, record.channel) == (published, channel)
    assert record.body == "正文一句。\n\n正文二句。"
    assert "date" in roles(page)


@pytest.mark.parametrize(
    "tail", ["", "\n提示:本内容不能代替面诊。\n相关推荐\n\n题\n\n文。\n\n某栏 2025-01-02"]
)
def test_a_date_at_the_end_of_an_article(tail: str) -> None:
    """A date line that ends an article, above disclaimer and recommendations, is its date."""
    (page,) = split_text(f"怎么备案\n\n正文一句。\n\n某市医保局 2025-04-26{tail}")
    article = page.records[0]
    assert (article.body, article.published, article.channel) == (
        "正文一句。",
        "2025-04-26",
        "某市医保局",
    )


def test_an_impossible_byline_is_warned_of() -> None:
    """A date that no calendar has gives none, and a warning with its line."""
    (page,) = split_text("题\n来源:某网 2025-13-01\n\n正文。\n")
    assert page.records[0].published is None
    assert page.warnings == ("impossible date 2025-13-01 in line 2",)


def test_titles_alone() -> None:
    """Recommendations may be titles without summaries, with or without a date on the line."""
    titles = ["甲市社保基数有几档", "乙市医保怎么交", "丙市公积金怎么取出来", "丁市养老金多少"]
    (page,) = split_text("题\n\n文。\n相关推荐\n" + "\n".join(titles))
    assert [(r.title, r.body) for r in page.records[1:]] == [(title, "") for title in titles]
    (page,) = split_text("题\n\n文。\n相关推荐\n" + "".join(f"{t} 2025-04-26\n" for t in titles))
    assert [(r.title, r.body, r.published) for r in page.records[1:]] == [
        (title, "", "2025-04-26") for title in titles
    ]


def test_two_lists_on_one_page() -> None:
    """A second header word goes on with the snippets of the same page."""
    one = f"甲\n\n{LONG}\n\n某栏 2025-04-26\n"
    (page,) = split_text(f"题\n\n文。\n相关推荐\n\n{one}\n猜你喜欢\n\n{one.replace('甲', '乙')}")
    assert [record.title for record in page.records] == ["题", "甲", "乙"]


def test_things_to_search_for_are_boilerplate() -> None:
    """Words under 大家都在搜, above the recommendations, are no documents."""
    (page,) = split_text(
        f"题\n\n文。\n大家都在搜\n异地就医\n社保卡\n相关推荐\n\n甲\n\n{LONG}\n\n某栏 2025-04-26\n"
    )
    assert [record.title for record in page.records] == ["题", "甲"]
    assert roles(page)[2:6] == ["header"] * 4


def test_lines_of_a_summary_stay_together() -> None:
    """Above one date, all lines but the first are the summary."""
    (page,) = split_text("相关推荐\n题\n一、办法\n1. 先登录。\n2. 再提交。\n某栏 2025-04-26\n")
    (record,) = page.records
    assert (record.title, record.body) == ("题", "一、办法\n1. 先登录。\n2. 再提交。")


def test_a_paragraph_is_no_title() -> None:
    """A page that begins with a paragraph takes its beginning as a title, and loses nothing."""
    text = "参保人应当先备案，再就医。" + LONG
    (page,) = split_text(text)
    assert (page.records[0].title, page.records[0].body) == ("参保人应当先备案，再就医", text)
    assert roles(page) == ["body"]


def test_two_parts_of_a_line_share_its_number() -> None:
    """A line that two pages share stands in two parts under one number."""
    joined = C42.rstrip("\n") + C42
    pages = split_text(joined)
    assert_nothing_is_lost(joined, pages)
    assert [len(page.records) for page in pages] == [2, 2]
    footer, title = pages[0].lines[-1], pages[1].lines[0]
    assert (footer.number, footer.text, footer.role) == (13, "首页 顶部", Role.FOOTER)
    assert (title.number, title.text, title.role) == (13, "异地备案怎么办", Role.TITLE)


def test_the_version_is_a_number() -> None:
    """What was split by an older splitter can be told."""
    assert SPLITTER_VERSION >= 1


LINES = st.sampled_from(
    [
        "题目怎么写",
        "职工医保可以直接结算吗",
        LONG,
        LONG + "。",
        "正文一句。",
        "  1. 条目",
        "    • 条目,一句。",
        "健康新闻 2025-04-26",
        "2025-04-26",
        "健康新闻 3天前",
        "某栏 2025-02-30",
        "健康新闻2025-04-26",
        "某栏",
        "健康新闻 2025-04-26怎么样申请",
        "2025-04-26首页 顶部职工医保",
        "首页 顶部",
        "首页 顶部职工医保",
        "首页",
        "顶部",
        "相关推荐",
        "大家都在搜",
        "猜你喜欢",
        "相关问题",
        "提示:本内容不能代替面诊,请就医。",
        "提示:本内容不能代替面诊。怎么办",
        "来源:某网",
        "来源:某网 2025-04-26",
        "返回顶部",
        "首页 > 医保",
        "版权所有 某网",
        "健康新闻 20",
        "以下标题 2025-04-26",
        "",
        " ",
        "\u3000",
        "\u200b",
        "\ufeff题",
        "\0",
        "甲\0乙",
        "二〇二五年四月二十六日",
        "责任编辑:张三",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(LINES, st.sampled_from(BREAKS)), max_size=40), LINES)
def test_nothing_of_a_page_is_lost(lines: list[tuple[str, str]], last: str) -> None:
    """Of pages put together at random, every line stands in one role, in order."""
    text = "".join(line + end for line, end in lines) + last
    assert_nothing_is_lost(text, split_text(text))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_nothing_of_any_text_is_lost(text: str) -> None:
    """The same of any text at all."""
    assert_nothing_is_lost(text, split_text(text))


SNIPPETS = st.lists(
    st.tuples(
        st.text("甲乙丙丁医保社保", min_size=4, max_size=20),
        st.text("参保人先登录再提交", min_size=110, max_size=190),
        st.dates().filter(lambda day: day.year >= 1950 and day.year < 2100),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("异地就医备案", min_size=4, max_size=20), SNIPPETS),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["", "\n", "\n\n"]),
    st.booleans(),
)
def test_generated_pages_split_as_made(
    made: list[tuple[str, list[tuple[str, str, object]]]],
    between: str,
    foot: bool,
) -> None:
    """Pages made by the grammar, joined, give what they were made of."""
    texts = [
        f"{title}\n\n正文一句。\n\n正文二句。\n\n提示:本内容不能代替面诊。\n相关推荐\n\n"
        + "\n\n".join(f"{t}\n\n{s}\n\n健康新闻 {day}" for t, s, day in snippets)
        + ("\n首页 顶部" if foot else "")
        for title, snippets in made
    ]
    text = between.join(texts)
    pages = split_text(text)
    assert_nothing_is_lost(text, pages)
    assert [[(r.title, r.published) for r in page.records] for page in pages] == [
        [(title, None), *((t, str(day)) for t, _, day in snippets)] for title, snippets in made
    ]


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("囍", 200_000),
        ("异地就医备案", 100_000),
        ("医保\n", 3_000),
        ("题目\n" + LONG + "\n", 1_000),
        ("健康新闻 2025-04-26\n", 2_000),
        ("相关推荐\n", 4_000),
        ("首页 顶部\n", 4_000),
        (" ", 500_000),
        ("2025-", 100_000),
        ("健康新闻 2025-04-26", 20_000),
        ("首页 ", 100_000),
        ("提示:本内容不能代替面诊。\n", 2_000),
        ("提示:本内容不能代替面诊。题目", 30_000),
        ("题目\n文。\n文。\n提示:本内容不能代替面诊。\n", 1_000),
        ("题目\n" + LONG + "\n健康新闻 2025-04-26\n文。\n", 500),
    ],
)
@pytest.mark.parametrize("head", ["", "题\n文。\n相关推荐\n"])
def test_c45_time_grows_with_the_text(
    is_linear: Callable[..., bool], unit: str, count: int, head: str
) -> None:
    """C45: time grows in proportion to the text, on one line or many."""
    assert is_linear(lambda size: split_text(head + unit * size), count // 2)


def test_a_list_that_is_an_article_ends() -> None:
    """Two snippets under no header word, read as the beginning of an article, are that article."""
    title = "怎样办理" * 5 + "。" + "需要材料" * 7
    snippet = [title, "参保人员" * 20, "健康新闻 2025-04-26"]
    text = "\n".join([*snippet * 2, *["说明文字在此" * 20 + "。"] * 6])
    (page,) = split_text(text)
    assert [record.title for record in page.records] == [title]
    assert [line.text for line in page.lines] == text.split("\n")


def test_a_summary_that_reads_like_a_disclaimer_is_kept() -> None:
    """What stands between a recommended title and its date is its text, whatever it says."""
    summary = "以上内容由编辑整理,仅供参考,不能代替医生的面诊。" * 5
    page = "\n\n".join(
        (
            "医保怎么报销",
            "先去窗口登记。带上身份证和发票。",
            "提示:本内容仅供参考,不能代替面诊。",
            "相关推荐",
            "异地就医怎么备案",
            "在线上可以办理,要先选好就医地。" * 8,
            "健康新闻 2025-04-26",
            "看病前要知道的事",
            summary,
            "健康新闻 2025-04-27",
        )
    )
    records = [record for part in split_text(page) for record in part.records]
    assert [record.body for record in records if record.title == "看病前要知道的事"] == [summary]
