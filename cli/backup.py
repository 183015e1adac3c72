"""The commands that copy a data folder, and put a copy back."""

from __future__ import annotations

import click

from .arguments import Settings, examples
from .exits import ExitCode
from .progress import ProgressBar
from .terminal import say, tell


@click.command(epilog=examples("backup 备份/2025-05-01"))
@click.argument("target", type=click.Path(), metavar="DIR")
@click.pass_obj
def backup(settings: Settings, *, target: str) -> int:
    """Copy the corpus and your own words into a folder, while others may write.

    The copy is one state of the corpus. The index is left out: it is made from the corpus.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        made = engine.backup(target)
    say(f"backed up {made.documents:,} documents, to change {made.seq}, into {target}")
    return ExitCode.DONE


@click.command(epilog=examples("restore 备份/2025-05-01", "--data 另一处 restore 备份/2025-05-01"))
@click.argument("source", type=click.Path(), metavar="DIR")
@click.option("--yes", is_flag=True, help="Replace what is in the data folder without asking.")
@click.pass_obj
def restore(settings: Settings, *, source: str, yes: bool) -> int:
    """Put a backup in the place of what is in the data folder.

    The backup is verified before anything is replaced. The next search builds the index.
    """
    with ProgressBar() as progress, settings.open(progress) as engine:
        restored = engine.restore(source, yes=yes, confirm=progress.agreed)
    if restored is None:
        tell("souwen: nothing was replaced: agree with --yes")
        return ExitCode.SKIPPED
    say(f"restored {restored.documents:,} documents, of {restored.made_at}")
    return ExitCode.DONE
