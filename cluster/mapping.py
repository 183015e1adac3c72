"""What an index on a cluster is made of: its fields, its settings, what it was made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..index.manifest import fingerprint
from ..language.terms import LONGEST_ATOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Goes up whenever the fields change what they hold.
FORMAT = 1
#: (k1, b): a title counts twice before it saturates, as in the sum that the scorer makes of both.
SIMILARITIES = {"title": (0.6, 0.9), "body": (1.2, 0.75)}


def _side(similarity: str) -> dict[str, Any]:
    """Return the fields of a title or a body."""

    def text(similar: str, **more: object) -> dict[str, Any]:
        return {"type": "text", "analyzer": "whitespace", "similarity": similar, **more}

    def edges(analyzer: str) -> dict[str, Any]:
        return {
            "type": "text",
            "analyzer": analyzer,
            "search_analyzer": "whitespace",
            "norms": False,
        }

    ranked = {
        name: text(similarity, index_options="freqs") for name in ("chars", "bigrams", "words")
    }
    return {
        "properties": {
            "units": text(
                "boolean",
                norms=False,
                fields={name: edges(name) for name in ("points", "starts", "ends")},
            ),
            **ranked,
            "parts": text("boolean", norms=False, index_options="docs"),
        }
    }


# How the characters of a title are read, all readings of one at its place.
_SOUNDS = {"type": "text", "analyzer": "sounds", "search_analyzer": "whitespace", "norms": False}
_KEYWORD = {"type": "keyword"}
_STORED = {"type": "keyword", "index": False, "doc_values": False}
_NUMBER = {"type": "integer"}
_FIELDS: dict[str, Any] = {
    "t": {"properties": {**_side("title")["properties"], "sounds": _SOUNDS}},
    "b": _side("body"),
    "id": _KEYWORD,
    "kind": _KEYWORD,
    "channel": _KEYWORD,
    "flags": _KEYWORD,
    "place": _KEYWORD,
    "fold": _KEYWORD,
    "published": {"type": "date", "format": "strict_date"},
    "day": _NUMBER,
    "added": {"type": "long"},
    "arrived": _STORED,
    "bits": _NUMBER,
    "title_length": _NUMBER,
    "body_length": _NUMBER,
    "sketch": {"type": "binary"},
    "title": {"type": "text", "index": False},
    "body": {"type": "text", "index": False},
    "url": _STORED,
    "urls": _STORED,
    "article": _STORED,
    "sources": {"type": "keyword", "ignore_above": 8191},
    "source_count": _NUMBER,
    "refs": _STORED,
    "ref_count": _NUMBER,
    "seq": {"type": "long"},
    # Of the two documents that are none: what the index has reached, and the person's own words.
    "state": {"type": "object", "enabled": False},
}
# Of the tokens in `units`, each only at its own place: what lies between stays a gap.
_ANALYSIS = {
    "filter": {
        "no_point": {
            "type": "pattern_replace",
            "pattern": r"^(?!\p{Nd}+\.\p{Nd}+$).*$",
            "replacement": "",
        },
        "something": {"type": "length", "min": 1},
        # Atoms alone have several characters, and numbers with a point three.
        "two": {"type": "length", "min": 2},
        "three": {"type": "length", "min": 3},
        "at_point": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": [r"^(\p{Nd}+\.)\p{Nd}+$", r"^\p{Nd}+(\.\p{Nd}+)$"],
        },
        "each_reading": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": ["([a-z]+)"],
        },
        "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": LONGEST_ATOM},
    },
    "analyzer": {
        "points": {
            "tokenizer": "whitespace",
            "filter": ["three", "no_point", "something", "at_point"],
        },
        "sounds": {"tokenizer": "whitespace", "filter": ["each_reading"]},
        "starts": {"tokenizer": "whitespace", "filter": ["two", "beginnings"]},
        "ends": {
            "tokenizer": "whitespace",
            "filter": ["two", "reverse", "beginnings", "reverse"],
        },
    },
}


def made_with() -> str:
    """Name what decides what an index on a cluster holds of a document."""
    return f"cluster {FORMAT}, {fingerprint()}"


def index_body(shards: int) -> dict[str, Any]:
    """Return what an index is created with: without replicas, and refreshed only when asked."""
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": 0,
                "refresh_interval": "-1",
                "codec": "best_compression",
                "gc_deletes": "1h",
                "mapping.total_fields.limit": 100,
                "similarity": {
                    name: {"type": "BM25", "k1": k1, "b": b}
                    for name, (k1, b) in SIMILARITIES.items()
                },
                "analysis": _ANALYSIS,
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"souwen": made_with()},
            "_source": {"excludes": ["t", "b"]},
            "properties": _FIELDS,
        },
    }


#: What an index gets when it is whole: a copy of each shard on another machine, where one is.
WHOLE = {"index": {"auto_expand_replicas": "0-1"}}


def meta_of(mapping: Mapping[str, Any]) -> str | None:
    """Return what an index says it was made with; None where it is none of ours."""
    meta = mapping.get("_meta")
    said = meta.get("souwen") if isinstance(meta, dict) else None
    return said if isinstance(said, str) else None


def changed_fields(mapping: Mapping[str, Any]) -> list[str]:
    """Return the fields that are other ones than they were made, by their names."""
    ours = dict(_flat(_FIELDS))
    theirs = dict(_flat(mapping.get("properties", {})))
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    if str(mapping.get("dynamic")) != "strict":
        names.append("dynamic")
    if mapping.get("_source") != {"excludes": ["t", "b"]}:
        names.append("_source")
    return names


def _flat(properties: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each field with its type and analyzer, which no version writes otherwise."""
    for name, field in properties.items():
        path = before + name
        yield path, (field.get("type", "object"), field.get("analyzer", ""))
        yield from _flat(field.get("properties", {}), f"{path}.")
        yield from _flat(field.get("fields", {}), f"{path}.")
