"""A person's own words in their file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.errors import DamagedError, RequestError, SouwenError
from souwen.search.own.dictionary import (
    LONGEST_WORD,
    MOST_SYNONYMS,
    NAME,
    Entry,
    UserDictionary,
    stamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def written(folder: Path, content: bytes) -> UserDictionary:
    """Write a dictionary file and read it."""
    (folder / NAME).write_bytes(content)
    return UserDictionary.load(folder)


def test_there_need_be_none(tmp_path: Path) -> None:
    """A folder without a dictionary, or no folder at all, has an empty one."""
    for folder in (tmp_path, tmp_path / "无"):
        assert list(UserDictionary.load(folder)) == []
        assert stamp(folder) is None


def test_words_are_kept(tmp_path: Path) -> None:
    """What is added is there when the folder is read again, normalised, in a readable file."""
    dictionary, entry = UserDictionary().added("居保", ["居民醫保", "ＰＤ－１", "居保"])
    assert entry == Entry("居保", ("居民医保", "pd-1"))
    dictionary.save(tmp_path)
    assert list(UserDictionary.load(tmp_path)) == [entry]
    header, line = (tmp_path / NAME).read_text("utf-8").splitlines()
    assert header.startswith("# ")
    assert line == "居保\t居民医保\tpd-1"
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, f"{NAME}.b2sum"]


def test_adding_again_adds_synonyms(tmp_path: Path) -> None:
    """A word has one entry, where it first stood, with all the synonyms it was given."""
    dictionary, _ = UserDictionary().added("居保", ["居民医保"])
    dictionary, _ = dictionary.added("惠民保")
    dictionary, entry = dictionary.added("居保", ["城居保", "居民医保"])
    assert entry == Entry("居保", ("居民医保", "城居保"))
    assert [kept.word for kept in dictionary] == ["居保", "惠民保"]
    assert len(dictionary) == 2
    again = written(tmp_path, "居保\t甲乙\n居保\t丙丁\n".encode())
    assert list(again) == [Entry("居保", ("甲乙", "丙丁"))]


def test_removing(tmp_path: Path) -> None:
    """A word goes with its entry and from the synonyms of others; comments stay."""
    dictionary = written(tmp_path, "# 我的词\n居保\t居民医保\n\n医险\t居保\t医保\n".encode())
    dictionary, was_there = dictionary.removed("居保")
    assert was_there
    assert list(dictionary) == [Entry("医险", ("医保",))]
    dictionary.save(tmp_path)
    assert (tmp_path / NAME).read_text("utf-8") == "# 我的词\n\n医险\t医保\n"
    assert dictionary.removed("没有")[1] is False


def test_a_bad_line_is_reported_and_the_rest_is_used(tmp_path: Path) -> None:
    """Each problem names the file, the line and the reason; nothing is raised."""
    content = (
        "\ufeff居保\t居民医保\r\n".encode()
        + b"\xff\xfe\t\xb0\n"
        + "。。\t医保\n居民 医保\t甲\n".encode()
        + ("长" * (LONGEST_WORD + 1) + "\n").encode()
        + "惠民保\t\t\n".encode()
    )
    dictionary = written(tmp_path, content)
    assert list(dictionary) == [Entry("居保", ("居民医保",)), Entry("惠民保")]
    told = [str(problem) for problem in dictionary.problems]
    assert len(told) == 4
    assert all(str(tmp_path / NAME) in line for line in told)
    assert "line 2: not UTF-8" in told[0]
    assert "line 3: no letter, digit or ideograph" in told[1]
    assert "line 4: a space inside a Chinese word" in told[2]
    assert f"line 5: a word of more than {LONGEST_WORD}" in told[3]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("iPhone 15", "iphone15"),
        ("New  Balance", "new balance"),
        ("医保/社保", "医保/社保"),
        ("1,3-二甲苯", "1,3-二甲苯"),
        ("C++", "c++"),
    ],
)
def test_what_can_be_a_word(given: str, word: str) -> None:
    """Spaces between letters or digits, and marks that lists do not use, are fine."""
    assert UserDictionary().added(given)[1].word == word


@pytest.mark.parametrize(
    "given", ["居保 居民医保", "居保 card", "card 居保", "居保，医保", "甲、乙", "甲=乙"]
)
def test_a_list_is_no_word(given: str) -> None:
    """A space beside a Chinese character, or what separates two, was meant for a tab."""
    with pytest.raises(RequestError, match="where a tab may be meant"):
        UserDictionary().added(given)


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "cut": lambda content: content[:-9],
    "cut at a line": lambda content: content[: content.rindex(b"\n", 0, -1) + 1],
    "emptied": lambda _: b"",
    "zeroed": lambda content: bytes(len(content)),
    "a bit": lambda content: content[:-5] + bytes([content[-5] ^ 1]) + content[-4:],
    "another's": lambda _: "医险\t居保\n".encode(),
    "gone": lambda _: None,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_another_file_than_was_written_is_not_used(tmp_path: Path, damage: str) -> None:
    """Whatever became of it, one line says so until somebody accepts it, or it is put back."""
    path = tmp_path / NAME
    dictionary, _ = UserDictionary().added("居保", ["居民医保"])
    dictionary.added("惠民保")[0].save(tmp_path)
    before = path.read_bytes()
    content = DAMAGES[damage](before)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    read = UserDictionary.load(tmp_path)
    assert not read.is_usable
    with pytest.raises(DamagedError, match="gone" if content is None else "another than souwen"):
        read.check()
    with pytest.raises(DamagedError):
        read.added("甲乙")[0].save(tmp_path)
    path.write_bytes(before)
    assert UserDictionary.load(tmp_path).is_usable
    if content is not None:
        path.write_bytes(content)
    else:
        path.unlink()
    if damage in {"zeroed", "a bit", "cut"}:
        return  # what is no word is corrected first
    UserDictionary.accept(tmp_path).check()
    assert UserDictionary.load(tmp_path).problems == ()
    assert (path.read_bytes() if path.exists() else None) == content


def test_an_edited_file_is_accepted_where_it_can_be_read(tmp_path: Path) -> None:
    """A line that is no entry, or no text, has to be corrected before the file counts."""
    UserDictionary().added("居保")[0].save(tmp_path)
    path = tmp_path / NAME
    for line in ("。\n".encode(), b"\xff\n"):
        path.write_bytes("居保\t居民医保\n".encode() + line)
        with pytest.raises(DamagedError, match="line 2"):
            UserDictionary.accept(tmp_path)
        assert not UserDictionary.load(tmp_path).is_usable
    path.write_bytes("居保\t居民医保\n".encode())
    assert list(UserDictionary.accept(tmp_path)) == [Entry("居保", ("居民医保",))]


def test_a_file_of_before_gets_its_checksum_when_it_is_written(tmp_path: Path) -> None:
    """Where there never was one, the file counts as it is; from the next word on it has one."""
    dictionary = written(tmp_path, "居保\t居民医保\n".encode())
    assert dictionary.problems == ()
    dictionary.added("惠民保")[0].save(tmp_path)
    assert UserDictionary.load(tmp_path).problems == ()
    assert not written(tmp_path, "居保\n".encode()).is_usable


def test_a_line_that_is_no_entry_is_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Who uses the rest of the file is told which line is left out."""
    dictionary = written(tmp_path, "居保\n。\n".encode())
    assert dictionary.is_usable
    dictionary.check()
    assert "line 2: no letter" in caplog.text


