"""How a query was read otherwise than it was typed, as codes with the texts concerned."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class RelaxedHow(StrEnum):
    """How a query was relaxed: a token taken apart; or what has parts of it is shown, too."""

    TAKEN_APART = "taken-apart"
    PARTS = "parts"


class Relaxation(NamedTuple):
    """One way in which a query was relaxed, and the texts that are looked for instead."""

    how: RelaxedHow
    texts: tuple[str, ...]
