"""The commands that take single documents out for good, and let them in again."""

from __future__ import annotations

import click

from .arguments import TEXT, Settings, examples
from .exits import ExitCode
from .progress import ProgressBar
from .terminal import out, say, tell


@click.command(epilog=examples("block 3f0c5b1e9a7d2c48", "--data 医保数据 block --list"))
@click.argument("ids", nargs=-1, type=TEXT, metavar="ID...")
@click.option("--list", "list_", is_flag=True, help="List what is blocked, and since when.")
@click.pass_obj
def block(settings: Settings, *, ids: tuple[str, ...], list_: bool) -> int:
    """Take documents out for good: no `add` brings them back.

    For a captcha page, or somebody's personal data. The kept texts of the pages that show them are
    deleted too. ID is as `search` prints it; `unblock` lets it come in again.
    """
    if bool(ids) == list_:
        raise click.UsageError("Give the ids of documents, or --list.")
    with ProgressBar() as progress, settings.open(progress) as engine:
        if not list_:
            for id_ in engine.block(ids):
                say(f"blocked {id_}")
            return ExitCode.DONE
        blocked = engine.blocked()
    for id_, at in blocked:
        out(f"{id_}  {at}")
    if not blocked:
        tell("souwen: nothing is blocked")
    return ExitCode.DONE if blocked else ExitCode.NOTHING


@click.command(epilog=examples("--data 医保数据 unblock 3f0c5b1e9a7d2c48"))
@click.argument("ids", nargs=-1, type=TEXT, metavar="ID...", required=True)
@click.pass_obj
def unblock(settings: Settings, *, ids: tuple[str, ...]) -> int:
    """Let blocked documents come in again, with the next `add` of their dump."""
    with ProgressBar() as progress, settings.open(progress) as engine:
        count = engine.unblock(ids)
    say(f"unblocked {count}")
    return ExitCode.DONE if count else ExitCode.NOTHING
