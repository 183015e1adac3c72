"""Single characters made alike: width, case, script, dashes, quotes, dots; old forms of ideographs.

A cluster (a base and its combining marks) -> NFKC, casefold, NFKC -> simplified characters.
Zero-width, format and control characters go, and so do marks on an ideograph and circles around a
character; fillers and characters of private use are spaces; dashes and what is written for them in
ranges (50～60), brackets, quotes, signs of degrees and the middle dots of names are unified.

A numeral that only looks like digits (`⁹`, `①`, `½`) stays as it is, because NFKC would join it to
the number before it: 10⁹ must not become 109. What is a digit by where it stands (m², H₂O) is told
by `unit_digits`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

#: Ideographs, for use inside a character class. Spaces beside one of them mean nothing.
HAN = "〇々〆\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: A run of ideographs.
HAN_RUN = re.compile(f"[{HAN}]+")

#: Marks that join the base before them, for use inside a character class: the blocks of combining
#: marks, Japanese voicing marks.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f"
)
_MARK = re.compile(f"[{MARKS}]")
#: Numerals that may be digits by where they stand, for use inside a character class.
SMALL_DIGITS = "²³₀-₉"

# They look like a space, or stand for what is no text: an object, a character of an own font.
_BLANKS = "\u115f\u1160\u2800\ufffc"
_LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_UNIFIED = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣~〜∼", "-"),
    **dict.fromkeys("“”„‟〝〞〟″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("∶꞉︰˸", ":"),
    **dict.fromkeys("〔[【", "("),
    **dict.fromkeys("〕]】", ")"),
    **dict.fromkeys("˚º", "°"),
    **dict.fromkeys("•‧∙⋅・ㆍ⸱\ua78f", "·"),
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    **dict.fromkeys(_BLANKS, " "),
    "\t": " ",
}
_DROPPED_CATEGORIES = frozenset({"Cf", "Cc", "Me"})
# They choose a glyph of the character before them.
_GLYPH_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
# ㎡ and its like, whose power NFKC would make a digit that joins the number behind it.
_SQUARED = {
    chr(point): "".join(chr(int(code, 16)).lower() for code in codes[1:])
    for point in range(0x3380, 0x33E0)
    if {"00B2", "00B3"} & set(codes := unicodedata.decomposition(chr(point)).split())
}

_SMALL_DIGIT = re.compile(f"[{SMALL_DIGITS}]")
# The second branch is a chemical formula, a vitamin or a size: CO₂, B₁₂, PM₂.₅.
_UNIT_DIGITS = re.compile(
    r"(?<![a-zμ])[cdkmnμ]?m[²³](?![\d²³⁰-⁹])|(?<=[a-z])[₀-₉]++(?:\.[₀-₉]++)?(?!\d)"
)
# What either branch takes, where the rest of its text is cut off: one power, or a small number.
_LEADING_DIGITS = re.compile(r"[²³](?![\d²³⁰-⁹])|(?:[₀-₉]*+\.)?[₀-₉]++(?!\d)")
_TRAILING_DIGITS = re.compile(r"(?:[²³]|(?<![₀-₉])[₀-₉]++)\Z")
_AS_DIGITS = str.maketrans("²³₀₁₂₃₄₅₆₇₈₉", "230123456789")


@cache
def simplified() -> dict[str, str]:
    """Return the simplified character of each traditional, old or Japanese one and each radical."""
    table: dict[str, str] = {}
    for name in ("t2s.txt", "variants.txt", "radicals.txt"):
        lines = (Path(__file__).with_name("data") / name).read_text("utf-8").split("\n")
        table |= dict(zip(lines[0], lines[1], strict=True))
    return {old: table.get(new, new) for old, new in table.items()}


def normalise_cluster(cluster: str) -> str:
    """Normalise a base and its marks, or one character; the result may be of any length."""
    if cluster in _UNIFIED:
        return _UNIFIED[cluster]
    if cluster in _SQUARED:
        return _SQUARED[cluster]
    category = unicodedata.category(cluster[0])
    if category == "Cs":  # a lone surrogate cannot be written out
        return "\ufffd"
    compatible = unicodedata.normalize("NFKC", cluster)
    if category in {"No", "So"} and compatible[0].isdecimal():
        return cluster
    table = simplified()
    characters: list[str] = []
    for character in unicodedata.normalize("NFKC", compatible.casefold()):
        unified = _UNIFIED.get(character, character)
        if _MARK.match(unified) and "".join(characters).strip() == "":
            continue  # it has nothing to join
        kind = unicodedata.category(unified)
        if kind == "Co" or (unified.isspace() and unified != "\n"):
            characters.append(" ")
        elif unified == "\n" or not (kind in _DROPPED_CATEGORIES or unified in _GLYPH_SELECTORS):
            characters.append(table.get(unified, unified))
    if len(characters) > 1 and HAN_RUN.match(characters[0]) and len(cluster) > 1:
        return characters[0]  # what is drawn over an ideograph is no part of it
    return "".join(characters)


def unit_digits(text: str) -> str:
    """Make digits of the powers of units and of small numbers in formulas; no length changes.

    Args:
        text: of which the characters are normalised.
    """
    if not _SMALL_DIGIT.search(text):
        return text
    return _UNIT_DIGITS.sub(lambda match: match[0].translate(_AS_DIGITS), text)


def unit_digits_of_part(text: str) -> list[str]:
    """Do the same to what may be cut out of a text: what stood around it there is not known."""
    if not _SMALL_DIGIT.search(text):
        return [text]
    forms = [unit_digits(text)]
    if leading := _LEADING_DIGITS.match(text):
        forms.append(leading[0].translate(_AS_DIGITS) + forms[0][leading.end() :])
    if trailing := _TRAILING_DIGITS.search(text):
        forms += [form[: trailing.start()] + trailing[0] for form in forms]
    return [*forms, text]
