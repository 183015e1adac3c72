"""The front door itself: what needs no data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


def test_opening_makes_nothing(tmp_path: Path) -> None:
    """A folder is made when something is added, and not before."""
    with souwen.open(tmp_path / "data"):
        pass
    assert not (tmp_path / "data").exists()


def test_a_page_and_a_text_are_looked_at_alone(tmp_path: Path, write_page: WritePage) -> None:
    """What a file would give, and the terms of a text, are shown without any folder."""
    (page,) = souwen.split(write_page(tmp_path / "a.txt", "甲医保")).pages
    assert page.records[0].title == "甲医保"
    assert any(row.term == "医保" for row in souwen.analyze("甲医保"))
