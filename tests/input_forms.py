"""Make the table of docs/input.md: one small file of each form, written by the form's own writer.

`python tests/input_forms.py` prints it, `--write` puts it into the page. A new form is one
function with `@form` above it.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from mailbox import mbox
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import souwen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAGE = Path(__file__).resolve().parent.parent / "docs" / "input.md"
BEGIN, END = "<!-- made by tests/input_forms.py -->\n", "<!-- end -->\n"

TITLES = ("异地就医备案指南", "个人账户怎么用")
TEXTS = (
    "参保人员在外地住院以前要先办理异地就医备案。备案可以在手机上办，也可以到窗口办。",
    "个人账户按月划入，标准由各统筹区自己定。账户里的钱可以付门诊费，也可以给家里人用。",
)
LINKS = ("http://x.example/1", "http://x.example/2")


@dataclass(frozen=True)
class Form:
    """A form of input.

    Attributes:
        name: in the table.
        file: the name of its file.
        write: gives the bytes of the file.
        extra: the extra that reads it, or nothing.
        module: what that extra installs.
        options: of `Engine.add`.
    """

    name: str
    file: str
    write: Callable[[], bytes]
    extra: str
    module: str
    options: dict[str, Any]


FORMS: list[Form] = []
DOCUMENTS = dict.fromkeys(
    (
        *("mail", "MHTML, a page saved as one file", "Markdown with front matter"),
        "numeric entities",
    ),
    1,
)
"""How many documents a form gives, where they are not two."""


def form(name: str, file: str, extra: str = "", module: str = "", **options: Any) -> Any:
    """Enter a function that writes a file into the table."""

    def enter(write: Callable[[], bytes]) -> Callable[[], bytes]:
        FORMS.append(Form(name, file, write, extra, module, options))
        return write

    return enter


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """Write rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def articles(**names: str) -> list[dict[str, Any]]:
    """Return two articles, with these names of fields."""
    values = {
        "title": TITLES,
        "text": TEXTS,
        "date": ("2025-04-26", "2025-04-27"),
        "url": LINKS,
        "channel": ("健康新闻", "健康新闻"),
    }
    return [{name: values[field][at] for field, name in names.items()} for at in (0, 1)]


@form("JSON lines", "a.jsonl")
def _() -> bytes:
    return lines(articles(title="标题", text="正文", date="发布时间", url="链接", channel="来源"))


@form("JSON array", "a.json")
def _() -> bytes:
    rows = articles(title="title", text="content", date="publish_date", url="url")
    return json.dumps(rows, indent=2).encode()


@form("JSON object, a list inside", "b.json")
def _() -> bytes:
    rows = articles(title="title", text="content", date="publish_date", url="url")
    return json.dumps({"code": 0, "total": 2, "data": {"list": rows}}).encode()


@form("CSV", "a.csv")
def _() -> bytes:
    out = io.StringIO(newline="")
    rows = articles(title="title", text="content", date="date", url="link", channel="category")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@form("CSV of a spreadsheet, GB18030 and `;`", "b.csv")
def _() -> bytes:
    out = io.StringIO(newline="")
    rows = articles(title="标题", text="内容", date="日期")
    writer = csv.DictWriter(out, rows[0], dialect="excel", delimiter=";")
    writer.writeheader()
    writer.writerows({**row, "内容": row["内容"].replace("。", "。\n")} for row in rows)
    return out.getvalue().encode("gb18030")


@form("TSV", "a.tsv")
def _() -> bytes:
    out = io.StringIO(newline="")
    rows = articles(title="title", text="text", date="pub_time")
    writer = csv.DictWriter(out, rows[0], dialect="excel-tab")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@form("Parquet", "a.parquet", "parquet", "pyarrow")
def _() -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    out = io.BytesIO()
    rows = articles(title="title", text="text", date="publish_date", url="url")
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


@form("Scrapy items, lists of one", "items.jl")
def _() -> bytes:
    rows = articles(title="title", text="content", date="date", url="url")
    return lines({key: [value] for key, value in row.items()} for row in rows)


@form("mongoexport", "mongo.json")
def _() -> bytes:
    rows = articles(title="title", text="content", url="url")
    for at, row in enumerate(rows):
        row["_id"] = {"$oid": f"5f3a{at:020}"}
        row["created_at"] = {"$date": {"$numberLong": str(1745625600000 + at * 86400000)}}
    return lines(rows)


@form("Elasticsearch, a dump", "es.jsonl")
def _() -> bytes:
    rows = articles(title="title", text="content", date="publish_time", url="url")
    return lines({"_index": "news", "_id": str(at), "_source": row} for at, row in enumerate(rows))


