"""Bytes that are not UTF-8: GB18030, Big5, something declared, something damaged, or a guess."""

from __future__ import annotations

from .encodings import Decoded, lookup, sure, with_losses
from .mixed import mixed_lines
from .plausible import BELIEVED, plausibility
from .unmarked import without_nuls

SAMPLE = 64 * 1024
"""How many bytes the detector library is shown."""

_KINDS_OF_BIG5 = {"big5", "cp950", "big5hkscs"}

_LATER_COSTS = 0.02
"""How much more plausible each further reading must be, so that the usual one wins a tie."""


def decode_legacy(data: bytes, declared: str) -> Decoded:
    """Find the encoding of what is not UTF-8; `declared` is a name that Python knows."""
    mixed = mixed_lines(data, declared if declared.startswith("big5") else "gb18030")
    if mixed is not None:
        return mixed
    names = list(dict.fromkeys((declared, "gb18030", "big5", "cp950", "big5hkscs")))
    if _is_narrow(declared):
        # It reads any bytes at all, so it is asked last.
        names.append(names.pop(0))
    candidates: list[Decoded] = []
    scores: list[float] = []
    for name in names:
        found = sure(data, name)
        if found is None:
            continue
        candidates.append(found)
        scores.append(plausibility(found.text))
        if scores[-1] >= BELIEVED:
            return _told(found, declared)
    damaged = _damaged(data, names)
    if damaged is not None:
        return damaged
    for detected in (without_nuls(data), _detected(data)):
        if detected is not None:
            candidates.append(detected)
            scores.append(plausibility(detected.text))
    if candidates:
        # Equal marks go to the first, so a short GB18030 file is not taken for something rare.
        best = candidates[max(range(len(scores)), key=lambda at: scores[at] - at * _LATER_COSTS)]
        return Decoded(
            best.text,
            best.encoding,
            (*best.warnings, f"the encoding is a guess ({best.encoding})"),
        )
    return max(
        (with_losses(data, name) for name in ("utf-8", "gb18030", "big5")),
        key=lambda found: plausibility(found.text),
    )


def _told(found: Decoded, declared: str) -> Decoded:
    """Add a word where a file is not what it says; without any label it says gb18030 here."""
    if declared in ("gb18030", found.encoding) or {declared, found.encoding} <= _KINDS_OF_BIG5:
        return found
    note = f"it says {declared}, but is {found.encoding}"
    return Decoded(found.text, found.encoding, (*found.warnings, note))


def _is_narrow(encoding: str) -> bool:
    """Tell whether each byte is a character in it, whatever the bytes are."""
    return len(b"\xb0\xa1\xc4\xe3".decode(encoding, "replace")) == 4  # noqa: PLR2004


def _damaged(data: bytes, names: list[str]) -> Decoded | None:
    """Read it in the encoding that loses only a few characters."""
    best: tuple[float, Decoded] | None = None
    for name in ("utf-8", *names):
        if _is_narrow(name):
            continue
        found = with_losses(data, name)
        score = plausibility(found.text)
        if score >= BELIEVED and (best is None or score > best[0]):
            best = score, found
    return best[1] if best else None


def _detected(data: bytes) -> Decoded | None:
    # Loading it takes longer than reading most files.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data[:SAMPLE]).best()
    name = lookup(best.encoding) if best is not None else None
    return sure(data, name) if name is not None else None
