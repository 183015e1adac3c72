"""What an index gives, as values."""

from __future__ import annotations

from souwen.search.contract import IndexStats


def test_an_index_in_numbers_is_json() -> None:
    """Its fields are those that `stats --json` has below `index`."""
    stats = IndexStats(None, 8, 9, up_to_date=False)
    assert stats.as_dict() == {"generation": None, "seq": 8, "bytes": 9, "up_to_date": False}
