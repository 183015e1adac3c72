"""Who reads which state: one thread brings the index level, nobody else waits for it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import souwen
from souwen.corpus.errors import LockedError, NoDataError, SouwenError
from souwen.corpus.lock import WriterLock
from souwen.engine.session import Session
from souwen.index.follow import Index
from souwen.index.generations import Generations
from souwen.index.segments.writer import IndexWriter
from souwen.search import follow
from souwen.search.local import LocalIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    WritePage = Callable[[Path, str], Path]

SEARCHES = 100


@pytest.fixture
def behind(tmp_path: Path, write_page: WritePage) -> Path:
    """Return a data folder of two documents whose index shows the first."""
    data = tmp_path / "data"
    with souwen.open(data) as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
    with souwen.open(data) as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "catch_up", lambda *_: None)  # a crash came first
        engine.add([write_page(tmp_path / "b.txt", "乙医保")])
        assert not engine.stats().index.up_to_date
    return data


@contextmanager
def searching_in_a_thread(engine: souwen.Engine) -> Iterator[list[int]]:
    """Search in another thread, whose total is in the list when this is left."""
    totals: list[int] = []
    thread = threading.Thread(target=lambda: totals.append(engine.search("医保").total))
    thread.start()
    try:
        yield totals
    finally:
        thread.join(60)
        assert not thread.is_alive()


def test_others_go_on_while_one_thread_catches_up(
    behind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searches and documents answer from the state there is, until the new one is there."""
    begun, may_go_on = threading.Event(), threading.Event()
    catch_up = follow.catch_up
    times = []

    def slow(*given: object) -> None:
        times.append(1)
        begun.set()
        assert may_go_on.wait(60)
        catch_up(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(follow, "catch_up", slow)
    with souwen.open(behind) as engine:
        with searching_in_a_thread(engine) as totals:
            assert begun.wait(60)
            (hit,) = engine.search("医保")
            assert engine.document(hit.id) is not None
            assert len(list(engine.export())) == 2
            assert not totals
            may_go_on.set()
        assert totals == [2]
        assert engine.search("医保").total == 2
    assert len(times) == 1


class Gate:
    """Blocks the threads that come through a function until it is opened, and counts them."""

    def __init__(self, patch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        self.reached = threading.Semaphore(0)
        self.times = 0
        self._open = threading.Event()
        function = getattr(owner, name)

        def wait(*given: Any, **named: Any) -> Any:
            self.times += 1
            self.reached.release()
            assert self._open.wait(60)
            return function(*given, **named)

        patch.setattr(owner, name, wait)

    def let_through(self) -> None:
        """Open it."""
        self._open.set()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], Gate]:
    """Return a maker of gates in front of functions."""
    return lambda owner, name: Gate(monkeypatch, owner, name)


