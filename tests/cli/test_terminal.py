"""What goes to which stream, whatever becomes of the stream."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from souwen.cli import main as cli_main
from souwen.cli.exits import ExitCode

if TYPE_CHECKING:
    import pytest
    from conftest import FakeEngine, Run


class Broken(io.TextIOBase):
    """A stream that nobody reads."""

    def __init__(self, error: OSError) -> None:
        self.error = error

    def write(self, _: str) -> int:
        """Fail."""
        raise self.error

    def flush(self) -> None:
        """Do nothing."""


def test_c68_a_closed_pipe_is_no_error(
    engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads the output may stop at any time."""
    engine.answers["export"] = iter([{"title": "医保"}])
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError()))
    ended = run("export")
    assert (ended.code, ended.err) == (0, "")


def test_a_full_disk_is_told(engine: FakeEngine, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Output that cannot be written is an error with its reason."""
    engine.answers["export"] = iter([{"title": "医保"}])
    monkeypatch.setattr(sys, "stdout", Broken(OSError(28, "No space left on device")))
    ended = run("export")
    assert ended.code == ExitCode.FAILED
    assert ended.err == "souwen: the output cannot be written: No space left on device\n"


def test_closed_streams_are_survived(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command without any stream does its work."""
    engine.answers["purge"] = 3
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli_main.main(["purge"]) == 0
    sys.stdout.close()
    sys.stderr.close()
