"""Make dumps to measure with from real news texts; the same arguments give the same pages.

A page is an article and 20 recommendations of other texts, cut at 150 to 200 characters. Beyond the
news texts, new ones are put together from their sentences.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PER_PAGE = 20
_CHANNELS = ("健康新闻", "社保资讯", "财经", "本地", "国际", "医保问答", "科技", "教育")
_SENTENCE = re.compile("[^。！？]+[。！？]?")
_LONGEST_TITLE = 20
_CUT = (150, 200)
_PAGES_OF_A_FOLDER = 1_000


class Text(NamedTuple):
    """A text and the day of its publication."""

    text: str
    published: str

    @property
    def title(self) -> str:
        """About its first 20 characters."""
        return self.text[:_LONGEST_TITLE].strip()


class News:
    """The texts by number, without an end; the process ends where they are not at hand."""

    def __init__(self) -> None:
        path = measured_folder() / "data" / "news" / "news.jsonl.gz"
        if not path.is_file():
            sys.exit(f"no texts to measure with: {path} is not there (SOUWEN_TEST_DATA)")
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        self.texts = [Text(" ".join(row["text"].split()), row["published"]) for row in rows]

    @cached_property
    def _sentences(self) -> list[str]:
        sentences = (_SENTENCE.findall(text.text) for text in self.texts)
        return [sentence for found in sentences for sentence in found if len(sentence) > 9]

    def __getitem__(self, number: int) -> Text:
        if number < len(self.texts):
            return self.texts[number]
        chance = random.Random(number)
        missing, sentences = len(chance.choice(self.texts).text), []
        while missing > 0:
            sentences.append(chance.choice(self._sentences))
            missing -= len(sentences[-1])
        return Text("".join(sentences).strip(), chance.choice(self.texts).published)


def measured_folder() -> Path:
    """Return the folder of data to measure with, which stands beside the project."""
    return Path(os.environ.get("SOUWEN_TEST_DATA") or ROOT.parent / "shared")


def pages(news: News, documents: int, first: int = 0) -> Iterator[str]:
    """Yield pages that hold so many documents together, each of another text from `first` on."""
    articles = -(-documents // (PER_PAGE + 1))
    others = list(range(first + articles, first + documents))
    random.Random(documents).shuffle(others)
    for place in range(articles):
        yield page(news, first + place, others[place * PER_PAGE : (place + 1) * PER_PAGE])


def site(news: News, articles: int) -> Iterator[str]:
    """Yield pages that recommend each other's articles, as the pages of one site do."""
    for number in range(articles):
        yield page(news, number, recommended(number, articles))


def recommended(number: int, articles: int) -> list[int]:
    """Return the articles that a page of a site of so many recommends; a few of them twice."""
    chance = random.Random(number)
    return [chance.randrange(articles) for _ in range(PER_PAGE)]


def page(news: News, number: int, others: Sequence[int]) -> str:
    """Return a page: the article of a number, and what it recommends."""
    blocks = [*article(news, number), "提示:本内容仅供参考,不能代替面诊。\n相关推荐"]
    for other in others:
        title, excerpt, channel, published = recommendation(news, other)
        blocks += [title, excerpt, f"{channel} {published}"]
    return "\n\n".join(blocks) + "\n"


def article(news: News, number: int) -> tuple[str, ...]:
    """Return the title and the paragraphs of an article."""
    text, chance = news[number], random.Random(number)
    sentences, paragraphs = _SENTENCE.findall(text.text), []
    while sentences:
        size = chance.randint(2, 5)
        paragraphs.append("".join(sentences[:size]).strip())
        del sentences[:size]
    return text.title, *filter(None, paragraphs)


def recommendation(news: News, number: int) -> tuple[str, str, str, str]:
    """Return title, excerpt, channel and date of a recommended text, on every page the same."""
    text, chance = news[number], random.Random(number)
    excerpt = text.text[: chance.randint(*_CUT)].strip()
    return text.title, excerpt, chance.choice(_CHANNELS), text.published


def write(folder: Path, texts: Iterable[str], first: int = 0) -> int:
    """Write pages as files below a folder, numbered from `first`; return their bytes."""
    written = 0
    for number, text in enumerate(texts, first):
        path = folder / f"{number // _PAGES_OF_A_FOLDER:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        written += path.write_bytes(text.encode())
    return written
