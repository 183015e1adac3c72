"""What a query may show, fetched in the order of the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster import candidates as candidates_module
from souwen.cluster.asking import Asking
from souwen.cluster.candidates import is_template
from souwen.cluster.client import TooLongError
from souwen.cluster.order import ranked
from souwen.search.request import Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from souwen.cluster.clauses import Clause

    from .conftest import Both

DOCUMENTS = {
    "a": "佳木斯社保基数18000",
    "b": "鹤岗社保基数19000",
    "c": {"title": "社保是什么", "published": "2025-01-02"},
    "d": "养老金",
}


def test_matches_one_behind_the_other(both: Callable[[dict[str, Any]], Both]) -> None:
    """What stands behind the last one is fetched with what that was sorted by."""
    candidates = both(DOCUMENTS).candidates("社保")
    first = candidates.matches(Sort.NEWEST, 1)
    assert [one.title for one in first.documents] == ["社保是什么"]
    assert first.total == 3
    rest = candidates.matches(Sort.NEWEST, 5, first.last)
    assert len(rest.documents) == 2
    assert not candidates.matches(Sort.NEWEST, 5, rest.last).documents


def test_templates_are_counted_and_left_out(both: Callable[[dict[str, Any]], Both]) -> None:
    """Pages of one template have one key, by which they are counted, and left out."""
    candidates = both(DOCUMENTS).candidates("社保")
    fetched = candidates.matches(Sort.RELEVANCE)
    (key,) = fetched.templates()
    assert is_template(key)
    assert candidates.folded({key}) == {key: 2}
    assert candidates.folded(set()) == {}
    others = candidates.matches(Sort.RELEVANCE, without={key})
    assert [one.title for one in others.documents] == ["社保是什么"]


def test_a_document_without_a_group_is_no_template(both: Callable[[dict[str, Any]], Both]) -> None:
    """What has no key of its own has one that nothing else has, and that is none."""
    fetched = both({"a": {"title": "", "body": "社保"}}).candidates("社保").matches(Sort.RELEVANCE)
    assert not fetched.templates()
    assert set(fetched.folds.values()) == {0}


def test_a_cluster_that_takes_few_clauses(
    both: Callable[[dict[str, Any]], Both], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is then asked for by fewer terms, at last by none; all that matches is found."""
    candidates, most = both(DOCUMENTS).candidates("社保"), 8
    tried: list[int] = []
    search = Asking.search

    def takes_few(asking: Asking, body: dict[str, Any]) -> dict[str, Any]:
        if tried[-1] > most:
            raise TooLongError
        return search(asking, body)

    def counted(*given: Any) -> Clause:
        tried.append(given[-1])
        return ranked(*given)

    monkeypatch.setattr(Asking, "search", takes_few)
    monkeypatch.setattr(candidates_module, "ranked", counted)
    assert candidates.matches(Sort.RELEVANCE).total == 3
    assert tried == sorted(tried, reverse=True)
    assert tried[-1] <= most < tried[0]
    most, tried = 0, []
    with pytest.raises(TooLongError):
        candidates.matches(Sort.RELEVANCE)
