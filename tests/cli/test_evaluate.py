"""eval."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakeEngine, Process, Run


def test_eval(engine: FakeEngine, run: Run) -> None:
    """Measures are a table; the run file reaches the engine."""
    measures = {"queries": 4298, "MRR@10": 0.8351, "nDCG@10": 0.9, "Recall@10": 1.0}
    engine.answers["evaluate"] = SimpleNamespace(as_dict=lambda: measures)
    ended = run("eval", "查询.tsv", "判断.qrels", "--run", "结果.run")
    assert ended.out.splitlines() == [
        "queries    4,298",
        "MRR@10     0.8351",
        "nDCG@10    0.9000",
        "Recall@10  1.0000",
    ]
    assert engine.calls == [("evaluate", ("查询.tsv", "判断.qrels", "结果.run"), {})]


def test_a_ranking_is_measured(process: Process, tmp_path: Path) -> None:
    """A ranking is measured, and the run is written."""
    pytest.importorskip("ir_measures")
    lines = '{"id": "a", "title": "医保报销"}\n{"id": "b", "title": "社保缴费"}\n'
    (tmp_path / "d.jsonl").write_text(lines, "utf-8")
    (tmp_path / "查询.tsv").write_text("1\t医保\n", "utf-8")
    (tmp_path / "判断.qrels").write_text("1 0 a 1\n", "utf-8")
    assert process("add", "d.jsonl", "--quiet").returncode == 0
    ended = process("eval", "查询.tsv", "判断.qrels", "--run", "结果.run")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert re.search(r"MRR@10 +1\.0000", ended.stdout.decode())
    assert (tmp_path / "结果.run").read_text("utf-8").startswith("1 Q0 a 1 ")


def test_eval_says_in_words_what_it_cannot_read(process: Process, tmp_path: Path) -> None:
    """A file of `eval` that cannot be read or written is one line that names it, without codes."""
    pytest.importorskip("ir_measures")
    (tmp_path / "d.jsonl").write_text('{"id": "a", "title": "医保报销"}\n', "utf-8")
    (tmp_path / "q.tsv").write_text("1\t医保\n", "utf-8")
    (tmp_path / "j.qrels").write_text("1 0 a 1\n", "utf-8")
    (tmp_path / "gb.tsv").write_bytes("1\t医保\n".encode("gb18030"))
    assert process("add", "d.jsonl", "--quiet").returncode == 0
    for arguments, said in (
        (["无.tsv", "j.qrels"], "souwen: 无.tsv: cannot be read: No such file or directory\n"),
        (["gb.tsv", "j.qrels"], "souwen: gb.tsv: not UTF-8\n"),
        (
            ["q.tsv", "j.qrels", "--run", "无/r"],
            "souwen: 无/r: cannot be written: No such file or directory\n",
        ),
    ):
        ended = process("eval", *arguments)
        assert (ended.returncode, ended.stderr.decode(), ended.stdout) == (4, said, b"")
