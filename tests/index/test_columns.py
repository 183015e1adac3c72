"""The table of columns, and lists of strings that columns point into."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from souwen.index.columns import COLUMNS, Columns, numbered


def test_the_table_says_all_that_a_snapshot_gives() -> None:
    """Each attribute of `Columns` but the mask is in the table, or names what one points into."""
    declared = [column.name for column in COLUMNS if column.is_read_whole]
    declared += [column.names for column in COLUMNS if column.names]
    assert sorted(declared) == sorted(set(Columns._fields) - {"live"})


@given(st.lists(st.lists(st.sampled_from(["", "甲", "乙", "丙"]))))
def test_numbers_of_several_lists(lists: list[list[str]]) -> None:
    """The numbers of each list point at its strings in the merged one, which begins with ""."""
    names, numbers = numbered(lists)
    assert names[0] == ""
    assert len(set(names)) == len(names)
    assert [[names[number] for number in numbers_] for numbers_ in numbers] == lists
