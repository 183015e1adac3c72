"""Boilerplate: the lines of a page that belong to the site, not to what it says.

Header words above recommendations, disclaimers under an article, and footers.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from .date_parts import BUTTON

_LONGEST_HEADER = 30
_LONGEST_DISCLAIMER = 300
_LONGEST_FOOTER = 200


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABOUT = (
    "相关|相關|推荐|推薦|热门|熱門|热点|精彩|精选|更多|延伸|扩展|拓展|编辑|今日|最新|同类|猜你|其他"
)
_SORT = "推荐|推薦|阅读|閱讀|文章|资讯|資訊|新闻|新聞|内容|话题|专题|问答|帖子|文档|百科|视频|信息"
_COMPOSED = re.compile(f"(?:本文|更多)?(?:{_ABOUT})(?:的)?(?:{_SORT})(?:{_SORT})?")
_YOU = "[你您]"
_READERS = "人|网友|用户|读者|朋友|小伙伴|患者|网民"
_LIKE = "喜欢|喜歡|感兴趣|想看|想读"
_THINGS = "内容|文章|资讯|新闻|问题|信息|话题|视频|推荐"
# 看完本文的人还看了, 您可能对以下内容感兴趣, 往期精彩回顾: by what they are made of.
_HEADERS = re.compile(
    f"(?:看|读|阅读|浏览|喜欢|关注|收藏)[过完了]*(?:本|此|这|该)?[篇条]?(?:{_THINGS}|文|页)?的?"
    f"(?:{_READERS})们?(?:也|还|都|又|正|在)*(?:看|读|阅读|浏览|喜欢|关注|收藏|搜)[过了]*(?:{_THINGS})?"
    f"|{_YOU}(?:可能|或许|也许|会|一定)(?:会|还|也|都|对|以下|这些|下列|的|{_THINGS})*"
    f"(?:{_LIKE})(?:的)?(?:{_THINGS})?|猜{_YOU}(?:也|还|会)*(?:{_LIKE}|想问|想知道|关注|关心)"
    f"|[为為]{_YOU}(?:推荐|推薦|精选|推送)|大家(?:(?:都|还|也|正)[在爱]?|在)(?:看|问|读|关注)"
    "|(?:精彩|热门|更多)?往期(?:精彩|精选|热门|相关|好文|文章|内容|推荐|回顾|阅读|链接)+"
    "|(?:阅读|热文|好文|美文|文章|精彩|相似|点击)(?:推荐|排行|回顾)"
)
_STRONG = _words(
    "看了又看 相似文章 排行榜 热门排行 一周热门 本周热门 其他人还看了 其他人还在看 下一篇推荐 "
    "继续阅读 接着看 往期精彩 相关链接 相关報導 相关报道 本文相关"
)
_SEARCHES = _words(
    "大家都在搜 大家还在搜 大家正在搜 大家都在搜索 大家都搜 相关搜索 相关搜索词 热门搜索 "
    "热搜 热搜词 热搜榜 猜你想搜 搜索热词 热门搜索词 相關搜索 相關搜尋 大家都在找 "
    "热门关键词 热门标签 相关标签"
)
_WEAK = _words(
    "相关内容 相关信息 相关问题 相关新闻 相关资讯 相关话题 相关专题 相关百科 相关链接 "
    "最新资讯 最新新闻 最新信息 更多内容 更多信息 其他内容 其他信息 其他资讯 其他新闻 "
    "热门话题 热点话题 热点新闻 今日新闻 推荐内容 排行榜 继续阅读 往期回顾"
)
_TRAILING = re.compile("(?:查看|阅读|点击)?(?:更多|全部|换一批|换一换|more)$", re.IGNORECASE)
_SIGN = re.compile(r"[^\W_]")


def _han_but(words: str) -> str:
    """Make a pattern of one Han character that is not among these."""
    known = {sign for sign in words if "\u4e00" <= sign <= "\u9fff"}
    borders = sorted(known | {"\u4dff", "\ua000"})
    gaps = ((ord(a) + 1, ord(b) - 1) for a, b in pairwise(borders))
    return "[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in gaps if a <= b) + "]"


# Most short lines hold a Han character that is in no header word, and NFKC changes none of them.
_IN_HEADERS = "".join(
    (*_STRONG, *_SEARCHES, *_WEAK, _HEADERS.pattern, _COMPOSED.pattern, _TRAILING.pattern)
)
_NO_HEADER = re.compile(_han_but(_IN_HEADERS))

_NOTICES = (
    "温馨提示|温馨提醒|特别提示|特别提醒|特别声明|重要提示|重要提醒|友情提示|友情提醒|郑重声明"
    "|免责声明|免責聲明|免责条款|平台声明|作者声明|重要声明|版权声明|风险提示|健康提示|医疗提示|提示|提醒|声明|聲明|注意|注|说明"
)
_NOTICE = re.compile(f"(?:[【\\[(（※*]{{0,2}})(?:{_NOTICES})(?:[】\\])）]|\\s*(?:[:：]|$))")
_DISCLAIMS = re.compile(
    "(?:不能|不可|不得|不应|不|无法|不能够)(?:代替|替代|取代|代替或取代|作为)[^。]{0,20}"
    "(?:面诊|面診|诊断|诊疗|診斷|就医|就诊|医生|医师|治疗|医嘱|意见|建议|依据|专业|凭证|法律)"
    "|(?:仅供|只供|僅供|供您|供你|供)(?:您|你|读者|大家)?(?:参考|參考|了解|学习)"
    "|不构成[^。]{0,20}(?:建议|意见|依据|承诺)|不作为[^。]{0,20}(?:依据|建议|凭证)"
    "|不代表(?:本站|本网|本平台|[^。]{1,16}(?:观点|立场|意见))|(?:仅|只|僅)代表[^。]{0,12}(?:作者|个人|本人)"
    "|(?:提供|系|属)[^。]{0,8}信息(?:存储|发布|展示)|与[^。]{0,12}(?:网|站|平台|号|公司|本刊|编辑部|媒体)[^。]{0,4}无关|如有侵权|侵权[^。]{0,8}删除"
    "|一般性的?(?:说明|介绍|信息)|不承担[^。]{0,20}责任"
)
_SUBJECTS = "以上|上述|本|该|文中|文章|本文|本站|本网|本页|网站|平台|所有|部分|全部"
_SUBJECT = re.compile(
    f"[(（【\\[※*]{{0,2}}(?:{_SUBJECTS})(?:文章|内容|資訊|资讯|信息|页面|文)?|免责声明|仅供参考|僅供參考"
)
# With what they begin: the first look, because most lines begin otherwise.
_NOTICE_FIRST = frozenset("【[(（※*").union(word[0] for word in _NOTICES.split("|"))
_DISCLAIMER_FIRST = _NOTICE_FIRST.union("免仅僅", (word[0] for word in _SUBJECTS.split("|")))
_LEAVES = re.compile("以[^。]{0,24}(?:为准|為準)[。.!！]?$")

_NAV_WORDS = _words(
    "首页 网站首页 返回首页 回到首页 主页 首頁 顶部 頂部 返回顶部 回到顶部 回顶部 返回頂部 "
    "底部 返回 返回列表 上一页 下一页 上一篇 下一篇 关于我们 联系我们 网站地图 免责声明 "
    "隐私政策 隐私声明 用户协议 电脑版 手机版 触屏版 桌面版 版权声明 意见反馈 客户端 登录 "
    "注册 我的 分类 导航 TOP Top top 加入收藏 设为首页"
)
_ALONE = _words("返回顶部 回到顶部 回顶部 返回首页 回到首页 返回頂部 返回列表 网站首页 网站地图")
_BETWEEN = r"[\s|｜·•/／>＞]+"
_NAV_RUN = re.compile(
    r"\s*(?:{0})(?:{1}(?:{0}))+".format(
        "|".join(sorted(_NAV_WORDS, key=lambda word: (-len(word), word))), _BETWEEN
    )
)
_NO_TITLE = re.compile(r"[\s\W]|导航|菜单|搜索|按钮|栏|的|右|左|中|有|点|进入|选择|和|或|下")
_IMPRINT = re.compile(
    r"(?:版权所有|copyright|©|\(c\)\s|备案号|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"(?:ICP|公网安备|B2))",
    re.IGNORECASE,
)
# 上一篇：生育津贴怎么领取, at the end of an article.
_NEIGHBOUR = re.compile(
    "[\\W_]{0,4}(?:[上下]一|[前后後]一)[篇条條页頁则則章节節](?:文章|新闻|信息|资讯)?(?P<title>$|[\\s:：»>].*)"
)
_SHARED = (
    r"[\[【(（]?(?:分享(?:到|至)?[:：]?|微信(?:好友)?|朋友圈|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|豆瓣|人人网|扫一扫)"
    r"[\]】)）]?"
)
_SHARE = re.compile(rf"(?:(?:{_SHARED}|{BUTTON})[\s|｜/·,，、]*+){{1,12}}+")
_SHARES = re.compile("分享|打印|关闭")
_SCAN = re.compile("扫(?:一扫|描二维码)[^。，]{0,16}(?:打开|关注|分享|阅读|查看)[^。，]{0,8}")
# 返回搜狐，查看更多: what a portal leaves at the end of an article.
_BACK_TO = re.compile("返回[^\\s，,。]{1,8}[，,]?查看更多(?:(?:责任)?编辑[:：]?\\S{0,4})?")
_CLOSING = ")）】」』》”’"
_LABEL = re.compile("[^\\s:：]{2,6}[:：]")
# With what a footer can begin.
_NAV_FIRST = frozenset(word[0] for word in _NAV_WORDS)
_FOOTER_FIRST = _NAV_FIRST | frozenset(
    "版cC©([【（分打关收转纠我一扫备京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
)
_SHARE_FIRST = frozenset("[【(（分打关收转纠我一")
_PATH_FIRST = frozenset("您你当现所的位首网主")
_PATH = re.compile(
    r"(?:(?:您|你)?(?:当前|现在|所在)?(?:的)?位置\s*[:：]|(?:首页|网站首页|主页)\s*(?:[>＞»›→]|-\s))"
)


def header_word(line: str) -> str | None:
    """Return the header word that a line consists of, decoration aside; None where it is none."""
    text = line.strip()
    if not text or len(text) > _LONGEST_HEADER or _NO_HEADER.search(text):
        return None
    text = _core(unicodedata.normalize("NFKC", text))
    text = _core(_TRAILING.sub("", text) or text)
    text = "".join(text.split())
    is_known = text in _STRONG or text in _SEARCHES or text in _WEAK
    return text if is_known or _COMPOSED.fullmatch(text) or _HEADERS.fullmatch(text) else None


def _core(text: str) -> str:
    """Cut off what is neither letter nor digit at the ends of a text."""
    first = _SIGN.search(text)
    if first is None:
        return ""
    # Backwards, because a pattern for the end would be tried at every place.
    last = _SIGN.search(text[::-1])
    return text[first.start() : len(text) - (last.start() if last else 0)]


def is_weak_header(word: str) -> bool:
    """Return whether a header word may as well be a heading inside an article."""
    return word in _WEAK


def is_search_header(word: str) -> bool:
    """Return whether what stands under a header word may only be things to search for."""
    return word in _SEARCHES


def is_disclaimer(line: str) -> bool:
    """Return whether a line says that the page is no substitute for a doctor, or the like."""
    text = line.strip()
    if text[:1] not in _DISCLAIMER_FIRST or len(text) > _LONGEST_DISCLAIMER:
        return False
    begins = _NOTICE.match(text) is not None or _SUBJECT.match(text) is not None
    return begins and _DISCLAIMS.search(text) is not None


def is_closing_notice(line: str) -> bool:
    """Return whether a line is a disclaimer at the end of an article, though not elsewhere."""
    text = line.strip()
    if not text or len(text) > _LONGEST_DISCLAIMER or _NOTICE.match(text) is None:
        return False
    return _LEAVES.search(text) is not None or text.rstrip(":：") in {"免责声明", "免責聲明"}


def is_footer(line: str) -> bool:
    """Return whether a line holds words of navigation only, or an imprint."""
    text = line.strip()
    if text[:1] not in _FOOTER_FIRST or len(text) > _LONGEST_FOOTER:
        return False
    if text in _ALONE or _IMPRINT.match(text) or _BACK_TO.fullmatch(text):
        return True
    if _is_share(text) or _SCAN.fullmatch(text):
        return True
    return _NAV_RUN.fullmatch(text) is not None


def _is_share(text: str) -> bool:
    """Return whether a line is made of what shares, prints or closes a page, and is no heading."""
    if text[0] not in _SHARE_FIRST or _SHARES.search(text) is None:
        return False
    is_button = text.startswith("分享") or text[-1] in "]】" or text.endswith(("本页", "窗口"))
    return is_button and _SHARE.fullmatch(text) is not None


def is_neighbour(line: str) -> bool:
    """Return whether a line names the next or the last article of the site, or leads to one."""
    text = line.strip()
    if len(text) > _LONGEST_FOOTER or text.endswith("。"):
        return False
    return _NEIGHBOUR.fullmatch(text) is not None


def is_cut_footer(line: str) -> bool:
    """Return whether a line begins a footer, as the last line of a cut page may."""
    text = line.strip()
    return bool(text) and "首页 顶部".startswith(" ".join(text[:_LONGEST_FOOTER].split()))


def ends_page(line: str) -> bool:
    """Return whether a footer is one that stands at the end of a page only."""
    text = line.strip()
    return text[:1] in _NAV_FIRST and _NAV_RUN.fullmatch(text[:_LONGEST_FOOTER]) is not None


def is_lone_nav(line: str) -> bool:
    """Return whether a line is one word of navigation; two of them in a row are a footer."""
    return line.strip()[:_LONGEST_FOOTER] in _NAV_WORDS


def is_path(line: str) -> bool:
    """Return whether a line says where in the site the page stands: `首页 > 医保 > 正文`."""
    text = line.strip()
    if text[:1] not in _PATH_FIRST or len(text) > _LONGEST_FOOTER:
        return False
    return _PATH.match(text) is not None


def footer_before(line: str) -> int | None:
    """Return the offset behind a footer to which more text is joined; None without one."""
    if line.lstrip()[:1] not in _NAV_FIRST:
        return None
    footer = _NAV_RUN.match(line[:_LONGEST_FOOTER])
    if footer is None or footer.end() > _LONGEST_FOOTER // 2:
        return None
    rest = line[footer.end() :]
    return footer.end() if rest.strip() and not _NO_TITLE.match(rest) else None


def disclaimer_before(line: str) -> int | None:
    """Return the offset behind a disclaimer to which a title is joined; None without one.

    `提示:本内容不能代替面诊,如有不适请尽快就医。怎么办理备案` is what two pages without
    recommendations give, one after the other.
    """
    if line.lstrip()[:1] not in _NOTICE_FIRST:
        return None
    head = line[:_LONGEST_DISCLAIMER]
    if _NOTICE.match(head.lstrip()) is None:
        return None
    end = head.rfind("。") + 1
    rest = line[end:].strip()
    if not end or not rest or not is_disclaimer(line[:end]):
        return None
    # 联系方式: and 责任编辑: are more of the same, no title.
    is_more = rest[0] in _CLOSING or rest[-1] in ":：" or is_footer(rest) or _LABEL.match(rest)
    return None if is_more else end
