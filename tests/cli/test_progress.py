"""The progress bar."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from souwen.cli.progress import ProgressBar

Err = pytest.CaptureFixture[str]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody look at standard error."""
    monkeypatch.setattr("souwen.cli.progress.is_terminal", lambda _: True)


def test_nobody_looks(capsys: Err) -> None:
    """Where standard error is no terminal, nothing is drawn."""
    with ProgressBar() as progress:
        progress(1, 2, "页.txt")
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("watched")
def test_quiet(capsys: Err) -> None:
    """--quiet draws nothing."""
    with ProgressBar(quiet=True) as progress:
        progress(1, 2, "页.txt")
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("watched")
def test_a_bar_is_drawn_and_taken_away(capsys: Err) -> None:
    """The bar shows how far it is, fits on the line, is harmless, and is gone at the end."""
    with ProgressBar() as progress:
        progress(1, 2, "页\n\x1b[2J" + "页" * 100)
        drawn = capsys.readouterr().err
        assert drawn.startswith("\r\x1b[K[############------------] 1/2 页 ␛[2J页")
        assert wcswidth(drawn.removeprefix("\r\x1b[K")) < 80
    assert capsys.readouterr().err == "\r\x1b[K"


@pytest.mark.usefixtures("watched")
def test_not_more_often_than_an_eye_can_see(capsys: Err) -> None:
    """Ten thousand states are drawn a few times, the last of them surely."""
    with ProgressBar() as progress:
        for done in range(1, 10_001):
            progress(done, 10_000, "")
    drawn = capsys.readouterr().err.split("\r")
    assert len(drawn) < 100
    assert "10,000/10,000" in drawn[-2]


@pytest.mark.usefixtures("watched")
def test_an_unknown_total_is_a_count(capsys: Err) -> None:
    """Where nobody knows how much there is, the bar counts."""
    with ProgressBar() as progress:
        progress(1234, None, "页.txt")
    assert "1,234 页.txt" in capsys.readouterr().err
