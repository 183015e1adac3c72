"""The command that shows souwen on its bundled sample dump: demo."""

from __future__ import annotations

import os
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

import click

from ..language.harmless import harmless
from .advice import command as command_line
from .advice import given, typed
from .arguments import examples
from .exits import ExitCode
from .render import shown_path
from .terminal import out, say

#: Where the bundled samples go.
FOLDER = "souwen-demo"
_SEARCHES = (
    ("社保卡丢了怎么补办", "--limit", "3"),
    ('"社保基数"', "--sort", "newest", "--limit", "3"),
    ("产假", "天数"),
)


@click.command(epilog=examples("demo", "--data souwen-demo search 门诊报销"))
@click.pass_context
def demo(context: click.Context) -> int:
    """Take in the bundled sample dump and search it.

    The data goes to souwen-demo in the current folder, or to a temporary folder where that cannot
    be written. A second time finds it there. It stays, for you to go on.
    """
    data = _data_folder()
    group = context.find_root().command
    code = ExitCode.DONE
    with as_file(files(__package__.partition(".")[0]) / "samples" / "pages") as pages:
        commands = [("add", shown_path(str(pages)))]
        commands += [("search", *words) for words in _SEARCHES]
        for command in commands:
            line = ["souwen", "--data", data, *command]
            out(harmless(f"$ {' '.join(map(typed, line))}"))
            with group.make_context("souwen", line[1:]) as inner:
                code = max(code, ExitCode(group.invoke(inner)))
            out("")
    given(data)
    say(f"Go on with: {command_line('search', '医保')}")
    return code


def _data_folder() -> str:
    here = Path(FOLDER)
    if os.access(here if here.exists() else Path(), os.W_OK):
        return FOLDER
    return tempfile.mkdtemp(prefix=f"{FOLDER}-")
