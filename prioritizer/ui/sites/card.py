"""Everything known about one site, in groups, each figure with its unit and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import streamlit as st

from prioritizer.domain.columns import site_columns
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.own_columns import OwnValue
from prioritizer.domain.published import Figure, figures
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import NotRanked
from prioritizer.domain.site import Assay, Range, Site
from prioritizer.domain.words import format_number
from prioritizer.ui.parts import source_list
from prioritizer.ui.parts.field_words import field_words
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.text import escape_html, plain, powers
from prioritizer.ui.sites.cache import left_out
from prioritizer.workflow.ranking.activity import reported
from prioritizer.workflow.ranking.assess import missing
from prioritizer.workflow.sites.derivations import element_grade

GROUPS = {
    "waste": "What lies there",
    "size": "How much",
    "sampling": "How it was sampled",
    "content": "Named contents",
    "risk": "Environment",
    "access": "Access",
    "status": "Owner, permits, earlier work",
    "location": "Where",
    "identity": "Identity",
    "gate": "Veto",
}
HIDDEN = frozenset({"site_id", "name", "country"})


def show(site: Site, inventory: Inventory, criteria: CriteriaSet) -> None:
    """Draw the card of a site."""
    reference, register = cached.reference(), inventory.register
    markup.draw(
        _head(site, left_out(inventory, criteria, session.facilities()).get(site.site_id))
    )
    evidence, rest = st.columns(2, gap="large")
    with evidence:
        markup.draw(
            _grades(site, reference), _groups(site, ("size", "waste", "sampling", "content"))
        )
    with rest:
        markup.draw(
            _missing(missing(site, criteria, reference)),
            _groups(site, ("risk", "access", "status", "location", "identity", "gate")),
            _own(site),
        )
    cited = source_list.cited(site)
    with st.expander(
        f"Sources of these figures ({len(cited)})",
        icon=":material/menu_book:",
        key="site-sources",
    ):
        markup.draw(source_list.table(cited, register))


def _head(site: Site, left: NotRanked | None) -> str:
    name, site_id = escape_html(site.name, limit=160), escape_html(site.site_id, limit=40)
    parts = [f'<h2 class="pp-h2">{name} <small>{site_id}</small></h2>']
    if site.gate is not None:
        code = escape_html(site.gate.code.replace("_", " "))
        reason = escape_html(site.gate.reason)
        parts.append(markup.line(f'<span class="pp-badge error">veto</span> {code}: {reason}'))
    elif left is not None and left.is_aside:
        told = escape_html(f"Set aside: {left.told}")
        parts.append(markup.line(told))
    elif left is not None and left.gate:
        told = escape_html(left.told)
        parts.append(markup.line(f'<span class="pp-badge error">veto</span> {told}'))
    doubt = reported(site)
    if doubt is not None:
        parts.append(markup.line(escape_html(f"Status of the facility: {doubt.rule.reason}.")))
    if site.unverified:
        names = escape_html(", ".join(field_words(field) for field in site.unverified))
        parts.append(markup.note(f"Not verified or withheld: {names}."))
    if site.texts.get("notes"):
        parts.append(markup.note(escape_html(site.texts["notes"])))
    return "".join(parts)


def _heading(title: str) -> str:
    return f'<h3 class="pp-h3">{title}</h3>'


def _grades(site: Site, reference: Reference) -> str:
    if not site.assays:
        return _heading("Grades") + markup.note(
            "No grade was found. Not assayed is not absent."
        )
    rows = [_grade_row(assay, site, reference) for assay in site.assays]
    columns = ("Analyte", "As published", "As element, g/t", "Source")
    return _heading("Grades") + markup.table(columns, rows, numbers=columns[2:3])


def _grade_row(assay: Assay, site: Site, reference: Reference) -> tuple[str, ...]:
    published = _range(assay.grade, assay.unit)
    if not assay.grade.is_known and assay.contained_t is not None:
        published = f"{format_number(assay.contained_t)} t contained"
    remarks = ["" if assay.is_used else "not used", assay.statistic, assay.basis, assay.note]
    remark = escape_html("; ".join(filter(None, remarks)), limit=300)
    return (
        escape_html(assay.analyte, limit=40),
        escape_html(powers(published)) + markup.small(remark),
        _as_element(assay, site, reference),
        source_list.marks(assay.source),
    )


def _as_element(assay: Assay, site: Site, reference: Reference) -> str:
    found = element_grade(assay, site, reference)
    if found is None:
        return "not counted"
    low, high = map(format_number, (found.low, found.high))
    ends = f"{low} – {high}" if found.high > found.low else ""
    if found.best is None:
        return f"{escape_html(found.symbol)} {powers(ends)}{markup.small('a range, no mean')}"
    best = format_number(found.best)
    return f"{escape_html(found.symbol)} {powers(best)}{markup.small(powers(ends))}"


def _range(known: Range, unit: str) -> str:
    best = "" if known.best is None else format_number(known.best)
    if known.low is None and known.high is None:
        return f"{best} {unit}" if best else "not known"
    ends = " – ".join("?" if e is None else format_number(e) for e in (known.low, known.high))
    return f"{best} ({ends}) {unit}" if best else f"{ends} {unit}"


def _groups(site: Site, names: Iterable[str]) -> str:
    columns = site_columns()
    shown: dict[str, list[Figure]] = {name: [] for name in names}
    for figure in figures(site):
        column = columns.get(figure.field)
        if column is not None and column.group in shown and figure.field not in HIDDEN:
            shown[column.group].append(figure)
    return "".join(
        _heading(GROUPS[name]) + markup.table((), _rows(found))
        for name, found in shown.items()
        if found
    )


def _rows(found: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each figure; the ends of a range and its best estimate share one."""
    whole = _ranges()
    given = {figure.field: figure for figure in found}
    while given:
        name = next(iter(given))
        parts = [given.pop(one) for one in whole.get(name, (name,)) if one in given]
        yield _figure_row(parts[0]) if name not in whole else _range_row(parts, whole[name])


