"""Articles that come with fields of their own."""

from __future__ import annotations

from souwen.corpus.sources import Form, Member
from souwen.ingest.files.articles import Article, Keys, member_of, titled
from souwen.ingest.files.containers import member_records
from souwen.ingest.files.limits import LONGEST_TEXT
from souwen.ingest.report import Ignored, Skipped


def test_an_article_is_kept_as_a_row_that_reads_the_same() -> None:
    """What the corpus keeps of an article gives its record again, with date, channel and link."""
    fields = {"title": "医保", "body": "先登录。", "published": "2025-04-26", "url": "http://x/1"}
    found = member_of(Article("/k", {**fields, "channel": None}, "gb18030", ("a warning",)))
    assert isinstance(found, Member)
    (record,) = found.pages[0].records
    assert (record.title, record.body, record.published) == ("医保", "先登录。", "2025-04-26")
    assert (record.url, record.channel, found.encoding) == ("http://x/1", None, "gb18030")
    assert found.warnings == ("a warning",)
    assert member_records(found.text, Form.JSON) == [(record,)]


def test_an_article_without_text_is_ignored() -> None:
    """Where there is neither title nor text, nothing is stored."""
    found = member_of(Article("/k", {"title": "", "body": None, "url": "http://x/1"}, "utf-8"))
    assert found == Ignored("/k", "no text in it")


def test_a_title_stands_above_its_text_once() -> None:
    """A text that begins with its title does not get it twice."""
    assert titled("医保", "先登录。") == "医保\n\n先登录。"
    assert titled("医 保", "\n医  保\n先登录。") == "\n医  保\n先登录。"
    assert titled("", "先登录。") == "先登录。"
    assert titled("医保", " ") == "医保"


def test_a_key_is_given_once() -> None:
    """The same address with another content gets a key of its own, the same each time."""
    for _ in range(2):
        keys = Keys("/k!")
        first, second = keys.key("http://x/1", "甲"), keys.key("http://x/1", "乙")
        third = keys.key("", "丙")
        assert first == "/k!http://x/1"
        assert second == "/k!http://x/1~d2d1fa30cb71086c"
        assert third == "/k!887edfb6f2134346"
    assert len(Keys("").key("x" * 5_000, "甲")) == 16


def test_a_text_that_is_too_long_for_the_index_is_told() -> None:
    """It is skipped whole, with the bound."""
    long = Article("/k", {"title": "长", "body": "长" * LONGEST_TEXT}, "utf-8", place="/k item 7")
    found = member_of(long)
    assert found == Skipped("/k item 7", f"refused: a text of more than {LONGEST_TEXT} characters")
