"""Files that are not what was written: one line that says what to run, and then all is well."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.errors import LostError
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Stage

    Damage = Callable[[bytes, random.Random, float], bytes]

STEPS = 3  # of the script: several segments, deletions
FILES = ("*.arrays", "souwen.json", "../CURRENT")
QUERIES = ("医保", "备案 材料", '"门诊"', "住院怎么报销", "2025", "title:医保", "-旧 医保")


def _flip(data: bytes, chance: random.Random, where: float) -> bytes:
    place = int(where * len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def _scribble(data: bytes, chance: random.Random, where: float) -> bytes:
    place = int(where * len(data))
    return data[:place] + chance.randbytes(min(16, len(data) - place)) + data[place + 16 :]


def _blank(data: bytes, chance: random.Random, where: float) -> bytes:
    place = int(where * len(data))
    size = chance.choice((1, 64, 512))
    return data[:place] + bytes(min(size, len(data) - place)) + data[place + size :]


def _cut(data: bytes, chance: random.Random, where: float) -> bytes:
    del chance
    return data[: int(where * len(data))]


DAMAGES: tuple[Damage, ...] = (_flip, _scribble, _blank, _cut)


def _answers(folder: Path) -> list[object] | str:
    """Give what a new engine finds, or the line that it says."""
    found: list[object] = []
    try:
        with souwen.open(folder, lock_timeout=5) as engine:
            for query in QUERIES:
                results = engine.search(query, limit=1000, collapse=False)
                found.append((results.total, [(hit.id, hit.title, hit.excerpt) for hit in results]))
    except souwen.SouwenError as error:
        return str(error)
    return found


def _checked(folder: Path, *, deep: bool, repair: bool = False) -> list[str]:
    """Give what a check finds wrong and leaves so; a line of refusal counts."""
    try:
        with souwen.open(folder, lock_timeout=5) as engine:
            report = engine.check(deep=deep, repair=repair)
    except souwen.SouwenError as error:
        return [str(error)]
    return [problem for problem in report.problems if problem not in report.repaired]


@pytest.mark.parametrize("pattern", FILES)
def test_damage_of_the_index(stage: Stage, long: bool, pattern: str) -> None:
    """Whatever the index's files become, a search is right or says one line, and reindex mends."""
    right = sorted_answers(_answers(stage.copy(STEPS)))
    chance = random.Random(pattern)
    small = not pattern.endswith("arrays")
    for number in range((60 if small else 400) if long else (2 if small else 8)):
        folder = stage.copy(STEPS)
        generation = folder / "index" / (folder / "index" / "CURRENT").read_text().strip()
        path = chance.choice(sorted(generation.glob(pattern)) or [folder / "index" / "CURRENT"])
        data = path.read_bytes()
        damage = DAMAGES[number % len(DAMAGES)]
        damaged = damage(data, chance, chance.random())
        if damaged == data:
            continue
        path.write_bytes(damaged)
        what = (path.name, damage.__name__, number)
        answers = _answers(folder)
        if isinstance(answers, str):
            assert "\n" not in answers, what
            assert "souwen reindex" in answers, what
        else:
            assert sorted_answers(answers) == right, what
        problems = _checked(folder, deep=True)
        if isinstance(answers, str):
            assert problems, what
        assert all("\n" not in problem for problem in problems), what
        if number % 2:
            with souwen.open(folder) as engine:
                engine.reindex()
        else:
            assert not _checked(folder, deep=True, repair=True), what
        stage.is_as_undisturbed(folder, STEPS, tidy=False)
        stage.tried(f"damage of {pattern.removeprefix('../')}: {_kind(answers)}")
        shutil.rmtree(folder)


def sorted_answers(answers: list[object] | str) -> object:
    """Give answers without what is a matter of chance, the order of equals."""
    if isinstance(answers, str):
        return answers
    return [(total, sorted(hits)) for total, hits in answers]  # type: ignore[misc]


