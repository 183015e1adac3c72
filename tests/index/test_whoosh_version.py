"""Another Whoosh in the place of the one needed is named, with what to run."""

from __future__ import annotations

import pytest
import whoosh

from souwen.corpus.errors import SouwenError
from souwen.index.whoosh_version import WHOOSH_VERSION, check_version


def test_the_one_needed_is_here() -> None:
    """The version that is pinned is the one that is checked."""
    check_version()
    assert ".".join(map(str, whoosh.__version__)) == WHOOSH_VERSION


def test_another_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which is there, which is needed, and how to get it."""
    monkeypatch.setattr(whoosh, "__version__", (2, 7, 4))
    with pytest.raises(SouwenError, match=r"Whoosh 2\.7\.4 is installed.*pip install.*2\.7\.5"):
        check_version()
