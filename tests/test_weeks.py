"""A site over weeks: pages change, vanish, return and move, and the corpus is what it should be.

`Site` is what stands on the disk, `Model` what must follow from it, in plain sets and dictionaries:
nothing of it is taken from the corpus but the name of a document.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pytest

import souwen
from souwen.corpus.documents import Kind, document_id
from souwen.corpus.reader import CorpusReader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "健康站"
TOPICS = [
    "异地就医怎么备案",
    "居民医保去哪里缴费",
    "门诊慢特病怎么认定",
    "生育津贴发几个月",
    "退休后医保还要缴吗",
    "住院起付线是多少",
    "医保卡丢了怎么补办",
    "灵活就业怎么参保",
]
CHANNELS = ["社保问答", "就医指南"]
DAYS = ["2025-01-08", "2025-02-11", "2025-03-02"]
QUERIES = ["医保", "备案", "津贴", "窗口", "第1版", "第2版", "第3条", "门诊", "认定"]


class Sighting(NamedTuple):
    """A document as one page shows it."""

    kind: str
    title: str
    body: str
    published: str | None = None
    channel: str | None = None
    ref: str | None = None

    @property
    def id(self) -> str:
        """The name of the document."""
        return document_id(Kind(self.kind), self.title, self.body)


class Facts(NamedTuple):
    """What the corpus says of a live document."""

    published: str | None
    channel: str | None
    article: str | None
    sources: tuple[str, ...]
    refs: tuple[str, ...]


class Counts(NamedTuple):
    """What a report counts."""

    sources: int
    articles: int
    snippets: int
    added: int
    updated: int
    unchanged: int
    retired: int


def article(topic: str, version: int) -> Sighting:
    """Make a version of an article."""
    body = f"{topic},这里是第{version}版说明。\n\n可以去窗口办,也可以在手机上办,三天以内办好。"
    return Sighting("article", topic, body)


def snippet(chance: random.Random) -> Sighting:
    """Make a recommendation: of an article that may be there, or come later, or never."""
    topic, clause = chance.choice(TOPICS), chance.randrange(4)
    body = f"{topic}?按第{clause}条办,先带上身份证和医保卡到窗口登记,再等短信通知。"
    # Its date and channel follow from it: on every page they are the same, or are left out.
    known = random.Random(f"{topic} {clause}")
    return Sighting("snippet", topic, body, known.choice(DAYS), known.choice(CHANNELS))


def page_text(shown: list[Sighting]) -> str:
    """Write a page: an article, and what it recommends."""
    first, *others = shown
    lines = [first.title, "", first.body, ""]
    if others:
        lines += ["相关推荐", ""]
    for document in others:
        lines += [
            document.title,
            "",
            document.body,
            "",
            f"{document.channel} {document.published}",
            "",
        ]
    return "\n".join(lines)


@dataclass
class Site:
    """What stands on the disk."""

    chance: random.Random
    pages: dict[str, list[Sighting]] = field(default_factory=dict)
    lines: dict[str, Sighting] = field(default_factory=dict)
    archived: dict[str, list[Sighting]] = field(default_factory=dict)
    is_packed: bool = True
    gone: list[tuple[str, list[Sighting]]] = field(default_factory=list)

    def page(self) -> list[Sighting]:
        """Make a page."""
        found = {document.id: document for document in (snippet(self.chance) for _ in range(3))}
        first = article(self.chance.choice(TOPICS), self.chance.randrange(1, 4))
        return [first, *list(found.values())[: self.chance.randrange(4)]]

    def live_a_week(self) -> None:
        """Let pages come, change, vanish, return and be renamed."""
        for _ in range(self.chance.randrange(2, 6)):
            what = self.chance.choice(["come", "come", "change", "vanish", "return", "rename"])
            name = f"页{self.chance.randrange(12):02}.txt"
            if what in {"come", "change"}:
                self.pages[name] = self.page()
            elif what == "vanish" and name in self.pages:
                self.gone.append((name, self.pages.pop(name)))
            elif what == "return" and self.gone:
                name, page = self.gone.pop()
                self.pages.setdefault(name, page)
            elif what == "rename" and name in self.pages:
                self.pages[f"新/{name}"] = self.pages.pop(name)
        for _ in range(self.chance.randrange(3)):
            ref = f"j{self.chance.randrange(5)}"
            document = snippet(self.chance)
            if self.chance.random() < 0.5:  # an article that may come before or after its snippets
                document = article(document.title, 9)._replace(
                    published=self.chance.choice([None, *DAYS])
                )
            self.lines[ref] = document._replace(ref=ref)
        if self.lines and self.chance.random() < 0.3:
            del self.lines[min(self.lines)]
        if not self.archived:
            self.archived = {f"a{number}.txt": self.page() for number in range(2)}

    def sources(self) -> dict[str, list[Sighting]]:
        """Return what each source shows."""
        found = {f"{NAME}/{name}": page for name, page in self.pages.items()}
        found |= {f"{NAME}/条目.jsonl#{ref}": [line] for ref, line in self.lines.items()}
        held = f"{NAME}/旧档.zip!" if self.is_packed else f"{NAME}/旧档/"
        return found | {held + name: page for name, page in self.archived.items()}

    def write(self, folder: Path) -> None:
        """Write it anew, as a dump of this week."""
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        for name, page in self.pages.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(page_text(page), "utf-8")
        rows = []
        for ref, line in self.lines.items():
            row = {"kind": line.kind, "title": line.title, "body": line.body}
            row |= {"published": line.published, "channel": line.channel, "id": ref}
            rows.append(json.dumps({key: value for key, value in row.items() if value}) + "\n")
        (folder / "条目.jsonl").write_text("".join(rows), "utf-8")
        if self.is_packed:
            with zipfile.ZipFile(folder / "旧档.zip", "w") as archive:
                for name, page in self.archived.items():
                    archive.writestr(zipfile.ZipInfo(name), page_text(page))
        else:
            (folder / "旧档").mkdir()
            for name, page in self.archived.items():
                (folder / "旧档" / name).write_text(page_text(page), "utf-8")


class Model:
    """What must be kept, by the rules of the documentation."""

    def __init__(self) -> None:
        self.sources: dict[str, list[Sighting]] = {}
        self.seen: dict[str, Sighting] = {}

    def add(self, now: dict[str, list[Sighting]], *, prune: bool) -> Counts:
        """Take the state of a week in, and give what the report has to say."""
        before = self.facts()
        # Lines are of one file, which is read whole; other sources have files of their own.
        kept = (
            {}
            if prune
            else {key: document for key, document in self.sources.items() if "#" not in key}
        )
        self.sources = kept | now
        met = {document.id: document for page in now.values() for document in page}
        self.seen |= met
        after = self.facts()
        both = before.keys() & after.keys()
        updated = {id_ for id_ in both if before[id_][:3] != after[id_][:3]}
        return Counts(
            len(now),
            sum(document.kind == "article" for document in met.values()),
            sum(document.kind == "snippet" for document in met.values()),
            len(after.keys() - before.keys()),
            len(updated),
            len(met.keys() & both - updated),
            len(before.keys() - after.keys()),
        )

    def purge(self) -> int:
        """Forget the retired."""
        retired = self.retired()
        for id_ in retired:
            del self.seen[id_]
        return len(retired)

    def retired(self) -> set[str]:
        """Return the documents that were seen and that no source shows."""
        return self.seen.keys() - self.facts().keys()

    def facts(self) -> dict[str, Facts]:
        """Return what each live document shows."""
        sightings: dict[str, list[tuple[str, Sighting]]] = {}
        for key, page in self.sources.items():
            for document in page:
                sightings.setdefault(document.id, []).append((key, document))
        articles: dict[str, list[str]] = {}
        lent: dict[str, list[Sighting]] = {}
        for id_, seen in sightings.items():
            document = seen[0][1]
            if document.kind == "article":
                articles.setdefault(document.title, []).append(id_)
            else:
                lent.setdefault(document.title, []).extend(shown for _, shown in seen)
        found = {}
        for id_, seen in sightings.items():
            shown = [document for _, document in seen]
            published, channel, whole = _earliest(shown), _channel(shown), None
            title = shown[0].title
            first = min(articles.get(title, []), default=None)
            if shown[0].kind == "snippet":
                whole = first
            elif id_ == first:
                published = published or _earliest(lent.get(title, []))
                channel = channel or _channel(lent.get(title, []))
            keys = tuple(sorted({key for key, _ in seen}))
            refs = tuple(
                dict.fromkeys(document.ref for _, document in sorted(seen) if document.ref)
            )
            found[id_] = Facts(published, channel, whole, keys, refs)
        return found

    def found(self, query: str) -> set[str]:
        """Return the documents that have a string."""
        live = [(id_, self.seen[id_]) for id_ in self.facts()]
        return {id_ for id_, document in live if query in document.title or query in document.body}


def _earliest(shown: Iterable[Sighting]) -> str | None:
    return min((document.published for document in shown if document.published), default=None)


def _channel(shown: Iterable[Sighting]) -> str | None:
    named = [
        (document.published or "9", document.channel) for document in shown if document.channel
    ]
    return min(named)[1] if named else None


def kept(folder: Path) -> dict[str, Facts]:
    """Return what the corpus says of its live documents."""
    with CorpusReader(folder) as reader:
        return {
            document.id: Facts(
                document.published,
                document.channel,
                document.article,
                document.sources,
                document.refs,
            )
            for document in reader.live()
        }


def texts(folder: Path) -> dict[str, tuple[str, str, str]]:
    """Return the texts of the live documents."""
    with CorpusReader(folder) as reader:
        return {
            document.id: (document.kind.value, document.title, document.body)
            for document in reader.live()
        }


def answers(engine: souwen.Engine) -> dict[str, list[tuple[str, float]]]:
    """Return what quoted queries find, with scores."""
    return {
        query: sorted(
            (hit.id, round(hit.score, 6))
            for hit in engine.search(query, exact=True, limit=10_000, collapse=False)
        )
        for query in QUERIES
    }


def compare(engine: souwen.Engine, model: Model) -> None:
    """Hold a data folder against the model."""
    assert kept(engine.folder) == model.facts()
    assert texts(engine.folder) == {id_: tuple(model.seen[id_][:3]) for id_ in model.facts()}
    stats = engine.stats()
    assert stats.index.up_to_date
    assert (stats.documents, stats.retired) == (len(model.facts()), len(model.retired()))
    assert stats.sources == len(model.sources)
    for id_ in model.retired():
        document = engine.document(id_)
        assert document is not None
        assert document.retired
        assert not document.sources
    found = answers(engine)
    for query in QUERIES:
        assert {id_ for id_, _ in found[query]} == model.found(query), query


@pytest.mark.parametrize("seed", range(3))
def test_weeks(seed: int, tmp_path: Path) -> None:
    """After each week all is as the site makes it, and at the end as if the end alone was seen."""
    chance = random.Random(seed)
    site, model = Site(chance), Model()
    dump = tmp_path / "dump0"
    with souwen.open(tmp_path / "data") as engine:
        for week in range(10):
            site.live_a_week()
            if week == 5:
                site.is_packed = False  # the archive is a folder from now on
            if week == 7:
                dump = tmp_path / "moved"  # the disk has another name
            site.write(dump)
            prune = chance.random() < 0.4 or week == 9
            report = engine.add([dump], name=NAME, prune=prune, yes=True)
            expected = model.add(site.sources(), prune=prune)
            assert not report.skipped
            counted = tuple(getattr(report, name) for name in Counts._fields)
            assert counted == expected, (week, prune)
            compare(engine, model)
            again = engine.add([dump], name=NAME, prune=prune)
            assert (again.added, again.updated, again.retired) == (0, 0, 0)
            assert again.unchanged == report.articles + report.snippets
            if chance.random() < 0.2:
                assert engine.purge() == model.purge()
                compare(engine, model)
            if chance.random() < 0.2:
                engine.reindex(resplit=chance.random() < 0.5)
                compare(engine, model)
        assert engine.check(deep=True).ok
        last = answers(engine)
    with souwen.open(tmp_path / "fresh") as fresh:
        fresh.add([dump], name=NAME)
        assert kept(fresh.folder) == kept(engine.folder)
        assert texts(fresh.folder) == texts(engine.folder)
        assert answers(fresh) == last


def test_weeks_by_the_command_line(tmp_path: Path) -> None:
    """The same holds where each step is a process, with its exit code and its JSON."""

    def run(*arguments: str, code: int = 0) -> str:
        command = [sys.executable, "-m", "souwen", "--data", "data", *arguments]
        ended = subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=120
        )
        assert (ended.returncode, "Traceback" in ended.stderr) == (code, False), ended.stderr
        return ended.stdout

    site, model = Site(random.Random(99)), Model()
    for week in range(4):
        site.live_a_week()
        site.is_packed = week < 2
        site.write(tmp_path / "dump")
        options = ["--prune"] if week % 2 else []
        report = json.loads(run("add", "dump", "--as", NAME, "--yes", "--json", *options))
        expected = model.add(site.sources(), prune=bool(options))
        assert tuple(report[name] for name in Counts._fields) == expected
        assert kept(tmp_path / "data") == model.facts()
        exported = [json.loads(line) for line in run("export").splitlines()]
        assert sorted(
            (document["kind"], document["title"], document["body"]) for document in exported
        ) == sorted(tuple(model.seen[id_][:3]) for id_ in model.facts())
        found = run("search", "窗口", "--ids", "--limit", "10000", "--no-collapse").split()
        assert set(found) == model.found("窗口")
        keys = [source["key"] for source in json.loads(run("sources", "--json"))]
        assert keys == sorted(model.sources)
    assert run("purge").startswith(f"purged {model.purge()} document")
    run("remove", f"{NAME}/条目.jsonl", "--yes")
    model.sources = {key: page for key, page in model.sources.items() if "#" not in key}
    assert kept(tmp_path / "data") == model.facts()
    assert json.loads(run("stats", "--json"))["retired"] == len(model.retired())
    assert run("check", "--deep") == "No problems found.\n"
