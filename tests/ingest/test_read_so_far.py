"""How much of the dumps is read and stored, as a run of `add` reports it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import souwen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    Said = list[tuple[int, int | None, str]]


def reported(data: Path, *paths: Path | str) -> Said:
    """Add paths; return what was reported."""
    said: Said = []
    with souwen.open(data) as engine:
        engine.add(paths, progress=lambda *given: said.append(given))
    return said


def lines(path: Path, count: int) -> Path:
    """Write a file of JSON lines."""
    rows = ({"title": f"第{number}条", "body": "医保" * 50_000} for number in range(count))
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_bytes_are_read_of_all_there_are(tmp_path: Path) -> None:
    """Inside of one file too the count goes on, to its end; then all is stored and indexed."""
    path = lines(tmp_path / "a.jsonl", 20)
    size = path.stat().st_size
    said = reported(tmp_path / "data", path)
    assert said[0] == (0, None, "looking for files")
    read = [done for done, total, what in said if what == "reading" and total == size]
    assert read[0] == 0
    assert read[-1] == size
    assert read == sorted(read)
    assert len({done for done in read if 0 < done < size}) > 3
    assert (20, 20, "storing") in said
    assert said[-1] == (20, 20, "building the index")


def test_what_is_unchanged_counts_as_read(tmp_path: Path) -> None:
    """Of a run that finds most unchanged, all is read in the end, what cannot be read too."""
    for name in "ab":
        lines(tmp_path / f"{name}.jsonl", 2)
    (tmp_path / "c.zip").write_bytes(b"PK" + bytes(100))
    whole = sum(path.stat().st_size for path in tmp_path.iterdir())
    for _ in range(2):
        said = reported(tmp_path / "data", tmp_path)
        assert [one for one in said if one[2] == "reading"][-1] == (whole, whole, "reading")


def test_storing_says_what_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each commit is reported when it begins and when it is done."""
    monkeypatch.setattr("souwen.ingest.add._COMMIT_EVERY", 2)
    said = reported(tmp_path / "data", lines(tmp_path / "a.jsonl", 5))
    stored = [one for one in said if one[2] == "storing"]
    assert [done for done, _, _ in stored] == [0, 2, 2, 4, 4, 4, 5]
    assert [total for _, total, _ in stored] == [2, 2, 4, 4, 5, 5, 5]
