"""Several processes read what one would, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.ingest.files import workers
from souwen.ingest.files.containers import Finished
from souwen.ingest.files.walk import Container, walk
from souwen.ingest.files.workers import read_all

from .made import tarred, zipped

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_order_and_outcomes_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that travel together, and one too large to, come back in order, each as it is."""
    for number in range(150):
        (tmp_path / f"{number:03}.txt").write_text(f"题目{number}\n正文。\n", "utf-8")
    (tmp_path / "099.txt").write_text("题目\n" + "正文很长。\n" * 1_000, "utf-8")
    monkeypatch.setattr(workers, "_SMALL", 1_000)
    found = [one for one in walk([str(tmp_path)]) if isinstance(one, Container)]
    one, two = (
        [(container.key, list(outcomes)) for container, outcomes in read_all(found, None, jobs)]
        for jobs in (1, 2)
    )
    assert two == one
    assert len(two) == 150


def test_the_pieces_of_a_large_file_come_back_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines, records of a table, members of archives and what is skipped: as with one process."""
    lines = [f'{{"id": {n}, "title": "题目{n}", "body": "正文{n}"}}' for n in range(700)]
    lines[300] = "broken"
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "b.csv").write_text("title,text\n" + "题目,正文。\n" * 700, "utf-8")
    pages = {f"{n:03}.txt": f"题目{n}\n\n正文{n}。\n".encode() for n in range(90)}
    (tmp_path / "c.zip").write_bytes(zipped({**pages, "../x": b"x", "y.txt": b"", "z.7z": b"7z"}))
    (tmp_path / "d.tar.gz").write_bytes(tarred(pages, "w:gz"))
    (tmp_path / "e.txt").write_text("题目\n\n" + "正文很长。\n" * 3_000, "utf-8")
    for name, value in (("_SMALL", 100), ("_WORTH", 100), ("_PIECES", 3_000), ("_LARGE", 30_000)):
        monkeypatch.setattr(workers, name, value)
    found = [one for one in walk([str(tmp_path)]) if isinstance(one, Container)]
    one, two = (
        [(container.key, list(outcomes)) for container, outcomes in read_all(found, None, jobs)]
        for jobs in (1, 2)
    )
    assert two == one
    assert [len(outcomes) for _, outcomes in two] == [701, 701, 94, 91, 2]
    assert [outcomes[-1].whole for _, outcomes in two if isinstance(outcomes[-1], Finished)] == [
        *(False, True, True, True, True)
    ]
