"""A person's own words, from the engine to the hits."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import souwen
from souwen.language.readings import Readings
from souwen.search.own.dictionary import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TITLES = {
    "resident": "居民医保缴费",
    "card": "社保卡丢了怎么办",
    "short": "居保怎么交",
    "other": "公积金提取条件",
}


def test_a_synonym_counts_at_once(shelf: Callable[..., Any]) -> None:
    """A word that is added finds what its synonyms find, in engines that are open already too."""
    kept = shelf(TITLES)
    with souwen.open(kept.engine.folder) as other:
        assert kept.found("娃娃保") == []
        assert not other.search("娃娃保")
        entry = kept.engine.dictionary_add("娃娃保", ["居民醫保", "居民医保"])
        assert (entry.word, entry.synonyms) == ("娃娃保", ("居民医保",))
        assert kept.found("娃娃保") == ["resident"]
        assert [hit.refs[0] for hit in other.search("娃娃保")] == ["resident"]
        assert kept.found('"娃娃保"') == []
        assert kept.engine.dictionary_remove("娃娃保")
        assert kept.found("娃娃保") == []
        assert not other.search("娃娃保")


def test_c10_a_new_word_hides_no_old_document(shelf: Callable[..., Any]) -> None:
    """C10: a word that is added after indexing finds the old documents, without a reindex."""
    kept = shelf({"u1": "本市慢特病目录更新", "u2": "门诊目录"})
    for word in ("病目录", "慢特病目录"):
        before = kept.found(word)
        kept.engine.dictionary_add(word, [])
        assert kept.found(word) == before == ["u1"]
        assert kept.found("慢特病目录") == kept.found("慢特病") == ["u1"]
    assert kept.engine.check(deep=True).ok


def test_one_synonym_may_be_a_string(shelf: Callable[..., Any]) -> None:
    """A string is one word, not its characters."""
    engine = shelf(TITLES).engine
    assert engine.dictionary_add("娃娃保", "居民医保").synonyms == ("居民医保",)


def test_a_list_is_taken_in_whole_or_not(shelf: Callable[..., Any], tmp_path: Any) -> None:
    """Its words count at once; a line that is none leaves the dictionary as it was."""
    kept = shelf(TITLES)
    path = tmp_path / "words.txt"
    path.write_text("娃娃保\t居民医保\n惠民保\n", "utf-8")
    assert kept.engine.dictionary_import(path).new_words == 2
    assert kept.found("娃娃保") == ["resident"]
    before = (kept.engine.folder / NAME).read_bytes()
    path.write_text("公积卡\n。\n", "utf-8")
    with pytest.raises(souwen.InputError, match=r"words\.txt: line 2"):
        kept.engine.dictionary_import(path)
    assert (kept.engine.folder / NAME).read_bytes() == before
    (kept.engine.folder / NAME).write_text("。\n", "utf-8")
    path.write_text("公积卡\n", "utf-8")
    with pytest.raises(souwen.DamagedError):
        kept.engine.dictionary_import(path)


def test_the_file_may_be_edited_by_hand(shelf: Callable[..., Any]) -> None:
    """What is written into the file counts at once; a line that cannot be read is reported."""
    kept = shelf(TITLES)
    path = kept.engine.folder / NAME
    path.write_text("娃娃保\t居民医保\n。\n", "utf-8")
    assert kept.found("娃娃保") == ["resident"]
    dictionary = kept.engine.dictionary()
    assert [entry.word for entry in dictionary] == ["娃娃保"]
    (problem,) = dictionary.problems
    assert "line 2" in str(problem)
    with pytest.raises(souwen.DamagedError, match="line 2"):
        kept.engine.dictionary_add("惠民保")
    assert path.read_text("utf-8").endswith("。\n")


def test_what_cannot_be_done(shelf: Callable[..., Any], tmp_path: Any) -> None:
    """Without a corpus no file is made; what is no word is refused; a closed engine says so."""
    engine = souwen.open(tmp_path / "none")
    for call in (
        lambda: engine.dictionary_add("医保"),
        lambda: engine.dictionary_remove("医保"),
        engine.dictionary,
    ):
        with pytest.raises(souwen.NoDataError):
            call()
    assert not (tmp_path / "none").exists()
    kept = shelf(TITLES).engine
    with pytest.raises(souwen.RequestError):
        kept.dictionary_add("。")
    assert not kept.dictionary_remove("医保")
    assert not (kept.folder / NAME).exists()
    kept.close()
    with pytest.raises(souwen.SouwenError, match="closed"):
        kept.dictionary_add("医保")


def test_a_writer_has_to_be_waited_for(shelf: Callable[..., Any]) -> None:
    """While another one writes, the dictionary does not change."""
    folder = shelf(TITLES).engine.folder
    with souwen.open(folder) as writing, souwen.open(folder, lock_timeout=0) as waiting:
        with writing._session.locked(), pytest.raises(souwen.LockedError):
            waiting.dictionary_add("医保")
        assert waiting.dictionary_add("医保").word == "医保"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[souwen.Engine]:
    """Give a small corpus."""
    folder = tmp_path_factory.mktemp("words")
    for name, title in TITLES.items():
        (folder / f"{name}.jsonl").write_text(f'{{"id": "{name}", "title": "{title}"}}\n', "utf-8")
    with souwen.open(folder / "data") as opened:
        opened.add([folder])
        yield opened


WORD = st.text("居民医保社卡丢缴费公积金", min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(WORD, WORD, st.lists(WORD, min_size=1, max_size=3))
def test_adding_a_synonym_loses_no_match(
    engine: souwen.Engine, word: str, synonym: str, query: list[str]
) -> None:
    """What a query found as it stands, it finds with any word more in the dictionary."""

    def found() -> tuple[set[str], str | None]:
        results = engine.search(" ".join(query), limit=99, collapse=False)
        return {hit.id for hit in results}, results.relaxed

    before, relaxed = found()
    engine.dictionary_add(word, [synonym])
    after, relaxed_after = found()
    engine.dictionary_remove(word)
    assert before <= after or (relaxed is not None and relaxed_after is None)


def test_old_dictionaries_are_let_go(shelf: Callable[..., Any]) -> None:
    """Of many changes only the last lexicon is kept, without waiting for Python to tidy up."""
    kept = shelf(TITLES)
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(one, Readings) for one in gc.get_objects())
        for number in range(30):
            kept.engine.dictionary_add(f"词{number}号")
            kept.found("娃娃保怎么办理")
        alive = sum(isinstance(one, Readings) for one in gc.get_objects())
    finally:
        gc.enable()
    assert alive <= before + 2
