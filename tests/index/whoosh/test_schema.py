"""The fields that Whoosh's queries can name."""

from __future__ import annotations

from datetime import datetime

from souwen.index.whoosh.schema import schema

FIELDS = {"text", "title", "gram", "word", "atom", "kind", "channel", "published", "id"}


def test_the_fields() -> None:
    """All fields are there; what can be shown is stored, and what has one value sorts."""
    fields = schema()
    assert set(fields.names()) == FIELDS
    assert set(fields.stored_names()) == FIELDS - {"gram", "word", "atom"}
    assert {name for name, field in fields.items() if field.column_type} == {
        "kind",
        "channel",
        "published",
        "id",
    }


def test_a_date_is_one_term() -> None:
    """A date has one term and comes back from its column; the default is no date."""
    field = schema()["published"]
    day = datetime(2025, 4, 26)  # noqa: DTZ001 - a date, as Whoosh has it
    assert len(list(field.index(day))) == 1
    assert field.from_column_value(field.to_column_value(day)) == day
    assert field.from_column_value(field.default) is None
