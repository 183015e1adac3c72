"""The commands for upkeep: reindex, check, stats, sources, export."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..messages.recognised import in_words_of
from .arguments import Settings, examples, json_option
from .bars import bars
from .exits import ExitCode
from .progress import ProgressBar
from .render import print_lines, print_table, shown_path
from .safe import as_json
from .terminal import columns, is_terminal, out, say, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..corpus.sources import SourceInfo


@click.command(epilog=examples("reindex", "--data 医保数据 reindex --resplit"))
@click.option("--resplit", is_flag=True, help="Split all kept pages again, as this version does.")
@click.pass_obj
def reindex(settings: Settings, *, resplit: bool) -> int:
    """Rebuild the index from the corpus, and swap it in at once.

    Searches go on meanwhile. With --resplit the kept text of each page is split again first, which
    needs no dump.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        stats = engine.reindex(resplit=resplit, progress=progress)
    _print_counts({name: it for name, it in stats.as_dict().items() if name != "months"})
    return ExitCode.DONE


@click.command(epilog=examples("check --deep", "--data 医保数据 check --repair"))
@click.option("--deep", is_flag=True, help="Look at every document and every posting.")
@click.option("--repair", is_flag=True, help="Repair what can be repaired.")
@click.pass_obj
def check(settings: Settings, *, deep: bool, repair: bool) -> int:
    """Verify the corpus and the index."""
    with ProgressBar() as progress, settings.open(progress) as engine:
        writer = settings.writer()
        report = engine.check(deep=deep, repair=repair)
    if writer is not None:
        tell(f"souwen: {writer} is writing: an index that is behind is no fault meanwhile")
    for problem in report.problems:
        say(f"problem: {problem}")
    for repaired in report.repaired:
        say(f"repaired: {repaired}")
    for lost in report.lost:
        say(f"lost: {lost}")
    if report.lost:
        tell("souwen: `souwen add` the dumps again: what is in them comes back")
    if report.ok:
        say("No problems found.")
        return ExitCode.DONE
    if not repair:
        tell("souwen: `souwen check --repair` repairs what can be repaired")
    return ExitCode.FAILED


@click.command(epilog=examples("stats", "--data 医保数据 stats --json"))
@json_option("them as a JSON object")
@click.pass_obj
def stats(settings: Settings, *, json_: bool) -> int:
    """Count what the corpus holds, also by month, and tell the state of the index."""
    with settings.open() as engine:
        writer = settings.writer()
        found = engine.stats()
    counted = found.as_dict()
    if json_:
        out(as_json(counted))
    else:
        del counted["months"]
        _print_counts(counted if writer is None else {**counted, "being written by": writer})
        if found.months:
            out("")
        for line in bars(found.months, columns()):
            out(line)
    return ExitCode.DONE


@click.command(epilog=examples("sources", "sources --pages | grep 医保", "sources --json"))
@click.option("--pages", is_flag=True, help="A line a page, with the versions that read it.")
@json_option("a JSON array of objects, one a page")
@click.pass_obj
def sources(settings: Settings, *, pages: bool, json_: bool) -> int:
    """List what was taken in, a line a file.

    Its pages, the documents that they show (one that two pages show counts twice), encoding, form,
    when it was added, its key. The key is what `remove` and `search --source` take; it is relative
    to the current folder where it is below it.
    """
    count = 0
    files: dict[str, _File] = {}
    with settings.open() as engine:
        for source in engine.sources():
            if json_:
                out(("[" if not count else ",") + as_json(source.as_dict()))
            elif pages:
                facts = f"{source.documents:>5}  {source.encoding:<9}  {source.form:<4}"
                facts = f"{facts}  {source.added_at}  {source.versions}"
                print_lines(f"{facts}  {shown_path(source.key)}")
            else:
                files.setdefault(source.container, _File()).take(source)
            count += 1
    if json_:
        out("]" if count else "[]")
    for key, file in files.items():
        print_lines(f"{file}  {shown_path(key)}")
    if not count:
        tell("souwen: there are no sources: `souwen add PATH` takes some in")
        return ExitCode.NOTHING
    return ExitCode.DONE


class _File:
    """What the sources of one file have, added up."""

    def __init__(self) -> None:
        self._pages = self._documents = 0
        self._encodings: set[str] = set()
        self._forms: set[str] = set()
        self._added_at = ""

    def take(self, source: SourceInfo) -> None:
        """Add a source."""
        self._pages += 1
        self._documents += source.documents
        self._encodings.add(source.encoding)
        self._forms.add(source.form)
        self._added_at = max(self._added_at, source.added_at)

    def __str__(self) -> str:
        encoding, form = (",".join(sorted(found)) for found in (self._encodings, self._forms))
        counts = f"{self._pages:>6,}  {self._documents:>7,}"
        return f"{counts}  {encoding:<9}  {form:<4}  {self._added_at}"


@click.command(epilog=examples("export > 备份.jsonl", "export | souwen --data 另一处 add -"))
@click.option("--all", "retired", is_flag=True, help="Those that are retired, too.")
@click.pass_obj
def export(settings: Settings, *, retired: bool) -> int:
    """Print every document as a JSON line that `add` takes back as it was.

    It is whole, or ends with exit 4 and a line that says what is missing.
    """
    # A bar would be drawn into the lines where both go to one terminal.
    bar = ProgressBar(quiet=is_terminal(sys.stdout))
    with bar as progress, settings.open(progress) as engine:
        for document in engine.export(retired=retired):
            out(as_json(document))
    return ExitCode.DONE


def _print_counts(counted: Mapping[str, object]) -> None:
    rows = []
    for name, value in counted.items():
        if isinstance(value, dict):
            rows += [
                [in_words_of(f"{name} {inner.replace('_', ' ')}"), _shown(it)]
                for inner, it in value.items()
            ]
        else:
            rows.append([in_words_of(name), _shown(value)])
    print_table(rows)


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return in_words_of({None: "none", True: "yes", False: "no"}[value])
    return f"{value:,}" if isinstance(value, int) else in_words_of(str(value))
