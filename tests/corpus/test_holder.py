"""Who holds the lock, and for how long."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.holder import HOLDER_NAME, Holder, holder_of, sign, unsign

if TYPE_CHECKING:
    from pathlib import Path


def test_signing(tmp_path: Path) -> None:
    """What a process writes down is read as it is, until it is taken away; nothing else is left."""
    assert holder_of(tmp_path) is None
    sign(tmp_path)
    found = holder_of(tmp_path)
    assert found is not None
    assert found.pid == os.getpid()
    assert [path.name for path in tmp_path.iterdir()] == [HOLDER_NAME]
    unsign(tmp_path)
    unsign(tmp_path)
    assert holder_of(tmp_path) is None


def test_another_machine(tmp_path: Path) -> None:
    """Of a process on another machine it is not known whether it runs, so it counts."""
    there = Holder(1 << 22, "elsewhere", "souwen add", "2025-05-01T08:00:00+00:00")
    (tmp_path / HOLDER_NAME).write_text(json.dumps(asdict(there)), "utf-8")
    assert holder_of(tmp_path) == there


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (0, ""),
        (1.5, ", for 1 second"),
        (59.5, ", for 59 seconds"),
        (60.5, ", for 1 minute"),
        (7_300, ", for 2 hours"),
        (90_000, ", for 1 day"),
        (900_000, ", for 10 days"),
        (-3_000, ""),  # its clock is ahead
    ],
)
def test_its_age(ago: float, told: str) -> None:
    """The age is told in the largest unit that is full; what lies ahead has none."""
    since = (datetime.now(UTC) - timedelta(seconds=ago)).isoformat()
    assert str(Holder(7, "here", "souwen add", since)) == (
        f"process 7 on here (souwen add) since {since}{told}"
    )


def test_a_time_that_is_none() -> None:
    """A time that cannot be read is shown as it stands."""
    assert str(Holder(7, "here", "x", "yesterday")).endswith("since yesterday")
