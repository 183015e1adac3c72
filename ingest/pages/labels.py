"""What people call the fields of a text: above it, and on its date line."""

from __future__ import annotations

import re

_NAMES = (
    ("title", "title headline"),
    ("title", "标题 標題 题目 題目 题名 文章标题 文章標題 新闻标题 文章题目"),
    ("url", "url uri link permalink canonical source_url original_url article_url url_source"),
    ("url", "链接 鏈接 連結 网址 網址 原文链接 原文地址 原文网址 文章链接 文章地址"),
    ("url", "来源链接 来源网址 页面地址 网页地址 链接地址"),
    (
        "published",
        "date time datetime published posted created created_at pubdate pub_date pub_time",
    ),
    ("published", "publish_date publish_time publishdate publishtime published_time posted_on"),
    ("channel", "channel category categories section source site site_name"),
    ("channel", "来源 來源 文章来源 信息来源 稿件来源 稿源 本文来源 来源单位 出处 原文出处 来自"),
    (
        "channel",
        "频道 頻道 栏目 欄目 所属栏目 分类 分類 分类名 板块 版块 媒体 网站 站点 转自 转载自",
    ),
    ("channel", "公众号 微信公众号 发布机构 发布单位 发布部门 发文机关 发文单位 供稿单位"),
    ("id", "id docid doc_id 编号 文献号"),
    ("body", "body content text article markdown_content 正文 内容 內容 文章内容 正文内容"),
    # Not kept.
    ("", "author authors by editor keywords keyword tags tag language lang description summary"),
    ("", "crawl_time crawled_at crawltime fetched fetch_time scraped scraped_at views"),
    ("", "作者 编辑 编者 記者 记者 責任編輯 责编 编审 审核 校对 撰稿 撰文 供稿 通讯员 译者"),
    ("", "关键词 关键字 關鍵詞 标签 標籤 摘要 语言 初审 复审 终审 监制 发布人 发布者 录入者"),
    ("", "阅读量 阅读数 浏览量 点击量 评论数 保护视力色 视力保护色"),
    ("", "审核人 审稿人 校对人 签发人 责任人"),
)
_FIELDS = {name: field for field, names in _NAMES for name in names.split()}
_PUBLISHING = (
    "发布|發布|發佈|发表|發表|发文|发稿|发帖|刊发|刊登|刊载|登载|转载|首发|推送|更新|编辑|修改|创建"
    "|上传|上载|录入|添加|提交|投稿|公布|公开|公示|印发|签发|撰写|成文|发出"
)
# 报名时间, 截止日期: when something happens that the text is about.
_HAPPENING = (
    "报名|截止|截至|考试|面试|笔试|体检|开始|结束|起始|起止|到期|有效|生效|失效|实施|施行|执行|活动|举办"
    "|举行|会议|培训|讲座|开会|开庭|开标|投标|招标|拍卖|比赛|演出|出生|死亡|成立|缴费|交费|申报|申请|办理"
    "|预约|领取|受理|营业|上班|工作|服务|放假|开放|开学|入学|出发|签订|交易|支付|付款|上市|上映|集合|上课"
    "|生产|发货|到货|开工|竣工|安装|维修|入职|退休|参保|入院|出院|住院|就诊|手术|检查|停水|停电|结婚|登记"
)
_DAY = "(?:时间|時間|日期)"
_COMPOSED = (
    ("", re.compile(f"(?:抓取|采集|爬取|入库|下载|访问|存档){_DAY}")),
    ("published", re.compile(f"(?!.{{0,8}}(?:{_HAPPENING}))[\u4e00-\u9fff]{{0,6}}{_DAY}")),
    ("channel", re.compile("(?:新闻|资料|内容|图文|转载|原文|文稿|供稿)来源")),
    ("", re.compile("[\u4e00-\u9fff]{1,4}(?:作者|编辑|记者|主编)")),
)
_LATELY = "(?:本文|文章|信息)?(?:最近|最后|最新|首次)?"
_PUBLISHED = re.compile(f"{_LATELY}(?:{_PUBLISHING})")
_PUBLISHED_ON = re.compile(f"{_LATELY}(?:{_PUBLISHING}|写)(?:{_DAY}|[于於])")
_SPACES = re.compile(r"[\s_-]+")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff])[\s_]+(?=[\u4e00-\u9fff])")


def field_of(label: str) -> str | None:
    """Return the field that a label names, empty for one that is not kept; None for no label."""
    name = _HAN_GAP.sub("", _SPACES.sub("_", label.strip().lower()))
    field = _FIELDS.get(name)
    if field is not None:
        return field
    return next((field for field, names in _COMPOSED if names.fullmatch(name)), None)


def label_of_day(words: str) -> int | None:
    """Return where, in the words right before a day, those begin that call it the day of the text.

    `发布时间`, `编辑于` and `最近更新` do; `报名时间` and `成立于` tell what happens on that day.
    """
    for at in range(len(words) if words[-1] in "间間期于於" else 0):
        if _PUBLISHED_ON.fullmatch(words, at):
            return at
    return 0 if _PUBLISHED.fullmatch(words) or field_of(words) == "published" else None


def labels_of(field: str) -> list[str]:
    """Return the labels that name a field."""
    return [label for label, named in _FIELDS.items() if named == field]
