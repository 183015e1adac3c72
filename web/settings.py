"""How a server is to be, and the caps that keep it answering."""

from __future__ import annotations

from dataclasses import dataclass

#: The port of `souwen serve`.
PORT = 8765

LONGEST_QUERY = 500  # characters
LONGEST_VALUE = 500  # of any other parameter
LONGEST_URL = 8_192  # bytes
LARGEST_HEADERS = 16_384  # bytes
MOST_HITS = 100
FURTHEST_OFFSET = 1_000
MOST_ALTERNATIVES = 64  # parts of an OR


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is to be.

    Attributes:
        allow_hosts: names that it is called by, besides those of this machine's loopback and the
            address that a request came to.
        tokens: one of them must come with every request; none is asked for where there is none.
        threads: how many requests are worked on at once.
        budget: seconds that a search may take before it answers with what it has.
        lang: of sentences, for who asks for none that there is.
        worker: its number among the processes of one server.
    """

    allow_hosts: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    threads: int = 4
    budget: float | None = 5.0
    lang: str = "en"
    worker: int = 1
