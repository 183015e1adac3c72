"""The commands that change the corpus: add, remove, purge."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from ..messages import said as _
from ..messages.recognised import in_words_of
from .arguments import TEXT, Settings, TextCommand, examples, json_option, limit_options
from .exits import ExitCode
from .progress import ProgressBar
from .safe import as_json
from .terminal import out, say, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..ingest.report import AddReport, Ignored, Skipped, Warned

_MOST_LISTED = 20
_FOLLOWED = ("sent", "acknowledged", "per_second")


@click.command(
    epilog=examples(
        "add dumps/2025-05",
        "add '数据/*.zip' page.html.gz",
        "add --as 健康网 /mnt/dump",
        "add - < 页面.txt",
    )
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--prune", is_flag=True, help="Drop sources below PATH whose files are gone.")
@click.option("--yes", is_flag=True, help="Agree to retiring more than half of what is touched.")
@click.option(
    "--as", "name", type=TEXT, metavar="NAME", help="Key the sources by NAME, for dumps that move."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read with N processes.  [default: one a core]",
)
@click.option("--dry-run", is_flag=True, help="Read and report, store nothing.")
@click.option("--encoding", metavar="NAME", help="Read every file as this (gb18030, big5, utf-8).")
@click.option(
    "--map",
    "mapped",
    type=TEXT,
    multiple=True,
    metavar="FIELD=KEY[,KEY...]",
    help="Read a field of rows from these keys (title=headline, url=meta.url).",
)
@click.option(
    "--exclude",
    type=TEXT,
    multiple=True,
    metavar="GLOB",
    help="Leave out files and folders of such a name or path, also in archives.",
)
@limit_options
@json_option("the report as JSON")
@click.option("--quiet", is_flag=True, help="Print only what could not be taken in.")
@click.pass_obj
def add(  # noqa: PLR0913 - one argument an option
    settings: Settings,
    *,
    paths: tuple[str, ...],
    prune: bool,
    yes: bool,
    name: str | None,
    jobs: int | None,
    dry_run: bool,
    encoding: str | None,
    mapped: tuple[str, ...],
    exclude: tuple[str, ...],
    max_size: int | None,
    max_ratio: int | None,
    json_: bool,
    quiet: bool,
) -> int:
    """Take dumps in and bring the index up to date.

    PATH is a file, a folder, a pattern, an archive, or `-` for standard input. Pages of text and
    HTML are read, rows (JSON, CSV, Parquet), feeds, mail, web archives and more: docs/input.md.
    What was taken in before and did not change is left as it is.
    """
    from ..ingest.rows.names import FieldNames  # noqa: PLC0415 - only this command reads rows

    with ProgressBar(quiet=quiet) as progress, settings.open(progress) as engine:
        report = engine.add(
            paths,
            prune=prune,
            yes=yes,
            name=name,
            jobs=jobs or _cores(),
            dry_run=dry_run,
            encoding=encoding,
            progress=progress,
            confirm=progress.agreed,
            max_size=max_size,
            max_ratio=max_ratio,
            map=FieldNames.written(mapped),
            exclude=exclude,
        )
    if json_:
        out(as_json(report.as_dict()))
    elif not quiet:
        _summarise(report, dry_run=dry_run)
        _list("ignored", report.ignored_sources)
        _list("warning", report.warnings)
    if not json_:
        _list("skipped", report.skipped)
    return ExitCode.SKIPPED if report.skipped else ExitCode.DONE


@click.command(
    # The key of a page from standard input begins with a dash.
    cls=TextCommand,
    epilog=examples("remove '/数据/2024-*'", "remove 健康网/001.txt"),
)
@click.argument("sources", nargs=-1, required=True, type=TEXT, metavar="SOURCE...")
@click.option("--yes", is_flag=True, help="Agree to retiring more than half of the documents.")
@click.pass_obj
def remove(settings: Settings, *, sources: tuple[str, ...], yes: bool) -> int:
    """Forget sources, and retire what no other shows.

    SOURCE is a key as `sources` prints it, the file, folder or archive that holds it, or a pattern
    over keys. A retired document is out of the search and still in the corpus; `purge` deletes it.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        report = engine.remove(sources, yes=yes, confirm=progress.agreed)
    if report.refused:
        tell(f"souwen: {report.refused}")
        return ExitCode.SKIPPED
    if not report.sources:
        tell("souwen: no source has such a key: `souwen sources` lists them")
        return ExitCode.NOTHING
    say(f"removed {_count(report.sources, 'source')}, retired {_count(report.retired, 'document')}")
    return ExitCode.DONE


@click.command(epilog=examples("remove 旧数据/001.txt && souwen purge"))
@click.pass_obj
def purge(settings: Settings) -> int:
    """Delete the retired documents for good."""
    with ProgressBar() as progress, settings.open(progress) as engine:
        purged = engine.purge()
    say(f"purged {_count(purged, 'document')}")
    return ExitCode.DONE


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _summarise(report: AddReport, *, dry_run: bool) -> None:
    is_all_new = report.added == report.articles + report.snippets > 0
    told = (
        _("Added {documents} ({articles}, {snippets}) from {pages} in {seconds} s.")
        if is_all_new
        else _("Added {documents} from {pages} in {seconds} s.")
    )
    counts = {
        "documents": _count(report.added, "document"),
        "articles": _count(report.articles, "article"),
        "snippets": _count(report.snippets, "snippet"),
        "pages": _count(report.sources, "page"),
    }
    said = {name: in_words_of(count) for name, count in counts.items()}
    out(told.format(**said, seconds=f"{report.took_ms / 1000:,.1f}"))
    others = (
        (_("updated {n}"), report.updated),
        (_("unchanged {n}"), report.unchanged),
        (_("retired {n}"), report.retired),
        (_("ignored {n}"), report.ignored),
        (_("warnings {n}"), len(report.warnings)),
        (_("skipped {n}"), len(report.skipped)),
    )
    if listed := _(", ").join(word.format(n=f"{count:,}") for word, count in others if count):
        out(_("Also: {counts}.").format(counts=listed))
    if report.followed is not None:
        sent, done, speed = (report.followed[name] for name in _FOLLOWED)
        say(f"index: {sent:,} documents sent, {done:,} acknowledged, {speed:,} a second")
    if report.error_pages:
        say(f"{_count(report.error_pages, 'page')} of errors, captchas or redirects (error-page)")
    if dry_run:
        say("a dry run: nothing was stored")


def _list(what: str, inputs: Sequence[Ignored | Skipped | Warned]) -> None:
    for listed in inputs[:_MOST_LISTED]:
        tell(f"{what}: {listed.source}: {listed.reason}")
    if len(inputs) > _MOST_LISTED:
        rest = (
            "" if what == "ignored" else " (--json has all)"
        )  # of what is ignored only the number
        tell(f"{what}: and {len(inputs) - _MOST_LISTED:,} more{rest}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
