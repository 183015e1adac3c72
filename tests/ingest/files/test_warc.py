"""Web archives."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.sources import Member
from souwen.ingest.files import formats
from souwen.ingest.files.limits import Limits
from souwen.ingest.report import Ignored

from .made import keys, read_bytes, reasons, zipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from souwen.ingest.files.containers import Outcome

warcwriter = pytest.importorskip("warcio.warcwriter")
headers = pytest.importorskip("warcio.statusandheaders")

A1 = "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。"
PAGE = f"<html><h1>异地就医备案指南</h1><p>{A1}</p></html>"


class Writer(warcwriter.WARCWriter):  # type: ignore[misc]
    """Writes without files, which warcio leaves open."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


class Archive:
    """A web archive that is written by warcio."""

    def __init__(self, *, packed: bool = True) -> None:
        self._out = io.BytesIO()
        self._writer = Writer(self._out, gzip=packed)
        self._writer.write_record(self._writer.create_warcinfo_record("a.warc", {"by": "us"}))

    def page(
        self,
        number: int | str,
        body: bytes = PAGE.encode(),
        kind: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        *,
        sent: Sequence[tuple[str, str]] = (),
    ) -> Archive:
        """Add a response, and the request before it."""
        told = headers.StatusAndHeaders(
            status, [("Content-Type", kind), *sent], protocol="HTTP/1.1"
        )
        asked = headers.StatusAndHeaders(
            "GET / HTTP/1.1", [("Host", "x.example")], is_http_request=True
        )
        for sort, http, data in (("request", asked, b""), ("response", told, body)):
            self._writer.write_record(
                self._writer.create_warc_record(
                    f"http://x.example/{number}", sort, payload=io.BytesIO(data), http_headers=http
                )
            )
        return self

    def text(self, address: str, sort: str, kind: str = "text/plain") -> Archive:
        """Add a record without HTTP."""
        data = io.BytesIO(f"异地就医\n\n{A1}".encode())
        self._writer.write_record(
            self._writer.create_warc_record(address, sort, payload=data, warc_content_type=kind)
        )
        return self

    def data(self) -> bytes:
        """Give its bytes."""
        return self._out.getvalue()


def told(found: list[Outcome]) -> list[str]:
    """Give the reasons of what was ignored."""
    return [one.reason for one in found if isinstance(one, Ignored)]


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_has_its_address(*, packed: bool) -> None:
    """A captured page is keyed by its address, which is its link, in the charset as declared."""
    made = Archive(packed=packed)
    made.page(1, PAGE.encode("gbk"), "text/html; charset=GB2312")
    made.page(2, f"标题\n\n{A1}".encode("big5", "replace"), "text/plain;charset=big5")
    found = read_bytes(made.data(), "a.warc.gz" if packed else "a.warc")
    assert keys(found) == ["/k!http://x.example/1", "/k!http://x.example/2"]
    first, second = (one for one in found if isinstance(one, Member))
    record = first.pages[0].records[0]
    assert (record.title, record.body) == ("异地就医备案指南", A1)
    assert (record.url, first.encoding) == ("http://x.example/1", "gb18030")
    assert second.encoding == "big5"


def test_wet() -> None:
    """The text of a page, as a WET has it, is read as a text."""
    found = read_bytes(Archive().text("http://x.example/1", "conversion").data(), "a.warc.wet.gz")
    (member,) = found
    assert isinstance(member, Member)
    record = member.pages[0].records[0]
    assert (record.title, record.body, record.url) == ("异地就医", A1, "http://x.example/1")


def test_what_is_no_page_is_counted() -> None:
    """Other answers, sorts and copies are counted, a line for each reason."""
    made = Archive().page(1).page(2, status="404 Not Found").page(3, status="404 Gone")
    made.page(4, b"\x89PNG", "image/png").page(5, b"{}", "application/json").page(6, b"", "")
    made.page(7, b"<html><script>x</script></html>").text("urn:text:http://x", "resource")
    made.page("app.js?v=1").page("robots.txt", b"User-agent: *", "text/plain")
    found = read_bytes(made.text("http://x.example/8", "resource").data(), "a.warc.gz")
    assert keys(found) == ["/k!http://x.example/1", "/k!http://x.example/8"]
    assert told(found) == [
        "no text in it",
        "records not read: 2 (a part of a page, or rules for crawlers)",
        "records not read: 1 (application/json)",
        "records not read: 1 (image/png)",
        "records not read: 1 (no type)",
        "records not read: 1 (resource of urn:)",
        "records not read: 2 (status 404)",
    ]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "none"])
