"""Files of a person's own, and their checksums beside them."""

from __future__ import annotations

import subprocess
from shutil import which
from typing import TYPE_CHECKING

import pytest

from souwen.corpus import sealed
from souwen.corpus.errors import DamagedError, SouwenError
from souwen.corpus.sealed import read_own, read_sealed, seal, write_sealed

if TYPE_CHECKING:
    from pathlib import Path

REMEDY = "look at it"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Again and again; what never had a checksum is read too, and nothing where nothing is."""
    path = tmp_path / "a"
    assert read_sealed(path, REMEDY) is read_own(path) is None
    path.write_bytes(b"of before")
    assert read_sealed(path, REMEDY) == b"of before"
    for content in (b"one", b"", b"two"):
        write_sealed(path, content)
        assert read_sealed(path, REMEDY) == content
    if which("b2sum"):
        command = ["b2sum", "-l", "128", "-c", "a.b2sum"]
        assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize("before", [None, b"old", b"of before"])
def test_a_crash_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    """Wherever it ends, what is there counts, and is one of the two."""
    replaced = sealed.replace_file
    for crash in range(4):
        path = tmp_path / str(crash)
        if before == b"of before":
            path.write_bytes(before)
        elif before is not None:
            write_sealed(path, before)
        left = [crash]

        def replace_file(path: Path, content: bytes, left: list[int] = left) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            replaced(path, content)

        with monkeypatch.context() as patch:
            patch.setattr(sealed, "replace_file", replace_file)
            if crash < 3:
                with pytest.raises(KeyboardInterrupt):
                    write_sealed(path, b"new")
            else:
                write_sealed(path, b"new")
        assert read_sealed(path, REMEDY) == (before if crash < 2 else b"new")


def test_another_than_was_written(tmp_path: Path) -> None:
    """It is told what is wrong and what to do, until it is sealed as it is."""
    path = tmp_path / "a"
    write_sealed(path, b"one")
    path.write_bytes(b"two")
    with pytest.raises(DamagedError, match=r"another than souwen wrote.*look at it"):
        read_sealed(path, REMEDY)
    seal(path, b"two")
    assert read_sealed(path, REMEDY) == b"two"
    path.unlink()
    with pytest.raises(DamagedError, match="it is gone"):
        read_sealed(path, REMEDY)
    seal(path, None)
    seal(path, None)
    assert read_sealed(path, REMEDY) is None


def test_who_reads_while_another_writes_sees_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the checksum and that at the file, the file may be replaced."""
    path = tmp_path / "a"
    write_sealed(path, b"one")
    looked = sealed.read_own

    def and_then_written(asked: Path) -> bytes | None:
        found = looked(asked)
        monkeypatch.undo()
        write_sealed(path, b"two")
        return found

    monkeypatch.setattr(sealed, "read_own", and_then_written)
    assert read_sealed(path, REMEDY) == b"two"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """A folder in the place of either, or what is no checksum, is damage; nor can it be written."""
    path, beside = tmp_path / "a", tmp_path / "a.b2sum"
    path.mkdir()
    with pytest.raises(DamagedError, match="make it readable"):
        read_sealed(path, REMEDY)
    with pytest.raises(SouwenError, match="cannot be written"):
        write_sealed(path, b"x")
    path.rmdir()
    write_sealed(path, b"one")
    for content in (b"", b"\x00\xff", b"abc  b\n", beside.read_bytes() * 40):
        beside.write_bytes(content)
        with pytest.raises(DamagedError, match=r"a\.b2sum is damaged"):
            read_sealed(path, REMEDY)
    beside.unlink()
    beside.mkdir()
    for change in (lambda: seal(path, b"x"), lambda: seal(path, None)):
        with pytest.raises(SouwenError, match=r"a\.b2sum cannot be written"):
            change()
