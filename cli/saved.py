"""The commands for searches that are run again and again: saved add, list, remove, run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..language.harmless import harmless
from ..messages import later
from ..messages import said as _
from .arguments import (
    TEXT,
    Settings,
    TextCommand,
    colour_option,
    examples,
    form_option,
    json_option,
    show_help,
)
from .exits import ExitCode
from .progress import ProgressBar
from .render import Renderer, print_table
from .safe import as_json
from .search_options import narrowing_options
from .terminal import columns, flush, out, tell, wants_colour

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from ..engine.saved import SavedRun
    from ..search.own.saved import SavedSearch
    from ..search.request import Narrowing


_NONE = later("souwen: there are no saved searches: `souwen saved add NAME QUERY` keeps one")


@click.group(
    name="saved",
    invoke_without_command=True,
    epilog=examples("saved add 异地备案 异地就医 备案", "saved run", "saved list"),
)
@click.pass_context
def saved(context: click.Context) -> int:
    """Keep searches, and see what came since each was run last.

    They are kept in the data folder, with how far each of them has been run.
    """
    return ExitCode.DONE if context.invoked_subcommand else show_help(context)


@saved.command(
    cls=TextCommand,
    epilog=examples("saved add 异地备案 异地就医 备案", "saved add 新文件 社保 --kind article"),
)
@click.argument("name", type=TEXT, metavar="NAME")
@click.argument("words", nargs=-1, required=True, type=TEXT, metavar="QUERY...")
@narrowing_options
@click.pass_obj
def add(
    settings: Settings, *, name: str, words: tuple[str, ...], **options: Unpack[Narrowing]
) -> int:
    """Keep a search under a name.

    QUERY and its options are those of `search`. Days that are given from today (yesterday, 7d) are
    so at each run.
    """
    with settings.open() as engine:
        kept = engine.saved.add(name, " ".join(words), **options)
    out(harmless(_("saved {name}: {query}").format(name=kept.name, query=_asked(kept))))
    return ExitCode.DONE


@saved.command("list", epilog=examples("saved list", "saved list --json"))
@json_option("a JSON array of objects")
@click.pass_obj
def list_(settings: Settings, *, json_: bool) -> int:
    """List the saved searches, and when each was run last."""
    with settings.open() as engine:
        kept = list(engine.saved)
    if json_:
        out(as_json([search.as_dict() for search in kept]))
    elif kept:
        never = _("never")
        print_table([it.name, it.mark.at if it.mark else never, _asked(it)] for it in kept)
    if not kept:
        tell(_(_NONE))
    return ExitCode.DONE if kept else ExitCode.NOTHING


@saved.command(epilog=examples("saved remove 异地备案"))
@click.argument("name", type=TEXT, metavar="NAME")
@click.pass_obj
def remove(settings: Settings, *, name: str) -> int:
    """Forget a saved search."""
    with settings.open() as engine:
        was_there = engine.saved.remove(name)
    if not was_there:
        tell(_("souwen: there is no such saved search: `souwen saved list` shows them"))
        return ExitCode.NOTHING
    out(harmless(_("removed {name}").format(name=name)))
    return ExitCode.DONE


@saved.command(epilog=examples("saved run", "saved run 异地备案 --json"))
@click.argument("names", nargs=-1, type=TEXT, metavar="[NAME]...")
@form_option("--json", "Print a JSON array with an object a search.")
@form_option("--ids", "Print the ids only.")
@colour_option
@click.pass_obj
def run(settings: Settings, *, names: tuple[str, ...], form: str | None, color: str) -> int:
    """Print what matches saved searches and first came since each was run last.

    Without a NAME all are run. The first run of a search prints all that matches. What is printed
    is not printed again; where it could not be printed, it is. Exit 1 where there is nothing new.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        wanted = list(dict.fromkeys(names)) or [search.name for search in engine.saved]
        if not wanted:
            tell(_(_NONE))
            return ExitCode.NOTHING
        runs = [engine.saved.run(name, mark=False) for name in wanted]
        progress.erase()
        if form == "json":
            out(as_json([made.as_dict() for made in runs]))
        elif form == "ids":
            for id_ in dict.fromkeys(hit.id for made in runs for hit in made.results):
                out(id_)
        else:
            for line in _lines(runs, Renderer(columns(), wants_colour(color))):
                out(line)
        flush()  # only what somebody has got is not new any more
        engine.saved.mark(runs)
    return ExitCode.DONE if any(made.results.total for made in runs) else ExitCode.NOTHING


def _lines(runs: list[SavedRun], renderer: Renderer) -> Iterator[str]:
    for at, made in enumerate(runs):
        if at:
            yield ""
        told = _("{name}: {n} new since {time}") if made.since else _("{name}: {n} new")
        count = f"{made.results.total:,}"
        yield from renderer.lines(told.format(name=made.name, n=count, time=made.since))
        for hit in made.results:
            yield ""
            yield from renderer.hit(hit)


def _asked(search: SavedSearch) -> str:
    """Return what a saved search asks for, as it is typed behind `search`."""
    options = [
        f"--{name.replace('_', '-')}" + ("" if value is True else f" {value}")
        for name, value in search.options.items()
    ]
    return " ".join((search.query, *options))
