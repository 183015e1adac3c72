"""What a corpus keeps of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from souwen.corpus.store import CorpusWriter

if TYPE_CHECKING:
    from conftest import Dumps


def test_files_and_their_texts(dumps: Dumps) -> None:
    """Each file comes with what read it, each text as it was put."""
    files = {
        "/d/a.zip": {"/d/a.zip!1": [[dumps.article("一")]], "/d/a.zip!2": [[dumps.article("二")]]}
    }
    dumps.add(files)
    with CorpusWriter(dumps.folder) as writer:
        (container,) = writer.containers()
        assert (container.key, container.versions) == ("/d/a.zip", "decoder 1, splitter 1")
        texts = [member.text for member in writer.members("/d/a.zip")]
        assert texts == [dumps.member("", [[dumps.article(title)]]).text for title in "一二"]
        assert not list(writer.members("/d/b.zip"))


def test_a_text_that_is_not_kept_is_not_split_again(dumps: Dumps) -> None:
    """Reading stored texts anew leaves alone what pages show whose texts are not kept."""
    bad, good = dumps.article("坏"), dumps.snippet("好")
    dumps.pages({"/d/a": [bad, good]})
    with CorpusWriter(dumps.folder) as writer:
        writer.block([dumps.id_of(bad)])
    with CorpusWriter(dumps.folder) as writer:
        for container in list(writer.containers()):
            writer.begin(container.key, container.digest, "decoder 2, splitter 2")
            assert list(writer.members(container.key)) == []
            writer.finish(whole=True)
        writer.apply_removals()
    assert [document.title for document in dumps.live()] == ["好"]
