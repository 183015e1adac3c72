"""Ctrl-C and its like, at whatever point they come."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import souwen
from souwen.corpus.reader import CorpusReader

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs the signals of Unix")

TOLD = "souwen: interrupted; what was finished is kept\n"
#: Has `add` commit every ten pages, and be interrupted while it stores the second time.
INTERRUPTED_ADD = """
import os
from souwen.cli.main import run
from souwen.corpus.store import CorpusWriter
from souwen.ingest import add
add._COMMIT_EVERY = 10
commit, times = CorpusWriter.commit, []
def interrupted(writer):
    times.append(1)
    if len(times) == 2:
        os.kill(os.getpid(), 2)
    commit(writer)
CorpusWriter.commit = interrupted
run()
"""
#: A program `souwen` whose folder opens as a test says; it prints "ready" when it is there.
PROGRAM = """
import os, signal, sys, time
import souwen
from souwen.cli.main import run
def open_folder(path):
    print("ready", flush=True)
    {body}
souwen.open = open_folder
run()
"""
#: Has signals do what they do, even where the tests run in the background, then is the command.
AS_USUAL = """
import os, signal, sys
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


def started(*command: str, cwd: Path | None = None) -> subprocess.Popen[str]:
    """Start a process of a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", AS_USUAL, *command],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def ready(body: str, *arguments: str) -> subprocess.Popen[str]:
    """Start the program above, and wait until it is there."""
    program = started(sys.executable, "-c", PROGRAM.format(body=body), *arguments)
    assert program.stdout
    assert program.stdout.readline() == "ready\n"
    return program


def write(folder: Path, pages: int, version: str) -> None:
    """Write a dump."""
    folder.mkdir(exist_ok=True)
    for number in range(pages):
        body = f"{version}门诊第{number}条可以报销。" * 20
        page = f"第{number}篇{version}医保怎么报销\n\n{body}\n"
        (folder / f"p{number:04}.txt").write_text(page, "utf-8")


def everything(folder: Path) -> list[tuple[str, bool]]:
    """Give the ids of all documents, and which of them are retired or purged."""
    with CorpusReader(folder) as reader:
        return sorted((id_, retired) for _, id_, retired in reader.changes_since(0))


def members_of(group: int) -> list[str]:
    """Give the processes of a group that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue
        state, _, its_group, *_ = rest.split()
        if int(its_group) == group and state != "Z":
            found.append(name)
    return found


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("SIGINT", 130, "interrupted"),
        ("SIGTERM", 143, "terminated"),
        ("SIGHUP", 129, "the terminal was closed"),
    ],
)
def test_each_signal_has_its_line_and_its_code(name: str, code: int, told: str) -> None:
    """What asks a program to end is one line on standard error and the code that shells know."""
    program = ready("time.sleep(60)", "stats")
    program.send_signal(getattr(signal, name))
    out, err = program.communicate(timeout=30)
    assert (program.returncode, out) == (code, "")
    assert err == f"souwen: {told}; what was finished is kept\n"


def test_a_signal_that_is_ignored_stays_so() -> None:
    """Under `nohup` the end of the terminal is not the end of the program."""
    code = "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + PROGRAM.format(
        body="os.kill(os.getpid(), signal.SIGHUP); raise souwen.NoDataError('x')"
    )
    ended = subprocess.run([sys.executable, "-c", code, "stats"], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (4, b"ready\n")


@pytest.mark.parametrize(
    "body",
    [
        # swallowed, and something else is made of it
        "try: time.sleep(60)\n    except BaseException: raise ImportError('x')",
        # raised where nothing can be raised
        (
            "A = type('A', (), {'__del__': lambda s: (os.kill(os.getpid(), 2), time.sleep(60))})\n"
            "    A()\n    time.sleep(60)"
        ),
    ],
)
def test_a_signal_that_gets_lost_on_its_way(body: str) -> None:
    """Whatever a module makes of the interruption, it is one for the user."""
    program = ready(body, "stats")
    if "__del__" not in body:
        program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=30)
    assert (program.returncode, out, err) == (130, "", TOLD)


def test_the_second_time_it_ends_at_once() -> None:
    """Somebody who presses Ctrl-C again does not wait for an orderly end, and is told once."""
    body = "try: print('go', flush=True); time.sleep(60)\n"
    body += "    finally: print('slow', flush=True); time.sleep(60)"
    program = ready(body, "stats")
    assert program.stdout
    assert program.stdout.readline() == "go\n"
    program.send_signal(signal.SIGINT)
    assert program.stdout.readline() == "slow\n"
    begun = time.monotonic()
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (130, TOLD)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "module",
    ["click", "souwen.cli.commands", "souwen.cli.add", "sqlite3", "filelock", "numpy"],
)
def test_while_it_starts(module: str, tmp_path: Path) -> None:
    """From the moment on at which souwen has the word, loading modules can be interrupted too."""
    write(tmp_path / "dump", 2, "旧")
    code = f"""
import os, sys
from souwen.cli.main import run
class Interrupts:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), 2)
sys.meta_path.insert(0, Interrupts())
run()
"""
    command = [sys.executable, "-c", code, "--data", "data", "add", "dump"]
    program = started(*command, cwd=tmp_path)
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (130, "", TOLD)
    again = [sys.executable, "-m", "souwen", "--data", "data", "add", "dump", "--json"]
    assert (
        b'"articles": 2'
        in subprocess.run(again, cwd=tmp_path, capture_output=True, check=True).stdout
    )


