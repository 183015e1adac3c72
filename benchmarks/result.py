"""Everything that was measured of one number of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from answers import Check, Times
    from costs import Cost
    from daily import Day
    from queries import Shape


@dataclass(frozen=True, slots=True)
class Result:
    """Everything of one number of documents."""

    documents: int
    dump_bytes: int
    builds: dict[str, Cost]
    shapes: dict[Shape, dict[str, Times]]
    checks: list[Check]
    day: Day
