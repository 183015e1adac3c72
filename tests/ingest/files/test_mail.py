"""Mail, and pages saved as one file."""

from __future__ import annotations

import base64
import quopri
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.files.limits import Limits
from souwen.ingest.report import Ignored, Skipped

from .made import keys, read_bytes, reasons

if TYPE_CHECKING:
    from souwen.corpus.documents import Record

A1 = "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。"
PAGE = f"<h1>异地就医备案指南</h1><p>{A1}</p>"


def record(data: bytes, name: str = "a.eml") -> Record:
    """Read a mail that is one article."""
    (found,) = read_bytes(data, name)
    assert isinstance(found, Member)
    return found.pages[0].records[0]


def mhtml(page: str = PAGE, charset: str = "", coding: str = "quoted-printable") -> bytes:
    """Make what Chrome saves, with a style sheet and a frame behind the page."""
    raw = page.encode(charset or "utf-8")
    sent = quopri.encodestring(raw) if coding == "quoted-printable" else base64.encodebytes(raw)
    of_text = f'; charset="{charset}"' if charset else ""
    subject = base64.b64encode("异地就医".encode()).decode()
    head = f"""From: <Saved by Blink>\r
Snapshot-Content-Location: http://x.example/a.html\r
Subject: =?utf-8?B?{subject}?=\r
Date: Sat, 26 Apr 2025 08:30:00 +0800\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
\ttype="text/html";\r
\tboundary="----B--1"\r
\r
\r
------B--1\r
Content-Type: text/html{of_text}\r
Content-ID: <frame-1@mhtml.blink>\r
Content-Transfer-Encoding: {coding}\r
Content-Location: http://x.example/b.html\r
\r
"""
    tail = "".join(
        f"\r\n------B--1\r\nContent-Type: {kind}\r\nContent-Location: cid:x\r\n\r\n{text}"
        for kind, text in (("text/css", ".a{content:'医保'}"), ("text/html", "<p>广告</p>"))
    )
    return head.encode() + sent + tail.encode() + b"\r\n------B--1--\r\n"


def letter(charset: str = "gb2312", coding: str = "base64") -> bytes:
    """Make a mail of one part of HTML."""
    raw = f"<p>{A1}</p>".encode(charset)
    sent = base64.encodebytes(raw) if coding == "base64" else raw
    subject = base64.b64encode("医保".encode(charset)).decode()
    return (
        f"""From: a@x.example
Subject: =?{charset}?B?{subject}?=
Date: Sat, 26 Apr 2025 08:30:00 +0800 (CST)
Message-ID: <1@x.example>
MIME-Version: 1.0
Content-Type: text/html; charset="{charset}"
Content-Transfer-Encoding: {coding}

""".encode()
        + sent
    )


@pytest.mark.parametrize("name", ["a.mhtml", "a.MHT", "a.txt", "-"])
@pytest.mark.parametrize("charset", ["", "utf-8", "gb18030"])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_n08_a_saved_page(name: str, charset: str, coding: str) -> None:
    """A page saved as one file has its title, text and address; what belongs to it is no text."""
    found = record(mhtml(charset=charset, coding=coding), name)
    assert (found.title, found.body) == ("异地就医备案指南", A1)
    assert (found.url, found.published) == ("http://x.example/b.html", None)


def test_a_saved_page_without_a_title_has_its_subject() -> None:
    """Where the page names no title, the subject is it."""
    assert record(mhtml(f"<p>{A1}</p>")).title == "异地就医"


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "big5"])
@pytest.mark.parametrize("coding", ["base64", "8bit"])
def test_n08_a_mail(charset: str, coding: str) -> None:
    """A mail has its subject, date and text, in whatever charset and coding it was sent."""
    if charset == "big5":
        data = letter("gb2312", coding).replace(b"gb2312", b"big5")  # a label that is wrong
    else:
        data = letter(charset, coding)
    for ends in (data, data.replace(b"\n", b"\r\n")):
        found = record(ends)
        assert (found.title, found.body, found.published) == ("医保", A1, "2025-04-26")


