"""Suggestions: what is there completes a text or is its sound; what is gone is never suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .conftest import BACKENDS, Backend, maker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from souwen.search.suggestion import Suggestion

DOCUMENTS = {
    "pension": {"title": "养老金怎么领取", "body": "养老金按月发放，养老保险要缴满十五年。"},
    "bank": {"title": "银行几点上班", "body": "银行周末休息。"},
    "doctor": {"title": "异地就医备案", "body": "先备案，再就医。"},
    "untitled": {"title": "", "body": "公积金可以提取。"},
}


@pytest.fixture(scope="module", params=BACKENDS)
def full(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Backend]:
    """Give each of the backends in turn, with documents that stay."""
    backend = Backend(tmp_path_factory.mktemp("full"), maker(request.param, request))
    backend.add(DOCUMENTS)
    yield backend
    backend.close()


def suggested(backend: Backend, text: str, limit: int = 20) -> list[Suggestion]:
    """Return the suggestions for a text."""
    with backend.index.snapshot() as snapshot:
        return snapshot.suggest(text, limit)


def texts(backend: Backend, text: str) -> set[str]:
    """Return what is suggested for a text."""
    return {one.text for one in suggested(backend, text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("养老", {"养老金", "养老金怎么领取"}),
        ("養老", {"养老金", "养老金怎么领取"}),
        ("公积", {"公积金", "公积金可以提取。"}),
        ("可以提", {"公积金可以提取。"}),
        ("就医备", {"异地就医备案"}),
        ("yanglaojin", {"养老金"}),
        ("yangla", {"养老金", "养老保险"}),
        ("YangLao", {"养老金"}),
        ("ylj", {"养老金"}),
        ("yinhang", {"银行"}),
        ("gongjijin", {"公积金"}),
        ("gjj", {"公积金"}),
    ],
)
def test_what_is_there_is_found(backend: Backend, text: str, expected: set[str]) -> None:
    """Words are found by their beginning and their sound, titles by any part of them."""
    backend.add(DOCUMENTS)
    assert texts(backend, text) >= expected


def test_how_and_what(backend: Backend) -> None:
    """A word has no id, a title that of a document which has it, and each says how it was found."""
    backend.add(DOCUMENTS)
    by_text = {one.text: one for one in suggested(backend, "养老")}
    word, title = by_text["养老金"], by_text["养老金怎么领取"]
    assert (word.kind, word.id, word.how) == ("word", None, "prefix")
    assert (title.kind, title.how) == ("title", "prefix")
    with backend.index.snapshot() as snapshot:
        assert snapshot.documents([str(title.id)])[str(title.id)].document.title == title.text
    assert {one.how for one in suggested(backend, "yanglaojin") if one.kind == "word"} == {"pinyin"}
    assert {one.how for one in suggested(backend, "ylj") if one.kind == "word"} == {"initials"}


def test_what_is_gone_is_not_suggested(backend: Backend) -> None:
    """Retired, then purged: neither its title nor its words come again; also before it follows."""
    backend.add(DOCUMENTS)
    backend.remove("pension")
    assert not texts(backend, "养老")
    backend.follow()
    for text in ("养老", "yanglaojin", "ylj", "养老金怎么领取"):
        assert not texts(backend, text) & {"养老金", "养老金怎么领取", "养老保险"}
    backend.purge()
    backend.follow()
    assert not texts(backend, "养老")
    assert "银行" in texts(backend, "yinhang")


def test_a_document_without_a_title(backend: Backend) -> None:
    """What stands in for its title is suggested, where the text is in that, until it is gone."""
    backend.add(DOCUMENTS)
    backend.add(
        {"other": {"title": "", "body": "原标题：公积金怎么贷款？先存满一年。"}}, "other.jsonl"
    )
    shown = {one.text: one for one in suggested(backend, "公积金") if one.kind == "title"}
    assert set(shown) == {"公积金可以提取。", "公积金怎么贷款？"}
    assert shown["公积金怎么贷款？"].id == backend.ids()["other"]
    assert not texts(backend, "先存")
    backend.remove("other", dump="other.jsonl")
    assert texts(backend, "公积金怎") == set()
    backend.follow()
    assert texts(backend, "公积金怎") == set()


def test_what_is_new_is_suggested(backend: Backend) -> None:
    """A word is suggested as soon as the index has it."""
    backend.add(DOCUMENTS)
    assert "医保" not in texts(backend, "yibao")
    backend.add({"new": "医保报销"}, "other.jsonl")
    assert "医保" in texts(backend, "yibao")
    assert "养老金" in texts(backend, "yanglaojin")


def test_the_limit_holds(backend: Backend) -> None:
    """There are never more than asked for, and nothing comes twice."""
    backend.add(DOCUMENTS)
    for limit in (0, 1, 2, 20):
        found = suggested(backend, "养", limit)
        assert len(found) <= limit
        assert len({(one.text, one.kind) for one in found}) == len(found)


@pytest.mark.parametrize(
    "documents", [{}, {"one": "甲"}, {f"n{number}": "同一个标题" for number in range(50)}]
)
def test_small_corpora(backend: Backend, documents: dict[str, str]) -> None:
    """A corpus of nothing, of one character or of equal titles gives no error."""
    backend.add({"first": "别的"})
    backend.remove("first")
    backend.add(documents, "other.jsonl")
    for text in ("甲", "标题", "biaoti", "b", "", " ", "表题", "\0", "𠀀"):
        assert len(suggested(backend, text)) <= 2


@given(text=st.text(max_size=30) | st.text("养老金yangl ao'ü银行12%。\n-", max_size=30))
def test_whatever_is_typed(full: Backend, text: str) -> None:
    """No text raises; what is suggested is a title of a document, or stands in one."""
    everything = "".join(f"{it['title']}\n{it['body']}\n" for it in DOCUMENTS.values())
    for one in suggested(full, text):
        assert one.text in everything
        assert all(0 <= start < end <= len(one.text) for start, end in one.spans)
