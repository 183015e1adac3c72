"""Exit codes."""

from __future__ import annotations

import re
from pathlib import Path

from souwen.cli.exits import ExitCode

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text("utf-8")


def test_the_documentation_has_every_exit_code() -> None:
    """The table of exit codes has those that there are, and no others."""
    assert re.findall(r"^\| (\d+) \|", DOCS, re.MULTILINE) == [str(code) for code in ExitCode]
