"""Markdown to the text that a reader sees: its marks would cut strings that are looked for."""

from __future__ import annotations

import html
import re

_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})[^`]*$")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]+(.*?)(?:[ \t]+#+)?|([^\s#][^#]*?)#{0,6})[ \t]*$")
_UNDERLINE = re.compile(r"[ \t]{0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+")
_TASK = re.compile(r"^([ \t]*[-*+][ \t]+)\[[ xX]\][ \t]+")
_DEFINITION = re.compile(r"[ \t]{0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*\S+")
_NOTE = re.compile(r"^[ \t]{0,3}\[\^[^\]\s]{1,60}\]:[ \t]*")
_PLACE = re.compile(r"\x02(\d{1,9})\x03")
_TABLE_BORDER = re.compile(
    r"[ \t]*+(?:\|[ \t]*+)?:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)*+\|?[ \t]*+$"
)
_CODE = re.compile(r"(`{1,3})(?!`)(.{1,500}?)(?<!`)\1(?!`)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}\)"
_LINK = re.compile(
    rf"!?\[((?:[^\[\]\n]|\[[^\[\]\n]{{0,300}}\]){{0,500}})\](?:{_TARGET}|\[[^\]\n]{{0,200}}\])"
)
_WIKI = re.compile(r"(!?)\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{0,200})\]\]")
_MENTION = re.compile(r"\[\^[^\]\s]{1,60}\]")
_ADDRESS = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
_WORD = "[A-Za-z0-9]"
_STRONG = re.compile(r"(\*\*\*|\*\*|~~|==)(?=\S)(.{1,500}?)(?<=\S)\1")
_EMPHASIS = re.compile(
    rf"(?<!{_WORD})(\*|_{{1,3}})(?=[^\s*_])(.{{1,500}}?)(?<=[^\s*_])\1(?!{_WORD})"
)
_OPEN, _CLOSE, _LONGEST_COMMENT = "<!--", "-->", 2_000
_BREAK = re.compile(r"<br[ /]{0,3}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:h[1-6]|a|b|i|u|em|strong|span|div|p|img|font|sub|sup|del|ins|center|small|mark|kbd|details"
    r"|summary|figure|figcaption|video|audio|iframe)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)


def plain(markdown: str) -> tuple[str, str]:
    """Return the first heading of a text in Markdown, and the text without its marks."""
    title, lines = "", []
    fence = ""
    given = _without_comments(markdown).split("\n")
    for at, line in enumerate(given):
        border = _FENCE.match(line)
        if border and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else border[1]
        elif fence:
            lines.append(line)
        else:
            heading, shown = _shown(line, given[at + 1] if at + 1 < len(given) else "")
            title = title or heading
            lines += ["", heading, ""] if heading else shown
    return title, "\n".join(lines)


def _without_comments(markdown: str) -> str:
    """Leave out the comments that end within some characters; each end is looked for once."""
    kept: list[str] = []
    done, at, end = 0, markdown.find(_OPEN), 0
    while at >= 0:
        inside = at + len(_OPEN)
        if end < inside and (end := markdown.find(_CLOSE, inside)) < 0:
            break
        if end - inside <= _LONGEST_COMMENT:
            kept.append(markdown[done:at])
            inside = done = end + len(_CLOSE)
        at = markdown.find(_OPEN, inside)
    return "".join((*kept, markdown[done:]))


def _shown(line: str, below: str) -> tuple[str, list[str]]:
    """Return the heading that a line is, or else the lines that are seen of it."""
    line = _NOTE.sub("", _TASK.sub(r"\1", _QUOTE.sub("", line, count=1)))
    if heading := _HEADING.match(line):
        return _inline(heading[1] or heading[2] or "").strip(), []
    under = _UNDERLINE.match(below) if line.strip() and "|" not in line else None
    if under and (under[1][0] == "=" or len(under[1]) > 1) and not line.startswith(("-", "*", "+")):
        return _inline(line).strip(), []
    if _RULE.match(line) or _UNDERLINE.match(line) or _DEFINITION.match(line):
        return "", [""]
    if "|" in line:
        if _TABLE_BORDER.match(line):
            return "", []
        if line.strip().startswith("|"):
            line = "  ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return "", _inline(line).split("\n")


def _inline(line: str) -> str:
    """Return a line without the marks inside it; code and escaped signs stay as they are."""
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x02{len(kept) - 1}\x03"

    line = line.replace("\x02", "").replace("\x03", "")
    line = _CODE.sub(lambda code: keep(code[2].strip() or code[2]), line)
    line = _ESCAPED.sub(lambda sign: keep(sign[1]), line)
    if "[[" in line:
        line = _WIKI.sub(lambda link: "" if link[1] else link[2], line)
    line = _LINK.sub(r"\1", _LINK.sub(r"\1", line)) if "](" in line or "][" in line else line
    line = _ADDRESS.sub(r"\1", _MENTION.sub("", line))
    line = _TAG.sub("", _BREAK.sub("\n", line)) if "<" in line else line
    for pattern in (_STRONG, _EMPHASIS, _EMPHASIS):
        line = pattern.sub(r"\2", line)
    line = html.unescape(line) if "&" in line else line
    return _PLACE.sub(lambda place: kept[int(place[1])], line) if kept else line
