"""Pages take the place of what they showed before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.corpus.counts import Counts
from souwen.corpus.documents import Flag
from souwen.corpus.errors import DamagedError
from souwen.corpus.intake import pack, unpack
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from conftest import Dumps


def test_c46_one_article_in_two_dumps(dumps: Dumps) -> None:
    """An article in two files is one document with both paths, after one run and after two."""
    page = [dumps.article("甲", "文")]
    for added in (1, 0):
        counts = dumps.pages({"/dump1/a.txt": page, "/dump2/a.txt": page})
        assert (counts.sources, counts.articles, counts.added) == (2, 1, added)
        (document,) = dumps.live()
        assert document.sources == ("/dump1/a.txt", "/dump2/a.txt")


def test_c47_never_two_of_one_id(dumps: Dumps) -> None:
    """A document that comes many times, on one page and on others, in one run, is one row."""
    same = dumps.snippet("甲", "文")
    page = [same, replace(same, position=2), replace(same, position=3, body=" 文 ")]
    counts = dumps.add({"/d/a": {"/d/a#1": [page], "/d/a#2": [page]}, "/d/b": {"/d/b": [page]}})
    assert (counts.snippets, counts.added, counts.unchanged) == (1, 1, 0)
    with CorpusReader(dumps.folder) as reader:
        assert reader.stats().sightings == 9
        assert list(reader.live_ids()) == [dumps.id_of(same)]
        assert len(reader.changes_since(0)) == 1


def test_a_changed_page_is_refreshed(dumps: Dumps) -> None:
    """What a page shows now takes the place of what it showed before."""
    kept, old, new = (
        dumps.snippet("留"),
        dumps.snippet("旧", position=2),
        dumps.snippet("新", position=2),
    )
    dumps.pages({"/d/a": [kept, old]})
    assert dumps.pages({"/d/a": [kept, new]}) == Counts(1, 0, 2, 1, 0, 1, 1)
    assert {document.title for document in dumps.live()} == {"留", "新"}
    assert dumps.shown(old).retired
    assert dumps.shown(old).sources == ()


def test_a_moved_snippet_stays(dumps: Dumps) -> None:
    """A document at another place of the page is the same, and nothing is retired."""
    one, two = dumps.snippet("一"), dumps.snippet("二", position=2)
    dumps.pages({"/d/a": [one, two]})
    counts = dumps.pages({"/d/a": [replace(one, position=2), replace(two, position=1)]})
    assert counts == Counts(1, 0, 2, 0, 0, 2, 0)


def test_white_space_of_a_changed_page_is_refreshed(dumps: Dumps) -> None:
    """A page that changed in nothing but its lines shows the new ones; a mere copy does not."""
    dumps.pages({"/d/a": [dumps.article("甲", "一 二")]})
    seq = dumps.seq()
    assert dumps.pages({"/d/b": [dumps.article("甲", "一\n二")]}).unchanged == 1
    assert dumps.seq() == seq + 1  # one change for all that only other sources show
    assert dumps.pages({"/d/a": [dumps.article("甲", "一\n\n二")]}).updated == 1
    assert dumps.seq() == seq + 2
    assert dumps.shown(dumps.article("甲", "一 二")).body == "一\n\n二"


def test_flags_of_a_better_splitter(dumps: Dumps) -> None:
    """A splitter that sees another flag changes it in the document."""
    plain = dumps.snippet("甲")
    dumps.pages({"/d/a": [plain]})
    flagged = replace(plain, flags=(Flag.FALLBACK, Flag.TRUNCATED))
    counts = dumps.add({"/d/a": {"/d/a": [[flagged]]}}, versions="decoder 1, splitter 2")
    assert counts.updated == 1
    assert dumps.shown(plain).flags == (Flag.FALLBACK, Flag.TRUNCATED)


def test_two_members_of_one_key(dumps: Dumps) -> None:
    """Of two members of one key the last counts, and who puts it is told where they differ."""
    one, two, three = dumps.article("一"), dumps.article("二"), dumps.article("三")
    for turn, first in enumerate((one, three)):
        with CorpusWriter(dumps.folder) as writer:
            writer.begin("/d/a", str(turn), "v")
            assert not writer.put(dumps.member("/d/a#1", [[first]]))
            assert not writer.put(dumps.member("/d/a#2", [[first]]))
            assert writer.put(dumps.member("/d/a#1", [[two]]))
            assert not writer.put(dumps.member("/d/a#1", [[two]]))
            assert not writer.put(dumps.member("/d/a#2", [[first]]))
            writer.finish(whole=True)
            writer.apply_removals()
        titles = {document.title: document.sources for document in dumps.live()}
        assert titles == {"二": ("/d/a#1",), first.title: ("/d/a#2",)}


def test_a_key_that_comes_twice_in_a_file(dumps: Dumps) -> None:
    """Of two lines with one id in a new file, the later counts, and nothing is asked about."""
    with CorpusWriter(dumps.folder) as writer:
        writer.begin("/d/a", "00", "v")
        for title in ("一", "二", "三"):
            writer.put(dumps.member("/d/a#7", [[dumps.article(title)]]))
        writer.finish(whole=True)
        assert writer.removal_size()[0] == 0
        writer.apply_removals()
        counts = writer.counts()
        assert (counts.added, counts.retired) == (1, 0)
    assert [document.title for document in dumps.live()] == ["三"]


def test_half_characters_do_not_break_it(dumps: Dumps) -> None:
    """Text that cannot be written as UTF-8 is kept as well as can be."""
    record = dumps.article("甲\ud800乙", "文\udc80", url="http://x/\udcff")
    dumps.pages({"/d/\udcff": [record]})
    (document,) = dumps.live()
    assert document.title == "甲\ufffd乙"


def test_documents_without_title_or_text(dumps: Dumps) -> None:
    """Empty titles and texts are kept, and an empty title links nothing."""
    dumps.pages(
        {"/d/a": [dumps.article("", "文"), dumps.snippet("", "别", published="2025-01-01")]}
    )
    assert all(document.article is None for document in dumps.live())
    assert dumps.shown(dumps.article("", "文")).published is None


@given(st.text(st.characters(), max_size=200))
def test_texts_are_packed(text: str) -> None:
    """A text is unpacked as it was packed, halves of characters too."""
    assert unpack(pack(text), Path("corpus.sqlite3")) == text


def test_what_is_no_packed_text() -> None:
    """Damage is told with the file, the reason and what to do."""
    with pytest.raises(DamagedError, match=r"corpus\.sqlite3 is damaged .* `souwen add`"):
        unpack(pack("医保" * 100)[:-9], Path("corpus.sqlite3"))
