"""Words of the glossary inside the running text of a page: the first use of each is marked.

A mark shows what the word means on hover, focus and tap. Only paragraphs and lists of our own
HTML are looked through; headings, tables, links and what answers to a hand stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from streamlit.runtime.scriptrunner import get_script_run_ctx

from prioritizer.ui.shell import state
from prioritizer.ui.shell.text import escape_html

TABLE = re.compile(r"(<table\b.*?</table>)", re.DOTALL)
PIECE = re.compile(r"<[^>]*>|[^<]+")
NAME = re.compile(r"<([a-z0-9]+)")
DIGITS = re.compile(r"\d+")
TEXTS = frozenset({"p", "li"})
"""Elements whose text is looked through."""
TILE = 'class="pp-tile'
"""What says of an element that it is a figure with its words: these are looked through, too."""
CLOSED = frozenset(
    {"a", "button", "code", "dfn", "label", "select", "style", "summary", "svg"}
    | {f"h{level}" for level in range(1, 7)}
)
"""Elements whose text is left alone wherever they stand."""
VOID = frozenset({"br", "hr", "img", "input", "wbr"})
COMMON = "~"
BLANKS = r"[ \u00a0\u202f]"


@dataclass(frozen=True, slots=True)
class Word:
    """A word to mark: the forms in which it is said, parted by ``|``, and what it means.

    ``*`` at the end of a form stands for any ending. ``~`` at its beginning stands before a
    word that is common besides: it is meant after a number that ends its part of a sentence,
    as in ``4 likely and 8 open;``, and where it stands alone in an element, as in a tag.
    """

    name: str
    forms: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a page, and in which text each was marked, which grows as it is drawn."""

    words: tuple[Word, ...] = ()
    owners: dict[str, int] = field(default_factory=dict)


def begin(words: Iterable[Word]) -> None:
    """Mark these words from here on, none of them so far; no words end it."""
    state.put("words_said", Said(tuple(words)))


def marked(body: str) -> str:
    """Return HTML of our own with the words marked that stand in no text of the page before."""
    said = state.get("words_said")
    if not isinstance(said, Said) or not said.words:
        return body
    return mark(body, said, is_part=_is_part())


def mark(body: str, said: Said, *, is_part: bool = False) -> str:
    """Return HTML with the first use of each word marked, and keep in ``said`` where it stands.

    ``is_part`` says that one part of the page is drawn again by itself: it keeps its own marks.
    """
    found = [word for word in said.words if _pattern(word.forms).search(body)]
    if not found:
        return body
    # A part that is drawn again has other numbers, and is the same text.
    text = hash(DIGITS.sub("", body))
    waiting = {
        word.name: word
        for word in found
        if word.name not in said.owners or (is_part and said.owners[word.name] == text)
    }
    asked = tuple(waiting)
    pieces = TABLE.split(body)
    # What stands between the brackets of the pattern, the tables, comes second each time.
    told = "".join(
        piece if k % 2 else "".join(_pieces(piece, waiting)) for k, piece in enumerate(pieces)
    )
    said.owners.update({name: text for name in asked if name not in waiting})
    return told


def target(name: str) -> str:
    """Return the id under which the foot of the page explains a word."""
    return f"pp-term-{name}"


def _pieces(body: str, waiting: dict[str, Word]) -> Iterator[str]:
    """Yield tags and texts, texts with marks; a word that was marked waits no more."""
    # Of each open element: whether its text is looked through, and whether it is left alone.
    inside = [(False, False)]
    for piece in PIECE.findall(body):
        if not piece.startswith("<"):
            yield _with_marks(piece, waiting) if inside[-1] == (True, False) else piece
            continue
        yield piece
        if piece.startswith("</"):
            inside = inside[:-1] or [(False, False)]
        elif (name := _name(piece)) not in VOID:
            is_text, is_closed = inside[-1]
            is_told = name in TEXTS or TILE in piece
            inside.append((is_text or is_told, is_closed or name in CLOSED))


def _name(tag: str) -> str:
    found = NAME.match(tag)
    return found.group(1) if found else ""


def _with_marks(text: str, waiting: dict[str, Word]) -> str:
    found = {name: _pattern(word.forms).search(text) for name, word in waiting.items()}
    hits = sorted((hit.span(), name) for name, hit in found.items() if hit is not None)
    told, at = [], 0
    for (start, end), name in hits:
        # Of two words that overlap the first is marked; the other one waits for another text.
        if start < at:
            continue
        told += [text[at:start], _mark(text[start:end], waiting.pop(name))]
        at = end
    return "".join((*told, text[at:]))


def _mark(said: str, word: Word) -> str:
    meaning = escape_html(word.meaning, limit=400)
    return (
        f'<dfn class="pp-word" tabindex="0" aria-describedby="{target(word.name)}"'
        f' data-says="{meaning}">{said}</dfn>'
    )


@cache
def _pattern(forms: str) -> re.Pattern[str]:
    """Return what finds a form of a word, the longest first; it may begin with a capital."""
    told = sorted(filter(None, forms.split("|")), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_form, told)) or '(?!)'})(?![\w-])")


def _common(text: str) -> str:
    """Return what finds a word that is common besides where it is meant."""
    word = _form(text)
    counted = rf"(?<=\d{BLANKS}){word}(?=[;,.:)<]|$|{BLANKS}(?!of)\w{{1,3}}{BLANKS}\d)"
    return rf"{counted}|(?:(?<=>)|\A){word}(?=<|\Z)|(?<=: ){word}(?=;)"


def _form(text: str) -> str:
    if text.startswith(COMMON):
        return _common(text.removeprefix(COMMON))
    first, rest = text[0], re.escape(text[1:].removesuffix("*")).replace(r"\ ", BLANKS)
    start = re.escape(first) if first == first.upper() else f"[{first}{first.upper()}]"
    return start + rest + (r"\w*" if text.endswith("*") else "")


def _is_part() -> bool:
    """Return whether Streamlit runs a fragment by itself."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and bool(context.fragment_ids_this_run)
