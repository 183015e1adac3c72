"""The documents that every engine takes in: those that souwen found in the dump."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING

from terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import souwen


@dataclass(frozen=True, slots=True)
class Document:
    """One document; `terms` is what `terms.terms_of` gives, title first, with spaces between."""

    id: str
    article: bool
    title: str
    body: str
    published: str | None
    channel: str | None
    terms: str

    @property
    def text(self) -> str:
        """Title and body."""
        return f"{self.title}\n{self.body}"


def keep(engine: souwen.Engine, path: Path, most: int | None = None) -> None:
    """Write the documents of a corpus to a file, with their terms; so many of them at most."""
    with path.open("w", encoding="utf-8") as file:
        for one in islice(engine.export(), most):
            title, body = str(one["title"]), str(one["body"])
            document = Document(
                str(one["id"]),
                one["kind"] == "article",
                title,
                body,
                str(one["published"]) if one["published"] else None,
                str(one["channel"]) if one["channel"] else None,
                " ".join([*terms_of(title), *terms_of(body)]),
            )
            file.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")


def read(path: Path) -> Iterator[Document]:
    """Give the documents of a file that `keep` wrote."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Document(**json.loads(line))


def batches(path: Path, size: int = 1_000, most: int | None = None) -> Iterator[list[Document]]:
    """Give the documents of a file in batches; at most so many documents."""
    documents = islice(read(path), most)
    while batch := list(islice(documents, size)):
        yield batch
