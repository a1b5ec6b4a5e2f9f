"""Builds the HTML of the phone pages; every text from data passes through `text`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from prioritizer.languages.speech import gettext, spoken
from prioritizer.ui.phone.addresses import PREFIX as PREFIX
from prioritizer.ui.phone.files import of_file
from prioritizer.ui.phone.tongues import choice
from prioritizer.ui.shell.text import escape_html, powers, unbroken

# The cookie of a facilitator; the pages beside the phones read it too.
FACILITATOR_COOKIE = "pp_facilitator"


def text(value: object) -> str:
    """Return any value as text that is safe in HTML, inside attributes too.

    No line breaks inside a number, nor between one and its per cent sign.
    """
    return unbroken(powers(escape_html(value)))


def page(
    title: str,
    body: Iterable[str],
    *,
    workshop: str = "",
    waits_in: str = "",
    open_in: str = "",
    home: str = "",
    needs: str = "",
    is_seated: bool = False,
) -> str:
    """Return a whole page; ``body`` is HTML, the titles are plain text.

    ``home`` is where a waiting page goes on, below the prefix, and asks for its state.

    A page that ``waits_in`` a state goes on by itself once the state is another; a link does
    the same where there is no script. A page to fill in that is ``open_in`` a state stays, with
    what was typed, and says that the state is another. ``needs`` names a style sheet and a
    script of its own. A page before the seat, shown to who ``is_seated``, leads on to the seat
    if the Back of the browser has led there.
    """
    again, words = text(gettext("Look again")), _script_words(may_close=bool(open_in))
    waiting = f'<p><a href="{PREFIX}{home}">{again}</a></p>' if waits_in else ""
    state = f' data-state="{text(waits_in)}"' if waits_in else ""
    state += f' data-home="{PREFIX}{text(home)}"' if home else ""
    state += f' data-open="{text(open_in)}"' if open_in else ""
    state += " data-seated" if is_seated else ""
    return (
        f'<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)} – {text(workshop or gettext('Workshop'))}</title>"
        f'<link rel="stylesheet" href="{of_file("phone.css")}">'
        f'<link rel="icon" href="{of_file("icon.svg")}">'
        f'<script src="{of_file("phone.js")}" defer></script>{_needed(needs)}</head><body>'
        f"<header><p>{text(workshop or gettext('Pilot Prioritizer workshop'))}</p></header>"
        f"<main{state}><h1>{text(title)}</h1>"
        f'<p id="sending" class="note" role="status"{words} hidden></p>'
        f"{''.join(body)}{waiting}</main>{choice()}</body></html>"
    )


def _needed(name: str) -> str:
    """Return what a page needs besides: each byte of what all pages load counts many times."""
    if not name:
        return ""
    return (
        f'<link rel="stylesheet" href="{of_file(f"{name}.css")}">'
        f'<script src="{of_file(f"{name}.js")}" defer></script>'
    )


def _script_words(*, may_close: bool) -> str:
    """Return what the script of a page may have to say, as attributes."""
    words = {
        "lost": gettext(
            "Not saved yet: no connection. Your answer is kept on this phone; trying again …"
        ),
        "unkept": gettext(
            "Not saved yet: no connection. This browser keeps nothing, so leave this page "
            "open; trying again …"
        ),
        "retry": gettext("Try again now"),
        "resent": gettext("Sending the answer that was kept on this phone …"),
    }
    if may_close:
        words["shut"] = gettext(
            "Answers are not taken at the moment. What you have filled in stays on this page. "
            "Look at the screen in the room."
        )
    return "".join(f' data-{name}="{text(said)}"' for name, said in words.items())


def paragraph(words: object, kind: str = "") -> str:
    """Return a paragraph; ``kind`` may be ``alert`` or ``note``."""
    role = ' role="alert"' if kind == "alert" else ""
    name = f' class="{kind}"' if kind else ""
    return f"<p{name}{role}>{text(words)}</p>"


def link(place: str, words: str, look: str = "button quiet") -> str:
    """Return a link that looks like a button; ``place`` lies below the prefix."""
    return f'<a class="{look}" href="{PREFIX}{place}">{text(words)}</a>'


def heading(words: str) -> str:
    """Return a heading below that of the page."""
    return f"<h2>{text(words)}</h2>"


def form(
    action: str,
    fields: Iterable[str],
    button: str,
    *,
    quiet: bool = False,
    instead: tuple[str, str] | None = None,
) -> str:
    """Return a form that posts to an address under the prefix.

    ``instead`` is the name of a second button and what it says: it sends the form without
    what is to be filled in.
    """
    look = ' class="quiet"' if quiet else ""
    second = (
        f'<button class="quiet" name="{text(instead[0])}" value="yes" formnovalidate>'
        f"{text(instead[1])}</button>"
        if instead
        else ""
    )
    return (
        f'<form method="post" action="{PREFIX}{text(action)}" data-keep>{"".join(fields)}'
        f"<button{look}>{text(button)}</button>{second}</form>"
    )


def search_form(place: str, label: str, value: str) -> str:
    """Return a form that looks something up: what was asked stands in the address."""
    return (
        f'<form class="search" method="get" action="{PREFIX}{text(place)}">'
        f'<label class="field" for="find">{text(label)}</label>'
        f'<input type="text" id="find" name="find" maxlength="60" value="{text(value)}" '
        f'autocomplete="off"><button class="quiet">Find</button></form>'
    )


def file_form(action: str, fields: Iterable[str], button: str) -> str:
    """Return a form whose answer is a file, in a window of its own."""
    return (
        f'<form method="post" action="{PREFIX}{text(action)}" target="_blank">'
        f"{''.join(fields)}<button>{text(button)}</button></form>"
    )


def select(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """Return a list to choose one from; each option is value and label."""
    lines = "".join(
        f'<option value="{text(value)}"{" selected" if value == chosen else ""}>'
        f"{text(words)}</option>"
        for value, words in options
    )
    return (
        f'<label class="field" for="{text(name)}">{text(label)}</label>'
        f'<select id="{text(name)}" name="{text(name)}">{lines}</select>'
    )


def hidden(values: Mapping[str, object]) -> str:
    """Return hidden fields."""
    return "".join(
        f'<input type="hidden" name="{text(name)}" value="{text(value)}">'
        for name, value in values.items()
    )


def choices(
    name: str, legend: str, options: Sequence[tuple[str, str, str]], *, chosen: str = ""
) -> str:
    """Return options to choose one from; each is value, label, detail.

    None is chosen but one that was before.
    """
    lines = []
    for value, label, detail in options:
        more = f"<small>{text(detail)}</small>" if detail else ""
        mark = " checked" if value == chosen else ""
        lines.append(
            f'<label class="option"><input type="radio" name="{text(name)}" '
            f'value="{text(value)}"{mark} required><span>{text(label)}{more}</span></label>'
        )
    return f"<fieldset><legend>{text(legend)}</legend>{''.join(lines)}</fieldset>"


def subject(name: str, detail: str) -> str:
    """Return what a question is about: its name, and its range below."""
    return f'<p class="subject"><b>{text(name)}</b> <small>{text(detail)}</small></p>'


def number_field(
    name: str,
    label: str,
    *,
    is_whole: bool = False,
    value: str = "",
    may_be: str = "",
    is_required: bool = True,
) -> str:
    """Return a field for a number, empty unless something was typed before.

    A field of text: one of numbers takes the decimal sign and the digits of one language only,
    and tells the page nothing of the others. ``may_be`` is what may stand there instead, which
    the keys for numbers of a phone would lack.
    """
    kind = "text" if may_be else "numeric" if is_whole else "decimal"
    must = " required" if is_required else ""
    start = f' value="{text(value)}"' if value else ""
    return (
        f'<label class="field" for="{text(name)}">{text(label)}</label>'
        f'<input type="text" inputmode="{kind}" id="{text(name)}" name="{text(name)}" '
        f'maxlength="40"{start}{must} autocomplete="off">'
    )


def text_field(
    name: str, label: str, *, longest: int, kind: str = "off", value: str = ""
) -> str:
    """Return a field for a short text, empty unless something was typed before."""
    start = f' value="{text(value)}"' if value else ""
    return (
        f'<label class="field" for="{text(name)}">{text(label)}</label>'
        f'<input type="text" id="{text(name)}" name="{text(name)}" maxlength="{longest}" '
        f'autocomplete="{kind}"{start} required>'
    )


def text_area(name: str, label: str, *, longest: int, value: str = "") -> str:
    """Return a field for some sentences, empty unless something was typed before."""
    return (
        f'<label class="field" for="{text(name)}">{text(label)}</label>'
        f'<textarea id="{text(name)}" name="{text(name)}" rows="4" maxlength="{longest}" '
        f'autocomplete="off" required>{text(value)}</textarea>'
    )


def progress_bar(number: int, of: int) -> str:
    """Return how far somebody is, in words and as a bar."""
    words = text(gettext("Question {n} of {of}", n=number, of=of))
    label, done = text(gettext("Progress")), f"{number - 1} / {of}"
    return (
        f'<p>{words}</p><progress value="{number - 1}" max="{of}" '
        f'aria-label="{label}">{done}</progress>'
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table whose last column holds numbers; a pair is a text and a remark below.

    Where a line has no room for its columns, the style sheet makes a card of each row, in which
    every value bears the name of its column. The roles keep it a table for who has it read out.
    """
    last = len(heads) - 1

    def cell(tag: str, column: int, value: object) -> str:
        kind = ' class="number"' if column == last else ""
        role = ' role="columnheader" scope="col"' if tag == "th" else ' role="cell"'
        name = f' data-of="{text(heads[column])}"' if tag == "td" and column else ""
        words, more = value if isinstance(value, tuple) else (value, "")
        remark = f" <small>{text(more)}</small>" if more else ""
        return f"<{tag}{role}{kind}{name}>{text(words)}{remark}</{tag}>"

    head = "".join(cell("th", k, value) for k, value in enumerate(heads))
    body = "".join(
        f'<tr role="row">{"".join(cell("td", k, value) for k, value in enumerate(row))}</tr>'
        for row in rows
    )
    return (
        f'<table role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )
