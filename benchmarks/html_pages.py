"""How well the text of foreign pages is told from what stands around it.

`python benchmarks/html_pages.py [FOLDER] [--each]`. (A file called html.py would hide Python's own
`html` from all others in this folder.)

Reads real Chinese pages (../shared/data/html, or the folder that is given) and compares what is
kept of each with the text that a person copied out of it: the overlap of their Han characters and
Latin words, counted as multisets, as F1. Prints one table: souwen, trafilatura (where it is
installed), and all text of the page as BeautifulSoup gives it.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from souwen.ingest.documents import form_of, read_pages
from souwen.ingest.text.decode import decode

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "html"
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[A-Za-z\u00c0-\u024f]+")


def words(text: str) -> Counter[str]:
    """Count the Han characters and the Latin words of a text."""
    return Counter(word.lower() for word in _WORD.findall(text))


def f1(found: str, wanted: str) -> tuple[float, float, float]:
    """Give precision, recall and F1 of the words of one text against another's."""
    left, right = words(found), words(wanted)
    common = (left & right).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / left.total(), common / right.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def by_souwen(markup: str) -> str:
    """Give titles and texts of all documents that souwen finds on a page."""
    pages = read_pages(markup, form_of(markup)).pages
    return "\n".join(f"{record.title}\n{record.body}" for page in pages for record in page)


def by_trafilatura(markup: str) -> str:
    """Give what trafilatura takes for the main text, with its ordinary settings."""
    import trafilatura  # noqa: PLC0415

    return trafilatura.extract(markup) or ""


def by_precise_trafilatura(markup: str) -> str:
    """Give the same with the setting that comes out best here."""
    import trafilatura  # noqa: PLC0415

    return trafilatura.extract(markup, favor_precision=True) or ""


def by_soup(markup: str) -> str:
    """Give all text of a page, scripts and styles aside."""
    from bs4 import BeautifulSoup  # noqa: PLC0415

    soup = BeautifulSoup(markup, "lxml")
    for tag in soup(["script", "style"]):
        tag.decompose()
    return soup.get_text("\n")


READERS: dict[str, Callable[[str], str]] = {
    "souwen": by_souwen,
    "trafilatura": by_trafilatura,
    "trafilatura, favor_precision": by_precise_trafilatura,
    "BeautifulSoup text": by_soup,
}


def pairs(folder: Path) -> list[tuple[str, str, str]]:
    """Give name, markup and hand-copied text of each page."""
    found = []
    for path in sorted((folder / "original").glob("*.html")):
        wanted = (folder / "cleaned" / f"{path.stem}.txt").read_bytes()
        found.append((path.stem, decode(path.read_bytes()).text, decode(wanted).text))
    return found


def main() -> None:
    """Print the table; with `--each`, the F1 of each page by souwen above it."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--each"]
    pages = pairs(Path(arguments[0]) if arguments else PAGES)
    if not pages:
        sys.exit(f"no pages in {arguments[0] if arguments else PAGES}")
    lost = sum("\ufffd" in markup for _, markup, _ in pages)
    print(f"{len(pages)} pages, {lost} decoded with a replacement character")
    print("| reader | F1 | precision | recall | lowest F1 | ms a page |\n|---|---|---|---|---|---|")
    for name, read in READERS.items():
        try:
            read("<p>医保")
        except ImportError:
            print(f"| {name} | not installed | | | | |")
            continue
        begin = time.process_time()
        texts = [read(markup) for _, markup, _ in pages]
        each = (time.process_time() - begin) * 1000 / len(pages)
        scores = [f1(text, page[2]) for text, page in zip(texts, pages, strict=True)]
        means = [sum(part) / len(pages) for part in zip(*scores, strict=True)]
        lowest = min(score[2] for score in scores)
        row = [f"{value:.3f}" for value in (means[2], means[0], means[1], lowest)]
        print(f"| {name} | {' | '.join(row)} | {each:.1f} |")
        if "--each" in sys.argv and name == "souwen":
            for page, score in sorted(zip(pages, scores, strict=True), key=lambda x: x[1][2]):
                print(page[0], *(f"{value:.3f}" for value in score), file=sys.stderr)


if __name__ == "__main__":
    main()
