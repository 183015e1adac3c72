"""The command line as a process of its own, with everything behind it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

if TYPE_CHECKING:
    from conftest import Process

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "pages"


def write(path: Path, *documents: dict[str, object]) -> Path:
    """Write a dump of JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    path.write_text("".join(lines), "utf-8")
    return path


def took(process: Process, *arguments: str) -> str:
    """Carry out a command that is to succeed in silence, and give its output."""
    ended = process(*arguments)
    assert (ended.returncode, ended.stderr.decode()) == (0, "")
    return ended.stdout.decode()


def test_no_data(process: Process, tmp_path: Path) -> None:
    """A search where there is no data says so, names add, and creates nothing."""
    ended = process("search", "医保")
    assert (ended.returncode, ended.stdout) == (4, b"")
    assert "souwen add" in ended.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_a_round(process: Process) -> None:
    """Take in, search, show, list, export and take back, remove, purge, rebuild, check."""
    shown = took(process, "add", str(SAMPLES), "--quiet")
    assert shown == ""
    again = json.loads(took(process, "add", str(SAMPLES), "--json"))
    assert (again["added"], again["skipped"]) == (0, [])
    stats = json.loads(took(process, "stats", "--json"))
    assert list(stats) == (
        ["documents", "articles", "snippets", "sources", "sightings", "retired", "index", "months"]
    )
    assert list(stats["index"]) == ["generation", "seq", "bytes", "up_to_date"]
    assert stats["documents"] == again["unchanged"]

    (found,) = took(process, "search", "异地就医", "--ids", "-n", "1").split()
    document = json.loads(took(process, "show", found, "--json"))
    assert document["id"] == found
    assert document["title"] in took(process, "show", found[:10])
    assert len(took(process, "sources", "--pages").splitlines()) == stats["sources"]
    assert len(json.loads(took(process, "sources", "--json"))) == stats["sources"]

    exported = took(process, "export")
    assert len(exported.splitlines()) == stats["documents"]
    back = process("--data", "另一处", "add", "-", "--quiet", stdin=exported.encode())
    assert back.returncode == 0
    copy = json.loads(took(process, "--data", "另一处", "stats", "--json"))
    assert copy["documents"] == stats["documents"]

    assert "No problems found." in took(process, "check", "--deep")
    took(process, "reindex")
    assert took(process, "search", "异地就医", "--ids", "-n", "1").split() == [found]
    refused = process("remove", "*")
    assert refused.returncode == 3
    assert "--yes" in refused.stderr.decode()
    took(process, "remove", "*", "--yes")
    assert process("search", "异地就医").returncode == 1
    assert f"purged {stats['documents']} documents" in took(process, "purge")


def test_every_hit_says_where_it_is_from(process: Process, tmp_path: Path) -> None:
    """The path of a hit is the one that was given, where that is below the current folder."""
    page = tmp_path / "数据" / "页.txt"
    page.parent.mkdir()
    page.write_text("医保怎么报销\n门诊可以报销。\n", "utf-8")
    took(process, "add", "数据", "--quiet")
    lines = took(process, "search", "医保").splitlines()
    assert lines[-1].strip() == "数据/页.txt"


def test_split_and_analyze(process: Process, tmp_path: Path) -> None:
    """Both work on what they are given and store nothing."""
    page = next(SAMPLES.glob("001_*"))
    documents = [json.loads(line) for line in took(process, "split", str(page)).splitlines()]
    assert [document["position"] for document in documents] == list(range(len(documents)))
    assert documents[0]["kind"] == "article"
    explained = took(process, "split", str(page), "--explain")
    assert re.search(r"^ +1  title +0  \S", explained, re.MULTILINE)
    assert "disclaimer" in explained
    terms = json.loads(took(process, "analyze", "医保70%", "--json"))["terms"]
    assert {"family", "term", "start", "end", "side"} == set(terms[0])
    assert not list(tmp_path.iterdir())
    ended = process("split", "无.txt")
    assert ended.returncode == 3
    assert "无.txt" in ended.stderr.decode()


def test_what_came_from_standard_input_can_be_removed(process: Process, tmp_path: Path) -> None:
    """A key of standard input begins with a dash, and `remove` takes it as `sources` prints it."""
    write(tmp_path / "d.jsonl", {"title": "医保报销"}, {"title": "社保缴费"}, {"title": "公积金"})
    took(process, "add", "d.jsonl", "--quiet")
    assert process("add", "-", stdin="生育津贴怎么领\n\n可以领。\n".encode()).returncode == 0
    keys = [source["key"] for source in json.loads(took(process, "sources", "--json"))]
    (key,) = (key for key in keys if key.startswith("-:"))
    assert took(process, "remove", key) == "removed 1 source, retired 1 document\n"
    assert process("remove", "--yse", key).returncode == 2