@form("Elasticsearch, an answer", "es.json")
def _() -> bytes:
    rows = articles(title="title", text="content", date="publish_time", url="url")
    hits = [{"_index": "news", "_id": str(at), "_source": row} for at, row in enumerate(rows)]
    return json.dumps({"took": 3, "hits": {"total": {"value": 2}, "hits": hits}}).encode()


@form("WuDao", "wudao.json")
def _() -> bytes:
    rows = articles(title="title", text="content", channel="dataType")
    return json.dumps(
        [{"id": at, "uniqueKey": f"k{at}", **row} for at, row in enumerate(rows)]
    ).encode()


@form("CCI", "cci.jsonl")
def _() -> bytes:
    rows = articles(title="title", text="content")
    return lines({"id": f"{at:032x}", **row} for at, row in enumerate(rows))


@form("MNBVC", "mnbvc.jsonl")
def _() -> bytes:
    return lines(
        {
            "文件名": f"{at}.txt",
            "是否重复文件": False,
            "段落数": 2,
            "段落": [
                {"行号": number, "是否重复": False, "md5": "0" * 32, "内容": text}
                for number, text in enumerate((TITLES[at], TEXTS[at]), 1)
            ],
        }
        for at in (0, 1)
    )


@form("news2016zh", "news2016zh_valid.json")
def _() -> bytes:
    rows = articles(title="title", text="content", channel="source")
    return lines(
        {"news_id": f"{at}", "keywords": "医保", "desc": "办法", "time": "03-22 12:00", **row}
        for at, row in enumerate(rows)
    )


@form("wiki_zh", "wiki_00")
def _() -> bytes:
    return lines(
        {
            "id": str(at),
            "url": LINKS[at],
            "title": TITLES[at],
            "text": f"{TITLES[at]}\n\n{TEXTS[at]}",
        }
        for at in (0, 1)
    )


@form("ChineseWebText", "cwt.jsonl")
def _() -> bytes:
    rows = articles(title="title", text="text", url="url")
    return lines({**row, "score": 0.93, "source_domain": "x.example"} for row in rows)


@form("SkyPile", "skypile.jsonl")
def _() -> bytes:
    return lines({"text": text} for text in TEXTS)


@form("names of one's own, with `--map`", "own.jsonl", map={"title": "bt", "body": "meta.nr"})
def _() -> bytes:
    rows = articles(title="bt", text="nr")
    return lines({"bt": row["bt"], "meta": {"nr": row["nr"]}} for row in rows)


def pages() -> list[str]:
    """Return the two articles as pages of HTML."""
    return [
        f"<html><h1>{title}</h1><p>{text}</p></html>"
        for title, text in zip(TITLES, TEXTS, strict=True)
    ]


@form("RSS", "feed.xml")
def _() -> bytes:
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    ET.SubElement(channel, "title").text = "社保资讯"
    for title, text, link in zip(TITLES, TEXTS, LINKS, strict=True):
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "title").text = title
        ET.SubElement(item, "link").text = link
        ET.SubElement(item, "pubDate").text = "Sat, 26 Apr 2025 08:30:00 +0800"
        ET.SubElement(item, "description").text = f"<p>{text}</p>"
    return ET.tostring(rss, "utf-8", xml_declaration=True)


@form("Atom", "a.atom")
def _() -> bytes:
    feed = ET.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    for title, text, link in zip(TITLES, TEXTS, LINKS, strict=True):
        entry = ET.SubElement(feed, "entry")
        ET.SubElement(entry, "title").text = title
        ET.SubElement(entry, "link", href=link)
        ET.SubElement(entry, "updated").text = "2025-04-26T08:30:00+08:00"
        ET.SubElement(entry, "content", type="html").text = f"<p>{text}</p>"
    return ET.tostring(feed, "utf-8", xml_declaration=True)


def mails() -> list[EmailMessage]:
    """Return the two articles as mails."""
    written = []
    for title, text in zip(TITLES, TEXTS, strict=True):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@x.example", title
        mail["Date"], mail["Message-ID"] = "Sat, 26 Apr 2025 08:30:00 +0800", f"<{len(text)}@x>"
        mail.set_content(text, charset="gb18030", cte="base64")
        mail.add_alternative(f"<p>{text}</p>", subtype="html", charset="gb18030")
        written.append(mail)
    return written


@form("mail", "a.eml")
def _() -> bytes:
    return mails()[0].as_bytes()


@form("mails in one file", "a.mbox")
def _() -> bytes:
    with tempfile.TemporaryDirectory() as folder, closing(mbox(Path(folder, "a"))) as box:
        for mail in mails():
            box.add(mail)
        box.flush()
        return Path(folder, "a").read_bytes()


