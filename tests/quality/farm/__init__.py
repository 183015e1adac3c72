"""A content farm of our own: its documents, its pages, and the names that judgements use.

Everything follows from the text files beside this module, so a document's key, and all that is
written, is the same every time. `documents()` gives the documents, `write_pages` puts them into
pages as a scraped site would show them, `write_qrels` turns the keys of `qrels.tsv` into ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from souwen.corpus.documents import Kind, document_id

from .figures import scopes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).resolve().parent
CHANNELS = ("健康新闻", "社保资讯", "医保问答")
SITES = ("本地社保网", "社保知识网", "医保查询通", "惠民资讯网")
DISCLAIMERS = (
    "提示:本文只作一般介绍,不能代替面诊,身体不适请去医院。",
    "温馨提示:文中数字以当地公布的为准,内容不能代替面诊。",
    "免责声明:以上内容来自网络整理,仅供参考。",
)
HEADERS = ("相关推荐", "大家都在搜\n相关推荐", "推荐阅读", "相关推荐")
SNIPPETS_PER_PAGE = 8
_FULL_WIDTH = str.maketrans("0123456789%,", "０１２３４５６７８９％，")
# One page in so many: digits in full width, CRLF line ends, no footer, a byline under the title.
_EVERY = {"wide": 7, "crlf": 23, "bare": 4, "byline": 6}


@dataclass(frozen=True, slots=True)
class Written:
    """One document of the farm; `key` is its name in `qrels.tsv`."""

    key: str
    kind: Kind
    title: str
    body: str
    channel: str
    date: str

    @property
    def id(self) -> str:
        """The id that souwen gives it."""
        return document_id(self.kind, self.title, self.body)


@dataclass(frozen=True, slots=True)
class Template:
    """Titles and texts with gaps, and which units of its scope fill them."""

    key: str
    kind: Kind
    scope: str
    every: int
    first: int
    titles: tuple[str, ...]
    texts: tuple[str, ...]


def chance(name: str) -> int:
    """Return a number that looks random and is the same for the same name."""
    return crc32(name.encode())


def documents() -> list[Written]:
    """Return all documents: by hand, their versions, by template, and cut copies of articles."""
    by_hand = list(_articles())
    full = [*by_hand, *_versions(by_hand), *_templated()]
    return [
        *full,
        *(
            _cut_copy(document)
            for document in full
            if document.kind is Kind.ARTICLE and _is_cut(document)
        ),
    ]


def ids() -> dict[str, str]:
    """Return the id of every key."""
    return {document.key: document.id for document in documents()}


def write_qrels(source: Path, target: Path) -> None:
    """Copy judgements, keys replaced by souwen's ids."""
    known = ids()
    rows = (line.split() for line in source.read_text("utf-8").splitlines())
    lines = [f"{query} 0 {known[key]} {grade}\n" for query, _, key, grade in rows]
    target.write_text("".join(lines), "utf-8")


def write_pages(folder: Path) -> dict[str, tuple[Written, ...]]:
    """Write one page per article, with snippets below; give what each file holds, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    everything = documents()
    snippets = [document for document in everything if document.kind is Kind.SNIPPET]
    snippets.sort(key=lambda document: chance(document.key))
    held = {}
    for number, article in enumerate(
        document for document in everything if document.kind is Kind.ARTICLE
    ):
        at = number * SNIPPETS_PER_PAGE
        below = [snippets[(at + step) % len(snippets)] for step in range(SNIPPETS_PER_PAGE)]
        name = f"{number:03}_{article.id}.txt"
        text = _page(number, article, below)
        if _is_every("crlf", number):
            text = text.replace("\n", "\r\n")
        (folder / name).write_text(text, "utf-8", newline="")
        held[name] = (article, *below)
    return held


def _is_every(feature: str, number: int) -> bool:
    return number % _EVERY[feature] == _EVERY[feature] - 1


def _page(number: int, article: Written, below: Iterable[Written]) -> str:
    byline = [f"{article.channel} {article.date}"] if _is_every("byline", number) else []
    head = "\n\n".join([article.title, *byline, article.body, DISCLAIMERS[number % 3]])
    lists = [
        f"{document.title}\n\n{document.body}\n\n{document.channel} {document.date}"
        for document in below
    ]
    footer = "" if _is_every("bare", number) else "\n首页 顶部"
    return f"{head}\n{HEADERS[number % 4]}\n\n" + "\n\n".join(lists) + footer


def _blocks(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Return the words of each heading `== ...` in a file, and the lines below it."""
    text = (HERE / name).read_text("utf-8")
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        heading, *lines = block.strip().splitlines()
        yield heading.split(), lines


def _table(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines()[1:]:
        yield line.split("\t")


def _articles() -> Iterator[Written]:
    for (key, channel, date), (title, *lines) in _blocks("articles.txt"):
        yield Written(key, Kind.ARTICLE, title, "\n".join(lines), channel, date)


def _versions(by_hand: list[Written]) -> Iterator[Written]:
    """Return articles that another site took over and changed a little."""
    originals = {document.key: document for document in by_hand}
    for key, of, title, channel, date, changes in _table("versions.tsv"):
        body = originals[of].body
        for change in changes.split("|"):
            old, new = change.split("=>")
            if old not in body:
                raise ValueError(f"{key}: {old} is not in {of}")
            body = body.replace(old, new)
        yield Written(key, Kind.ARTICLE, title, body, channel, date)


def _templates() -> Iterator[Template]:
    for (key, kind, scope, every, first), lines in _blocks("templates.txt"):
        head, *texts = re.split(r"^--\n", "\n".join(lines), flags=re.MULTILINE)
        titles = tuple(re.findall(r"^title: (.+)$", head, flags=re.MULTILINE))
        step, start = int(every.partition("=")[2]), int(first.partition("=")[2])
        bodies = tuple(text.strip() for text in texts)
        yield Template(key, Kind(kind), scope, step, start, titles, bodies)


def _templated() -> Iterator[Written]:
    units = scopes()
    for template in _templates():
        for turn, (name, gaps) in enumerate(
            units[template.scope][template.first :: template.every]
        ):
            key = f"{template.key}-{name}"
            shape = chance("text" + key)  # not `turn`, so that titles and texts mix
            gaps = {**gaps, "site": SITES[turn % len(SITES)]}  # noqa: PLW2901 - one gap more
            title = template.titles[turn % len(template.titles)].format_map(gaps)
            body = template.texts[shape % len(template.texts)].format_map(gaps)
            if template.kind is Kind.SNIPPET:
                body = _cut(body, key)
            if template.key.startswith("jm") and chance(key) % _EVERY["wide"] == 0:
                body = body.translate(_FULL_WIDTH)
            seed = chance(key)
            date = f"2025-{seed % 6 + 1:02}-{seed // 7 % 28 + 1:02}"
            yield Written(key, template.kind, title, body, CHANNELS[seed // 11 % 3], date)


def _is_cut(article: Written) -> bool:
    return chance("cut" + article.key) % 3 == 0


def _cut_copy(article: Written) -> Written:
    """Return the snippet that recommends an article: its title, and its text flat and cut."""
    flat = " ".join(re.sub(r"[•]", "", article.body).split())
    key, channel, date = f"cut-{article.key}", article.channel, article.date
    return Written(key, Kind.SNIPPET, article.title, _cut(flat, key), channel, date)


def _cut(text: str, key: str) -> str:
    return text[: 150 + chance(key) % 40].strip()
