"""A stranger's data folder: nothing in it is run, and nothing outside of it is changed."""

from __future__ import annotations

import json
import marshal
import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import souwen
from souwen.index.manifest import Manifest, SegmentState, read_manifest, write_manifest

from .conftest import TRIED

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
FOLDERS = 60
#: Names that Python, a tool or a library would look for, or once did.
RUN_BY_NAME = (
    *("sitecustomize.py", "usercustomize.py", "conftest.py", "souwen.py", "struct.py", "json.py"),
    *("numpy.py", "click.py", "jieba.py", "whoosh.py", "lxml.py", "multiprocessing/__init__.py"),
    *("souwen/__init__.py", "any.pth", "setup.py", "__main__.py", "__init__.py", "pickle.py"),
)
PICKLED = ("_MAIN_1.toc", "_MAIN_9.toc", "MAIN_a1.seg", "MAIN_WRITELOCK", "any.pickle", "any.pkl")


class _Planted:
    """What makes a folder when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.mark),)


class Case(NamedTuple):
    """A data folder, what lies beside it, and the folder that is made where something runs."""

    data: Path
    beside: Path
    mark: Path

    @property
    def generation(self) -> Path:
        """The folder of the live index."""
        return self.data / "index" / "1"

    @property
    def segment(self) -> Path:
        """The file of a segment."""
        return next(self.generation.glob("*.arrays"))

    def code(self) -> str:
        """Return code that makes the mark."""
        return f"import os; os.path.isdir({str(self.mark)!r}) or os.mkdir({str(self.mark)!r})\n"

    def pickled(self) -> bytes:
        """Return the same as a pickle."""
        return pickle.dumps(_Planted(self.mark))


def _pickle(name: str) -> Callable[[Case], None]:
    def plant(case: Case) -> None:
        path = case.segment if name == "*.arrays" else case.data / name
        path.write_bytes(case.pickled())

    return plant


def _link(name: str, target: str) -> Callable[[Case], None]:
    """Plant a link at a place of the folder, to a place beside it."""

    def plant(case: Case) -> None:
        path = case.segment if name == "*.arrays" else case.data / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        there = case.beside / target
        path.symlink_to(next(there.parent.glob(there.name)))

    return plant


def _segment(name: str) -> Callable[[Case], None]:
    """Plant a manifest that names a segment elsewhere; {} is the folder beside."""

    def plant(case: Case) -> None:
        manifest = read_manifest(case.generation)
        (real,) = (case.beside / "other/index/1").glob("*.arrays")
        state = SegmentState(name.format(case.beside, real.stem), manifest.segments[0].size)
        write_manifest(case.generation, Manifest(manifest.seq, manifest.corpus, (state,)))

    return plant


def _current(content: str) -> Callable[[Case], None]:
    def plant(case: Case) -> None:
        (case.data / "index" / "CURRENT").write_text(content, "utf-8")

    return plant


def _sql(*statements: str) -> Callable[[Case], None]:
    """Plant something in the schema of the corpus; {} is the mark."""

    def plant(case: Case) -> None:
        with closing(sqlite3.connect(case.data / "corpus.sqlite3")) as database, database:
            for statement in statements:
                database.execute(statement.format(case.mark))

    return plant


def _journal(case: Case) -> None:
    """Plant a journal of a transaction over two databases, with the file that names both."""
    name = str(case.beside / "precious.txt").encode()
    numbers = (0x40000001, len(name), sum(name))
    page, *rest = (number.to_bytes(4, "big") for number in numbers)
    foot = page + name + b"".join(rest) + bytes.fromhex("d9d505f920a163d7")
    (case.data / "corpus.sqlite3-journal").write_bytes(b"x" * 512 + foot)


def _trigger(table: str, when: str, statement: str) -> Callable[[Case], None]:
    return _sql(f"CREATE TRIGGER planted {when} ON {table} BEGIN SELECT {statement}; END")


PLANTS: dict[str, Callable[[Case], None]] = {
    **{
        f"a pickle for {name}": _pickle(name)
        for name in ("index/CURRENT", "index/1/souwen.json", "*.arrays", "corpus.sqlite3")
    },
    **{
        f"a pickle for {name}": _pickle(name)
        for name in ("dictionary.tsv", "writer.json", "writer.lock", "corpus.json")
    },
    **{
        f"{name} is a link to {target}": _link(name, target)
        for name, target in [
            ("index", "other/index"),
            ("index", "."),
            ("index/1", "other/index/1"),
            ("index/1", "2023"),
            ("index/7", "2023"),
            ("index/CURRENT", "precious.txt"),
            ("index/CURRENT.new", "precious.txt"),
            ("index/1/souwen.json", "other/index/1/souwen.json"),
            ("index/1/souwen.json.new", "precious.txt"),
            ("index/1/more.arrays", "other/index/1/*.arrays"),
            ("*.arrays", "other/index/1/*.arrays"),
            ("corpus.sqlite3", "other/corpus.sqlite3"),
            ("corpus.sqlite3-wal", "precious.txt"),
            ("corpus.sqlite3-shm", "precious.txt"),
            ("corpus.sqlite3-journal", "precious.txt"),
            ("corpus.json", "precious.txt"),
            ("corpus.json.new", "precious.txt"),
            ("dictionary.tsv", "precious.txt"),
            ("dictionary.tsv.new", "precious.txt"),
            ("writer.lock", "precious.txt"),
            ("writer.json", "precious.txt"),
            ("writer.json.new", "precious.txt"),
        ]
    },
    **{
        f"the manifest names {name}": _segment(name)
        for name in ("../../../beside/other/index/1/{1}", "{0}/other/index/1/{1}", "../../CURRENT")
    },
    **{f"CURRENT holds {content!r}": _current(content) for content in ("../../beside", "-1", "²")},
    "the journal names a file": _journal,
    "a trigger loads code": _trigger("documents", "AFTER INSERT", "load_extension('{}')"),
    "a trigger writes a file": _trigger("sources", "AFTER INSERT", "writefile('{}', 'x')"),
    "a trigger runs an editor": _trigger("documents", "AFTER UPDATE", "edit('x', 'mkdir {}')"),
    "a view for a table": _sql(
        "ALTER TABLE texts RENAME TO planted",
        "CREATE VIEW texts AS SELECT *, load_extension('{}') FROM planted",
    ),
    "a view with a file": _sql("CREATE VIEW planted AS SELECT writefile('{}', 'x') FROM documents"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a dump, a data folder of it, and what lies beside it."""
    home = tmp_path_factory.mktemp("planted")
    pages, beside = home / "dump" / "pages", home / "beside"
    pages.mkdir(parents=True)
    for number in range(8):
        text = f"第{number}篇医保\n\n门诊可以报销{number}元。\n\n异地就医先备案。\n"
        (pages / f"p{number}.txt").write_text(text, "utf-8")
    (home / "dump" / "queries.tsv").write_text("1\t医保\n", "utf-8")
    (home / "dump" / "words.txt").write_text("娃娃卡\t社保卡\n", "utf-8")
    with souwen.open(home / "data") as engine:
        engine.add([pages], name="网")
        engine.dictionary_add("慢特病", ["门诊慢特病"])
        (id_,) = (hit.id for hit in engine.search("第1篇医保", limit=1))
        engine.backup(home / "dump" / "backup")
    (home / "id").write_text(id_)
    (home / "dump" / "judged.qrels").write_text(f"1 0 {id_} 1\n")
    (beside / "2023").mkdir(parents=True)
    for name in ("precious.txt", "2023/photo"):
        (beside / name).write_text("precious\n")
    shutil.copytree(home / "data", beside / "other")
    return home