@cache
def _ranges() -> dict[str, tuple[str, str, str]]:
    """Return the low, best and high column of each column that belongs to a range."""
    found, names = dict[str, tuple[str, str, str]](), site_columns()
    for low in names:
        best, high = low.replace("_low", ""), low.replace("_low", "_high")
        if low != best and best in names and high in names:
            found |= dict.fromkeys((low, best, high), (low, best, high))
    return found


def _range_row(parts: list[Figure], ends: tuple[str, str, str]) -> tuple[str, ...]:
    """Return the row of a range: best estimate, ends in brackets, all sources once."""
    low, best, high = (
        next((format_number(float(one.value)) for one in parts if one.field == end), "")
        for end in ends
    )
    sources = dict.fromkeys(
        name.strip() for one in parts for name in one.source.split(";") if name.strip()
    )
    remarks = dict.fromkeys(one.remark for one in parts if one.remark)
    span = _span(low, high)
    text = f"{best} ({span})" if best and span and {low, high} - {best, ""} else best or span
    return (
        _label(ends[1]),
        escape_html(powers(f"{text} {parts[0].unit}".strip()))
        + markup.small(escape_html("; ".join(remarks))),
        source_list.marks(";".join(sources)),
    )


def _span(low: str, high: str) -> str:
    if low and high:
        return low if low == high else f"{low} – {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def _label(field: str) -> str:
    description = escape_html(site_columns()[field].description)
    return f'<span title="{description}">{escape_html(field_words(field))}</span>'


def _figure_row(figure: Figure) -> tuple[str, ...]:
    column = site_columns()[figure.field]
    value = figure.value
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, float | int):
        text = powers(f"{_number(figure.field, value)} {figure.unit}".strip())
    else:
        text = plain(value.replace("_", " ") if column.kind == "code" else value, limit=600)
    return (
        _label(figure.field),
        escape_html(text) + markup.small(escape_html(figure.remark)),
        source_list.marks(figure.source),
    )


def _own(site: Site) -> str:
    """Return what stands in columns that the data dictionary does not know."""
    rows = [_own_row(held, site) for held in site.own.values()]
    return _heading("Your own columns") + markup.table((), rows) if rows else ""


def _own_row(held: OwnValue, site: Site) -> tuple[str, ...]:
    own, value = held.column, held.value
    remarks = []
    if isinstance(value, Range):
        text = powers(_range(value, own.unit).strip())
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    else:
        text = plain(value, limit=600)
    if own.classes and not own.is_proposed:
        remarks.append(f"from worst to best: {', '.join(own.classes)}")
    if own.name in site.unverified:
        remarks.append("not verified")
    name = escape_html(plain(own.title or field_words(own.name), limit=120))
    return (
        f'<span title="{escape_html(own.note or own.name)}">{name}</span>',
        escape_html(text) + markup.small(escape_html("; ".join(remarks), limit=300)),
        source_list.marks(site.sources.get(own.source, "")),
    )


def _number(field: str, value: float) -> str:
    is_place = field in {"latitude", "longitude"}
    return f"{value:.4f}".rstrip("0").rstrip(".") if is_place else format_number(value)


def _missing(gaps: tuple[str, ...]) -> str:
    if not gaps:
        return ""
    items = "".join(f"<li>{escape_html(gap)}</li>" for gap in gaps)
    return f'{_heading("Not known")}<ul class="pp-list-plain">{items}</ul>'
