"""The counts of a server are those of what it answered, in the form that Prometheus reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.testclient import TestClient

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? [0-9.e+-]+')


def counts(client: TestClient) -> dict[str, float]:
    """Return each count by its name and labels."""
    lines = client.get("/-/metrics").text.splitlines()
    told = [line for line in lines if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in told)
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in told}


def test_requests_are_counted(client: TestClient) -> None:
    """Each answer counts once, by its endpoint and status, and in every bucket that it fits."""
    before = counts(client)
    for _ in range(3):
        client.get("/api/v1/search?q=a")
    client.get("/api/v1/search?limit=x")
    client.get("/nothing")
    client.get("/?q=a")
    client.get("/d/nothing")
    after = counts(client)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more('souwen_requests_total{worker="1",endpoint="search",status="200"}') == 3
    assert more('souwen_requests_total{worker="1",endpoint="search",status="400"}') == 1
    assert more('souwen_requests_total{worker="1",endpoint="none",status="404"}') == 1
    assert more('souwen_requests_total{worker="1",endpoint="search_page",status="200"}') == 1
    assert more('souwen_requests_total{worker="1",endpoint="document_page",status="404"}') == 1
    histogram = 'souwen_request_seconds_{}{{worker="1",endpoint="search"{}}}'
    assert more(histogram.format("count", "")) == 4
    assert more(histogram.format("bucket", ',le="+Inf"')) == 4
    buckets = [count for name, count in after.items() if 'endpoint="search",le=' in name]
    assert buckets == sorted(buckets)
    assert after['souwen_requests_in_flight{worker="1"}'] == 1  # the one that asks
