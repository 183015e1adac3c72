"""Rows of named fields to documents."""

from __future__ import annotations

from typing import Any

import pytest

from souwen.corpus.documents import Kind
from souwen.ingest.rows.names import USUAL
from souwen.ingest.rows.row import read_row


@pytest.mark.parametrize(
    ("fields", "title", "body"),
    [
        ({"title": "甲", "text": "乙"}, "甲", "乙"),
        ({"title": "甲"}, "甲", ""),
        ({"text": "甲\n乙丙"}, "甲", "乙丙"),
        ({"text": "甲乙丙丁"}, "", "甲乙丙丁"),
        ({"title": "甲", "body": "甲\n乙"}, "甲", "乙"),
        ({"title": "甲", "html": "<h1>甲</h1><p>乙<b>丙</b></p>"}, "甲", "乙丙"),
        ({"html": "<title>甲</title><p>乙</p>"}, "甲", "乙"),
        ({"title": "甲\ud800", "body": None, "text": "乙"}, "甲\ufffd", "乙"),
        ({"title": "甲", "content": "乙"}, "甲", "乙"),
        ({"headline": "甲", "contents": "乙"}, "甲", "乙"),
        ({"标题": "甲", "正文": "乙"}, "甲", "乙"),
        ({"markdown": "# 甲\n\n**乙**丙"}, "甲", "乙丙"),
        ({"题目": "甲", "内容": "乙"}, "甲", "乙"),
        ({"title": "甲", "content": "", "article": "乙"}, "甲", "乙"),
        ({"title": "甲", "article": {"id": 1}, "content": "乙"}, "甲", "乙"),
    ],
)
def test_title_and_text(fields: dict[str, Any], title: str, body: str) -> None:
    """The text may be called body, text or html, and may hold the title."""
    ((record,),) = read_row(fields).pages
    assert (record.kind, record.title, record.body) == (Kind.ARTICLE, title, body)


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("2025-04-26", "2025-04-26"),
        ("2025-04-26T10:00:00Z", "2025-04-26"),
        ("2025年4月6日", "2025-04-06"),
        ("20250426", "2025-04-26"),
        ("２０２５－０４－２６　08:30", "2025-04-26"),
        ("二〇二五年四月二十六日", "2025-04-26"),
        ("2025/4/26 星期六 上午8:30", "2025-04-26"),
        (None, None),
        ("", None),
    ],
)
def test_dates(said: str | None, published: str | None) -> None:
    """Dates come out as ISO dates."""
    row = read_row({"title": "甲", "published": said})
    assert row.pages[0][0].published == published
    assert row.warnings == ()


@pytest.mark.parametrize("said", ["2025-02-30", "3天前", "2025", "9999-99-99"])
def test_an_impossible_date_is_none_with_a_warning(said: str) -> None:
    """No date is made up."""
    row = read_row({"title": "甲", "published": said})
    assert row.pages[0][0].published is None
    assert row.warnings == (f"impossible date {said}",)


def test_other_names_of_fields() -> None:
    """Date, channel, link and id are read by the names that people give them."""
    fields = {
        "_id": "x7",
        "题目": "甲",
        "date": "2025-04-26",
        "来源": "某某网",
        "link": "http://x.cn",
    }
    ((record,),) = read_row(fields).pages
    assert (record.ref, record.published) == ("x7", "2025-04-26")
    assert (record.channel, record.url) == ("某某网", "http://x.cn")
    assert read_row({"title": "甲", "source": "某某网"}).pages[0][0].channel == "某某网"


@pytest.mark.parametrize(
    ("fields", "unread"),
    [
        ({"title": "甲", "story": "乙" * 9, "more": "丙" * 8}, "story, more"),
        ({"title": "甲", "body": "乙", "content": "丙" * 9}, "content"),
        ({"title": "甲", "source": "乙" * 99}, "source"),
    ],
)
def test_a_text_that_is_not_read_warns(fields: dict[str, Any], unread: str) -> None:
    """Where a field is longer than all that was read of a record, a warning names it."""
    (warning,) = read_row(fields).warnings
    assert warning == f"longer than what was read, and not read: {unread}"


def test_a_short_field_beside_the_text_does_not_warn() -> None:
    """What says less than the text that was read is passed over."""
    fields = {"title": "甲", "content": "乙丙丁", "author": "戊", "html": "<p>乙丙丁</p>"}
    assert read_row(fields).warnings == ()


def test_a_date_far_ahead_is_none() -> None:
    """A day more than a year from now is no date of an article."""
    row = read_row({"title": "甲", "published": "2999-01-01", "date": "2025-04-26"})
    assert row.pages[0][0].published is None
    assert row.warnings == ("a date in the future: 2999-01-01",)
    assert dict(row.read) == {"title": "title"}


