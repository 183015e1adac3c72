"""backup and restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.corpus.backup import Backup

if TYPE_CHECKING:
    from conftest import FakeEngine, Run

MADE = Backup("2025-05-01T08:00:00+00:00", 42, 1000, {})


def test_backup(engine: FakeEngine, run: Run) -> None:
    """It says what the copy holds."""
    engine.answers["backup"] = MADE
    ended = run("backup", "备份")
    assert ended.out == "backed up 1,000 documents, to change 42, into 备份\n"


def test_restore(engine: FakeEngine, run: Run) -> None:
    """Without agreement nothing is replaced, which is exit 3."""
    engine.answers["restore"] = MADE
    assert run("restore", "备份", "--yes").out.startswith("restored 1,000 documents")
    assert engine.calls[0][2]["yes"] is True
    engine.answers["restore"] = None
    ended = run("restore", "备份")
    assert (ended.code, ended.out) == (3, "")
    assert "--yes" in ended.err
