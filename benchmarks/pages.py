"""Dumps to measure with: pages in the form that scrapers save, made from real news texts.

A page is an article and 20 recommendations of other texts, cut at 150 to 200 characters. Beyond the
texts that are there, new ones are put together from their sentences. The same arguments give the
same pages.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PER_PAGE = 20
_CHANNELS = ("健康新闻", "社保资讯", "财经", "本地", "国际", "医保问答", "科技", "教育")
_SENTENCE = re.compile("[^。！？]+[。！？]?")
_LONGEST_TITLE = 20
_CUT = (150, 200)
_PAGES_OF_A_FOLDER = 1_000


@dataclass(frozen=True, slots=True)
class Text:
    """One text with the day of its publication."""

    text: str
    published: str

    @property
    def title(self) -> str:
        """About its first 20 characters."""
        return self.text[:_LONGEST_TITLE].strip()


class News:
    """The texts by number, without an end.

    Args:
        path: the JSON lines, of `id`, `published` and `text`.
    """

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found = [json.loads(line) for line in lines]
        self._texts = [Text(" ".join(one["text"].split()), one["published"]) for one in found]

    @cached_property
    def _sentences(self) -> list[str]:
        found = (_SENTENCE.findall(one.text) for one in self._texts)
        return [sentence for sentences in found for sentence in sentences if len(sentence) > 9]

    def __getitem__(self, number: int) -> Text:
        if number < len(self._texts):
            return self._texts[number]
        chance = random.Random(number)
        wanted, sentences = len(chance.choice(self._texts).text), []
        while wanted > 0:
            sentences.append(chance.choice(self._sentences))
            wanted -= len(sentences[-1])
        return Text("".join(sentences).strip(), chance.choice(self._texts).published)


def news_path() -> Path:
    """Give where the news texts are; they are no part of the project."""
    return measured_folder() / "data" / "news" / "news.jsonl.gz"


def measured_folder() -> Path:
    """Give the folder of data to measure with, which stands beside the project."""
    return Path(os.environ.get("SOUWEN_TEST_DATA") or ROOT.parent / "shared")


def pages(news: News, documents: int, first: int = 0) -> Iterator[str]:
    """Give pages that hold so many documents together, each of another text, so that none is twice.

    Args:
        news: the texts.
        documents: articles and recommendations; one in 21 is an article.
        first: the number of the first text that is used.
    """
    articles = -(-documents // (PER_PAGE + 1))
    others = list(range(first + articles, first + documents))
    random.Random(documents).shuffle(others)
    for place in range(articles):
        shown = others[place * PER_PAGE : (place + 1) * PER_PAGE]
        yield page(news, first + place, shown)


def site(news: News, articles: int) -> Iterator[str]:
    """Give pages that recommend each other's articles, as the pages of one site do."""
    for number in range(articles):
        yield page(news, number, recommended(number, articles))


def recommended(number: int, articles: int) -> list[int]:
    """Give the articles that a page of a site of so many recommends; some twice."""
    chance = random.Random(number)
    return [chance.randrange(articles) for _ in range(PER_PAGE)]


def page(news: News, number: int, shown: Sequence[int]) -> str:
    """Give a page: the article of a number, and what it recommends."""
    blocks = [*article(news, number)]
    blocks += ["提示:本内容仅供参考,不能代替面诊。\n相关推荐"]
    for other in shown:
        title, cut, channel, published = recommendation(news, other)
        blocks += [title, cut, f"{channel} {published}"]
    return "\n\n".join(blocks) + "\n"


def article(news: News, number: int) -> tuple[str, ...]:
    """Give the title and the paragraphs of an article."""
    found = news[number]
    return found.title, *_paragraphs(found.text, random.Random(number))


def recommendation(news: News, number: int) -> tuple[str, str, str, str]:
    """Give the title, the cut text, the channel and the date by which a text is recommended.

    They are the same wherever it is.
    """
    chance, one = random.Random(number), news[number]
    cut = one.text[: chance.randint(*_CUT)].strip()
    return one.title, cut, chance.choice(_CHANNELS), one.published


def _paragraphs(text: str, chance: random.Random) -> Iterator[str]:
    sentences = _SENTENCE.findall(text)
    while sentences:
        size = chance.randint(2, 5)
        if paragraph := "".join(sentences[:size]).strip():
            yield paragraph
        del sentences[:size]


def write(folder: Path, made: Iterable[str], first: int = 0) -> int:
    """Write pages as files below a folder, numbered from `first`; give how many bytes they have."""
    written = 0
    for number, page in enumerate(made, first):
        data = page.encode()
        path = folder / f"{number // _PAGES_OF_A_FOLDER:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written += len(data)
    return written
