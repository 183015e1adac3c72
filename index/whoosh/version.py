"""Which Whoosh is needed."""

from __future__ import annotations

from ...corpus.errors import SouwenError

#: The version whose files these are. The distribution `whoosh` of 2016 shares the folder's name.
WHOOSH_VERSION = "2.7.5"


def check_version() -> None:
    """Raise `SouwenError` where another Whoosh stands in the place of the one needed."""
    import whoosh  # noqa: PLC0415 - only who writes needs it

    found = ".".join(map(str, whoosh.__version__))
    if found != WHOOSH_VERSION:
        raise SouwenError(
            f"Whoosh {found} is installed, {WHOOSH_VERSION} is needed: "
            f"pip uninstall whoosh; pip install --force-reinstall whoosh-reloaded=={WHOOSH_VERSION}"
        )
