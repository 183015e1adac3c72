"""The person's own words: damaged, they are told, and no search answers otherwise in silence."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

import souwen

from .test_losses import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Stage

FILES = ("dictionary.tsv", "dictionary.tsv.b2sum")
WORDS = {"娃娃卡": ["社保"], "小本子": ["备案", "报销"], "慢特病": ["门诊"], "药钱": ["药品"]}
EACH = 7  # damages of a kind and file; 1 in the short form


@pytest.fixture(scope="module")
def kept(stage: Stage) -> Path:
    """Give a folder with some words of a person's own, which alone find something."""
    folder = stage.copy(1)
    with souwen.open(folder) as engine:
        for word, synonyms in WORDS.items():
            engine.dictionary_add(word, synonyms)
        assert all(engine.search(word).total for word in WORDS)
    return folder


def _answers(folder: Path) -> list[object] | str:
    """Return what searches find with the words, and the words; or the line that is said."""
    try:
        with souwen.open(folder) as engine:
            found = [engine.search(word, limit=100, collapse=False) for word in WORDS]
            words = list(engine.dictionary())
    except souwen.SouwenError as error:
        return str(error)
    return [[sorted(hit.id for hit in hits) for hits in found], words]


@pytest.mark.parametrize("name", FILES)
def test_damage_of_a_persons_own_words(stage: Stage, long: bool, kept: Path, name: str) -> None:
    """Whatever becomes of the file or its checksum, answers are as before, or there is a line."""
    right, chance = _answers(kept), random.Random(name)
    folder = kept.with_name("own")
    for number in range(len(KINDS) * (EACH if long else 1) + 1):
        shutil.copytree(kept, folder)
        data = (folder / name).read_bytes()
        if number:
            kind = KINDS[number % len(KINDS)]
            (folder / name).write_bytes(kind(data, chance, chance.random()))
        else:
            (folder / name).unlink()
        answers = _answers(folder)
        if isinstance(answers, str):
            assert "\n" not in answers, number
            assert str(folder) in answers, number
            with souwen.open(folder) as engine, pytest.raises(souwen.SouwenError):
                engine.search("医保")  # as long as it is so
        else:
            assert answers == right, number
        shutil.copy(kept / name, folder / name)
        assert _answers(folder) == right, number
        what = "said" if isinstance(answers, str) else "no harm"
        stage.tried(f"damage of {name}: {what}; a copy put back: all is well")
        shutil.rmtree(folder)
