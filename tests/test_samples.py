"""The sample dump that comes with souwen."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

import souwen

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "samples" / "pages").iterdir())
NAME = re.compile(r"\d{3}_[0-9a-f]{16}\.(txt|html|jsonl)")
SNIPPET = re.compile(r"(.+)\n\n(.+)\n\n(\S+) (\d{4}-\d\d-\d\d)(?:\n|$)")
HEADER = "相关推荐\n"
GRAM = 12
# The articles, or a snippet that stands alone, and how many recommendations are below each.
PAGES_SHOWN = [
    ("001", "article", "门诊慢特病怎么申请认定", 6),
    ("002", "article", "灵活就业人员怎么交社保更合适", 7),
    ("003", "article", "生育津贴怎么领", 7),
    ("004", "article", "医保断了三个月会怎么样", 6),
    ("005", "article", "去外省看病要先登记吗", 5),
    ("006", "article", "高血压患者用药要注意什么", 6),
    ("007", "article", "租房可以提取公积金吗", 5),
    ("008", "article", "上班路上出车祸算工伤吗", 6),
    ("009", "article", "失业保险金怎么申领", 6),
    ("010", "article", "居民医保每年什么时候缴费", 6),
    ("011", "article", "糖尿病人一日三餐怎么吃", 6),
    ("012", "article", "退休后医保还要不要交", 5),
    ("013", "article", "社保卡丟了怎麼補辦", 6),
    ("014", "article", "骨质疏松吃什么补钙好", 6),
    ("015", "article", "养老金是怎么算出来的", 6),
    ("016", "article", "新生儿医保怎么办理", 0),
    ("016", "article", "个人养老金值不值得存", 5),
    ("016", "article", "体检发现尿酸高怎么办", 0),
    ("016", "snippet", "长期护理保险哪些人能享受", 0),
]
# The recommendations that are wrong on purpose.
FLAGGED = {
    "广东佛山住院报销比例怎么算": {"fallback", "place-mismatch"},
    "贵州遵义社保基数6100能拿多少": {"fallback", "place-mismatch"},
    "甘肃天水社保基数9600扣税多少": {"fallback", "place-mismatch"},
    "甘肃天水社保基数9600每个月扣多少": {"number-mismatch"},
}


def text_of(path: Path) -> str:
    """Decode a page as its author wrote it, line ends made one."""
    data = path.read_bytes()
    return data.decode("utf-8" if is_utf8(data) else "gb18030").replace("\r\n", "\n")


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are valid UTF-8."""
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
    """Return the runs of characters that two texts may not share, whatever stands between them."""
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


def test_the_pages_give_these_documents() -> None:
    """Each page, in whatever form, gives its articles and as many snippets as it recommends."""
    shown = []
    for path in PAGES:
        outcome = souwen.split(path)
        assert (outcome.warnings, outcome.skipped, outcome.ignored) == ((), (), ())
        for page in outcome.pages:
            first, *others = page.records
            shown.append((path.name[:3], first.kind.value, first.title, len(others)))
            assert {record.kind.value for record in others} <= {"snippet"}
            assert all(record.published and record.channel for record in others)
    assert shown == PAGES_SHOWN


@pytest.mark.parametrize("path", plain_pages(), ids=lambda path: path.name[:3])
def test_a_plain_page_gives_what_its_blank_lines_show(path: Path) -> None:
    """Its first line is the title, a notice and the header end the text, snippets are as read."""
    (page,) = souwen.split(path).pages
    article, *snippets = page.records
    above, _, below = text_of(path).partition(HEADER)
    title, *lines = above.removesuffix("大家都在搜\n").splitlines()
    assert article.title == title
    assert article.body.split() == "\n".join(lines[:-1]).split()
    found = [(record.title, record.body, record.channel, record.published) for record in snippets]
    assert found == [
        (title, summary.strip(), *stamp) for title, summary, *stamp in snippets_of(path)
    ]
    boilerplate = [
        line.text for line in page.lines if line.role.value in {"header", "disclaimer", "footer"}
    ]
    searches = ["大家都在搜"] * ("大家都在搜" in above)
    footer = ["首页 顶部"] * ("首页 顶部" in below)
    assert boilerplate == [lines[-1], *searches, "相关推荐", *footer]


def test_the_flags_of_the_samples() -> None:
    """Every snippet of a page is cut off, and these alone are fallbacks or mismatched."""
    seen = set()
    for path in PAGES:
        for page in souwen.split(path).pages:
            for record in page.records:
                flags = {flag.value for flag in record.flags}
                is_cut = record.kind.value == "snippet" and not record.body.endswith("。")
                assert ("truncated" in flags) == is_cut, record.title
                assert flags - {"truncated"} == FLAGGED.get(record.title, set()), record.title
                seen.add(record.title)
    assert seen > FLAGGED.keys()


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
