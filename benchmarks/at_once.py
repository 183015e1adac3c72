"""How many searches a second one thread, four threads, and several processes answer together.

    python at_once.py DATA SECONDS THREADS

The first line of standard input has queries as JSON; the second is the sign to begin. Prints that
it is ready, and then how many a second were answered.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from measure import interleaved

import souwen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from measure import Figures, Measured
    from queries import Query, Shape

_SECONDS = 3.0
_OF_A_SHAPE = 40
#: (threads, processes)
_WAYS = ((1, 1), (4, 1), (1, 2), (1, 4))


def searches_a_second(data: Path, drawn: Mapping[Shape, Sequence[Query]], rounds: int) -> Measured:
    """Measure so many ways in turns; each process asks the same queries of all shapes."""
    several = [list(islice(queries, _OF_A_SHAPE)) for queries in drawn.values()]
    asked = [
        (query.text, query.options) for query in chain.from_iterable(zip(*several, strict=False))
    ]
    ways = {
        f"{threads} thread{'s' * (threads > 1)} in {processes} process{'es' * (processes > 1)}": (
            partial(_together, data, asked, threads, processes)
        )
        for threads, processes in _WAYS
    }
    measured = interleaved(rounds, ways)
    return {how: figures["a second"] for how, figures in measured.items()}


def _together(
    data: Path, asked: Sequence[object], threads: int, processes: int, turn: int
) -> Figures:
    del turn
    command = [sys.executable, __file__, str(data), str(_SECONDS), str(threads)]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    lines = json.dumps(asked)
    for process in started:
        print(lines, file=process.stdin, flush=True)
    for process in started:
        process.stdout.readline()  # it is warm
    for process in started:
        print("go", file=process.stdin, flush=True)
    answered = [float(process.communicate()[0]) for process in started]
    return {"a second": sum(answered)}


def main() -> None:
    """Answer until the time is over; print how many a second that were."""
    data, seconds, threads = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    asked = json.loads(sys.stdin.readline())
    counts = [0] * threads
    with souwen.open(data, remembered=0) as engine:
        for text, options in asked:
            engine.search(text, **options)
        print("ready", flush=True)
        sys.stdin.readline()
        end = time.monotonic() + seconds

        def answer(number: int) -> None:
            at = number * len(asked) // threads
            while time.monotonic() < end:
                text, options = asked[at % len(asked)]
                engine.search(text, **options)
                counts[number] += 1
                at += 1

        workers = [threading.Thread(target=answer, args=(number,)) for number in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    print(sum(counts) / seconds)


if __name__ == "__main__":
    main()
