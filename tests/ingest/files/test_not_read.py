"""Files of which nothing is read."""

from __future__ import annotations

import pytest

from souwen.ingest.report import Ignored, Skipped

from .made import read_bytes


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n", Ignored("/k", "not text (PNG picture)")),
        ("a", b"%PDF-1.4", Ignored("/k", "not text (PDF)")),
        ("a", b"Rar!\x1a\x07", Skipped("/k", "an archive of a kind that is not read (rar)")),
        (
            "a.docx",
            b"PK\x03\x04" + b"x" * 26 + b"[Content_Types].xml",
            Ignored("/k", "not text (office document or program)"),
        ),
        (
            "a.zip",
            b"\x89PNG\r\n\x1a\n",
            Skipped("/k", "broken: not a zip file, though its name says so"),
        ),
    ],
)
def test_each_has_its_reason(name: str, data: bytes, told: Ignored | Skipped) -> None:
    """What holds no articles is ignored, what may hold some is skipped."""
    assert read_bytes(data, name) == [told]
