"""Which Whoosh is needed."""

from __future__ import annotations

import pytest
import whoosh

from souwen.corpus.errors import SouwenError
from souwen.index.whoosh.version import WHOOSH_VERSION, check_version


def test_another_whoosh_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the Whoosh of 2016 is installed in the place of ours, one line says what to do."""
    check_version()
    assert ".".join(map(str, whoosh.__version__)) == WHOOSH_VERSION
    monkeypatch.setattr(whoosh, "__version__", (2, 7, 4))
    with pytest.raises(
        SouwenError, match=r"\AWhoosh 2\.7\.4 is installed[^\n]*pip install[^\n]*2\.7\.5\Z"
    ):
        check_version()
