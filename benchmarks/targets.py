"""The ratios that the project wants to reach, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries import Shape

if TYPE_CHECKING:
    from result import Result

# The unavoidable parts of taking a dump in.
_UNAVOIDABLE = ("decode", "split", "dictionary", "words")
# What an index does that is given terms, and souwen's, which is given texts, does itself.
_INDEXED = ("normalise", "words")


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio, or milliseconds; `is_least` where more is better."""

    what: str
    bound: float
    measured: float
    is_least: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the number measured is on the right side of the bound."""
        return self.measured >= self.bound if self.is_least else self.measured <= self.bound


def targets(result: Result) -> list[Target]:
    """Give each target with what was measured, mostly by the processor's time."""
    return [*_of_taking_in(result), *_of_answers(result)]


def _of_taking_in(result: Result) -> list[Target]:
    builds, day = result.builds, result.day
    rate = {way: cost.rate_of_processor.median for way, cost in builds.items()}
    parts = {name: spent.median for name, spent in builds["parts"].parts.items()}
    ours = builds["souwen"].documents / rate["souwen"]
    bare = builds["souwen"].documents / (ours - sum(parts[name] for name in _INDEXED))
    whole = builds["dump"].documents / rate["dump"]
    unavoidable = sum(parts[name] for name in _UNAVOIDABLE)
    jieba = rate["dump"] / rate["stock Whoosh + jieba"]
    again = day.again.median / day.hashing.median
    size = builds["souwen"].bytes / builds["tantivy"].bytes
    return [
        Target(
            "texts to searchable, to tantivy's terms to searchable",
            3,
            rate["souwen"] / rate["tantivy"],
            is_least=True,
        ),
        Target("the same without making the terms", 3, bare / rate["tantivy"], is_least=True),
        Target("dump to searchable, to stock Whoosh + jieba", 20, jieba, is_least=True),
        Target(
            "seconds of dump to searchable, to decode + split + words", 1.5, whole / unavoidable
        ),
        Target("index bytes, to tantivy's", 1.5, size),
        Target("seconds of adding the dump again, to reading and hashing it", 2, again),
    ]


def _of_answers(result: Result) -> list[Target]:
    shapes = result.shapes

    def beside(shape: Shape, peer: str) -> float:
        times = shapes[shape]
        return times["souwen"].processor_p50.median / times[peer].processor_p50.median

    wall = max(found["souwen"].p99.median for found in shapes.values())
    processor = max(found["souwen"].processor_p99.median for found in shapes.values())
    found = [
        Target("p50 of a ranked OR, to tantivy's", 2, beside(Shape.RANKED, "tantivy")),
        Target("p50 of an AND, to tantivy's", 2, beside(Shape.BOTH, "tantivy")),
        Target("p50 of exact 4, to tantivy's phrase", 1, beside(Shape.EXACT_4, "tantivy, phrase")),
        Target("p50 of exact 12, likewise", 1, beside(Shape.EXACT_12, "tantivy, phrase")),
        Target("ms, p99 of the slowest shape", 20, wall),
        Target("ms, p99 of the slowest shape, of the processor", 20, processor),
    ]
    if "stock Whoosh" in shapes[Shape.COMMON]:
        times = 1 / beside(Shape.COMMON, "stock Whoosh")
        found.append(
            Target("stock Whoosh's p50 of a common word, to souwen's", 50, times, is_least=True)
        )
    return found
