"""Files of every form of input, cut, damaged, and under other names: nothing raises or is mute."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.sources import Member
from souwen.ingest.report import Skipped

from ..input_forms import FORMS
from .blocks import damaged
from .test_reading import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..input_forms import Form

    TryAll = Callable[[Callable[[], None]], None]

CUTS = 60
_BEGUN = 120  # bytes before which a file is not yet what it will be
#: What says where it ends, so that a cut is told; a text, a table or a mail may end anywhere.
ENDED = ("RSS", "Atom", "WARC", "WET", "WACZ", "zstd", "MHTML", "Parquet", "JSON array")


def _is_there(one: Form) -> bool:
    try:
        return not one.module or find_spec(one.module) is not None
    except ModuleNotFoundError:
        return False


HERE = [one for one in FORMS if _is_there(one)]


def named(folder: Path, one: Form, data: bytes) -> Path:
    """Write a file under the name of its form."""
    path = folder / one.file
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("one", HERE, ids=lambda one: one.name)
def test_a_file_that_is_cut(tmp_path: Path, one: Form) -> None:
    """Wherever a file ends, what is taken reads as it did, and what is missing is told."""
    data = one.write()
    whole = {found.key for found in read(named(tmp_path, one, data)) if isinstance(found, Member)}
    step = max(1, len(data) // CUTS)
    for end in range(step, len(data), step):
        found = read(named(tmp_path, one, data[:end]))
        assert found
        if one.name.startswith(ENDED) and len(data) - end > len(data) // 10:
            is_told = any(isinstance(told, Skipped) for told in found)
            taken = {member.key for member in found if isinstance(member, Member)}
            assert is_told or taken == whole or end < _BEGUN, (one.name, end)


def test_a_file_that_is_damaged(try_all: TryAll, tmp_path: Path) -> None:
    """Bytes that are changed, doubled, inserted or gone make no reader raise."""
    made = [(one, one.write()) for one in HERE]

    @given(
        st.sampled_from(made).flatmap(
            lambda one: st.tuples(st.just(one[0]), damaged(st.just(one[1])))
        ),
        st.sampled_from([*HERE, None]),
    )
    def taken(made: tuple[Form, bytes], other: Form | None) -> None:
        one, data = made
        assert read(named(tmp_path, other or one, data)) or not data

    try_all(taken)
