"""What a string may be a misspelling of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.search.ranking.spelling import corrections, is_alike
from souwen.search.ranking.strings import Vocabulary

from ...dumps import holding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from souwen.index.segments.snapshot import Snapshot

TITLES = [
    "养老金怎么领取",
    "高血压能治好吗",
    "鹤岗社保基数18800",
    "糖尿病人吃什么",
    "朝阳区医院电话",
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Give a small corpus with a word that stands in a text only."""
    folder = tmp_path_factory.mktemp("spelling")
    rows = ({"title": title, "body": "住房公积金可以提取。"} for title in TITLES)
    with holding(folder, rows) as engine, engine._session.searching() as found:
        yield found._segments  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("养老斤", "养老金", "sound"),
        ("样老进", "养老金", "sound"),
        ("养脑金", "养老金", "sound"),
        ("高皿压", "高血压", "shape"),
        ("糖病尿", "糖尿病", "order"),
        ("公几金", "公积金", "sound"),
        ("朝阳去医院", "朝阳区医院", "sound"),
        ("社宝基数18800", "社保基数18800", "sound"),
    ],
)
def test_what_was_meant(snapshot: Snapshot, typed: str, meant: str, how: str) -> None:
    """Words of texts and strings of titles are found by sound, by shape and by order."""
    best, *_ = corrections(snapshot, Vocabulary().of(snapshot), typed)
    assert (best.text, best.how) == (meant, how)
    assert 0 < best.cost <= 60
    assert best.documents


@pytest.mark.parametrize("typed", ["", "金", "北极熊", "养老", "社宝基数18801", "长" * 31, "abc"])
def test_nothing_is_like_it(snapshot: Snapshot, typed: str) -> None:
    """What costs more, another number, and what is no string that anybody typed, give nothing."""
    assert corrections(snapshot, Vocabulary().of(snapshot), typed) == []


def test_places_and_numbers_are_facts() -> None:
    """One is never a misspelling of another."""
    assert is_alike("社报基数", "社保基数")
    assert not is_alike("鹤壁社保", "鹤岗社保")
    assert not is_alike("基数18800", "基数18801")
    assert not is_alike("", "")
