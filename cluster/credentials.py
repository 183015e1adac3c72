"""Who asks a cluster: from the environment or from files, and never shown."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..corpus.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

_USER, _PASSWORD, _TOKEN = (f"SOUWEN_CLUSTER_{name}" for name in ("USER", "PASSWORD", "TOKEN"))
_CA, _VERIFY = "SOUWEN_CLUSTER_CA", "SOUWEN_CLUSTER_VERIFY"
_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a token, or nothing; and how certificates are checked.

    Attributes:
        user: None where a token or nobody is given.
        password: of the user.
        token: a bearer's.
        ca: a file of certificates to trust instead of those that the system trusts.
        verify: whether certificates are checked at all.
    """

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    ca: str | None = None
    verify: bool = True

    @classmethod
    def given(cls, environment: Mapping[str, str] | None = None) -> Credentials:
        """Read them from the environment; `..._PASSWORD_FILE` and `..._TOKEN_FILE` name files.

        Raises:
            RequestError: they cannot be used; never says what they are.
        """
        found = os.environ if environment is None else environment
        user, password, token = found.get(_USER), _secret(found, _PASSWORD), _secret(found, _TOKEN)
        if token and (user or password):
            raise RequestError(f"{_TOKEN} and {_USER} exclude each other: unset one of them")
        if bool(user) != bool(password):
            lacking = _PASSWORD if user else _USER
            raise RequestError(f"{lacking} is not set: a user needs a password, and the reverse")
        ca = found.get(_CA) or None
        if ca and not os.path.isfile(ca):  # noqa: PTH113 - it may hold what no path may
            raise RequestError(f"{_CA}: {ca!r} is no file of certificates")
        verify = found.get(_VERIFY, "yes")
        if verify not in {"yes", "no"}:
            raise RequestError(f"{_VERIFY} is {verify!r}: write yes or no")
        return cls(user or None, password, token, ca, verify == "yes")

    def options(self) -> dict[str, Any]:
        """Return them as the client takes them."""
        options: dict[str, Any] = {"verify_certs": self.verify, "ssl_show_warn": False}
        if self.user:
            options["http_auth"] = (self.user, self.password)
        if self.token:
            options["headers"] = {"authorization": f"Bearer {self.token}"}
        if self.ca:
            options["ca_certs"] = self.ca
        return options


def _secret(found: Mapping[str, str], name: str) -> str | None:
    """Return what a variable holds, or the first line of the file that `..._FILE` names."""
    secret, file = found.get(name), found.get(f"{name}_FILE")
    if file:
        try:
            with open(file, encoding="utf-8-sig") as opened:  # noqa: PTH123 - as it was written
                secret = opened.readline(_LONGEST).strip("\r\n")
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8"
            raise RequestError(f"{name}_FILE: {file!r} cannot be read: {why}") from None
        if not secret:
            raise RequestError(f"{name}_FILE: {file!r} is empty")
    if secret and not (secret.isprintable() and secret.isascii()) and name == _TOKEN:
        raise RequestError(f"{name} holds what no token holds")
    return secret or None
