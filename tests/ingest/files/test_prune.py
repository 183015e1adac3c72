"""Which sources `--prune` takes for gone."""

from __future__ import annotations

import fnmatch
import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.ingest.files import prune
from souwen.ingest.files.prune import pruned

if TYPE_CHECKING:
    from collections.abc import Callable

    WritePage = Callable[[Path, str], Path]


@pytest.mark.parametrize("name", [None, "dump"])
@pytest.mark.parametrize("argument", ["d", "d/**/*.txt", "d/sub/*.txt", "{here}/d"])
def test_prune_keeps_what_it_cannot_look_at(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str | None,
    argument: str,
    write_page: WritePage,
) -> None:
    """A file in a folder that cannot be entered is not gone; one that is not there is."""
    monkeypatch.chdir(tmp_path)
    argument = argument.format(here=tmp_path)
    write_page(tmp_path / "d" / "sub" / "kept.txt", "甲")
    keys = {
        (None, "d"): "{here}/d/sub/{file}",
        ("dump", "d"): "dump/sub/{file}",
        ("dump", "d/sub"): "dump/{file}",
    }
    below = "d/sub" if name and argument == "d/sub/*.txt" else "d"
    kept, gone, hidden = (
        keys[name, below].format(here=tmp_path, file=file)
        for file in ("kept.txt", "gone.txt", "hidden.txt")
    )
    lstat = os.lstat

    def guarded(path: Any) -> os.stat_result:
        if str(path).endswith("hidden.txt"):
            raise PermissionError(13, "Permission denied")
        return lstat(path)

    monkeypatch.setattr(os, "lstat", guarded)
    assert list(pruned([kept, gone, hidden, "/elsewhere/gone.txt"], [argument], name)) == [gone]


def test_prune_takes_a_folder_for_itself_not_for_a_pattern(
    tmp_path: Path, write_page: WritePage
) -> None:
    """A folder called [2025] covers nothing in the folders 2 and 0 beside it."""
    here, beside = tmp_path / "[2025]", tmp_path / "2"
    for number in range(3):
        write_page(here / f"{number}.txt", f"甲{number}")
    files = [write_page(beside / f"{number}.txt", f"乙{number}") for number in range(3)]
    with souwen.open(tmp_path / "data") as engine:
        engine.add([here, beside])
        files[0].unlink()
        assert engine.add([here], prune=True).retired == 0
        (here / "0.txt").unlink()
        assert engine.add([here], prune=True).retired == 1
        assert engine.search("乙0").total == 1
        assert engine.add([beside], prune=True).retired == 1


def test_prune_of_one_missing_name_leaves_the_others(tmp_path: Path, write_page: WritePage) -> None:
    """With --as, an argument that is gone does not stand for everything of that name."""
    pages = [write_page(tmp_path / f"{number}.txt", f"甲{number}") for number in range(4)]
    with souwen.open(tmp_path / "data") as engine:
        engine.add(pages, name="dump")
        for page in pages[2:]:
            page.unlink()
        report = engine.add(pages[:3], name="dump", prune=True, yes=True)
        assert report.retired == 1
        assert engine.search("甲3").total == 1


@pytest.mark.parametrize("form", ["a-{}.txt", "a[{}].txt", "{}?*.txt"])
def test_many_names_cost_no_more_than_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Of as many arguments as files, odd names too, each is looked for once, and no pattern is."""
    looks: list[str] = []
    count = 300
    names = [str(tmp_path / "d" / form.format(number)) for number in range(count)]
    for number, name in enumerate(names):
        (tmp_path / "d").mkdir(exist_ok=True)
        Path(name).write_text(f"第{number}条医保\n\n可以报销。\n", "utf-8")

    def noted(name: str, function: Any) -> Any:
        return lambda *given, **named: (looks.append(name), function(*given, **named))[1]

    with souwen.open(tmp_path / "data") as engine:
        engine.add([tmp_path / "d"])
        for name in names[::2]:
            Path(name).unlink()
        for module, name in ((fnmatch, "fnmatchcase"), (glob, "glob"), (prune, "_is_gone")):
            monkeypatch.setattr(module, name, noted(name, getattr(module, name)))
        report = engine.add(names, prune=True, yes=True)
    assert report.retired == count // 2
    assert len(report.skipped) == count // 2  # the arguments that are not there
    assert {*looks} == {"_is_gone"}
    assert len(looks) <= 2 * count


def test_a_name_that_looks_like_a_pattern_is_a_name_where_it_is_known(tmp_path: Path) -> None:
    """What is gone is pruned by its own name, and a pattern means what it fits."""
    for name in ("a[1].txt", "a1.txt", "a2.txt"):
        (tmp_path / name).write_text(f"{name}医保\n\n可以报销。\n", "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([tmp_path / name for name in ("a[1].txt", "a1.txt", "a2.txt")])
        (tmp_path / "a[1].txt").unlink()
        (tmp_path / "a2.txt").unlink()
        assert engine.add([tmp_path / "a[1].txt"], prune=True, yes=True).retired == 1
        assert engine.document(engine.search("a1", limit=1)[0].id) is not None
        assert engine.add([tmp_path / "a[12].txt"], prune=True, yes=True).retired == 1
        assert [source.key[-6:] for source in engine.sources()] == ["a1.txt"]
