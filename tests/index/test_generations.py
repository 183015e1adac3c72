"""Which generation of the index is the live one, while writers switch to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.errors import DamagedError, SouwenError
from souwen.index.generations import Generations
from souwen.index.manifest import Manifest, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _made(folder: Path, seq: int) -> Generations:
    generations = Generations(folder)
    number = generations.new()
    write_manifest(generations.path(number), Manifest(seq))
    generations.make_current(number)
    return generations


def test_there_is_none_yet(tmp_path: Path) -> None:
    """A folder without an index has no live generation, and that is no damage."""
    assert Generations(tmp_path).live() is None


def test_a_switch_between_the_two_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C52: a reader that read the pointer just before a switch is given the generation after it."""
    generations = _made(tmp_path, 1)
    read = Generations.manifest

    def switching(self: Generations, number: int) -> Manifest:
        monkeypatch.setattr(Generations, "manifest", read)
        _made(tmp_path, 2)
        return read(self, number)

    monkeypatch.setattr(Generations, "manifest", switching)
    live = generations.live()
    assert live is not None
    assert (live[0], live[1].seq) == (2, 2)


def test_a_manifest_that_is_gone_is_damage(tmp_path: Path) -> None:
    """A live generation without its manifest is said to be damaged, by the manifest's name."""
    _made(tmp_path, 1)
    (tmp_path / "1" / "souwen.json").unlink()
    with pytest.raises(DamagedError, match=r"souwen\.json"):
        Generations(tmp_path).live()


def test_pointer_with_an_endless_number_is_damage(
    tmp_path: Path, write_page: Callable[[Path, str], Path]
) -> None:
    """A pointer of digits that no number has is reported as damaged."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
    (tmp_path / "data" / "index" / "CURRENT").write_text("9" * 5000)
    with souwen.open(tmp_path / "data") as engine, pytest.raises(SouwenError, match="damaged"):
        engine.search("医保")
