"""The manifest of a generation: its segments, and the change of the corpus that they reach.

It is one JSON file, replaced as a whole: that is the commit. What it does not name is not there.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..corpus.errors import DamagedError, OutdatedError
from ..corpus.files import open_file, replace_file
from ..language.normalise import NORMALISER_VERSION
from ..language.segmenter import DICTIONARY_VERSION
from ..language.sketches import SKETCH_VERSION
from ..language.terms import TERMS_VERSION
from ..language.titles import TEMPLATE_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from .columns import Mask

#: Goes up whenever the files of a generation change their form.
FORMAT = 10
#: What to do about a file of the index that is not what it should be.
REMEDY = "run `souwen reindex`"
_NAME = "souwen.json"
_PLAIN = re.compile("[0-9a-z]+", re.ASCII)


def fingerprint() -> str:
    """Name what decides the terms of a text. User dictionaries are no part of it."""
    return (
        f"normaliser {NORMALISER_VERSION}, terms {TERMS_VERSION}, {DICTIONARY_VERSION}, "
        f"templates {TEMPLATE_VERSION}, sketches {SKETCH_VERSION}"
    )


class SegmentState(NamedTuple):
    """A segment in a manifest.

    Attributes:
        name: of its file.
        size: how many documents it has, deleted ones included.
        deleted: which of them were deleted, a bit each, zlib and base64; empty for none.
    """

    name: str
    size: int
    deleted: str = ""

    @classmethod
    def of(cls, name: str, live: Mask) -> SegmentState:
        """Return the state of a segment of which these documents are there."""
        if live.all():
            return cls(name, len(live))
        packed = zlib.compress(np.packbits(~live).tobytes())
        return cls(name, len(live), base64.b64encode(packed).decode())

    def live(self) -> Mask:
        """Mark the documents that are there."""
        if not self.deleted:
            return np.ones(self.size, np.bool_)
        packed = np.frombuffer(zlib.decompress(base64.b64decode(self.deleted)), np.uint8)
        return ~np.unpackbits(packed, count=self.size).astype(np.bool_)


class Manifest(NamedTuple):
    """What a generation holds.

    Attributes:
        seq: the change of the corpus that the segments reach.
        corpus: the id of that corpus, None where it has none.
        segments: in the order of their documents.
    """

    seq: int = 0
    corpus: str | None = None
    segments: tuple[SegmentState, ...] = ()


def manifest_path(folder: Path) -> Path:
    """Return where the manifest of a generation's folder is."""
    return folder / _NAME


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of a generation, whose segments are on the disk already."""
    values = {"format": FORMAT, "fingerprint": fingerprint(), **manifest._asdict()}
    values["segments"] = [segment._asdict() for segment in manifest.segments]
    text = json.dumps(values | {"crc32": _checksum(values)}, ensure_ascii=False, indent=1)
    replace_file(manifest_path(folder), text.encode() + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation.

    Raises:
        DamagedError: it is not there or not what was written.
        OutdatedError: it was made by a version that this one cannot use.
    """
    path = manifest_path(folder)
    try:
        with open_file(path) as file:
            values = json.loads(file.read())
        made_as, made_with = values["format"], values["fingerprint"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise DamagedError(path, f"{type(error).__name__}: {error}", REMEDY) from None
    if made_as != FORMAT:
        reason = f"format {made_as}, this version reads {FORMAT}"
        raise OutdatedError(folder, reason, REMEDY)
    if values.pop("crc32", None) != _checksum(values):
        raise DamagedError(path, "its checksum is another", REMEDY)
    if made_with != fingerprint():
        raise OutdatedError(folder, f"made with {made_with}, not {fingerprint()}", REMEDY)
    segments = tuple(SegmentState(**segment) for segment in values["segments"])
    if not all(_PLAIN.fullmatch(segment.name) for segment in segments):
        raise DamagedError(path, "the name of a segment leads elsewhere", REMEDY)
    return Manifest(values["seq"], values["corpus"], segments)


def _checksum(values: dict[str, object]) -> int:
    return zlib.crc32(json.dumps(values).encode())
