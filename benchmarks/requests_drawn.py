"""Draw requests for a corpus: queries of every form of the query language, with random options.

The same documents give the same requests. Texts come from the documents, from real questions in
$SOUWEN_TEST_DATA, and from the lists of synonyms and places that come with souwen.
"""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

from corpora import ROOT, measured_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import souwen

#: `corpus`, `method` of the engine, and its keyword `arguments`.
Request = dict[str, Any]

# First a line is drawn, then a form in it; two spaces stand between the forms.
_FORMS = """\
{piece}  "{piece}"  “{piece}”  {word}  "{word}"  {title}  "{title}"
{word} {word}  {piece} {word}  {word} {word} {word}  {word}　{synonym}  {word},{word}
{question}  {question}  {question}？  "{question}"  {question} {word}
2024年{synonym}  {word}{number}  {number} {word}  {number}  "{number}"  {amount}  {synonym} {amount}
{latin}  {latin} {word}  {word}{latin}  "{latin}"  {word}{amount}{latin}
{place}{word}  {place} {synonym}  {place}{synonym}{amount}  {place}  {title} {place}
{synonym}  {synonym} {word}  {synonym}{synonym}  怎么{synonym}  {place}{synonym}去哪家
{typo}  {typo}  {typo} {word}  "{typo}"  {place}{typo}
{word} OR {word}  {word} | {word} {synonym}  {piece} || {question}  {word} AND {word}
{word} -{word}  {word} NOT {synonym}  {word} -({word} | {word})  ({word} OR {word}) {word}
title:{word}  标题:({word} OR {synonym})  {word} title:-{word}  title:"{word}" {word}
kind:article {word}  kind:片段  channel:{channel} {word}  source:{source} {word}  source:{source}
after:{day} {word}  {word} before:{day}  after:{day} before:{day}
{digits}*  *{digits}  *{digits}* {word}  {latin}*  {digits}  {word}*
"{piece}  ({word} {word}  {word} OR  {word})  kind:foo {word}  after:2025-02-30 {word}
title: {word}  NOT NOT {word}  -(-{word})  {word} -- {word}  a:{word}  {word}"{word}"
-{word}  {word} | -{word}  -title:{word}  NOT ({word} {word})  -kind:article
{long}  {long} {word}  "{long}"  {question}{question}{question}  {title}{piece}{title}"""
_SIGNS = '% ?! 💊 - () "" * OR title: 的 社會保險 １８，７００元 C# 38℃ -5℃ "OR" "C:\\" ＡＰＰ'
_LONG = ("医保 " * 1_001, "医保怎么报销" * 3_400, f"{'(' * 45}医保{')' * 45}", "异地就医备案" * 300)
_FIXED = ("", " ", "　", "NOT NOT *", "医保\n报销\t比例", *_SIGNS.split(), *_LONG)
_INVALID = {"kind": "book", "after": "2025-13", "sort": "best", "mode": "none", "limit": -1}
_OWN_WORDS = {
    "娃娃卡": ["电子社保卡"],
    "居保": ["居民医保", "城乡居民医保"],
    "出门看病": ["异地就医", "跨省就医"],
    "工作日生效": [],
    "退钱": ["报销", "结算"],
}
# The share of searches that have an option, and its values or the part above that is its value.
_OPTIONS: dict[str, tuple[float, Sequence[object]]] = {
    "limit": (0.6, range(31)),
    "offset": (0.15, range(41)),
    "kind": (0.07, ("article", "snippet")),
    "channel": (0.07, "channel"),
    "source": (0.07, "source"),
    "after": (0.07, "day"),
    "before": (0.07, "day"),
    "sort": (0.2, ("relevance", "newest", "oldest")),
    "mode": (0.3, ("auto", "all", "any")),
    "exact": (0.07, (True,)),
    "collapse": (0.2, (False,)),
    "facets": (0.3, (True,)),
}
_DAY = (len("2025"), len("2025-04"), len("2025-04-26"))
_EXPLAINED = ("kind", "channel", "source", "after", "before", "mode", "exact")


