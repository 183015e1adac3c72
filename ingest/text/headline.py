"""The headline of a page, and the headings that only name its site.

Many sites put their logo in the first `<h1>` of every page. A heading that says no more than the
end of the `<title>`, the name of the site or a link to its front page is no title, where the page
has another. A `<title>` names column and site beside what the page calls its text elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...language.questions import has_question_word
from .elements import names
from .nodes import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .nodes import Seen
    from .page_data import PageData

_HEADINGS = names("h1 h2 h3")
_LOGO = re.compile(
    r"(?:^|[\s_-])(?:logo|brand|site-?name|site-?title|masthead)(?:$|[\s_-])", re.IGNORECASE
)
_ABOVE = 3  # elements around a heading that may name it
_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?[_|｜—–]++\s*+|(?<!\s)\s++[-·]\s++|-(?=[^-]{2,15}$)")
_BESIDE = re.compile(
    r"(?<!\s)\s*+[_|｜—–·»<>-]++\s*+"
)  # what stands between a title and such a name
_LONGEST_TITLE = 500  # characters of one in which names are looked for
_SITE = re.compile(
    r"(?:网|网站|官网|门户|平台|在线|频道|首页|日报|晚报|早报|时报|周刊|百科|论坛|博客|社区|政府|委员会"
    r"|局|厅|中心|公司|\.(?:com|cn|net|org))$"
)
# What editors and templates write where nobody said anything.
_NO_TITLE = re.compile(
    r"(?:无标题|無標題|未命名)(?:文档|文件|页)?\s?\d*|新建(?:网页|文本文档)\s?\d*|new page\s?\d*"
    r"|untitled(?:[ -](?:document|page|\d{1,3}))?|undefined|null|none|nan|详情页?|正文|标题|title"
    r"|document|microsoft word - .{0,200}|https?://\S{0,500}",
    re.IGNORECASE,
)
_LONGEST_SITE = 20
_LONGEST_BY_NAME = 9  # a longer heading is not known for a site by its last word alone
_SHORTEST = 4
_HOMES = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w{2,5})?#?|\./|#", re.IGNORECASE)


class Headline(NamedTuple):
    """What heads a page.

    Attributes:
        logos: the headings that are none.
        title: what to take where no other `<h1>` says anything; empty for nothing.
    """

    logos: frozenset[Element]
    title: str


class _Heading(NamedTuple):
    element: Element
    text: str
    is_logo: bool
    is_home: bool


def headline(seen: Seen, data: PageData) -> Headline:
    """Find what heads a page, and which of its headings only name the site."""
    headings = list(_headings(seen))
    title = seen.title or data.headline or ""
    if _NO_TITLE.fullmatch(title):
        sayings = (heading.text for heading in headings if not _is_site(heading.text, data))
        title = data.headline or next(sayings, "")
    first = [heading for heading in headings if heading.element.name == "h1"]
    if not first and not _is_site(title, data):
        return Headline(frozenset(), _without_names(title, seen, headings, data))
    segments = [segment for segment in _SEPARATOR.split(title) if segment]
    dashed = [segment for segment in _BESIDE.split(title) if segment]
    if {_squeezed(heading.text) for heading in first} & {*map(_squeezed, dashed[1:])}:
        segments = dashed
    others = [heading for heading in headings if heading.element.name != "h1"]
    logos = {heading for heading in first if _is_of_site(seen, heading, segments, others, data)}
    sites = {_squeezed(heading.text) for heading in logos} | {_squeezed(data.site or "")}
    if not logos and first:
        return Headline(frozenset(), title)
    known = _known_title(segments, others, sites, data)
    if not known and len(logos) == len(first):
        return Headline(frozenset(), title)
    named = _without_names(known, seen, headings, data)
    return Headline(frozenset(heading.element for heading in logos), named)


def _headings(seen: Seen) -> Iterator[_Heading]:
    around: list[Element] = []
    for at, node in enumerate(seen.nodes):
        if isinstance(node, str) or node.start == node.end:
            continue
        if at == node.end:
            around.pop()
            continue
        if node.name in _HEADINGS and (text := seen.heading_text(node)):
            inside = [one for one in seen.nodes[at : node.end] if isinstance(one, Element)]
            is_logo = any(_LOGO.search(one.named()) for one in (*around[-_ABOVE:], *inside))
            links = [one for one in inside if one.name == "a" and one.start < one.end]
            is_home = any(
                _HOMES.fullmatch(str(link.attributes.get("href") or "#"))
                and _squeezed(seen.heading_text(link)) == _squeezed(text)
                for link in links
            )
            yield _Heading(node, text, is_logo, is_home)
        around.append(node)


def _is_of_site(
    seen: Seen, heading: _Heading, segments: list[str], others: list[_Heading], data: PageData
) -> bool:
    text = _squeezed(heading.text)
    if heading.is_logo or text == _squeezed(data.site or ""):
        return True
    if len(text) > _LONGEST_SITE:
        return False
    looks_so = heading.is_home or (_SITE.search(text) is not None and not has_question_word(text))
    named = [_squeezed(segment) for segment in segments]
    if text in named[1:]:
        return looks_so or any(
            isinstance(node, str) and _squeezed(node) == named[0] for node in seen.nodes
        )
    whole = "".join(named)
    headed = {_squeezed(other.text) for other in others}
    if len(named) > 1 and text == named[0] and looks_so and headed & {*named[1:]}:
        return True  # the site's name comes first
    if named and named[0] in headed and text not in whole and len(text) < len(named[0]):
        return True
    is_alone = len(named) == 1 and text == whole
    return (
        looks_so
        and len(text) <= _LONGEST_BY_NAME
        and bool(others)
        and (heading.is_home or is_alone or text not in whole)
        and not _says_more(seen, heading.element.end, others[0].element.start)
    )


def _says_more(seen: Seen, start: int, end: int) -> bool:
    """Return whether there is a sentence between two places of a page."""
    return any("。" in node for node in seen.nodes[start:end] if isinstance(node, str))


def _is_site(title: str, data: PageData) -> bool:
    """Return whether a title names the site and nothing else."""
    text = _squeezed(title)
    is_name = len(text) <= _LONGEST_BY_NAME and _SITE.search(text) is not None
    return bool(text) and (text == _squeezed(data.site or "") or is_name)


def _known_title(
    segments: list[str], others: list[_Heading], sites: set[str], data: PageData
) -> str:
    """Return the best title that is not the site's name; empty for none."""
    rest = [segment for segment in segments if _squeezed(segment) not in sites]
    if rest and not (len(rest) == 1 and _is_site(rest[0], data)):
        return rest[0]
    for candidate in (data.headline or "", *(other.text for other in others)):
        named = [one for one in _SEPARATOR.split(candidate) if one and _squeezed(one) not in sites]
        if named and len(candidate) >= _SHORTEST and not _is_site(candidate, data):
            return named[0] if candidate == data.headline else candidate
    return ""


