"""A command line without an engine behind it, and one that is a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import pytest

import souwen
from souwen.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., "Ended"]


@dataclass
class Ended:
    """What a command line left behind."""

    code: int
    out: str
    err: str


@dataclass
class FakeEngine:
    """Answers each call with what a test has put in `answers`, and notes its arguments."""

    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **options: Any) -> Any:
            self.calls.append((name, given, options))
            answer = self.answers[name]
            if isinstance(answer, BaseException):
                raise answer
            return answer(*given, **options) if callable(answer) else answer

        return call


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """Give the engine that the command line finds when it opens a folder."""
    fake = FakeEngine()

    def open_folder(path: str) -> FakeEngine:
        fake.opened.append(path)
        return fake

    monkeypatch.setattr(souwen, "open", open_folder)
    return fake


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that carries out one command line in this process."""
    for name in ("COLUMNS", "NO_COLOR", "SOUWEN_DATA", "SOUWEN_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def carried_out(*arguments: str) -> Ended:
        capsys.readouterr()
        code = main(arguments)
        streams = capsys.readouterr()
        return Ended(code, streams.out, streams.err)

    return carried_out


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Give a function that carries out one command line in a process of its own."""

    def carried_out(
        *arguments: str | bytes, env: dict[str, str] | None = None, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        clean = {name: value for name, value in os.environ.items() if name != "SOUWEN_DATA"}
        return subprocess.run(
            [sys.executable, "-m", "souwen", *arguments],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env={**clean, **(env or {})},
            input=stdin,
            timeout=120,
        )

    return carried_out
