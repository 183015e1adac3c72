"""Lists of words from elsewhere: all of their lines, or none."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from souwen.corpus.errors import InputError
from souwen.search.own.dictionary import MOST_ENTRIES, MOST_SYNONYMS, Entry, UserDictionary
from souwen.search.own.word_list import LARGEST, Imported, read_word_list


def words(folder: Path, content: str | bytes) -> list[str]:
    """Write a list, read it, and give each entry with its synonyms."""
    path = folder / "词表.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return ["=".join((entry.word, *entry.synonyms)) for entry in read_word_list(path).entries]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("居保\t居民医保\t城居保\n惠民保\n", ["居保=居民医保=城居保", "惠民保"]),
        ("\ufeff# 我的词\r\n\r\n居保\r\n  惠民保  \r\n", ["居保", "惠民保"]),
        ("居民醫保\nＰＤ－１", ["居民医保", "pd-1"]),
        ("惠民保\niPhone 15\nNew Balance", ["惠民保", "iphone15", "new balance"]),
        ("云计算 5\n李小福 2 nr\n台中\n凱特琳 nz", ["云计算", "李小福", "台中", "凯特琳"]),
        ("好用 300 drug\neasy_install 3 eng", ["好用", "easy_install"]),
        ("八一双鹿 3 nz\nEdu Trust认证 2000", ["八一双鹿", "edu trust认证"]),
        ("精神\t 2320930\n头疼\t100\n感冒\t7\tn", ["精神", "头疼", "感冒"]),
        ("社保热线\t12333\n惠民保", ["社保热线=12333", "惠民保"]),
        ("居保\n居保\t居民医保", ["居保", "居保=居民医保"]),
    ],
)
def test_forms_of_lists(tmp_path: Path, content: str, expected: list[str]) -> None:
    """Tabs stand before synonyms; numbers and tags of other dictionaries are left out."""
    assert words(tmp_path, content) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """A list is read in the encoding that it is in."""
    lines = ["居民医保门诊", "惠民保险报销", "城乡居民养老", "电子社保卡办理"]
    assert words(tmp_path, "\n".join(lines).encode(encoding)) == lines


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("居保\n。\n", "line 2: no letter, digit or ideograph in '。'"),
        ("居保\t！\n", "line 1: no letter, digit or ideograph in '！'"),
        ("居保 居民医保\n", "line 1: a space inside a Chinese word, where a tab may be meant"),
        ("居保\n居保,居民医保\n", "line 2: a mark inside a Chinese word, where a tab may be meant"),
        ("居保\n" + "长" * 65, "line 2: a word of more than 64 characters"),
        ("居\x1b保\n", "line 1: characters that are none of a text"),
        ("", "no word in it"),
        ("# 无\n\n", "no word in it"),
        ("。\n" * 9, "line 3: no letter, digit or ideograph in '。'; and 6 more"),
        ("居保" + "".join(f"\t词{n}号" for n in range(MOST_SYNONYMS + 1)), "line 1: more than 50"),
        ("".join(f"词{n}号\n" for n in range(MOST_ENTRIES + 1)), "more than 50,000 words"),
        (b"a" * (LARGEST + 1), "larger than"),
        (bytes(range(1, 256)) * 20, "characters that are none of a text"),
    ],
)
def test_one_bad_line_is_enough(tmp_path: Path, content: str | bytes, reason: str) -> None:
    """The error is one line that names the file, the lines and the reasons."""
    with pytest.raises(InputError) as caught:
        words(tmp_path, content)
    assert str(caught.value).startswith(f"{tmp_path / '词表.txt'}: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder, nothing, and a name that no file can have are told."""
    for path in (tmp_path, tmp_path / "无", Path("a\0b")):
        with pytest.raises(InputError, match="cannot be read"):
            read_word_list(path)


def test_joined_to_a_dictionary(tmp_path: Path) -> None:
    """What is there already is not new; too many synonyms of a word in all are refused."""
    dictionary, _ = UserDictionary().added("居保", ["居民医保"])
    words(tmp_path, "居保\t居民医保\t城居保\n惠民保\n惠民保\n")
    joined, imported = read_word_list(tmp_path / "词表.txt").joined_to(dictionary)
    assert list(joined) == [Entry("居保", ("居民医保", "城居保")), Entry("惠民保")]
    assert imported == Imported(words=2, new_words=1, new_synonyms=1, left_out=0)
    many = [f"词{n}号" for n in range(MOST_SYNONYMS)]
    full, _ = dictionary.added("惠民保", many)
    words(tmp_path, "惠民保\t又一个")
    with pytest.raises(InputError, match="more than 50 synonyms of 惠民保; nothing"):
        read_word_list(tmp_path / "词表.txt").joined_to(full)


@example("\uff66;\uff66")
@given(st.lists(st.text(max_size=8), max_size=6).map("\n".join) | st.binary(max_size=40))
def test_whatever_is_given(content: str | bytes) -> None:
    """What is read of a file of anything is kept as it was read; else it is an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list")
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        try:
            joined, _ = read_word_list(path).joined_to(UserDictionary())
        except InputError:
            return
        joined.save(Path(folder))
        again = UserDictionary.load(Path(folder))
        assert not again.problems
        assert list(again) == list(joined)
