"""Read a piece of a query as a token, a quoted string or a filter."""

from __future__ import annotations

import unicodedata

from ...corpus.documents import Flag, Kind
from ...language.atoms import is_of_atom
from ...language.characters import HAN_RUN
from ...language.days import days_asked_for
from ...language.normalise import normalise
from ...language.place_names import place_asked_for
from ...language.terms import runs
from .tree import Field, Filter, FilterName, Literal, Token

_STARS = "*＊﹡"
# Punctuation that carries meaning at the edge of a token (8%, C#) ...
_MEANT = frozenset("%％﹪‰‱٪#＃﹟&＆﹠@＠﹫′″‴")
_HASHES = frozenset("#＃﹟")
# ... and symbols that do not.
_IDLE = frozenset("~～^＾`｀´¨¯|｜￨")
# Each opening bracket with its closing one; round ones may be mixed, as they are when typed.
_PARTNER = dict(zip("([［{｛【《〈「『〔〖“‘", ")]］}｝】》〉」』〕〗”’", strict=True)) | {
    "（": ")"
}
_CLOSES = {closing: closing for closing in _PARTNER.values()} | {"）": ")"}

_KINDS = {
    "article": Kind.ARTICLE,
    "文章": Kind.ARTICLE,
    "snippet": Kind.SNIPPET,
    "片段": Kind.SNIPPET,
}
#: What people call a flag; programs take its own name.
FLAG_NAMES = {
    Flag.TRUNCATED: "摘要不全",
    Flag.NUMBER_MISMATCH: "数字不符",
    Flag.FALLBACK: "没有答案",
    Flag.PLACE_MISMATCH: "地名不符",
    Flag.ERROR_PAGE: "错误页",
}
_FLAGS = {name: flag for flag, chinese in FLAG_NAMES.items() for name in (flag.value, chinese)}
#: The filters by date.
DATES = (FilterName.AFTER, FilterName.BEFORE, FilterName.ADDED_AFTER)
# Longer than any readable value with punctuation around it. A limit, because a value is looked at
# as far as a mark that may close it, however often such a mark opens.
_SHORT_VALUES = (FilterName.KIND, FilterName.PLACE, FilterName.FLAG, *DATES)
_LONGEST_VALUES = dict.fromkeys(_SHORT_VALUES, 50)


def is_searchable(text: str) -> bool:
    """Whether there is a letter, a digit or an ideograph in a text as a person gave it."""
    return any(True for _ in runs(normalise(text)))


def read_literal(content: str, field: Field = Field.ALL) -> Literal | None:
    """Read what stands between two quotation marks; None where it holds nothing to search for."""
    return Literal(content, field) if is_searchable(content) else None


def read_token(raw: str, field: Field = Field.ALL) -> Token | None:
    """Read what stands between two spaces; None where it holds nothing to search for.

    A star beside a number or a letter is a wildcard; beside a Han character it means nothing, for
    a token of Han characters is found inside words anyway.
    """
    start, end = trimmed(raw)
    text = raw[start:end]
    if not is_searchable(text):
        return None
    plain = normalise(text)
    return Token(
        text,
        field,
        open_start=start > 0 and raw[start - 1] in _STARS and is_of_atom(plain[0]),
        open_end=end < len(raw) and raw[end] in _STARS and is_of_atom(plain[-1]),
    )


def read_filter(name: FilterName, raw: str) -> Filter | None:
    """Read the value of a filter; None where it is none.

    Args:
        name: which filter.
        raw: what stands behind the colon, without the marks around it.
    """
    value = raw.strip()
    if name in _LONGEST_VALUES and len(value) > _LONGEST_VALUES[name]:
        return None
    if name is FilterName.KIND:
        kind = _KINDS.get(unicodedata.normalize("NFKC", value).casefold())
        return Filter(name, kind.value) if kind else None
    if name is FilterName.FLAG:
        flag = _FLAGS.get(unicodedata.normalize("NFKC", value).casefold())
        return Filter(name, flag.value) if flag else None
    if name is FilterName.PLACE:
        place = place_asked_for(normalise(value))
        if place is None:
            return None
        value = value if place == normalise(value) else place
    if name in DATES:
        days = days_asked_for(value)
        return (
            Filter(name, days.last if name is FilterName.BEFORE else days.first) if days else None
        )
    return Filter(name, value) if value else None


def trimmed(raw: str) -> tuple[int, int]:
    """Return the half-open part of a token that is not punctuation at its edges.

    A bracket at an edge stays where its partner stays: `门诊(普通)` but `(普通)` without them.
    Signs that belong to a number or a word in letters (8%, C#) come off beside a Han character.
    """
    partners = _partners(raw)
    start, end = 0, len(raw)
    before = None
    while before != (start, end):
        before = start, end
        while start < end and _is_edge(raw[start]) and not start < partners.get(start, -1) < end:
            start += 1
        while (
            start < end
            and _is_edge(raw[end - 1])
            and not (start <= partners.get(end - 1, -1) < end - 1)
        ):
            end -= 1
        if end - start > 1 and partners.get(start) == end - 1:
            start, end = start + 1, end - 1
        if end - start > 2 and raw[start] in _HASHES and raw[end - 1] in _HASHES:  # noqa: PLR2004 - and something between
            start, end = start + 1, end - 1
        if end - start > 1 and _is_sign(raw[start]) and HAN_RUN.match(raw[start + 1]):
            start += 1
        if end - start > 1 and _is_sign(raw[end - 1]) and HAN_RUN.match(raw[end - 2]):
            end -= 1
    return start, end


def _partners(raw: str) -> dict[int, int]:
    """Pair the brackets and marks of a token: the place of each with that of its partner."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    for at, character in enumerate(raw):
        if character in _PARTNER:
            waiting.append((_PARTNER[character], at))
        elif waiting and waiting[-1][0] == _CLOSES.get(character):
            _, opening = waiting.pop()
            pairs[opening], pairs[at] = at, opening
    return pairs


def _is_sign(character: str) -> bool:
    """Whether a character is a sign of its own kind: of money, of mathematics, a picture."""
    return character in _MEANT or unicodedata.category(character)[0] == "S"


def _is_edge(character: str) -> bool:
    """Whether a character means nothing at the edge of a token."""
    if character in _MEANT:
        return False
    category = unicodedata.category(character)
    return category[0] == "P" or category in {"Cc", "Cf"} or character in _IDLE
