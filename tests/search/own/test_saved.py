"""The file of saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from souwen.corpus.errors import DamagedError, LockedError, SouwenError
from souwen.search.own import saved
from souwen.search.own.saved import NAME, Mark, SavedSearch

if TYPE_CHECKING:
    from pathlib import Path

SEARCHES = {
    "甲": SavedSearch("甲", '"医保" \ud800', {"kind": "article", "exact": True}, "2025-01-01"),
    "乙": SavedSearch("乙", "x", {}, "2025-01-02", Mark("c", 7, "2025-01-03")),
}


def test_what_is_saved_is_read(tmp_path: Path) -> None:
    """All of it comes back, in its order; half a character becomes a sign."""
    assert saved.load(tmp_path) == {}
    saved.save(tmp_path, SEARCHES.values())
    read = saved.load(tmp_path)
    assert [*read] == ["甲", "乙"]
    assert read["乙"] == SEARCHES["乙"]
    assert (read["甲"].options, read["甲"].query) == (SEARCHES["甲"].options, '"医保" ?')


def test_marks_of_those_that_are_there() -> None:
    """A search that was forgotten meanwhile gets no mark."""
    mark = Mark("c", 9, "2025-02-01")
    changed = saved.marked(SEARCHES, {"甲": mark, "丙": mark})
    assert [changed[name].mark for name in changed] == [mark, SEARCHES["乙"].mark]


@pytest.mark.parametrize(
    "content",
    [
        *(
            "",
            "{}",
            "[]",
            "null",
            '{"format": 2, "searches": []}',
            '{"format": 1, "searches": [1]}',
        ),
        '{"format": 1, "searches": [{"name": "a"}]}',
        '{"format": 1, "searches": [{"name": "a", "query": "x", "options": 1}]}',
    ],
)
def test_what_is_no_such_file(tmp_path: Path, content: str) -> None:
    """A file that is another than was written, or none of ours, is told with its path."""
    (tmp_path / NAME).write_text(content)
    with pytest.raises(DamagedError, match=NAME):
        saved.load(tmp_path)
    saved.save(tmp_path, SEARCHES.values())
    (tmp_path / NAME).write_text((tmp_path / NAME).read_text().replace("x", "y"))
    with pytest.raises(DamagedError, match="another than souwen wrote"):
        saved.load(tmp_path)


def test_a_crash_leaves_the_old_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever writing ends, what is read is whole."""
    saved.save(tmp_path, [SEARCHES["乙"]])
    for calls in range(8):
        left = [calls]

        def replaced(path: Path, content: bytes, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(5, "the power went")
            path.write_bytes(content)

        monkeypatch.setattr("souwen.corpus.sealed.replace_file", replaced)
        try:
            saved.save(tmp_path, SEARCHES.values())
        except SouwenError:
            assert [*saved.load(tmp_path)] in (["乙"], ["甲", "乙"])
        else:
            break
    assert calls == 3
    assert [*saved.load(tmp_path)] == ["甲", "乙"]


def test_one_at_a_time(tmp_path: Path) -> None:
    """Who changes them waits for another, and says so in the end; a link is not followed."""
    with FileLock(tmp_path / "saved.lock"), pytest.raises(LockedError):
        saved.locked(tmp_path, 0.0).__enter__()
    with saved.locked(tmp_path, 0.0) as searches:
        assert searches == {}
    (tmp_path / "saved.lock").unlink()
    (tmp_path / "saved.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DamagedError, match="link"):
        saved.locked(tmp_path, 0.0).__enter__()
    assert not (tmp_path / "elsewhere").exists()
