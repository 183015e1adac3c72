"""Tiers of the score: places, numbers and flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import MakeShelf

TEXT = "社保缴费基数每年调整，单位和个人按比例缴纳。"


def test_the_page_of_the_place_that_was_asked_for(shelf: MakeShelf) -> None:
    """Another place's page is not first while the own one exists, however well it fits."""
    engine = shelf(
        {
            "own": {"title": "鹤岗医保", "body": "报销要带社保卡。" + TEXT * 5},
            "other": {"title": "佳木斯医保怎么报销", "body": "鹤岗医保怎么报销，看这里：报销。"},
        }
    ).engine
    hits = engine.search("鹤岗医保怎么报销", collapse=False)
    assert [hit.refs[0] for hit in hits] == ["own", "other"]


def test_a_county_and_what_it_lies_in_are_not_apart(shelf: MakeShelf) -> None:
    """A page of the province is no other place's page for a query that names a town of it."""
    engine = shelf(
        {
            "province": {"title": "黑龙江医保怎么报销", "body": "佳木斯医保怎么报销也在这里。"},
            "other": {"title": "汕头医保怎么报销", "body": "佳木斯医保怎么报销也在这里。"},
        }
    ).engine
    hits = engine.search("佳木斯医保怎么报销", collapse=False)
    assert hits[0].refs[0] == "province"


def test_a_page_that_says_nothing_was_found_is_last(shelf: MakeShelf) -> None:
    """The flag `fallback` puts a page behind those that answer, and it is still there."""
    engine = shelf(
        {
            "empty": {"title": "社保基数", "body": "抱歉，暂时没有查到关于社保基数的信息。"},
            "full": {"title": "缴费说明", "body": "社保基数是缴费的依据。" + TEXT},
        }
    ).engine
    hits = engine.search("社保基数", collapse=False)
    assert [hit.refs[0] for hit in hits] == ["full", "empty"]
    assert "fallback" in hits[1].flags


def test_an_amount_in_other_words(shelf: MakeShelf) -> None:
    """1.87万元 finds 18,700元, and the quoted string does not."""
    engine = shelf({"a": {"title": "缴费基数", "body": "基数为18,700元。"}}).engine
    assert engine.search("1.87万元").total == 1
    assert engine.search('"1.87万元"').total == 0


def test_a_synonym_never_costs_an_exact_match_its_place(shelf: MakeShelf) -> None:
    """What holds the word itself stands before what holds another word for it."""
    engine = shelf(
        {
            "other": {"title": "心悸", "body": "心悸心悸心悸心悸"},
            "own": {"title": "常见的症状", "body": "有的人会心慌，要注意休息。" + TEXT * 3},
        }
    ).engine
    hits = engine.search("心慌", collapse=False)
    assert [hit.refs[0] for hit in hits] == ["own", "other"]
