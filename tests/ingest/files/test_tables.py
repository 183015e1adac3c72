"""CSV and TSV."""

from __future__ import annotations

import pytest

from souwen.corpus.sources import Member
from souwen.ingest.files.reading import Reading
from souwen.ingest.files.tables import read_table
from souwen.ingest.report import Ignored, Skipped

from .made import Outcome, file_of, reasons, settled


def read(data: str | bytes, name: str = "a.csv") -> list[Outcome]:
    """Read a table."""
    raw = data.encode() if isinstance(data, str) else data
    return list(settled(read_table(file_of(raw, name), Reading())))


def titles(found: list[Outcome]) -> list[str]:
    """Give the titles of the documents."""
    members = [one for one in found if isinstance(one, Member)]
    return [record.title for one in members for page in one.pages for record in page.records]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_in_each_form(delimiter: str, encoding: str) -> None:
    """Whatever stands between the columns, and in whatever encoding, the header names them."""
    rows = [
        ["标题", "正文", "发布时间", "链接"],
        ["医保须知", '"先登录\n再提交"', "20250426", "http://x"],
    ]
    data = "\r\n".join(map(delimiter.join, rows)).encode(encoding)
    (member,) = read(data)
    assert isinstance(member, Member)
    (record,) = member.pages[0].records
    assert (record.title, record.body) == ("医保须知", "先登录\n再提交")
    assert (record.published, record.url) == ("2025-04-26", "http://x")
    assert member.encoding.removesuffix("-le") == encoding


def test_what_is_wrong_is_told_and_the_rest_goes_on() -> None:
    """A record that cannot be read is named by its line; names that stand twice are told once."""
    found = read('title,title,text\n甲,x,乙\n"丙\n,,\n丁,,戊,己\n')
    assert titles(found) == ["甲", "丁"]
    assert [(one.source, one.reason) for one in found if isinstance(one, Skipped)] == [
        ("/k line 3", "a quotation mark that does not close"),
        ("/k line 4", "nothing to take: no title, no page, no body, no html"),
    ]
    warnings = [warning for one in found if isinstance(one, Member) for warning in one.warnings]
    assert warnings == [
        "names of columns that stand twice, the first counts: title (column 2)",
        "more fields than columns: 4, not 3",
    ]


def test_tables_without_texts() -> None:
    """A table of numbers is ignored; one whose texts nobody knows is a loss, and says the way."""
    assert isinstance(read("a,b\n1,2\n")[0], Ignored)
    (reason,) = reasons(read("甲列,b\n" + "很长" * 30 + ",2\n"))
    assert "甲列, b" in reason
    assert "--map body=COLUMN" in reason
    assert [type(one) for one in (*read(""), *read("\n\n"))] == [Ignored, Ignored]
    assert read("title,text\n") == [Ignored("/k", "a table without rows")]


def test_a_list_about_texts_is_none_of_them() -> None:
    """A table whose header is a comment, with titles and no texts, is somebody's list of a dump."""
    listed = "# source\tkind\ttitle\tlength\na.txt\tarticle\t医保须知\t402\n"
    (found,) = read(listed, "expected.tsv")
    assert isinstance(found, Ignored)
    assert titles(read(listed.replace("length", "text"), "a.tsv")) == ["医保须知"]
    assert titles(read(listed.replace("# source", "source"), "a.tsv")) == ["医保须知"]
