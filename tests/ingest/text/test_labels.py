"""What the fields above a text may say."""

from __future__ import annotations

import pytest

from souwen.ingest.text.labels import can_be, settled


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("published", "2025-04-26 08:30", True),
        ("published", "2025-02-30", True),
        ("published", "6月1日上午", False),
        ("published", "每周一至周五", False),
        ("url", "http://x.example/", True),
        ("url", "二楼会议室", False),
        ("channel", "某某网", True),
        ("channel", "字" * 41, False),
        ("title", "", False),
        ("", "某记者", True),
    ],
)
def test_values(field: str, value: str, *, wanted: bool) -> None:
    """A label counts where a value of its kind stands behind it."""
    assert can_be(field, value) is wanted


def test_a_source_may_be_an_address() -> None:
    """`来源：http://...` gives the address, without what stands behind it."""
    assert settled("channel", "http://x.example/1 (原文)") == ("url", "http://x.example/1")
    assert settled("url", "https://x.example/1") == ("url", "https://x.example/1")
    assert settled("channel", "某某网") == ("channel", "某某网")
    assert settled("title", "http://x.example/1") == ("title", "http://x.example/1")
