"""The normaliser: what folds together, what must not, and the way back to the original."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souwen.language.normalise import forms, forms_with_spans, normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Shelf

# Text that meets every rule: Han of both scripts, full width, marks, numerals, commas, spaces.
MIXED = st.text(
    st.one_of(
        st.sampled_from(
            "醫疗保险１２，,.．0187　 \n\t\u200b\ufeff㎎℃™①⁹½é"
            "²₂㎡mk••⻓衞ＡａßÃ·—–“”\ue000\u3164\ufffc'\u0301\u3099か㏠¥%元\u2028💊𠮷"
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＣＴ检查１２３９３", "ct检查12393"),
        ("醫療保險報銷", "医疗保险报销"),
        ("\u2f63\u80b2\u4fdd\u9669", "生育保险"),
        ("每次5㎎，体温38℃", "每次5mg,体温38°c"),
        ("e\u0301té", "été"),
        ("糖\u200b尿\ufeff病", "糖尿病"),
        ("血\x00糖", "血糖"),
        ("2024–2025—年", "2024-2025-年"),
        ("“零等待”", '"零等待"'),
    ],
)
def test_look_alikes_fold_together(text: str, expected: str) -> None:
    """Width, script, case, marks, format characters, dashes and quotes make no difference."""
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18,700元", ("18700元",)),
        ("１８，７００元", ("18700元",)),
        ("¥3,024", ("¥3024",)),
        ("1,234,567人", ("1234567人",)),
        ("100,200", ("100200", "100,200")),
        ("18,700元和100,200", ("18700元和100200", "18700元和100,200")),
        ("1,100,20", ("1100,20", "1,100,20")),
        ("3,740，5,740，18,700", ("3740,5740,18700", "3,740,5,740,18,700")),
        ("18,700，并", ("18700,并", "18,700,并")),
        ("共，18,700元", ("共,18700元",)),
        ("12,34", ("12,34",)),
        ("5000,100元", ("5000,100元",)),
    ],
)
def test_c07_thousands_commas(text: str, expected: tuple[str, ...]) -> None:
    """Commas between thousands go; where they might part a list there are two forms."""
    assert forms(text) == expected


@pytest.mark.parametrize("text", ["4.0×10⁹/L", "①２０２４", "体重½"])
def test_c27_numerals_are_not_glued_to_numbers(text: str) -> None:
    """Superscripts, circled numbers and fractions never become digits of the number beside."""
    assert text[-1] in normalise("x" + text) or text[0] in normalise(text)
    assert "109" not in normalise(text)
    assert "12024" not in normalise(text)


def test_chinese_numerals_stay() -> None:
    """五险一金 and 二甲 keep their numerals."""
    assert normalise("五险一金，二甲") == "五险一金,二甲"


@given(MIXED)
def test_both_ways_give_the_same(text: str) -> None:
    """Reading with and without spans gives the same text for any string."""
    assert tuple(form.text for form in forms_with_spans(text)) == forms(text)


@given(MIXED)
def test_spans_map_back(text: str) -> None:
    """Every character has a non-empty span inside the original, and spans never go backwards."""
    for form in forms_with_spans(text):
        spans = [form.original_span(at, at + 1) for at in range(len(form.text))]
        for start, end in spans:
            assert 0 <= start < end <= len(text)
        assert [start for start, _ in spans] == sorted(start for start, _ in spans)
        assert [end for _, end in spans] == sorted(end for _, end in spans)
        for size in (2, 5):
            for at in range(len(spans) - size + 1):
                whole = spans[at][0], spans[at + size - 1][1]
                assert form.original_span(at, at + size) == whole


@given(MIXED, MIXED)
def test_a_span_covers_what_it_stands_for(before: str, after: str) -> None:
    """The span of a word normalises to that word, wherever the word stands."""
    text = f"{before}\n醫療保險\n{after}"
    for form in forms_with_spans(text):
        start = form.text.index("医疗保险")
        low, high = form.original_span(start, start + 4)
        assert normalise(text[low:high]) == "医疗保险"


@given(st.text(max_size=60))
def test_any_text_normalises(text: str) -> None:
    """No text raises, and what comes out can be written as UTF-8."""
    for form in forms(text):
        form.encode()


@pytest.mark.parametrize("query", ["10mg", "10 mg", "每次10mg", "每次 10 mg"])
def test_n22_a_number_and_its_unit(shelf: Callable[..., Shelf], query: str) -> None:
    """N22: a space between a number and its unit, or beside Han text, is nothing."""
    texts = shelf({"u1": "每次10 mg，每日2次", "u2": "每次10mg，每日3次"})
    assert sorted(texts.found(f'"{query}"')) == ["u1", "u2"]


def test_n22_a_unit_of_several_letters(shelf: Callable[..., Shelf]) -> None:
    """N22: mmol/L is found behind its number without the space that stands in the text."""
    assert shelf({"u3": "餐后不超过11.1 mmol/L"}).found("11.1mmol/L") == ["u3"]


@pytest.mark.parametrize("query", ["80㎡", "80m²", "80m2", "80 ㎡"])
def test_n31_powers_of_units(shelf: Callable[..., Shelf], query: str) -> None:
    """N31: the three ways to write a square metre are one."""
    texts = shelf({"q1": "面积80㎡", "q2": "面积80m²", "q3": "面积80m2", "q4": "BMI≥28kg/m²"})
    assert sorted(texts.found(query)) == ["q1", "q2", "q3"]
    assert texts.found("28kg/m2") == ["q4"]


@pytest.mark.parametrize("dot", "·•・‧．･∙")
def test_n34_the_dot_of_names(shelf: Callable[..., Shelf], dot: str) -> None:
    """N34: whichever dot stands between the parts of a name, all of them are found."""
    names = {f"n{at}": f"经办人买买提{one}艾力" for at, one in enumerate("·•・．")}
    assert sorted(shelf(names).found(f'"买买提{dot}艾力"')) == sorted(names)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        *[("衞生", "卫生"), ("硏究", "研究"), ("靑年", "青年"), ("淸潔", "清洁"), ("愼重", "慎重")],
        *[("塡寫", "填写"), ("敍述", "叙述"), ("化粧", "化妆"), ("戸籍", "户籍"), ("餘額", "余额")],
        *[
            ("馀额", "余额"),
            ("診療費の払", "诊疗费の拂"),
            ("⻓者⺠生", "长者民生"),
            ("⽣育", "生育"),
        ],
        *[("擡頭", "抬头"), ("暱称", "昵称"), ("砲彈", "炮弹"), ("囘收", "回收"), ("鬦争", "斗争")],
        *[("労働", "劳动"), ("鉱石", "矿石"), ("傢具", "家具")],
    ],
)
def test_n41_forms_of_characters(shelf: Callable[..., Shelf], text: str, query: str) -> None:
    """N41: forms of Hong Kong and Japan, old ones and radicals are the character they stand for."""
    assert shelf({"v": text}).found(f'"{query}"') == ["v"]
    assert shelf({"v": query}).found(f'"{text}"') == ["v"]


WRAPPED = """说明

