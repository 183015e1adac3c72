"""Which texts are versions of one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import normalise
from souwen.language.normalise_batch import normalise_many
from souwen.language.versions import ReadText, are_told_apart, facts_in, numbers_of

SENTENCES = (
    "参保人员跨省异地就医前，应当向参保地的经办机构办理备案手续。",
    "备案可以在窗口办理，也可以在网上办理，当场就能办结。",
    "办理时需要提供本人的有效身份证件，以及居住证明或者转诊证明。",
    "备案长期有效的人员，在备案地和参保地都可以享受医保待遇。",
    "未按照规定备案的人员，报销比例会有所降低，请大家注意。",
    "住院费用按照就医地的目录结算，报销的比例按照参保地的政策执行。",
)
TEXT = "".join(SENTENCES)


def alike(one: str, other: str, titles: tuple[str, str] = ("", "")) -> bool:
    """Say whether two texts are versions, whichever is asked."""
    first, second = (
        ReadText(normalise(title), normalise(text))
        for title, text in zip(titles, (one, other), strict=True)
    )
    assert first.is_version_of(second) == second.is_version_of(first)
    return first.is_version_of(second)


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        "重要提醒：异地就医有新变化\n" + TEXT,
        "来源：成都日报 2025-04-26 10:33 记者Wang\n" + TEXT,
        TEXT + "\n责任编辑：李四 转载自SouhuNews，电话028-12345678",
        TEXT[: len(TEXT) * 4 // 5],
        TEXT[: len(TEXT) // 2] + "…",
        TEXT[len(TEXT) // 3 :],
        SENTENCES[1] + SENTENCES[2],
        "".join((*SENTENCES[:3], "另外还有一句新写的话在这里。", *SENTENCES[4:])),
        TEXT.translate(str.maketrans("备参证医", "備參證醫")),
        TEXT.replace("，", " ").replace("。", "！\n"),
        TEXT.replace("当场", "3天"),
    ],
)
def test_altered_copies_are_versions(other: str) -> None:
    """A copy that was headed anew, cut, partly rewritten or set otherwise is a version."""
    assert alike(TEXT, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("窗口", "成都市窗口"),
        ("当场", "500天"),
        ("当场", "3万天"),
        ("网上", "APP上"),
        ("经办机构", "绵阳市经办机构"),
    ],
)
def test_what_stands_in_one_only_tells_apart(one: str, other: str) -> None:
    """A place, a long number or a name within what both have tells them apart."""
    assert one in TEXT
    assert not alike(TEXT, TEXT.replace(one, other, 1))
    assert not alike(TEXT, TEXT[: len(TEXT) * 2 // 3].replace(one, other, 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("成都", "绵阳"),
        ("18800", "9600"),
        ("1.87万", "2.1万"),
        ("iphone", "huawei"),
        ("2024", "2025"),
    ],
)
@pytest.mark.parametrize("pattern", ["{}{}。", "{1}{0}", "{1}。{0}的通知。"])
def test_what_each_has_of_its_own_tells_apart(one: str, other: str, pattern: str) -> None:
    """Two pages with a place, number or name of their own are two, wherever it stands."""
    assert not alike(pattern.format(TEXT, one), pattern.format(TEXT, other))
    assert alike(pattern.format(TEXT, one), pattern.format(TEXT, one))


def test_titles_are_no_ends() -> None:
    """What a title names and the other document does not have tells them apart."""
    assert alike(TEXT, TEXT, ("异地就医怎么备案", "出门在外看病记得先办这个"))
    assert not alike(TEXT, TEXT, ("异地就医怎么备案", "成都异地就医怎么备案"))
    assert not alike(TEXT, TEXT, ("异地就医怎么备案", "2025异地就医怎么备案"))
    assert alike(TEXT + "成都市已经开通。", TEXT + "成都市已经开通。", ("", "成都开通异地就医"))


def test_a_county_names_what_it_lies_in() -> None:
    """Who names the province before a city says no more than who names the city."""
    assert alike(TEXT + "在广东汕头办理。", TEXT + "在汕头市办理。")
    assert not alike(TEXT + "在广东汕头办理。", TEXT + "在广东办理。")


def test_where_a_number_was_cut_tells_nothing() -> None:
    """A copy that breaks off within a number has no other number."""
    whole = TEXT + "咨询电话是12345678，请在工作日拨打。"
    assert alike(whole, whole[: whole.index("345678")])
    assert not alike(whole, whole.replace("12345678", "12399999"))


@pytest.mark.parametrize("text", ["", "医", "点击查看", "更多精彩内容请关注我们的官方微信公众号"])
def test_short_texts_are_no_versions(text: str) -> None:
    """Texts of a few characters say too little, even where they are equal."""
    assert not alike(text, text, ("社保卡怎么办", "医保怎么报销"))
    assert not alike(text, TEXT)


def test_texts_of_one_kind_are_no_versions() -> None:
    """Texts that share a sentence or two are two."""
    other = "生育津贴由单位申领，材料齐全的在二十个工作日内拨付到账。女职工产假期间的待遇不变。" * 2
    assert not alike(TEXT, SENTENCES[0] + other)


def test_facts_are_named_alike() -> None:
    """The same place or number has one name, however it is written; short numbers have none."""
    names = [fact.name for fact in facts_in(normalise("成都 成都市 18,700 12 PD-1 3.25 5万"))]
    assert names == ["@5101", "@5101", "18700", "pd", "3.25", "5万"]


def test_versions_of_a_neutral_text_may_be_told_apart() -> None:
    """Two cities' texts are both versions of the one that names none, and not of each other."""
    neutral, one, other = (ReadText("", TEXT + end) for end in ("", "成都市已办。", "绵阳市已办。"))
    assert one.is_version_of(neutral)
    assert other.is_version_of(neutral)
    assert one.is_told_apart_from(other)
    assert not one.is_told_apart_from(neutral)


NUMBERED = st.text(st.sampled_from("医保1234567890.。\n…，"), max_size=30)


@given(st.lists(st.tuples(NUMBERED, NUMBERED), min_size=2, max_size=5))
def test_numbers_tell_apart_only_what_texts_do(documents: list[tuple[str, str]]) -> None:
    """What bits of numbers tell apart are no versions, as far as the texts go as well."""
    texts = [normalise(text) for document in documents for text in document]
    normalised = normalise_many(texts)
    numbers = numbers_of(normalised.points, normalised.starts)
    read = [ReadText(*pair) for pair in zip(texts[::2], texts[1::2], strict=True)]
    for at, one in enumerate(read):
        told = are_told_apart(numbers[at : at + 1], numbers)
        for other, is_told in zip(read, told.tolist(), strict=True):
            if is_told:
                assert one._digits - other._digits
                assert other._digits - one._digits


def test_numbers_are_told_apart() -> None:
    """Either text has a number of its own; one that was cut, or is in one text alone, is none."""
    texts = ["", "报销5000元", "", "报销6000元", "", "报销5000元和7000元", "限100", "报销5000元"]
    normalised = normalise_many(texts)
    numbers = numbers_of(normalised.points, normalised.starts)
    assert are_told_apart(numbers[0], numbers).tolist() == [False, True, False, False]
    assert numbers_of(np.zeros(0, np.uint32), np.zeros(1, np.int64)).tolist() == []