def test_a_beginning_of_several_ids_is_a_usage_error(process: Process, tmp_path: Path) -> None:
    """Where several documents begin with what was given, the line says so, with exit 2."""
    write(tmp_path / "d.jsonl", *({"title": f"医保报销第{number}条"} for number in range(17)))
    took(process, "add", "d.jsonl", "--quiet")
    firsts = [id_[0] for id_ in took(process, "search", "医保报销", "--ids", "-n", "99").split()]
    twice = max(firsts, key=firsts.count)
    for command in (["show"], ["similar"], ["explain", "医保"]):
        ended = process(*command, twice)
        assert ended.returncode == 2
        assert f"several documents begin with {twice}" in ended.stderr.decode()


def test_c66_markup_and_escape_sequences(process: Process, tmp_path: Path) -> None:
    """Whatever stands in titles, texts and file names is shown and not obeyed."""
    write(
        tmp_path / "x<b>\x1b[2J.jsonl",
        {
            "id": "a",
            "title": "<img src=x onerror=alert(1)>医保",
            "body": "\x1b]0;标题\x07<script>医保</script>\x9b2J",
        },
    )
    took(process, "add", "x<b>\x1b[2J.jsonl", "--quiet")
    shown = took(process, "search", "医保")
    assert "<img src=x onerror=alert(1)>医保" in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
    (hit,) = json.loads(took(process, "search", "医保", "--json"))["hits"]
    assert hit["title"] == "<img src=x onerror=alert(1)>医保"
    (found,) = took(process, "search", "医保", "--ids").split()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", took(process, "show", found))