def _kind(answers: list[object] | str) -> str:
    return "said" if isinstance(answers, str) else "no harm, or mended by itself"


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str], Path]:
    """Give a function that keeps an article of this title, then changes its text in the database.

    As SQL, so that SQLite has nothing to say.
    """

    def made(title: str) -> Path:
        (tmp_path / "page.txt").write_text(f"{title}\n\n医保门诊可以报销。\n", "utf-8")
        with souwen.open(tmp_path / "data") as engine:
            engine.add([tmp_path / "page.txt"])
            assert engine.search("门诊").total == 1
        with closing(sqlite3.connect(tmp_path / "data" / "corpus.sqlite3")) as database, database:
            assert database.execute("UPDATE texts SET body = replace(body, '可', '不')").rowcount
        return tmp_path / "data"

    return made


def test_a_hit_is_what_its_id_was_made_of(changed: Callable[[str], Path]) -> None:
    """A text that is not what it was is no hit: the search says that the database is damaged."""
    folder = changed("异地备案")
    with souwen.open(folder) as engine:
        with pytest.raises(souwen.DamagedError, match=r"corpus\.sqlite3 is damaged .*put back"):
            engine.search("门诊")
        assert not engine.search("社保")


def test_a_lost_document_is_told_from_a_purged_one(tmp_path: Path) -> None:
    """What a search finds and the database has not is damage, unless it was purged meanwhile."""
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.txt").write_text(f"{name}地备案\n\n医保门诊可以报销。\n", "utf-8")
    folder = tmp_path / "data"
    with souwen.open(folder) as engine:
        engine.add([tmp_path], name="网")
        index, before = tmp_path / "index", folder / "index"
        shutil.copytree(before, index)
        engine.remove("网/甲.txt", yes=True)
        engine.purge()
    shutil.rmtree(before)
    index.rename(before)
    with souwen.open(folder) as engine, souwen.open(folder) as other, other._session.locked():
        found = engine.search("门诊", collapse=False)  # by an index from before the purge
        assert (found.total, [hit.title for hit in found]) == (1, ["乙地备案"])
    with closing(sqlite3.connect(folder / "corpus.sqlite3")) as database, database:
        assert database.execute("UPDATE documents SET id = '00' || substr(id, 3)").rowcount == 1
    with (
        souwen.open(folder) as engine,
        pytest.raises(
            LostError, match=r"corpus\.sqlite3 is damaged .*is gone, which the index has"
        ),
    ):
        engine.search("门诊")


def test_what_pythons_fold_differently_is_no_damage(tmp_path: Path) -> None:
    """A document with newer characters, whose id another Python would make otherwise, is whole."""
    (tmp_path / "page.txt").write_text("异地备案\U0001f9e0\n\n医保门诊可以报销。\n", "utf-8")
    folder = tmp_path / "data"
    with souwen.open(folder) as engine:
        engine.add([tmp_path / "page.txt"])
    with CorpusWriter(folder) as writer:
        run = writer._database.run
        writer._change()
        run("UPDATE documents SET id = '00' || substr(id, 3)")
        run("INSERT INTO dirty SELECT number, 1 FROM documents")
    with souwen.open(folder) as engine:
        engine.reindex()
        assert engine.search("门诊").total == 1
        assert engine.check(deep=True).ok


def test_damage_of_the_corpus(stage: Stage, long: bool) -> None:
    """Whatever the database becomes, a search is right or says one line; check --deep finds it."""
    right = sorted_answers(_answers(stage.copy(STEPS)))
    chance = random.Random("database")
    for number in range(400 if long else 8):
        folder = stage.copy(STEPS)
        path = folder / "corpus.sqlite3"
        data = path.read_bytes()
        damage = DAMAGES[number % len(DAMAGES)]
        damaged = damage(data, chance, chance.random() ** (1 + number % 3))
        if damaged == data:
            continue
        path.write_bytes(damaged)
        what = (damage.__name__, number)
        answers = _answers(folder)
        problems = _checked(folder, deep=True)
        if isinstance(answers, str):
            assert "\n" not in answers, what
            assert "souwen" in answers, what
            assert problems, what
        else:
            assert sorted_answers(answers) == right, what
        assert all("\n" not in problem for problem in problems), what
        kind = "found by check --deep" if problems else "in bytes that mean nothing"
        stage.tried(f"damage of the database: {_kind(answers)}; {kind}")
        told = stage.run(folder, [stage.script[0]])
        assert told["code"] == 0, what
        assert not (told["error"] or ["", ""])[0].startswith("!"), (what, told)
        shutil.rmtree(folder)
