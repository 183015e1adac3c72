"""Answers are UTF-8 that every reader of JSON takes, and problems have the members of RFC 9457."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from souwen.web.replies import Problem, as_json


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_written(text: str) -> None:
    """Every string, one with lone surrogates too, comes back as it was."""
    assert json.loads(bytes(as_json({"a": text}).body)) == {"a": text}


def test_a_problem_has_its_members() -> None:
    """A problem names its status, its title, what is wrong and with which parameter."""
    reply = Problem(400, "limit must be a number", parameter="limit").reply()
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store"
    assert json.loads(bytes(reply.body)) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "limit must be a number",
        "parameter": "limit",
    }
