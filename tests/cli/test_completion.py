"""What a shell is told when somebody presses the tabulator."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Process

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text("utf-8")
ALL = (
    "add search suggest similar explain show saved sources remove purge block unblock backup"
    " restore split analyze reindex check stats export eval dict demo serve"
)


def completed(process: Process, line: str) -> list[str]:
    """Give what may stand for the last word of a line."""
    words = line.split(" ")
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    ended = process(env={"_SOUWEN_COMPLETE": "bash_complete", **asked})
    assert (ended.returncode, ended.stderr) == (0, b"")
    return ended.stdout.decode().splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(process: Process, shell: str) -> None:
    """The script that a shell reads is printed, is what the documentation names, and is one."""
    script = process(env={"_SOUWEN_COMPLETE": f"{shell}_source"}).stdout.decode()
    assert f"_SOUWEN_COMPLETE={shell}_complete" in script
    assert f"_SOUWEN_COMPLETE={shell}_source souwen" in DOCS
    program = shutil.which(shell)
    if program is not None:
        subprocess.run([program, "-n"], input=script.encode(), check=True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("souwen ", [f"plain,{name}" for name in sorted(ALL.split())]),
        ("souwen re", ["plain,reindex", "plain,remove", "plain,restore"]),
        ("souwen --data 数据 pu", ["plain,purge"]),
        ("souwen --l", ["plain,--lang", "plain,--lock-timeout"]),
        ("souwen --lang ", ["plain,en", "plain,zh"]),
        ("souwen --data 数", ["dir,数"]),
        ("souwen add --pr", ["plain,--prune"]),
        ("souwen add dum", ["file,dum"]),
        ("souwen split 页", ["file,页"]),
        ("souwen eval 查", ["file,查"]),
        ("souwen eval 查询.tsv 判", ["file,判"]),
        ("souwen search 医保 --kind ", ["plain,article", "plain,snippet"]),
        ("souwen search 医保 --sort n", ["plain,newest"]),
        ("souwen search 医", [""]),
        (
            "souwen dict ",
            [f"plain,{name}" for name in ["add", "check", "import", "list", "remove"]],
        ),
        ("souwen saved ", [f"plain,{name}" for name in ["add", "list", "remove", "run"]]),
        ("souwen saved add 甲 医保 --kind ", ["plain,article", "plain,snippet"]),
        ("souwen search 医保 --fo", ["plain,--format"]),
        ("souwen 无 ", [f"plain,{name}" for name in sorted(ALL.split())]),
    ],
)
def test_what_may_follow(process: Process, tmp_path: Path, line: str, told: list[str]) -> None:
    """Commands, options, choices and files are completed, of commands not loaded yet too."""
    assert sorted(completed(process, line)) == told
    assert not list(tmp_path.iterdir())


def test_an_unknown_shell(process: Process) -> None:
    """What no shell asks is no success, and no traceback."""
    ended = process(env={"_SOUWEN_COMPLETE": "tcsh_source"})
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr


def test_the_documentation_names_a_file_for_each_shell() -> None:
    """The section says where the line for each shell goes."""
    said = re.search(r"^## Completion.*?(?=^## )", DOCS, re.MULTILINE | re.DOTALL)
    assert said
    for file in ("~/.bashrc", "~/.zshrc", "~/.config/fish/completions/souwen.fish"):
        assert file in said.group()
