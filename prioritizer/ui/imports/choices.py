"""What a person decides instead of the importer: columns, units, marks, profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import streamlit as st

from prioritizer.domain.imports import ColumnMatch, ImportOptions
from prioritizer.domain.site import WasteType
from prioritizer.exports.formats import JSON
from prioritizer.ui.imports import findings as import_findings
from prioritizer.ui.imports.job import ImportJob
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.workflow.sites.class_orders import ClassColumn, class_columns, with_orders
from prioritizer.workflow.sites.import_choices import (
    ColumnChoice,
    field_label,
    field_names,
    is_kept_own,
    taken_field,
    with_choices,
)
from prioritizer.workflow.sites.import_words import CodeWord, code_words, with_meanings
from prioritizer.workflow.sites.importing import ImportResult

NOT_READ = "not read"
AUTO = "as recognised"
PER_PAGE = 40
DECIMALS = {AUTO: "", "point  1.5": ".", "comma  1,5": ","}
DELIMITERS = (AUTO, "comma", "semicolon", "tab", "bar")
ENCODINGS = (AUTO, "utf-8", "cp1252", "latin-1", "cp1250", "cp1251", "utf-16", "cp850")
ADVICE = (
    "One line per column: how it was read, and in which unit. Choose another meaning, "
    "or type one such as `grade:Cu` or `contained:Au`; then read the file again. A column of "
    "your own is kept as it is: it can be a criterion or a veto. Its kind can be chosen here; "
    "the warnings say how many cells do not fit it."
)
WORDS_ADVICE = (
    "What each word of a column of codes means. Those that are not known come first; what you "
    "choose is read with the button below."
)
WORDS_SHOWN = 60
ORDERS_ADVICE = (
    "Choose all words of a column, the worst first and the best last. A criterion can use the "
    "column only when all its words are in order."
)
MOST_ORDERED = 30

SIDES = {
    "longitude_hemisphere": "Side of longitudes without a sign",
    "latitude_hemisphere": "Side of latitudes without a sign",
}
WEST_FIRST, SOUTH_FIRST = ("W", "E"), ("S", "N")
SIDE_WORDS = {"": "as written", "W": "west", "E": "east", "S": "south", "N": "north"}


def show(job: ImportJob, result: ImportResult | None) -> ImportOptions | None:
    """Draw the choices; return other options when the file is to be read again."""
    st.subheader("Columns, units and marks", anchor=False)
    columns = [match for match in result.matches if match.header] if result else []
    part = _page(columns, job)
    with st.form(f"import-choices-{job.number}"):
        options = _file_choices(job, result)
        if part:
            st.markdown(ADVICE)
        chosen = {match.header: _column(match, job) for match in part}
        words = code_words(result, job.options) if result else ()
        meanings = _words(words, job)
        ordered = class_columns(result) if result else ()
        orders = _orders(ordered, job)
        is_pressed = st.form_submit_button("Read again with these choices", type="primary")
    if not is_pressed:
        return None
    decided = with_orders(with_choices(options, part, chosen), ordered, orders)
    return with_meanings(decided, words, meanings)


def _orders(columns: Sequence[ClassColumn], job: ImportJob) -> dict[str, tuple[str, ...]]:
    """Draw the order of the classes of own columns; return it by header, from the worst."""
    shown = [column for column in columns if 1 < len(column.words) <= MOST_ORDERED]
    if not shown:
        return {}
    n = sum(not column.order for column in shown)
    title = f"Order of classes: {n} without" if n else "Order of classes"
    with st.expander(title, expanded=False, key=f"import-orders-{job.number}"):
        st.markdown(ORDERS_ADVICE)
        return {
            column.header: tuple(
                st.multiselect(
                    f"{escape_markdown(plain(column.header, limit=60))}, from the worst",
                    column.words,
                    list(column.order),
                    key=f"import-order-{job.number}-{number}",
                    placeholder="the worst first",
                )
            )
            for number, column in enumerate(shown)
        }


def _words(words: Sequence[CodeWord], job: ImportJob) -> dict[tuple[str, str], str]:
    """Draw what words mean; return the code by header and word, blank: not known."""
    if not words:
        return {}
    unknown = sum(not word.is_known for word in words)
    title = f"Words and codes: {unknown} not known" if unknown else "Words and codes"
    with st.expander(title, expanded=bool(unknown), key=f"import-words-{job.number}"):
        st.markdown(WORDS_ADVICE)
        left = len(words) - WORDS_SHOWN
        cells = [cell for _ in words[:WORDS_SHOWN:2] for cell in st.columns(2)]
        chosen = {
            (word.header, word.text): _meaning(cell, number, word, job)
            for number, (word, cell) in enumerate(zip(words, cells, strict=False))
        }
        if left > 0:
            markup.draw(markup.note(f"and {left} more words, which stay as they were read."))
    return chosen


def _meaning(cell: Any, number: int, word: CodeWord, job: ImportJob) -> str:
    codes = ["", *word.allowed]
    times = "1 row" if word.n_cells == 1 else f"{word.n_cells:,} rows"
    named = escape_markdown(plain(word.text, limit=40))
    column = escape_markdown(plain(word.header, limit=40))
    chosen: str = cell.selectbox(
        f"{named} ({column}, {times})" + ("" if word.is_known else " · not known"),
        codes,
        codes.index(word.code) if word.code in codes else 0,
        format_func=lambda code: code.replace("_", " ") or "leave blank",
        key=f"import-word-{job.number}-{number}",
    )
    return chosen


def save_profile(job: ImportJob, result: ImportResult) -> None:
    """Draw the button that takes the decisions away for the next file of this kind."""
    st.download_button(
        "Save these decisions as a profile",
        lambda: result.profile(job.options).encode(),
        f"{PurePath(job.name).stem}-profile.json",
        JSON.media_type,
        key="download-profile",
        on_click="ignore",
        icon=":material/save:",
        help="Load it above beside the next file of this kind.",
    )


def _page(columns: list[ColumnMatch], job: ImportJob) -> list[ColumnMatch]:
    if len(columns) <= PER_PAGE:
        return columns
    pages = -(-len(columns) // PER_PAGE)
    page = st.number_input(
        f"Columns, {PER_PAGE} at a time (of {len(columns)})",
        1,
        pages,
        key=f"import-columns-{job.number}",
        width=260,
    )
    first = (int(page) - 1) * PER_PAGE
    return columns[first : first + PER_PAGE]


LISTENING = {
    "sheet": ("xlsx", "xls", "xlsb", "ods"),
    "layer": ("gpkg", "geopackage", "gdb", "kml", "kmz", "zip"),
}


def _file_choices(job: ImportJob, result: ImportResult | None) -> ImportOptions:
    options, kind = job.options, result.outcome.kind if result else ""
    cells = iter(st.columns(4))
    changes: dict[str, object] = {}
    if kind in ("csv", ""):
        marks = list(DECIMALS)
        held = next((k for k, v in DECIMALS.items() if v == options.decimal), AUTO)
        shown = next(cells).selectbox(
            "Decimal mark", marks, marks.index(held), key=f"import-decimal-{job.number}"
        )
        changes["decimal"] = DECIMALS.get(shown, "")
        for name, known in (("delimiter", DELIMITERS), ("encoding", ENCODINGS)):
            changes[name] = _listed(next(cells), name, known, getattr(options, name), job)
    for name, label in (("sheet", "Sheet"), ("layer", "Layer")):
        if kind in LISTENING[name]:
            changes[name] = next(cells).text_input(
                label,
                options.sheet if name == "sheet" else options.layer,
                key=f"import-{name}-{job.number}",
                placeholder=result.outcome.part if result else "",
            )
    changes["crs"] = next(cells).text_input(
        "Coordinate system",
        options.crs,
        key=f"import-crs-{job.number}",
        placeholder="as recognised, or EPSG:3006",
    )
    changes["constants"] = _constants(options, job)
    cleaned = {k: v.strip() if isinstance(v, str) else v for k, v in changes.items()}
    return replace(options, **cleaned)  # type: ignore[arg-type] # one field per key, as drawn above


def _listed(cell: Any, name: str, known: Iterable[str], held: str, job: ImportJob) -> Any:
    names = list(dict.fromkeys((*known, held) if held else known))
    shown = cell.selectbox(
        name.capitalize(), names, names.index(held or AUTO), key=f"import-{name}-{job.number}"
    )
    return "" if shown == AUTO else shown


def _constants(options: ImportOptions, job: ImportJob) -> dict[str, str]:
    held = options.constants.get("waste_type", "")
    wastes = ["", *(waste.value for waste in WasteType)]
    first, second, third, fourth = st.columns(4)
    waste = first.selectbox(
        "Kind of waste where the file says none",
        wastes,
        wastes.index(held) if held in wastes else 0,
        format_func=lambda name: name.replace("_", " ") or "other",
        key=f"import-waste-{job.number}",
    )
    country = second.text_input(
        "Country where the file says none",
        options.constants.get("country", ""),
        key=f"import-country-{job.number}",
        placeholder="two letters, such as SE",
        max_chars=60,
    )
    sides = {
        name: _side(cell, name, label, options, job)
        for cell, (name, label) in zip((third, fourth), SIDES.items(), strict=True)
    }
    named = {"waste_type": waste or "", "country": country.strip(), **sides}
    others = {k: v for k, v in options.constants.items() if k not in named}
    return others | {name: value for name, value in named.items() if value}


def _side(cell: Any, name: str, label: str, options: ImportOptions, job: ImportJob) -> str:
    """Draw the choice of the side on which degrees lie that have no sign, or an open letter."""
    letters = ["", *(SOUTH_FIRST if name.startswith("lat") else WEST_FIRST)]
    held = options.constants.get(name, "")
    chosen = cell.selectbox(
        label,
        letters,
        letters.index(held) if held in letters else 0,
        format_func=lambda letter: SIDE_WORDS[letter],
        key=f"import-{name}-{job.number}",
    )
    return str(chosen or "")


def _column(match: ColumnMatch, job: ImportJob) -> ColumnChoice:
    name, field, unit, reason = st.columns([1.5, 1.7, 0.8, 1.6], vertical_alignment="center")
    examples = ", ".join(match.examples[:3])
    with name:
        markup.draw(
            f'<div class="pp-block"><span class="pp-chip">{match.letter}</span> '
            f"<b>{escape_html(match.header, limit=60)}</b>"
            f"{markup.small(escape_html(examples, limit=80))}</div>"
        )
    label = f"{match.letter} {escape_markdown(plain(match.header, limit=40))}"
    held = taken_field(match) or NOT_READ
    choices = list(dict.fromkeys((held, NOT_READ, *match.alternatives, *_fields())))
    with field:
        chosen = st.selectbox(
            f"Field of column {label}",
            choices,
            key=f"import-field-{job.number}-{match.index}",
            label_visibility="collapsed",
            accept_new_options=True,
            format_func=field_label,
        )
    with unit:
        stated = st.text_input(
            f"Unit of column {label}",
            match.unit,
            key=f"import-unit-{job.number}-{match.index}",
            label_visibility="collapsed",
            placeholder="no unit",
            max_chars=40,
        )
    with reason:
        markup.draw(
            f'<div class="pp-block">{import_findings.sure(match.confidence)}'
            f"{markup.small(escape_html(match.reason, limit=120))}</div>"
            if match.field and not is_kept_own(match.field)
            else markup.note(escape_html(match.reason or "no field fits", limit=120))
        )
    field_name = chosen or held
    return ColumnChoice("" if field_name == NOT_READ else field_name, stated.strip())


@st.cache_resource(show_spinner=False)
def _fields() -> tuple[str, ...]:
    return field_names(cached.reference().analytes)
