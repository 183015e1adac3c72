"""block and unblock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import FakeEngine, Run

ID = "3f0c5b1e9a7d2c48"


def test_block(engine: FakeEngine, run: Run) -> None:
    """Each id that was blocked is a line."""
    engine.answers["block"] = [ID]
    ended = run("block", ID[:4])
    assert (ended.code, ended.out) == (0, f"blocked {ID}\n")
    assert engine.calls[0][1] == ((ID[:4],),)


def test_list(engine: FakeEngine, run: Run) -> None:
    """What is blocked is listed with its time; nothing is exit 1."""
    engine.answers["blocked"] = [(ID, "2025-05-01T08:00:00+00:00")]
    assert run("block", "--list").out == f"{ID}  2025-05-01T08:00:00+00:00\n"
    engine.answers["blocked"] = []
    ended = run("block", "--list")
    assert (ended.code, ended.out) == (1, "")


def test_neither_or_both_is_a_usage_error(run: Run) -> None:
    """Ids or --list, one of them."""
    assert run("block").code == run("block", "--list", ID).code == 2


def test_unblock(engine: FakeEngine, run: Run) -> None:
    """What was not blocked is exit 1."""
    engine.answers["unblock"] = 1
    assert run("unblock", ID).out == "unblocked 1\n"
    engine.answers["unblock"] = 0
    assert run("unblock", ID).code == 1
