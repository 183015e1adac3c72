"""Folding: what is one line, and that nothing is lost behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import souwen

if TYPE_CHECKING:
    import pytest
    from conftest import MakeShelf

PLACES = ["佳木斯", "鹤岗", "汕头", "海南昌江", ""]
NUMBERS = ["18800", "18,700元", "1.87万", ""]
TAILS = ["社保基数{}是几档", "医保怎么报销", "社保基数{}_某某网"]
TEXT = "社保基数按上年度月平均工资确定，每年七月调整一次，单位和个人按比例缴纳。"


def _title(place: str, number: str, tail: str) -> str:
    return place + tail.format(number)


TITLES = st.builds(
    _title, st.sampled_from(PLACES), st.sampled_from(NUMBERS), st.sampled_from(TAILS)
)


@given(st.lists(st.tuples(TITLES, st.integers(0, 4)), min_size=1, max_size=25), st.integers(1, 7))
@settings(max_examples=40, deadline=None)
def test_no_document_is_lost(
    tmp_path_factory: pytest.TempPathFactory, pages: list[tuple[str, int]], size: int
) -> None:
    """All pages of a result show each line once, and with what is behind them all that match."""
    folder = tmp_path_factory.mktemp("folded")
    with souwen.open(folder / "data") as engine:
        for number, (title, version) in enumerate(pages):
            body = TEXT[version * 6 :] + "医保" * version + str(number)
            (folder / f"{number}.txt").write_text(f"{title}\n\n{body}\n", "utf-8")
        engine.add([folder / f"{number}.txt" for number in range(len(pages))])
        every = engine.search("社保 OR 医保", limit=100, collapse=False)
        lines = []
        for offset in range(0, every.total + size, size):
            lines += engine.search("社保 OR 医保", limit=size, offset=offset)
        assert sum(1 + line.folded for line in lines) == every.total == len(every)
        assert len({line.id for line in lines}) == len(lines)
        assert {line.id for line in lines} <= {hit.id for hit in every}


def test_a_template_is_one_line(shelf: MakeShelf) -> None:
    """Pages that differ in place and number are one line: the one that the query names."""
    titles = {
        f"{place}{number}": {"title": f"{place}社保基数{number}是几档", "body": TEXT}
        for place in ("佳木斯", "鹤岗", "汕头")
        for number in (18700, 18800)
    }
    engine = shelf(titles).engine
    (hit,) = engine.search("社保基数")
    assert hit.folded == 5
    assert engine.search("鹤岗社保基数18800")[0].title == "鹤岗社保基数18800是几档"
    assert len(engine.search("社保基数", collapse=False)) == 6


def test_versions_of_one_title_are_one_line(shelf: MakeShelf) -> None:
    """Like texts under one title are one line; another text under it is its own."""
    engine = shelf(
        {
            "a": {"title": "异地就医怎么备案", "body": TEXT},
            "b": {"title": "异地就医怎么备案_健康网", "body": TEXT + "另有补充。"},
            "c": {"title": "异地就医怎么备案", "body": "先打开手机应用，再选参保地和就医地。"},
        }
    ).engine
    assert sorted(hit.folded for hit in engine.search("异地就医怎么备案")) == [0, 1]
