"""Answer queries with the souwen of this Python, for `shapes.py`; uses only its public library.

    python answering.py DATA

Each line of standard input is a JSON list of queries: a text, and the options of its search. Each
line of the output has the percentiles of what they took.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from inspect import signature

from measure import milliseconds

import souwen


def main() -> None:
    """Answer until the input ends."""
    # An older copy remembers no answer.
    can_remember = "remembered" in signature(souwen.open).parameters
    with souwen.open(sys.argv[1], **({"remembered": 0} if can_remember else {})) as engine:
        for line in sys.stdin:
            queries = json.loads(line)
            figures = milliseconds(partial(_ask, engine), queries)
            print(json.dumps(figures), flush=True)


def _ask(engine: souwen.Engine, query: tuple[str, dict[str, object]]) -> object:
    text, options = query
    try:
        return engine.search(text, **options)
    except TypeError:  # an older copy has no such option
        return engine.search(text)


if __name__ == "__main__":
    main()
