"""Taking pages in, again and again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from souwen.corpus.counts import Counts
from souwen.corpus.documents import Flag
from souwen.corpus.errors import DamagedError, OutdatedError, SouwenError
from souwen.corpus.reader import CorpusReader
from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Dumps


def test_twice_changes_nothing(dumps: Dumps) -> None:
    """Adding a dump a second time adds nothing, updates nothing and logs nothing."""
    page = [dumps.article("甲", "文"), dumps.snippet("乙"), dumps.snippet("丙", position=2)]
    assert dumps.pages({"/d/a": page}) == Counts(1, 1, 2, 3, 0, 0, 0)
    seq = dumps.seq()
    assert dumps.pages({"/d/a": page}) == Counts(1, 1, 2, 0, 0, 3, 0)
    assert dumps.seq() == seq


def test_reading_again_changes_nothing(dumps: Dumps) -> None:
    """The same pages, read again because another splitter did, log no change."""
    files = {"/d/a": {"/d/a": [[dumps.article("甲"), dumps.snippet("乙", published="2025-01-01")]]}}
    dumps.add(files)
    seq = dumps.seq()
    assert dumps.add(files, versions="decoder 1, splitter 2") == Counts(1, 1, 1, 0, 0, 2, 0)
    assert dumps.seq() == seq


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
    assert dumps.seq() == seq
    assert dumps.pages({"/d/a": [dumps.article("甲", "一\n\n二")]}).updated == 1
    assert dumps.seq() == seq + 1
    assert dumps.shown(dumps.article("甲", "一 二")).body == "一\n\n二"


def test_flags_of_a_better_splitter(dumps: Dumps) -> None:
    """A splitter that sees another flag changes it in the document."""
    plain = dumps.snippet("甲")
    dumps.pages({"/d/a": [plain]})
    flagged = replace(plain, flags=(Flag.FALLBACK, Flag.TRUNCATED))
    counts = dumps.add({"/d/a": {"/d/a": [[flagged]]}}, versions="decoder 1, splitter 2")
    assert counts.updated == 1
    assert dumps.shown(plain).flags == (Flag.FALLBACK, Flag.TRUNCATED)


def test_back_again(dumps: Dumps) -> None:
    """A retired document that is seen again is live again, and counts as added."""
    page = [dumps.article("甲")]
    dumps.pages({"/d/a": page, "/d/b": [dumps.article("乙")]})
    dumps.remove("/d/a")
    assert dumps.shown(page[0]).retired
    assert dumps.pages({"/d/c": page}) == Counts(1, 1, 0, 1, 0, 0, 0)
    assert not dumps.shown(page[0]).retired


def test_purge(dumps: Dumps) -> None:
    """Purged documents are gone, the log still says so, and they can come back."""
    gone, kept = dumps.article("去"), dumps.article("留")
    dumps.pages({"/d/a": [gone], "/d/b": [kept]})
    indexed = dumps.seq()
    dumps.remove("/d/a")
    with CorpusWriter(dumps.folder) as writer:
        assert writer.purge() == 1
        assert writer.purge() == 0
    with CorpusReader(dumps.folder) as reader:
        assert reader.documents([dumps.id_of(gone)]) == {}
        assert reader.stats().retired == 0
    assert [change[1:] for change in dumps.changes(indexed)] == [(dumps.id_of(gone), True)]
    assert b"\xe5\x8e\xbb" not in (dumps.folder / "corpus.sqlite3").read_bytes()
    assert dumps.pages({"/d/c": [gone]}).added == 1
    assert [change[1:] for change in dumps.changes(indexed)] == [(dumps.id_of(gone), False)]


def test_the_log_only_grows(dumps: Dumps) -> None:
    """Every change gets a higher place than all before, and stands there once, the latest."""
    page = [dumps.snippet("甲"), dumps.snippet("乙", position=2)]
    dumps.pages({"/d/a": page})
    first = dumps.changes()
    dumps.pages({"/d/b": [dumps.snippet("甲", published="2025-01-01")]})
    second = dumps.changes()
    assert [seq for seq, _, _ in second] == sorted({seq for seq, _, _ in second})
    assert second[0] == first[1]
    assert second[1][0] > first[1][0]
    assert {id_ for _, id_, _ in second} == {dumps.id_of(record) for record in page}
    assert dumps.changes(dumps.seq()) == []


def test_an_unfinished_container_is_read_again(dumps: Dumps) -> None:
    """A run that ends inside a file keeps what was committed, and looks at the file again."""
    one, two = dumps.article("一"), dumps.article("二")
    with CorpusWriter(dumps.folder) as writer:
        writer.begin("/d/a", "00", "v")
        writer.put(dumps.member("/d/a!1", [[one]]))
        writer.commit()
        writer.put(dumps.member("/d/a!2", [[two]]))
        writer.close()
    assert [document.title for document in dumps.live()] == ["一"]
    with CorpusWriter(dumps.folder) as writer:
        assert not writer.unchanged("/d/a", "00", "v")
        writer.begin("/d/a", "00", "v")
        writer.put(dumps.member("/d/a!1", [[one]]))
        writer.put(dumps.member("/d/a!2", [[two]]))
        writer.finish(whole=True)
        writer.apply_removals()
        assert writer.counts() == Counts(2, 2, 0, 1, 0, 1, 0)
    with CorpusWriter(dumps.folder) as writer:
        assert writer.unchanged("/d/a", "00", "v")


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


def test_an_exception_leaves_the_last_commit(dumps: Dumps) -> None:
    """What was not committed when something was raised is not there."""
    dumps.pages({"/d/a": [dumps.article("一")]})

    def interrupted() -> None:
        with CorpusWriter(dumps.folder) as writer:
            dumps.read(writer, {"/d/b": {"/d/b": [[dumps.article("二")]]}})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [document.title for document in dumps.live()] == ["一"]


def test_a_container_not_read_whole(dumps: Dumps) -> None:
    """What could not be read stays, and the file is looked at again the next time."""
    one, two = {"/d/a!1": [[dumps.article("一")]]}, {"/d/a!2": [[dumps.article("二")]]}
    dumps.add({"/d/a": {**one, **two}})
    assert dumps.add({"/d/a": one}, whole=False).retired == 0
    assert len(dumps.live()) == 2
    with CorpusWriter(dumps.folder) as writer:
        assert [container.digest for container in writer.containers()] == [None]
    assert dumps.add({"/d/a": one}).retired == 1


def test_a_forced_encoding_holds(dumps: Dumps) -> None:
    """A file that was read in a forced encoding is unchanged, unless another one is forced."""
    with CorpusWriter(dumps.folder) as writer:
        writer.begin("/d/a", "00", "v", "big5")
        writer.finish(whole=True)
        assert writer.unchanged("/d/a", "00", "v")
        assert writer.unchanged("/d/a", "00", "v", "big5")
        assert not writer.unchanged("/d/a", "00", "v", "gb18030")
        assert not writer.unchanged("/d/a", "00", "v2")
        assert not writer.unchanged("/d/a", "01", "v")


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


def test_splitting_anew_from_what_is_kept(dumps: Dumps) -> None:
    """The kept texts can be given other pages, without the dump."""
    dumps.add({"/d/a": {"/d/a!1": [[dumps.article("一")]], "/d/a!2": [[dumps.article("二")]]}})
    with CorpusWriter(dumps.folder) as writer:
        for container in writer.containers():
            assert container.digest
            writer.begin(container.key, container.digest, "new", container.encoding)
            for member in writer.members(container.key):
                assert "Record(" in member.text
                title = member.key[-1]
                pages = dumps.member(member.key, [[dumps.article(title)]]).pages
                writer.put(replace(member, pages=pages))
            writer.finish(whole=True)
        assert writer.removal_size() == (2, 4)
        writer.apply_removals()
    assert {document.title for document in dumps.live()} == {"1", "2"}
    with CorpusReader(dumps.folder) as reader:
        assert {source.versions for source in reader.sources()} == {"new"}


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


def test_nothing_to_put_in(dumps: Dumps) -> None:
    """Putting without having begun is the caller's mistake."""
    with CorpusWriter(dumps.folder) as writer, pytest.raises(ValueError, match="no container"):
        writer.put(dumps.member("/d/a", []))


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    """A file that is no corpus, or that of a newer version, is refused and not touched."""
    path = tmp_path / "corpus.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    for opening in (CorpusWriter, CorpusReader):
        with pytest.raises(DamagedError, match=r"corpus\.sqlite3"):
            opening(tmp_path)
    assert path.read_bytes() == b"no database at all" * 100


