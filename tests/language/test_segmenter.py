"""The two implementations of jieba give the same words."""

from __future__ import annotations

import marshal
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souwen.language.segmenter import PythonSegmenter, RustSegmenter

if TYPE_CHECKING:
    from pathlib import Path

if find_spec("rjieba") is None:
    pytest.skip("needs rjieba (the extra `fast`)", allow_module_level=True)

PYTHON = PythonSegmenter()
RUST = RustSegmenter()

SENTENCES = [
    "参保人员按规定缴纳社保费后门诊费和医疗费可以报销",
    "城乡居民基本医疗保险门诊慢特病待遇怎么申请",
    "内蒙古自治区乌兰察布市灵活就业人员养老保险缴费档次",
    "新农合等参保人员异地居住证明",
    "囍囍囍𠮷林医院",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_same_words(sentence: str) -> None:
    """Both cut ordinary sentences alike, in both modes."""
    assert PYTHON.cut(sentence) == RUST.cut(sentence)
    assert PYTHON.cut_for_search(sentence) == RUST.cut_for_search(sentence)


@given(st.text(st.sampled_from("".join(SENTENCES)), min_size=1, max_size=30))
@settings(max_examples=300, deadline=None)
def test_the_same_words_of_any_run(run: str) -> None:
    """Both cut random runs of common characters alike, and the pieces concatenate to the run."""
    assert PYTHON.cut(run) == RUST.cut(run)
    assert "".join(RUST.cut(run)) == run
    assert PYTHON.cut_for_search(run) == RUST.cut_for_search(run)


def test_no_cache_but_ones_own_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a cache folder of one's own, none is read: another user may have written it."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"异": 9, "异地就医备案": 9}, 18)))
    cut = PythonSegmenter().cut
    assert cut("异地就医备案") == PYTHON.cut("异地就医备案") != ["异地就医备案"]
    assert {path.name for path in tmp_path.iterdir()} == {"file", "jieba.cache"}
