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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
DOCUMENTS: dict[str, int] = {}
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
