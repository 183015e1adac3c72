"""A query that is being typed: its last token of letters or digits is a beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Backend

DOCUMENTS = {
    "gpt": {"title": "ChatGPT 上岗"},
    "chat": {"title": "chat 是聊天"},
    "phone": {"title": "电话 18712345678"},
    "year": {"title": "2025年的医保"},
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("chatgp", {"gpt"}),
        ("Chat", {"gpt", "chat"}),
        ("上岗 ch", {"gpt"}),
        ("187", {"phone"}),
        ("title:chatg", {"gpt"}),
        ("(chatg", {"gpt"}),
        # Ended, quoted, or not of letters and digits alone: as they stand.
        ("chatgp ", set()),
        ('"chatgp"', set()),
        ("chatgp -", set()),
        ("医保 202", {"year"}),
        ("医保 OR", {"year"}),
        ("医保 after:2025", set()),
    ],
)
def test_while_it_is_typed(backend: Backend, typed: str, expected: set[str]) -> None:
    """What is typed so far finds what goes on from there, and nothing is made of what is ended."""
    backend.add(DOCUMENTS)
    assert set(backend.found(typed, prefix_last=True, mode="all")) == expected


def test_when_it_was_typed(backend: Backend) -> None:
    """Without it, a beginning is no word."""
    backend.add(DOCUMENTS)
    assert backend.found("chatgp", mode="all") == []
    assert backend.found("chatgp", mode="all", exact=True, prefix_last=True) == []
