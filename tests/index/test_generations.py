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


def test_links_lead_nowhere(tmp_path: Path) -> None:
    """Neither the folder nor a generation may be a link: what it leads to stays as it is."""
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "index"
    (elsewhere / "2023").mkdir(parents=True)
    (elsewhere / "2023" / "photo").write_text("precious")
    folder.symlink_to(elsewhere)
    for use in (Generations(folder).live, Generations(folder).new):
        with pytest.raises(DamagedError, match="is a link"):
            use()
    folder.unlink()
    generations = _made(folder, 1)
    (folder / "7").symlink_to(elsewhere / "2023")
    (folder / "CURRENT").write_text("7")
    with pytest.raises(DamagedError, match=r"is a link.*reindex"):
        generations.live()
    _made(folder, 2)
    assert sorted(path.name for path in folder.iterdir()) == ["8", "CURRENT"]
    assert (elsewhere / "2023" / "photo").read_text() == "precious"


def test_a_name_that_is_no_number(tmp_path: Path) -> None:
    """What only looks like a number is no generation, and stays."""
    for name in ("²", "३", "x1"):
        (tmp_path / name).mkdir()
    assert _made(tmp_path, 1).current() == 1
    assert {path.name for path in tmp_path.iterdir()} == {"1", "CURRENT", "²", "३", "x1"}
