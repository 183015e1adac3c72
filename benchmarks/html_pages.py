"""How well the text of foreign pages is told from what stands around it.

    python benchmarks/html_pages.py [FOLDER]

FOLDER holds real Chinese pages, and the text that a person copied out of each, by default those in
$SOUWEN_TEST_DATA. Compared are Han characters and Latin words, counted as multisets, as F1. Prints
one table: souwen, trafilatura (where it is installed), and all text as BeautifulSoup gives it. (A
file called html.py would hide Python's own `html` from all others in this folder.)
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from corpora import measured_folder
from measure import Clock, table

import souwen
from souwen.ingest.text.decode import decode

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[A-Za-z\u00c0-\u024f]+")


def words(text: str) -> Counter[str]:
    """Count the Han characters and the Latin words of a text."""
    return Counter(word.lower() for word in _WORD.findall(text))


def f1(read: str, copied: str) -> tuple[float, float, float]:
    """Return F1, precision and recall of the words of one text against another's."""
    left, right = words(read), words(copied)
    common = (left & right).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / left.total(), common / right.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def by_souwen(path: Path) -> str:
    """Return titles and texts of all documents that souwen finds on a page."""
    pages = souwen.split(path).pages
    return "\n".join(f"{each.title}\n{each.body}" for page in pages for each in page.records)


def by_trafilatura(path: Path, **options: bool) -> str:
    """Return what trafilatura takes for the main text."""
    import trafilatura  # noqa: PLC0415 - where it is installed

    return trafilatura.extract(_text(path), **options) or ""


def by_soup(path: Path) -> str:
    """Return all text of a page, scripts and styles aside."""
    soup = BeautifulSoup(_text(path), "lxml")
    for tag in soup(["script", "style"]):
        tag.decompose()
    return soup.get_text("\n")


READERS: dict[str, Callable[[Path], str]] = {
    "souwen": by_souwen,
    "trafilatura": by_trafilatura,
    "trafilatura, favor_precision": partial(by_trafilatura, favor_precision=True),
    "BeautifulSoup text": by_soup,
}


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else measured_folder() / "data" / "html"
    pages = sorted((folder / "original").glob("*.html"))
    if not pages:
        sys.exit(f"no pages in {folder}")
    copied = [_text(folder / "cleaned" / f"{page.stem}.txt") for page in pages]
    rows: list[list[object]] = []
    for name, reader in READERS.items():
        try:
            with Clock() as clock:
                texts = [reader(page) for page in pages]
        except ImportError:
            rows.append([name, "not installed", *[""] * 4])
            continue
        f1s, precisions, recalls = zip(*map(f1, texts, copied), strict=True)
        figures = [*map(fmean, (f1s, precisions, recalls)), min(f1s)]
        cells = [f"{figure:.3f}" for figure in figures]
        rows.append([name, *cells, 1000 * clock.processor / len(pages)])
    lost = sum("\ufffd" in _text(page) for page in pages)
    print(f"{len(pages)} pages, {lost} decoded with a replacement character\n")
    print(table(["reader", "F1", "precision", "recall", "lowest F1", "ms a page"], rows))


def _text(path: Path) -> str:
    return decode(path.read_bytes()).text


if __name__ == "__main__":
    main()
