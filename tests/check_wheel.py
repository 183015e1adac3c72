"""Check a built wheel: it adds `souwen` as its only top-level name, with its data and marker."""

from __future__ import annotations

import sys
from zipfile import ZipFile

_NEEDED = (
    "souwen/__init__.py",
    "souwen/py.typed",
    "souwen/engine/engine.py",
    "souwen/language/data/places.tsv",
    "souwen/language/data/t2s.txt",
    "souwen/language/data/synonyms.tsv",
    "souwen/messages/locale/zh/LC_MESSAGES/souwen.mo",
    "souwen/messages/locale/zh/LC_MESSAGES/terminal.mo",
    "souwen/cli/main.py",
    "souwen/web/openapi.json",
    "souwen/web/static/souwen.js",
    "souwen/web/templates/page.html",
)


def faults(wheel: str) -> list[str]:
    """Return what is wrong with a wheel."""
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    found = [
        f"another top-level name: {top}"
        for top in sorted(tops)
        if top != "souwen" and not top.endswith(".dist-info")
    ]
    found += [f"missing: {name}" for name in _NEEDED if name not in names]
    if not any(name.startswith("souwen/samples/") and name.endswith(".txt") for name in names):
        found.append("missing: the sample dump")
    found += [f"not for installing: {name}" for name in names if name == "souwen/setup.py"]
    found += [f"not for installing: {name}" for name in names if "/tests/" in name]
    return found


if __name__ == "__main__":
    problems = faults(sys.argv[1])
    print("\n".join(problems) or f"{sys.argv[1].rsplit('/', 1)[-1]}: only souwen, and all of it")  # noqa: T201
    sys.exit(bool(problems))
