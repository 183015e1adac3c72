"""The commands for a person's own words: dict add, remove, list, check."""

from __future__ import annotations

import click

from ..language.harmless import harmless
from .arguments import TEXT, Settings, examples, json_option, show_help
from .exits import ExitCode
from .render import print_table
from .safe import as_json
from .terminal import out, say, tell


@click.group(
    name="dict",
    invoke_without_command=True,
    epilog=examples("dict add 慢特病 门诊慢特病", "dict list"),
)
@click.pass_context
def dictionary(context: click.Context) -> int:
    """Keep your own words and synonyms.

    They count in every search from now on; nothing is indexed again. Quoted strings are never
    read otherwise than they stand.
    """
    return ExitCode.DONE if context.invoked_subcommand else show_help(context)


@dictionary.command(epilog=examples("dict add 居保 居民医保 城乡居民医保", "dict add 惠民保"))
@click.argument("word", type=TEXT, metavar="WORD")
@click.argument("synonyms", nargs=-1, type=TEXT, metavar="[SYNONYM]...")
@click.pass_obj
def add(settings: Settings, *, word: str, synonyms: tuple[str, ...]) -> int:
    """Keep a word, and what means the same.

    WORD is no longer cut apart. Each SYNONYM finds what WORD finds, and the other way round. A
    word that is there already gets the synonyms in addition to those it has.
    """
    with settings.open() as engine:
        entry = engine.dictionary_add(word, synonyms)
    out(harmless(" = ".join((entry.word, *entry.synonyms))))
    return ExitCode.DONE


@dictionary.command("import", epilog=examples("dict import 词表.txt", "dict import userdict.txt"))
@click.argument("file", type=click.Path(), metavar="FILE")
@click.pass_obj
def import_(settings: Settings, *, file: str) -> int:
    """Keep the words of a file, all of them or none.

    FILE holds a word a line, alone, or with its synonyms behind tabs, or as jieba's user
    dictionaries have it (a word, how often it is, a tag), of which only the word counts. Where a
    line cannot be read, that is said, and nothing is kept.
    """
    with settings.open() as engine:
        imported = engine.dictionary_import(file)
    say(
        f"{imported.words:,} words, {imported.new_words:,} of them new, "
        f"and {imported.new_synonyms:,} new synonyms"
    )
    if imported.left_out:
        tell(f"souwen: numbers and tags of jieba mean nothing here: {imported.left_out:,} left out")
    return ExitCode.DONE


@dictionary.command(epilog=examples("dict remove 居保"))
@click.argument("word", type=TEXT, metavar="WORD")
@click.pass_obj
def remove(settings: Settings, *, word: str) -> int:
    """Forget a word, also as a synonym of others."""
    with settings.open() as engine:
        was_there = engine.dictionary_remove(word)
    if not was_there:
        tell("souwen: there is no such word: `souwen dict list` shows them")
        return ExitCode.NOTHING
    say(f"removed {word}")
    return ExitCode.DONE


@dictionary.command("list", epilog=examples("dict list", "dict list --json > 词典.json"))
@json_option("a JSON array of objects")
@click.pass_obj
def list_(settings: Settings, *, json_: bool) -> int:
    """List your own words, each with its synonyms."""
    with settings.open() as engine:
        words = engine.dictionary()
    entries = list(words)
    if json_:
        out(as_json([entry.as_dict() for entry in entries]))
    elif entries:
        print_table([entry.word, " ".join(entry.synonyms)] for entry in entries)
    for problem in words.problems:
        tell(f"warning: {problem}")
    if not words.is_usable:
        return ExitCode.FAILED
    if not entries:
        tell("souwen: there are no words of your own: `souwen dict add WORD` keeps one")
        return ExitCode.NOTHING
    return ExitCode.DONE


@dictionary.command(epilog=examples("dict check", "dict check --accept"))
@click.option("--accept", is_flag=True, help="Let the file count as it is now.")
@click.pass_obj
def check(settings: Settings, *, accept: bool) -> int:
    """Verify the file of your own words; accept it after an edit by hand.

    A file that is another than souwen wrote may be damaged, so no search uses it until you have
    looked at it.
    """
    with settings.open() as engine:
        words = engine.dictionary_accept() if accept else engine.dictionary()
    for problem in words.problems:
        tell(f"souwen: {problem}")
    if words.problems:
        return ExitCode.FAILED
    say(f"No problems found in {len(list(words)):,} of your own words.")
    return ExitCode.DONE