class Draw:
    """Draws requests for a corpus; `engine` holds its documents."""

    def __init__(self, corpus: str, engine: souwen.Engine) -> None:
        self._corpus, self._engine = corpus, engine
        self._chance = random.Random(corpus)
        hits = engine.search("kind:article | kind:snippet", limit=1_000_000, collapse=False)
        documents = [engine.document(id_) for id_ in sorted(hit.id for hit in hits)]
        self._documents = [document for document in documents if document]
        titles = [document.title for document in self._documents]
        texts = [*titles, *(document.body for document in self._documents if document.body)]
        everything = "\n".join(texts)
        self._words = re.findall(r"[一-龥]{2,}", everything)
        numbers = re.findall(r"\d[\d.,]*(?:[%℃]|[千万亿]?元|[年月日岁天])?", everything)
        latin = re.findall(r"[A-Za-z][A-Za-z0-9-]+", everything)
        places, synonyms = _listed("places.tsv"), _listed("synonyms.tsv")
        if corpus == "own words":
            synonyms = [word for entry in _OWN_WORDS.items() for word in (entry[0], *entry[1])]
        known_places = [place for place in places if any(place in title for title in titles)]
        known = [word for word in synonyms if word in everything] or synonyms
        questions = [_questions("cmedir-dev"), _questions("cmedqa-dev")]
        choice = self._chance.choice
        self._parts: dict[str, Callable[[], str]] = {
            "piece": lambda: self._cut(choice(choice((titles, texts))), 1, 20),
            "long": lambda: self._cut(choice(texts), 60, 400),
            "title": lambda: choice(titles),
            "word": lambda: self._cut(choice(self._words), 2, 4),
            "typo": lambda: self._typo(choice((choice(known), self._cut(choice(titles), 3, 8)))),
            "question": lambda: choice(choice(questions)),
            "number": lambda: choice(numbers),
            "amount": lambda: choice(("1.87万元", "7200元", "7.2千元", "70%", choice(numbers))),
            "digits": lambda: str(self._chance.randint(1, 299)),
            "latin": lambda: choice(latin),
            "place": lambda: choice(choice((known_places or places, places))),
            "synonym": lambda: choice(choice((known, known, synonyms))),
            "channel": lambda: choice(self._documents).channel or "健康新闻",
            "source": self._source,
            "day": lambda: (choice(self._documents).published or "2025-03-06")[: choice(_DAY)],
        }

    def requests(self, searches: int) -> Iterator[Request]:
        """Yield so many searches, and the other requests among them; none twice."""
        seen = set()
        for request in self._requests(searches):
            key = json.dumps(request)
            if key not in seen:
                seen.add(key)
                yield request

    def _requests(self, searches: int) -> Iterator[Request]:
        yield self._request("stats")
        for word, synonyms in _OWN_WORDS.items() if self._corpus == "own words" else ():
            yield self._request("dictionary_add", word=word, synonyms=synonyms)
        for name, value in _INVALID.items():
            yield self._request("search", query="医保", **{name: value})
        for number in range(searches):
            query = _FIXED[number] if number < len(_FIXED) else self._query()
            options = self._options()
            yield self._request("search", query=query, **options)
            if number % 5 == 0:
                explained = {name: options[name] for name in _EXPLAINED if name in options}
                for id_ in (self._id(), self._hit(query, explained)):
                    yield self._request("explain", query=query, id_=id_, **explained)
            if number % 10 == 0:
                limit = self._chance.randint(0, 12)
                yield self._request("similar", id_=self._id(), limit=limit)
                yield self._request("nearest", query=self._query(), limit=limit)
                yield self._request("document", id_=self._id())

    def _request(self, method: str, **arguments: Any) -> Request:  # noqa: ANN401
        return {"corpus": self._corpus, "method": method, "arguments": arguments}

    def _query(self) -> str:
        forms = self._chance.choice(_FORMS.splitlines()).split("  ")
        fill = self._parts
        return re.sub(r"{(\w+)}", lambda part: fill[part[1]](), self._chance.choice(forms))

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {}
        for name, (share, values) in _OPTIONS.items():
            if self._chance.random() < share:
                if isinstance(values, str):
                    options[name] = self._parts[values]()
                else:
                    options[name] = self._chance.choice(values)
        return options

    def _id(self) -> str:
        """Draw an id of a document, a beginning of one, or a beginning that none has."""
        id_ = self._chance.choice(self._documents).id
        return self._chance.choice((id_, id_, id_, id_, id_[:8], id_[:1], "ffffffff"))

    def _hit(self, query: str, options: dict[str, Any]) -> str:
        """Draw one of the best hits, without effect on what is drawn later."""
        hits = self._engine.search(query, limit=20, **options)
        return random.Random(query).choice(
            sorted(hit.id for hit in hits) or [self._documents[0].id]
        )

    def _source(self) -> str:
        """Draw a source key or a glob over keys."""
        key = self._chance.choice(self._chance.choice(self._documents).sources)
        return self._chance.choice((key, f"{key[:-5]}*", f"*{key[-6:]}", f"{key[:9]}*", "none/*"))

    def _cut(self, text: str, least: int, most: int) -> str:
        at = self._chance.randrange(max(len(text) - least, 1))
        return text[at : at + self._chance.randint(least, most)]

    def _typo(self, word: str) -> str:
        """Swap two characters, replace one, or leave one out."""
        at = self._chance.randrange(max(len(word) - 1, 1))
        pair, other = word[at : at + 2], self._chance.choice(self._chance.choice(self._words))
        wrong = self._chance.choice((pair[::-1], pair[:1] + other, pair[:1]))
        return word[:at] + wrong + word[at + 2 :]


def _questions(name: str) -> Sequence[str]:
    lines = (measured_folder() / "data" / name / "queries.tsv").read_text("utf-8").splitlines()
    return [line.partition("\t")[2] for line in lines]


def _listed(name: str) -> Sequence[str]:
    """Read the words of a list that comes with souwen, in whichever package it is."""
    paths = sorted(ROOT.glob(f"[a-z]*/**/data/{name}"))
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    columns = (line.split("\t")[1:] for line in lines if not line.startswith("#"))
    return sorted({text for found in columns for text in found if not text.isascii()})
