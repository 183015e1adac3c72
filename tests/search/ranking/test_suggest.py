"""What was probably meant, and the nearest there is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.search.request import SearchRequest

from ...dumps import holding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import souwen
    from souwen.search.contract import IndexSnapshot

TITLES = [
    *(f"{place}社保基数{number}" for place in ("佳木斯", "鹤岗") for number in (18800, 18700)),
    "异地就医备案怎么办理",
    "异地就医备案流程",
    "高血压病人的饮食",
    "高血脂要忌口吗",
    "高血压吃什么药",
    "COVID-19好了还咳嗽",
    "居民醫保報銷",
]


@contextmanager
def opened(folder: Any, titles: list[str]) -> Iterator[tuple[souwen.Engine, IndexSnapshot]]:
    """Give an engine and a snapshot of its index, with documents of these titles."""
    folder.mkdir(exist_ok=True)
    rows = ({"title": title, "body": f"正文{at}。"} for at, title in enumerate(titles))
    with holding(folder, rows) as engine, engine._session.searching() as snapshot:
        yield engine, snapshot


def suggest(opened: tuple[souwen.Engine, IndexSnapshot], query: str, **options: Any) -> str | None:
    """Suggest another query."""
    engine, snapshot = opened
    return snapshot.did_you_mean(engine._read(SearchRequest(query, **options)))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[souwen.Engine, IndexSnapshot]]:
    """Give a small corpus."""
    with opened(tmp_path_factory.mktemp("suggest"), TITLES) as both:
        yield both


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("社报基数", "社保基数"),
        ("保社基数", "社保基数"),
        ("高血呀", "高血压"),  # not 高血脂, which fewer titles have
        ("异地就医 备按", "异地就医 备案"),
        ('"社报基数"', '"社保基数"'),
        ("title:社报基数", "title:社保基数"),
        ("(社报基数 OR 高血呀) -药", "(社保基数 OR 高血压) -药"),
        ("佳木期社保基数18800", "佳木斯社保基数18800"),
        ("社基数", "社保基数"),
        ("医报", "医保"),
        ("醫報", "医保"),
        ("shebao", "社保"),
        ("yidi jiuyi", "异地就医"),  # letters with spaces are read as one
        ("gaoxueya yinshi 药", "高血压 饮食 药"),
        ("yidijiuyibeian", "异地就医备案"),  # as titles have it
        ("社保jishu", "社保基数"),
    ],
)
def test_what_was_meant(kept: Any, query: str, meant: str) -> None:
    """A string that stands nowhere is what titles have nearest to it; the rest of a query stays."""
    assert suggest(kept, query) == meant


@pytest.mark.parametrize(
    "query",
    [
        "社保基数",  # it stands there
        "异地就医 高血压",  # both do
        "正文",  # in texts
        "佳木斯社保基数18801",  # another number is no misspelling
        "鹤壁社保基数18800",  # another place neither
        "北极熊",
        "医",
        "187*9",
        "-社报基数",
        "",
        "。",
        "kind:article",
        "covid",  # it stands there
        "she",  # one syllable
        "sb",  # the first letters of two
        "shebaox",
        "she*",
        "饮食店",  # a word, and 饮食 another
        "吃什么好",  # it asks
        *("社药", "病孙"),  # a character of two is no word of its own
    ],
)
def test_nothing_is_suggested(kept: Any, query: str) -> None:
    """What stands there, places, numbers and what nothing is like are left alone."""
    assert suggest(kept, query) is None


def test_another_reading_that_stands_is_no_misspelling(tmp_path: Any) -> None:
    """退休工资 is 养老金, which is there; without that, it is a character more than 退休工."""
    for title, meant in (("养老金怎么领", None), ("医保怎么领", "退休工")):
        with opened(tmp_path / title, [title, "退休工证"]) as kept:
            assert suggest(kept, "退休工资") == meant


def test_the_nearest(kept: Any) -> None:
    """They have most of the query, and those of one template are one."""
    engine, _ = kept
    found = engine.nearest("社保基术是多少")
    assert found[0].title.endswith(("18800", "18700"))
    assert sum("社保" in document.title for document in found) == 1
    assert [one.title for one in engine.nearest("高血压 饮食 kind:snippet", limit=1)] == [TITLES[6]]
    assert engine.nearest("北极熊") == engine.nearest("。") == engine.nearest("医保", limit=0) == []


def test_exact_queries_are_read_as_one_string(kept: Any) -> None:
    """With `exact`, signs of the query language are text."""
    assert suggest(kept, "社报基数", exact=True) == "社保基数"
    assert suggest(kept, "title:社报基数", exact=True) is None


def test_an_empty_corpus(tmp_path: Any) -> None:
    """Where there is nothing, nothing is near."""
    with opened(tmp_path, ["甲"]) as (engine, snapshot):
        engine.remove("*", yes=True)
        assert suggest((engine, snapshot), "社报基数") is None
        assert engine.nearest("社报基数") == []


@given(st.text('社保报基数异地就医高血压1.8 "()-*:—a', max_size=40))
def test_no_query_raises_and_none_is_suggested_itself(kept: Any, query: str) -> None:
    """Whatever is typed, the suggestion is another query, or there is none; the same each time."""
    meant = suggest(kept, query)
    assert meant is None or (meant != query and suggest(kept, query) == meant)
    assert len(kept[0].nearest(query)) <= 3
