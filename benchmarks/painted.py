"""How long it takes from a key to the hits on the screen: in Debian's Chromium, over a real server.

    python benchmarks/painted.py [--documents 20000] [--queries 60] [--workers 1]

Queries are the beginnings of titles, 2 to 6 characters; each is typed at once, and the clock runs
from its last key to the frame after the hits stand in the page. 120 ms of it the page waits for
another key.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from corpora import News, pages, write
from playwright.sync_api import sync_playwright

import souwen

# Resolves with the ms from the input to the frame after the hits of it are in the page.
_TYPE = """query => new Promise(done => {
    const field = document.getElementById("q");
    const main = document.getElementById("main");
    field.focus();
    field.value = query;
    const begun = performance.now();
    new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    }).observe(main, { childList: true });
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""


def main() -> int:
    """Print the median, the 90th and the 99th percentile."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    news, drawn = News(), random.Random(1)
    titles = [news[number].title for number in range(min(given.documents, 2_000))]
    chosen = drawn.sample(titles, given.queries)
    queries = sorted({title[: drawn.randint(2, 6)].strip() for title in chosen})
    with tempfile.TemporaryDirectory() as folder:
        dump, data = Path(folder, "dump"), Path(folder, "data")
        write(dump, pages(news, given.documents))
        with souwen.open(data) as engine:
            engine.add([dump], jobs=os.cpu_count() or 1)
        command = [sys.executable, "-m", "souwen", "--data", str(data), "serve", "--port", "0"]
        command += ["--workers", str(given.workers)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                times = sorted(_typed(_address(server), queries))
            finally:
                server.send_signal(signal.SIGTERM)
    p50, p90, p99 = (times[int(share * (len(times) - 1))] for share in (0.5, 0.9, 0.99))
    print(f"{given.documents:,} documents, {len(times)} queries: from the key to the painted hits")
    print(f"p50 {p50:.0f} ms, p90 {p90:.0f} ms, p99 {p99:.0f} ms")
    return 0


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stderr is not None
    for line in server.stderr:
        for word in line.split():
            if word.startswith("http://"):
                return word.rstrip("/.,")
    sys.exit("the server did not begin")


def _typed(address: str, queries: list[str]) -> list[float]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        page = browser.new_page()
        page.goto(address)
        times = [float(page.evaluate(_TYPE, query)) for query in queries]
        browser.close()
    return times[5:]  # the first ones warm up


if __name__ == "__main__":
    sys.exit(main())
