"""The sample dump that comes with souwen."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "samples" / "pages").iterdir())
NAME = re.compile(r"\d{3}_[0-9a-f]{16}\.(txt|html|jsonl)")
SNIPPET = re.compile(r"(.+)\n\n(.+)\n\n(\S+) (\d{4}-\d\d-\d\d)(?:\n|$)")
HEADER = "相关推荐\n"
GRAM = 12


def text_of(path: Path) -> str:
    """Decode a page as its author wrote it, line ends made one."""
    data = path.read_bytes()
    return data.decode("utf-8" if is_utf8(data) else "gb18030").replace("\r\n", "\n")


def is_utf8(data: bytes) -> bool:
    """Tell whether bytes are valid UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def plain_pages() -> list[Path]:
    """List the pages that are plain text."""
    return [path for path in PAGES if path.suffix == ".txt"]


def snippets_of(path: Path) -> list[tuple[str, ...]]:
    """Read the recommendations of a plain page by its blank lines alone."""
    return SNIPPET.findall(text_of(path).split(HEADER, 1)[1])


def han_grams(text: str) -> set[str]:
    """Give the runs of characters that two texts may not share, whatever stands between them."""
    found = set()
    for line in unicodedata.normalize("NFKC", text).splitlines():
        han = "".join(re.findall("[\u3400-\u9fff]", line))
        found |= {han[at : at + GRAM] for at in range(len(han) - GRAM + 1)}
    return found


def strings_in(value: object) -> list[str]:
    """List the strings in a JSON value."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings_in(inner)]
    return [value] if isinstance(value, str) else []


def test_there_are_enough_pages_in_every_form() -> None:
    """There are at least twelve pages: text, HTML and JSON lines, named as dumps name them."""
    forms = Counter(path.suffix for path in PAGES)
    assert all(NAME.fullmatch(path.name) for path in PAGES)
    assert len(PAGES) >= 14
    assert forms[".txt"] >= 10
    assert forms[".html"] >= 2
    assert forms[".jsonl"] == 1


def test_exactly_one_page_is_gb18030() -> None:
    """One page is valid GB18030 and not valid UTF-8, so that decoding is shown too."""
    others = [path for path in PAGES if not is_utf8(path.read_bytes())]
    assert len(others) == 1
    assert "工伤" in others[0].read_bytes().decode("gb18030")


def test_what_differs_between_dumps_is_there() -> None:
    """CRLF, full-width digits, traditional characters and missing last newlines all occur."""
    raw = [path.read_bytes() for path in plain_pages()]
    texts = [text_of(path) for path in plain_pages()]
    assert sum(b"\r\n" in data for data in raw) == 1
    assert any("１２３９３" in text and "，" in text for text in texts)
    assert any(text.startswith("社保卡丟了怎麼補辦\n") for text in texts)
    assert any(text.endswith("首页 顶部") for text in texts)
    assert any(text.endswith("首页 顶部\n") for text in texts)
    assert any(re.search(r"\d{4}-\d\d-\d\d$", text) for text in texts)
    assert sum(f"大家都在搜\n{HEADER}" in text for text in texts) >= 2


@pytest.mark.parametrize("path", plain_pages(), ids=lambda path: path.name[:3])
def test_a_plain_page_is_built_like_a_real_one(path: Path) -> None:
    """A page has an article of some length, a disclaimer, and cut snippets that are dated."""
    article = text_of(path).split(HEADER)[0].removesuffix("大家都在搜\n")
    assert re.search(r"\n提示[:：][^\n]+\n$", article)
    assert 250 <= len(re.sub(r"\s", "", article)) <= 700
    snippets = snippets_of(path)
    assert 5 <= len(snippets) <= 8
    assert all(150 <= len(summary) <= 200 for _, summary, _, _ in snippets)
    assert all(not summary.endswith("。") for _, summary, _, _ in snippets)


def test_snippets_recur_and_point_to_articles() -> None:
    """Some snippets stand under several pages, and some are recommendations of whole articles."""
    seen = Counter(snippet[:2] for path in plain_pages() for snippet in snippets_of(path))
    articles = {text_of(path).split("\n")[0] for path in plain_pages()}
    assert sum(pages > 1 for pages in seen.values()) >= 10
    assert len(articles & {title for title, _ in seen}) >= 4
    assert any(re.match("暂时无法(查找|得知)", summary) for _, summary in seen)


def test_dates_and_channels_vary() -> None:
    """The dates lie in several months, in two or three channels, so that filters have something."""
    stamps = [snippet[2:] for path in plain_pages() for snippet in snippets_of(path)]
    assert len({date[:7] for _, date in stamps}) >= 5
    assert len({channel for channel, _ in stamps}) == 3


def test_json_lines_hold_every_sort_of_record() -> None:
    """The JSON lines hold an article, a whole page, HTML and a snippet, each with its id."""
    (path,) = (path for path in PAGES if path.suffix == ".jsonl")
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({record["id"] for record in records}) == len(records) == 4
    assert [next(k for k in ("body", "page", "html", "text") if k in r) for r in records] == [
        "body",
        "page",
        "html",
        "text",
    ]


def test_nothing_is_taken_from_the_measured_pages(seeds: Path) -> None:
    """No twelve Chinese characters in a row, punctuation aside, stand in the real pages too."""
    real = set().union(*(han_grams(text_of(path)) for path in seeds.glob("*.txt")))
    for path in PAGES:
        text = text_of(path)
        if path.suffix == ".jsonl":
            text = "\n".join(t for line in text.splitlines() for t in strings_in(json.loads(line)))
        if path.suffix != ".txt":
            text = unescape(re.sub(r"<[^>]*>", "", text))
        assert not han_grams(text) & real, path.name
