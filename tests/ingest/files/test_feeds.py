"""RSS and Atom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.report import Ignored, Skipped

from .made import keys, read_bytes, reasons

if TYPE_CHECKING:
    from souwen.corpus.documents import Record
    from souwen.ingest.files.containers import Outcome

A1 = "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。"
A2 = "没有备案的，报销比例要降低十个百分点左右，回到参保地手工报销。"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>社保资讯</title><link>http://x.example/</link><item>
<title>异地就医备案指南</title><link>http://x.example/1</link>
<pubDate>2025-04-26T08:30:00+08:00</pubDate><description><![CDATA[<p>{A1}</p>]]></description></item>
<item>
<title>个人账户怎么用</title><link>http://x.example/2</link>
<dc:date>2025-04-27</dc:date><description>&lt;p&gt;{A2}&lt;/p&gt;</description>
</item></channel></rss>
"""
ATOM = f"""<?xml version="1.0" encoding="ENC"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>社保资讯</title><entry><title type="html">异地就医&lt;b&gt;备案&lt;/b&gt;指南</title>
<id>tag:x.example,2025:1</id><link rel="self" href="http://x.example/no"/>
<link rel="alternate" href="http://x.example/1"/><category term="健康新闻"/>
<updated>2025-04-26T08:30:00+08:00</updated><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>{A1}<br/>{A2}</p></div></content></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="http://x.example/"><title>社保资讯</title></channel>
<item rdf:about="http://x.example/1"><title>异地就医备案指南</title><description>{A1}</description>
<dc:date>2025-04-26</dc:date><content:encoded><![CDATA[<p>{A1}</p><p>{A2}</p>]]></content:encoded></item></rdf:RDF>"""


def records(found: list[Outcome]) -> list[Record]:
    """Give the records of members."""
    pages = [page for one in found if isinstance(one, Member) for page in one.pages]
    return [record for page in pages for record in page.records]


def item(inside: str) -> bytes:
    """Make a feed of one item."""
    return f"<rss><channel><item>{inside}</item></channel></rss>".encode()


def test_n06_an_item_is_an_article() -> None:
    """Each item of RSS has its title, date, address, channel and text."""
    found = read_bytes(RSS.encode(), "feed.xml")
    assert keys(found) == ["/k#http://x.example/1", "/k#http://x.example/2"]
    first, second = records(found)
    assert (first.title, first.body, first.published) == ("异地就医备案指南", A1, "2025-04-26")
    assert (first.url, first.channel) == ("http://x.example/1", "社保资讯")
    assert (second.title, second.body, second.published) == ("个人账户怎么用", A2, "2025-04-27")


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gb18030", "utf-16"])
def test_n15_atom(encoding: str) -> None:
    """An entry has the text of its XHTML, and the address of the page, not that of the feed."""
    data = ATOM.replace("ENC", encoding).encode(encoding)
    (record,) = records(read_bytes(data, "a.atom"))
    assert (record.title, record.body) == ("异地就医备案指南", f"{A1}\n{A2}")
    assert (record.url, record.channel) == ("http://x.example/1", "健康新闻")
    assert record.published == "2025-04-26"


def test_rdf() -> None:
    """RSS 1.0 has its items outside the channel, and the fullest text of each counts."""
    (record,) = records(read_bytes(RDF.encode(), "a"))
    assert (record.title, record.body) == ("异地就医备案指南", f"{A1}\n\n{A2}")
    assert (record.url, record.published) == ("http://x.example/1", "2025-04-26")


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        ("<title><![CDATA[甲 & 乙]]></title>", "甲 & 乙"),
        ("<title>甲 &amp;amp; 乙&nbsp;</title>", "甲 & 乙"),
        ("<title>甲 & 乙 &bogus; </title>", "甲 & 乙 &bogus;"),
        ("<title>&#30002;&#x4E59;&#1;</title>", "甲乙"),
        ("<media:title>甲</media:title>", "甲"),
        ("<TITLE>甲</TITLE>", "甲"),
        ("<title>甲</title><!-- </item> <item> -->", "甲"),
        ("<title>甲</title><description><![CDATA[</item><item>]]></description>", "甲"),
    ],
)
def test_what_people_write_into_items(inside: str, wanted: str) -> None:
    """Titles are text whatever they are written in, and marks inside a text are no items."""
    found = records(read_bytes(item(inside), "feed.xml"))
    assert [record.title for record in found] == [wanted]


