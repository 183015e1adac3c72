"""A segment's file: what was written comes back, and a part of a file is no segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.corpus.errors import DamagedError
from souwen.index.columns import Entry
from souwen.index.segments.file import load, save, verify
from souwen.index.segments.invert import invert

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the file of a small segment."""
    path = tmp_path / "a.arrays"
    save(invert([Entry("a" * 16, True, 1, "甲", "医保", "报销" * 100)]), path)
    return path


def test_a_segment_comes_back(path: Path) -> None:
    """All arrays and names are those that were written, and where the checksums fit."""
    verify(path)
    written, segment = invert([Entry("a" * 16, True, 1, "甲", "医保", "报销" * 100)]), load(path)
    assert segment.names == {name: list(names) for name, names in written.names.items()}
    assert set(segment.arrays) == {*written.arrays, "steps"}
    for name, array in written.arrays.items():
        assert segment.part(name).tolist() == array.tolist()
        assert segment.part(name).dtype == array.dtype


@pytest.mark.parametrize("size", [0, 10, 40, 100, 500, -1])
def test_a_part_of_a_file_is_no_segment(path: Path, size: int) -> None:
    """A segment's file that was cut is told from a whole one when it is opened."""
    path.write_bytes(path.read_bytes()[:size])
    for look in (load, verify):
        with pytest.raises(DamagedError, match=r"cut|no segment"):
            look(path)


def test_a_file_that_is_gone_is_damage(tmp_path: Path) -> None:
    """A segment without its file is said to be damaged, by the file's name."""
    for look in (load, verify):
        with pytest.raises(DamagedError, match=r"gone\.arrays is damaged \(it is not there\)"):
            look(tmp_path / "gone.arrays")
