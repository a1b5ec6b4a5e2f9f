"""Builds the HTML of the phone pages; every text from data passes through `text`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from prioritizer.ui.shell.text import escape_html, powers

PREFIX = "/w"
# The cookie of a facilitator; the pages beside the phones read it too.
FACILITATOR_COOKIE = "pp_facilitator"


def text(value: object) -> str:
    """Return any value as text that is safe in HTML, inside attributes too."""
    return powers(escape_html(value))


def page(title: str, body: Iterable[str], *, workshop: str = "", waits_in: str = "") -> str:
    """Return a whole page; ``body`` is HTML, the titles are plain text.

    A page that ``waits_in`` a state goes on by itself once the state is another; a link does
    the same where there is no script.
    """
    waiting = f'<p><a href="{PREFIX}">Look again</a></p>' if waits_in else ""
    state = f' data-state="{text(waits_in)}"' if waits_in else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)} – {text(workshop or 'Workshop')}</title>"
        f'<link rel="stylesheet" href="{PREFIX}/assets/phone.css">'
        f'<link rel="icon" href="{PREFIX}/assets/icon.svg">'
        f'<script src="{PREFIX}/assets/phone.js" defer></script></head><body>'
        f"<header><p>{text(workshop or 'Pilot Prioritizer workshop')}</p></header>"
        f"<main{state}><h1>{text(title)}</h1>"
        '<p id="sending" class="note" role="status" hidden></p>'
        f"{''.join(body)}{waiting}</main></body></html>"
    )


def paragraph(words: object, kind: str = "") -> str:
    """Return a paragraph; ``kind`` may be ``alert`` or ``note``."""
    role = ' role="alert"' if kind == "alert" else ""
    name = f' class="{kind}"' if kind else ""
    return f"<p{name}{role}>{text(words)}</p>"


def form(action: str, fields: Iterable[str], button: str, *, quiet: bool = False) -> str:
    """Return a form that posts to an address under the prefix."""
    look = ' class="quiet"' if quiet else ""
    return (
        f'<form method="post" action="{PREFIX}{text(action)}" data-keep>{"".join(fields)}'
        f"<button{look}>{text(button)}</button></form>"
    )


def hidden(values: Mapping[str, object]) -> str:
    """Return hidden fields."""
    return "".join(
        f'<input type="hidden" name="{text(name)}" value="{text(value)}">'
        for name, value in values.items()
    )


def choices(name: str, legend: str, options: Sequence[tuple[str, str, str]]) -> str:
    """Return options to choose one from, none chosen; each is value, label, detail."""
    lines = []
    for value, label, detail in options:
        more = f"<small>{text(detail)}</small>" if detail else ""
        lines.append(
            f'<label class="option"><input type="radio" name="{text(name)}" '
            f'value="{text(value)}" required><span>{text(label)}{more}</span></label>'
        )
    return f"<fieldset><legend>{text(legend)}</legend>{''.join(lines)}</fieldset>"


def subject(name: str, detail: str) -> str:
    """Return what a question is about: its name, and its range below."""
    return f'<p class="subject"><b>{text(name)}</b> <small>{text(detail)}</small></p>'


def number_field(
    name: str, label: str, low: float, high: float, *, is_whole: bool = False
) -> str:
    """Return an empty field for a number."""
    kind, step = ("numeric", "1") if is_whole else ("decimal", "any")
    return (
        f'<label class="field" for="{text(name)}">{text(label)}</label>'
        f'<input type="number" inputmode="{kind}" id="{text(name)}" name="{text(name)}" '
        f'min="{low:g}" max="{high:g}" step="{step}" required autocomplete="off">'
    )


def text_field(name: str, label: str, *, longest: int, kind: str = "off") -> str:
    """Return an empty field for a short text."""
    return (
        f'<label class="field" for="{text(name)}">{text(label)}</label>'
        f'<input type="text" id="{text(name)}" name="{text(name)}" maxlength="{longest}" '
        f'autocomplete="{kind}" required>'
    )


def progress_bar(number: int, of: int) -> str:
    """Return how far somebody is, in words and as a bar."""
    return (
        f'<p>Question {number} of {of}</p><progress value="{number - 1}" max="{of}" '
        f'aria-label="Progress">{number - 1} of {of}</progress>'
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table whose last column holds numbers; a pair is a text and a remark below."""
    last = len(heads) - 1

    def cell(tag: str, column: int, value: object) -> str:
        kind = ' class="number"' if column == last else ""
        scope = ' scope="col"' if tag == "th" else ""
        words, more = value if isinstance(value, tuple) else (value, "")
        remark = f" <small>{text(more)}</small>" if more else ""
        return f"<{tag}{scope}{kind}>{text(words)}{remark}</{tag}>"

    head = "".join(cell("th", k, value) for k, value in enumerate(heads))
    body = "".join(
        f"<tr>{''.join(cell('td', k, value) for k, value in enumerate(row))}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
