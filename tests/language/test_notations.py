"""What is noted in several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[("8:30", "08:30"), ("5ug", "5μg"), ("5ug", "5µg"), ("7x24", "7×24"), ("½", "1/2")],
        *[("Ⅱ型", "2型"), ("12.5元", "12.50元"), ("3024元", "3024.00元"), ("70%", "百分之70")],
        *[("15000元", "一万五千元"), ("10500元", "一万零五百元"), ("1.5万元", "一万五千元")],
        *[("三千元", "3千元"), ("13800138000", "138-0013-8000"), ("4008208820", "400-820-8820")],
        *[("010-62345678", "(010)62345678"), ("010-62345678", "01062345678")],
    ],
)
def test_either_notation_finds_the_other(shelf: Callable[..., Shelf], one: str, other: str) -> None:
    """Each of two notations finds the other as itself."""
    texts = shelf({"one": f"约为{one}，可查", "other": f"约为{other}，可查"})
    assert texts.found(one) == ["one", "other"] == sorted(texts.found(other))


@pytest.mark.parametrize("text", ["138 0013 8000", "138-0013-8000", "13800138000"])
def test_a_telephone_as_it_is_grouped(shelf: Callable[..., Shelf], text: str) -> None:
    """A number in one piece finds the same in groups, and no other number."""
    texts = shelf({"a": f"电话{text}转接", "b": "电话13800138001转接"})
    assert texts.found("13800138000") == texts.found("138-0013-8000") == ["a"]
