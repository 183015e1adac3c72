"""Files as they are opened."""

from __future__ import annotations

import io
import os
import sys
from hashlib import blake2b
from pathlib import Path

import pytest

from souwen.corpus.errors import InputError
from souwen.corpus.sources import Form, Member
from souwen.ingest.files.containers import Finished, read_container
from souwen.ingest.files.opening import at_hand, digest_of, opened
from souwen.ingest.files.walk import Container, walk
from souwen.ingest.report import Skipped

from .made import TEXT


def test_an_unreadable_file_is_skipped(tmp_path: Path) -> None:
    """A file that is gone, or no file, is told."""
    for path in (tmp_path / "gone", tmp_path):
        found, end = read_container(Container("/k", path, path.name))
        assert isinstance(found, Skipped)
        assert end == Finished("/k", whole=False)
        with pytest.raises(InputError):
            digest_of(Container("/k", path, path.name))


def test_standard_input_is_kept_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be hashed and then read; its key is its content, or the name that it was given."""
    data = TEXT.encode("gbk")
    digest = blake2b(data, digest_size=16).hexdigest()
    for name, key in ((None, f"-:{digest[:16]}"), ("N", "N")):
        (container,) = walk(["-"], name=name)
        assert isinstance(container, Container)
        with at_hand(container, io.BytesIO(data)) as here:
            assert (here.key, digest_of(here)) == (key, digest)
            found, end = read_container(here)
            assert isinstance(found, Member)
            assert (found.key, end) == (key, Finished(key, whole=True))
        assert here.path is not None
        assert not here.path.exists()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": 1, "title": "A"}\n')))
    found = next(iter(read_container(Container("-", None, "-"))))
    assert isinstance(found, Member)
    assert found.form is Form.JSON
    assert found.key.endswith("#1")


def test_a_file_ends_where_it_ended(tmp_path: Path) -> None:
    """What is written to a file while it is read is not read: it might never end."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789")
    with opened(Container("/k", path, "a.txt", 10)) as stream, path.open("ab") as more:
        assert stream.read(4) == b"0123"
        more.write(b"x" * 100)
        more.flush()
        buffer = bytearray(20)
        assert (stream.readinto(buffer), bytes(buffer[:6])) == (6, b"456789")
        assert stream.read() == stream.read(5) == stream.readall() == b""
        stream.seek(8)
        assert stream.read() == b"89"


def test_a_file_that_became_shorter(tmp_path: Path) -> None:
    """It ends where it ends now."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789")
    with opened(Container("/k", path, "a.txt", 10)) as stream:
        path.write_bytes(b"01")
        assert stream.read() == b"01"


@pytest.mark.skipif(not Path("/proc/self/pagemap").exists(), reason="looks at /proc")
@pytest.mark.parametrize("made_up", ["/proc/self/pagemap", "/proc/cpuinfo", "/proc/self/status"])
def test_what_the_system_makes_up_is_not_read(tmp_path: Path, made_up: str) -> None:
    """A file of no size that is not empty has perhaps no end: it is skipped, also by a link."""
    (tmp_path / "link").symlink_to(made_up)
    (container,) = walk([tmp_path])
    assert isinstance(container, Container)
    with pytest.raises(InputError, match="cannot be read"):
        digest_of(container)
    found, end = read_container(container)
    assert isinstance(found, Skipped)
    assert not end.whole  # type: ignore[union-attr]


@pytest.mark.skipif(os.name != "posix", reason="needs the pipes of Unix")
def test_what_became_a_pipe_does_not_block(tmp_path: Path) -> None:
    """A file that another takes the place of between the look and the read is skipped."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    (container,) = walk([path])
    assert isinstance(container, Container)
    for kind in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), os.mkdir):
        path.unlink()
        kind(path)
        found, _ = read_container(container)
        assert isinstance(found, Skipped)
