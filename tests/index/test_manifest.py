"""The manifest of a generation: it is what was written, or it is refused; nothing in it runs."""

from __future__ import annotations

import json
import os
import pickle
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import souwen
from souwen.corpus.errors import DamagedError, OutdatedError
from souwen.index.manifest import (
    Manifest,
    SegmentState,
    manifest_path,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEGMENTS = (SegmentState("a" * 16, 3), SegmentState.of("b" * 16, np.array([True, False, True])))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a manifest."""
    folder = tmp_path_factory.mktemp("manifest")
    write_manifest(folder, Manifest(17, "库", SEGMENTS))
    return folder


@given(st.lists(st.booleans(), min_size=1))
def test_deletions_come_back(live: list[bool]) -> None:
    """Which documents of a segment are there is what was written, however many there are."""
    state = SegmentState.of("a", np.array(live))
    assert state.live().tolist() == live
    assert (state.deleted == "") is all(live)
    assert state.live().flags.writeable


def test_a_manifest_comes_back(written: Path) -> None:
    """It is one JSON object, and what was written is read."""
    assert read_manifest(written) == Manifest(17, "库", SEGMENTS)
    values = json.loads(manifest_path(written).read_bytes())
    assert [segment["name"] for segment in values["segments"]] == ["a" * 16, "b" * 16]


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_changed_manifest_is_refused(written: Path, data: st.DataObject) -> None:
    """Whatever bytes of it change, it is refused or means the same; nothing else is raised."""
    path = manifest_path(written)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    new = data.draw(st.binary(max_size=3))
    path.write_bytes(whole[:at] + new + whole[at + data.draw(st.integers(0, 3)) :])
    try:
        became = str(read_manifest(written))
    except (DamagedError, OutdatedError) as error:
        became = str(error)
    finally:
        path.write_bytes(whole)
    assert became == str(Manifest(17, "库", SEGMENTS)) or became.endswith("run `souwen reindex`")
    assert "\n" not in became


class _Planted:
    """Something that makes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_nothing_in_a_folder_is_executed(tmp_path: Path) -> None:
    """A folder with pickles in every place of its index runs none of them, by any command."""
    mark, page = tmp_path / "executed", tmp_path / "a.txt"
    planted = pickle.dumps(_Planted(mark))
    page.write_text("异地备案\n\n医保可以报销。\n", "utf-8")
    folder = tmp_path / "data"
    with souwen.open(folder) as engine:
        engine.add([page])
    (segment,) = folder.glob("index/1/*.arrays")
    places = [folder / "index" / name for name in ("CURRENT", "1/souwen.json")]
    places += [segment.with_name(name) for name in ("_MAIN_1.toc", "_MAIN_9.toc", "MAIN_a.seg")]
    for place in (*places, segment):
        before = place.read_bytes() if place.exists() else None
        for command in (
            lambda engine: engine.search("医保"),
            lambda engine: engine.check(deep=True),
            lambda engine: engine.stats(),
            lambda engine: engine.add([page]),
            lambda engine: engine.check(repair=True),
            lambda engine: engine.reindex(),
        ):
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(planted)
            with souwen.open(folder) as engine, suppress(souwen.SouwenError):
                command(engine)
        assert not mark.exists(), place
        if before is not None and place.exists():
            place.write_bytes(before)
        with souwen.open(folder) as engine:
            engine.reindex()
    pickle.loads(planted)  # it would have been seen
    assert mark.exists()


@pytest.mark.parametrize("name", ["../a", "/a", "a/b", "", ".", "a.b", "a\n", "é"])
def test_a_segment_has_a_plain_name(tmp_path: Path, name: str) -> None:
    """A manifest that somebody made with the name of a file elsewhere is refused."""
    write_manifest(tmp_path, Manifest(1, None, (SegmentState(name, 1),)))
    with pytest.raises(DamagedError, match="leads elsewhere"):
        read_manifest(tmp_path)


def test_a_manifest_that_is_too_deep(tmp_path: Path) -> None:
    """A file that only looks like JSON, and has no end, is damage like any other."""
    (tmp_path / "souwen.json").write_text("[" * 100_000)
    with pytest.raises(DamagedError, match="reindex"):
        read_manifest(tmp_path)