def test_c68_a_closed_pipe(process: Process, tmp_path: Path) -> None:
    """Whoever reads one line of many and goes leaves no error behind."""
    many = (
        {"id": number, "title": f"医保 {number}", "body": "医保报销" * 50} for number in range(800)
    )
    took(process, "add", str(write(tmp_path / "d.jsonl", *many)), "--quiet")
    for arguments in (["search", "医保", "--limit", "200000"], ["export"], ["sources", "--pages"]):
        started = subprocess.Popen(
            [sys.executable, "-m", "souwen", *arguments],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert started.stdout
        assert started.stderr
        assert started.stdout.readline()
        started.stdout.close()
        assert (started.stderr.read(), started.wait()) == (b"", 0)
        started.stderr.close()


def test_c68_a_pipe_that_is_closed_from_the_start() -> None:
    """Help that nobody reads is no error either."""
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "souwen", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_c69_an_ascii_locale(process: Process, tmp_path: Path) -> None:
    """A locale that knows no Chinese changes no key, no hit and no output."""
    write(tmp_path / "数据" / "医保.jsonl", {"id": "a", "title": "医保报销", "channel": "健康新闻"})
    added = process("add", "数据", "--as", "健康网", "--quiet", env=ASCII)
    assert (added.returncode, added.stderr) == (0, b"")
    assert json.loads(took(process, "add", "数据", "--as", "健康网", "--json"))["unchanged"] == 1
    assert "健康网/医保.jsonl#a" in took(process, "sources", "--pages")
    for arguments in (["医保"], ["医保", "--jsonl"], ["医保", "--channel", "健康新闻", "--ids"]):
        ended = process("search", *arguments, env=ASCII)
        expected = took(process, "search", *arguments)
        told = ended.stdout.decode()
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert re.sub(r"\(\d+ ms\)", "", told) == re.sub(r"\(\d+ ms\)", "", expected)
    missed = process("search", "北极熊", env=ASCII)
    assert missed.returncode == 1
    assert "北极熊" in missed.stderr.decode()


def test_c72_forty_columns(process: Process, tmp_path: Path) -> None:
    """Every line fits into forty cells."""
    titles = ("医保", "CT检查须知", "城乡居民基本医疗保险参保缴费指南")
    documents = ({"title": title, "body": "医保怎么报销，CT检查呢？" * 9} for title in titles)
    took(process, "add", str(write(tmp_path / "d.jsonl", *documents)), "--quiet")
    for arguments in (
        ["search", "医保"],
        ["search", "医保", "--explain"],
        ["stats"],
        ["sources", "--pages"],
    ):
        ended = process(*arguments, env={"COLUMNS": "40"})
        lines = ended.stdout.decode().split("\n")
        assert len(lines) > 3
        assert all(wcswidth(line) <= 40 for line in lines), arguments


def test_odd_queries_are_answered(process: Process, tmp_path: Path) -> None:
    """Punctuation, operators and what is far too long get one line and their exit code."""
    took(process, "add", str(write(tmp_path / "d.jsonl", {"title": "医保"})), "--quiet")
    queries = ("", "，。", "-", "-医保", "(((", '"', "OR", "\x1b[2J")
    for query, code in (*((query, 1) for query in queries), ("医保 " * 15_000, 2)):
        ended = process("search", query)
        told = ended.stderr.decode()
        assert (ended.returncode, ended.stdout) == (code, b""), query[:20]
        assert told.startswith("souwen: ")
        assert "Traceback" not in told
        assert "\x1b" not in told


def test_starting_is_light() -> None:
    """What a command line needs to say that it is wrong loads no heavy module."""
    heavy = ("whoosh", "jieba", "rjieba", "lxml", "bs4", "numpy", "sqlite3", "multiprocessing")
    code = f"import sys, souwen.cli.main; print([m for m in {heavy!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.skipif(os.name != "posix", reason="needs the pipes of Unix")
@pytest.mark.parametrize(
    "name",
    ["CURRENT", "souwen.json", "*.arrays", "corpus.sqlite3", "writer.json"],
)
def test_a_pipe_in_the_place_of_a_file(process: Process, tmp_path: Path, name: str) -> None:
    """Whatever file of a data folder is a pipe, nothing waits for what would come through it."""
    took(process, "add", str(write(tmp_path / "d.jsonl", {"title": "医保"})), "--quiet")
    found = next((tmp_path / "souwen-data").rglob(name), tmp_path / "souwen-data" / name)
    found.unlink(missing_ok=True)
    os.mkfifo(found)
    for command in (["search", "医保"], ["check"], ["stats"]):
        ended = process(*command)
        assert b"internal error" not in ended.stderr
        assert ended.stderr.count(b"\n") <= 2
    assert (process("search", "医保").returncode == 0) is (name == "writer.json")


def test_too_many_open_files(process: Process, tmp_path: Path) -> None:
    """Where the system allows few open files, each command says so or does what it is for."""
    resource = pytest.importorskip("resource")
    write(tmp_path / "d.jsonl", {"title": "医保"})
    write(tmp_path / "e.jsonl", {"title": "社保"})
    took(process, "add", "d.jsonl", "--quiet")
    told = "souwen: too many files are open: allow more (`ulimit -n 4096`), or close some\n"
    said = set()
    for most in range(5, 13):
        for command in (["search", "医保", "--ids"], ["add", "e.jsonl", "--quiet"], ["reindex"]):
            ended = subprocess.run(
                [sys.executable, "-m", "souwen", *command],
                cwd=tmp_path,
                capture_output=True,
                check=False,
                preexec_fn=partial(resource.setrlimit, resource.RLIMIT_NOFILE, (most, most)),
            )
            said.add(ended.stderr.decode())
            assert ended.returncode in {0, 4}
            assert ended.stderr.decode() == (told if ended.returncode else "")
    assert told in said
    assert "No problems found." in took(process, "check", "--deep")
    assert took(process, "search", "医保", "--ids")


def test_little_memory(process: Process, tmp_path: Path) -> None:
    """A file for which there is no memory is skipped with that reason, and the rest is taken."""
    resource = pytest.importorskip("resource")
    (tmp_path / "a.txt").write_text("医保怎么报销\n" + "\ufdfa" * 8_000_000, "utf-8")
    (tmp_path / "b.txt").write_text("社保怎么缴费\n\n社保可以在手机上缴费。\n", "utf-8")
    most = 300_000 * 1024
    ended = subprocess.run(
        [sys.executable, "-m", "souwen", "add", "a.txt", "b.txt", "--jobs", "1", "--json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_AS, (most, most)),
    )
    assert ended.returncode == 3, ended.stderr
    report = json.loads(ended.stdout)
    assert (report["added"], len(report["skipped"])) == (1, 1)
    assert re.search("more memory than there is|characters", report["skipped"][0]["reason"])
    assert took(process, "search", "社保", "--ids")
