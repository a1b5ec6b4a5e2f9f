"""Text that came from a file is hostile until it passed one of these functions."""

from __future__ import annotations

import html
import re
import unicodedata

from prioritizer.languages.speech import GAP
from prioritizer.ui.shell.page_words import in_the_page

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^$:&=@/])")
# The folders of a path from the root, of either kind of system, before the last name.
_FOLDERS = re.compile(r"(?<![\w.:/\\])(?:[A-Za-z]:\\|/)(?:[^\s/\\:'\"]+[/\\])+(?=[^\s/\\])")
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_POWER = re.compile(r"10\^(-?\d+)")
_GAPS = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%)")


def plain(text: str, *, limit: int = 400) -> str:
    """Return text on one line, without control and direction characters, cut at ``limit``."""
    # Nearly every text is printable, and then holds none of them.
    kept = " ".join((text if text.isprintable() else _printable(text)).split())
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def _printable(text: str) -> str:
    return "".join(
        " " if unicodedata.category(c) in {"Zl", "Zp"} or c in "\n\r\t" else c
        for c in text
        if c in "\n\r\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )


def escape_markdown(text: str) -> str:
    """Return text that every Markdown surface shows letter by letter."""
    return "  \n".join(
        _MARKDOWN.sub(r"\\\1", plain(line, limit=2000)) for line in text.splitlines()
    )


def fault_words(error: Exception) -> str:
    """Return a fault as Markdown, files by their name only: folders are the server's affair."""
    return escape_markdown(in_the_page(_FOLDERS.sub("", str(error))))


def escape_html(text: object, *, limit: int = 2000) -> str:
    """Return text for the inside of an HTML element or a quoted attribute."""
    return html.escape(plain(str(text), limit=limit), quote=True)


def unbroken(text: str) -> str:
    """Return text in which no line breaks inside a number, nor before its per cent sign."""
    return _GAPS.sub(GAP, text)


def powers(text: str) -> str:
    """Return text with ``10^8`` written as a raised power."""
    return _POWER.sub(lambda found: "10" + found.group(1).translate(_POWERS), text)
