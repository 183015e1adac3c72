"""One request to a cluster."""

from __future__ import annotations

import pytest

from souwen.cluster.transport import Answer, reason_of


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ({"type": "a", "reason": "b", "root_cause": [{"type": "c", "reason": "d"}]}, "a: b; c: d"),
        ({"type": "a", "reason": "b", "caused_by": {"type": "c", "reason": "d"}}, "a: b; c: d"),
        (
            {
                "type": "search_phase_execution_exception",
                "reason": "due to missing shards",
            },
            "a part of the index does not answer",
        ),
        ("x\ny\x1b", "x y␛"),
        (None, "status 500"),
        ({}, "status 500"),
        ("x" * 1000, "x" * 300),
    ],
)
def test_reasons(error: object, said: str) -> None:
    """Whatever a refusal is, its reason is one short line."""
    assert reason_of(error, 500) == said


def test_an_answer() -> None:
    """Statuses below 300 are those of what was done."""
    assert Answer(201).ok
    assert not Answer(0).ok
    assert not Answer(404).ok
