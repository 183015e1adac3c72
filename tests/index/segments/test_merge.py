"""Merging: segments become one, piece by piece."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from souwen.index.columns import COLUMNS, Entry
from souwen.index.segments import merge as merging
from souwen.index.segments.file import load, verify
from souwen.index.segments.invert import invert

if TYPE_CHECKING:
    from pathlib import Path


def _entries(chance: random.Random, number: int) -> list[Entry]:
    def text(most: int) -> str:
        return "".join(chance.choices("医保险基数社缴费的，。\n12ab", k=chance.randrange(most)))

    return [
        Entry(
            f"{number}{at:x}", chance.random() < 0.5, at, chance.choice("甲乙"), text(9), text(60)
        )
        for at in range(chance.randrange(1, 30))
    ]


@pytest.mark.parametrize("pieces", ["one piece", "many pieces"])
def test_merged_segments_are_as_inverted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: str
) -> None:
    """Every array is that of the documents that stay, inverted together."""
    if pieces == "many pieces":
        for name in ("_POSTINGS_AT_ONCE", "_DOCUMENTS_AT_ONCE", "_BYTES_AT_ONCE"):
            monkeypatch.setattr(merging, name, 7)
    chance = random.Random(pieces)
    for turn in range(12):
        batches = [_entries(chance, number) for number in range(chance.randrange(1, 5))]
        live = [np.array([chance.random() < 0.8 for _ in batch]) for batch in batches]
        path = tmp_path / f"{turn}.arrays"
        merging.merge([invert(batch) for batch in batches], live, path)
        verify(path)
        merged = load(path)
        left = [
            entry
            for batch, mask in zip(batches, live, strict=True)
            for entry, stays in zip(batch, mask, strict=True)
            if stays
        ]
        at_once = invert(left)
        names = {column.name: column.names for column in COLUMNS}
        for name, array in at_once.arrays.items():
            if names.get(name):
                found = [merged.names[name][number] for number in merged.arrays[name]]
                assert found == [at_once.names[name][number] for number in array], name
            else:
                assert merged.arrays[name].tolist() == array.tolist(), name
