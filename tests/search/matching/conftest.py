"""A snapshot of a few documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.index.columns import Entry
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def snapshot_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Snapshot]]:
    """Return a maker of snapshots over documents that are pairs of title and body."""
    snapshots = []

    def make(*documents: tuple[str, str]) -> Snapshot:
        folder: Path = tmp_path_factory.mktemp("snapshot")
        create(folder)
        writer = IndexWriter(folder)
        writer.add(
            [Entry(str(number), True, 0, "", *texts) for number, texts in enumerate(documents)]
        )
        writer.commit()
        snapshots.append(Snapshot(folder))
        return snapshots[-1]

    yield make
    for snapshot in snapshots:
        snapshot.close()