def test_c50_a_newer_corpus_is_refused(dumps: Dumps) -> None:
    """A corpus of a newer version is one clear line, for readers and writers."""
    from souwen.corpus.database import Database  # noqa: PLC0415

    dumps.pages({"/d/a": [dumps.article("一")]})
    database = Database(dumps.folder / "corpus.sqlite3", "mode=rw")
    database.run("PRAGMA user_version = 99")
    for opening in (CorpusWriter, CorpusReader):
        with pytest.raises(OutdatedError, match="a newer souwen"):
            opening(dumps.folder)
    database.run("PRAGMA user_version = 1")
    database.run("PRAGMA application_id = 7")
    for opening in (CorpusWriter, CorpusReader):
        with pytest.raises(DamagedError, match="no corpus of souwen"):
            opening(dumps.folder)
    database.run(f"PRAGMA application_id = {0x7377656E}")
    database.close()


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is one line, not a traceback."""
    with pytest.raises(SouwenError):
        CorpusWriter(tmp_path / "none")


def test_c55_a_full_disk(dumps: Dumps) -> None:
    """A full disk is named, what was committed is kept, and the next run works."""
    dumps.pages({"/d/a": [dumps.article("一")]})
    more = {f"/d/{n}": [dumps.article(f"{n}", "文" * 9_000)] for n in range(200)}
    files = {key: {key: [records]} for key, records in more.items()}

    def fill() -> None:
        with CorpusWriter(dumps.folder) as writer:
            writer._database.run("PRAGMA max_page_count = 200")
            dumps.read(writer, files)

    with pytest.raises(SouwenError, match="the disk is full"):
        fill()
    assert [document.title for document in dumps.live()] == ["一"]
    assert dumps.pages(more).added == 200
