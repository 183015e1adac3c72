"""Decoded text to the documents on its pages: the step that a better splitter repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..corpus.source import Form, Page
from .html import looks_like_html, read_documents
from .split import split_text

if TYPE_CHECKING:
    from ..corpus.document import Record


@dataclass(frozen=True, slots=True)
class PagesRead:
    """The records of each page, and what a person should know about them."""

    pages: tuple[tuple[Record, ...], ...]
    warnings: tuple[str, ...] = ()


def form_of(text: str) -> Form:
    """Tell whether a text is to be read as HTML."""
    return Form.HTML if looks_like_html(text) else Form.TEXT


def read_pages(text: str, form: Form) -> PagesRead:
    """Split a text, or each HTML document in it; a page without any document is none."""
    warnings: dict[str, None] = {}
    plain = [text]
    if form is Form.HTML:
        documents = read_documents(text)
        plain = [document.text for document in documents]
        warnings.update((warning, None) for document in documents for warning in document.warnings)
    pages = []
    for part in plain:
        for page in split_text(part):
            warnings.update((warning, None) for warning in page.warnings)
            if page.records:
                pages.append(page.records)
    return PagesRead(tuple(pages), tuple(warnings))


def keyed_pages(key: str, pages: tuple[tuple[Record, ...], ...]) -> tuple[Page, ...]:
    """Give each page its source key: the member's own, or, of several, `KEY#1`, `KEY#2`..."""
    if len(pages) == 1:
        return (Page(1, key, pages[0]),)
    return tuple(
        Page(number, f"{key}#{number}", records) for number, records in enumerate(pages, start=1)
    )
