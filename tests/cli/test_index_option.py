"""What is wrong with an index on a cluster, on the command line: one line, an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.cluster import client

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

DOWN = "opensearch+http://127.0.0.1:1/souwen"
COMMANDS = (
    ("search", "医保"),
    ("suggest", "医保"),
    ("show", "0123456789abcdef"),
    ("similar", "0123456789abcdef"),
    ("explain", "医保", "0123456789abcdef"),
)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give up soon, in an empty folder, as nobody."""
    monkeypatch.chdir(tmp_path)
    for name in ("READING", "WRITING", "_FIRST_CONTACT"):
        monkeypatch.setattr(client, name, 0.1)
    for name in ("USER", "PASSWORD", "TOKEN", "CA", "VERIFY"):
        monkeypatch.delenv(f"SOUWEN_CLUSTER_{name}", raising=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_cluster_that_is_down(run: Run, command: tuple[str, ...]) -> None:
    """It is one line and exit 4; nothing is made on this machine."""
    ended = run("--index", DOWN, *command)
    assert ended.code == 4
    (line,) = ended.err.splitlines()
    assert "127.0.0.1:1" in line
    assert "cannot be reached" in line


def test_what_was_added_stays(run: Run, tmp_path: Path) -> None:
    """The corpus has it although the cluster is down, and the next command goes on."""
    (tmp_path / "页面.txt").write_text("医保报销\n门诊报销70%。\n", "utf-8")
    ended = run("--index", DOWN, "add", "页面.txt")
    assert ended.code == 4
    assert "cannot be reached" in ended.err
    again = run("add", "页面.txt")
    assert again.code == 0
    assert "Added 0 documents" in again.out
    assert run("search", "门诊报销").code == 0


@pytest.mark.parametrize(
    ("index", "code"),
    [
        ("souwen", 2),
        ("http://127.0.0.1:9200/souwen", 2),
        ("opensearch+http://127.0.0.1:9200", 2),
        ("opensearch+http://me:geheim@127.0.0.1:9200/souwen", 2),
        ("opensearch+http://127.0.0.1:9200/搜文", 4),
        ("opensearch+http://127.0.0.1:9200/A*", 4),
    ],
)
def test_addresses(run: Run, index: str, code: int) -> None:
    """What is no address is wrong usage, a name that no index has is refused; without secrets."""
    ended = run("--index", index, "search", "医保")
    assert ended.code == code
    assert len(ended.err.splitlines()) == 1
    assert "geheim" not in ended.err


def test_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address may come from the environment; an empty one is none."""
    monkeypatch.setenv("SOUWEN_INDEX", DOWN)
    assert "cannot be reached" in run("search", "医保").err
    monkeypatch.setenv("SOUWEN_INDEX", "")
    assert "no data in" in run("search", "医保").err


def test_credentials_that_cannot_be_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told by the names of their variables."""
    monkeypatch.setenv("SOUWEN_CLUSTER_PASSWORD", "geheim")
    ended = run("--index", DOWN, "search", "医保")
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert "SOUWEN_CLUSTER_USER is not set" in ended.err
    assert "geheim" not in ended.err
