"""What hostile input is made of: pieces of pages, tags, encodings, JSON and archives, and damage.

Random bytes alone hardly get behind the first check of a reader; pieces that nearly fit do.
"""

from __future__ import annotations

import bz2
import functools
import gzip
import io
import json
import lzma
import tarfile
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

#: Characters that steer, hide, turn around or cannot be stored.
ODD = [
    *"\0\x01\x07\x08\x0b\x0c\r\x1a\x1b\x1c\x1f\x7f\x85\x9b\xa0\xad",
    *"\u061c\u180e\u200b\u200d\u200e\u2028\u2029\u202e\u2060\u2066\u3000\ufeff\ufffd\ufffe\uffff",
    *"\ud800\udc80\udfff\U0001f600\U000e0001\U0010ffff",
]
STEERING = [
    "\x1b]0;x\x07",
    "\x1b[2J",
    "\x1b[31m",
    "\x9b31m",
    "\x1bP1;1|\x1b\\",
    "\r\x1b[K",
    "\x08\x08",
]
PAGE = [
    "异地就医怎么备案",
    "参保人先登录国家平台,选择参保地和就医地,再提交材料,一般三个工作日内办完。" * 3,
    "健康新闻 2025-04-26",
    "健康新闻2025-04-26怎么样申请",
    "来源:某网 2025年2月30日 08:30",
    "9999-99-99",
    "3天前",
    "二〇二五年四月二十六日",
    "相关推荐",
    "大家都在搜",
    "相关问题 更多>>",
    "首页 顶部",
    "首页 顶部职工医保",
    "首页 > 医保 > 正文",
    "提示:本内容不能代替面诊,请就医。",
    "责任编辑:张三",
    "很抱歉,暂时无法查找到相关信息",
    "版权所有 京ICP备1号",
    "1" * 5000,
    "9" * 30 + "," + "0" * 3 + "." * 40,
    "(" * 90,
    " " * 300 + "医",
    "网友评论(63)",
]
HTML = [
    *("<html>", "<head>", "<body class=x>", "</html>", "<!doctype html>", "<!DOCTYPE", "<?xml ?>"),
    *(
        "<title>",
        "</title>",
        "<h1>",
        "</h1>",
        "<p>",
        "</p>",
        "<br>",
        "<br/>",
        "<div id='a' hidden>",
    ),
    *('<a href="x">', "<a href='", "</a", "<li>", "<table><td>", "<pre>", "</pre>", "<sup>", "9"),
    *("<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<textarea>", "<svg>"),
    *("<template>", "<iframe>", "<plaintext>", "<math>", "<select>", "<noscript>", "<frameset>"),
    *("&lt;", "&#0;", "&#x1b;[2J", "&#xd800;", "&#99999999999;", "&amp", "&#x202e;", "<", ">", '"'),
    *("<meta charset=utf-7>", "<meta charset=gb2312>", "<meta charset='utf-16le'>", "=", "'"),
    "<b>" * 160,
    "<div>" * 400 + "医保" + "</div>" * 399,
]
JSON = [
    *(
        '{"title": "医"}',
        '{"title": "医", "body": "\\ud800\\u0000"}',
        '{"page": "题\\n文。\\n首页 顶部"}',
    ),
    *(
        '{"id": ',
        '"id"',
        ":",
        ",",
        "{",
        "}",
        "[",
        "]",
        '"',
        "\\",
        "null",
        "true",
        "NaN",
        "-Infinity",
    ),
    *("1e999", "9" * 4400, '{"id": 1, "html": "<p>医"}', '{"kind": "x", "text": "a"}', "[[{}]]"),
    *('"published": "2025-02-30"', '{"a":' * 2000, "[" * 60_000, '"\\u12"', "\n", "\r\n", "\x1e"),
    '{"id": true}',
    '{"id": "\\n\\u001b[2J", "title": "题"}',
]
ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-32-be", "utf-7", "shift_jis"]
BYTES = [
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\0\0",
        b"\x84\x31\x95\x33",
        b"\0",
        b"\x80",
    ),
    *(
        b"\xff",
        b"\xe5\x8c",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc0\xaf",
        b"\xd8\x00",
        b"\x00\xdc",
    ),
    *(b"\x81\x30", b"\x81\x30\x81", b"\xb0\xa1", b"\xfe\xfe", b"+2AA-", b"~{VPND~}", b"\x1b$B"),
    *(
        b"\x1f\x8b",
        b"BZh9",
        b"\xfd7zXZ\0",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"7z\xbc\xaf\x27\x1c",
        b"%PDF-",
    ),
    b"<meta charset=utf-7>",
    b"<?xml encoding='hz'?>",
    b"<meta charset=idna>",
]
NAMES = [
    *(
        "a.txt",
        "b.html",
        "c.jsonl",
        "d.json",
        "e",
        "f.csv",
        "目录/文.txt",
        "../up.txt",
        "/etc/passwd",
    ),
    *(
        "..\\up.txt",
        "C:\\x.txt",
        "a/../../b",
        "./g.txt",
        ".hidden",
        "__MACOSX/x",
        "x" * 300,
        "h.gz",
    ),
    *(
        "\x1b[2J.txt",
        "行\n行.txt",
        "\u202egpj.txt",
        "i.zip",
        "j.tar.gz",
        "a.txt",
        "k/",
        "",
        "nul\0.txt",
    ),
]

