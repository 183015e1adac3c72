"""Documents as JSON lines that `add` takes back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ingest.rows.exported import MARK, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..corpus.reader import CorpusReader


def exported(reader: CorpusReader, *, retired: bool = False) -> Iterator[dict[str, object]]:
    """Yield every document; see `Engine.export`."""
    shared = reader.shared_refs()
    for document in reader.live(retired=retired):
        own = [ref for ref in document.refs if ref not in shared]
        row: dict[str, object] = {
            "id": own[0] if own else document.id,
            "kind": document.kind.value,
            "title": document.title,
            "body": document.body,
            "published": document.published,
            "channel": document.channel,
            "url": document.url,
            "refs": document.refs,
            "urls": document.urls,
            "flags": document.flags,
            MARK: VERSION,
        }
        yield {**row, "retired": True} if document.retired else row
