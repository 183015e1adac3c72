"""The sum of one add."""

from __future__ import annotations

import json

from souwen.ingest.report import AddReport, Ignored, Skipped, Warned


def test_the_report_has_the_fields_of_the_contract() -> None:
    """The fields of `add --json` are all there, in order, and can be written as JSON."""
    report = AddReport(
        sources=2,
        articles=1,
        snippets=20,
        added=21,
        warnings=(Warned("/a", "cut"),),
        skipped=(Skipped("/b", "broken"),),
        ignored_sources=(Ignored("/c", "empty"), Ignored("/d", "blank")),
        fields_read={"title": {"标题": 21}},
        fields_unread={"story": 3},
        took_ms=1.5,
    )
    assert ", ".join(report.as_dict()) == (
        "sources, articles, snippets, added, updated, unchanged, retired, ignored, "
        "warnings, skipped, fields_read, fields_unread, took_ms"
    )
    written = json.loads(json.dumps(report.as_dict()))
    assert written["ignored"] == 2
    assert written["warnings"] == [{"source": "/a", "reason": "cut"}]
    assert written["skipped"] == [{"source": "/b", "reason": "broken"}]
    assert written["fields_read"] == {"title": {"标题": 21}}
    assert written["fields_unread"] == {"story": 3}
