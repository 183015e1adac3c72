"""One run of `add`: its options and the names it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


@pytest.mark.parametrize("options", [{"jobs": 0}, {"encoding": "no-such"}])
def test_options_are_checked_before_anything_is_made(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    """An option that cannot be carried out leaves no data folder behind."""
    with souwen.open(tmp_path / "data") as engine, pytest.raises(RequestError):
        engine.add([tmp_path], **options)
    assert not (tmp_path / "data").exists()


def test_one_name_for_two_files_is_told(tmp_path: Path, write_page: WritePage) -> None:
    """With --as, a second file of one name is skipped with a reason, not put over the first."""
    for folder, title in (("a", "甲医保"), ("b", "乙医保"), ("c", "甲医保")):
        write_page(tmp_path / folder / "x.txt", title)
    with souwen.open(tmp_path / "data") as engine:
        for added in (1, 0):
            report = engine.add([tmp_path / name for name in "abc"], name="dump")
            assert (report.added, report.retired) == (added, 0)
            assert [told.source for told in report.skipped] == ["dump/x.txt"]
