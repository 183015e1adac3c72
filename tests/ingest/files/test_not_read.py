"""Files of which nothing is read."""

from __future__ import annotations

import pytest

from souwen.corpus.sources import Member
from souwen.ingest.report import Ignored, Skipped

from .made import read_bytes


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n", Ignored("/k", "not text (PNG picture)")),
        ("a", b"%PDF-1.4", Ignored("/k", "not text (PDF)")),
        ("a", b"Rar!\x1a\x07", Skipped("/k", "an archive of a kind that is not read (rar)")),
        ("a.svg", b"<svg><text>x</text></svg>", Ignored("/k", "a picture, not a page")),
        ("a", b"<?xml version='1.0'?><svg/>", Ignored("/k", "a picture, not a page")),
        ("m.css", b".a{}", Ignored("/k", "a style sheet, not a page")),
        ("m.css?v=1.2", b".a{}", Ignored("/k", "a style sheet, not a page")),
        ("APP.JS", b"var a", Ignored("/k", "a script, not a page")),
        ("app.js.download", b"var a", Ignored("/k", "a script, not a page")),
        ("app.js.map", b"{}", Ignored("/k", "a script, not a page")),
        ("robots.txt", b"User-agent: *", Ignored("/k", "rules for crawlers, not a page")),
        ("a.mjs", b"var a", Ignored("/k", "a script, not a page")),
        ("a.cdxj", b"a b", Ignored("/k", "the index of a web archive, not a page")),
        ("s.xml", b"<urlset><url/></urlset>", Ignored("/k", "a sitemap: no text in it")),
        ("s", b"<?xml?><sitemapindex/>", Ignored("/k", "a sitemap: no text in it")),
        (
            "a",
            b"\xef\xbb\xbf<?xml version='1.0'?><Config/>",
            Ignored("/k", "XML of a kind that is not read (<config>)"),
        ),
        ("a.xml", b"<opml/>", Ignored("/k", "XML of a kind that is not read (<opml>)")),
        (
            "a.docx",
            b"PK\x03\x04" + b"x" * 26 + b"[Content_Types].xml",
            Ignored("/k", "not text (office document or program)"),
        ),
        (
            "a.zip",
            b"\x89PNG\r\n\x1a\n",
            Skipped("/k", "broken: not a zip file, though its name says so"),
        ),
    ],
)
def test_each_has_its_reason(name: str, data: bytes, told: Ignored | Skipped) -> None:
    """What holds no articles is ignored, what may hold some is skipped."""
    assert read_bytes(data, name) == [told]


TABLE = "write Parquet or JSON lines"
DUMP = "a dump of a database: write its rows as JSON lines or CSV"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"ARROW1\0\0" + b"x" * 90, f"not text (Arrow: {TABLE})"),
        (b"\xff\xff\xff\xff\xa0\0\0\0", f"not text (Arrow: {TABLE})"),
        (b"ORC\n\x06\x12\x04\x08dP", f"not text (ORC: {TABLE})"),
        (b"Obj\x01\x04\x16avro.schema", f"not text (Avro: {TABLE})"),
        (b"\x80\x04\x95\x10\0", f"not text (pickle: {TABLE})"),
        (b"{\\rtf1\\ansi", "not text (office document)"),
        (b"-- MySQL dump 10.13\n--\n", DUMP),
        (b"--\n-- PostgreSQL database dump\n--\n", DUMP),
        (b"-- phpMyAdmin SQL Dump\n", DUMP),
        (b"#!/usr/bin/env python3\n", "a program, not a page"),
    ],
)
def test_what_its_bytes_tell(data: bytes, reason: str) -> None:
    """Binary tables, dumps of databases and programs are told whatever they are called."""
    for name in ("a", "a.txt"):
        assert read_bytes(data, name) == [Ignored("/k", reason)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *[(f"a.{end}", "a program, not a page") for end in ("py", "sh", "java", "BAT")],
        *[(f"a.{end}", "settings, not a page") for end in ("ini", "cfg", "yaml", "yml", "toml")],
        *[(name, "a log, not a page") for name in ("a.log", "scrapy.log.1", "a.log-20250426")],
        *[(name, "a list of packages, not a page") for name in ("requirements.txt",)],
        ("requirements-dev.txt", "a list of packages, not a page"),
        ("Makefile", "a program, not a page"),
        ("a.url", "a link, not a page"),
        ("a.sql", DUMP),
    ],
)
def test_what_its_name_tells(name: str, reason: str) -> None:
    """What is written for machines, or by them, is no article; a page or rows of that name are."""
    text = '# 医保\nname = "医保"\n'.encode()
    assert read_bytes(text, name) == [Ignored("/k", reason)]
    page = "<html><h1>医保</h1><p>先登记。</p></html>".encode()
    row = '{"title": "医保", "content": "先登记。"}\n'.encode()
    assert isinstance(read_bytes(page, name)[0], Member)
    assert isinstance(read_bytes(row * 2, name)[0], Member)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sql.txt", "SQL 入门\n\n-- 两个减号是注释。SELECT 取数据。"),
        ("orc.txt", "ORC 文件格式\n\nORC 是一种列式存储格式。"),
        ("visa-requirements.txt", "签证要求\n\n带护照。"),
        ("日志.txt", "2025-04-26 08:30:12 日志怎么看\n\n先看时间。"),
        ("python", "print 怎么用\n\n先写括号。"),
        ("a.md", "# 标题\n\n#!/bin/sh 是第一行。"),
    ],
)
def test_an_article_about_them_is_one(name: str, text: str) -> None:
    """What a text is about does not decide."""
    assert isinstance(read_bytes(text.encode(), name)[0], Member)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<?xml version='1.0'?><!DOCTYPE html><html><p>x</p></html>"),
        ("a.xml", b"<html><p>x</p></html>"),
        ("a.html?v=1", b"<p>x</p>"),
        ("a.js.html", b"<p>x</p>"),
        ("js", b"x"),
    ],
)
def test_a_page_is_none_of_these(name: str, data: bytes) -> None:
    """What is HTML is read whatever stands above it."""
    assert isinstance(read_bytes(data, name)[0], Member)
