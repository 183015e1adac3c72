"""The templates of the page, with what each of them may use."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import messages
from ..language.harmless import harmless
from ..language.stand_in import shown_title
from ..messages import said
from . import view

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
#: The files that a browser loads besides.
STATIC = _HERE / "static"
_SITE = "搜文"
_LONGEST_TITLE = 60


def render(template: str, shown: Mapping[str, Any]) -> str:
    """Fill in a template, in the language that is spoken now; all that it is given is escaped."""
    return _environment().get_template(template).render(shown)


def window_title(text: str) -> str:
    """Return the title of a window for what is shown in it."""
    line = harmless(text).strip()
    short = line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE]}…"
    return f"{short} - {_SITE}" if short else _SITE


@cache
def looks() -> str:
    """Return what changes when another version would write the same answer otherwise."""
    catalogues = Path(messages.__file__).parent.rglob("*.mo")
    return _hash_of(sorted([*STATIC.iterdir(), *_TEMPLATES.iterdir(), *catalogues]))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.globals.update(
        _=said,
        is_web=view.is_web,
        name_of=view.name_of,
        pieces=view.pieces,
        plain=harmless,
        static=_static,
        title_of=shown_title,
        value_of=view.value_of,
    )
    return environment


@cache
def _static(name: str) -> str:
    """Return the address of a file, which changes when the file does: browsers may keep it."""
    return f"/static/{name}?v={_hash_of([STATIC / name])}"


def _hash_of(files: Iterable[Path]) -> str:
    hashed = blake2b(digest_size=6)
    for file in files:
        hashed.update(file.read_bytes())
    return hashed.hexdigest()
