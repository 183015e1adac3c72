"""The front door: what a folder holds, while files of it go."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.database import Database
from souwen.corpus.errors import LockedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from souwen.engine.engine import Engine

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


@pytest.mark.parametrize(
    "asked",
    [
        lambda engine: engine.stats(),
        lambda engine: list(engine.sources()),
        lambda engine: list(engine.export()),
        lambda engine: [engine.document(hit.id) for hit in engine.search("医保")],
        lambda engine: engine.document("0123456789abcdef"),
        lambda engine: engine.check(deep=True).problems,
    ],
)
def test_one_state_whoever_writes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write_page: WritePage,
    asked: Callable[[Engine], Any],
) -> None:
    """Somebody commits before every look at the corpus: nothing is called lost or behind for it."""
    counted = 0
    look = Database.all

    def commit() -> None:
        nonlocal counted
        counted += 1
        pages = [write_page(tmp_path / f"{at}.txt", f"医保{at}和{counted}") for at in range(3)]
        # Where a search is just bringing the index level, it holds the lock.
        with souwen.open(tmp_path / "data", lock_timeout=0) as other, suppress(LockedError):
            other.add(pages)

    def interrupted(self: Database, sql: str, values: Any = ()) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(Database, "all", look)
            commit()
        return look(self, sql, values)

    commit()
    with souwen.open(tmp_path / "data", remembered=0) as engine:
        before = counted
        monkeypatch.setattr(Database, "all", interrupted)
        assert asked(engine) in ((), None) or counted > before + 1
        assert engine.check().problems == ()
