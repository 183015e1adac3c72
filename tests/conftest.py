"""What every test may ask for."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

import souwen

from .cluster.nodes import lacking
from .cluster.shared import shared_node
from .dumps import json_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples" / "pages"
# What a person or a runner of tests may have set, and what changes the output of a process.
OF_A_PERSON = (
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "SOUWEN_DATA",
    "SOUWEN_INDEX",
    "SOUWEN_DEBUG",
    "_SOUWEN_COMPLETE",
)

# A busy machine is no fault of an example.
settings.register_profile("souwen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("souwen")


def shared_folder() -> Path:
    """Return the folder of measured data, which stands beside the project where it is at hand."""
    return Path(os.environ.get("SOUWEN_TEST_DATA") or ROOT.parent / "shared").resolve()


def has_shared_folder() -> bool:
    """Return whether the measured data is at hand."""
    return (shared_folder() / "seeds").is_dir()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one more than there are processors: many tests wait for a process or a node."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def plain_environment() -> Iterator[None]:
    """Run every test, and the processes that it starts, as if nobody had set anything."""
    with pytest.MonkeyPatch.context() as patch:
        for name in OF_A_PERSON:
            patch.delenv(name, raising=False)
        patch.setenv("SOUWEN_LANG", "en")  # whatever the locale of who runs them
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of measured data, or skip."""
    folder = shared_folder()
    if not has_shared_folder():
        pytest.skip(f"needs the measured data, and {folder} is not there (SOUWEN_TEST_DATA)")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    """Return the folder of the two real pages."""
    return shared / "seeds"


@pytest.fixture(scope="session", params=["samples", *(["seeds"] * has_shared_folder())])
def dump(request: pytest.FixtureRequest) -> Path:
    """Return a folder of pages: the samples, and the real ones where they are at hand."""
    return shared_folder() / "seeds" if request.param == "seeds" else SAMPLES


@pytest.fixture(scope="session")
def two_pages(dump: Path) -> list[Path]:
    """Return two plain pages of a dump that have one disclaimer; only the second has a footer."""
    names = ("004_*.txt", "009_*.txt") if dump == SAMPLES else ("000_*.txt", "003_*.txt")
    return [path for name in names for path in dump.glob(name)]


@pytest.fixture
def is_linear() -> Callable[[Callable[[int], object], int], bool]:
    """Return a test of growth: whether four times the size takes about four times as long.

    Less than nine times, since what is quadratic takes sixteen. Counted in processor time, and the
    best of several tries counts, because machines are shared.
    """

    def seconds(run: Callable[[int], object], size: int) -> float:
        begun = time.process_time()
        run(size)
        return time.process_time() - begun

    def measure(run: Callable[[int], object], size: int) -> bool:
        run(size)  # what is only done once is not counted
        for _ in range(5):
            once = max(seconds(run, size), 0.005)  # what is quicker cannot be told apart
            if seconds(run, 4 * size) < 9 * once:
                return True
        return False

    return measure


class Shelf:
    """A corpus of named documents, for asking which of them a query finds."""

    def __init__(self, engine: souwen.Engine) -> None:
        self.engine = engine

    def found(self, query: str, **options: Any) -> list[str]:
        """Return the names of the documents that match a query, in order."""
        return self._shown("all", query, options)

    def loose(self, query: str, **options: Any) -> list[str]:
        """Return the names of those below, which have only parts of it."""
        return self._shown("parts", query, options)

    def _shown(self, matches: str, query: str, options: dict[str, Any]) -> list[str]:
        results = self.engine.search(query, **{"limit": 1000, "collapse": False} | options)
        return [hit.refs[0] for hit in results if hit.matches == matches]

    def hit(self, query: str, **options: Any) -> souwen.Hit:
        """Return the first hit of a query."""
        return self.engine.search(query, **options)[0]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Callable[..., Shelf]]:
    """Return a maker of corpora of named documents: a title each, or the fields of a JSON line."""
    engines = []

    def make(documents: Mapping[str, str | Mapping[str, object]]) -> Shelf:
        folder = tmp_path / f"shelf{len(engines)}"
        folder.mkdir()
        rows = (
            {"id": name, "body": "", **({"title": it} if isinstance(it, str) else it)}
            for name, it in documents.items()
        )
        engine = souwen.open(folder / "data")
        engines.append(engine)
        report = engine.add([json_lines(folder / "dump.jsonl", rows)])
        assert not report.skipped
        return Shelf(engine)

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def write_page() -> Callable[[Path, str], Path]:
    """Return a writer of plain pages: a title at a path, with a short text below it."""

    def write(path: Path, title: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{title}\n\n{title}的正文。\n", "utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def cluster_hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return a real node of OpenSearch, as an address of an index has it, or skip.

    It is one for all processes of a run. `SOUWEN_TEST_CLUSTER` names one that runs already.
    """
    if running := os.environ.get("SOUWEN_TEST_CLUSTER"):
        yield running
    elif reason := lacking():
        pytest.skip(reason)
    else:
        folder = tmp_path_factory.getbasetemp()
        if os.environ.get("PYTEST_XDIST_WORKER"):
            folder = folder.parent
        with shared_node(folder) as hosts:
            yield hosts
