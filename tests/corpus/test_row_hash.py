"""A hash of what a row says."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.row_hash import digest, register, row_hash, xor_of

_values = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text())


@given(st.lists(_values, min_size=1, max_size=6))
def test_sql_and_python_agree(values: list[object]) -> None:
    """The function of SQL gives what that of Python does, for whatever a column may hold."""
    connection = sqlite3.connect(":memory:")
    register(connection, {})
    marks = ",".join("?" * len(values))
    try:
        (found,) = connection.execute(f"SELECT row_hash({marks})", values).fetchone()
    except UnicodeEncodeError:  # half a character, which no row holds
        return
    assert found == row_hash(*values)
    assert -(2**63) <= found < 2**63


def test_what_differs_has_another_hash() -> None:
    """Nothing, an empty text and values that moved to the next column are told apart."""
    rows = [(None, "a"), ("", "a"), ("a", None), ("a", ""), ("a",), ("", "", "a"), (1,)]
    assert len({row_hash(*row) for row in rows}) == len(rows)


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_xor_is_that_of_sql(hashes: list[int]) -> None:
    """The aggregate of SQL is the XOR, in any order; each hash twice gives nothing."""
    connection = sqlite3.connect(":memory:")
    register(connection, {})
    connection.execute("CREATE TABLE t (hash INTEGER)")
    connection.executemany("INSERT INTO t VALUES (?)", [(value,) for value in hashes])
    (found,) = connection.execute("SELECT coalesce(xor_all(hash), 0) FROM t").fetchone()
    assert found == xor_of(hashes) == xor_of(reversed(hashes))
    assert xor_of(hashes + hashes) == 0


def test_bytes_by_their_digest() -> None:
    """What is noted is kept by table, and bytes count by a digest of theirs."""
    connection = sqlite3.connect(":memory:")
    noted: dict[str, int] = {}
    register(connection, noted)
    assert connection.execute("SELECT digest(x'00ff')").fetchone() == (digest(b"\0\xff"),)
    for change in (5, None, 3):
        connection.execute("SELECT note('members', ?)", (change,))
    assert noted == {"members": 6}
