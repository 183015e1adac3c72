"""Pages that stand for another one: errors, captchas, redirects. A scrape is full of them."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 300  # characters of title and text
_LONGEST_ALONE = 80  # where the text alone says so
_EARLY = 40
_PAGE = "(?:页面|网页|内容|文章|信息|链接|资源|网址|地址|文件)"
_CODE = (
    r"(?:http\s?)?(?:错误|error|代码|code)?[\s:]*(?:4(?:0[0-9]|1[0-9]|29|51)|5(?:0[0-9]|2[0-9]))"
)
_TITLE = re.compile(
    rf"(?:{_CODE}(?:[\s\-_:|!,。(]+.{{0,40}}|(?:错误|页面|页|error|not found|forbidden).{{0,30}})?"
    r"|.{0,12}\b(?:not found|forbidden|access denied|bad gateway|service unavailable|unauthorized"
    r"|gateway time-?out|server error|too many requests|moved permanently|object moved)\b.{0,9}"
    r"|just a moment\W*|attention required.{0,30}|redirecting\W*|(?:under )?maintenance\W*"
    rf"|(?:很?抱歉|对不起)?\W*(?:您|你)?(?:要)?(?:访问|查看|浏览|请求|打开)?的?{_PAGE}"
    r"(?:找不到|不存在|没有找到|未找到|已删除|已被删除|走丢|走失|无法访问|出错|错误|已过期|已失效).{0,10}"
    r"|(?:安全|访问|人机|滑动|身份|浏览器|真人|请求){1,2}(?:验证|检测|校验|检查)(?:中|页面)?\W*"
    r"|(?:页面)?(?:正在|即将|自动)*(?:跳转|重定向)(?:中|提示)?\W*|(?:请?输入)?验证码\W*"
    r"|(?:系统|服务器|网站|网络)(?:正在)?(?:维护|繁忙|错误|异常|内部错误|升级)中?\W*"
    r"|出错了?\W*.{0,6}|(?:错误|系统|信息)提示\W*|(?:请求|访问)(?:失败|错误|受限|被拒绝?|过于频繁|频繁|异常)\W*)",
    re.IGNORECASE,
)
_TEXT = re.compile(
    rf"{_PAGE}[^。]{{0,8}}(?:不存在|已?被?删除|找不到|未找到|没有找到|走丢|已失效|已过期|无法访问|无法显示|已下线)"
    rf"|(?:找不到|没有找到|未找到)[^。]{{0,8}}{_PAGE}"
    r"|(?:访问|请求|操作|点击|刷新)[^。]{0,4}(?:频繁|过快|过多)"
    r"|(?:请|需)[^。]{0,8}(?:验证码|安全验证|人机验证|完成验证|滑块|拖动)"
    r"|(?:正在|即将|秒后|自动)[^。]{0,12}(?:跳转|重定向|返回首页)|如果[^。]{0,12}没有[^。]{0,6}跳转"
    r"|(?:无权|没有权限|禁止|拒绝)[^。]{0,4}访问|ip[^。]{0,10}(?:禁止|封禁|限制|异常)"
    r"|(?:启用|开启|打开|enable|requires?) ?javascript|checking your browser|verify you are human"
    r"|requested (?:url|page|resource)|not found on this|you (?:don't|do not) have permission"
    r"|nginx|apache/|openresty|cloudflare|服务器(?:内部)?错误|(?:系统|网站)[^。]{0,4}维护|服务暂?时?不可用"
    r"|page (?:could not be|was not|not) found|access denied|temporarily unavailable",
    re.IGNORECASE,
)
_JSON = re.compile(
    r'\{.{0,80}"(?:code|status|statuscode|status_code|errcode|errno|error|error_code|success|msg|message)"'
    r"\s*:.*\}",
    re.IGNORECASE | re.DOTALL,
)


def is_error_page(title: str, text: str) -> bool:
    """Return whether a short page says no more than that another one cannot be shown.

    Args:
        title: of the page.
        text: the rest of it.
    """
    if len(title) + len(text) > _LONGEST:
        return False
    title = unicodedata.normalize("NFKC", title).strip()
    text = unicodedata.normalize("NFKC", text).strip()
    if _JSON.fullmatch(f"{title}\n{text}".strip()):
        return True
    if _TITLE.fullmatch(title):
        return len(text) <= _LONGEST_ALONE or _TEXT.search(text) is not None
    return len(text) <= _LONGEST_ALONE and _TEXT.search(text[:_EARLY]) is not None
