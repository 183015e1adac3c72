"""The identity of documents."""

from __future__ import annotations

import pytest

from souwen.corpus.documents import Kind, document_id, identity_form


@pytest.mark.parametrize(
    ("kind", "title", "body", "id_"),
    [
        (Kind.ARTICLE, "", "", "aa002a8879391b7c"),
        (Kind.ARTICLE, "异地就医备案", "先登录，再提交。\n第二行。", "b50e9f9c2101c111"),
        (Kind.SNIPPET, "异地就医备案", "先登录，再提交。\n第二行。", "e2c2966ba41f5658"),
        (Kind.SNIPPET, "社保基数", "每月18,700元 = 3", "01753f42fe8094f3"),
        (Kind.ARTICLE, "𠮷林医院", "💊 Café", "a0d4a3d4cb598d23"),
    ],
)
def test_ids_are_frozen(kind: Kind, title: str, body: str, id_: str) -> None:
    """The ids of these documents are what they were in the first version."""
    assert document_id(kind, title, body) == id_


def test_identity_folds_copies() -> None:
    """Copies that differ in white space, or in how a letter is composed, are one document."""
    assert identity_form("\u3000 a\r\n\xa0b\t") == "a b"
    assert document_id(Kind.ARTICLE, "Cafe\u0301", "一\n\n二") == document_id(
        Kind.ARTICLE, " Café ", "一 二\n"
    )


def test_identity_keeps_documents_apart() -> None:
    """Title and text do not run into each other, and no look-alike characters are folded."""
    ids = {
        document_id(Kind.ARTICLE, "ab", "c"),
        document_id(Kind.ARTICLE, "a", "bc"),
        document_id(Kind.ARTICLE, "ａ", "bc"),
        document_id(Kind.ARTICLE, "A", "bc"),
        document_id(Kind.SNIPPET, "a", "bc"),
    }
    assert len(ids) == 5