def test_a_damaged_file_is_not_written_over(tmp_path: Path) -> None:
    """Lines that cannot be read are somebody's words: adding one says what to mend."""
    dictionary = written(tmp_path, b"\xff\n")
    changed, _ = dictionary.added("居保")
    with pytest.raises(DamagedError, match="line 1: not UTF-8"):
        changed.save(tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"\xff\n"


@pytest.mark.parametrize("word", ["", " ", "。", "#医保", "医\n保", "长" * 65, "慢 特病", "\u3000"])
def test_what_cannot_be_a_word_is_refused(word: str) -> None:
    """One line says why; also where it is a synonym."""
    with pytest.raises(RequestError):
        UserDictionary().added(word)
    with pytest.raises(RequestError):
        UserDictionary().added("医保", [word])


def test_an_entry_has_a_limit() -> None:
    """A word of endless synonyms would make every search of it slow."""
    many = [f"词{number}" for number in range(MOST_SYNONYMS + 1)]
    with pytest.raises(RequestError, match="more than"):
        UserDictionary().added("医保", many)
    dictionary, _ = UserDictionary().added("医保", many[:-1])
    with pytest.raises(RequestError, match="more than"):
        dictionary.added("医保", many[-1:])


def test_the_stamp_changes_with_the_file(tmp_path: Path) -> None:
    """Whoever keeps a dictionary sees that it was replaced."""
    dictionary, _ = UserDictionary().added("居保")
    dictionary.save(tmp_path)
    before = stamp(tmp_path)
    dictionary.added("惠民")[0].save(tmp_path)
    assert before is not None
    assert stamp(tmp_path) not in {before, None}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A failure is one of souwen's errors, and nothing is left behind."""
    (tmp_path / NAME).mkdir()
    dictionary, _ = UserDictionary().added("居保")
    with pytest.raises(SouwenError, match="cannot be written"):
        dictionary.save(tmp_path)
    assert (tmp_path / NAME).is_dir()
    (problem,) = UserDictionary.load(tmp_path).problems
    assert NAME in str(problem)
    with pytest.raises(SouwenError, match="cannot be written"):
        dictionary.save(tmp_path / "无")


WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N"]) | st.sampled_from("医保居民 -."),
    min_size=1,
    max_size=10,
)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=3)), max_size=5))
def test_any_words_come_back(entries: list[tuple[str, list[str]]]) -> None:
    """What could be added is read from the file as it was, without a problem."""
    dictionary = UserDictionary()
    for word, synonyms in entries:
        try:
            dictionary, _ = dictionary.added(word, synonyms)
        except RequestError:
            continue
    with tempfile.TemporaryDirectory() as name:
        dictionary.save(Path(name))
        again = UserDictionary.load(Path(name))
    assert list(again) == list(dictionary)
    assert again.problems == ()


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda it: it.encode("utf-8", "ignore")))
def test_any_file_can_be_read(content: bytes) -> None:
    """Whatever is in the file, its lines are entries, comments or problems."""
    with tempfile.TemporaryDirectory() as name:
        dictionary = written(Path(name), content)
        if not dictionary.problems:
            dictionary.save(Path(name))
            assert list(UserDictionary.load(Path(name))) == list(dictionary)
    assert len(dictionary.lines) + len(dictionary.problems) <= content.count(b"\n") + 1
