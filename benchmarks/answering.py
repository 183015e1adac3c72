"""Answer queries with the souwen of this Python, for `shapes.py`; uses only its public library.

    python answering.py DATA

Each line of standard input is a JSON list of queries: a text, and the options of its search. Each
line of the output has the percentiles of what they took.
"""

from __future__ import annotations

import json
import sys

from measure import milliseconds

import souwen


def main() -> None:
    """Answer until the input ends."""
    with souwen.open(sys.argv[1]) as engine:
        for line in sys.stdin:
            queries = json.loads(line)
            figures = milliseconds(lambda query: engine.search(query[0], **query[1]), queries)
            print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
