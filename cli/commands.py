"""The group of commands, and what stands before a command."""

from __future__ import annotations

import os
from importlib import import_module

import click

from ..messages import LANGUAGES
from . import advice
from .arguments import Settings, show_help
from .exits import ExitCode
from .help import worded

# The commands in the order in which a person meets them: the module and the name in it. A module is
# loaded when its command is, so that a search does not wait for the others.
_COMMANDS = {
    "add": ("add", "add"),
    "search": ("find", "search"),
    "suggest": ("find", "suggest"),
    "similar": ("show", "similar"),
    "explain": ("explain", "explain"),
    "show": ("show", "show"),
    "saved": ("saved", "saved"),
    "sources": ("upkeep", "sources"),
    "remove": ("add", "remove"),
    "purge": ("add", "purge"),
    "block": ("erase", "block"),
    "unblock": ("erase", "unblock"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
    "split": ("inspect", "split"),
    "analyze": ("inspect", "analyze"),
    "reindex": ("upkeep", "reindex"),
    "check": ("upkeep", "check"),
    "stats": ("upkeep", "stats"),
    "export": ("upkeep", "export"),
    "serve": ("serve", "serve"),
    "eval": ("evaluate", "evaluate"),
    "dict": ("dictionary", "dictionary"),
    "demo": ("demo", "demo"),
}
# Those that have something to warn of: that they wait for another writer, or what a server meets.
_WARNING = {
    *("add", "remove", "purge", "block", "unblock", "restore", "reindex", "check", "dict"),
    "serve",
}
_TYPED = click.core.ParameterSource.COMMANDLINE


class LazyGroup(click.Group):
    """Loads a command when it is asked for, and lists all in their order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        if cmd_name in _COMMANDS and cmd_name not in self.commands:
            module, name = _COMMANDS[cmd_name]
            command = getattr(import_module(f".{module}", __package__), name)
            self.add_command(command, cmd_name)
        found = super().get_command(ctx, cmd_name)
        return found and worded(found)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  souwen add dumps/\n  souwen search 异地就医 备案\n  souwen demo",
)
@click.option(
    "--data",
    default="souwen-data",
    envvar="SOUWEN_DATA",
    show_default=True,
    metavar="DIR",
    help="Where the corpus and its index are; $SOUWEN_DATA where it is not given.",
)
@click.option(
    "--index",
    envvar="SOUWEN_INDEX",
    metavar="URL",
    help="An index on a cluster, opensearch+https://HOST:9200/NAME; $SOUWEN_INDEX likewise.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="The language of messages and help; $SOUWEN_LANG, else that of the locale.",
)
@click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="How long to wait for another process that writes.  [default: 60]",
)
@click.option(
    "-v",
    "--verbose",
    count=True,
    help="Log progress to standard error; -vv also logs each file.",
)
@click.version_option(package_name="souwen", message="%(prog)s %(version)s")
@click.pass_context
def souwen(
    context: click.Context,
    *,
    data: str,
    index: str | None,
    lang: str | None,  # noqa: ARG001 - `main` reads it before, for errors and help are said in it
    lock_timeout: float | None,
    verbose: int,
) -> int:
    """搜文: full-text search over scraped Chinese article dumps."""
    context.obj = Settings(data, lock_timeout, index or None)
    advice.given(
        *(
            value if context.get_parameter_source(name) is _TYPED else None
            for name, value in (("data", data), ("index", index))
        )
    )
    if context.invoked_subcommand is None:
        return show_help(context)
    # A search has nothing to warn of, but what is wrong with one's own words.
    may_warn = context.invoked_subcommand in _WARNING or os.path.exists(  # noqa: PTH110 - quicker
        f"{data}/dictionary.tsv"
    )
    if verbose or may_warn:
        from .log import listen  # noqa: PLC0415 - not for a search

        listen(verbose)
    return ExitCode.DONE
