"""Typing errors, sounds and first letters: how often the right word is offered, and how fast.

    python benchmarks/typos.py [--news DOCUMENTS] [--typos 200] [--show]

Typing errors of 3 to 5 characters are made of phrases of titles of the set `cmedir-dev` (of news
texts with `--news`): another word of the same sound, as input methods offer it, or a character of
nearly the same sound; a character of the same shape, by the order of its strokes; two characters in
the other order. None of them stands anywhere. Sounds and shapes come from the packages `pypinyin`
and `char-similar`, not from souwen's own tables.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
from corpora import measured_folder
from measure import table
from pypinyin import lazy_pinyin

import souwen
from souwen.language.normalise import normalise
from souwen.language.segmenter import segmenter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHORTEST, LONGEST = 3, 5
FIRST, FIRST_OF_SOUND = 3, 5
MOST_TRIED = 400
_HAN = re.compile("[\u4e00-\u9fff]{3,}")
_FUZZY = {"zh": "z", "ch": "c", "sh": "s", "z": "zh", "c": "ch", "s": "sh", "l": "n", "n": "l"}
_FUZZY |= {"h": "f", "f": "h"}


class Errors:
    """Makes typing errors."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        path = Path(jieba.__file__).with_name("dict.txt")
        rows = (line.split(" ")[:2] for line in path.read_text("utf-8").splitlines())
        self._words = {word: int(count) for word, count in rows}
        self._sounding = defaultdict(list)
        for word, count in sorted(self._words.items(), key=lambda item: (-item[1], item[0])):
            if len(word) <= 4 and count >= 20 and _is_han(word):
                self._sounding[" ".join(lazy_pinyin(word))].append(word)

    @cached_property
    def _common(self) -> list[str]:
        counts: Counter[str] = Counter()
        for word, count in self._words.items():
            for character in word:
                counts[character] += count
        return [one for one, _ in counts.most_common(3500) if _is_han(one)]

    def sound(self, phrase: str) -> str | None:
        """Return it with a word of the same sound, or with a character of nearly the same one."""
        if self._chance.random() < 0.25:
            at = self._chance.randrange(len(phrase))
            start = re.match("[zcs]h|.", reading := lazy_pinyin(phrase[at])[0])
            others = []
            if start and start[0] in _FUZZY:
                others += self._sounding[_FUZZY[start[0]] + reading[start.end() :]]
            if reading.endswith("n"):
                others += self._sounding[f"{reading}g"]
            elif reading.endswith("ng"):
                others += self._sounding[reading[:-1]]
            others = [one for one in others if len(one) == 1][:5]
            return _with(phrase, at, self._chance.choice(others)) if others else None
        words = segmenter().cut(phrase)
        for number in self._chance.sample(range(len(words)), len(words)):
            word = words[number]
            others = self._sounding[" ".join(lazy_pinyin(word))][:4]
            others = [one for one in others if one != word and len(one) == len(word)][:3]
            if others:
                return "".join([*words[:number], self._chance.choice(others), *words[number + 1 :]])
        return None

    def shape(self, phrase: str) -> str | None:
        """Return it with a character that looks alike and sounds otherwise."""
        for at in self._chance.sample(range(len(phrase)), len(phrase)):
            others = self._looking_like(phrase[at])
            if others:
                return _with(phrase, at, self._chance.choice(others))
        return None

    def order(self, phrase: str) -> str | None:
        """Return it with two characters side by side in the other order."""
        at = self._chance.randrange(len(phrase) - 1)
        return phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :]

    @cache  # noqa: B019 - there is one
    def _looking_like(self, character: str) -> list[str]:
        corners, strokes = _shapes("char_fourangle"), _shapes("char_order")
        own, written, found = corners.get(character, ""), strokes.get(character, ""), []
        for other in self._common:
            same = sum(
                one == two for one, two in zip(own[:4], corners.get(other, ""), strict=False)
            )
            sizes = abs(len(written) - len(strokes.get(other, "")))
            if same < 3 or sizes > 2 or lazy_pinyin(other) == lazy_pinyin(character):
                continue
            alike = SequenceMatcher(None, written, strokes.get(other, "")).ratio()
            if alike >= 0.75:
                found.append((alike, other))
        return [other for _, other in sorted(found, reverse=True)[:4]]