参保人员在外地住院以前要先办理异地就
医备案。备案可以在手机上办，也可以到窗
口办，办好以后直接刷社保卡结算。没有备
案的要降低比例。"""


@pytest.mark.parametrize("query", ["异地就医备案", "到窗口办", "没有备案的"])
def test_n09_a_word_over_a_hard_line_break(shelf: Callable[..., Shelf], query: str) -> None:
    """N09: in a paragraph that was wrapped by hand, a word over two lines is found and marked."""
    texts = shelf({"a": WRAPPED})
    assert texts.found(f'"{query}"') == texts.found(query) == ["a"]
    (form,) = forms_with_spans(WRAPPED)
    start = form.text.index(query)
    low, high = form.original_span(start, start + len(query))
    assert WRAPPED[low:high].replace("\n", "") == query


@given(
    st.text("参保人员在外地住院以前要先办理异地就，医。", min_size=60, max_size=200),
    st.integers(12, 40),
)
def test_n09_what_was_wrapped_reads_as_before(text: str, width: int) -> None:
    """Wrapping changes no text, but where a line happens to end a sentence."""
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    if any(line[-1] in "。，" for line in lines[:-1]) or not re.search("[，。].", text):
        return
    if len(lines) > 2:
        assert normalise("\n".join(lines)) == normalise(text)


@pytest.mark.parametrize("filler", "\ue000\uf8ff\u3164\uffa0\u115f\u1160\u2800\ufffc\U000f0000")
def test_a_filler_is_a_space(shelf: Callable[..., Shelf], filler: str) -> None:
    """What shows nothing is nothing beside Han text, and parts two words or two numbers."""
    texts = shelf({"a": f"城镇医{filler}保报销"})
    assert texts.found('"医保"') == texts.found(f"医{filler}保") == ["a"]
    assert normalise(f"ab{filler}cd，1{filler}2") == "ab cd,1 2"


@pytest.mark.parametrize(
    "ranged", ["50{}60岁", "10%{}20%", "9:00{}17:00", "周一{}周五", "2016{}2020年"]
)
def test_a_range_is_one_with_any_sign(shelf: Callable[..., Shelf], ranged: str) -> None:
    """A range is written with a dash or with a wave, and found by each of them, quoted too."""
    signs = "-－–—～〜∼~"
    texts = shelf({f"a{at}": f"共{ranged.format(sign)}" for at, sign in enumerate(signs)})
    for sign in signs:
        assert len(texts.found(f'"{ranged.format(sign)}"')) == len(signs)
        assert len(texts.found(ranged.format(sign))) == len(signs)


def test_brackets_of_document_numbers(shelf: Callable[..., Shelf]) -> None:
    """The year of a document is found in whichever brackets it is typed, quoted too."""
    numbers = [
        f"国办发{a}2024{b}3号" for a, b in ("〔〕", "﹝﹞", "[]", "［］", "()", "（）", "【】")
    ]
    texts = shelf({f"a{at}": f"见{number}文件" for at, number in enumerate(numbers)})
    for number in numbers:
        assert len(texts.found(f'"{number}"')) == len(texts.found(number)) == len(numbers)


@pytest.mark.parametrize("degrees", ["37.5℃", "37.5°C", "37.5˚C", "37.5ºC", "37.5 °C"])
def test_degrees(degrees: str) -> None:
    """Whatever ring is written for it, a degree is a degree."""
    assert normalise(degrees) == "37.5°c"


def test_ideographic_variants_are_the_same_character(shelf: Callable[..., Shelf]) -> None:
    """A variation selector behind an ideograph does not hide it."""
    assert shelf({"a": "葛\U000e0100城医保"}).found("葛城") == ["a"]
