"""The options of a search on the command line."""

from __future__ import annotations

import click
import pytest

from souwen.cli.search_options import narrowing_options, search_options
from souwen.search.request import options


@click.command
@search_options
def search(**given: object) -> dict[str, object]:
    """Return what was given."""
    return given


@click.command
@narrowing_options
def explain(**given: object) -> dict[str, object]:
    """Return what was given."""
    return given


def test_defaults_are_those_of_a_request() -> None:
    """What is not given is as in a request, under its name; `explain` has what narrows."""
    defaults = {field.name: field.default for field, option in options() if not option.hidden}
    assert search.main([], standalone_mode=False) == defaults
    narrows = {field.name for field, option in options() if option.narrows}
    narrowing = {name: default for name, default in defaults.items() if name in narrows}
    assert narrowing
    assert explain.main([], standalone_mode=False) == narrowing


def test_every_option_can_be_given() -> None:
    """Switches turn their default round, choices are read in any case, numbers are numbers."""
    for field, option in options():
        name = f"--{field.name.replace('_', '-')}"
        if option.hidden:
            with pytest.raises(click.NoSuchOption):
                search.main([name], standalone_mode=False)
            continue
        if isinstance(field.default, bool):
            switch = name.replace("--", "--no-") if option.negated else name
            arguments, expected = [switch], not field.default
        elif option.choices:
            arguments, expected = (
                [name, option.choices[-1].upper()],
                option.choices[-1],
            )
        elif isinstance(field.default, int):
            arguments, expected = [option.short or name, "7"], 7
        else:
            arguments, expected = [name, "医保"], "医保"
        given = search.main(arguments, standalone_mode=False)
        assert given[field.name] == expected, field.name


@pytest.mark.parametrize("arguments", [["--limit", "-1"], ["--kind", "book"], ["--facet"]])
def test_what_no_request_takes(arguments: list[str]) -> None:
    """A value that cannot be carried out, or an option that is none, is a usage error."""
    with pytest.raises(click.UsageError):
        search.main(arguments, standalone_mode=False)
