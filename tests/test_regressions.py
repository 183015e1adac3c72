"""Bugs that were found by use, each as the smallest thing that showed it."""

from __future__ import annotations

import os
import random
import shutil
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.errors import RequestError, SouwenError
from souwen.index.follow import Index
from souwen.index.segments import snapshot as array_snapshot
from souwen.index.segments import writer as array_storage
from souwen.ingest.files.prune import pruned
from souwen.search import local as searcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Shelf

    MakeShelf = Callable[..., Shelf]


def _page(path: Path, title: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title}\n\n{title}的正文。\n", "utf-8")
    return path


# --- which documents match -----------------------------------------------------------------------


@pytest.fixture
def insurance(shelf: MakeShelf) -> Shelf:
    """Give four small documents about insurance and the weather."""
    return shelf(
        {
            "a": "职工医保报销",
            "b": "社保基数",
            "c": {"title": "城乡居民", "body": "居民医保的报销比例怎么办"},
            "d": "天气",
        }
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("医保 OR 怎么办", {"a", "c"}),
        ("怎么 OR 天气", {"c", "d"}),
        ("怎么办 如何", {"c"}),
        ("(天气 OR 怎么办) 医保", {"c"}),
    ],
)
def test_question_words_in_an_or_do_not_match_everything(
    insurance: Shelf, query: str, expected: set[str]
) -> None:
    """A word that only asks is a condition wherever nothing else would be one."""
    assert set(insurance.found(query)) == expected


def test_excluded_question_word_does_not_exclude_everything(insurance: Shelf) -> None:
    """An exclusion of a question word leaves out only what holds it."""
    results = insurance.engine.search("医保 报销 -怎么办")
    assert [hit.refs[0] for hit in results] == ["a"]
    assert results.relaxed is None


def test_question_word_beside_a_keyword_only_ranks(shelf: MakeShelf) -> None:
    """医保 怎么办 finds all about 医保, what holds 怎么办 first."""
    documents = shelf({"a": "医保", "b": {"title": "医保", "body": "怎么办"}, "c": "怎么办"})
    assert documents.found("医保 怎么办") == ["b", "a"]


@pytest.mark.parametrize("options", [{}, {"mode": "any"}])
def test_exclusions_stay_strict_where_less_is_enough(
    insurance: Shelf, options: dict[str, Any]
) -> None:
    """A relaxed query leaves out what it says, not what shares a word with that."""
    assert set(insurance.found("报销 北极熊 -居民养老", **options)) == {"a", "c"}


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("title:天气比例怎么办", {}, {"d"}),
        ("title:比例 title:天气", {}, {"d"}),
        ("title:医保 title:北极熊", {"mode": "any"}, {"a"}),
    ],
)
def test_title_field_holds_for_questions_and_relaxed_queries(
    insurance: Shelf, query: str, options: dict[str, Any], expected: set[str]
) -> None:
    """Whatever way a token matches, `title:` looks at titles only."""
    assert set(insurance.found(query, **options)) == expected


def test_mode_all_is_never_relaxed(insurance: Shelf) -> None:
    """With mode all every token must match, so there may be nothing."""
    assert insurance.found("报销 北极熊", mode="all") == []
    assert insurance.found("报销 北极熊")


@pytest.mark.parametrize("query", ["北极熊 的", "北极熊 怎么办"])
def test_a_relaxed_hit_shares_more_than_a_character_or_a_question_word(
    insurance: Shelf, query: str
) -> None:
    """A common character or a question word alone makes no relaxed hit."""
    assert insurance.found(query) == []


def test_groups_are_not_loosened_without_being_named(insurance: Shelf) -> None:
    """Relaxing a token beside a group leaves the strings of the group as they are."""
    assert insurance.found("(居民养老 OR 职工养老) 报销的比例额") == []


def test_star_stays_where_a_token_is_taken_apart(shelf: MakeShelf) -> None:
    """医保187* taken apart is 医保 and 187*."""
    results = shelf({"a": "医保 共 18700 元"}).engine.search("医保187*")
    assert results.total == 1
    assert results.relaxed is not None
    assert "no document" not in results.relaxed


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "基数为18,700，缴费",
        "一档3,740元，18,700元",
        "分别为3,740，5,740，18,700元",
        "月缴3,740，18,700",
        "编号.18,700元",
    ],
)
def test_c07_number_beside_a_comma_of_the_sentence(shelf: MakeShelf, text: str) -> None:
    """A comma before or behind a number with commas does not hide it, whatever its width."""
    documents = shelf({"a": text})
    for query in ("18700", "18,700", '"18,700"', "１８，７００"):
        assert documents.found(query) == ["a"]


