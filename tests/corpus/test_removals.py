"""What is to go, put off until it was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Dumps


def _titles(dumps: Dumps) -> list[str]:
    return sorted(document.title for document in dumps.live())


def test_nothing_goes_before_it_is_said(dumps: Dumps) -> None:
    """A commit adds what is new and lets what is gone stay; only then it goes."""
    dumps.pages({"/d/a": [dumps.article("旧")]})
    with CorpusWriter(dumps.folder) as writer:
        dumps.read(writer, {"/d/a": {"/d/a": [[dumps.article("新")]]}})
        writer.commit()
        assert _titles(dumps) == ["新", "旧"]
        assert writer.removal_size() == (1, 2)
        assert writer.apply_removals() == 1
        assert _titles(dumps) == ["新"]
        assert writer.removal_size() == (0, 2)


def test_refused(dumps: Dumps) -> None:
    """Refused removals leave everything, and the next run finds them again."""
    dumps.pages({"/d/a": [dumps.article("旧")], "/d/b": [dumps.article("别")]})
    changed = {"/d/a": {"/d/a": [[dumps.article("新")]]}}
    for _ in range(2):
        with CorpusWriter(dumps.folder) as writer:
            dumps.read(writer, changed)
            assert writer.removal_size() == (1, 2)
            writer.forget_removals()
            assert writer.apply_removals() == 0
        assert _titles(dumps) == ["别", "新", "旧"]
    assert dumps.add(changed).retired == 1
    assert _titles(dumps) == ["别", "新"]
    with CorpusWriter(dumps.folder) as writer:
        assert all(container.digest for container in writer.containers())


def test_an_interrupted_run_finds_them_again(dumps: Dumps) -> None:
    """A run that ended after a commit and before its end is made good by the next."""
    dumps.pages({"/d/a": [dumps.article("旧")]})
    changed = {"/d/a": {"/d/a": [[dumps.article("新")]]}}
    with CorpusWriter(dumps.folder) as writer:
        dumps.read(writer, changed)
        writer.commit()
        writer.close()
    assert dumps.add(changed).retired == 1
    assert _titles(dumps) == ["新"]


def test_the_numbers_of_the_half_rule(dumps: Dumps) -> None:
    """Retiring counts documents that lose their last source; touched, those of this run's files."""
    everywhere = dumps.snippet("处处")
    dumps.pages(
        {
            "/d/a": [dumps.article("一"), everywhere],
            "/d/b": [dumps.article("二"), everywhere],
            "/d/c": [dumps.article("三")],
        }
    )
    with CorpusWriter(dumps.folder) as writer:
        dumps.read(writer, {"/d/a": {"/d/a": [[dumps.article("四")]]}})
        # 一 goes, 处处 is still on /d/b; touched are 一, 处处 and 四.
        assert writer.removal_size() == (1, 3)
        writer.prune(["/d/b"])
        assert writer.removal_size() == (3, 4)
        writer.forget_removals()


def test_members_that_vanished(dumps: Dumps) -> None:
    """A record that is gone from a file read whole is retired, and so is a page of a text."""
    one, two, three = ([dumps.article(title)] for title in "一二三")
    dumps.add({"/d/a": {"/d/a!1": [one, two], "/d/a!2": [three]}})
    assert dumps.add({"/d/a": {"/d/a!1": [one]}}).retired == 2
    assert _titles(dumps) == ["一"]
    assert dumps.live()[0].sources == ("/d/a!1",)


def test_a_vanished_member_that_comes_back_in_the_same_run(dumps: Dumps) -> None:
    """What was noted of a member is forgotten when the same run reads it after all."""
    one, two = {"/d/a!1": [[dumps.article("一")]]}, {"/d/a!2": [[dumps.article("二")]]}
    dumps.add({"/d/a": {**one, **two}})
    with CorpusWriter(dumps.folder) as writer:
        dumps.read(writer, {"/d/a": one})
        assert writer.removal_size() == (1, 2)
        dumps.read(writer, {"/d/a": {**one, **two, "/d/a!3": []}})
        assert writer.removal_size() == (0, 2)
        writer.apply_removals()
    assert _titles(dumps) == ["一", "二"]


