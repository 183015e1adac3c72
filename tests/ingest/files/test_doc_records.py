"""Records between `<doc>` and `</doc>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.files import doc_records
from souwen.ingest.files.limits import Limits
from souwen.ingest.report import Ignored, Skipped

from .made import keys, read_bytes, reasons

if TYPE_CHECKING:
    from souwen.corpus.documents import Record
    from souwen.ingest.files.containers import Outcome

A1 = "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。"
SOGOU = "".join(
    f"""<doc>
<url>http://x.example/{n}.shtml</url>
<docno>0{n}-1</docno>
<contenttitle>异地就医 & 备案{n}</contenttitle>
<content>{A1}a < b &nbsp;{n}</content>
</doc>
"""
    for n in (1, 2)
)


def records(found: list[Outcome]) -> list[Record]:
    """Give the records of members."""
    return [one.pages[0].records[0] for one in found if isinstance(one, Member)]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", " "])
def test_each_record_is_an_article(encoding: str, ends: str) -> None:
    """Title, text and address are read from each record, in any encoding."""
    found = read_bytes(SOGOU.replace("\n", ends).encode(encoding), "a.txt")
    assert keys(found) == ["/k#http://x.example/1.shtml", "/k#http://x.example/2.shtml"]
    first, second = records(found)
    assert (first.title, first.body) == ("异地就医 & 备案1", f"{A1}a < b \u00a01")
    assert second.url == "http://x.example/2.shtml"


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (f'<doc id="13" url="http://x/?a=1&amp;b" title="数学">\n数学\n\n{A1}\n</doc>', "数学", A1),
        (f"<DOC>\n<DOCNO> X1 </DOCNO>\n<TITLE>甲</TITLE>\n<TEXT>\n{A1}\n</TEXT></DOC>", "甲", A1),
        (f"<docs><doc><headline>甲</headline><body><p>{A1}</p></body></doc></docs>", "甲", A1),
        (f"<?xml version='1.0'?>\n<doc><title>甲</title><text>{A1}</text></doc>", "甲", A1),
    ],
)
def test_other_records(text: str, title: str, body: str) -> None:
    """WikiExtractor has fields in the mark and no tags inside, TREC capitals, others a root."""
    (record,) = records(read_bytes(text.encode(), "wiki_00"))
    assert (record.title, record.body) == (title, body)


def test_a_record_that_is_broken_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that does not end, is too long or empty is told with its line; others are whole."""
    for chunk in (1024 * 1024, 100):
        monkeypatch.setattr(doc_records, "_CHUNK", chunk)
        long = f"<doc><title>长</title><content>{'长' * 2_000}</content></doc>\n"
        empty = "<doc>\n<url>http://x.example/3</url><content></content></doc>\n"
        open_ = f"<doc>\n<title>开</title><content>{A1}</content>\n"
        text = SOGOU + long + empty + open_ + SOGOU.replace("shtml", "html") + "<doc><title>切"
        found = read_bytes(text.encode(), "a.txt", limits=Limits(member_bytes=1_500))
        assert [record.title[-2:] for record in records(found)] == [
            "案1",
            "案2",
            "开",
            "案1",
            "案2",
        ]
        assert [one for one in found if not isinstance(one, Member)] == [
            Skipped("/k record 3 (line 13)", "longer than 1500 bytes"),
            Ignored("/k record 4 (line 14)", "no text in it"),
            Skipped("/k record 8 (line 30)", "cut: it does not end"),
        ]


@pytest.mark.parametrize("cut", range(6, len(SOGOU), 11))
def test_a_file_that_is_cut_is_told(cut: int) -> None:
    """Wherever it ends, the whole records are taken and the cut one is told."""
    found = read_bytes(SOGOU[:cut].encode(), "a.txt")
    assert len(keys(found)) == SOGOU[:cut].count("</doc>")
    is_inside = SOGOU[:cut].count("<doc>") > SOGOU[:cut].count("</doc>")
    assert reasons(found) == (["cut: it does not end"] if is_inside else [])


@given(
    st.lists(
        st.sampled_from(["<doc>", "</doc>", "<url>", "</url>", "a", "<", "\n", "<title>", ">"])
    )
)
def test_any_marks_are_read(pieces: list[str]) -> None:
    """No order of marks raises."""
    found = read_bytes(("<doc>" + "".join(pieces)).encode(), "a.txt")
    assert found
    assert all(isinstance(one, Member | Ignored | Skipped) for one in found)


def test_it_is_linear(is_linear: object) -> None:
    """Marks that never close are read in linear time."""
    assert callable(is_linear)
    for unit in ("<doc>", "<doc", "</doc>", "<a>", "<doc><a>", "x\n"):
        assert is_linear(lambda size, u=unit: read_bytes(("<doc>" + u * size).encode()), 300)
