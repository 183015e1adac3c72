"""Decoded text to the documents on its pages: the step that a better splitter repeats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..corpus.documents import Kind
from ..corpus.sources import Form, Page
from .pages.split import SplitPage, split_text
from .text.html import HtmlText, looks_like_html, read_documents

if TYPE_CHECKING:
    from ..corpus.documents import Record
    from ..corpus.sources import Member
    from .text.page_data import PageData


_SHORTEST_SUMMARY = 20
_DATED = 2
_SUMMED = 3


@dataclass(frozen=True, slots=True)
class PagesRead:
    """The records of each page, and what a person should know about them."""

    pages: tuple[tuple[Record, ...], ...]
    warnings: tuple[str, ...] = ()


def form_of(text: str) -> Form:
    """Return whether a text is HTML."""
    return Form.HTML if looks_like_html(text) else Form.TEXT


def read_pages(text: str, form: Form) -> PagesRead:
    """Split a text, or each HTML document in it; a page without any document is none."""
    pages, warnings = split_pages(text, form)
    noted = dict.fromkeys([*warnings, *(warning for page in pages for warning in page.warnings)])
    return PagesRead(tuple(page.records for page in pages if page.records), tuple(noted))


def split_pages(text: str, form: Form) -> tuple[list[SplitPage], tuple[str, ...]]:
    """Split a text, or each HTML document in it, and return what was wrong with the markup.

    Of an HTML page whose form is not that of docs/page-grammar.md, only the main text is split.
    """
    if form is not Form.HTML:
        return split_text(text), ()
    documents = read_documents(text)
    pages = [page for document in documents for page in _split_document(document)]
    warnings = dict.fromkeys(warning for document in documents for warning in document.warnings)
    return pages, tuple(warnings)


def keyed_pages(key: str, pages: tuple[tuple[Record, ...], ...]) -> tuple[Page, ...]:
    """Key each page: by the member's own key, or, of several, by `KEY#1`, `KEY#2`..."""
    if len(pages) == 1:
        return (Page(1, key, pages[0]),)
    return tuple(Page(at, f"{key}#{at}", records) for at, records in enumerate(pages, start=1))


def keyed_by_contents(member: Member) -> Member:
    """Return a member whose key is another's, too, keyed by what it holds besides."""
    key = f"{member.key}#{member.digest[:16]}"
    pages = keyed_pages(key, tuple(page.records for page in member.pages))
    return replace(member, key=key, pages=pages)


def _split_document(document: HtmlText) -> list[SplitPage]:
    split = split_text(document.text)
    if document.main is not None and not _is_page_form(split):
        of_main = split_text(document.main)
        split = of_main if any(page.records for page in of_main) else split
    articles = [one for page in split for one in page.records if one.kind is Kind.ARTICLE]
    if len(articles) != 1:
        return split
    return [_completed(page, document.data) for page in split]


def _completed(page: SplitPage, data: PageData) -> SplitPage:
    """Add what a page says about itself to what its article says.

    A date at the end of the text is that of a signature: the page itself knows better.
    """
    records = tuple(
        record
        if record.kind is not Kind.ARTICLE
        else replace(
            record,
            published=(page.signed and data.published) or record.published or data.published,
            channel=record.channel or data.channel,
            url=record.url or data.url,
        )
        for record in page.records
    )
    return replace(page, records=records)


def _is_page_form(split: list[SplitPage]) -> bool:
    """Return whether there are recommendations with summaries, mostly dated: no main text."""
    for page in split:
        snippets = [record for record in page.records if record.kind is Kind.SNIPPET]
        summed = [record for record in snippets if len(record.body) >= _SHORTEST_SUMMARY]
        dated = [record for record in summed if record.published or record.channel]
        if len(dated) >= _DATED or (len(summed) >= _SUMMED and 2 * len(summed) > len(snippets)):
            return True
    return False
