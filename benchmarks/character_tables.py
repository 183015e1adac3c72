"""Make the tables of the sounds and the shapes of characters that are shipped.

    pip install pypinyin==0.55.0
    python benchmarks/character_tables.py UNIHAN_FOLDER

The folder holds the text files of Unicode's Unihan.zip. Written are `language/data/pinyin.txt` and
`language/data/shapes.txt`, of the characters that normalising leaves as they are.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from jieba import Tokenizer
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from souwen.language.normalise import normalise

DATA = Path(__file__).resolve().parent.parent / "language" / "data"
HAN = range(0x4E00, 0xA000)
MOST_READINGS = 3
LEAST_SHARE = 0.04  # of the words that have a character, in which it is read so
FIRST_RADICAL = 0xBF  # as a character: the first of 214 is À
# Common characters that Unihan has no code for.
MISSING = {"传": "2523", "该": "3078", "仅": "2724", "审": "3050", "屋": "7721", "竖": "2710"}
MISSING |= {"驴": "7310", "缮": "2816", "驼": "7311"}


def main() -> None:
    """Write both tables."""
    words = Tokenizer()
    words.initialize()
    characters = [chr(point) for point in HAN if normalise(chr(point)) == chr(point)]
    _write_sounds(characters, words.FREQ)
    _write_shapes({c for c in characters if words.FREQ.get(c)}, Path(sys.argv[1]))


def _write_sounds(characters: list[str], words: dict[str, int]) -> None:
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, readings in phrases_dict.items():
        for character, reading in zip(word, readings, strict=False):
            counted[character][_plain(reading[0])] += words.get(word, 0)
    first: defaultdict[str, list[str]] = defaultdict(list)
    others: defaultdict[str, list[str]] = defaultdict(list)
    for character in characters:
        known = [_plain(one) for one in pinyin_dict.get(ord(character), "").split(",")]
        known = [one for one in dict.fromkeys(known) if one.isascii() and len(one) > 0]
        if not known:
            continue
        count = counted[character]
        total = sum(count[one] for one in known)
        best = max(known, key=lambda one: (count[one], -known.index(one)))
        first[best].append(character)
        rest = [one for one in known if one != best and count[one] > total * LEAST_SHARE]
        for one in sorted(rest, key=lambda one: -count[one])[: MOST_READINGS - 1]:
            others[one].append(character)
    lines = [
        "\t".join((syllable, "".join(first[syllable]), "".join(others[syllable])))
        for syllable in sorted({*first, *others})
    ]
    (DATA / "pinyin.txt").write_text("\n".join(lines) + "\n", "utf-8")


def _plain(reading: str) -> str:
    """Return a reading without its tone; `v` stands for ü."""
    letters = unicodedata.normalize("NFD", reading)
    letters = "".join(c for c in letters if c == "\u0308" or not unicodedata.combining(c))
    return letters.replace("u\u0308", "v").replace("e\u0308", "e").replace("\u0261", "g")


def _write_shapes(characters: set[str], unihan: Path) -> None:
    corners = dict(MISSING)
    strokes: dict[str, int] = {}
    radicals: dict[str, int] = {}
    for path in sorted(unihan.glob("Unihan_*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("U+"):
                point, name, value = line.split("\t")
                character = chr(int(f"0x{point[2:]}", 16))
                if name == "kFourCornerCode" and character in characters:
                    corners.setdefault(character, value.split()[0][:4])
                elif name == "kTotalStrokes" and character in characters:
                    strokes[character] = int(value.split()[0])
                elif name == "kRSUnicode" and character in characters:
                    radicals[character] = int(value.split(".")[0].rstrip("'"))
    known = sorted(corners.keys() & strokes.keys() & radicals.keys())
    values = "".join(
        corners[one] + chr(ord("@") + strokes[one]) + chr(FIRST_RADICAL + radicals[one])
        for one in known
    )
    (DATA / "shapes.txt").write_text("".join(known) + "\n" + values + "\n", "utf-8")


if __name__ == "__main__":
    main()
