"""How a query was read otherwise than it was typed, as codes with the texts concerned."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class RelaxedHow(StrEnum):
    """How a query was relaxed: a token taken apart; some tokens, or parts of the only one."""

    TAKEN_APART = "taken-apart"
    SOME_OF_NONE = "some-of-none"
    SOME_OF_FEW = "some-of-few"
    PARTS_OF_NONE = "parts-of-none"
    PARTS_OF_FEW = "parts-of-few"


class Relaxation(NamedTuple):
    """One way in which a query was relaxed, and the texts that are looked for instead."""

    how: RelaxedHow
    texts: tuple[str, ...]
