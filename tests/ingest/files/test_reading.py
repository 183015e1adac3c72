"""What a reader of files is given."""

from __future__ import annotations

import pytest

from souwen.ingest.files.limits import Limits, UnpackError
from souwen.ingest.files.reading import NO_MEMORY, Later, Piece, Reading
from souwen.ingest.report import Skipped

from .made import file_of


def test_the_head_stays_to_be_read() -> None:
    """The beginning of a file is seen without reading it."""
    file = file_of(b"a" * 100_000)
    assert file.head.data == b"a" * 65_536
    assert len(file.stream.read()) == 100_000


def test_what_is_lost_is_noted() -> None:
    """A container of which something could not be read is not whole."""
    reading = Reading()
    assert reading.whole
    assert reading.lost("/k", "broken") == Skipped("/k", "broken")
    assert not reading.whole


def test_the_members_of_an_archive_are_counted_together() -> None:
    """Members that each are harmless are too much at once, and stay so."""
    reading = Reading(None, Limits(ratio=2, free_bytes=10), size=100)
    for _ in range(4):
        reading.count(50)
    assert not reading.spent
    for _ in range(2):
        with pytest.raises(UnpackError, match="the archive unpacks to more than 2 times"):
            reading.count(1)
    assert reading.spent


def test_a_piece_without_memory_is_skipped() -> None:
    """A piece for which there is no memory is told by its key; others are done."""

    def fail() -> list[Piece]:
        raise MemoryError

    assert Later("/k", fail, (), 9).done() == [Skipped("/k", NO_MEMORY)]
    assert Later("/k", lambda one: [one], (Skipped("/k", "x"),), 9).done() == [Skipped("/k", "x")]
