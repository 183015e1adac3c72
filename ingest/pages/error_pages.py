"""Pages that stand for another one: errors, captchas, redirects. A scrape is full of them."""

from __future__ import annotations

import re
import unicodedata

from ...language.questions import has_question_word

_LONGEST = 300  # characters of title and text
_LONGEST_ALONE = 80  # where the text alone says so
_EARLY = 40
_PAGE = "(?:页面|网页|内容|文章|信息|链接|资源|网址|地址|文件)"
# What a page calls what was asked for, where it says that it means just that.
_THIS = (
    "(?:该|此|这[个条篇]|本|指定|当前|(?:您|你)?(?:所|要|想要)?(?:访问|查看|浏览|请求|打开|查找))的?"
    "(?:页面|网页|内容|文章|信息|链接|资源|网址|地址|文件|主题|帖子|贴子|版块|视频|微博|回答|问题|词条|笔记"
    "|作品|商品|[账帐]号|公众号|用户)"
)
_GONE = (
    "(?:不存在|不见了|找不到|未找到|没有找到|走丢|走失|无法(?:访问|显示|查看|浏览|打开|播放)|不可见"
    "|已?被[^。]{0,8}(?:删除|屏蔽|隐藏|移除|下架|封禁|封停)|已(?:删除|失效|过期|下线|下架|停用|迁移))"
)
_CODE = (
    r"(?:http\s?)?(?:错误|error|代码|code)?[\s:]*(?:4(?:0[0-9]|1[0-9]|29|51)|5(?:0[0-9]|2[0-9]))"
)
_END = r"(?:中心|中|页面)?\W*"
_TITLE = re.compile(
    rf"(?:{_CODE}(?:[\s\-_:|!,。(]+.{{0,40}}|(?:错误|页面|页|error|not found|forbidden).{{0,30}})?"
    r"|.{0,12}\b(?:not found|forbidden|access denied|bad gateway|service unavailable|unauthorized"
    r"|gateway time-?out|server error|too many requests|moved permanently|object moved)\b.{0,9}"
    r"|just a moment\W*|attention required.{0,30}|redirecting\W*|(?:under )?maintenance\W*"
    r"|sina visitor system"
    rf"|(?:很?抱歉|对不起)?\W*(?:{_THIS}[^。]{{0,10}}|{_PAGE}){_GONE}.{{0,20}}"
    rf"|(?:安全|访问|人机|滑动|滑块|身份|浏览器|真人|请求){{1,2}}(?:验证|检测|校验|检查){_END}"
    r"|(?:当前|访问|网络|浏览器|账号){0,2}环境(?:异常|存在(?:异常|风险))\W*"
    r"|(?:页面)?(?:正在|即将|自动|登录)*(?:跳转|重定向)(?:中|提示)?\W*|(?:请?输入)?验证码\W*"
    r"|(?:系统|服务器|网站|网络)(?:正在)?(?:维护|繁忙|错误|异常|内部错误|升级)中?\W*"
    r"|(?:系统|页面)?出错[了啦]?\W*.{0,6}|(?:参数|链接|地址)(?:错误|有误|无效)\W*|(?:禁止|拒绝|无权)访问\W*"
    r"|(?:错误|系统|信息)提示\W*|(?:提示|错误)信息\W*"
    r"|(?:请求|访问)(?:失败|错误|受限|被?(?:拒绝|拦截|阻断)?|过于频繁|频繁|异常)\W*)",
    re.IGNORECASE,
)
# The name of a site stands before or behind it, with a sign between or, of a check, without one.
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:[_|—–·]++|-)\s*+")
_NAMED_CHECK = re.compile(
    rf"\w{{2,8}}?(?:安全|访问|人机|滑动|滑块|浏览器|真人)*(?:验证|校验){_END}"
)
_MISSING = (
    rf"{_PAGE}[^。]{{0,8}}(?:{_GONE}|删除)|{_THIS}[^。]{{0,12}}{_GONE}"
    rf"|(?:找不到|没有找到|未找到|无法查看)[^。]{{0,8}}{_PAGE}"
)
_IS_MISSING = re.compile(_MISSING)
_TEXT = re.compile(
    rf"{_MISSING}|(?:访问|请求|操作|点击|刷新)[^。]{{0,4}}(?:频繁|过快|过多)|验证码用于"
    r"|(?:请|需)[^。]{0,8}(?:验证码|安全验证|人机验证|完成验证|滑块|拖动)"
    r"|(?:正在|即将|秒后|自动)[^。]{0,12}(?:跳转|重定向|返回首页)|如果[^。]{0,12}没有[^。]{0,6}跳转"
    r"|(?:无权|没有权限|禁止|拒绝)[^。]{0,4}访问|ip[^。]{0,10}(?:禁止|封禁|限制|异常)"
    r"|(?:请求|访问)[^。]{0,12}被[^。]{0,8}(?:拦截|阻断|拒绝)"
    r"|(?:启用|开启|打开|enable|requires?) ?javascript|checking your browser|verify you are human"
    r"|requested (?:url|page|resource)|not found on this|you (?:don't|do not) have permission"
    r"|nginx|apache/|openresty|cloudflare|服务器(?:内部)?错误|(?:系统|网站)[^。]{0,4}维护|服务暂?时?不可用"
    r"|page (?:could not be|was not|not) found|access denied|temporarily unavailable",
    re.IGNORECASE,
)
# What says so only below a title that does.
_HINT = re.compile(
    "网络不给力|请?稍[后候](?:再试|重试|刷新)|刷新(?:重试|页面)|(?:环境|请求|流量|访问|行为)[^。]{0,6}(?:异常|风险)"
    "|(?:点击|完成|通过|进行|拖动)[^。]{0,12}验证|验证(?:后|以?继续)|(?:没有|无)权限|不是(?:机器人|自动程序)"
)
_JSON = re.compile(
    r'\{.{0,80}"(?:code|status|statuscode|status_code|errcode|errno|error|error_code|success|msg|message)"'
    r"\s*:.*\}",
    re.IGNORECASE | re.DOTALL,
)


def is_error_page(title: str, text: str) -> bool:
    """Return whether a short page says no more than that another one cannot be shown.

    Args:
        title: of the page, which may have the name of its site at either end.
        text: the rest of it.
    """
    if len(title) + len(text) > _LONGEST:
        return False
    title = unicodedata.normalize("NFKC", title).strip()
    text = unicodedata.normalize("NFKC", text).strip()
    if _JSON.fullmatch(f"{title}\n{text}".strip()):
        return True
    is_brief = len(text) <= _LONGEST_ALONE
    if _TITLE.fullmatch(title):
        return is_brief or _TEXT.search(text) is not None
    if _is_named_error(title) and (not text or _TEXT.search(text) or _HINT.search(text)):
        return True
    return is_brief and _says_so_alone(title, text)


def _says_so_alone(title: str, text: str) -> bool:
    # A page about such pages asks something, and the answer may be short.
    if has_question_word(title):
        return _IS_MISSING.search(text[:_EARLY]) is not None
    return _TEXT.search((text or title)[:_EARLY]) is not None


def _is_named_error(title: str) -> bool:
    first, *others = _BETWEEN.split(title)
    parts = (first, others[-1]) if others else (first,)
    return any(_TITLE.fullmatch(part) or _NAMED_CHECK.fullmatch(part) for part in parts)
