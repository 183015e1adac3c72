"""What is lost of the corpus is never lost in silence: the same answers as before, or one line.

Each case damages a copy of a folder, and compares what a search, `show`, `export` and `sources`
give with what they gave. Then it is repaired and the dump is added again, and compared again.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import souwen

from .test_damage import DAMAGES, QUERIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Stage

    Seen = dict[str, Any]
    Damage = Callable[[bytes, random.Random, float], bytes]

STEPS = 3  # of the script: several segments, retired documents
DATABASE = "corpus.sqlite3"
WAL = "corpus.sqlite3-wal"
EACH = 20  # damages of a kind; 1 in the short form
_PAGE = 4096


def _empty(data: bytes, chance: random.Random, where: float) -> bytes:
    del data, chance, where
    return b""


def _swap(data: bytes, chance: random.Random, where: float) -> bytes:
    """Let two pages change places."""
    pages = [data[start : start + _PAGE] for start in range(0, len(data), _PAGE)]
    one, other = int(where * len(pages)), chance.randrange(len(pages))
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def _end_in_zeros(data: bytes, chance: random.Random, where: float) -> bytes:
    del chance
    start = int(where * len(data))
    return data[:start] + bytes(len(data) - start)


KINDS: tuple[Damage, ...] = (*DAMAGES, _empty, _swap, _end_in_zeros)


@pytest.fixture(scope="module")
def ids(stage: Stage) -> list[str]:
    """Give the ids of the documents, retired ones among them."""
    with closing(sqlite3.connect(stage.state(STEPS) / DATABASE)) as database:
        return [id_ for (id_,) in database.execute("SELECT id FROM documents ORDER BY id")]


@pytest.fixture(scope="module")
def logged(stage: Stage) -> Path:
    """Give a folder whose last changes are in the write-ahead log alone, as after a crash."""
    folder = stage.copy(STEPS - 1)
    with closing(sqlite3.connect(folder / DATABASE)) as holding:
        holding.execute("BEGIN")
        holding.execute("SELECT count(*) FROM documents").fetchone()
        told = stage.run(folder, [stage.script[STEPS - 1]])
        assert told["error"] is None
        kept = folder.with_name("logged")
        shutil.copytree(folder, kept)
    (kept / f"{DATABASE}-shm").unlink()
    assert (kept / WAL).stat().st_size > 4 * _PAGE
    shutil.rmtree(folder)
    return kept


def _copied(folder: Path) -> Path:
    """Return a copy of a folder, in the place of the last one."""
    copy = folder.with_name("damaged")
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(folder, copy))


def seen(folder: Path, ids: list[str]) -> Seen:
    """Return what a folder shows in several ways, each by a new engine: or the line of an error.

    When a document first arrived is another time where it is added again.
    """

    def found(engine: souwen.Engine) -> object:
        answers = []
        for query in QUERIES:
            results = engine.search(query, limit=1000, collapse=False)
            hits = sorted((hit.as_dict() for hit in results), key=lambda hit: hit["id"])
            answers.append((results.total, [hit | {"rank": 0} for hit in hits]))
        return answers

    def shown(engine: souwen.Engine) -> object:
        documents = (engine.document(id_) for id_ in ids)
        return [document and asdict(document) | {"arrived": None} for document in documents]

    def exported(engine: souwen.Engine) -> object:
        return sorted(engine.export(), key=lambda row: str(row["id"]))

    def sources(engine: souwen.Engine) -> object:
        return [{**asdict(source), "added_at": None} for source in engine.sources()]

    given: Seen = {}
    for name, look in {
        "search": found,
        "show": shown,
        "export": exported,
        "sources": sources,
    }.items():
        try:
            with souwen.open(folder, lock_timeout=5) as engine:
                given[name] = look(engine)
        except souwen.SouwenError as error:
            given[name] = str(error)
    return given


def silent(now: Seen, right: Seen) -> list[str]:
    """Return what is neither as it was nor a line."""
    lines = {name: given for name, given in now.items() if isinstance(given, str)}
    assert all("\n" not in line for line in lines.values()), lines
    return [name for name, given in now.items() if name not in lines and given != right[name]]


def _difference(now: Seen, right: Seen) -> object:
    """Return what differs first, for a message."""
    for name in silent(now, right):
        pairs = zip(now[name], right[name], strict=False)
        return name, next((pair for pair in pairs if pair[0] != pair[1]), "length")
    return None


def problems(folder: Path, *, repair: bool = False) -> list[str]:
    """Return what a deep check finds; a line of refusal counts."""
    try:
        with souwen.open(folder, lock_timeout=5) as engine:
            return list(engine.check(deep=True, repair=repair).problems)
    except souwen.SouwenError as error:
        return [str(error)]


def _judged(stage: Stage, folder: Path, right: Seen, ids: list[str], what: object) -> str:
    """Look at a damaged folder before and after its repair; return what came of it."""
    now = seen(folder, ids)
    assert not silent(now, right), (what, _difference(now, right))
    said = any(isinstance(given, str) for given in now.values())
    found = problems(folder)
    assert found or not said, (what, now)
    if not said and not found:
        return "nothing that matters"
    how = "said at once" if said else "told by check"
    named = problems(folder, repair=True)
    assert named, what
    now = seen(folder, ids)
    if now == right and not problems(folder):
        return f"{how}; repaired"
    for step in stage.script[:STEPS]:
        told = stage.run(folder, [step])
        assert not (told["error"] or ["", ""])[0].startswith("!"), (what, told)
    now = seen(folder, ids)
    if not problems(folder):
        assert now == right, (what, named, _difference(now, right))
        return f"{how}; repaired, and back with the dumps"
    # Nothing of it can be read, and nothing was added to it.
    assert all(isinstance(given, str) for given in now.values()), (what, problems(folder))
    return f"{how}; a copy is needed"


@pytest.mark.parametrize("name", [DATABASE, WAL])
@pytest.mark.parametrize("kind", KINDS)
def test_damage_of_the_corpus_is_said(
    stage: Stage, long: bool, ids: list[str], logged: Path, name: str, kind: Damage
) -> None:
    """Whatever becomes of the database or of its log, what is shown is as it was, or a line."""
    right = seen(stage.copy(STEPS), ids)
    chance = random.Random(f"{name} {kind.__name__}")
    for number in range(EACH if long else 1):
        folder = _copied(logged if name == WAL else stage.state(STEPS))
        data = (folder / name).read_bytes()
        damaged = kind(data, chance, chance.random())
        (folder / name).write_bytes(damaged)
        came = _judged(stage, folder, right, ids, (name, kind.__name__, number))
        stage.tried(f"damage of {name}: {came}")


@pytest.mark.parametrize("fault", ["kill", "cut", "power"])
@pytest.mark.parametrize("head", [0, 100], ids=["head", "no-head"])
def test_a_repair_that_is_ended(
    stage: Stage, long: bool, ids: list[str], logged: Path, fault: str, head: int
) -> None:
    """A repair of a database in pieces that ends at any operation is made good by another."""
    right = seen(stage.copy(STEPS), ids)
    repair: tuple[str, list[Any], dict[str, Any]] = ("check", [], {"repair": True})
    damaged = stage.copy(0)
    shutil.copytree(logged, damaged)
    content = bytearray((damaged / DATABASE).read_bytes())
    content[:head] = bytes(head)
    for page in (3, 11, 19):
        content[page * _PAGE : (page + 1) * _PAGE] = bytes(_PAGE)
    (damaged / DATABASE).write_bytes(content)
    folder = _copied(damaged)
    total = stage.run(folder, [repair])["count"]
    every = 3 if long else 211
    for at in range(1 + head % every, total + 1, every):
        folder, left = _copied(damaged), damaged.with_name("left")
        shutil.rmtree(left, ignore_errors=True)
        order = {"kind": fault, "at": at, "survivors": str(left), "seed": at}
        assert stage.run(folder, [repair], fault=order)["code"] in {137, -9}, at
        if fault == "power":
            shutil.rmtree(folder)
            left.rename(folder)
        assert not silent(seen(folder, ids), right), at
        problems(folder, repair=True)
        for step in stage.script[:STEPS]:
            assert stage.run(folder, [step])["error"] is None, at
        assert not problems(folder), at
        assert seen(folder, ids) == right, at
        assert not list(folder.glob("restore.*")), at
        stage.tried(f"a repair is ended: {fault}")


def test_a_log_that_is_gone_or_another(stage: Stage, ids: list[str], logged: Path) -> None:
    """A log that is missing, or an older state of it or of the database, is told."""
    right = seen(stage.copy(STEPS), ids)
    for number, swap in enumerate(
        (
            lambda folder: (folder / WAL).unlink(),
            lambda folder: shutil.copy(stage.state(STEPS - 1) / DATABASE, folder / DATABASE),
            lambda folder: (
                shutil.copy(stage.state(STEPS - 1) / DATABASE, folder / DATABASE),
                (folder / WAL).unlink(),
            ),
            lambda folder: (folder / DATABASE).unlink(),
        )
    ):
        folder = _copied(logged)
        swap(folder)
        came = _judged(stage, folder, right, ids, ("another", number))
        stage.tried(f"another database or log: {came}")


def test_rows_that_are_gone_are_missed(stage: Stage, long: bool, ids: list[str]) -> None:
    """Rows of any table that are gone, page by page, as SQL would do it, are told."""
    right = seen(stage.copy(STEPS), ids)
    chance = random.Random("rows")
    with closing(sqlite3.connect(stage.state(STEPS) / DATABASE)) as database:
        tables = {
            table: [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[5]]
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not table.startswith("sqlite_")
        }
    cases = [(table, turn) for turn in range(EACH if long else 1) for table in sorted(tables)]
    for table, turn in cases:
        folder = _copied(stage.state(STEPS))
        key = ", ".join(tables[table]) or "rowid"
        with closing(sqlite3.connect(folder / DATABASE)) as database, database:
            (rows,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
            size = max(1, rows // chance.choice((1, 4, 16)))
            deleted = database.execute(
                f"DELETE FROM {table} WHERE ({key}) IN "
                f"(SELECT {key} FROM {table} ORDER BY {key} LIMIT ? OFFSET ?)",
                (size, chance.randrange(max(rows - size, 0) + 1)),
            ).rowcount
        if deleted:
            came = _judged(stage, folder, right, ids, (table, turn))
            stage.tried(f"rows deleted: {came}")
