"""Text that was decoded wrongly before it was saved: å¼‚åœ° or 寮傚湴 for 异地.

Programs that are told no charset take UTF-8 for Latin-1 or for GBK, and save the result as UTF-8.
The way back is taken where it loses nothing; else a warning says what it looks like.
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
_BYTES = "\x80-\xff" + "".join(_WINDOWS)
_LATIN = re.compile(f"[{_BYTES}]")
_LATIN_RUN = re.compile(f"[{_BYTES}]{{2,}}(?:[ -~]?[{_BYTES}]+)*")
_LATIN_SHARE = 0.5  # of what is no ASCII
_RIGHT = re.compile("[，。的、]")  # what Chinese has everywhere, and its mojibake has not
_FEWEST_HAN = 6
_HAN_SHARE = 0.4  # of the characters of a text, which are two bytes of three


def unmangled(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text as it was meant, and what a person should know about it."""
    first = _NOT_ASCII.search(text)
    if first is None:
        return text, ()
    sample = text[first.start() : first.start() + _FIRST]
    if _LATIN.search(sample):
        foreign = len(sample) - len(sample.encode("ascii", "ignore"))
        if len(_LATIN.findall(sample)) >= _LATIN_SHARE * foreign:
            return _from_latin(text)
    if not _RIGHT.search(sample) and _looks_like_gbk(sample):
        return _from_gbk(text)
    return text, ()


def _from_latin(text: str) -> tuple[str, tuple[str, ...]]:
    """Repair what was read as Latin-1: all of it, or stretch by stretch."""
    try:
        data = text.translate(_TO_BYTES).encode("latin-1")
    except UnicodeEncodeError:
        data = b""
    for encoding, name, fewest in (("utf-8", "UTF-8", 1), ("gb18030", "GBK", _FEWEST_HAN)):
        try:
            meant = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_chinese(meant, fewest):
            return meant, (f"it was {name} read as Latin-1, and is read as it was meant",)
    repaired: list[str] = []
    lost = done = 0
    for run in _LATIN_RUN.finditer(text):
        meant = _stretch(run.group())
        lost += _HAN.search(meant) is not None and LOST in meant
        repaired += text[done : run.start()], meant if _is_meant(meant) else run.group()
        done = run.end()
    whole = "".join((*repaired, text[done:]))
    if not _is_chinese("".join(repaired[1::2])):
        return text, ()
    reason = "it was UTF-8 read as Latin-1, and is read as it was meant"
    return whole, (f"{reason}, but for {lost} stretches" if lost else reason,)


def _stretch(run: str) -> str:
    return run.translate(_TO_BYTES).encode("latin-1", "replace").decode("utf-8", "replace")


def _is_meant(text: str) -> bool:
    return LOST not in text and _HAN.search(text) is not None


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
