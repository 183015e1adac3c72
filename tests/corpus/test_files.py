"""Files that last, and are replaced as wholes."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from souwen.corpus import files
from souwen.corpus.errors import SouwenError
from souwen.corpus.files import (
    check_files_left,
    open_file,
    raise_shortage,
    replace,
    replace_file,
    sync,
)


def test_a_file_is_replaced(tmp_path: Path) -> None:
    """A new file is made, an old one replaced, and nothing else is left in the folder."""
    for content in (b"one", b"another"):
        replace_file(tmp_path / "a", content)
        assert (tmp_path / "a").read_bytes() == content
        assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_the_content_is_on_the_disk_before_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file is synced before it takes the old one's name, the folder after."""
    done = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        fsync(descriptor)
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    def noted_replace(path: Path, target: Path) -> Path:
        done.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    replace_file(tmp_path / "a", b"one")
    assert done == ["file", "rename", "folder"]


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Where the disk fails, the old file stays as it was, and what was half done goes."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    replace_file(tmp_path / "a", b"old")
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(OSError, match="No space"):
        replace_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_syncing_what_is_not_there(tmp_path: Path) -> None:
    """A file that is not there cannot be synced; files and folders that are there can."""
    sync(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "a")


def test_what_lies_where_the_new_file_is_written(tmp_path: Path) -> None:
    """A half of a file that a crash left there is no matter, nor a link to somewhere else."""
    precious, beside = tmp_path / "precious", tmp_path / "a.new"
    precious.write_bytes(b"precious")
    for lay in (lambda: beside.write_bytes(b"half"), lambda: beside.symlink_to(precious)):
        lay()
        replace_file(tmp_path / "a", b"new")
        assert (tmp_path / "a").read_bytes() == b"new"
    assert precious.read_bytes() == b"precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "precious"]


@pytest.mark.skipif(os.name != "posix", reason="needs the pipes of Unix")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe, a folder or a device in the place of a file is an error at once."""
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with open_file(path) as file:
        assert file.read() == b"x"
    with pytest.raises(FileNotFoundError):
        open_file(tmp_path / "b")
    for kind in (os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")):
        path.rmdir() if path.is_dir() else path.unlink()
        kind(path)
        with pytest.raises(OSError, match=r"it is no file|Is a directory"):
            open_file(path)


def test_too_many_open_files_are_nobodys_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However deep in the chain of errors that is the cause, it is said; nothing else is."""
    for number in (errno.EMFILE, errno.ENFILE):
        error = RuntimeError("x")
        error.__cause__ = OSError(number, "x")
        with pytest.raises(SouwenError, match="too many files are open"):
            raise_shortage(error)
    raise_shortage(OSError(errno.ENOENT, "x"))
    raise_shortage(None)
    check_files_left()

    def none_left(*_: object) -> int:
        raise OSError(errno.EMFILE, "x")

    monkeypatch.setattr(os, "open", none_left)
    for look in (check_files_left, lambda: open_file(tmp_path / "a")):
        with pytest.raises(SouwenError, match="too many files are open"):
            look()


def test_as_on_windows_folders_are_not_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only what may be written can be synced, files are opened so, and folders left alone."""
    opened = []
    original = os.open

    def noted(path: object, flags: int, *more: int) -> int:
        opened.append((str(path), flags))
        return original(path, flags, *more)  # type: ignore[arg-type]

    (tmp_path / "a").write_bytes(b"one")
    monkeypatch.setattr(files, "_IS_WINDOWS", True)
    monkeypatch.setattr(os, "open", noted)
    sync(tmp_path)
    sync(tmp_path / "a")
    assert opened == [(str(tmp_path / "a"), os.O_RDWR)]


@pytest.mark.parametrize("refusals", [1, 8, 100])
def test_as_on_windows_what_somebody_has_open_is_replaced_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int
) -> None:
    """A file that is open elsewhere for a moment is replaced after it; else the old one stays."""
    tries, waits = [], []
    original = Path.replace

    def refusing(path: Path, target: Path) -> Path:
        tries.append(path)
        if len(tries) <= refusals:
            raise PermissionError(errno.EACCES, "open elsewhere")
        return original(path, target)

    monkeypatch.setattr(files, "_IS_WINDOWS", True)
    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr(files.time, "sleep", waits.append)
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "b").write_bytes(b"another")
    if refusals < 9:
        replace(tmp_path / "b", tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == b"another"
        assert waits == sorted(waits)
        assert len(waits) == refusals
    else:
        with pytest.raises(PermissionError):
            replace(tmp_path / "b", tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == b"one"
        assert sum(waits) < 5