def _tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def _plant_code(case: Case, chance: random.Random) -> None:
    """Lay what would be run by its name into a folder that is read."""
    folder = chance.choice([case.data, case.data, case.data / "index", case.generation])
    if not folder.is_dir() or folder.is_symlink():
        folder = case.data
    for name in RUN_BY_NAME:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(case.code())
    for name in PICKLED:
        (folder / name).write_bytes(case.pickled())
    (folder / "jieba.cache").write_bytes(marshal.dumps(compile(case.code(), "planted", "exec")))
    entry = folder / "planted-1.dist-info"
    entry.mkdir()
    (entry / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1\n")
    (entry / "entry_points.txt").write_text("[console_scripts]\nsouwen = conftest:run\n")


def _cases(long: bool) -> list[tuple[int, str]]:
    names = list(PLANTS)
    chosen = range(FOLDERS) if long else range(0, FOLDERS, 15)
    return [(number, names[number % len(names)]) for number in chosen]


def test_nothing_runs_and_nothing_leads_outside(base: Path, long: bool, tmp_path: Path) -> None:
    """Whatever lies in a data folder, no command and no method runs it, or writes elsewhere."""
    for number, name in _cases(long):
        home = tmp_path / str(number)
        shutil.copytree(base / "beside", home / "beside")
        case = Case(home / "data", home / "beside", home / "mark")
        shutil.copytree(base / "data", case.data)
        PLANTS[name](case)
        _plant_code(case, random.Random(number))
        before = _tree(case.beside)
        case.data.rename(home / "template")
        case.data.mkdir()
        for place in (case.data, home):
            told = _called(base, case, place)
            assert _tree(case.beside) == before, name
            assert not case.mark.exists(), name
            assert not [one for one in told if "Traceback" in one[2] or "internal" in one[2]], name
            assert not [one for one in told if str(one[1])[0] == "!"], (name, told)
            assert len(told) > 40
        TRIED["folder with planted code"] += 1
        shutil.rmtree(home)


def _called(base: Path, case: Case, place: Path) -> list[tuple[str, int | str, str]]:
    """Call everything, with a folder as the current one."""
    order = {
        "template": str(case.data.with_name("template")),
        "data": os.path.relpath(case.data, place),
        "dump": str(base / "dump"),
        "out": str(case.data.with_name("out") / place.name),
        "id": (base / "id").read_text(),
    }
    ended = subprocess.run(
        [sys.executable, str(HERE / "every_command.py")],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        cwd=place,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_the_program_in_a_folder_with_code(base: Path, tmp_path: Path) -> None:
    """The program and the processes that read for it import nothing from the current folder."""
    case = Case(tmp_path / "data", tmp_path, tmp_path / "mark")
    shutil.copytree(base / "data", case.data)
    _plant_code(case, random.Random(3))
    for name in RUN_BY_NAME:
        (case.data / name).parent.mkdir(exist_ok=True)
        (case.data / name).write_text(case.code())
    many = tmp_path / "many"
    many.mkdir()
    for number in range(70):
        (many / f"{number}.txt").write_text(f"异地备案{number}\n\n医保可以报销。\n", "utf-8")
    program = str(Path(sys.executable).with_name("souwen"))
    if not Path(program).exists():
        pytest.skip("souwen is not installed as a program")
    for line in (["add", str(many), "--jobs", "2"], ["search", "医保"], ["stats"]):
        ended = subprocess.run([program, "--data", ".", *line], cwd=case.data, check=False)
        assert ended.returncode == 0, line
    assert not case.mark.exists()
