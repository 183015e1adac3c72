r"""Text that was written with codes for characters: `&#24322;`, `&nbsp;`, `\u5f02`, `%u5f02`."""

from __future__ import annotations

import html
import re

from ...language.storable import storable

_NUMERIC = re.compile(r"&(?:amp;)?#(?:[xX]([0-9a-fA-F]{2,6})|([0-9]{2,7}));?")
_ENTITY = re.compile(r"&(?:amp;)?(?:#(?:[xX][0-9a-fA-F]{2,6}|[0-9]{2,7})|[A-Za-z]{2,8}[0-9]{0,2});")
# Nobody types these, whatever a text is about.
_OF_PROGRAMS = re.compile(
    r"&(?:amp;)?(?:nbsp|[el]nsp|emsp|[lr][ds]quo|quot|[mn]dash|hellip|middot|#39|#160|#820[0-9]);"
)
_ESCAPE = re.compile(r"((?:\\{1,2}u|%u)[0-9a-fA-F]{4})((?:(?:\\{1,2}u|%u)[0-9a-fA-F]{4})*)")
_ONE = re.compile(r"u([0-9a-fA-F]{4})")
_IN_STRINGS = re.compile(r"\\{1,2}([nrt\"/])")
_SIGNS = {"n": "\n", "r": "", "t": "\t", '"': '"', "/": "/"}
_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff]")
_LEAST = 2  # codes of such characters: one alone may be what a text is about


def unescaped(text: str, *, entities: bool = False) -> str:
    r"""Return a text with the characters for their codes, where it holds some of East Asia.

    Others, such as `&amp;` and `\n`, are read too then: the text went through the same program.

    Args:
        text: as it was written.
        entities: whether all entities are read, as in what a program kept of a page.
    """
    if "&" in text:
        if "#" in text and _count(_NUMERIC, text) >= _LEAST:
            text = html.unescape(_NUMERIC.sub(_of_number, text)).replace("\u00a0", " ")
        elif entities or _OF_PROGRAMS.search(text):
            text = _ENTITY.sub(_of_entity, text)
    if ("\\u" in text or "%u" in text) and _count(_ESCAPE, text) >= _LEAST:
        is_string = _WIDE.search(text) is None
        text = _ESCAPE.sub(_of_codes, text)
        if is_string:  # all of it was written by a program, line breaks too
            text = _IN_STRINGS.sub(lambda sign: _SIGNS[sign[1]], text)
    return storable(text)


def _count(pattern: re.Pattern[str], text: str) -> int:
    """Count the characters of East Asia that codes stand for, as far as it matters."""
    read = _of_number if pattern is _NUMERIC else _of_codes
    count = 0
    for code in pattern.finditer(text):
        count += len(_WIDE.findall(read(code)))
        if count >= _LEAST:
            break
    return count


def _of_number(entity: re.Match[str]) -> str:
    hexadecimal, decimal = entity.groups()
    return html.unescape(f"&#x{hexadecimal};" if hexadecimal else f"&#{decimal};")


def _of_entity(entity: re.Match[str]) -> str:
    # Twice, for one that was written twice: `&amp;nbsp;`.
    sign = html.unescape(html.unescape(entity[0])).replace("\u00a0", " ")
    return entity[0] if sign == "\ufffd" else sign


def _of_codes(escapes: re.Match[str]) -> str:
    """Return the characters of escapes in a row, two of which may be halves of one."""
    units = b"".join(int(code, 16).to_bytes(2) for code in _ONE.findall(escapes[0]))
    return units.decode("utf-16-be", "replace")
