"""What is refused as a bomb."""

from __future__ import annotations

import lzma
from typing import TYPE_CHECKING

from souwen.ingest.files.limits import Limits

from .made import gzipped, noise, read, reasons, tarred, zipped

if TYPE_CHECKING:
    from pathlib import Path


def test_bombs_are_refused(tmp_path: Path) -> None:
    """What unpacks to too much is refused while it is read."""
    limits = Limits(member_bytes=1_000_000, ratio=50, free_bytes=10_000)
    bomb = b"0" * 900_000
    for name, data in (
        ("a.gz", gzipped(bomb)),
        ("a.xz", lzma.compress(bomb)),
        ("a.zip", zipped({"b": bomb})),
        ("a.tgz", tarred({"b": bomb}, "w:gz")),
        ("b.zip", zipped({"b": noise(200_000)})),
        ("c.txt", noise(200_000)),
    ):
        found, whole = read(tmp_path, name, data, limits)
        assert any(reason.startswith("refused: ") for reason in reasons(found)), name
        assert not whole