@cache
def _shapes(name: str) -> dict[str, str]:
    # The package itself wants others that are not needed here.
    spec = find_spec("char_similar")
    if spec is None or spec.origin is None:
        sys.exit("no shapes of characters to make errors with: pip install char-similar")
    text = (Path(spec.origin).parent / "data" / f"{name}.dict").read_text("utf-8")
    return {character: str(value) for character, value in json.loads(text).items()}


def _is_han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


def _with(phrase: str, at: int, character: str) -> str:
    return phrase[:at] + character + phrase[at + 1 :]


def main() -> None:
    """Print one Markdown table."""
    options = _options()
    chance = random.Random(options.random_seed)
    documents = list(_news(options.news) if options.news else _titles())
    with tempfile.TemporaryDirectory() as work, souwen.open(Path(work) / "data") as engine:
        dump = Path(work) / "dump.jsonl"
        dump.write_text("".join(f"{json.dumps(one)}\n" for one in documents), "utf-8")
        engine.add([dump])
        begun = time.process_time()
        engine.suggest("养老")
        first = time.process_time() - begun
        texts = [normalise(f"{one['title']}\n{one['body']}") for one in documents]
        rows = list(_typos(engine, texts, Errors(chance), chance, options))
        rows += _sounds(engine, texts, chance, show=options.show)
        if not options.news:
            rows.append(_unasked(engine, texts, show=options.show))
    print(table(["typed", "number", "offered", "right", "median ms", "most ms"], rows))
    print(f"\n{len(documents)} documents; the first suggestion {1000 * first:.0f} ms")


def _typos(
    engine: souwen.Engine,
    texts: Sequence[str],
    errors: Errors,
    chance: random.Random,
    options: argparse.Namespace,
) -> Iterator[list[str]]:
    everything = "\n".join(texts)
    totals, kinds = [], {"sound": errors.sound, "shape": errors.shape, "order": errors.order}
    for number, (kind, make) in enumerate(kinds.items()):
        wanted = options.typos * (number + 1) // 3 - options.typos * number // 3
        right, offered, times = 0, 0, []
        for phrase, typed in _made(texts, everything, make, wanted, chance):
            meant = engine.search(typed, limit=1).did_you_mean
            begun = time.process_time()
            suggested = engine.suggest(typed)
            times.append(1000 * (time.process_time() - begun))
            near = [one.text for one in suggested[:FIRST]]
            is_right = meant == phrase or any(normalise(one) == phrase for one in near)
            right += is_right
            offered += bool(meant or near)
            if options.show and not is_right:
                print("  ", kind, typed, "for", phrase, "got", meant, near)
        totals.append((wanted, offered, right, times))
        yield _row(kind, *totals[-1])
    yield _row(
        "all",
        *(sum(total[at] for total in totals) for at in range(3)),
        [one for total in totals for one in total[3]],
    )


def _made(
    texts: Sequence[str],
    everything: str,
    make: Callable[[str], str | None],
    wanted: int,
    chance: random.Random,
) -> Iterator[tuple[str, str]]:
    """Yield phrases of documents, and each with an error that stands nowhere."""
    seen: set[str] = set()
    while len(seen) < wanted:
        phrase = _phrase(chance.choice(texts), chance.randint(SHORTEST, LONGEST), chance)
        typed = make(phrase) if phrase else None
        if phrase and typed and typed not in seen and normalise(typed) not in everything:
            seen.add(typed)
            yield phrase, typed


