"""Files as they are opened."""

from __future__ import annotations

import io
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import InputError
from souwen.corpus.sources import Form, Member
from souwen.ingest.files.containers import Finished, read_container
from souwen.ingest.files.opening import at_hand, digest_of
from souwen.ingest.files.walk import Container, walk
from souwen.ingest.report import Skipped

from .made import TEXT

if TYPE_CHECKING:
    from pathlib import Path


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
