"""Every pattern of the way in, timed on strings made against it: none is slower than linear."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
import re._constants as op  # type: ignore[import-not-found]  # the parser of `re` has no stubs
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import souwen.ingest

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(souwen.ingest.__file__).parent
MODULES = [
    name.removeprefix("souwen.ingest.")
    for _, name, is_room in pkgutil.walk_packages([str(FOLDER)], "souwen.ingest.")
    if not is_room
]
SIZE = 4_000
QUICK = 0.01
"""Seconds: for so many characters, what is quadratic and of any weight takes ten times as long."""

COMMON = [
    " ",
    "\t",
    "\u3000",
    "1",
    "9",
    "2025",
    "年",
    "医",
    "a",
    "A",
    "-",
    ".",
    "，",
    ":",
    "<",
    '="',
]
COMMON += ["(", "\n", "_", "1,", "1 ", "a ", "医 ", "来源:", ">"]
EDGES = [("", ""), ("", "!"), ("", "医"), ("医", "医"), ("<a ", "x")]
#: Where in the value of a part the part inside it is.
INNER = {
    op.MAX_REPEAT: 2,
    op.MIN_REPEAT: 2,
    op.POSSESSIVE_REPEAT: 2,
    op.SUBPATTERN: 3,
    op.ASSERT: 1,
    op.ASSERT_NOT: 1,
}
USES = {
    "match": re.Pattern.match,
    "fullmatch": re.Pattern.fullmatch,
    "search": re.Pattern.search,
    "findall": re.Pattern.findall,
    "finditer": re.Pattern.findall,
    "split": re.Pattern.split,
    "sub": lambda pattern, text: pattern.sub(text[:0], text),
    "subn": lambda pattern, text: pattern.subn(text[:0], text),
}


def in_value(value: object) -> Iterator[re.Pattern[Any]]:
    """Give the patterns in a value of a module: one, or some in a container."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from in_value(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from in_value(inner)


def parsed_module(module: str) -> ast.Module:
    """Give the tree of a module of ingest, by its name below that."""
    return ast.parse((FOLDER / f"{module.replace('.', '/')}.py").read_text("utf-8"))


def uses_of(module: str) -> dict[str, set[str]]:
    """Give, for each name that a module calls a method of a pattern on, these methods."""
    uses: defaultdict[str, set[str]] = defaultdict(set)
    for node in ast.walk(parsed_module(module)):
        if isinstance(node, ast.Attribute) and node.attr in USES:
            at = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if isinstance(at, ast.Name):
                uses[at.id].add(node.attr)
    return uses


def collected() -> dict[str, tuple[re.Pattern[Any], set[str]]]:
    """Give every pattern by its name, and the ways in which it is used: all, if none is seen."""
    found = {}
    for name in MODULES:
        uses = uses_of(name)
        for variable, value in vars(importlib.import_module(f"souwen.ingest.{name}")).items():
            for number, pattern in enumerate(in_value(value)):
                ways = uses.get(variable) or {"match", "fullmatch", "search", "findall"}
                found[f"{name}.{variable}.{number}"] = pattern, ways
    return found


def parts_in(parsed: object) -> Iterator[str]:
    """Give the characters and the words that a parsed pattern is written with."""
    run = ""
    for code, value in parsed:  # type: ignore[attr-defined]
        if code is op.LITERAL:
            run += chr(value)
            continue
        yield run
        run = ""
        if code is op.NOT_LITERAL:
            yield chr(value)
        elif code is op.IN:
            yield from characters_in(value)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from parts_in(branch)
        elif code is op.ATOMIC_GROUP:
            yield from parts_in(value)
        elif code in INNER:
            yield from parts_in(value[INNER[code]])
    yield run


def characters_in(members: list[tuple[object, Any]]) -> Iterator[str]:
    """Give the characters that stand in a class."""
    for code, value in members:
        if code is op.LITERAL:
            yield chr(value)
        elif code is op.RANGE:
            yield from map(chr, value)


def strings_in(pattern: re.Pattern[Any]) -> tuple[list[str], list[str]]:
    """Give the characters and the words that a pattern is written with."""
    text = pattern.pattern
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    words = dict.fromkeys(parts_in(parser.parse(text, pattern.flags)))
    chars = dict.fromkeys(char for word in words for char in word)
    return list(chars), [word for word in words if len(word) > 1]


def against(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Give beginnings, pieces to repeat, and ends, which nearly fit a pattern."""
    chance = random.Random(repr(pattern.pattern))
    chars, words = strings_in(pattern)
    few = [*chance.sample(chars, min(len(chars), 40)), *chance.sample(words, min(len(words), 40))]
    # Two parts that the pattern repeats, one after the other, and near misses of its words.
    mixed = ["".join(chance.choices([*few, *COMMON], k=chance.randint(2, 4))) for _ in range(60)]
    missed = [word[:-1] for word in words[:20]]
    for piece in dict.fromkeys(filter(None, [*COMMON, *few, *mixed, *missed])):
        for before, after in EDGES:
            yield before, piece, after


def seconds(pattern: re.Pattern[Any], way: str, made: tuple[str, str, str], size: int) -> float:
    """Measure one use of a pattern, in processor time."""
    before, piece, after = made
    text: Any = before + (piece * (size // len(piece) + 1))[:size] + after
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    begun = time.process_time()
    USES[way](pattern, text)
    return time.process_time() - begun


def grows_too_much(
    pattern: re.Pattern[Any], way: str, made: tuple[str, str, str], size: int
) -> bool:
    """Tell whether twice and four times a size take clearly more than that, each time it is tried.

    Quadratic is 4 and 16 times as long. Processor time, for machines are shared.
    """
    for _ in range(3):
        once, twice = (seconds(pattern, way, made, size * more) for more in (1, 2))
        if twice < 2.8 * once or seconds(pattern, way, made, size * 4) < 8 * once:
            return False
    return True


def slow(pattern: re.Pattern[Any], way: str) -> tuple[str, str, str] | None:
    """Find a string on which a pattern is clearly slower than linear."""
    for made in against(pattern):
        # From few characters on, so that even what is exponential ends.
        for size in (24, 400, SIZE):
            if seconds(pattern, way, made, size) <= QUICK:
                continue
            if size == SIZE and grows_too_much(pattern, way, made, size // 2):
                return made
            # Once may be chance: on a busy machine anything takes long at times.
            if size < SIZE and all(seconds(pattern, way, made, size) > QUICK for _ in range(2)):
                return made
    return None


@pytest.mark.parametrize("name", collected())
def test_a_pattern_is_linear(name: str) -> None:
    """No string that nearly fits makes a pattern slow, in any way in which it is used."""
    pattern, ways = collected()[name]
    for way in ways:
        assert slow(pattern, way) is None


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (r"\s+$", "search"),
        (r"(?:a|\d+)+x", "match"),
        (r"(?:医|一)*:", "findall"),
        (r"\w+(?=:)", "sub"),
    ],
)
def test_a_pattern_that_is_not_linear_is_seen(text: str, way: str) -> None:
    """The measure tells quadratic and exponential patterns from linear ones."""
    assert slow(re.compile(text), way) is not None


def test_no_pattern_is_hidden() -> None:
    """Patterns are made where they can be collected: none inside a function, none unnamed."""
    for module in MODULES:
        for node in ast.walk(parsed_module(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = [
                    call.lineno
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and isinstance(call.func.value, ast.Name)
                    and call.func.value.id == "re"
                    and call.func.attr != "escape"
                ]
                assert not inside, f"{module}.py: {inside}"
