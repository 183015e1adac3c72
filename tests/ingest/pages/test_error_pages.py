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
