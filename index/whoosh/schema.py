"""The fields that queries can name."""

from __future__ import annotations

from typing import Any

from whoosh.columns import Column
from whoosh.fields import DATETIME, ID, FieldType, Schema
from whoosh.formats import Frequency, Positions

from ...language.terms import Family
from .analysis import TextAnalyzer, WholeAnalyzer


class Values(Column):
    """A column whose values come from a segment's; it sorts in both directions."""

    reversible = True


class Day(DATETIME):
    """A date is one term; a range is a range of terms."""

    def __init__(self) -> None:
        super().__init__(stored=True, sortable=Values())
        self.shift_step = 0  # no terms for longer spans besides

    def from_column_value(self, value: int) -> Any:
        """Return the date, None for a document that has none."""
        return None if value == self.default else super().from_column_value(value)


def schema() -> Schema:
    """Return the schema of every index."""
    whole, text = WholeAnalyzer(), TextAnalyzer()
    terms = {family.value: FieldType(Frequency(), whole, scorable=True) for family in Family}
    texts = {
        name: FieldType(Positions(), text, scorable=True, stored=True, multitoken_query="and")
        for name in ("text", "title")
    }
    values = {name: ID(stored=True, sortable=Values()) for name in ("id", "kind", "channel")}
    return Schema(**texts, **terms, **values, published=Day())