@pytest.mark.parametrize("chunked", [True, False])
def test_codings_in_which_a_page_was_sent(coding: str, *, chunked: bool) -> None:
    """What was sent in pieces, or compressed, is put together; a header that lies is none."""
    data = PAGE.encode()
    raw = zlib.compressobj(wbits=-15)
    body = {
        "gzip": gzip.compress(data),
        "deflate": zlib.compress(data),
        "raw deflate": raw.compress(data) + raw.flush(),
        "none": data,
    }[coding]
    sent = [("Content-Encoding", "gzip" if coding in {"gzip", "none"} else "deflate")]
    if chunked:
        pieces = [body[:9], body[9:]]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        sent.append(("Transfer-Encoding", "chunked"))
    found = read_bytes(Archive().page(1, body, sent=sent).data(), "a.warc.gz")
    (member,) = found
    assert isinstance(member, Member)
    assert member.pages[0].records[0].body == A1


def test_a_page_that_unpacks_to_too_much_is_refused() -> None:
    """A bomb in an answer is told with its record, and the next page is read."""
    bomb = gzip.compress(b"a" * 20_000_000)
    made = Archive().page(1, bomb, sent=[("Content-Encoding", "gzip")]).page(2)
    found = read_bytes(made.data(), "a.warc.gz", limits=Limits(ratio=50, free_bytes=10_000))
    assert reasons(found) == ["refused: it unpacks to more than 50 times its size"]
    found = read_bytes(made.data(), "a.warc.gz", limits=Limits(member_bytes=1_000_000))
    assert reasons(found) == ["refused: larger than 1000000 bytes"]
    assert keys(found) == ["/k!http://x.example/2"]


def test_a_coding_that_is_not_read_is_told() -> None:
    """A page that is there and cannot be unpacked is skipped, not ignored."""
    data = (
        Archive()
        .page(1, b"\x8b\x02\x80\x01\x02\x03\x04\x05\x06abc\x03", sent=[("Content-Encoding", "br")])
        .data()
    )
    assert reasons(read_bytes(data, "a.warc.gz")) == ["sent in a coding that is not read (br)"]


def test_each_capture_of_an_address_is_kept() -> None:
    """Two captures of one address are two sources, whose keys are the same each time."""
    other = PAGE.replace("窗口", "网上").encode()
    data = Archive().page(1).page(1, other).page(1).data()
    found = keys(read_bytes(data, "a.warc.gz"))
    assert found[0] == "/k!http://x.example/1"
    assert len(set(found)) == 3
    assert found == keys(read_bytes(data, "a.warc.gz"))


def test_a_cut_archive_is_told() -> None:
    """Wherever a compressed archive ends, the pages before are taken, and the cut is told."""
    data = Archive().page(1).page(2).data()
    for cut in range(30, len(data) - 1, 37):
        found = read_bytes(data[:cut], "a.warc.gz")
        assert keys(found) == ["/k!http://x.example/1", "/k!http://x.example/2"][: len(keys(found))]
        ends = [at for at in range(len(data)) if data.startswith(b"\x1f\x8b\x08", at)]
        assert reasons(found) or cut in ends
    assert len(keys(found)) == 2


def test_a_wrong_length_is_told_and_the_rest_taken() -> None:
    """A record that says that it is longer or shorter costs no other."""
    data = Archive(packed=False).page(1).page(2).page(3).data()
    start = data.index(b"WARC-Target-URI: http://x.example/2", data.index(b"example/2") + 50)
    at = data.index(b"Content-Length: ", start)
    end = data.index(b"\r\n", at)
    for length in (b"5", b"99999", b"9" * 15, b"no number"):
        lied = data[:at] + b"Content-Length: " + length + data[end:]
        found = read_bytes(lied, "a.warc")
        assert {"/k!http://x.example/1", "/k!http://x.example/3"} <= set(keys(found))
        assert reasons(found)


def test_wacz() -> None:
    """Of a WACZ only what was captured is read, not its indexes and lists of pages."""
    members = {
        "archive/data.warc.gz": Archive().page(1).data(),
        "indexes/index.cdx.gz": gzip.compress(b"example,x)/1 2025 {}"),
        "pages/pages.jsonl": b'{"title": "x", "text": "y"}',
        "datapackage.json": b"{}",
    }
    found = read_bytes(zipped(members), "a.wacz")
    assert keys(found) == ["/k!archive/data.warc.gz!http://x.example/1"]
    assert len(found) == 1


def test_without_warcio(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is missing, the line that installs it is told."""
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    found = read_bytes(Archive().page(1).data(), "a.warc.gz")
    assert reasons(found) == ["a WARC file: to read it, pip install 'souwen[warc]'"]
