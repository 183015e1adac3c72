"""The log of changes, as programs read it that follow a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_what_happened_to_each(tmp_path: Path, write_page: WritePage) -> None:
    """A follower is told of each document once: it came, went, came back, or was purged."""
    first, second = (
        write_page(tmp_path / "a.txt", "甲医保"),
        write_page(tmp_path / "b.txt", "乙医保"),
    )
    with souwen.open(tmp_path / "data") as engine:
        engine.add([first])
        start = engine.changes()
        assert (len(start.new), start.updated, start.retired, start.complete) == (1, (), (), True)
        engine.add([second])
        came = engine.changes(start.seq)
        assert len(came.new) == 1
        assert not set(came.new) & set(start.new)
        engine.remove([str(first)], yes=True)
        gone = engine.changes(came.seq)
        assert (gone.new, gone.retired) == ((), start.new)
        engine.add([first])
        back = engine.changes(gone.seq)
        assert (back.new, back.updated, back.retired) == ((), start.new, ())
        engine.remove([str(second)], yes=True)
        engine.purge()
        last = engine.changes(back.seq)
        assert (last.retired, last.purged) == ((), came.new)
        assert engine.changes(last.seq) == souwen.Changes(last.seq, (), (), (), (), complete=True)
        assert engine.check().problems == ()


def test_who_heard_that_it_was_removed_hears_that_it_is_purged(
    tmp_path: Path, write_page: WritePage
) -> None:
    """Purged is a change of its own, also where a document is blocked that was removed before."""
    pages = [write_page(tmp_path / f"{name}.txt", f"{name}医保") for name in "甲乙丙"]
    with souwen.open(tmp_path / "data") as engine:
        engine.add(pages)
        engine.remove([str(page) for page in pages], yes=True)
        gone = engine.changes()
        engine.block(gone.retired[:1])
        blocked = engine.changes(gone.seq)
        assert (blocked.retired, blocked.purged) == ((), gone.retired[:1])
        engine.purge()
        purged = engine.changes(blocked.seq)
        assert (purged.retired, purged.purged) == ((), gone.retired[1:])
        assert engine.stats().index.up_to_date
        assert engine.check(deep=True).problems == ()


def test_in_pieces(tmp_path: Path) -> None:
    """Asked for a few at a time, the log tells of the same documents."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([souwen.__path__[0] + "/samples"])
        whole = engine.changes()
        found: list[str] = []
        seq = 0
        while True:
            piece = engine.changes(seq, limit=7)
            found += piece.new
            seq = piece.seq
            if piece.complete:
                break
            assert len(piece.new) == 7
        assert (tuple(found), seq) == (whole.new, whole.seq)


def test_a_change_that_is_not_there(tmp_path: Path, write_page: WritePage) -> None:
    """A follower of a log that went further is told so, and not that nothing happened."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
        with pytest.raises(
            souwen.RequestError, match=r"no change 9,000: the log ends with change \d"
        ):
            engine.changes(9000)
