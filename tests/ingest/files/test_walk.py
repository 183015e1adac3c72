"""Paths to files."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from souwen.ingest.files.walk import Container, walk
from souwen.ingest.report import Ignored, Skipped

if TYPE_CHECKING:
    from pathlib import Path


def make(root: Path, *names: str) -> None:
    """Write small files."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("医保须知\n", encoding="utf-8")


def keys(found: list[Container | Ignored | Skipped]) -> list[str]:
    """Give the keys of what is to be read."""
    return [one.key for one in found if isinstance(one, Container)]


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    """Files come before folders, each sorted, with resolved absolute paths as keys."""
    make(tmp_path, "b.txt", "a.txt", "z/c.txt", "m/d.txt")
    root = str(tmp_path.resolve())
    wanted = [f"{root}/{name}" for name in ("a.txt", "b.txt", "m/d.txt", "z/c.txt")]
    assert keys(list(walk([tmp_path]))) == wanted


def test_a_relative_path_has_the_same_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a command is run does not change the key."""
    make(tmp_path, "d/a.txt")
    monkeypatch.chdir(tmp_path)
    wanted = keys(list(walk([tmp_path / "d/a.txt"])))
    for given in ("d", "./d/../d/a.txt", "d/*.txt", "d/**", "**/*.txt", "."):
        assert keys(list(walk([given]))) == wanted


def test_a_name_stands_for_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a name, keys are the name and the path below the argument."""
    make(tmp_path, "d/a.txt", "d/e/b.txt")
    monkeypatch.chdir(tmp_path)
    assert keys(list(walk(["d"], name="N"))) == ["N/a.txt", "N/e/b.txt"]
    assert keys(list(walk(["d/"], name="N"))) == ["N/a.txt", "N/e/b.txt"]
    assert keys(list(walk(["d/e/b.txt"], name="N"))) == ["N/b.txt"]
    assert keys(list(walk(["d/*"], name="N"))) == ["N/a.txt", "N/e/b.txt"]
    assert keys(list(walk(["-"], name="N"))) == ["N"]
    assert keys(list(walk(["-"]))) == ["-"]


def test_hidden_files_are_ignored_but_not_when_named(tmp_path: Path) -> None:
    """What systems leave in folders is ignored; a hidden file that is asked for is read."""
    make(tmp_path, ".git/config", ".DS_Store", "Thumbs.db", ".x.txt", "a.txt")
    found = list(walk([tmp_path]))
    assert len(keys(found)) == 1
    assert sum(isinstance(one, Ignored) for one in found) == 4
    assert len(keys(list(walk([tmp_path / ".x.txt"])))) == 1


def test_what_is_not_there_is_skipped(tmp_path: Path) -> None:
    """A missing path, an empty pattern and a dead link are told."""
    (tmp_path / "dead").symlink_to(tmp_path / "gone")
    for given in ("gone", "gone/*.txt", "dead", "a\x00b"):
        found = list(walk([str(tmp_path / given)]))
        assert [type(one) for one in found] == [Skipped]
    assert isinstance(next(iter(walk([tmp_path]))), Skipped)


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    """A file whose name looks like a pattern is that file."""
    make(tmp_path, "[1].txt")
    assert len(keys(list(walk([str(tmp_path / "[1].txt")])))) == 1


def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    """What is no file is skipped with its sort."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "sock")[:100])
        reasons = {one.reason for one in walk([tmp_path, "/dev/null"]) if isinstance(one, Skipped)}
    assert reasons == {"a pipe, not a file", "a socket, not a file", "a device, not a file"}


def test_loops_of_links_end(tmp_path: Path) -> None:
    """A link to a folder above, and one to itself, are survived, and no file comes twice."""
    make(tmp_path, "a/b/c.txt")
    (tmp_path / "a/b/up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "also.txt").symlink_to(tmp_path / "a/b/c.txt")
    found = list(walk([tmp_path, tmp_path / "a"]))
    assert sorted(set(keys(found))) == [str((tmp_path / "a/b/c.txt").resolve())]
    assert [one.reason for one in found if isinstance(one, Skipped)] == [
        "a link that leads to itself"
    ]


def test_a_file_named_twice_comes_once(tmp_path: Path) -> None:
    """The same file as an argument, in a folder and by a pattern is one file."""
    make(tmp_path, "a.txt")
    given = [tmp_path / "a.txt", tmp_path, tmp_path / "a.txt", str(tmp_path / "*")]
    assert len(keys(list(walk(given)))) == 1


def test_the_data_folder_is_left_out(tmp_path: Path) -> None:
    """The corpus is never read into itself."""
    make(tmp_path, "souwen-data/x.txt", "a.txt")
    found = list(walk([tmp_path], exclude=[tmp_path / "souwen-data"]))
    assert len(keys(found)) == 1


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    """Such a name gives a key that can be stored, and a path that can be opened."""
    name = os.path.join(os.fsencode(tmp_path), "备案".encode("gbk") + b".txt")  # noqa: PTH118
    try:
        with open(name, "wb") as file:  # noqa: PTH123
            file.write(b"x")
    except OSError:
        pytest.skip("this disk keeps only names in UTF-8")
    found = [one for one in walk([tmp_path]) if isinstance(one, Container)]
    assert found[0].key.endswith("\\xb1\\xb8\\xb0\\xb8.txt")
    assert found[0].path is not None
    assert found[0].path.read_bytes() == b"x"


def test_a_deep_tree(tmp_path: Path) -> None:
    """Folders nested far deeper than Python recurses are walked."""
    here = tmp_path
    for _ in range(600):
        here = here / "d"
    try:
        here.mkdir(parents=True)
    except OSError:
        pytest.skip("this disk nests no deeper")
    make(here, "a.txt")
    assert len(keys(list(walk([tmp_path])))) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_an_unreadable_folder_is_skipped(tmp_path: Path) -> None:
    """A folder that may not be read is told, the rest goes on."""
    make(tmp_path, "a/x.txt", "b.txt")
    (tmp_path / "a").chmod(0)
    found = list(walk([tmp_path]))
    (tmp_path / "a").chmod(0o700)
    assert len(keys(found)) == 1
    assert any(isinstance(one, Skipped) for one in found)


def test_c66_a_file_name_with_markup_is_a_name(tmp_path: Path) -> None:
    """Markup in a file name stays as it is."""
    make(tmp_path, "x<b>.txt")
    assert keys(list(walk([tmp_path])))[0].endswith("/x<b>.txt")


def test_an_empty_path_is_not_the_current_folder() -> None:
    """An argument that is empty, as an unset variable makes it, takes nothing in."""
    (found,) = walk([""])
    assert found == Skipped("", "an empty path")
