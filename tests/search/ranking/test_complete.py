"""What completes a text that is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.search.ranking.strings import Strings

from ...dumps import holding

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = [
    *(
        "养老金怎么领取",
        "养老金和养老保险的关系",
        "银行的养老理财",
        "银杏叶的作用",
        "长沙地铁",
        "什么是ChatGPT",
    ),
    *("重庆火锅", "女性健康", "吕梁山", "高血压饮食"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[souwen.Engine]:
    """Give a small corpus."""
    folder = tmp_path_factory.mktemp("complete")
    rows = ({"title": title, "body": f"{title}。养老金。"} for title in TITLES)
    with holding(folder, rows) as opened:
        yield opened


def texts(engine: souwen.Engine, text: str, limit: int = 8) -> list[str]:
    """Return what is suggested."""
    return [one.text for one in engine.suggest(text, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("养老", "养老金"),
        ("养lao", "养老"),
        ("养老j", "养老金"),
        ("yang lao jin", "养老金"),
        ("yang'laojin", "养老金"),
        ("yl", "养老"),
        ("changsha", "长沙"),
        ("chongq", "重庆"),
        ("nvxing", "女性"),
        ("nüxing", "女性"),
        ("chatg", "chatgpt"),
        ("ChatG", "chatgpt"),
        ("養老斤", "养老金"),
    ],
)
def test_first(engine: souwen.Engine, typed: str, first: str) -> None:
    """Beginnings, sounds, other readings, letters and typing errors lead there."""
    assert texts(engine, typed)[0] == first


def test_titles(engine: souwen.Engine) -> None:
    """Titles that begin with the text come before those that have it inside; each is there once."""
    found = [one for one in engine.suggest("养老", limit=8) if one.kind == "title"]
    assert [one.text for one in found] == [TITLES[0], TITLES[1], TITLES[2]]
    assert [one.spans for one in found] == [((0, 2),), ((0, 2),), ((3, 5),)]


def test_titles_of_a_sound_and_of_a_correction(engine: souwen.Engine) -> None:
    """Where words lead on to titles, those stand behind them."""
    for typed, how in (("yanglaojin", "pinyin"), ("养老斤", "sound")):
        found = engine.suggest(typed)
        assert [one.kind for one in found[:2]] == ["word", "title"]
        assert {one.how for one in found} == {how}


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\0", "\n", "。", "医" * 20_000, "a" * 1_000, "xian" * 10, "1a" * 20, "\ud800", "𠀀"],
)
def test_nothing_to_suggest(engine: souwen.Engine, typed: str) -> None:
    """What nothing begins with gives nothing, however long it is."""
    assert texts(engine, typed) == []


def test_many_ways_to_read_are_few_looks(
    engine: souwen.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that can be read in thousands of ways is looked for in a few of them."""
    looks = 0
    beginning = Strings.beginning

    def counted(*given: object) -> object:
        nonlocal looks
        looks += 1
        return beginning(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Strings, "beginning", counted)
    texts(engine, "xian" * 9)
    texts(engine, "xian养" * 7)
    assert looks < 60


def test_limits(engine: souwen.Engine) -> None:
    """As many as asked for at most; what is no number is refused."""
    assert [len(texts(engine, "养", limit)) for limit in (0, 1, 3)] == [0, 1, 3]
    with pytest.raises(souwen.RequestError):
        engine.suggest("养", limit=-1)