@pytest.mark.parametrize(
    ("text", "part"),
    [("价¥1,234,5678", "¥1,234"), ("自2025.4.1,234元", "1,234元")],
)
def test_part_of_a_list_is_found_as_it_stands(shelf: MakeShelf, text: str, part: str) -> None:
    """A quoted string is found though its commas alone would be read otherwise."""
    assert shelf({"a": text}).found(f'"{part}"') == ["a"]


def test_ideographic_variants_are_the_same_character(shelf: MakeShelf) -> None:
    """A variation selector behind an ideograph does not hide it."""
    assert shelf({"a": "葛\U000e0100城医保"}).found("葛城") == ["a"]


# --- order and pages -----------------------------------------------------------------------------


def test_pages_are_those_of_the_whole_beyond_the_limit_of_looking(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not every candidate is looked at, pages have the order of the whole, in any sort."""
    documents = shelf(
        {
            str(number): {
                "title": "医保备案" if number % 3 == 0 else f"备案题医保{number}",
                "body": ("异地就医备案的话" if number % 2 else "异地就医的备案") * (number % 5),
                "published": f"2025-04-{1 + number % 7:02}" if number % 4 else None,
            }
            for number in range(40)
        }
    )
    queries = ('"医保备案"', '"就医备案"', '医保 -"就医备案"', '"医保备案" OR "就医备案"')
    for query, sort in product(queries, ("relevance", "newest", "oldest")):
        every = documents.engine.search(query, limit=100, sort=sort, collapse=False)
        whole = [hit.refs[0] for hit in every]
        with monkeypatch.context() as patched:
            patched.setattr(searcher, "MOST_LOOKED_AT", 2)
            patched.setattr(searcher, "_LOOKED_AT_ONCE", 1)
            paged = []
            for offset in range(0, len(whole) + 3, 3):
                results = documents.engine.search(
                    query, limit=3, offset=offset, sort=sort, collapse=False
                )
                assert results.total >= len(whole)
                assert results.total == len(whole) or not results.total_is_exact
                paged += [hit.refs[0] for hit in results]
        assert paged == whole


# --- corpus and index ----------------------------------------------------------------------------


def test_check_sees_what_a_search_refuses(tmp_path: Path) -> None:
    """A damaged segment is found, and repaired, by a check that is not asked to look deep."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([_page(tmp_path / "a.txt", "甲医保")])
        (segment,) = (tmp_path / "data" / "index" / "1").glob("*.arrays")
        data = bytearray(segment.read_bytes())
        data[len(data) // 2] ^= 255
        segment.write_bytes(data)
        assert not engine.check().ok
        assert engine.check(repair=True).ok
        assert engine.search("医保").total == 1


def test_a_program_that_seeds_its_chance(tmp_path: Path) -> None:
    """Segments have names of their own, though Whoosh draws them by `random`."""
    with souwen.open(tmp_path / "data") as engine:
        for name in "甲乙丙":
            random.seed(42)
            engine.add([_page(tmp_path / f"{name}.txt", f"{name}医保")])
        assert engine.search("医保").total == 3
        assert engine.check(deep=True).ok


def test_c52_commit_between_the_looks_at_corpus_and_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that meets a commit of another process shows as many hits as it counts."""
    page, other = _page(tmp_path / "a.txt", "甲医保"), _page(tmp_path / "b.txt", "乙医保")
    with souwen.open(tmp_path / "data") as engine, souwen.open(tmp_path / "data") as second:
        engine.add([page])

        def add_first(index: Index) -> object:
            monkeypatch.undo()
            second.add([other])
            return index.stamp()

        monkeypatch.setattr(Index, "stamp", add_first)
        results = engine.search("医保")
        assert len(results) == results.total == 2


def test_c52_opening_meets_files_that_a_writer_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index whose segments go between the look at its table and their opening is no damage."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([_page(tmp_path / "a.txt", "甲医保")])

        def fail_once(*_: object) -> object:
            monkeypatch.undo()
            raise FileNotFoundError

        monkeypatch.setattr(array_snapshot, "Snapshot", fail_once)
        assert engine.search("医保").total == 1


@pytest.mark.parametrize("then", ["search", "add"])
def test_index_of_a_corpus_that_was_put_back_is_built_anew(tmp_path: Path, then: str) -> None:
    """After an older copy of the corpus is put back, nothing is found that it does not hold."""
    data, copy = tmp_path / "data", tmp_path / "copy.sqlite3"
    first, third = _page(tmp_path / "1.txt", "甲医保"), _page(tmp_path / "3.txt", "丙医保")
    more = [_page(tmp_path / "2" / f"{number}.txt", f"乙{number}医保") for number in range(3)]
    with souwen.open(data) as engine:
        engine.add([first])
    shutil.copy(data / "corpus.sqlite3", copy)
    with souwen.open(data) as engine:
        engine.add(more[:1])
    shutil.copy(copy, data / "corpus.sqlite3")
    with souwen.open(data) as engine:
        if then == "add":
            # So many that the number of changes overtakes that of the index.
            engine.add([third, *more])
        expected = {hit.id for hit in engine.search("医保", collapse=False)}
        assert expected == {str(document["id"]) for document in engine.export()}
        assert engine.check(deep=True).ok


def test_index_that_cannot_be_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing disk under the index is an error of souwen's, and leaves the old index."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([_page(tmp_path / "a.txt", "甲医保")])

        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(array_storage, "save", fail)
            with pytest.raises(SouwenError, match="No space left"):
                engine.reindex()
        assert engine.search("医保").total == 1
        assert [path.name for path in (tmp_path / "data" / "index").iterdir() if path.is_dir()] == [
            "1"
        ]


def test_pointer_with_an_endless_number_is_damage(tmp_path: Path) -> None:
    """A pointer of digits that no number has is reported as damaged."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([_page(tmp_path / "a.txt", "甲医保")])
    (tmp_path / "data" / "index" / "CURRENT").write_text("9" * 5000)
    with souwen.open(tmp_path / "data") as engine, pytest.raises(SouwenError, match="damaged"):
        engine.search("医保")


# --- taking in and out ---------------------------------------------------------------------------


def test_removing_an_empty_pattern_removes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty argument, as of a shell variable that is not set, does not mean this folder."""
    monkeypatch.chdir(tmp_path)
    with souwen.open(tmp_path / "data") as engine:
        engine.add([_page(tmp_path / "a.txt", "甲医保")])
        assert engine.remove("", yes=True).sources == 0
        assert engine.remove("a\0b", yes=True).sources == 0
        assert engine.remove("a.txt", yes=True).sources == 1


@pytest.mark.parametrize("options", [{"jobs": 0}, {"encoding": "no-such"}])
def test_options_are_checked_before_anything_is_made(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    """An option that cannot be carried out leaves no data folder behind."""
    with souwen.open(tmp_path / "data") as engine, pytest.raises(RequestError):
        engine.add([tmp_path], **options)
    assert not (tmp_path / "data").exists()


def test_one_name_for_two_files_is_told(tmp_path: Path) -> None:
    """With --as, a second file of one name is skipped with a reason, not put over the first."""
    for folder, title in (("a", "甲医保"), ("b", "乙医保"), ("c", "甲医保")):
        _page(tmp_path / folder / "x.txt", title)
    with souwen.open(tmp_path / "data") as engine:
        for added in (1, 0):
            report = engine.add([tmp_path / name for name in "abc"], name="dump")
            assert (report.added, report.retired) == (added, 0)
            assert [told.source for told in report.skipped] == ["dump/x.txt"]


@pytest.mark.parametrize("name", [None, "dump"])
@pytest.mark.parametrize("argument", ["d", "d/**/*.txt", "d/sub/*.txt", "{here}/d"])
def test_prune_keeps_what_it_cannot_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | None, argument: str
) -> None:
    """A file in a folder that cannot be entered is not gone; one that is not there is."""
    monkeypatch.chdir(tmp_path)
    argument = argument.format(here=tmp_path)
    _page(tmp_path / "d" / "sub" / "kept.txt", "甲")
    keys = {
        (None, "d"): "{here}/d/sub/{file}",
        ("dump", "d"): "dump/sub/{file}",
        ("dump", "d/sub"): "dump/{file}",
    }
    below = "d/sub" if name and argument == "d/sub/*.txt" else "d"
    kept, gone, hidden = (
        keys[name, below].format(here=tmp_path, file=file)
        for file in ("kept.txt", "gone.txt", "hidden.txt")
    )
    lstat = os.lstat

    def guarded(path: Any) -> os.stat_result:
        if str(path).endswith("hidden.txt"):
            raise PermissionError(13, "Permission denied")
        return lstat(path)

    monkeypatch.setattr(os, "lstat", guarded)
    assert list(pruned([kept, gone, hidden, "/elsewhere/gone.txt"], [argument], name)) == [gone]


def test_prune_takes_a_folder_for_itself_not_for_a_pattern(tmp_path: Path) -> None:
    """A folder called [2025] covers nothing in the folders 2 and 0 beside it."""
    here, beside = tmp_path / "[2025]", tmp_path / "2"
    for number in range(3):
        _page(here / f"{number}.txt", f"甲{number}")
    files = [_page(beside / f"{number}.txt", f"乙{number}") for number in range(3)]
    with souwen.open(tmp_path / "data") as engine:
        engine.add([here, beside])
        files[0].unlink()
        assert engine.add([here], prune=True).retired == 0
        (here / "0.txt").unlink()
        assert engine.add([here], prune=True).retired == 1
        assert engine.search("乙0").total == 1
        assert engine.add([beside], prune=True).retired == 1


def test_prune_of_one_missing_name_leaves_the_others(tmp_path: Path) -> None:
    """With --as, an argument that is gone does not stand for everything of that name."""
    pages = [_page(tmp_path / f"{number}.txt", f"甲{number}") for number in range(4)]
    with souwen.open(tmp_path / "data") as engine:
        engine.add(pages, name="dump")
        for page in pages[2:]:
            page.unlink()
        report = engine.add(pages[:3], name="dump", prune=True, yes=True)
        assert report.retired == 1
        assert engine.search("甲3").total == 1


# --- the engine ----------------------------------------------------------------------------------


def test_closing_while_a_search_begins_leaves_no_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that meets the end of its engine says so, and opens nothing any more."""
    engine = souwen.open(tmp_path / "data")
    engine.add([_page(tmp_path / "a.txt", "甲医保")])

    def close_first(index: Index) -> object:
        monkeypatch.undo()
        engine.close()
        return index.stamp()

    monkeypatch.setattr(Index, "stamp", close_first)
    with pytest.raises(SouwenError, match="closed"):
        engine.search("医保")
    assert engine._shared is None


def test_stats_while_files_of_the_index_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting the bytes of an index leaves out a file that goes meanwhile."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([_page(tmp_path / "a.txt", "甲医保")])
        stat = os.stat

        def gone(path: Any, **options: Any) -> os.stat_result:
            if str(path).endswith(".arrays"):
                raise FileNotFoundError
            return stat(path, **options)

        monkeypatch.setattr(os, "stat", gone)
        assert engine.stats().index.bytes > 0


def test_a_damaged_segment_is_named(tmp_path: Path) -> None:
    """Changed bytes in the index read as damage with the command to run, and `reindex` mends it."""
    page = tmp_path / "a.txt"
    page.write_text("异地备案\n\n先登录再提交，医保报销比例。\n", "utf-8")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([page])
        (segment,) = (tmp_path / "data" / "index").glob("*/*.arrays")
        data = bytearray(segment.read_bytes())
        data[len(data) // 2 : len(data) // 2 + 64] = b"\xff" * 64
        segment.write_bytes(data)
        report = engine.check(deep=True)
        assert any("checksum" in problem for problem in report.problems)
        engine.reindex()
        assert engine.check(deep=True).ok
        assert engine.search("备案").total == 1


def test_a_data_folder_that_is_made_anew_is_read_anew(tmp_path: Path) -> None:
    """A folder that is deleted and filled again under an open engine shows its new content."""
    page = tmp_path / "a.txt"
    with souwen.open(tmp_path / "data") as engine:
        for title in ("异地备案", "医保目录"):
            page.write_text(f"{title}\n", "utf-8")
            with souwen.open(tmp_path / "data") as other:
                other.add([page])
            assert [hit.title for hit in engine.search("备案 OR 目录")] == [title]
            shutil.rmtree(tmp_path / "data")
