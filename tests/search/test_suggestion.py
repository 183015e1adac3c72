"""A suggestion as data."""

from __future__ import annotations

import souwen


def test_as_dict() -> None:
    """It has the keys that programs are promised."""
    one = souwen.Suggestion("养老金", "word", None, ((0, 2),), "prefix")
    assert one.as_dict() == {
        "text": "养老金",
        "kind": "word",
        "id": None,
        "spans": ((0, 2),),
        "how": "prefix",
    }
