"""Text that was decoded wrongly before it was saved: å¼‚åœ° or 寮傚湴 for 异地.

Programs that are told no charset take UTF-8 for Latin-1 or for GBK, and save the result as UTF-8,
some of them twice. The way back is taken where there is one, character by character where some are
lost; else a warning says what it looks like, or how many characters are lost for good.
"""

from __future__ import annotations

import re

from .encodings import BELIEVED, LOST, plausibility

_SAMPLE = 2_000
_FIRST = 150  # characters that tell whether there is anything to look at: every text is asked
_HAN = re.compile("[\u3400-\u9fff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
# What bytes from 0x80 on become in Latin-1 and in Windows' version of it.
_WINDOWS = {
    character: chr(byte)
    for byte in range(0x80, 0xA0)
    if (character := bytes([byte]).decode("cp1252", "ignore"))
}
_TO_BYTES = str.maketrans(_WINDOWS)
_LOST_BYTE = "\xff"  # no byte of UTF-8
_BYTES = "\x80-\xff" + "".join(_WINDOWS)
_LATIN = re.compile(f"[{_BYTES}]")
_LATIN_RUN = re.compile(f"([{_BYTES}{LOST}]{{2,}}(?:[ -~]?[{_BYTES}{LOST}]+)*)")
_DAMAGED = re.compile(
    rb"[\xe0-\xef](?:\xff[\x80-\xbf\xff]|[\x80-\xbf]\xff)"
)  # a character less one
_CROWD = re.compile(f"[{_BYTES}{LOST}]{{4,}}")  # words have an accent here and there
_LEAST_CROWDED = 8
_MOST_TIMES = 3
_LATIN_SHARE = 0.5  # of what is no ASCII
_RIGHT = re.compile("[，。的、]")  # what Chinese has everywhere, and its mojibake has not
_FEWEST_HAN = 6
_HAN_SHARE = 0.4  # of the characters of a text, which are two bytes of three
_TWICE_LOST = "锟斤拷"  # what GBK makes of two U+FFFD in UTF-8
_FEWEST_LOST = 3
_LOST_SHARE = 0.02  # of what is no ASCII
_LOST = "characters that were lost before it was saved: "
_AS_LATIN = "it looks like text that was read as Latin-1: scrape it again"
_BUT_FOR = ", but for "
_AS_MEANT = "it was {} read as Latin-1, and is read as it was meant"


def unmangled(text: str, *, is_told: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return a text as it was meant, and what a person should know about it.

    Args:
        text: as it was decoded.
        is_told: whether it is known already that U+FFFD stands in it.
    """
    first = _NOT_ASCII.search(text)
    if first is None:
        return text, ()
    warnings: tuple[str, ...] = ()
    sample = text[first.start() : first.start() + _FIRST]
    if _is_latin(sample):
        text, warnings = _from_latin(text)
    elif not _RIGHT.search(sample) and _looks_like_gbk(sample):
        text, warnings = _from_gbk(text)
    if not warnings and (lost := _lost_in(text, is_told=is_told)):
        warnings = (f"{_LOST}{lost:,}",)
    return text, warnings


def _is_latin(sample: str) -> bool:
    """Return whether most of what is no ASCII may be bytes that were read as Latin-1."""
    return len(_LATIN.findall(sample)) >= max(1, _LATIN_SHARE * _foreign(sample))


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _lost_in(text: str, *, is_told: bool) -> int:
    """Return how many characters were lost, where that is more than a slip."""
    lost = 0 if is_told else text.count(LOST)
    lost = lost if lost >= _FEWEST_LOST and lost > _LOST_SHARE * _foreign(text) else 0
    twice = text.count(_TWICE_LOST)
    return lost + 2 * twice if twice >= _FEWEST_LOST else lost


def _from_latin(text: str) -> tuple[str, tuple[str, ...]]:
    """Repair what was read as Latin-1, perhaps twice: all of it, or stretch by stretch."""
    mangled = text
    for _ in range(_MOST_TIMES):
        meant = _decoded(mangled, "utf-8")
        if _is_chinese(meant):
            return meant, (_AS_MEANT.format("UTF-8"),)
        if not _is_latin(meant[:_SAMPLE]):
            break
        mangled = meant
    pieces = _LATIN_RUN.split(mangled)
    pieces[1::2] = map(_stretch, pieces[1::2])
    repaired = "".join(pieces[1::2])
    if _is_chinese(repaired.replace(LOST, "")):
        lost = repaired.count(LOST)
        told = f"{_BUT_FOR}{lost:,} characters" if lost else ""
        return "".join(pieces), (_AS_MEANT.format("UTF-8") + told,)
    meant = _decoded(mangled, "gb18030")
    if _is_chinese(meant, _FEWEST_HAN):
        return meant, (_AS_MEANT.format("GBK"),)
    crowded = [run.group() for run in _CROWD.finditer(text[:_SAMPLE]) if not run.group().isalpha()]
    if len("".join(crowded)) >= max(_LEAST_CROWDED, _LATIN_SHARE * _foreign(text[:_SAMPLE])):
        return text, (_AS_LATIN,)
    return text, ()


def _decoded(text: str, encoding: str) -> str:
    """Return what the bytes of a text are that was read as Latin-1; empty where it was not."""
    try:
        return text.translate(_TO_BYTES).encode("latin-1").decode(encoding)
    except UnicodeError:
        return ""


def _stretch(mangled: str) -> str:
    """Return a stretch as it was meant, or as it stands where it was no Chinese."""
    meant = mangled
    for _ in range(_MOST_TIMES):
        data = meant.replace(LOST, _LOST_BYTE).translate(_TO_BYTES).encode("latin-1", "replace")
        meant = _DAMAGED.sub(LOST.encode(), data).decode("utf-8", "replace")
        if len(_HAN.findall(meant)) > meant.count(LOST):
            return meant
        if not _is_latin(meant):
            break
    return mangled


def tells_of_loss(warning: str) -> bool:
    """Return whether a warning of `unmangled` says that some of a text is lost, or may be."""
    return warning.startswith((_LOST, _AS_LATIN)) or _BUT_FOR in warning


def _looks_like_gbk(sample: str) -> bool:
    """Return whether the bytes that a text has in GBK are Chinese in UTF-8."""
    sample = sample.replace(LOST, "")
    meant = sample.encode("gb18030", "ignore").decode("utf-8", "ignore")
    found = _HAN.findall(meant)
    return (
        len(found) >= max(_FEWEST_HAN, _HAN_SHARE * len(_HAN.findall(sample)))
        and plausibility("".join(found)) >= BELIEVED
    )


def _from_gbk(text: str) -> tuple[str, tuple[str, ...]]:
    try:
        meant = text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        meant = ""
    if meant and _is_chinese(meant):
        return meant, ("it was UTF-8 read as GBK, and is read as it was meant",)
    return text, ("it looks like UTF-8 read as GBK, of which some is lost: scrape it again",)


def _is_chinese(text: str, fewest: int = 1) -> bool:
    han = _HAN.findall(text[:_SAMPLE])
    return len(han) >= fewest and plausibility("".join(han)) >= BELIEVED
