"""How many altered copies of a text are found to be versions of it: a table in Markdown.

    python benchmarks/copies.py NEWS.jsonl.gz [--texts 300]

Each line of the dump is a JSON object with a `text`. The same texts give the same table.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from souwen.index.columns import Entry
from souwen.index.segments.snapshot import Snapshot
from souwen.index.segments.writer import IndexWriter, create
from souwen.search.ranking.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SHORTEST = 200
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_NUMBER = re.compile(r"\d{3,9}")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", type=Path)
    parser.add_argument("--texts", type=int, default=300)
    arguments = parser.parse_args()
    with gzip.open(arguments.dump, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    chance = random.Random(1)
    texts = [text for text in texts if len(text) >= _SHORTEST]
    drawn = chance.sample(texts, arguments.texts)
    print("| copy | on the line of its text |\n|---|---:|")
    for name, alter in _copies(chance, texts).items():
        print(f"| {name} | {_found(drawn, [alter(text) for text in drawn]):.2f} |")


def _copies(chance: random.Random, texts: Sequence[str]) -> dict[str, Callable[[str], str]]:
    """Return the ways to alter a text."""

    def rewritten(text: str, share: float) -> str:
        sentences, others = (_SENTENCE.findall(one) for one in (text, chance.choice(texts)))
        for at in chance.sample(range(len(sentences)), max(round(len(sentences) * share), 1)):
            sentences[at] = chance.choice(others)
        return "".join(sentences)

    return {
        "a new title before the text": lambda text: "网友热议：真相原来如此\n" + text,
        "boilerplate before": lambda text: f"来源：某某网 2025-04-26 10:33 作者：王小明\n{text}",
        "cut to 80 %": lambda text: text[: len(text) * 4 // 5],
        "cut to half": lambda text: text[: len(text) // 2],
        "cut to 160 characters": lambda text: text[:160],
        "cut to 80 characters": lambda text: text[:80],
        "10 % of the sentences other": lambda text: rewritten(text, 0.1),
        "25 % of the sentences other": lambda text: rewritten(text, 0.25),
        "numbers of three digits and more swapped": lambda text: _NUMBER.sub(
            lambda number: str(int(number.group()) + 7), text
        ),
    }


def _found(texts: Sequence[str], copies: Sequence[str]) -> float:
    """Return the share of copies that are put on the line of their text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create(folder)
        writer = IndexWriter(folder)
        both = [text for pair in zip(texts, copies, strict=True) for text in pair]
        writer.add(
            [
                Entry(f"{at:016x}", article=True, day=0, channel="", title="", body=text)
                for at, text in enumerate(both)
            ]
        )
        writer.commit()
        snapshot = Snapshot(folder)
        found = 0
        for at in range(0, len(both), 2):
            ids = [f"{at:016x}", f"{at + 1:016x}"]
            found += len(set(Versions(snapshot).lines_of(snapshot.ordinals(ids)))) == 1
        snapshot.close()
    return found / len(texts)


if __name__ == "__main__":
    main()