def test_a_relative_address_counts_from_the_feed() -> None:
    """A link without a host is that of the feed's own page."""
    data = RSS.replace("http://x.example/1", "/1?a=1&b=2").encode()
    assert records(read_bytes(data, "feed.xml"))[0].url == "http://x.example/1?a=1&b=2"


def test_items_of_one_address_are_all_kept() -> None:
    """Where a feed gives every item the same link, none replaces another."""
    found = read_bytes(RSS.replace("example/2", "example/1").encode(), "feed.xml")
    assert len(set(keys(found))) == 2
    assert keys(found) == keys(read_bytes(RSS.replace("example/2", "example/1").encode(), "f.xml"))


def test_no_entity_is_expanded() -> None:
    """A document type with entities, of files or of a bomb, is never read."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">{bomb}]>'
    data = f"<?xml version='1.0'?>{head}".encode() + item(f"<title>甲&l11;&f;</title><a>{A1}</a>")
    (record,) = records(read_bytes(data, "feed.xml"))
    assert record.title == "甲&l11;&f;"


@pytest.mark.parametrize("cut", range(0, len(RSS), 7))
def test_a_feed_that_is_cut_is_told(cut: int) -> None:
    """Wherever a feed ends, what is whole before is taken, and the cut is told with its place."""
    whole = keys(read_bytes(RSS.encode(), "feed.xml"))
    found = read_bytes(RSS[:cut].encode(), "feed.xml")
    assert keys(found) == whole[: RSS[:cut].count("</item>")]
    if RSS.find("<rss") + 5 < cut < RSS.find("</channel>"):
        assert reasons(found)[-1] == "cut: the feed does not end"


def test_what_is_broken_costs_one_item() -> None:
    """An item whose markup is broken, or nests without end, is told; the next ones are whole."""
    deep = "<b>" * 5_000 + "深" + "</b>" * 5_000
    middle = f"<item><title>乙</title><description>{deep}</description></item>"
    open_ = "<item><title>丙</title><description><![CDATA[无尽</description>"
    data = RSS.replace("<item>\n<title>个人", f"{middle}{open_}<item>\n<title>个人").encode()
    found = [one for one in read_bytes(data, "feed.xml") if isinstance(one, Member)]
    assert [one.pages[0].records[0].title for one in found] == (
        ["异地就医备案指南", "乙", "丙", "个人账户怎么用"]
    )
    assert found[1].warnings[0].startswith("broken XML in it: Excessive depth")
    assert not found[3].warnings


def test_items_without_text_are_ignored() -> None:
    """A feed without items, and an item without a word, are ignored."""
    data = RSS.encode().replace(b"<item>", b"<item/><item><guid>x</guid></item><item>", 1)
    found = read_bytes(data, "feed.xml")
    assert [one for one in found if not isinstance(one, Member)] == (
        [Ignored("/k item 1 (line 3)", "no text in it")]
    )
    empty = read_bytes(b"<rss><channel><title>x</title></channel></rss>", "feed.xml")
    assert empty == [Ignored("/k", "a feed without items")]


@given(st.text(alphabet="<>&;![]-CDATAitem/ \"='医\n", max_size=200))
def test_any_markup_in_a_feed_is_read(inside: str) -> None:
    """No markup raises, and each item is taken or told."""
    found = read_bytes(item(inside), "feed.xml")
    assert all(isinstance(one, Member | Ignored | Skipped) for one in found)
    assert found


def test_growing_feeds(is_linear: object) -> None:
    """Marks that open and never close are read in linear time."""
    assert callable(is_linear)
    for unit in ("<![CDATA[", "<!--", "<item>", "<item><title>", "&", "<item><a>&lt;"):
        assert is_linear(lambda size, unit=unit: read_bytes(item(unit * size), "feed.xml"), 500)
