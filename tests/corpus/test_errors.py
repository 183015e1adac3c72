"""What an error says, and what it carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from souwen.corpus import errors
from souwen.corpus.errors import (
    DamagedError,
    InputError,
    LockedError,
    NoDataError,
    OutdatedError,
    RequestError,
    SouwenError,
)

FOLDER = Path("souwen-data")


@pytest.mark.parametrize(
    ("error", "message", "data"),
    [
        (NoDataError(FOLDER), "no data in souwen-data: make it with `souwen add PATH`", ["path"]),
        (
            LockedError(FOLDER, "process 7"),
            "souwen-data is being written by process 7: try again when it has ended",
            ["path", "holder"],
        ),
        (
            DamagedError(FOLDER, "cut", "run it again"),
            "souwen-data is damaged (cut): run it again",
            ["path", "reason", "remedy"],
        ),
        (
            OutdatedError(FOLDER, "made by 0.1", "run it again"),
            "souwen-data is outdated (made by 0.1): run it again",
            ["path", "reason", "remedy"],
        ),
        (InputError("a.zip", "broken"), "a.zip: broken", ["source", "reason"]),
        (RequestError("limit must be 1 or more"), "limit must be 1 or more", []),
    ],
)
def test_messages(error: SouwenError, message: str, data: list[str]) -> None:
    """An error is one line that says what, where and what to do; what it is about can be asked."""
    assert str(error) == message
    assert list(vars(error)) == data


def test_the_tree() -> None:
    """The head of the module draws the classes that there are."""
    drawn = set(errors.__doc__.split()) if errors.__doc__ else set()
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception):
            assert name in drawn
            assert issubclass(value, SouwenError)
