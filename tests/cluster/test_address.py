"""Addresses of indices on a cluster."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.cluster.address import Address
from souwen.corpus.errors import ClusterError, RequestError, SouwenError


@pytest.mark.parametrize(
    ("text", "scheme", "hosts", "name"),
    [
        ("opensearch+http://127.0.0.1:9200/souwen", "http", (("127.0.0.1", 9200),), "souwen"),
        ("opensearch+https://h1,h2:9201/a-b_c/", "https", (("h1", 9200), ("h2", 9201)), "a-b_c"),
        (" opensearch+http://[::1]:9200/x\n", "http", (("[::1]", 9200),), "x"),
        ("opensearch+http://H1:9200,h1:9200/x1", "http", (("h1", 9200),), "x1"),
    ],
)
def test_read(text: str, scheme: str, hosts: tuple[tuple[str, int], ...], name: str) -> None:
    """A scheme, hosts with ports and a name are read, and written again they are the same."""
    address = Address.read(text)
    assert address == Address(scheme, hosts, name)
    assert Address.read(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "souwen",
        "http://h:9200/souwen",
        "opensearch://h:9200/souwen",
        "opensearch+ftp://h/souwen",
        "opensearch+http://h:9200",
        "opensearch+http://h:9200/",
        "opensearch+http:///souwen",
        "opensearch+http://h:0/souwen",
        "opensearch+http://h:70000/souwen",
        "opensearch+http://h:x/souwen",
        "opensearch+http://h,,i/souwen",
        "opensearch+http://h/a/b",
        "opensearch+http://h/a?b",
        "opensearch+http://h i/a",
    ],
)
def test_no_address(text: str) -> None:
    """What is no address is refused in one line that shows the form of one."""
    with pytest.raises(RequestError) as caught:
        Address.read(text)
    assert "\n" not in str(caught.value)
    assert "opensearch+https://" in str(caught.value) or "no host" in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["A", "搜文", "_x", "-x", "a b", "a*", "a,b", ".", "..", "a.b", "x" * 101, "souwen-000001"],
)
def test_names_that_no_index_has(name: str) -> None:
    """They are refused before any cluster is asked."""
    with pytest.raises(ClusterError, match="no name of an index"):
        Address.read(f"opensearch+http://h:9200/{name}")


def test_a_password_is_not_repeated() -> None:
    """An address with a user in it is refused without showing it."""
    with pytest.raises(RequestError) as caught:
        Address.read("opensearch+https://me:geheim@h:9200/souwen")
    assert "geheim" not in str(caught.value)
    assert "SOUWEN_CLUSTER_PASSWORD" in str(caught.value)


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Any text is an address, or is refused in one line."""
    for given_text in (text, f"opensearch+http://{text}", f"opensearch+http://h/{text}"):
        reason = ""
        try:
            Address.read(given_text)
        except SouwenError as error:
            reason = str(error)
        assert len(reason.splitlines()) <= 1
