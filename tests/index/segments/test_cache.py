"""The cache of what was used lately."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from souwen.index.segments.cache import Recent


@given(st.lists(st.integers(0, 30)), st.integers(1, 40))
def test_a_cache_gives_what_is_made_and_keeps_little(keys: list[int], room: int) -> None:
    """Each key has its value; two generations are kept, none of which costs more than its room."""
    recent: Recent[int, str] = Recent(room, len)
    for key in keys:
        assert recent.get(key, lambda number: "x" * number) == "x" * key
        for kept in (recent._young, recent._old):
            # One value may cost more than there is room.
            assert sum(map(len, kept.values())) <= max(room, 30)


def test_what_is_used_again_stays() -> None:
    """A value that is asked for all the time is made once; others make room for each other."""
    made: list[int] = []
    recent: Recent[int, int] = Recent(4, lambda _: 1)
    for number in range(1, 50):
        for key in (0, number):
            recent.get(key, lambda key: made.append(key) or key)  # type: ignore[func-returns-value]
    assert made.count(0) == 1
    assert len(made) == 50
