"""Date lines that bear each other out."""

from __future__ import annotations

import pytest

from souwen.ingest.pages.listed_dates import Spelling, is_tail, listed_stamps
from souwen.ingest.pages.split import split_text

TITLES = ("职工医保怎么交费", "居民医保什么时候缴费", "生育津贴怎么领取")
SUMMARIES = tuple(f"{title}，{'要先登记再提交材料，' * 8}具体的" for title in TITLES)
ARTICLE = "参保人员在外地住院以前要先办理备案。备案可以在手机上办，也可以到窗口办。"


def page(dates: list[str]) -> str:
    """Make a page whose recommendations have these dates."""
    listed = zip(TITLES, SUMMARIES, dates, strict=False)
    snippets = "\n\n".join("\n\n".join(one) for one in listed)
    return f"异地就医备案指南\n\n{ARTICLE}\n\n相关推荐\n\n{snippets}\n"


@pytest.mark.parametrize(
    ("form", "published", "channel"),
    [
        ("健康新闻 2025年04月2{}日08:30", "2025-04-23", "健康新闻"),
        ("2025年4月2{}日 8时30分", "2025-04-23", None),
        ("(2025-04-2{})", "2025-04-23", None),
        ("（2025年4月2{}日）", "2025-04-23", None),
        ("健康新闻（2025-04-2{}）", "2025-04-23", "健康新闻"),
        ("健康新闻 2025-04-2{} 阅读 1.2万", "2025-04-23", "健康新闻"),
        ("2025-04-2{} 08:30 · 某某医保", "2025-04-23", "某某医保"),
        ("2025-04-2{} 08:30 北京", "2025-04-23", None),
        ("2025.04.2{} 健康新闻", "2025-04-23", "健康新闻"),
        ("2025-04-2{} 查看全文", "2025-04-23", None),
        ("Apr 2{}, 2025", "2025-04-23", None),
        ("2{} April 2025", "2025-04-23", None),
        ("2025-04-2{}\n\n健康新闻", "2025-04-23", "健康新闻"),
        ("04-2{}", None, None),
        ("4月2{}日", None, None),
        ("04/2{} 08:30", None, None),
        ("25-04-2{}", None, None),
        ("健康新闻 25/04/2{}", None, "健康新闻"),
        ("【健康新闻】04-2{}", None, "健康新闻"),
        ("2{}分钟前 健康网", None, "健康网"),
        ("2{}小时前 · 健康网", None, "健康网"),
        ("周五 08:2{}", None, None),
        ("08:2{}", None, None),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_however_a_list_spells_its_dates(
    form: str, published: str | None, channel: str | None, size: int
) -> None:
    """One article and its snippets come out, with and without blank lines; no date is made up."""
    text = page([form.format(day) for day in range(3, 3 + size)])
    for written in (text, text + "首页 顶部\n", text.replace("\n\n", "\n")):
        (split,) = split_text(written)
        article, *snippets = split.records
        assert article.body == ARTICLE
        assert [snippet.title for snippet in snippets] == list(TITLES[:size])
        assert [snippet.body for snippet in snippets] == list(SUMMARIES[:size])
        assert snippets[0].published == published
        # Whether a word that stands there only once names a channel may not be known.
        assert snippets[0].channel in ({channel} if size > 1 else {channel, None})


@pytest.mark.parametrize(
    "form",
    ["04-2{}", "2025-04-2{} 08:30 · 某某医保", "(2025-04-2{})", "健康新闻 2025-04-2{} 阅读 12次"],
)
def test_a_page_that_is_joined_to_such_a_date(form: str) -> None:
    """The next page begins where a date ends that is spelled as those above it."""
    text = page([form.format(day) for day in range(3, 6)]).rstrip("\n")
    first, second = split_text(f"{text}退休怎么办手续\n\n{ARTICLE}\n")
    assert [record.title for record in first.records[1:]] == list(TITLES)
    assert [record.title for record in second.records] == ["退休怎么办手续"]


@pytest.mark.parametrize(
    "titles",
    [
        ("4月25日 油价调整", "4月26日 油价调整"),
        ("2025-04-25 停水公告", "2025-04-26 停电公告"),
        ("4月25日油价调整", "4月26日油价调整"),
        ("12-15岁儿童怎么参保", "3-6岁儿童怎么参保"),
        ("医保新规（2025-04-25）", "社保新规（2025-04-26）"),
    ],
)
def test_titles_with_dates_stay_titles(titles: tuple[str, str]) -> None:
    """A title may hold a day: it stands above a text, or right below another title."""
    for lines in (titles, (titles[0], SUMMARIES[0], titles[1], SUMMARIES[1])):
        assert listed_stamps(lines) == [None] * len(lines)
    (split,) = split_text(f"题\n\n{ARTICLE}\n\n相关推荐\n" + "\n".join(lines))
    assert [record.title for record in split.records] == ["题", *titles]


def test_what_is_doubtful_must_come_again() -> None:
    """A day with words behind it, alone among other lines, is none."""
    lines = ["题", "文字" * 30, "2025-04-26 大会", "文字" * 30]
    assert listed_stamps(lines) == [None] * 4
    assert [bool(stamp) for stamp in listed_stamps([*lines, *lines])] == [
        False,
        False,
        True,
        False,
    ] * 2


def test_the_rest_of_a_date_line_is_no_title() -> None:
    """A time, a bracket, a counter or a name that was not read begins no page."""
    for rest in ("08:30", ")", " 阅读 1.2万", " 北京", " 健康网"):
        assert is_tail(rest)
    assert not is_tail("怎么样申请异地医保")
    assert not is_tail("北京怎么备案")


def test_spellings_are_few_and_any_line_is_asked_about() -> None:
    """No more spellings are kept than a list has, and a long line costs what a short one does."""
    spelling = Spelling([])
    for number in range(100):
        spelling.note("栏" * number + " 04-26")
    spelling.note("04-26")
    assert spelling.end_in(" 04-26怎么办") == len(" 04-26")
    assert spelling.end_in("栏" * 50 + " 04-26怎么办") == 0
    assert not spelling.is_date("1" * 1_000_000)
    spelling.forget()
    assert spelling.end_in("04-26怎么办") == 0
