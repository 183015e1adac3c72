"""Messages in the language of whoever reads them."""

from __future__ import annotations

import string
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import souwen
from souwen.messages import LANGUAGES, language, said, speaking

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = dict.fromkeys(["_", "later"])
EMPTY = "the query holds nothing to search for"
NOTHING_IN_IT = "查询里没有可以搜索的内容"


def _sentences() -> set[str]:
    """Find the sentences of the code and of the templates, as `make messages` finds them."""
    rooms = [path for path in ROOT.iterdir() if (path / "__init__.py").exists()]
    methods = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
    return {
        found[2] if isinstance(found[2], str) else found[2][0]
        for room in rooms
        if room.name not in {"tests", "benchmarks"}
        for found in extract_from_dir(str(room), method_map=methods, keywords=KEYWORDS)
    }


def _fields(sentence: str) -> list[str]:
    """Return what is put into a sentence, in no order."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


@pytest.mark.parametrize("spoken", LANGUAGES[1:])
def test_catalogue_is_complete(spoken: str) -> None:
    """Each sentence of the code is in the catalogue with the same fields, and no other is."""
    path = ROOT / "messages/locale" / spoken / "LC_MESSAGES/souwen.po"
    with path.open("rb") as file:
        read = read_po(file)
    assert not read.fuzzy, "the header is gone, without which nothing is compiled"
    catalogue = {message.id: message.string for message in read if message.id}
    sentences = _sentences()
    assert EMPTY in sentences
    assert set(catalogue) == sentences
    for sentence, translated in catalogue.items():
        assert translated, f"not translated: {sentence}"
        assert _fields(sentence) == _fields(str(translated)), sentence


def test_catalogue_is_compiled() -> None:
    """What is installed speaks Chinese, and English again when that is over."""
    assert said(EMPTY) == EMPTY
    with speaking("zh"):
        assert (language(), said(EMPTY)) == ("zh", NOTHING_IN_IT)
        with speaking("en"):
            assert said(EMPTY) == EMPTY
    assert (language(), said(EMPTY)) == ("en", EMPTY)


def test_a_language_that_is_not_there() -> None:
    """An unknown language is an error that names the known ones."""
    with pytest.raises(ValueError, match="en, zh, not 'fr'"), speaking("fr"):
        pass


def test_a_thread_has_its_own_language() -> None:
    """Another thread speaks English, unless it runs in a copy of the context."""
    with ThreadPoolExecutor(1) as pool, speaking("zh"):
        assert pool.submit(language).result() == "en"
        assert pool.submit(copy_context().run, language).result() == "zh"


def test_answers_are_in_the_language(tmp_path: Path) -> None:
    """A search says why it finds nothing, and how it read the query, in Chinese too."""
    with souwen.open(tmp_path / "data") as engine, speaking("zh"):
        engine.add([ROOT / "samples"])
        assert engine.search("").message == NOTHING_IN_IT
        found = engine.search("社保 channel:无此频道")
        assert found.message is not None
        assert found.message.startswith("没有符合“频道：无此频道”的文章；现有的频道：")
        assert found.reading == ("必须含有：社保", "必须含有：频道为 无此频道")
