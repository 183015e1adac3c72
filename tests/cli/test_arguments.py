"""What several commands have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from souwen.cli.arguments import TEXT, TextCommand, examples, size

if TYPE_CHECKING:
    from conftest import Run


@click.command(cls=TextCommand)
@click.argument("words", nargs=-1, type=TEXT)
@click.option("-n", "--number", type=int)
@click.option("--flag", is_flag=True)
def command(**given: object) -> dict[str, object]:
    """Return what was given."""
    return given


@pytest.mark.parametrize(
    ("arguments", "words", "number", "flag"),
    [
        (["社保", "-报销"], ("社保", "-报销"), None, False),
        (["-n", "3", "社保", "--flag"], ("社保",), 3, True),
        (["-n3", "-5", "-nCoV"], ("-5", "-nCoV"), 3, False),
        (["--number=3", "--医保", "-"], ("--医保", "-"), 3, False),
        (["--flag", "--", "--flag", "-n"], ("--flag", "-n"), None, True),
    ],
)
def test_words_may_begin_with_a_dash(
    arguments: list[str], words: tuple[str, ...], number: int | None, flag: bool
) -> None:
    """What is no option is a word of the text, wherever the options stand."""
    given = command.main(arguments, standalone_mode=False)
    assert given == {"words": words, "number": number, "flag": flag}


@pytest.mark.parametrize("arguments", [["社保", "--falg"], ["社保", "-n"]])
def test_a_mistyped_option_is_none(arguments: list[str]) -> None:
    """Two dashes and a letter make an option, and one that needs a value has to have it."""
    with pytest.raises(click.UsageError):
        command.main(arguments, standalone_mode=False)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1000000", 1_000_000),
        ("500K", 500 << 10),
        ("64mb", 64 << 20),
        (" 2GiB ", 2 << 30),
        ("1t", 1 << 40),
        ("64 M", None),
        ("0", None),
        ("-1", None),
        ("many", None),
        ("", None),
    ],
)
def test_sizes(written: str, expected: int | None) -> None:
    """A size is a number of bytes, or of powers of 1024; nothing else is one."""
    if expected is None:
        with pytest.raises(click.BadParameter, match="is no size"):
            size(written)
    else:
        assert size(written) == expected


@pytest.mark.parametrize("command", ["add", "split"])
def test_a_size_that_is_none_is_a_usage_error(run: Run, command: str) -> None:
    """The commands that read files say what a size looks like."""
    ended = run(command, "x", "--max-size", "much")
    assert (ended.code, ended.out) == (2, "")
    assert "'much' is no size: write for example 64M or 2G" in ended.err


def test_examples() -> None:
    """The examples are lines as they are typed, which click leaves as they are."""
    assert examples("add a", "stats") == "\b\nExamples:\n  souwen add a\n  souwen stats"
