"""Answer a shell that completes a command line; click does the work."""

from __future__ import annotations

import click
from click.shell_completion import shell_complete

from .commands import souwen

#: The variable in which a shell asks; its value is what, as `bash_source` or `bash_complete`.
VARIABLE = "_SOUWEN_COMPLETE"
# Files are named by what an argument or option calls its value.
_FILES = ("PATH...", "FILE...", "FILE", "QUERIES", "QRELS")
_FOLDERS = ("DIR",)


def complete(instruction: str) -> int:
    """Answer a shell on standard output; return the exit code."""
    context = click.Context(souwen, info_name="souwen")
    _with_files(souwen)
    for name in souwen.list_commands(context):
        command = souwen.get_command(context, name)
        if command is not None:
            _with_files(command)
    return shell_complete(souwen, {}, "souwen", VARIABLE, instruction)


def _with_files(command: click.Command) -> None:
    """Complete the names of files where files are meant; parsed they are as plain text."""
    for parameter in command.params:
        if parameter.metavar in _FILES:
            parameter.type = click.Path()
        elif parameter.metavar in _FOLDERS:
            parameter.type = click.Path(file_okay=False)
