"""Opens a sign-in page on the screen of the computer that runs the app.

Whoever asks for it learns nothing: the link goes from this process to a browser of this
computer, never into an answer to a request. So it does not matter whether a request only seems
to come from here, as behind a proxy that says nothing of itself.
"""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from pathlib import Path

from prioritizer import shipped
from prioritizer.files.writing import write_files

FOLDER, PAGE = "sign-in", "open.html"
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def has_screen() -> bool:
    """Return whether a browser can be opened where this process runs."""
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, DISPLAYS))


def show(link: str) -> bool:
    """Open a sign-in link in the browser of this computer; return whether there is a screen.

    The browser gets the name of a file that leads to the link. The link itself would stand
    among the arguments of the browser, which all users of a computer can list; the folder of
    the file is for this user alone.
    """
    if not has_screen():
        return False
    page = _page()
    page.parent.mkdir(parents=True, exist_ok=True)
    page.parent.chmod(0o700)
    write_files({page: _leading_to(link)})
    # A browser of text would wait for its reader.
    threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()
    return True


def forget() -> None:
    """Remove the file of the last link; it is spent, or too old within minutes."""
    _page().unlink(missing_ok=True)


def _page() -> Path:
    return shipped.own_data().resolve() / FOLDER / PAGE


def _leading_to(link: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title>'
        f'<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" '
        f'content="0; url={link}"></head><body><a href="{link}">Sign in to lead a workshop</a>'
        "</body></html>"
    ).encode()
