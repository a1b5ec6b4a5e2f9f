"""A report as plain blocks, one document for every layout: PDF and DOCX render the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from prioritizer.figures.svg import Figure
from prioritizer.languages.speech import SOURCE, gettext

LONGEST_TEXT = 1500
LONGEST_NAME = 90
LONGEST_WORD = 64
LONGEST_WORD_IN_CELL = 24
SOFT_BREAK = "\u200b"
_POWER = re.compile(r"\b10\^(-?\d+)")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; one that ``starts_page`` begins a new page."""

    text: str
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``is_quiet`` marks remarks and derivations."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is; ``item`` and ``known`` head the two columns."""

    pairs: tuple[tuple[str, str], ...]
    item: str = "Item"
    known: str = "What is known"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``widths`` are shares of the line, ``right`` the columns set to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class Callout:
    """A sentence or two that must not be missed, set in a box."""

    title: str
    text: str


Block: TypeAlias = Heading | Paragraph | Bullets | Facts | Table | Picture | Callout


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What layouts say on the first page beside its blocks, in its language."""

    over: str = "Pilot studies at historical mine waste sites"
    record: str = "Record {number}"
    page: str = "Page {n} of {of}"


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    ``answer`` stands on the first page, before the table of contents; ``date`` is what the
    author gave, or empty: a report knows no clock. ``language`` is the code of that of the
    first page, ``first`` what the layouts say on it by themselves; all else is English.
    """

    title: str
    subtitle: str
    date: str
    audience: str
    fingerprint: str
    version: str
    answer: tuple[Block, ...]
    body: tuple[Block, ...]
    keywords: tuple[str, ...] = field(default=())
    language: str = SOURCE
    first: FirstPage = FirstPage()


def plain(text: str, longest: int = LONGEST_TEXT, longest_word: int = LONGEST_WORD) -> str:
    """Return text on one line that cannot turn the direction of writing or run off the page.

    Control characters become blanks, marks that override the direction are dropped, what is
    too long is cut with a mark, and a very long word may break.
    """
    kept = text[: 4 * longest]
    # Marks of direction are not printable either, and most texts have neither.
    if not kept.isprintable():
        kept = "".join("" if _turns(c) else c if c.isprintable() else " " for c in kept)
    flat = _POWER.sub(lambda m: f"10{m[1].translate(_RAISED)}", " ".join(kept.split()))
    if len(flat) > longest:
        flat = f"{flat[: longest - 1].rstrip()}…"
    if len(flat) <= longest_word:
        return flat
    return " ".join(_breakable(word, longest_word) for word in flat.split(" "))


def name_of(text: str) -> str:
    """Return a name short enough for a heading or a cell."""
    return plain(text, LONGEST_NAME)


def _turns(character: str) -> bool:
    return unicodedata.bidirectional(character) in {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip


def _breakable(word: str, longest: int) -> str:
    if len(word) <= longest:
        return word
    pieces = [word[k : k + longest] for k in range(0, len(word), longest)]
    return SOFT_BREAK.join(pieces)


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    *,
    right: Iterable[int] = (),
    caption: str = "",
) -> Table:
    """Return a table of plain text."""
    cleaned = tuple(tuple(_cell(text) for text in row) for row in rows)
    return Table(tuple(header), cleaned, tuple(widths), frozenset(right), caption)


def _cell(text: str) -> str:
    return plain(text, longest_word=LONGEST_WORD_IN_CELL)


def facts(pairs: Iterable[tuple[str, str]]) -> Facts:
    """Return the pairs that have something to say, headed in the language spoken."""
    kept = tuple((name, plain(text)) for name, text in pairs if text.strip())
    return Facts(kept, gettext("Item"), gettext("What is known"))


def bullets(items: Iterable[str]) -> Bullets:
    """Return a list of plain text."""
    return Bullets(tuple(plain(item) for item in items if item.strip()))


def paragraph(text: str, *, is_quiet: bool = False) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph(plain(text), is_quiet)
