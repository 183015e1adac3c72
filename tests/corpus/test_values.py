"""What the values of the library have in common."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from souwen.corpus.documents import Flag
from souwen.corpus.values import brief, check_type, listed, plain


class Inner(NamedTuple):
    """A named tuple."""

    name: str
    spans: tuple[tuple[int, int], ...] = ()

    def __repr__(self) -> str:
        return brief(self)


@dataclass(frozen=True, slots=True)
class Outer:
    """A dataclass."""

    text: str
    flags: tuple[Flag, ...] = ()
    inner: Inner | None = None
    counts: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    number: int = 0
    is_so: bool = False

    __repr__ = brief


def test_brief() -> None:
    """What is long is cut, of what is many the number is told, what is empty is left out."""
    assert repr(Outer("x")) == "Outer(text='x', number=0)"
    value = Outer("长" * 90, (Flag.TRUNCATED,), Inner("a"), (*range(2_000),), ("b", "c"), 1, True)
    assert repr(value) == (
        f"Outer(text='{'长' * 40}…', flags=['truncated'], inner=Inner(name='a'), counts=<2,000>,"
        " names=['b', 'c'], number=1, is_so=True)"
    )
    assert brief(value, "number") == "Outer(number=1)"
    assert "\n" not in repr(Outer("a\nb"))


def test_plain() -> None:
    """Values inside values become what JSON has, all the way down."""
    value = Outer("x", (Flag.FALLBACK,), Inner("a", ((1, 2),)))
    assert plain(value) == {
        "text": "x",
        "flags": ["fallback"],
        "inner": {"name": "a", "spans": [[1, 2]]},
        "counts": [],
        "names": [],
        "number": 0,
        "is_so": False,
    }
    assert type(plain(value)["flags"][0]) is str


@pytest.mark.parametrize(
    ("value", "types", "is_right"),
    [
        ("x", (str,), True),
        (1, (int,), True),
        (True, (bool,), True),
        (True, (int,), False),
        (1, (bool,), False),
        (1.0, (int,), False),
        (1, (int, float), True),
        (None, (str,), False),
        (b"x", (str, PathLike), False),
        (Path("x"), (str, PathLike), True),
    ],
)
def test_types(value: Any, types: tuple[type, ...], is_right: bool) -> None:
    """Only what is of a type passes, and no truth is a number; the error names the argument."""
    if is_right:
        check_type("it", value, *types)
        assert listed("it", value, *types) == listed("it", iter([value]), *types) == [value]
        return
    with pytest.raises(TypeError, match=r"^it must be "):
        check_type("it", value, *types)
    with pytest.raises(TypeError, match=r"^it must be "):
        listed("it", [value], *types)