def test_prune_takes_the_files_that_are_named(dumps: Dumps) -> None:
    """Pruning takes files that are named and were not met: no others, no patterns, no folders."""
    keys = ("/d/a", "/d/b", "/d/b/c", "/d/b!c", "/d/[b]", "/d/x", "d/b")
    dumps.pages({key: [dumps.article(key)] for key in keys})
    with CorpusWriter(dumps.folder) as writer:
        dumps.read(writer, {"/d/a": {"/d/a": [[dumps.article("/d/a")]]}})
        writer.prune(key for key in ("/d/a", "/d/b", "/d/?", "/d/none"))
        assert writer.removal_size() == (1, 2)
        writer.prune(["/d/[b]"])
        assert writer.apply_removals() == 2
    assert _titles(dumps) == ["/d/a", "/d/b!c", "/d/b/c", "/d/x", "d/b"]


def test_without_prune_a_file_that_vanished_stays(dumps: Dumps) -> None:
    """A file that is gone keeps its documents."""
    files = {key: [dumps.article(key)] for key in ("/d/a", "/d/b")}
    dumps.pages(files)
    dumps.pages({"/d/a": files["/d/a"]})
    assert _titles(dumps) == ["/d/a", "/d/b"]


@pytest.mark.parametrize(
    ("pattern", "pages", "left"),
    [
        ("/d/a.zip", 3, ["/d/b.txt"]),
        ("/d/a.zip!x", 2, ["/d/a.zip!y", "/d/b.txt"]),
        ("/d/a.zip!x/1", 1, ["/d/a.zip!x/2", "/d/a.zip!y", "/d/b.txt"]),
        ("/d", 4, []),
        ("/d/", 4, []),
        ("*.zip", 3, ["/d/b.txt"]),
        ("*!x*", 2, ["/d/a.zip!y", "/d/b.txt"]),
        ("/d/?.txt", 1, ["/d/a.zip!x/1", "/d/a.zip!x/2", "/d/a.zip!y"]),
        ("/d/b", 0, ["/d/a.zip!x/1", "/d/a.zip!x/2", "/d/a.zip!y", "/d/b.txt"]),
        ("", 0, ["/d/a.zip!x/1", "/d/a.zip!x/2", "/d/a.zip!y", "/d/b.txt"]),
    ],
)
def test_remove(dumps: Dumps, pattern: str, pages: int, left: list[str]) -> None:
    """A pattern removes a file, a folder, a member, or what a glob fits."""
    keys = ("/d/a.zip!x/1", "/d/a.zip!x/2", "/d/a.zip!y")
    dumps.add({"/d/a.zip": {key: [[dumps.article(key)]] for key in keys}})
    dumps.pages({"/d/b.txt": [dumps.article("/d/b.txt")]})
    assert dumps.remove(pattern) == pages
    assert _titles(dumps) == left


def test_remove_one_page_of_a_text(dumps: Dumps) -> None:
    """A page is removed by its own key; two patterns for one page count once."""
    dumps.add({"/d/a": {"/d/a": [[dumps.article("一")], [dumps.article("二")]]}})
    assert dumps.remove("/d/a#2", "*#2") == 1
    assert _titles(dumps) == ["一"]


def test_what_was_removed_comes_back_when_it_is_added(dumps: Dumps) -> None:
    """A file of which a part was removed is read again when it is added again."""
    files = {"/d/a": {key: [[dumps.article(key)]] for key in ("/d/a!1", "/d/a!2")}}
    dumps.add(files)
    dumps.remove("/d/a!1")
    assert dumps.add(files).added == 1
    assert _titles(dumps) == ["/d/a!1", "/d/a!2"]


def test_remove_a_path_from_the_current_folder(
    dumps: Dumps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path means the file that it names here."""
    here = dumps.folder.resolve()
    dumps.pages({str(here / "x" / "a"): [dumps.article("一")], "/d/a": [dumps.article("二")]})
    monkeypatch.chdir(here)
    assert dumps.remove("x") == 1
    assert _titles(dumps) == ["二"]


def test_removing_an_empty_pattern_removes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_page: Callable[[Path, str], Path]
) -> None:
    """An empty argument, as of a shell variable that is not set, does not mean this folder."""
    monkeypatch.chdir(tmp_path)
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
        assert engine.remove("", yes=True).sources == 0
        assert engine.remove("a\0b", yes=True).sources == 0
        assert engine.remove("a.txt", yes=True).sources == 1
