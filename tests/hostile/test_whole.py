"""Input made at random, taken in and searched: the engine stays whole, whatever it was given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import souwen
from souwen.search.query.parse import parse

from ..dumps import holding
from .blocks import files, packed, queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    TryAll = Callable[[Callable[[], None]], None]

named = st.one_of(
    st.tuples(
        st.sampled_from(["a.txt", "b.html", "c.jsonl", "d.json", "e.gz", "f.zip", "g"]), files
    ),
    packed().map(lambda made: made[:2]),
)


def test_add(try_all: TryAll, tmp_path: Path) -> None:
    """Files of any bytes are taken in, the corpus and the index stay level, and all come back."""
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    engine = souwen.open(tmp_path / "data")
    turn = 0

    @given(st.lists(named, min_size=1, max_size=3))
    def added(given: list[tuple[str, bytes]]) -> None:
        nonlocal turn
        turn += 1
        for name, data in given:
            (dumps / name).write_bytes(data)
        engine.add([dumps], yes=True, prune=True, max_size=200_000)
        assert not engine.check(deep=turn % 10 == 0).problems
        engine.purge()
        for document in engine.export():
            json.dumps(document).encode()
            if document["title"] and turn % 5 == 0:
                assert engine.search(str(document["title"]), exact=True, limit=1) is not None
        assert engine.add([dumps], yes=True, max_size=200_000).added == 0
        for name, _ in given:
            (dumps / name).unlink(missing_ok=True)

    with engine:
        try_all(added)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[souwen.Engine]:
    """Give an engine over a few documents that have something of everything."""
    folder = tmp_path_factory.mktemp("small")
    rows = [
        {
            "title": "异地就医备案怎么办理",
            "body": "参保人先登录,再提交材料,2025年4月26日起报销70%。" * 3,
        },
        {
            "title": "北京医保报销18,700元",
            "body": "门诊(1)\n住院[2]\n187.5 PD-1 HbA1c",
            "channel": "某网",
        },
        {
            "title": "\x1b[2J<b>标题</b>",
            "body": "\u202e反\u2066转\x07 a b c",
            "published": "2025-04-26",
        },
        *({"title": f"{city}养老金", "body": "八千七百元"} for city in ("上海", "杭州", "成都")),
    ]
    with holding(folder, rows) as engine:
        yield engine


def test_any_query(try_all: TryAll, small: souwen.Engine) -> None:
    """A query is answered or refused in one line; spans lie in their texts, and are sorted."""

    @given(
        queries,
        st.sampled_from(["auto", "all", "any"]),
        st.booleans(),
        st.sampled_from(["relevance", "newest", "oldest"]),
    )
    def searched(query: str, mode: str, exact: bool, sort: str) -> None:
        parse(query, exact=exact)
        try:
            found = small.search(query, mode=mode, exact=exact, sort=sort, facets=True)
        except souwen.RequestError as error:
            said = str(error)
            assert said.splitlines() == [said]
            return
        json.dumps(found.as_dict())
        for hit in found:
            for text, spans in ((hit.title, hit.title_spans), (hit.excerpt, hit.excerpt_spans)):
                ends = [end for span in spans for end in span]
                assert ends == sorted(ends)
                assert all(0 <= end <= len(text) for end in ends)
        if found:
            small.explain(query, found[0].id, mode=mode, exact=exact)

    try_all(searched)