def add(engine: souwen.Engine, dump: Path) -> object:
    """Take a dump in."""
    return engine.add([dump], name="站", yes=True)


@pytest.mark.parametrize("command", ["add", "reindex", "purge"])
def test_at_any_point(command: str, tmp_path: Path) -> None:
    """An interrupted command says so in one line; the same again ends as if nothing had been."""
    carry_out = {
        "add": lambda engine: add(engine, tmp_path / "new"),
        "reindex": lambda engine: engine.reindex(),
        "purge": lambda engine: engine.purge(),
    }[command]
    for folder, version in (("old", "旧"), ("new", "新")):
        write(tmp_path / folder, 120, version)
    with souwen.open(tmp_path / "base") as engine:
        add(engine, tmp_path / "old")
        if command == "purge":
            engine.remove("站/p00[0-4]*", yes=True)
    shutil.copytree(tmp_path / "base", tmp_path / "whole")
    with souwen.open(tmp_path / "whole") as engine:
        carry_out(engine)
    expected = everything(tmp_path / "whole")
    options = ["new", "--as", "站", "--yes", "--jobs", "1"] if command == "add" else []
    chance = random.Random(command)
    interrupted = 0
    for turn in range(6):
        data = tmp_path / f"run{turn}"
        shutil.copytree(tmp_path / "base", data)
        line = [sys.executable, "-m", "souwen", "-vv", "--data", str(data), command, *options]
        program = started(*line, cwd=tmp_path)
        assert program.stderr
        for _ in range(chance.randrange(1, 130 if options else 2)):
            program.stderr.readline()  # the first says that it has the lock
        time.sleep(chance.uniform(0, 0.1))
        sent = chance.choice([signal.SIGINT, signal.SIGTERM])
        program.send_signal(sent)
        _, err = program.communicate(timeout=60)
        told = [said for said in err.splitlines() if "what was finished is kept" in said]
        assert "Traceback" not in err
        if program.returncode in {0, -sent}:  # it was through
            assert not told
        else:
            assert (program.returncode, len(told)) == (128 + sent, 1)
            interrupted += 1
        with souwen.open(data) as engine:
            # What is committed and not indexed yet is no fault: the next command makes it good.
            problems = engine.check(deep=True).problems
            assert all(one.startswith("index: ") for one in problems)
            assert not problems or "behind the corpus" in problems[0]
            carry_out(engine)
            assert engine.check(deep=True).ok
        assert everything(data) == expected
    assert interrupted or command != "add"  # the others may be too quick


def test_it_is_said_how_much_is_in(tmp_path: Path) -> None:
    """An interrupted `add` tells how many pages are stored, which the same command finds there."""
    write(tmp_path / "dump", 35, "旧")
    line = ["--data", "data", "add", "dump", "--jobs", "1"]
    program = started(sys.executable, "-c", INTERRUPTED_ADD, *line, cwd=tmp_path)
    _, err = program.communicate(timeout=60)
    assert err == TOLD[:-1] + " (10 pages of this run), and the same command goes on\n"
    with souwen.open(tmp_path / "data") as engine:
        assert engine.stats().sources == 10
        report = engine.add([tmp_path / "dump"])
        assert (report.unchanged, report.added) == (10, 25)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_no_worker_is_left(tmp_path: Path) -> None:
    """Ctrl-C on a terminal reaches every process; all end, and one of them says so."""
    write(tmp_path / "dump", 1_500, "旧")
    line = [sys.executable, "-m", "souwen", "-vv", "--data", "data", "add", "dump", "--jobs", "3"]
    program = started(*line, cwd=tmp_path)
    assert program.stderr
    while "p0200.txt" not in (said := program.stderr.readline()):
        assert said
    assert len(members_of(program.pid)) > 3
    os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert [said for said in err.splitlines(keepends=True) if " reading: " not in said] == [
        *(said for said in err.splitlines(keepends=True) if "let the lock go" in said),
        TOLD[:-1] + " (0 pages of this run), and the same command goes on\n",
    ]
    until = time.monotonic() + 30
    while (left := members_of(program.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_workers_end_with_the_one_that_is_killed(tmp_path: Path) -> None:
    """At whatever moment the reading process is killed, its workers end too."""
    write(tmp_path / "dump", 400, "旧")
    chance = random.Random(9)
    for turn in range(4):
        line = [sys.executable, "-m", "souwen", "--data", f"d{turn}", "add", "dump", "--jobs", "2"]
        program = started(*line, cwd=tmp_path)
        time.sleep(chance.uniform(0.3, 1.2))
        os.kill(program.pid, signal.SIGKILL)
        program.communicate(timeout=60)
        until = time.monotonic() + 30
        while (left := members_of(program.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not left
