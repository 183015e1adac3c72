"""The lines of a foreign page's main text."""

from __future__ import annotations

from souwen.ingest.text.main_lines import byline_above, without_comments

SENTENCES = (
    "参保人在外地住院前，应当先在手机上办理备案，备案当天就生效，不需要再跑窗口。",
    "没有备案的，出院时先自己付清费用，再带着发票、费用清单和出院记录回参保地报销。",
    "报销比例按照参保地的规定计算，药品和检查项目按照就医地的目录，两者不能混在一起。",
    "备案满半年以后可以取消，取消后当月起恢复在本地的待遇，门诊慢特病也照此办理。",
)
TEXT = [sentence * 2 for sentence in SENTENCES]
BYLINE = "2025-04-26 08:30 来源：某某日报"


def test_comments_under_a_text_are_cut_off() -> None:
    """What readers wrote below is no part of the article; a heading above the text cuts nothing."""
    lines = [*TEXT, "网友评论（63）", "说得好。"]
    assert without_comments(lines) == TEXT
    assert without_comments(["网友评论", *TEXT]) == ["网友评论", *TEXT]
    assert without_comments([*TEXT, "评论这件事的人不少"]) == [*TEXT, "评论这件事的人不少"]


def test_a_byline_is_fetched_once() -> None:
    """The date shortly above the text is its date; a date that the text has already is enough."""
    assert byline_above(TEXT, ["栏目", BYLINE, "", *TEXT]) == BYLINE
    assert byline_above([BYLINE, *TEXT], [BYLINE, BYLINE, *TEXT]) is None
    assert byline_above(TEXT, [BYLINE, *["栏目"] * 20, *TEXT]) is None
    assert byline_above([], [BYLINE]) is None


def test_a_byline_of_any_form_is_fetched() -> None:
    """A day with the name of a site behind it is one, as it is in a text."""
    for line in ("2025-04-26 健康网", "[2025-04-26]", "某某医保 2025年04月26日 08:30 北京"):
        assert byline_above(TEXT, ["栏目", line, *TEXT]) == line