@form("MHTML, a page saved as one file", "a.mhtml")
def _() -> bytes:
    saved = EmailMessage()
    saved["From"], saved["Subject"] = "<Saved by Blink>", TITLES[0]
    saved["Snapshot-Content-Location"] = LINKS[0]
    saved.set_content(pages()[0], subtype="html", cte="quoted-printable")
    saved["Content-Location"] = LINKS[0]
    saved.make_related()
    return saved.as_bytes()


def warc(sort: str) -> bytes:
    """Write the two articles as records of a web archive."""
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - an extra
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    class Writer(WARCWriter):  # type: ignore[misc]
        def _create_temp_file(self) -> io.BytesIO:
            return io.BytesIO()  # warcio leaves files open

    out = io.BytesIO()
    writer = Writer(out, gzip=True)
    for link, page, text in zip(LINKS, pages(), TEXTS, strict=True):
        if sort == "response":
            told = [("Content-Type", "text/html; charset=utf-8")]
            http = StatusAndHeaders("200 OK", told, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                link, sort, io.BytesIO(page.encode()), http_headers=http
            )
        else:
            data = io.BytesIO(text.encode())
            record = writer.create_warc_record(link, sort, data, warc_content_type="text/plain")
        writer.write_record(record)
    return out.getvalue()


@form("WARC", "a.warc.gz", "warc", "warcio")
def _() -> bytes:
    return warc("response")


@form("WET", "a.warc.wet.gz", "warc", "warcio")
def _() -> bytes:
    return warc("conversion")


@form("WACZ", "a.wacz", "warc", "warcio")
def _() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("archive/data.warc.gz", warc("response"))
        made.writestr("pages/pages.jsonl", lines(articles(title="title", text="text", url="url")))
        made.writestr("datapackage.json", "{}")
    return out.getvalue()


@form("zstd", "a.jsonl.zst", "zstd", "" if sys.version_info >= (3, 14) else "backports.zstd")
def _() -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    packed: bytes = zstd.compress(lines(articles(title="title", text="text", url="url")))
    return packed


@form("Markdown with front matter", "a.md")
def _() -> bytes:
    return f"""---
title: "{TITLES[0]}"
date: 2025-04-26
url: {LINKS[0]}
---
{TEXTS[0].replace("手机", "**手机**")}
""".encode()


@form("header lines", "a.txt")
def _() -> bytes:
    return "\n\n".join(
        f"标题：{title}\n链接：{link}\n时间：2025-04-26 08:30\n\n{text}"
        for title, text, link in zip(TITLES, TEXTS, LINKS, strict=True)
    ).encode("gb18030")


@form("`<doc>` records, as Sogou's news", "news_tensite_xml.dat")
def _() -> bytes:
    return "".join(
        f"<doc>\n<url>{link}</url>\n<docno>{link[-1]}</docno>\n"
        f"<contenttitle>{title}</contenttitle>\n<content>{text}</content>\n</doc>\n"
        for title, text, link in zip(TITLES, TEXTS, LINKS, strict=True)
    ).encode("gb18030")


@form("numeric entities", "b.txt")
def _() -> bytes:
    return f"{TITLES[0]}\n\n{TEXTS[0]}".encode("ascii", "xmlcharrefreplace")


@dataclass(frozen=True)
class Row:
    """What a form gave: one line of the table."""

    name: str
    file: str
    documents: int
    dates: int
    urls: int
    warnings: tuple[str, ...]
    skipped: tuple[str, ...]


def taken(one: Form) -> Row:
    """Take the file of a form in, and return what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, one.file)
        path.write_bytes(one.write())
        with souwen.open(Path(folder, "data")) as engine:
            report = engine.add(path, **one.options)
            documents = list(engine.export())
    return Row(
        one.name,
        one.file,
        len(documents),
        sum(bool(document.get("published")) for document in documents),
        sum(bool(document.get("url")) for document in documents),
        tuple(told.reason for told in report.warnings),
        tuple(told.reason for told in report.skipped),
    )


def line(one: Form, row: Row) -> str:
    """Return the line of a form in the table."""
    told = "; ".join(dict.fromkeys((*row.warnings, *row.skipped)))
    name = f"{row.name} (extra `{one.extra}`)" if one.extra else row.name
    return f"| {name} | `{row.file}` | {row.documents} | {row.dates} | {row.urls} | {told} |\n"


def table() -> str:
    """Return the table as it stands in the page."""
    head = "| form | file | documents | dates | urls | warnings |\n|---|---|---|---|---|---|\n"
    return head + "".join(line(one, taken(one)) for one in FORMS)


def main() -> None:
    """Print the table, or put it into the page."""
    if "--write" not in sys.argv:
        sys.stdout.write(table())
        return
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + table() + END + after, "utf-8")


if __name__ == "__main__":
    main()
