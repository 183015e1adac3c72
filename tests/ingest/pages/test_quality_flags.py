"""The four flags of quality."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.documents import Flag, Kind
from souwen.ingest.pages.quality_flags import ends_sentence, flags_of, is_fallback
from souwen.ingest.pages.split import split_text

if TYPE_CHECKING:
    from pathlib import Path


def flagged(title: str, body: str) -> set[str]:
    """Give the flags of an article, which cannot be truncated."""
    return {flag.value for flag in flags_of(Kind.ARTICLE, title, body)}


def test_the_flags_of_the_seeds(seeds: Path) -> None:
    """The real pages hold 39 truncated summaries, 4 wrong numbers, 3 fallbacks, 2 wrong places."""
    records = [
        record
        for path in seeds.glob("*.txt")
        for page in split_text(path.read_text("utf-8"))
        for record in page.records
    ]
    counts = Counter(flag for record in records for flag in record.flags)
    assert counts == {
        Flag.TRUNCATED: 39,
        Flag.NUMBER_MISMATCH: 4,
        Flag.FALLBACK: 3,
        Flag.PLACE_MISMATCH: 2,
    }
    wrong = [record for record in records if Flag.PLACE_MISMATCH in record.flags]
    assert all("汕头" in record.body or "乌海" in record.body for record in wrong)
    assert not any(record.flags for record in records if record.kind is Kind.ARTICLE)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("2024年医保新规", "新规自下月起施行。"),
        ("2025年4月26日医保公告", "自即日起施行。"),
        ("医保政策2024", "政策如下。"),
        ("住院3个月", "住院三个月以上的。"),
        ("住院2个月", "住院两个月以上的。"),
        ("2级医院报销", "二级医院报销。"),
        ("补贴18700元", "补贴1.87万元。"),
        ("第64条", "依照第六十四条。"),
    ],
)
def test_numbers_that_are_there_otherwise_and_years(title: str, text: str) -> None:
    """A year or a day is no number that a text has to repeat, and 三个 is 3个."""
    assert flags_of(Kind.ARTICLE, title, text) == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("补贴2000元", "补贴三千元。"),
        ("住院3个月", "住院四个月。"),
        ("2024元", "无。"),
        ("3级", "三个。"),
    ],
)
def test_numbers_that_are_not_there(title: str, text: str) -> None:
    """What looks like a year and is an amount counts, and another number is another."""
    assert flags_of(Kind.ARTICLE, title, text) == (Flag.NUMBER_MISMATCH,)


@pytest.mark.parametrize("end", ["。", "！", "？", "?", "!", "。”", "。）", "？』"])
def test_a_whole_summary_is_not_truncated(end: str) -> None:
    """A text that ends with the end of a sentence is whole, closing signs aside."""
    assert flags_of(Kind.SNIPPET, "题", f"正文一句{end} ") == ()
    assert ends_sentence(f"一句{end}")


@pytest.mark.parametrize("end", ["", ",", "=", "2%)", "；", "：", "…", "...", "0.", "”"])
def test_a_cut_summary_is_truncated(end: str) -> None:
    """A snippet that ends otherwise is truncated, an article never."""
    assert flags_of(Kind.SNIPPET, "题", f"正文一句{end}") == (Flag.TRUNCATED,)
    assert flags_of(Kind.ARTICLE, "题", f"正文一句{end}") == ()


@pytest.mark.parametrize(
    ("title", "body", "wrong"),
    [
        ("基数18700元", "基数为18,700元。", False),
        ("基数18,700元", "基数为１８７００元。", False),
        ("基数18700元", "基数为18400元。", True),
        ("比例8%", "比例为0.8%。", True),
        ("剂量2.5mg", "每次2.5mg。", False),
        ("100和200", "分为100,200两档。", False),
        ("2025年怎么办", "今年这样办。", False),
        ("怎么办", "2025年这样办。", False),
    ],
)
def test_numbers(title: str, body: str, *, wrong: bool) -> None:
    """A number of the title must stand in the text, as a whole and in any writing."""
    assert ("number-mismatch" in flagged(title, body)) is wrong


@pytest.mark.parametrize(
    "body",
    [
        "暂时无法查找到某市的标准。",
        "暂时无法得知某市的标准。",
        "很抱歉，暂未查询到相关信息。",
        "抱歉，没有找到您要的内容。",
        "未找到相关政策。",
        "目前未能查到某市的规定。",
    ],
)
def test_fallbacks(body: str) -> None:
    """A text that begins by saying that nothing was found is a fallback."""
    assert is_fallback(body)
    assert "fallback" in flagged("题", body)


@pytest.mark.parametrize(
    "body",
    [
        "没有找到工作的人可以申领。",
        "可以。暂时无法查找到的，补交。",
        "无法备案的，先自费。",
        "暂时无法工作的人",
    ],
)
def test_other_texts_are_no_fallbacks(body: str) -> None:
    """The same words elsewhere, or about something else, say nothing."""
    assert not is_fallback(body)


@pytest.mark.parametrize(
    ("title", "body", "wrong"),
    [
        ("黑龙江佳木斯基数", "根据汕头市的规定，基数如下。", True),
        ("黑龙江佳木斯基数", "根据哈尔滨市的规定，基数如下。", True),
        ("黑龙江佳木斯基数", "根据富锦市的规定，基数如下。", False),
        ("黑龙江佳木斯基数", "根据黑龙江省的规定，基数如下。", False),
        ("黑龙江佳木斯基数", "根据广东省的规定，基数如下。", True),
        ("黑龙江佳木斯基数", "根据规定，基数如下。", False),
        ("黑龙江佳木斯基数", "和汕头一样，佳木斯的基数如下。", False),
        ("海南昌江的医院", "昌江县人民医院、海口市人民医院都可以。", False),
        ("基数怎么定", "汕头市这样定。", False),
        ("佳木斯基数", "暂时无法查找到佳木斯基数，可以提供汕头市的供参考。", True),
        ("佳木斯基数", "暂时无法得知佳木斯基数。不过，佳木斯的比例如下，和汕头市一样。", False),
        ("佳木斯基数", "暂时无法得知佳木斯基数。", False),
        ("北京医保", "上海市的规定是这样。", True),
        ("北京医保", "朝阳区的规定是这样。", False),
    ],
)
def test_places(title: str, body: str, *, wrong: bool) -> None:
    """A text about another prefecture than its title is told, one that only names it too is not."""
    assert ("place-mismatch" in flagged(title, body)) is wrong


def test_a_title_alone_has_no_flags() -> None:
    """Without a text nothing can be said of it."""
    assert flags_of(Kind.SNIPPET, "黑龙江佳木斯社保基数18800", "") == ()


@given(st.sampled_from(list(Kind)), st.text(max_size=60), st.text(max_size=200))
def test_flags_are_sorted_and_known(kind: Kind, title: str, body: str) -> None:
    """Any document can be asked about; its flags come once each, by name."""
    flags = flags_of(kind, title, body)
    assert list(flags) == sorted(set(flags))


def test_digits_of_any_form_count() -> None:
    """Every character that folds to a digit makes a number of the title, and of the text."""
    for sign in map(chr, (*range(0xD800), *range(0xE000, 0x20000))):
        if re.search(r"\d", unicodedata.normalize("NFKC", sign)):
            assert Flag.NUMBER_MISMATCH in flags_of(Kind.ARTICLE, f"第{sign}项", "没有。"), sign
            assert Flag.NUMBER_MISMATCH not in flags_of(Kind.ARTICLE, f"第{sign}项", f"共{sign}。")
