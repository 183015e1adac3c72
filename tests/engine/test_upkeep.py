"""The front door: what a folder holds, while files of it go."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    WritePage = Callable[[Path, str], Path]


def test_stats_while_files_of_the_index_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_page: WritePage
) -> None:
    """Counting the bytes of an index leaves out a file that goes meanwhile."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
        stat = os.stat

        def gone(path: Any, **options: Any) -> os.stat_result:
            if str(path).endswith(".arrays"):
                raise FileNotFoundError
            return stat(path, **options)

        monkeypatch.setattr(os, "stat", gone)
        assert engine.stats().index.bytes > 0
