"""Little memory: what was asked for is done, or one line says that there was too little of it."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Stage

MEGABYTES = (200, 250, 300, 350, 400, 500, 600, 800, 1000)
STEPS = 3
_RUST = "memory allocation of"
COMMANDS = (
    ("search", "医保", "--json"),
    ("export",),
    ("sources", "--json"),
    ("check", "--deep"),
    ("add", "{dump}", "--as", "网", "--yes", "--quiet"),
    ("add", "{large}", "--as", "大", "--quiet"),
    ("reindex",),
)


@pytest.fixture(scope="module")
def large(stage: Stage) -> Path:
    """Give a dump of small pages and two that are much larger."""
    folder = stage.home / "large"
    folder.mkdir()
    for number in range(4):
        (folder / f"s{number}.txt").write_text(f"异地备案{number}\n\n医保可以报销。\n", "utf-8")
    lines = "".join(f"第{number}行，医保门诊可以报销。\n" for number in range(100_000))
    (folder / "l1.txt").write_text(f"长文\n\n{lines}", "utf-8")
    (folder / "l2.html").write_text(f"<h1>长页</h1><p>{'<b>医保</b>' * 200_000}", "utf-8")
    return folder


def _plain(out: str) -> str:
    """Return an output without how long it took, and the size that random names decide."""
    return re.sub(r'"took_ms": [0-9.]+|index bytes +[0-9,]+', "", out)


def _run(folder: Path, words: tuple[str, ...], megabytes: int) -> subprocess.CompletedProcess[str]:
    """Run a command in so much of addresses, all of which counts: mapped files, code, reserves."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    line = [sys.executable, "-m", "souwen", "--data", str(folder), *words]
    return subprocess.run(
        line, capture_output=True, text=True, check=False, preexec_fn=limit, env={**os.environ}
    )


@pytest.mark.parametrize("words", COMMANDS)
def test_little_memory(stage: Stage, long: bool, large: Path, words: tuple[str, ...]) -> None:
    """A command in little memory ends as it does in much, or with a line; nothing is lost."""
    if "{large}" in words and not long:
        pytest.skip("takes minutes: SOUWEN_FAULTS=long")
    given = tuple(word.format(dump=stage.home / "second", large=large) for word in words)
    whole = stage.copy(STEPS)
    right = _run(whole, given, 4000)
    assert right.returncode == 0, right.stderr
    after = stage.look(whole)
    for megabytes in MEGABYTES if long else MEGABYTES[:1]:
        folder = stage.copy(STEPS)
        ended = _run(folder, given, megabytes)
        if ended.returncode == 0:
            assert _plain(ended.stdout) == _plain(right.stdout), megabytes
            assert stage.look(folder) == after, megabytes
        else:
            # What is written in Rust can only end the process, and says why.
            is_aborted = ended.returncode == -signal.SIGABRT
            assert ended.returncode > 0 or (is_aborted and _RUST in ended.stderr), megabytes
            assert ended.stderr.strip(), megabytes
            assert "Traceback" not in ended.stderr, (megabytes, ended.stderr)
            again = _run(folder, given, 4000)
            assert again.returncode == 0, (megabytes, again.stderr)
            assert stage.look(folder) == after, megabytes
        what = "done" if ended.returncode == 0 else "a line, and done with more memory"
        stage.tried(f"{' '.join(words[:2])} in little memory: {what}")
        shutil.rmtree(folder)
