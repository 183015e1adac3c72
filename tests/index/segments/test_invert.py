"""Inverting does its work in steps, none of which keeps other threads waiting for long."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from souwen.index.columns import Entry
from souwen.index.segments import invert, writer
from souwen.language.normalise_batch import normalise_many
from souwen.language.segmenter import Segmenter, segmenter

if TYPE_CHECKING:
    from pathlib import Path


def _texts(size: int) -> list[str]:
    chance = random.Random(size)
    letters = "医保险基数社缴费的在和了，。 \nab1"
    return ["".join(chance.choices(letters, k=chance.randrange(size))) for _ in range(40)]


@pytest.mark.parametrize("most", [1, 7, 100])
def test_pieces_are_cut_as_the_whole(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Cutting in pieces gives the words of cutting everything at once, and as many texts."""
    normalised = normalise_many(_texts(60))
    (whole,) = invert.cut_pieces(normalised)
    monkeypatch.setattr(invert, "_CUT_AT_ONCE", most)
    pieces = list(invert.cut_pieces(normalised))
    assert len(pieces) > 10
    assert [word for piece in pieces for word in piece] == whole
    assert whole.count("\n") == 40


def test_no_call_cuts_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """No call of the segmenter, which lets no other thread run, is given more than a piece."""
    given: list[int] = []

    class Counting:
        def __init__(self, inner: Segmenter) -> None:
            self.inner = inner

        def cut_for_search(self, run: str) -> list[str]:
            given.append(len(run))
            return self.inner.cut_for_search(run)

    monkeypatch.setattr(invert, "segmenter", lambda **_: Counting(segmenter()))
    assert len(invert.invert([Entry("1", True, 0, "", "", text) for text in _texts(18_000)]).ids)
    assert sum(given) > 5 * invert._CUT_AT_ONCE
    assert max(given) < 1.1 * invert._CUT_AT_ONCE


def test_a_batch_has_few_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long texts are, no more of them are inverted at once than a bound says."""
    inverted: list[int] = []
    monkeypatch.setattr(writer, "_MOST_CHARACTERS", 100)

    def counting(entries: list[Entry]) -> object:
        inverted.append(sum(len(entry.title) + len(entry.body) for entry in entries))
        return invert.invert(entries)

    monkeypatch.setattr(writer, "invert", counting)
    writer.create(tmp_path)
    changes = writer.IndexWriter(tmp_path)
    changes.add([Entry(f"{number:x}", True, 0, "", "甲", "医保" * 10) for number in range(50)])
    changes.commit()
    assert sum(inverted) == 50 * 21
    assert max(inverted) < 100 + 21
