"""A judged set of texts: what people of a small town and around it read and ask.

`documents()` gives the texts and their versions, `write_dump` writes them as lines of JSON, by
whose ids `qrels.tsv` names them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent


class Text(NamedTuple):
    """One document; `id` is its name in `qrels.tsv`."""

    id: str
    title: str
    body: str
    channel: str
    published: str


def documents() -> list[Text]:
    """Return all texts, then the versions of some of them."""
    texts = {text.id: text for text in _texts()}
    return [*texts.values(), *_versions(texts)]


def write_dump(path: Path) -> None:
    """Write the documents, a line of JSON each."""
    lines = [json.dumps(text._asdict(), ensure_ascii=False) + "\n" for text in documents()]
    path.write_text("".join(lines), "utf-8")


def table(name: str) -> list[list[str]]:
    """Return the fields of the lines of a file."""
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]


def _texts() -> Iterator[Text]:
    text = (HERE / "texts.txt").read_text("utf-8")
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        heading, title, *lines = block.strip().splitlines()
        id_, channel, published = heading.split()
        yield Text(id_, "" if title == "-" else title, "\n".join(lines), channel, published)


def _versions(texts: dict[str, Text]) -> Iterator[Text]:
    """Return texts that others took over, with another title, changed a little, or cut."""
    for id_, of, length, title, channel, published, changes in table("versions.tsv")[1:]:
        body = texts[of].body
        for change in filter(None, changes.split("|")):
            old, new = change.split("=>")
            if old not in body:
                raise ValueError(f"{id_}: {old} is not in {of}")
            body = body.replace(old, new)
        yield Text(id_, title, body[: int(length) or None], channel, published)
