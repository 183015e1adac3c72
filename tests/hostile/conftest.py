"""How long hostile input is tried: for seconds among other tests, for an hour by `make hostile`."""

from __future__ import annotations

import os
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

#: Minutes for all the tests that try input at random; 0 is the short form.
MINUTES = float(os.environ.get("SOUWEN_HOSTILE") or 0)
#: How many inputs each of them tried, for the summary.
TRIED: Counter[str] = Counter()
_AT_ONCE = 200
_SHORT = 60


@pytest.fixture(scope="session")
def long() -> bool:
    """Tell whether there is time for what is large."""
    return MINUTES > 0


@pytest.fixture
def try_all(request: pytest.FixtureRequest) -> Callable[[Callable[[], None]], None]:
    """Give a runner of one hypothesis test: once, or again and again for its share of the time.

    Each turn begins with new chance; hypothesis itself knows a number of examples, but no hours.
    """
    sharing = sum("try_all" in getattr(item, "fixturenames", ()) for item in request.session.items)

    def run(test: Callable[[], None]) -> None:
        end = time.monotonic() + MINUTES * 60 / sharing
        examples = _AT_ONCE if MINUTES else _SHORT
        tried = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )(test)
        while True:
            tried()
            TRIED[request.node.name] += examples
            if time.monotonic() >= end:
                return

    return run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was tried."""
    for test, times in sorted(TRIED.items()):
        terminalreporter.write_line(f"about {times} inputs tried: {test}")
