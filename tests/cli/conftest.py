"""A command line without an engine behind it, and one that is a process of its own."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from unittest.mock import create_autospec

import pytest

import souwen
from souwen.cli.main import main
from souwen.search import request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., "Ended"]
    Process = Callable[..., subprocess.CompletedProcess[bytes]]


@dataclass
class Ended:
    """What a command line left behind."""

    code: int
    out: str
    err: str


@dataclass
class FakeEngine:
    """Answers each call with what a test has put in `answers`, and notes its arguments.

    A method that `Engine` lacks, or an argument that its method does not take, is an error.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        signature = inspect.signature(getattr(souwen.Engine, name))

        def call(*given: Any, **options: Any) -> Any:
            _check(signature, given, options)
            self.calls.append((name, given, options))
            answer = self.answers[name]
            if isinstance(answer, BaseException):
                raise answer
            return answer(*given, **options) if callable(answer) else answer

        return call


def _check(signature: inspect.Signature, given: tuple[Any, ...], options: dict[str, Any]) -> None:
    """Raise `TypeError` for arguments that a method does not take.

    Keywords of `**options: Unpack[SomeOptions]` are looked up in that class of `search.request`.
    """
    bound = signature.bind(None, *given, **options)
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            options_class = vars(request)[str(parameter.annotation)[len("Unpack[") : -1]]
            unknown = bound.arguments.get(name, {}).keys() - options_class.__annotations__.keys()
            if unknown:
                raise TypeError(f"unexpected keywords: {unknown}")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """Give the engine that the command line finds when it opens a folder."""
    fake = FakeEngine()

    def open_folder(path: str, **_: object) -> FakeEngine:
        fake.opened.append(path)
        return fake

    monkeypatch.setattr(souwen, "open", create_autospec(souwen.open, side_effect=open_folder))
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


#: What a pipe is told after two seconds, as may be on a busy machine.
_SLOW = re.compile(
    rb"^souwen: [\d,./ MB]*"
    rb"(looking for files|reading|storing|indexing|building the index|splitting|removing|purging"
    rb"|checking the (corpus|index)|comparing terms|exporting)(, (about|for) .*)?\n",
    re.MULTILINE,
)


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """Give a function that carries out one command line in a process of its own.

    What it says only because it takes long is left out.
    """

    def carried_out(
        *arguments: str | bytes, env: dict[str, str] | None = None, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        ended = subprocess.run(
            [sys.executable, "-m", "souwen", *arguments],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            input=stdin,
            timeout=120,
        )
        ended.stderr = _SLOW.sub(b"", ended.stderr)
        return ended

    return carried_out
