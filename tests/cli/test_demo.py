"""demo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Process


def test_the_demonstration(process: Process, tmp_path: Path) -> None:
    """The demonstration finds something with each search, the second time too."""
    for _ in range(2):
        ended = process("demo")
        assert (ended.returncode, ended.stderr.decode()) == (0, "")
        shown = ended.stdout.decode()
        assert shown.count("$ souwen --data souwen-demo search ") == 3
        assert len(re.findall(r"^\d+ results?\b", shown, re.MULTILINE)) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["souwen-demo"]
