"""Documents that are erased for good, and never come back."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from conftest import Dumps


def _block(dumps: Dumps, *ids: str) -> None:
    with CorpusWriter(dumps.folder) as writer:
        writer.block(ids)


def test_a_blocked_document_does_not_come_back(dumps: Dumps) -> None:
    """It is gone at once, and no dump brings it back, in whatever file it stands."""
    bad, good = dumps.article("验证码", "请输入"), dumps.snippet("好", "摘要")
    dumps.pages({"/d/a": [bad, good], "/d/b": [good]})
    _block(dumps, dumps.id_of(bad))
    assert [document.title for document in dumps.live()] == ["好"]
    for files in (
        {"/d/a": [bad, good]},
        {"/d/c": [bad]},
        {"/d/a": [bad, good, dumps.snippet("新", "", 2)]},
    ):
        dumps.pages(files)
        assert dumps.id_of(bad) not in {document.id for document in dumps.live()}
    with CorpusReader(dumps.folder) as reader:
        assert reader.find(dumps.id_of(bad)) is None
        ((id_, at),) = reader.blocked()
    assert id_ == dumps.id_of(bad)
    assert at.endswith("+00:00")


def test_its_text_is_nowhere_in_the_corpus(dumps: Dumps) -> None:
    """The kept text of the page goes too, and is not kept again."""
    secret = dumps.article("个人信息", "身份证号码十一万")
    dumps.pages({"/d/a": [secret]})
    _block(dumps, dumps.id_of(secret))
    dumps.pages({"/d/b": [secret]})
    connection = sqlite3.connect(dumps.folder / "corpus.sqlite3")
    assert connection.execute("SELECT DISTINCT text FROM members").fetchall() == [(b"",)]
    connection.close()
    assert "身份证号码".encode() not in (dumps.folder / "corpus.sqlite3").read_bytes()


def test_unblocked_it_comes_in_again(dumps: Dumps) -> None:
    """After `unblock` the dump is read again although its bytes did not change."""
    bad = dumps.article("验证码")
    dumps.pages({"/d/a": [bad]})
    _block(dumps, dumps.id_of(bad))
    with CorpusWriter(dumps.folder) as writer:
        assert writer.unblock([dumps.id_of(bad), "0" * 16]) == 1
    assert dumps.pages({"/d/a": [bad]}).added == 1
    assert [document.title for document in dumps.live()] == ["验证码"]


def test_one_that_is_not_there_yet(dumps: Dumps) -> None:
    """A document may be blocked before it comes; other documents are as they were."""
    bad, good = dumps.article("验证码"), dumps.article("好")
    _block(dumps, dumps.id_of(bad))
    dumps.pages({"/d/a": [good], "/d/b": [bad]})
    assert [document.title for document in dumps.live()] == ["好"]


def test_what_else_is_retired_stays(dumps: Dumps) -> None:
    """Blocking erases its own documents, not all that a purge would."""
    bad, old = dumps.article("验证码"), dumps.article("旧")
    dumps.pages({"/d/a": [bad], "/d/b": [old]})
    dumps.remove("/d/b")
    _block(dumps, dumps.id_of(bad))
    assert dumps.shown(old).retired
    with CorpusWriter(dumps.folder) as writer:
        assert writer.purge() == 1


def test_a_snippet_loses_its_article(dumps: Dumps) -> None:
    """What pointed to a blocked article points to nothing, and what it lent is as derived."""
    article = dumps.article("甲", "全文")
    snippet = dumps.snippet("甲", "摘要", published="2025-01-01")
    dumps.pages({"/d/a": [article, snippet]})
    assert dumps.shown(snippet).article == dumps.id_of(article)
    _block(dumps, dumps.id_of(article))
    assert dumps.shown(snippet).article is None
