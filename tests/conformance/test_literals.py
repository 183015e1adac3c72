"""A quoted string matches where it stands, with whole numbers and Latin words at its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Backend


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("异地就医备案", "地就医备"),
        ("异地 就医\n\n备案", "异地就医"),
        ("門診慢特病", "门诊慢特病"),
        ("ＨＰＶ疫苗", "hpv疫苗"),
        ("每月18,700元", "18700元"),
        ("每月18700元", "18,700"),
        ("共100,200", "100,200"),
        ("共100,200", "100200"),
        ("报销8%", "8%"),
        ("2025.04.26发布", "04.26"),
        ("2025.04.26发布", "2025"),
        ("二甲双胍2.5mg", "胍2.5"),
        ("糖化HbA1c", "hba"),
        ("糖化HbA1c", "1c"),
        ("PD-1抑制剂", "pd-1"),
        ("服用10　 mg", "10 mg"),
        ("他说“异地”就医", '"异地"'.replace('"', "”")),
        ("C:\\temp\\*?", "C:\\temp\\*?"),
    ],
)
def test_what_stands_there_is_found(backend: Backend, text: str, string: str) -> None:
    """A string is found in the title and in the text, in whatever width, case and characters."""
    backend.add(
        {"title": text.replace("\n", " "), "body": {"title": "题", "body": text}, "no": "无"}
    )
    assert set(backend.found(f'"{string}"')) == {"title", "body"}
    assert set(backend.found(string, exact=True)) == {"title", "body"}


OVER_LINES = [
    ("先刷社保卡结算。\n\n没有备案的要降低比例。", "先刷社保卡结算。\n\n没有备案的"),
    ("先刷社保卡结算。\n\n没有备案的要降低比例。", "卡结算。\n没有备案的"),
    ("先刷社保卡结算。没有备案的要降低比例。", "卡结算。\n没有备案的"),
    ("先办备案\nHPV 16 型\n再结算", "备案\r\nHPV 16\n 型\n再"),
    ("hello\nworld 2024\n05", "hello\nworld 2024\n05"),
]


@pytest.mark.parametrize(("text", "string"), OVER_LINES)
def test_n23_a_string_that_was_copied_over_lines(backend: Backend, text: str, string: str) -> None:
    """N23: a line break in a quoted string is one in the text, or none."""
    backend.add({"body": {"title": "题", "body": text}, "no": "无"})
    assert backend.found(f'"{string}"') == ["body"]
    assert backend.found(string, exact=True) == ["body"]


@pytest.mark.parametrize(
    ("text", "string"),
    [("helloworld", "hello\nworld"), ("202405", "2024\n05"), ("异地\n就医", "异地就医")],
)
def test_n23_lines_are_no_way_to_glue_words(backend: Backend, text: str, string: str) -> None:
    """N23: two words are not one, and a string without a line break crosses none."""
    backend.add({"body": {"title": "题", "body": text}, "no": "无"})
    assert backend.found(f'"{string}"') == []


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("异地就医备案", "异地备案"),
        ("异地就医。\n\n备案须知", "就医备案"),
        ("缴费0.8%", "8%"),
        ("每月1320元", "13"),
        ("每月18700元", "70元"),
        ("每月1.5元", "5元"),
        ("编号187", "1870"),
        ("编号1870", "187"),
        ("糖化HbA1c", "hb"),
        ("PD-1", "d-1"),
        ("100,200元", "100,2"),
        ("医保*报销", "医保报销"),
    ],
)
def test_what_does_not_stand_there_is_not_found(backend: Backend, text: str, string: str) -> None:
    """No part of a number or a Latin word is found, nor what only its parts hold."""
    backend.add({"title": text.replace("\n", " "), "body": {"title": "题", "body": text}})
    assert backend.found(f'"{string}"') == []


def test_title_and_text_never_join(backend: Backend) -> None:
    """No match begins in the title and ends in the text."""
    backend.add({"a": {"title": "异地", "body": "就医"}})
    assert backend.found('"异地就医"') == []
    assert backend.found("异地 就医") == ["a"]


def test_a_literal_has_no_other_readings(backend: Backend) -> None:
    """Inside quotation marks nothing stands for anything else, and nothing is relaxed."""
    backend.add({"a": "心悸去哪家医院", "b": "医院心慌"})
    assert backend.found("心慌去哪家医院")[0] == "a"
    results = backend.search('"心慌去哪家医院"')
    assert results.total == 0
    assert results.relaxed is None


def test_stars_open_an_end(backend: Backend) -> None:
    """A star lets a number or a Latin word go on; beside a Han character it is nothing."""
    backend.add({"whole": "编号187", "longer": "编号1870", "after": "编号0187", "word": "ChatGPT"})
    assert set(backend.found("187")) == {"whole"}
    assert set(backend.found("187*")) == {"whole", "longer"}
    assert set(backend.found("*87")) == {"whole", "after"}
    assert set(backend.found("*87*")) == {"whole", "longer", "after"}
    assert backend.found("chatg*") == ["word"]
    assert set(backend.found("编号*")) == {"whole", "longer", "after"}


def test_title_only(backend: Backend) -> None:
    """`title:` looks at titles only."""
    backend.add({"title": "异地就医", "body": {"title": "题", "body": "异地就医"}})
    assert backend.found('title:"异地就医"') == ["title"]
    assert backend.found("异地就医 -title:异地就医") == ["body"]
