"""Several processes read what one would, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.ingest.files import workers
from souwen.ingest.files.walk import Container, walk
from souwen.ingest.files.workers import read_all

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_order_and_outcomes_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that travel together, and one too large to, come back in order, each as it is."""
    for number in range(150):
        (tmp_path / f"{number:03}.txt").write_text(f"题目{number}\n正文。\n", "utf-8")
    (tmp_path / "099.txt").write_text("题目\n" + "正文很长。\n" * 1_000, "utf-8")
    monkeypatch.setattr(workers, "_SMALL", 1_000)
    found = [one for one in walk([str(tmp_path)]) if isinstance(one, Container)]
    one, two = (
        [(container.key, list(outcomes)) for container, outcomes in read_all(found, None, jobs)]
        for jobs in (1, 2)
    )
    assert two == one
    assert len(two) == 150
