"""The lines under a header word."""

from __future__ import annotations

import pytest

from souwen.ingest.pages.joined_pages import pieces_of
from souwen.ingest.pages.recommendations import Ending, read_recommendations

SUMMARY = "长" * 120
DATE = "某栏 2025-04-26"
TITLES = ("甲市社保基数有几档", "乙市医保怎么交", "丙市公积金怎么取出来", "丁市养老金多少")


def parts(*lines: str, ending: Ending = Ending.FOOTER) -> list[str]:
    """Read lines; return the name of what each is."""
    readings = read_recommendations(pieces_of("\n".join(lines))[1], ending)
    return [reading.part.name for reading in readings]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("甲", SUMMARY, DATE), "TITLE SUMMARY DATE"),
        (("甲", SUMMARY, DATE, "乙", SUMMARY, DATE), "TITLE SUMMARY DATE TITLE SUMMARY DATE"),
        (("甲", "一、办法", "先登录。", DATE), "TITLE SUMMARY SUMMARY DATE"),
        (
            ("甲市社保基数有几档", "乙市医保怎么交", "丙市公积金怎么取出来", "丁市养老金多少"),
            "TITLE " * 4,
        ),
        (
            ("甲市社保基数有几档标准 2025-04-26", "乙市医保每个月怎么交 2025-04-26"),
            "DATED_TITLE " * 2,
        ),
        (
            ("甲", SUMMARY, "某栏", "2025-04-26", "乙", SUMMARY, "某栏", "2025-04-27"),
            "TITLE SUMMARY CHANNEL DATE TITLE SUMMARY CHANNEL DATE",
        ),
        (("甲", SUMMARY, DATE, "提示:本内容不能代替面诊。"), "TITLE SUMMARY DATE NOTICE"),
        ((), ""),
    ],
)
def test_the_lines_are_read(lines: tuple[str, ...], expected: str) -> None:
    """Titles, summaries, dates, channels and notices are known by their lengths and order."""
    assert parts(*lines) == expected.split()


def test_a_cut_file_ends_in_the_beginning_of_a_date() -> None:
    """Only at the end of a file is the beginning of a date line one."""
    lines = ("甲", SUMMARY, DATE, "乙", SUMMARY, "某栏 2025-0")
    assert parts(*lines, ending=Ending.NOTHING)[-1] == "CUT_DATE"
    assert parts(*lines, ending=Ending.FOOTER)[-1] != "CUT_DATE"
