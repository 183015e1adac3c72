"""A fault that comes with every request is a line a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.web.faults import Faults

if TYPE_CHECKING:
    import pytest


def test_a_kind_is_a_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    """The first is said at once, the next after a minute, with how many came between."""
    now = [100.0]
    faults = Faults(lambda: now[0])
    for _ in range(5):
        faults.log("a", "x is damaged")
    faults.log("b", "y is gone")
    assert caplog.messages == ["x is damaged", "y is gone"]
    now[0] += 59.9
    faults.log("a", "x is damaged")
    assert len(caplog.messages) == 2
    now[0] += 0.1
    faults.log("a", "x is damaged still")
    faults.log("a", "x is damaged still")
    assert caplog.messages[2:] == ["x is damaged still (5 more like it since the last line)"]
    now[0] += 3_600
    faults.log("b", "y is gone")
    assert caplog.messages[3:] == ["y is gone"]
