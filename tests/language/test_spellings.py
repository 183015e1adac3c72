"""Dates, counts and codes that are written in several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import normalise
from souwen.language.spellings import COUNTED, spellings_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf

DAYS = [
    *["2025-04-26", "2025-4-26", "2025/4/26", "2025/04/26", "2025.4.26", "2025.04.26", "20250426"],
    *["2025年4月26日", "2025年04月26日", "2025年4月26号", "二〇二五年四月二十六日"],
    *["二零二五年四月二十六日", "二○二五年四月二十六日"],
]


@pytest.mark.parametrize(
    "query", [*DAYS, "２０２５－０４－２６", "2025年 4月 26日".replace(" ", "")]
)
def test_a_day_in_all_spellings(shelf: Callable[..., Shelf], query: str) -> None:
    """A day finds every text that has it, however it is written, and no other day."""
    texts = {day: f"自{day}起施行" for day in DAYS} | {"other": "自2025-04-27起，2025年4月2日止"}
    assert sorted(shelf(texts).found(query)) == sorted(DAYS)


def test_a_day_in_a_longer_token(shelf: Callable[..., Shelf]) -> None:
    """A day inside a token is read in its other spellings, too; in quotation marks it is not."""
    texts = shelf({"a": "2025年4月26日医保新规"})
    assert texts.found("2025-04-26医保新规") == ["a"]
    assert texts.found('"2025-04-26医保新规"') == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        *[("评为二级医院", "2级医院"), ("评为2级医院", "二级医院"), ("依照第六十四条", "第64条")],
        *[("依照第64条", "第六十四条"), ("依照第 64 条", "第六十四条"), ("共两个", "2个")],
        *[("报销30%", "百分之三十"), ("评为3级甲等", "三级甲等"), ("第一百二十条", "第120条")],
        *[("2024年度", "二〇二四年度"), ("2025年4月起", "2025-04"), ("三月五日", "3月5日")],
        *[("补助5000元", "五千元"), ("劳动法第六十四条", "劳动法第64条")],
        *[("免费Wi-Fi上网", "wifi"), ("免费wifi上网", "wi-fi"), ("接口为USB-C", "usbc")],
        *[("感染COVID-19以后", "covid19"), ("标志物CA-125升高", "CA125"), ("感染HIV1", "hiv-1")],
        *[("占百分之五", "5%"), ("占3.5%", "百分之三点五"), ("百分之百", "100%")],
        *[("罚款三百万元", "300万元"), ("罚款300万元", "三百万元"), ("两亿元", "2亿元")],
        *[
            ("三百万粉丝", "300万粉丝"),
            ("五千元", "5000元"),
            ("两万元", "20000元"),
            ("二零二三年", "2023年"),
        ],
        *[("二零二三年", "二〇二三年"), ("二○二三年七月", "2023-07")],
        *[("COVID 19疫情", "covid-19"), ("SARS-CoV2", "sars-cov-2"), ("2019nCoV", "2019-ncov")],
    ],
)
def test_n33_other_spellings(shelf: Callable[..., Shelf], text: str, query: str) -> None:
    """N33: numerals are digits, and a code is one with its hyphen or without."""
    texts = shelf({"a": text, "b": "无关的文章"})
    assert texts.found(query) == ["a"]


def test_n33_what_was_typed_stands_first(shelf: Callable[..., Shelf]) -> None:
    """N33: another spelling counts less, and nothing in quotation marks."""
    texts = shelf({"other": "新冠COVID-19疫苗", "same": "新冠COVID19疫苗"})
    assert texts.found("covid19") == ["same", "other"]
    assert texts.found('"covid19"') == ["same"]


@pytest.mark.parametrize(
    "text",
    [
        "五险一金",
        "二甲双胍",
        "2024-2025年",
        "3-5mg",
        "2.5级",
        "万一个",
        "5/2",
        "2025-13-40",
        "v2.0",
        "百分",
    ],
)
def test_what_is_no_spelling(text: str) -> None:
    """Words with numerals in them, ranges, decimals and impossible dates stay as they are."""
    assert spellings_in(text) == []


@given(st.text(f"0123459二〇十百第年月日-/.%ab{COUNTED[:6]}", max_size=16))
def test_any_text_is_read(text: str) -> None:
    """Parts stand in order without overlap, and what stands for one is another, normalised."""
    text = normalise(text)
    end = 0
    for part in spellings_in(text):
        assert end <= part.start < part.end <= len(text)
        end = part.end
        written = text[part.start : part.end]
        assert part.alternatives
        for other in part.alternatives:
            assert other.text != written
            assert normalise(other.text) == other.text
