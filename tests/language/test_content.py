"""What a text asks for."""

from __future__ import annotations

import pytest

from souwen.language.content import content_of, content_parts
from souwen.language.readings import Readings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("异地就医怎么备案", {"异地", "就医", "备案"}),
        ("请问医保的余额是多少", {"医保", "余额"}),
        ("2024年hpv疫苗", {"2024", "年", "hpv", "疫苗"}),
        ("杜苏芮现在到底要什么时候登陆", {"杜苏", "苏芮", "登陆"}),
        ("高铁停运是怎么回事", {"高铁", "停运"}),
        ("怎么办", {"怎么", "怎么办"}),
        ("", set()),
    ],
)
def test_content(text: str, expected: set[str]) -> None:
    """Words, numbers and letters count; what only asks or joins does not, unless it is all."""
    assert {term for _, term in content_of(text)} == expected


def test_parts_have_what_means_the_same() -> None:
    """Each part has its own terms first, then those of what stands for it; none is lost."""
    text = "心慌去哪家医院"
    parts = content_parts(text, Readings().parts(text))
    (own, *others) = next(part for part in parts if len(part) > 1)
    assert {term for _, term in own} == {"心慌"}
    assert {term for terms in others for _, term in terms} >= {"心悸"}
    every = {term for own, *_ in parts for _, term in own}
    assert every == {term for _, term in content_of(text)}
