"""Record the answers of the public library, to hold changed code to equal ones.

    python benchmarks/answers_recorded.py record FILE [--requests RECORDING]
    python benchmarks/answers_recorded.py compare OLD NEW [--ignore FIELD]...

A line of a recording is a request and its answer, without times, paths of the machine and sizes of
the index. The same code records the same lines. Uses only what docs/library.md names.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import ROOT, News, measured_folder, page, recommended, site, write
from requests_drawn import Draw

import souwen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from requests_drawn import Request

    _Fields = dict[str, tuple[object, object]]

#: Searches to draw for each corpus.
_SEARCHES = {"samples": 800, "seeds": 500, "news": 1200, "own words": 400}
_ARTICLES = 1_500  # of the news; each is recommended, too, so there are twice as many documents
_REPLACED = 60  # of these articles, so that the index has deletions and a second segment
_UNSTABLE = {"took_ms", "index", "arrived"}
_NOTABLE = ("hits", "relaxed", "did_you_mean", "facets", "problem", "error", "matches", "why_not")


def main() -> int:
    """Record, or compare two recordings; return the exit code."""
    options = _options()
    if options.command == "compare":
        return _compare(options.old, options.new, options.ignore)
    news, counts = News(), Counter[str]()
    with options.file.open("w", encoding="utf-8") as file:
        for corpus in _SEARCHES:
            for request, answer in _answers(corpus, news, options.requests):
                line = {"request": request, "answer": answer}
                print(json.dumps(line, ensure_ascii=False), file=file)
                counts.update(_labels(request["method"], answer or {}))
            print(f"recorded {corpus}", file=sys.stderr, flush=True)
    for label, count in sorted(counts.items()):
        print(f"{count:6,} {label}")
    return 0


def _answers(corpus: str, news: News, recording: Path | None) -> Iterator[tuple[Request, Any]]:
    """Index a corpus; yield requests drawn for it, or those of a recording, with the answers."""
    with tempfile.TemporaryDirectory() as name, souwen.open(Path(name) / "data") as engine:
        add_corpus(corpus, engine, news, Path(name) / "dump")
        requests: Iterable[Request] = map(json.loads, _read(recording) if recording else ())
        for request in requests if recording else Draw(corpus, engine).requests(_SEARCHES[corpus]):
            if request["corpus"] == corpus:
                yield request, _answer(engine, request["method"], request["arguments"])


def add_corpus(corpus: str, engine: souwen.Engine, news: News, dump: Path) -> None:
    """Index a corpus under source keys that are the same on every machine."""
    if corpus in {"samples", "own words"}:
        engine.add(ROOT / "samples" / "pages", name="samples")
    if corpus in {"seeds", "own words"}:
        engine.add(sorted((measured_folder() / "seeds").glob("*.txt")), name="seeds")
    if corpus == "news":
        write(dump, site(news, _ARTICLES))
        engine.add(dump, name="news")
        others = range(_ARTICLES, _ARTICLES + _REPLACED)
        write(dump, (page(news, other, recommended(other, _ARTICLES)) for other in others))
        engine.add(dump, name="news")


def _answer(engine: souwen.Engine, method: str, options: dict[str, Any]) -> dict[str, Any] | None:
    """Call a method; return what it returns or raises, as for JSON."""
    try:
        returned = getattr(engine, method)(**options)
    except Exception as error:  # noqa: BLE001 - a crash is recorded, too
        return {"error": f"{type(error).__name__}: {error}"}
    if returned is None:
        return None
    if isinstance(returned, list):  # of similar or nearest documents
        return {"hits": [document.id for document in returned]}
    answer = asdict(returned) if method == "document" else returned.as_dict()
    if method == "search":
        answer |= {name: getattr(returned, name) for name in ("problem", "message", "reading")}
    return {name: value for name, value in answer.items() if name not in _UNSTABLE}


def _labels(method: str, answer: dict[str, Any]) -> Iterator[str]:
    """Yield what the summary counts an answer as."""
    yield method
    yield from (f"{method} with {field}" for field in _NOTABLE if answer.get(field))
    if method == "search" and any(hit["folded"] for hit in answer.get("hits", ())):
        yield "search with folded"


def _compare(old: Path, new: Path, ignored: Collection[str]) -> int:
    """Print how two recordings differ; return 1 if they do."""
    before, after = _read(old), _read(new)
    shared = [request for request in before if request in after]
    differing, counts = {}, Counter[str]()
    for request in shared:
        if fields := _differences(before[request], after[request], ignored):
            differing[request] = fields
            counts.update(f"{json.loads(request)['method']}: {field}" for field in fields)
    print(f"{len(shared) - len(differing):,} of {len(shared):,} answers are equal")
    if unshared := len(before) + len(after) - 2 * len(shared):
        print(f"{unshared:,} requests are in one recording only")
    for field, count in counts.most_common():
        print(f"{count:6,} {field}")
    for request, fields in list(differing.items())[:5]:
        print(f"\n{json.loads(request)}"[:300])
        for field, values in fields.items():
            texts = [*map(repr, values)]
            pairs = enumerate(zip(*texts, strict=False))
            start = max(next((at for at, (a, b) in pairs if a != b), 0) - 40, 0)
            print(f"  {field}", *(text[start:][:200] for text in texts), sep="\n    ")
    return 1 if differing or unshared else 0


def _read(recording: Path) -> dict[str, Any]:
    """Read the answers of a recording by their requests, which are JSON."""
    with recording.open(encoding="utf-8") as lines:
        parsed = map(json.loads, lines)
        return {json.dumps(line["request"]): line["answer"] for line in parsed}


def _differences(old: object, new: object, skip: Collection[str], path: str = "") -> _Fields:
    """Return the fields that differ, each with the first two values that do."""
    if old == new or path in skip or path.rpartition(".")[2] in skip:
        return {}
    match old, new:
        case dict(), dict():
            triples = [(old.get(k, "-"), new.get(k, "-"), f"{path}.{k}") for k in {**old, **new}]
        case [dict(), *_], [dict(), *_] if len(old) == len(new):
            triples = [(*pair, path) for pair in zip(old, new, strict=True)]
        case _:
            return {path or "answer": (old, new)}
    fields: _Fields = {}
    for before, after, inner in triples:
        fields = _differences(before, after, skip, inner.strip(".")) | fields
    return fields


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Record answers, or compare two recordings.")
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="ask, and write a JSON line per request")
    record.add_argument("file", type=Path)
    record.add_argument("--requests", type=Path, help="ask what this recording asked")
    compare = commands.add_parser("compare", help="the exit code is 1 if anything differs")
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)
    compare.add_argument("--ignore", action="append", default=[], help="as score or hits.score")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
