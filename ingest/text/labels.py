"""What people call the fields that stand above a text, and what such a field may say."""

from __future__ import annotations

import re

from ...language.dates import day_of_field

_NAMES = (
    ("title", "title headline"),
    ("title", "标题 標題 题目 題目 题名 文章标题 文章標題 新闻标题"),
    ("url", "url uri link permalink canonical source_url original_url article_url"),
    ("url", "链接 鏈接 連結 网址 網址 原文链接 原文地址 原文网址 文章链接 文章地址"),
    ("url", "来源链接 来源网址 页面地址 网页地址 链接地址"),
    (
        "published",
        "date time datetime published posted created created_at pubdate pub_date pub_time",
    ),
    ("published", "publish_date publish_time publishdate publishtime"),
    ("published", "时间 時間 日期 发布时间 發布時間 发布日期 發布日期 发表时间 发表日期"),
    ("published", "更新时间 更新日期 发文日期 成文日期 刊发时间 发稿时间"),
    ("channel", "channel category categories section source site site_name"),
    (
        "channel",
        "来源 來源 文章来源 信息来源 稿件来源 出处 频道 頻道 栏目 欄目 分类 分類 板块 版块",
    ),
    ("channel", "媒体 网站"),
    ("id", "id docid doc_id 编号"),
    ("body", "body content text article 正文 内容 內容 文章内容 正文内容"),
    # Not kept.
    ("", "author authors by editor keywords keyword tags tag language lang description summary"),
    ("", "crawl_time crawled_at crawltime fetched fetch_time scraped scraped_at views"),
    ("", "作者 编辑 编者 記者 记者 责任编辑 责编 关键词 关键字 關鍵詞 标签 標籤 摘要 语言"),
    ("", "抓取时间 采集时间 爬取时间 入库时间 阅读量 阅读数 浏览量 点击量 评论数"),
)
_FIELDS = {name: field for field, names in _NAMES for name in names.split()}
_SPACES = re.compile(r"[\s_-]+")
_NUMBERS = re.compile(r"[\d\s:：./年月日TZ+-]{6,}")  # a date, though no calendar may have it
_LONGEST = {"title": 200, "url": 2_000, "published": 60, "channel": 40, "id": 200, "": 1_000}


def field_of(label: str) -> str | None:
    """Return the field that a label names, empty for one that is not kept; None for no label."""
    return _FIELDS.get(_SPACES.sub("_", label.strip().lower()))


def labels_of(field: str) -> list[str]:
    """Return the labels that name a field."""
    return [label for label, named in _FIELDS.items() if named == field]


def settled(field: str, value: str) -> tuple[str, str]:
    """Return the field that a value is of, and what it says: a source may be an address."""
    is_address = value.lower().startswith(("http://", "https://"))
    if is_address and field in {"channel", "url"}:
        return "url", value.split(maxsplit=1)[0]
    return field, value


def can_be(field: str, value: str) -> bool:
    """Return whether a value is one of a field: a sentence behind `时间：` is no date."""
    if not value or len(value) > _LONGEST.get(field, len(value)):
        return False
    if field == "published":
        return day_of_field(value) is not None or _NUMBERS.fullmatch(value) is not None
    return field != "url" or value.lower().startswith(("http://", "https://"))
