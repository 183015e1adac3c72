"""Encodings of other East Asian languages, and those that switch by escapes.

Their bytes are mostly valid GB18030 as well, so a label is believed where its text is plausible in
its language: Korean is nearly all hangul, Japanese has kana in every sentence.
"""

from __future__ import annotations

import re

from .encodings import BELIEVED, Decoded, decode_lossless, plausibility

#: Encodings that are ASCII but for escapes.
ESCAPED = frozenset(
    ("iso2022-jp", "iso2022-jp-1", "iso2022-jp-2", "iso2022-jp-ext", "iso2022-kr", "hz")
)

_KOREAN = frozenset(("euc-kr", "cp949", "johab"))
_JAPANESE = frozenset(("shift-jis", "cp932", "euc-jp", "shift-jis-2004", "euc-jis-2004"))
_HANGUL = re.compile("[\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30fa]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LEAST_HANGUL = 0.85  # of hangul and hanja; Chinese that is read as Korean has a third of hanja
_LEAST_KANA = 0.15
_FEWEST = 2
_BY_ESCAPE = ((b"\x1b$)C", ("iso2022-kr",)), (b"\x1b$", ("iso2022-jp-2", "iso2022-jp-ext")))


def decode_escaped(data: bytes, label: str) -> Decoded | None:
    """Decode what switches its characters by escapes; None for what does not."""
    names = [label] if label in ESCAPED else []
    names += [name for escape, others in _BY_ESCAPE if escape in data for name in others]
    if b"~{" in data and data.isascii():
        names.append("hz")
    for name in names:
        decoded = decode_lossless(data, name)
        if decoded is None or decoded.text.isascii():
            continue
        if name in (label, "iso2022-kr") or name.startswith("iso2022"):
            return decoded
        if len(_HAN.findall(decoded.text)) >= _FEWEST and plausibility(decoded.text) >= BELIEVED:
            return decoded
    return None


def decode_of_language(data: bytes, label: str) -> Decoded | None:
    """Decode by a label of Korean or Japanese, where the text is plausible; else return None."""
    if label not in _KOREAN | _JAPANESE:
        return None
    decoded = decode_lossless(data, label)
    if decoded is None:
        return None
    own = len((_HANGUL if label in _KOREAN else _KANA).findall(decoded.text))
    least = _LEAST_HANGUL if label in _KOREAN else _LEAST_KANA
    every = own + len(_HAN.findall(decoded.text))
    return decoded if own >= _FEWEST and own >= least * every else None