def test_a_mail_of_several_parts() -> None:
    """Of several forms of a text the last is read, of several texts each, and no attachment."""
    mail, forms = MIMEMultipart("mixed"), MIMEMultipart("alternative")
    mail["Subject"], mail["From"] = Header("报销", "gbk"), "a@x.example"
    forms.attach(MIMEText("只有文字", "plain", "utf-8"))
    forms.attach(MIMEText(f"<p>{A1}</p>", "html", "gbk"))
    attached = MIMEText("附件", "plain", "utf-8")
    attached.add_header("Content-Disposition", "attachment", filename="a.txt")
    for part in (forms, MIMEText("脚注", "plain", "gb18030"), attached):
        mail.attach(part)
    found = record(mail.as_bytes())
    assert (found.title, found.body) == ("报销", f"{A1}\n\n脚注")


def test_headers_as_they_should_not_be() -> None:
    """A subject in raw bytes, one of cut words, and a date that is none, cost no text."""
    for subject in ("医保".encode("gbk"), "医保".encode(), b"=?utf-8?B?5Yy75L+d", b"=?x-no?Q?a?="):
        data = b"Subject: " + subject + b"\nDate: soon\nMIME-Version: 1.0\n\n" + A1.encode()
        found = record(data)
        assert found.body == A1
        assert found.title
        assert found.published is None
    assert record("Subject: 医保\nFrom: a\n\n正文".encode("gbk")).title == "医保"


def test_a_text_that_begins_like_a_mail_is_none() -> None:
    """Lines with colons make no mail, unless its name or its headers say so."""
    (found,) = read_bytes("From: 广州\nSubject: 医保\n\n正文".encode(), "a.txt")
    assert isinstance(found, Member)
    assert found.form.value == "text"


def test_a_file_of_many_mails() -> None:
    """Each mail has a key by its own id, one without an id by its content, and none is lost."""
    border = b"From a@x.example Sat Apr 26 08:30:00 2025\n"
    other = letter().replace(b"<1@", b"<2@")
    without = letter().replace(b"Message-ID: <1@x.example>\n", b"")
    same = letter().replace(b"Subject", b"X-A: 1\nSubject")
    data = b"\n\n".join(border + one for one in (letter(), other, without, same))
    found = read_bytes(data, "inbox")
    assert keys(found)[:2] == ["/k#1@x.example", "/k#2@x.example"]
    assert len(set(keys(found))) == 4
    assert found == read_bytes(data, "a.mbox")
    quoted = letter().replace(b"base64", b"8bit").partition(b"\n\n")[0] + b"\n\n>From x\n>>From y\n"
    (member,) = read_bytes(border + quoted, "inbox")
    assert isinstance(member, Member)
    assert "From x >From y" in member.pages[0].records[0].body
    small = read_bytes(data, "inbox", limits=Limits(member_bytes=100))
    assert reasons(small) == ["longer than 100 bytes"] * 4


def test_mail_that_is_cut_is_told() -> None:
    """Wherever a saved page ends, it is told, and the text that is there is taken."""
    data = mhtml()
    begin, end = data.index(b"\r\n\r\n\r\n--"), data.index(b"\r\n------B--1--")
    for cut in range(begin + 6, end, 41):
        found = read_bytes(data[:cut], "a.mhtml")
        assert reasons(found) == ["cut, or broken: the end of its parts is not there"], cut
    titles = [one.pages[0].records[0].title for one in found if isinstance(one, Member)]
    assert titles == ["异地就医备案指南"]
    assert record(letter()[:-20]).body in A1


def test_parts_that_nest_without_end() -> None:
    """Parts inside of parts a thousand times are told in one line."""
    data = b"MIME-Version: 1.0\n" + b"".join(
        b"From: a\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
        for n in range(3_000)
    )
    assert reasons(read_bytes(data, "a.eml")) == ["its parts nest too deeply"]


@given(
    st.lists(
        st.sampled_from([*letter().splitlines(True), *mhtml().splitlines(True), b"\xff", b"\n"])
    )
)
def test_any_lines_of_mail_are_read(lines: list[bytes]) -> None:
    """No order of headers, borders and texts raises."""
    found = read_bytes(b"".join(lines) or b"\n", "a.eml")
    assert found
    assert all(isinstance(one, Member | Ignored | Skipped) for one in found)