@pytest.mark.parametrize(
    "place",
    [(Index, "apply"), (IndexWriter, "commit"), (Generations, "make_current")],
    ids=lambda place: place[1],
)
def test_nobody_waits_while_an_index_is_built_anew(
    tmp_path: Path,
    write_page: WritePage,
    gate: Callable[[object, str], Gate],
    place: tuple[object, str],
) -> None:
    """Whatever the building thread is at, all calls that read answer from the old index."""
    with souwen.open(tmp_path / "data") as engine, ThreadPoolExecutor(5) as threads:
        engine.add([write_page(tmp_path / f"{name}.txt", f"{name}医保") for name in "甲乙丙"])
        ids = [hit.id for hit in engine.search("医保", collapse=False)]
        blocked = gate(*place)
        building = threads.submit(engine.reindex)
        assert blocked.reached.acquire(timeout=60)
        calls: list[Future[Any]] = [
            threads.submit(engine.search, query, sort=sort, facets=True, collapse=collapse)
            for query in ("医保", '"甲医保"', "乙 医保", "怎么办医保", "kind:article")
            for sort in ("relevance", "newest")
            for collapse in (True, False)
            for _ in range(SEARCHES // 20)
        ]
        calls += [
            threads.submit(call, id_)
            for call in (engine.document, engine.similar, partial(engine.explain, "医保"))
            for id_ in ids
        ]
        calls += [
            threads.submit(call)
            for call in (engine.stats, engine.check, partial(engine.nearest, "医保"))
        ]
        assert not wait(calls, timeout=60).not_done
        assert not building.done()
        assert all(call.result() for call in calls)
        blocked.let_through()
        assert building.result(60).index.generation == 2
        assert engine.search("医保").total == 3


def test_nobody_waits_while_another_thread_adds(
    tmp_path: Path, write_page: WritePage, gate: Callable[[object, str], Gate]
) -> None:
    """Until its index is level, what a thread adds is not found, and then it is."""
    with souwen.open(tmp_path / "data") as engine, ThreadPoolExecutor(3) as threads:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
        blocked = gate(Index, "apply")
        adding = threads.submit(engine.add, [write_page(tmp_path / "b.txt", "乙医保")])
        assert blocked.reached.acquire(timeout=60)
        calls = [threads.submit(engine.search, "医保") for _ in range(SEARCHES)]
        assert not wait(calls, timeout=60).not_done
        assert {call.result().total for call in calls} == {1}
        assert not adding.done()
        blocked.let_through()
        assert adding.result(60).added == 1
        assert engine.search("医保").total == 2


def test_one_thread_catches_up_for_many(behind: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of threads that come at once one brings the index level, also where there is none yet."""
    catch_up = follow.catch_up
    times = []

    def counted(*given: Any) -> None:
        times.append(1)
        catch_up(*given)

    monkeypatch.setattr(follow, "catch_up", counted)
    for is_there in (True, False):
        times.clear()
        if not is_there:
            shutil.rmtree(behind / "index")
        together = threading.Barrier(8)
        with souwen.open(behind) as engine, ThreadPoolExecutor(8) as threads:

            def search(
                engine: souwen.Engine = engine, together: threading.Barrier = together
            ) -> int:
                together.wait(60)
                return engine.search("医保").total

            totals = [call.result(60) for call in [threads.submit(search) for _ in range(8)]]
            assert engine.search("医保").total == 2
        assert len(times) == 1
        assert set(totals) <= ({1, 2} if is_there else {2})


@pytest.mark.parametrize("at", ["reached", "snapshot"])
def test_who_has_just_added_finds_it_at_once(
    tmp_path: Path, write_page: WritePage, at: str
) -> None:
    """Another thread that is bringing the index level, or opening it, does not hide it."""
    with souwen.open(tmp_path / "data") as engine:
        engine.add([write_page(tmp_path / "a.txt", "甲医保")])
    with souwen.open(tmp_path / "data") as engine, pytest.MonkeyPatch.context() as patch:
        blocked = Gate(patch, LocalIndex, at)
        with searching_in_a_thread(engine) as totals:
            assert blocked.reached.acquire(timeout=60)
            patch.undo()  # others pass
            engine.add([write_page(tmp_path / "b.txt", "乙医保")])
            assert engine.search("医保").total == 2
            assert not totals
            blocked.let_through()
        assert totals == [2]


@pytest.mark.parametrize("call", ["add", "reindex", "search"])
def test_a_fault_of_ours_is_no_damage(
    behind: Path,
    tmp_path: Path,
    write_page: WritePage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    call: str,
) -> None:
    """An exception that no file can cause reaches the caller; the index stays as it was."""

    def fail(*_: object) -> None:
        raise TypeError("a fault of ours")

    page = write_page(tmp_path / "c.txt", "丙医保")
    with souwen.open(behind) as engine:
        calls: dict[str, Callable[[], object]] = {
            "add": lambda: engine.add([page]),
            "reindex": engine.reindex,
            "search": lambda: engine.search("医保"),
        }
        with monkeypatch.context() as patch:
            patch.setattr(IndexWriter, "add", fail)
            with pytest.raises(TypeError, match="a fault of ours"):
                calls[call]()
        assert "built anew" not in caplog.text
        assert [path.name for path in (behind / "index").iterdir() if path.is_dir()] == ["1"]
    with souwen.open(behind) as engine:
        assert engine.search("医保").total == (3 if call == "add" else 2)
        assert engine.check(deep=True).ok


def test_what_is_there_must_do_while_another_process_writes(behind: Path) -> None:
    """An index that is behind is searched as it is while the lock is held, and caught up later."""
    with souwen.open(behind, lock_timeout=0) as engine:
        with WriterLock(behind):
            assert engine.search("医保").total == 1
        assert engine.search("医保").total == 1  # that state was looked at already
    with souwen.open(behind) as engine:
        assert engine.search("医保").total == 2


def test_where_nothing_can_be_searched_yet_the_writer_is_named(behind: Path) -> None:
    """Without any index, while another process holds the lock, a search says who does."""
    for path in sorted((behind / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with souwen.open(behind) as engine:
        with WriterLock(behind), pytest.raises(LockedError, match="is being written by process"):
            engine.search("医保")
        assert engine.search("医保").total == 2


def test_a_rehearsal_changes_nothing(
    behind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The corpus is copied for it, and the copy goes when it ends."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = (behind / "corpus.sqlite3").read_bytes()
    session = Session(behind, 0)
    with session.rehearsing() as writer:
        assert list(temporary.rglob("corpus.sqlite3"))
        assert writer.remove("*") == 2
        assert writer.apply_removals() == 2
        writer.commit()
    session.close()
    assert not list(temporary.iterdir())
    assert (behind / "corpus.sqlite3").read_bytes() == before


def test_a_closed_session_lends_nothing(behind: Path) -> None:
    """After its end a session says so, and a reader that was lent is closed when it comes back."""
    session = Session(behind, 0)
    with session.reading() as reader:
        session.close()
        assert reader.seq() > 0
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.seq()
    session.close()
    for use in (session.reading, session.searching, session.writing):
        with pytest.raises(SouwenError, match="this engine is closed"), use():
            pass


READING: dict[str, Callable[[souwen.Engine, str], object]] = {
    "search": lambda engine, _: engine.search("医保"),
    "nearest": lambda engine, _: engine.nearest("医保"),
    "explain": lambda engine, id_: engine.explain("医保", id_),
    "document": lambda engine, id_: engine.document(id_),
    "similar": lambda engine, id_: engine.similar(id_),
    "sources": lambda engine, _: list(engine.sources()),
    "export": lambda engine, _: list(engine.export()),
    "stats": lambda engine, _: engine.stats(),
    "check": lambda engine, _: engine.check(deep=True),
    "whoosh": lambda engine, _: engine.whoosh(),
    "dictionary": lambda engine, _: engine.dictionary(),
}
WRITING: dict[str, Callable[[souwen.Engine, str], object]] = {
    "reindex": lambda engine, _: engine.reindex(),
    "repair": lambda engine, _: engine.check(repair=True),
    "remove": lambda engine, _: engine.remove("x"),
    "purge": lambda engine, _: engine.purge(),
    "dictionary_add": lambda engine, _: engine.dictionary_add("惠民保"),
    "dictionary_remove": lambda engine, _: engine.dictionary_remove("惠民保"),
}


@pytest.mark.parametrize("left", ["nothing", "a file"])
def test_a_folder_that_is_deleted_is_gone_for_all(
    tmp_path: Path, write_page: WritePage, left: str
) -> None:
    """Every method of an open engine says in the same words that there is no data any more."""
    data = tmp_path / "data"
    page = write_page(tmp_path / "a.txt", "甲医保")
    with souwen.open(data) as engine:
        engine.add([page])
        (hit,) = engine.search("医保")
        for call in (READING | WRITING).values():
            call(engine, hit.id)
        shutil.rmtree(data)
        if left == "a file":
            data.write_text("x")
        for name, call in (READING | WRITING).items():
            with pytest.raises(NoDataError) as caught:
                call(engine, hit.id)
            assert str(caught.value) == f"no data in {data}: make it with `souwen add PATH`", name
        if left == "nothing":
            assert engine.add([page]).added == 1
            assert engine.search("医保").total == 1


def test_a_folder_that_is_replaced_is_the_new_one_for_all(
    tmp_path: Path, write_page: WritePage
) -> None:
    """Every method of an open engine answers from what is in its place, and nothing is wrong."""
    for name in "甲乙":
        with souwen.open(tmp_path / name) as engine:
            engine.add([write_page(tmp_path / f"{name}.txt", f"{name}医保")])
    for name, call in READING.items():
        data = tmp_path / f"data-{name}"
        shutil.copytree(tmp_path / "甲", data)
        with souwen.open(data) as engine:
            (old,) = engine.search("医保")
            call(engine, old.id)
            shutil.rmtree(data)
            shutil.copytree(tmp_path / "乙", data)
            call(engine, old.id)
            assert engine.document(old.id) is None
            assert engine.check(deep=True).ok
            (new,) = engine.search("医保")
            assert new.title.startswith("乙医保")


def test_after_its_end_an_engine_says_so(tmp_path: Path, write_page: WritePage) -> None:
    """Every method of a closed engine is the same error; another engine goes on."""
    page = write_page(tmp_path / "a.txt", "甲医保")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([page])
        (hit,) = engine.search("医保")
    calls = READING | WRITING | {"add": lambda engine, _: engine.add([page])}
    for name, call in calls.items():
        with pytest.raises(SouwenError) as caught:
            call(engine, hit.id)
        assert str(caught.value) == "this engine is closed: open another", name
    with souwen.open(tmp_path / "data") as engine:
        assert engine.search("医保").total == 1


def test_state_changes_with_what_an_answer_shows(tmp_path: Path, write_page: WritePage) -> None:
    """The state is another after documents, sources and own words come, and stays in between."""
    page = write_page(tmp_path / "a.txt", "甲医保")
    same = write_page(tmp_path / "b.txt", "甲医保")
    with souwen.open(tmp_path / "data") as engine:
        engine.add([page])
        engine.search("医保")
        states = [engine.state()]
        for change in (
            lambda: engine.add([same]),
            lambda: engine.dictionary_add("医保卡"),
            lambda: engine.remove([str(same)], yes=True),
        ):
            change()
            engine.search("医保")
            states.append(engine.state())
            engine.search("医保 甲")
            engine.explain("医保", engine.search("医保")[0].id)
            assert engine.state() == states[-1]
        assert len(set(states)) == len(states)
