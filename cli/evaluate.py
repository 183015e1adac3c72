"""The command that measures the ranking: eval."""

from __future__ import annotations

import click

from .arguments import Settings, examples
from .exits import ExitCode
from .progress import ProgressBar
from .render import print_table


@click.command(
    "eval", epilog=examples("eval 查询.tsv 判断.qrels", "eval 查询.tsv 判断.qrels --run 结果.run")
)
@click.argument("queries", metavar="QUERIES")
@click.argument("qrels", metavar="QRELS")
@click.option("--run", "run_file", metavar="FILE", help="Write the hits as a TREC run.")
@click.pass_obj
def evaluate(settings: Settings, *, queries: str, qrels: str, run_file: str | None) -> int:
    """Measure the ranking: MRR@10, nDCG@10, Recall@10.

    QUERIES has lines of an id, a tab and a query; QRELS is in TREC's form: query, 0, document,
    grade. A document is named by the `id` of its JSON line, or by its own id.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        measured = engine.evaluate(queries, qrels, run_file)
    print_table(
        [name, f"{value:,}" if isinstance(value, int) else f"{value:.4f}"]
        for name, value in measured.as_dict().items()
    )
    return ExitCode.DONE
