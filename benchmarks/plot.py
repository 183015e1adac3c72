"""The plot of cost against the number of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costs import STOCK_WHOLE
from queries import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from result import Result
    from spread import Spread


def draw_plot(results: Sequence[Result], path: Path) -> None:
    """Draw cost against the number of documents."""
    import matplotlib as mpl  # noqa: PLC0415 - of the extra `bench`

    mpl.use("svg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    sizes = [one.documents for one in results]
    figure, axes = plt.subplots(1, 3, figsize=(13, 4.2))
    for way in results[0].builds:
        if way not in {"parts", STOCK_WHOLE}:
            taken = [one.builds[way] for one in results]
            _line(axes[0], sizes, [one.rate_of_processor for one in taken], way)
    for name, shape in (
        ("souwen", Shape.RANKED),
        ("tantivy", Shape.RANKED),
        ("SQLite FTS5", Shape.RANKED),
    ):
        _line(axes[1], sizes, [one.shapes[shape][name].p50 for one in results], name)
    for shape in Shape:
        _line(axes[2], sizes, [one.shapes[shape]["souwen"].p50 for one in results], str(shape))
    titles = ("documents a CPU second", "ranked OR, p50 ms", "souwen, p50 ms")
    for axis, title in zip(axes, titles, strict=True):
        axis.set(xscale="log", yscale="log", title=title, xlabel="documents")
        axis.legend(fontsize=6)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def _line(axis: Axes, sizes: Sequence[int], values: Sequence[Spread], label: str) -> None:
    middle = [one.median for one in values]
    below = [one.median - one.least for one in values]
    above = [one.most - one.median for one in values]
    axis.errorbar(sizes, middle, yerr=[below, above], marker="o", capsize=2, label=label)
