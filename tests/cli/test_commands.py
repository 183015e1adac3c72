"""Every command is documented and has help."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from souwen import Document, Hit, Results
from souwen.cli.commands import souwen
from souwen.corpus.sources import SourceInfo
from souwen.ingest.report import AddReport

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text("utf-8")
HAN = re.compile("[\u4e00-\u9fff]{2}")
GROUP = click.Context(souwen, info_name="souwen", **souwen.context_settings)
COMMANDS = (
    "add search suggest similar explain show saved sources remove purge block unblock backup"
    " restore split analyze reindex check stats export serve eval dict demo"
)


def section(name: str) -> str:
    """Give what the documentation says about a command."""
    found = re.search(rf"^## `souwen {name}\b.*?(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no section on {name}"
    return found.group()


def command_of(name: str) -> click.Command:
    """Give a command."""
    command = souwen.get_command(GROUP, name)
    assert command
    return command


def parameters_of(name: str) -> list[click.Parameter]:
    """Give the options and arguments of a command, and of the commands in it."""
    command = command_of(name)
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return [parameter for one in (command, *inner) for parameter in one.params]


def help_of(name: str) -> str:
    """Give the help of a command."""
    command = command_of(name)
    return command.get_help(click.Context(command, GROUP, name))


def test_all_commands_are_there() -> None:
    """The commands are those of the design, in the order in which a person meets them."""
    assert " ".join(souwen.list_commands(GROUP)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS.split())
def test_a_command_is_documented(name: str) -> None:
    """Each option and each argument of a command stands in its section."""
    said = section(name)
    for parameter in parameters_of(name):
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert all(f"`{option}" in said for option in parameter.opts), parameter.opts
            choices = getattr(parameter.type, "choices", ())
            assert all(choice in said for choice in choices)
        else:
            usage = [line for line in said.splitlines() if "`souwen " in line]
            assert any(str(parameter.metavar) in line for line in usage)


@pytest.mark.parametrize("name", COMMANDS.split())
def test_a_command_has_help_with_a_chinese_example(name: str) -> None:
    """The help says what a command does, and shows it on Chinese."""
    said = help_of(name)
    assert command_of(name).help
    assert "Examples:\n  souwen " in re.sub(r"\n +", "\n  ", said)
    assert HAN.search(said) or name == "demo"
    assert HAN.search(section(name))


def test_the_documented_options_exist() -> None:
    """No option is documented that there is not."""
    for name in COMMANDS.split():
        known = {option for parameter in parameters_of(name) for option in parameter.opts}
        listed = re.findall(r"^\| `(--?[a-z-]+)", section(name), re.MULTILINE)
        assert set(listed) <= known, name


def test_global_options_are_documented() -> None:
    """What stands before a command is documented, and the help shows it on Chinese."""
    for parameter in souwen.params:
        assert all(f"`{option}" in DOCS for option in parameter.opts)
    assert HAN.search(souwen.get_help(GROUP))


def test_the_fields_of_json_are_documented() -> None:
    """Every field that --json prints stands in the section of its command."""
    results = Results("医保", ())
    fields = {
        "add": AddReport().as_dict(),
        "search": (*results.as_dict(), *Hit.__slots__),
        "show": Document.__slots__,
        "sources": SourceInfo.__slots__,
    }
    for name, of_command in fields.items():
        for field in of_command:
            assert f"`{field}`" in section(name), (name, field)
