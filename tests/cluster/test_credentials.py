"""Who asks a cluster, from the environment or from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from souwen.cluster.credentials import Credentials
from souwen.corpus.errors import RequestError

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "geheim-123"


def test_nobody() -> None:
    """Without any variable nobody asks, and certificates are checked."""
    assert Credentials.given({}) == Credentials()
    assert Credentials().options()["verify_certs"] is True


def test_user_and_password(tmp_path: Path) -> None:
    """A password comes from its variable or from the first line of a file."""
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\nmore\n", "utf-8")
    user = {"SOUWEN_CLUSTER_USER": "me"}
    for given in ({"SOUWEN_CLUSTER_PASSWORD": SECRET}, {"SOUWEN_CLUSTER_PASSWORD_FILE": str(file)}):
        found = Credentials.given(user | given)
        assert found.options()["http_auth"] == ("me", SECRET)
        assert SECRET not in repr(found)


def test_token(tmp_path: Path) -> None:
    """A token is a bearer's, from its variable or a file, and in no text of it."""
    file = tmp_path / "token"
    file.write_text(SECRET, "utf-8")
    for given in ({"SOUWEN_CLUSTER_TOKEN": SECRET}, {"SOUWEN_CLUSTER_TOKEN_FILE": str(file)}):
        found = Credentials.given(given)
        assert found.options()["headers"] == {"authorization": f"Bearer {SECRET}"}
        assert SECRET not in f"{found} {found!r}"


def test_certificates(tmp_path: Path) -> None:
    """A file of certificates may be named, and the check be left out only by saying so."""
    file = tmp_path / "ca.pem"
    file.write_text("x", "utf-8")
    assert Credentials.given({"SOUWEN_CLUSTER_CA": str(file)}).options()["ca_certs"] == str(file)
    assert Credentials.given({"SOUWEN_CLUSTER_VERIFY": "no"}).options()["verify_certs"] is False


@pytest.mark.parametrize(
    "given",
    [
        {"SOUWEN_CLUSTER_USER": "me"},
        {"SOUWEN_CLUSTER_PASSWORD": SECRET},
        {"SOUWEN_CLUSTER_USER": "me", "SOUWEN_CLUSTER_TOKEN": SECRET},
        {"SOUWEN_CLUSTER_TOKEN": f"{SECRET}\nx: y"},
        {"SOUWEN_CLUSTER_TOKEN_FILE": "/nowhere/token"},
        {"SOUWEN_CLUSTER_CA": "/nowhere/ca.pem"},
        {"SOUWEN_CLUSTER_CA": "a\0b"},
        {"SOUWEN_CLUSTER_VERIFY": "maybe"},
    ],
)
def test_refused(given: dict[str, str]) -> None:
    """What cannot be used is told in one line, and never with the secret."""
    with pytest.raises(RequestError) as caught:
        Credentials.given(given)
    assert SECRET not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_an_empty_file_of_a_secret(tmp_path: Path) -> None:
    """It is told, and does not count as nobody."""
    (tmp_path / "token").touch()
    with pytest.raises(RequestError, match="empty"):
        Credentials.given({"SOUWEN_CLUSTER_TOKEN_FILE": str(tmp_path / "token")})