def _phrase(text: str, most: int, chance: random.Random) -> str | None:
    """Return the first words of a run of a text's characters."""
    runs = _HAN.findall(text)
    phrase = ""
    for word in segmenter(many=True).cut(chance.choice(runs[:3])) if runs else ():
        if len(phrase) + len(word) > most:
            break
        phrase += word
    return phrase if len(phrase) >= SHORTEST else None


def _sounds(
    engine: souwen.Engine, texts: Sequence[str], chance: random.Random, *, show: bool
) -> Iterator[list[str]]:
    words: Counter[str] = Counter()
    for text in texts:
        runs = _HAN.findall(text)
        words.update({word for run in runs for word in segmenter(many=True).cut(run)})
    usual = sorted(
        word for word, count in words.items() if 2 <= count <= 60 and 2 <= len(word) <= 4
    )
    drawn = {
        "pinyin": [(word, "".join(lazy_pinyin(word))) for word in chance.sample(usual, 100)],
        "begun": [(word, "".join(lazy_pinyin(word))[:-1]) for word in chance.sample(usual, 100)],
        "initials": [
            (word, "".join(one[0] for one in lazy_pinyin(word)))
            for word in chance.sample([word for word in usual if len(word) > 2], 50)
        ],
    }
    for kind, pairs in drawn.items():
        right, offered, times = 0, 0, []
        for word, typed in pairs:
            begun = time.process_time()
            suggested = [one.text for one in engine.suggest(typed)][:FIRST_OF_SOUND]
            times.append(1000 * (time.process_time() - begun))
            right += word in suggested
            offered += bool(suggested)
            if show and word not in suggested:
                print("  ", kind, typed, "for", word, "got", suggested)
        yield _row(kind, len(pairs), offered, right, times)


def _unasked(engine: souwen.Engine, texts: Sequence[str], *, show: bool) -> list[str]:
    """Ask what real people asked, of what stands nowhere as it is."""
    folder = measured_folder() / "data" / "cmedir-dev"
    everything = "\n".join(texts)
    lines = (folder / "queries.tsv").read_text("utf-8").splitlines()
    queries = [line.split("\t", 1)[1] for line in lines]
    absent = [query for query in queries if normalise(query) not in everything][:MOST_TRIED]
    offered, times = 0, []
    for query in absent:
        begun = time.process_time()
        meant = engine.search(query).did_you_mean
        times.append(1000 * (time.process_time() - begun))
        offered += meant is not None
        if show and meant is not None:
            print("  ", query, "->", meant)
    return _row("real queries", len(absent), offered, None, times)


def _row(
    kind: str, number: int, offered: int, right: int | None, times: Sequence[float]
) -> list[str]:
    share = "" if right is None else f"{right / number:.1%}"
    return [
        *(kind, str(number), f"{offered / number:.1%}", share),
        *(f"{statistics.median(times):.1f}", f"{max(times):.1f}"),
    ]


def _titles() -> Iterator[dict[str, str]]:
    with gzip.open(
        measured_folder() / "data" / "cmedir-dev" / "corpus.tsv.gz", "rt", encoding="utf-8"
    ) as file:
        for line in file:
            id_, title = line.rstrip("\n").split("\t", 1)
            yield {"id": id_, "title": title, "body": ""}


def _news(most: int) -> Iterator[dict[str, str]]:
    with gzip.open(
        measured_folder() / "data" / "news" / "news.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        for line in list(file)[:most]:
            row = json.loads(line)
            text = " ".join(row["text"].split())
            yield {"id": str(row["id"]), "title": text[:20].strip(), "body": text}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure corrections and suggestions.")
    parser.add_argument("--news", type=int, help="measure on so many news texts")
    parser.add_argument("--typos", type=int, default=200, help="how many (default: 200)")
    parser.add_argument("--random-seed", type=int, default=11, help="which ones (default: 11)")
    parser.add_argument("--show", action="store_true", help="print each that is not right")
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
