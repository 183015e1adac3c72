"""Documents that say the same are one line, and none of them is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Backend

TEXT = "参保人员在定点医疗机构就医，凭社保卡直接结算。"


def lines(backend: Backend, query: str, **options: Any) -> set[tuple[frozenset[str], int]]:
    """Return the lines of a result: what may be shown for each, and how many are behind it."""
    groups: dict[str, frozenset[str]] = {}
    of = {id_: name for name, id_ in backend.ids().items()}
    with backend.index.snapshot() as snapshot:
        for id_, name in of.items():
            groups[name] = frozenset(of[other] for other in snapshot.group(id_, 99))
    return {(groups[hit.refs[0]], hit.folded) for hit in backend.search(query, limit=99, **options)}


def test_pages_of_one_template_are_one_line(backend: Backend) -> None:
    """Titles that differ in a place or a number are one line, whatever their texts."""
    backend.add(
        {
            "a": {"title": "佳木斯社保基数18800", "body": "甲"},
            "b": {"title": "鹤岗社保基数9600", "body": "乙乙"},
            "c": "社保基数怎么查",
        }
    )
    assert lines(backend, "社保基数") == {(frozenset("ab"), 1), (frozenset("c"), 0)}


def test_versions_of_one_text_are_one_line(backend: Backend) -> None:
    """Of one title, like texts are one line: a snippet beside its article; unlike ones are two."""
    backend.add(
        {
            "article": {"title": "异地就医备案", "body": TEXT + "备案长期有效。"},
            "snippet": {"title": "异地就医备案", "body": TEXT, "kind": "snippet"},
            "other": {"title": "异地就医备案", "body": "登录国家平台，填写转往地区，提交承诺书。"},
        }
    )
    folded = [hit.folded for hit in backend.search("异地就医备案")]
    assert sorted(folded) == [0, 1]
    assert backend.search("异地就医备案").total == 3
    assert [hit.folded for hit in backend.search("异地就医备案", collapse=False)] == [0, 0, 0]


def test_what_does_not_match_is_not_counted(backend: Backend) -> None:
    """Behind a line stand only documents that match as well."""
    backend.add({"a": "佳木斯社保基数18800", "b": "鹤岗社保基数9600", "c": "鹤岗社保基数8800"})
    assert lines(backend, "社保基数") == {(frozenset("abc"), 2)}
    assert lines(backend, "鹤岗") == {(frozenset("abc"), 1)}
    assert lines(backend, "社保基数 -鹤岗") == {(frozenset("abc"), 0)}


def test_the_line_shows_the_page_of_the_query(backend: Backend) -> None:
    """The document of a line is the one that has what was typed."""
    backend.add({"a": "佳木斯社保基数18800", "b": "鹤岗社保基数9600", "c": "鸡西社保基数7700"})
    for name, place in (("a", "佳木斯"), ("b", "鹤岗"), ("c", "鸡西")):
        (hit,) = backend.search(f"社保基数 OR {place}")
        assert (hit.refs[0], hit.folded) == (name, 2)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_no_document_is_lost(backend: Backend, sort: str) -> None:
    """The lines of all pages and what is behind them are all that match, each group on one line."""
    places = ("佳木斯", "鹤岗", "鸡西", "北京", "")
    backend.add(
        {
            f"{number}": {
                "title": f"{places[number % 5]}医保{('报销', '目录', '基数18800')[number % 3]}",
                "body": f"{TEXT}{number}",
                "published": f"2025-01-{1 + number % 7:02}",
            }
            for number in range(40)
        }
    )
    pages = [
        backend.search("医保", sort=sort, limit=2, offset=offset) for offset in range(0, 20, 2)
    ]
    hits = [hit for page in pages for hit in page]
    assert sum(1 + hit.folded for hit in hits) == pages[0].total == 40
    with backend.index.snapshot() as snapshot:
        groups = [frozenset(snapshot.group(hit.id, 99)) for hit in hits]
    assert len(set(groups)) == len(groups) == 6
