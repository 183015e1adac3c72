"""Saved searches: what matches and first came since each was run last."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.language import days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]


@pytest.fixture
def engine(tmp_path: Path, write_page: WritePage) -> Iterator[souwen.Engine]:
    """Return an engine with two pages about insurance."""
    with souwen.open(tmp_path / "data", lock_timeout=1) as engine:
        engine.add([write_page(tmp_path / f"{at}.txt", f"{at}医保") for at in "甲乙"])
        yield engine


def titles(run: souwen.SavedRun) -> list[str]:
    """Return the titles of what a run gives."""
    return [hit.title for hit in run.results]


def test_each_document_is_new_once(
    engine: souwen.Engine, tmp_path: Path, write_page: WritePage
) -> None:
    """A run gives what first came since the last one, the newest first; what came back is not."""
    kept = engine.saved.add("保", "医保")
    assert (kept.mark, list(engine.saved)) == (None, [kept])
    assert sorted(titles(engine.saved.run("保"))) == ["乙医保", "甲医保"]
    engine.remove(str(tmp_path / "甲.txt"), yes=True)
    engine.add([write_page(tmp_path / f"{title}.txt", title) for title in ("丙医保", "丁社保")])
    engine.add([tmp_path / "甲.txt"])
    run = engine.saved.run("保")
    assert titles(run) == ["丙医保"]
    assert run.since is not None
    assert not engine.saved.run("保").results.total


def test_only_what_matches(engine: souwen.Engine) -> None:
    """Loose hits are no news, and the options narrow."""
    engine.saved.add("both", "医保 甲医")
    engine.saved.add("none", "医保", kind="snippet")
    assert titles(engine.saved.run("both")) == ["甲医保"]
    assert not engine.saved.run("none").results.total
    (both, none) = engine.saved
    assert (both.options, none.options) == ({}, {"kind": "snippet"})


def test_a_run_counts_when_it_is_marked(engine: souwen.Engine) -> None:
    """Without its mark a run changes nothing; with a limit the total is that of all."""
    engine.saved.add("保", "医保")
    first = engine.saved.run("保", limit=1, mark=False)
    assert (len(first.results), first.results.total) == (1, 2)
    assert engine.saved.run("保", mark=False).results.total == 2
    engine.saved.mark(first)
    assert engine.saved.run("保").results.total == 0
    assert first.as_dict()["total"] == 2


def test_words_for_days_are_read_at_each_run(
    engine: souwen.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """昨天 is another day tomorrow; a `date` stays that day."""
    engine.saved.add("since", "医保", added_after="昨天")
    engine.saved.add("fixed", "医保", added_after=date(2020, 1, 1))
    assert engine.saved.run("since", mark=False).results.total == 2
    monkeypatch.setattr(days, "today", lambda: date(2200, 1, 1))
    assert engine.saved.run("since", mark=False).results.total == 0
    assert engine.saved.run("fixed", mark=False).results.total == 2


def test_what_cannot_be_saved(engine: souwen.Engine) -> None:
    """A query or an option that means nothing, a name that is none or taken, is refused."""
    engine.saved.add("保", "医保")
    for name, query, options in (
        ("保", "医保", {}),
        (" ", "医保", {}),
        ("x" * 65, "医保", {}),
        ("a\x1b", "医保", {}),
        ("a", "?", {}),
        ("a", "医保", {"after": "soon"}),
    ):
        with pytest.raises(souwen.RequestError):
            engine.saved.add(name, query, **options)
    with pytest.raises(souwen.RequestError, match="there are: 保"):
        engine.saved.run("x")
    with pytest.raises(TypeError, match=r"^name must be"):
        engine.saved.run(7)  # type: ignore[arg-type]
    assert engine.saved.remove("保")
    assert not engine.saved.remove("保")
    assert len(engine.saved) == 0


def test_another_corpus_is_all_new(engine: souwen.Engine, tmp_path: Path) -> None:
    """A mark is of one corpus: where a backup took its place, nothing of that is passed over."""
    engine.saved.add("保", "医保")
    engine.saved.run("保")
    engine.backup(tmp_path / "backup")
    engine.restore(tmp_path / "backup", yes=True)
    run = engine.saved.run("保")
    assert (run.since, run.results.total) == (None, 2)
    assert engine.saved.run("保").results.total == 0


def test_who_takes_in_is_not_waited_for(engine: souwen.Engine) -> None:
    """Searches are saved and run while another process has the lock of the writer."""
    with engine._session.locked():
        engine.saved.add("保", "医保")
        assert engine.saved.run("保").results.total == 2


def test_nothing_is_made_without_a_corpus(tmp_path: Path) -> None:
    """Where nothing was added there is nothing to save beside."""
    with souwen.open(tmp_path / "none") as engine:
        for ask in (lambda: list(engine.saved), lambda: engine.saved.add("a", "医保")):
            with pytest.raises(souwen.NoDataError):
                ask()
    assert not (tmp_path / "none").exists()


def test_a_copied_folder_has_them(engine: souwen.Engine, tmp_path: Path) -> None:
    """The searches and their marks lie in the data folder."""
    engine.saved.add("保", "医保")
    engine.saved.run("保")
    shutil.copytree(engine.folder, tmp_path / "copy")
    with souwen.open(tmp_path / "copy") as other:
        assert other.saved.run("保").results.total == 0