@pytest.mark.parametrize(
    ("field", "written", "body"),
    [
        ("content", "<p>乙</p><p>丙</p>", "乙\n\n丙"),
        ("body", "<p>乙</p><p>丙</p>", "乙\n\n丙"),
        ("text", "乙<br/>丙<strong>丁</strong>", "乙\n丙丁"),
        ("content", "&lt;p&gt;乙&lt;/p&gt;", "乙"),
        ("content", "&nbsp;乙&ldquo;丙&rdquo;", " 乙“丙”"),
        ("content", {"rendered": "<p>乙&#8211;丙</p>"}, "乙–丙"),
        ("content", "a<b 且 c>d", "a<b 且 c>d"),
    ],
)
def test_markup_in_a_field_of_text(field: str, written: object, body: str) -> None:
    """What a program left of the markup is read, under whatever name, and a comparison is none."""
    ((record,),) = read_row({"title": "<em>甲</em>&amp;", field: written}).pages
    assert (record.title, record.body.strip("\n")) == ("甲&", body)


@pytest.mark.parametrize("field", ["html", "content", "page", "body"])
def test_a_whole_page_under_any_name(field: str) -> None:
    """What the server sent is split as a page is, and the title of the row is its article's."""
    page = (
        f"<!DOCTYPE html><html><head><title>甲_网</title></head><body><p>{'乙' * 40}。</p>"
        f"<h3>相关推荐</h3><h4>丙</h4><p>{'丁' * 30}……</p></body></html>"
    )
    ((article, snippet),) = read_row({"title": "甲", field: page, "url": "http://x/1"}).pages
    assert (article.title, article.body, article.url) == ("甲", f"{'乙' * 40}。", "http://x/1")
    assert (snippet.title, snippet.url) == ("丙", None)


@pytest.mark.parametrize("page", [3, 3.0, "3", "第3页", "3/12", "首页"])
def test_a_page_that_is_none(page: object) -> None:
    """A number of a page is no text, and what only names one is not before a longer text."""
    ((record,),) = read_row({"page": page, "title": "甲", "content": "乙丙丁戊"}).pages
    assert (record.title, record.body) == ("甲", "乙丙丁戊")
    assert USUAL.has_text({"page": page, "data": []}) is (page == "首页")


@pytest.mark.parametrize(
    ("said", "channel", "url"),
    [
        ({"来源": "http://x/1"}, None, "http://x/1"),
        ({"source": "https://x/1", "网站": "健康网"}, "健康网", "https://x/1"),
        ({"channel": "null", "url": "javascript:;", "link": "http://x/1"}, None, "http://x/1"),
        ({"source": "健康网", "articleURL": "http://x/1"}, "健康网", "http://x/1"),
        ({"source": {"id": None, "name": "健康网"}, "href": "http://x/1"}, "健康网", "http://x/1"),
        ({"url": "javascript:;"}, None, "javascript:;"),
        ({"category": [{"id": 3, "name": "健康"}, {"name": "社保"}]}, "健康", None),
    ],
)
def test_where_it_stands(said: dict[str, str], channel: str | None, url: str | None) -> None:
    """An address is no channel, and neither is what a program writes for nothing."""
    ((record,),) = read_row({"title": "甲", **said}).pages
    assert (record.channel, record.url) == (channel, url)


def test_what_cannot_be_read_of_a_row() -> None:
    """A field of no use costs itself, with its name in the warning; another name may do."""
    row = read_row(
        {"title": True, "标题": "甲", "content": {"x": 1}, "text": "乙", "url": "x" * 9999}
    )
    ((record,),) = row.pages
    assert (record.title, record.body, record.url) == ("甲", "乙", None)
    assert [warning[:9] for warning in row.warnings] == ["`url` can", "`title` c", "longer th"]
    assert dict(row.read) == {"title": "标题", "body": "text"}
    assert row.unread == ("url",)


def test_texts_that_are_not_read_are_named_by_their_path() -> None:
    """Texts inside of objects and lists are added up, each by where it stands."""
    row = read_row({"title": "甲", "data": {"parts": [{"t": "乙"}, {"t": "丙丁"}]}})
    assert row.unread == ("data.parts.t",)


@pytest.mark.parametrize("nothing", ["None", "nan", "NaN", "null", "NULL", "\\N", "undefined"])
def test_a_word_for_nothing_is_no_value(nothing: str) -> None:
    """What a program writes for nothing is no title and no text, and the next name counts."""
    fields = {"title": nothing, "headline": "甲", "content": nothing, "html": "<p>乙丙</p>"}
    ((record,),) = read_row({**fields, "url": nothing, "channel": nothing}).pages
    assert (record.title, record.body, record.url, record.channel) == ("甲", "乙丙", None, None)


@pytest.mark.parametrize(
    "said",
    [
        *("1970-01-01", "1970-01-01 08:00:00", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00"),
        *("1900-01-01", "0000-00-00", "0000-00-00 00:00:00"),
    ],
)
def test_an_unset_date_is_none(said: str) -> None:
    """The first day that a program knows is no date of a row, and the next name counts."""
    row = read_row({"title": "甲", "published": said, "date": "2025-04-26"})
    assert row.pages[0][0].published == "2025-04-26"
    assert row.warnings == (f"an unset date: {said}",)
