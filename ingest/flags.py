"""What can be told of a document's quality from its own title and text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ..corpus.document import Flag, Kind
from .places import places_in

if TYPE_CHECKING:
    from .places import Place

_SENTENCE_END = re.compile(r"[。！？!?…][”’」』)）\]】》]*\s*\Z")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_NOTHING_FOUND = re.compile(
    "(?:抱歉|很抱歉|对不起|您好)?[,，。!！\\s]{0,3}(?:目前|当前|我|我们|系统)?"
    "(?:暂时?(?:无法|没有|未能|未)|无法|未能|没有|未)(?:为您)?"
    "(?:查找|查询|查|搜索|搜|检索|得知|获取|获知|确定|找)(?:不)?到?"
)


def flags_of(kind: Kind, title: str, body: str) -> tuple[Flag, ...]:
    """Give the flags of a document, sorted by name.

    * `fallback`: the text begins by saying that nothing was found.
    * `number-mismatch`: a number of the title is nowhere in the text.
    * `place-mismatch`: the place of the title is nowhere in the text, or the page is a fallback,
      and the first place that the text names lies in another prefecture.
    * `truncated`: the summary of a snippet ends without the end of a sentence.
    """
    flags = []
    plain_title, plain_body = _plain(title), _plain(body)
    fallback = _NOTHING_FOUND.match(plain_body) is not None
    if fallback:
        flags.append(Flag.FALLBACK)
    if plain_body and not set(_NUMBER.findall(plain_title)) <= set(_NUMBER.findall(plain_body)):
        flags.append(Flag.NUMBER_MISMATCH)
    if _is_elsewhere(plain_title, plain_body, fallback=fallback):
        flags.append(Flag.PLACE_MISMATCH)
    if kind is Kind.SNIPPET and body and not _SENTENCE_END.search(body):
        flags.append(Flag.TRUNCATED)
    return tuple(flags)


def _plain(text: str) -> str:
    """Fold width, and thousands commas, so that 18,700 is 18700."""
    folded = unicodedata.normalize("NFKC", text)
    return _THOUSANDS.sub(lambda number: number.group().replace(",", ""), folded)


def _is_elsewhere(title: str, body: str, *, fallback: bool) -> bool:
    here = places_in(title)
    if not here:
        return False
    place = here[-1].place  # the narrowest stands last: 黑龙江佳木斯
    named = [mention.place for mention in places_in(body)]
    if not fallback and any(_within(other, place) for other in named):
        return False
    # A fallback repeats the title before it turns to another place; and what both lie in says
    # nothing.
    others = [other for other in named if not (_within(other, place) or _within(place, other))]
    return bool(others)


def _within(inner: Place, outer: Place) -> bool:
    """Tell whether a place lies in another's prefecture, or in another that is a province."""
    if outer.prefecture is None:
        return inner.province == outer.province
    return inner.prefecture == outer.prefecture
