"""A sign-in page opens on this computer's screen; no other user reads its link."""

from __future__ import annotations

import re
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from prioritizer.shipped import DATA_VARIABLE
from prioritizer.ui.server import on_screen

LINK = f"http://127.0.0.1:8501/w/signin/{'a1' * 16}"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that the browser of this computer is given."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "own"))
    monkeypatch.setattr(sys, "platform", "linux")
    for name in on_screen.DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    given: list[str] = []
    monkeypatch.setattr(on_screen.webbrowser, "open", given.append)
    return given


@pytest.mark.slow
def test_the_browser_gets_a_file_that_only_its_user_reads_and_not_the_link(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    assert on_screen.show(LINK)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(0.2)

    (address,) = opened
    file = Path(url2pathname(urlsplit(address).path))
    assert "a1a1" not in address
    assert re.findall('url=([^"]+)', file.read_text()) == [LINK]
    assert file.parent.stat().st_mode & 0o077 == 0
    on_screen.forget()
    assert not file.exists()


def test_without_a_screen_nothing_is_opened_or_written(
    opened: list[str], tmp_path: Path
) -> None:
    assert not on_screen.show(LINK)

    assert opened == []
    assert not (tmp_path / "own").exists()
    on_screen.forget()