texts = st.one_of(
    st.lists(st.sampled_from([*PAGE, *HTML, *STEERING, *ODD, "\n", "\n", "\n\n"]), max_size=40).map(
        "".join
    ),
    st.lists(
        st.tuples(st.sampled_from(PAGE), st.sampled_from(["\n", "\n\n", ""])), max_size=40
    ).map(lambda lines: "".join(line + end for line, end in lines)),
    st.text(max_size=200),
)
markups = st.lists(
    st.one_of(st.sampled_from([*HTML, *HTML, *PAGE[:4], *STEERING]), st.text(max_size=8)),
    max_size=60,
).map("".join)
jsons = st.lists(
    st.one_of(
        st.sampled_from([*JSON, "\n"]),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "title",
                    "body",
                    "text",
                    "html",
                    "page",
                    "kind",
                    "published",
                    "channel",
                    "url",
                ]
            ),
            st.one_of(
                texts, st.integers(), st.none(), st.booleans(), st.lists(st.integers(), max_size=2)
            ),
            max_size=5,
        ).map(lambda line: json.dumps(line) + "\n"),
    ),
    max_size=12,
).map("".join)


@st.composite
def damaged(draw: DrawFn, of: st.SearchStrategy[bytes]) -> bytes:
    """Change, cut, double and insert some bytes; often nothing."""
    data = bytearray(draw(of))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 5]))):
        at = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 4)):
            case 0:
                data[at : at + 1] = draw(st.sampled_from(BYTES))
            case 1:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 2:
                del data[at:]
            case 3:
                data[at:at] = data[at : at + draw(st.sampled_from([1, 2, 30, 512]))]
            case _:
                size = draw(st.sampled_from([1, 2, 4, 8]))
                data[at : at + size] = draw(st.sampled_from([b"\0", b"\xff"])) * size
    return bytes(data)


@st.composite
def encoded(draw: DrawFn) -> bytes:
    """Give a text in one or two encodings, with pieces of broken ones."""
    parts: list[bytes] = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.one_of(texts, markups, jsons))
        mark = draw(st.sampled_from([b"", b"", *BYTES]))
        parts += [mark, text.encode(draw(st.sampled_from(ENCODINGS)), "ignore")]
    return b"".join(parts)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


files = damaged(
    st.one_of(encoded(), st.binary(max_size=300), markups.map(_bytes), jsons.map(_bytes))
)


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip; names may come twice."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as made:
        warnings.simplefilter("ignore")  # that a name comes twice
        for name, data in members:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, method
            with made.open(info, "w") as member:
                member.write(data)
    return out.getvalue()


def tarred(
    members: list[tuple[str, bytes]], sort: bytes = tarfile.REGTYPE, **options: Any
) -> bytes:
    """Make a tar of members of one sort."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", **options) as made:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = sort, "/etc/passwd"
            info.size = len(data) if sort == tarfile.REGTYPE else 0
            made.addfile(info, io.BytesIO(data))
    return out.getvalue()


# Without the clock, so that the same members are the same bytes.
gzipped = functools.partial(gzip.compress, mtime=0)
COMPRESS = {".gz": gzipped, ".bz2": bz2.compress, ".xz": lzma.compress}


@st.composite
def packed(draw: DrawFn) -> tuple[str, bytes, list[str]]:
    """Give the name of an archive, its bytes, and the names of its members in order."""
    small = st.one_of(files, texts.map(lambda text: text.encode("utf-8", "ignore")))
    name = st.sampled_from(NAMES)
    members = draw(st.lists(st.tuples(name, small), max_size=6))
    wrapped = []
    for inner, data in members:
        pack = draw(st.sampled_from([None, None, None, *COMPRESS]))
        wrapped.append((inner, data) if pack is None else (f"{inner}{pack}", COMPRESS[pack](data)))
    if draw(st.booleans()):
        method = draw(
            st.sampled_from([0, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
        )
        return "a.zip", zipped(wrapped, method), [inner for inner, _ in wrapped]
    sort = draw(st.sampled_from([tarfile.REGTYPE] * 4 + [tarfile.SYMTYPE, tarfile.FIFOTYPE]))
    form = draw(st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT]))
    data = tarred([(n, d) for n, d in wrapped if n], sort, format=form)
    outer = draw(st.sampled_from([None, *COMPRESS]))
    if outer is not None:
        data = COMPRESS[outer](data)
    return f"a.tar{outer or ''}", data, [inner for inner, _ in wrapped if inner]


queries = st.one_of(
    st.lists(
        st.sampled_from(
            [
                *'ab1医保险报销"＂“”()（）|｜-－*＊:：\\ \u3000\n。，%?[]《》\0.',
                *(
                    " OR ",
                    " AND ",
                    " NOT ",
                    "title:",
                    "标题：",
                    "kind:",
                    "after:2025",
                    "channel:",
                    "-(",
                ),
                *(
                    "before:99999-99",
                    "source:[",
                    "source:***",
                    "after:0000",
                    "187*",
                    "异地就医",
                    "怎么",
                ),
                *(
                    "9" * 40,
                    "1,2,3",
                    "八千七百元",
                    "(" * 60,
                    ")" * 60,
                    '"' * 9,
                    "北京",
                    "二〇二五年",
                ),
                *("a b c d e f g h " * 8, "-" * 50, *ODD, *STEERING),
            ]
        ),
        max_size=30,
    ).map("".join),
    st.text(max_size=80),
)
