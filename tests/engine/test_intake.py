"""The front door: what goes out stays out, and what is asked first is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_nothing_goes_unasked(tmp_path: Path, write_page: WritePage) -> None:
    """A removal asks whoever can be asked, and without a yes does nothing."""
    asked: list[str] = []
    with souwen.open(tmp_path / "data") as engine:
        page = write_page(tmp_path / "a.txt", "甲医保")
        engine.add([page])
        for confirm in (None, lambda text: bool(asked.append(text))):
            assert engine.remove([str(page)], confirm=confirm).refused
            assert engine.search("医保").total == 1
        assert len(asked) == 1
        assert not engine.remove([str(page)], confirm=lambda _: True).refused
        assert engine.search("医保").total == 0


def test_what_is_blocked_does_not_come_back(tmp_path: Path, write_page: WritePage) -> None:
    """A blocked document is out, is out after the next dump, and comes with it once it is not."""
    with souwen.open(tmp_path / "data") as engine:
        page = write_page(tmp_path / "a.txt", "甲医保")
        engine.add([page])
        (hit,) = engine.search("医保")
        with pytest.raises(souwen.RequestError):
            engine.block("no id")
        engine.block(hit.id)
        assert [id_ for id_, _ in engine.blocked()] == [hit.id]
        engine.add([page])
        assert engine.search("医保").total == 0
        assert engine.unblock(hit.id) == 1
        engine.add([write_page(tmp_path / "b.txt", "甲医保")])
        assert engine.search("医保").total == 1
