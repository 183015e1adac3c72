"""What is fetched beside a search: what is like a document, or was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from souwen.cluster.likely import completing, like, likely_meant, of_folds, sharing_most

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from souwen.corpus.documents import Document

    from .conftest import Both

TEXT = "住院医疗费用由统筹基金支付，起付线以上的部分按比例报销，"
DOCUMENTS = {
    "a": {"title": "住院费用", "body": TEXT * 3},
    "b": {"title": "医疗费用", "body": TEXT * 2 + "详情请咨询。"},
    "c": "养老金领取",
    "d": {"title": "银行几点上班", "body": "银行周末休息。"},
    "e": {"title": "", "body": "公积金可以提取。"},
    "f": "佳木斯社保基数18000",
    "g": "鹤岗社保基数19000",
}


def titles(documents: Iterable[Document]) -> set[str]:
    """Return the titles of documents."""
    return {one.title or one.body for one in documents}


def test_like_a_document(both: Callable[[dict[str, Any]], Both]) -> None:
    """What has the words of a document is like it; what has its key is fetched by that."""
    pair = both(DOCUMENTS)
    (id_,) = pair.ids("住院费用")
    document = pair.cluster.documents([id_])[id_].document
    assert titles(like(pair.asking, document)) >= {"住院费用", "医疗费用"}
    keys = pair.local._segments.columns.folds
    found = titles(of_folds(pair.asking, {int(key) for key in keys if key % 2}))
    assert found == {"佳木斯社保基数18000", "鹤岗社保基数19000"}


def test_what_shares_most(both: Callable[[dict[str, Any]], Both]) -> None:
    """What shares a word with a query is fetched, whatever filters it has; nothing for nothing."""
    pair = both(DOCUMENTS)
    assert "养老金领取" in titles(sharing_most(pair.asking, pair.read("养老保险 kind:snippet")))
    assert sharing_most(pair.asking, pair.read("kind:snippet")) == []


@pytest.mark.parametrize("text", ["养老今", "样老金", "养金老", "养老金领曲", "yanglao", "ylj"])
def test_what_was_meant(both: Callable[[dict[str, Any]], Both], text: str) -> None:
    """What sounds or looks like a string, or has its characters in another order, is fetched."""
    pair = both(DOCUMENTS)
    assert "养老金领取" in titles(likely_meant(pair.asking, pair.read(text), [False]))
    assert likely_meant(pair.asking, pair.read(text), [True]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("养老", "养老金领取"),
        ("yanglao", "养老金领取"),
        ("ylj", "养老金领取"),
        ("yinhang", "银行几点上班"),
        ("公积", "公积金可以提取。"),
        ("gongjij", "公积金可以提取。"),
        ("养老jin", "养老金领取"),
        ("样老金", "养老金领取"),
    ],
)
def test_what_completes(both: Callable[[dict[str, Any]], Both], text: str, expected: str) -> None:
    """A beginning, a sound, first letters and a typing error lead to the title that has them."""
    assert expected in titles(completing(both(DOCUMENTS).asking, text))
