"""Pages that stand for another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import souwen
from souwen.corpus.documents import Flag, Kind
from souwen.ingest.pages.error_pages import is_error_page
from souwen.ingest.pages.quality_flags import flags_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404 Not Found", "您访问的页面不存在或已删除"),
        ("404 Not Found", "nginx/1.18.0"),
        ("502 Bad Gateway", "cloudflare"),
        ("403 Forbidden", ""),
        ("HTTP 500 - 内部服务器错误", ""),
        ("安全验证", "您的访问过于频繁，请输入验证码"),
        ("访问验证", "请完成安全验证后继续访问"),
        ("正在跳转", "正在跳转，请稍候…"),
        ("页面跳转中", "如果您的浏览器没有自动跳转，请点击这里"),
        ("Just a moment...", "Checking your browser before accessing x.example."),
        ("抱歉，您访问的页面不存在", "返回首页"),
        ("某某健康网", "您访问的页面不存在或已删除"),
        ("系统维护", "网站正在维护，请稍后再来。"),
        ('{"code":403,"msg":"forbidden"}', ""),
        ('{"error": {"status": 500}}', ""),
    ],
)
def test_n28_error_pages(title: str, text: str) -> None:
    """N28: errors, captchas and redirects are told, in any of their usual words."""
    assert is_error_page(title, text)
    assert flags_of(Kind.ARTICLE, title, text) == (Flag.ERROR_PAGE,)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("该内容已被发布者删除", ""),
        ("此内容因违规无法查看", "由用户投诉并经平台审核，涉嫌过度营销、骚扰用户，查看详细内容"),
        ("微信公众平台", "此内容被投诉且经审核涉嫌侵权，无法查看。"),
        ("环境异常", "当前环境异常，完成验证后即可继续访问。\n\n去验证"),
        ("抱歉，该回答已被删除 - 知乎", ""),
        ("微博", "抱歉，此微博已被作者删除。查看帮助"),
        ("根据作者隐私设置，无法查看该内容", ""),
        (
            "提示信息 - 某某论坛 - Powered by Discuz!",
            "抱歉，指定的主题不存在或已被删除或正在被审核",
        ),
        ("参数错误", ""),
        ("网站防火墙", "您的请求带有不合法参数，已被网站管理员设置拦截！"),
    ],
)
def test_what_platforms_say_of_a_page_that_they_do_not_show(title: str, text: str) -> None:
    """Removed, forbidden and blocked pages of the large platforms are told by their words."""
    assert is_error_page(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("安全验证 - 知乎", "系统监测到您的网络环境存在异常，请点击下方验证按钮进行验证。"),
        ("知乎 | 安全验证", ""),
        ("百度安全验证", "网络不给力，请稍后重试"),
        ("访问验证-安居客", "请完成安全验证"),
        ("页面没有找到_某某市人民政府", "返回首页"),
        ("百度文库-信息提示", ""),
    ],
)
def test_a_site_may_name_itself_in_the_title(title: str, text: str) -> None:
    """The name of a site before or behind the words of an error changes nothing."""
    assert is_error_page(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("系统安全验证指南_健康网", ""),
        ("系统安全验证指南_健康网", "先下载应用，再按提示完成人脸验证。"),
        ("验证码_百度百科", "验证码是一种区分用户是计算机还是人的公共全自动程序。"),
        ("消防安全检查_某某市人民政府", "检查中发现三处违规，已要求整改。"),
        ("医保页面找不到怎么办", ""),
        ("身份验证失败怎么办", "请先输入验证码，再点击登录。"),
        ("异地就医备案", "备案失败时请稍后再试，或到窗口办。"),
        ("环境异常监测", "本市环境监测站发现异常。"),
    ],
)
def test_an_article_about_them_with_a_site_is_none(title: str, text: str) -> None:
    """A check or an error that a title is about makes no error page of a short text."""
    assert not is_error_page(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("异地就医备案页面找不到怎么办", "先更新应用，再从首页进入。" * 8),
        ("验证码收不到怎么办", "请检查手机号码，或者过一分钟再点一次。" * 6),
        ("404医院在哪里", "404医院是一所三级甲等医院，在东城区。"),
        ("医保系统维护公告", "因系统升级，4月26日零时至六时暂停办理异地就医备案，请提前办理。" * 3),
        ("医保卡怎么用", "刷卡即可。"),
        ("500元补贴", "每人500元。"),
        ("题", ""),
        ('{"医保": 1}', ""),
    ],
)
def test_n28_articles_are_none(title: str, text: str) -> None:
    """N28: an article about such pages, or with such a number, is none."""
    assert not is_error_page(title, text)


def test_n28_they_are_counted_and_stand_lower(tmp_path: Path) -> None:
    """N28: `add` says how many there are; for the same words an article stands above them."""
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    (dumps / "a.html").write_text("<title>安全验证</title><p>医保访问过于频繁，请输入验证码</p>")
    (dumps / "b.html").write_text("<title>医保怎么用</title><p>看病时先出示，再结算。</p>")
    with souwen.open(tmp_path / "data") as engine:
        report = engine.add([dumps])
        assert report.error_pages == 1
        assert [hit.title for hit in engine.search("医保")] == ["医保怎么用", "安全验证"]