def _without_names(title: str, seen: Seen, headings: list[_Heading], data: PageData) -> str:
    """Return a title without the names beside it, where the page says elsewhere what it is."""
    if not _SHORTEST <= len(title) <= _LONGEST_TITLE:
        return title
    sure = [data.headline or "", *(heading.text for heading in headings)]
    for said in sure:
        if _is_said(said, title, data):
            title = said
    for said in _lines(seen, title):
        # Of a column there are such lines, too; behind the title comes the site at last.
        names = _BESIDE.split(title.partition(said)[2])
        if _is_site(names[-1], data) and _is_said(said, title, data):
            title = said
    return title


def _is_said(said: str, title: str, data: PageData) -> bool:
    """Return whether a title is what is said elsewhere, with nothing but names beside it."""
    if not said or said not in title or said == title or _is_site(said, data):
        return False
    before, _, after = title.partition(said)
    site, *others = _BESIDE.split(before)
    if before and (others != [""] or not _is_site(site, data)):
        return False
    behind = _BESIDE.match(after)
    if after and behind is None:
        return after[0].isspace() and _is_site(after, data)
    return len(said) >= _SHORTEST or _is_site(after[behind.end() :] if behind else site, data)


def _lines(seen: Seen, title: str) -> Iterator[str]:
    """Iterate over the texts of a page that stand in its title and in no link."""
    in_link = 0
    for at, node in enumerate(seen.nodes):
        if not isinstance(node, str):
            in_link += (node.name == "a") * ((at == node.start) - (at == node.end))
        elif not in_link and len(said := node.strip()) >= _SHORTEST and said in title:
            yield said


def _squeezed(text: str) -> str:
    return "".join(text.split())
