"""Everything that is known about one site, in groups, each figure with its unit and its source."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from prioritizer.appraisal.grade import grade_ppm
from prioritizer.domain.criterion import CriteriaSet, format_number
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, Source
from prioritizer.exports.evidence import Figure, figures
from prioritizer.readers.dictionary import site_columns
from prioritizer.ui import cached
from prioritizer.ui.text import escape_html, plain
from prioritizer.workflow.assess import missing

GROUPS = {
    "waste": "What lies there", "size": "How much", "sampling": "How it was sampled", "content": "Named contents",
    "risk": "Environment", "access": "Access", "status": "Owner, permits, earlier work", "location": "Where",
    "identity": "Identity", "gate": "Veto",
}
HIDDEN = frozenset({"site_id", "name", "country"})


def show(site: Site, register: SiteRegister, criteria: CriteriaSet) -> None:
    """Draw the card of a site."""
    reference = cached.reference()
    st.html(_head(site))
    evidence, rest = st.columns(2, gap="large")
    with evidence:
        st.html(_grades(site, reference))
        st.html(_groups(site, ("size", "waste", "sampling", "content")))
    with rest:
        st.html(_missing(missing(site, criteria, reference)))
        st.html(_groups(site, ("risk", "access", "status", "location", "identity", "gate")))
    cited = _cited(site)
    with st.expander(f"Sources of these figures ({len(cited)})", icon=":material/menu_book:"):
        st.html(_sources(cited, register))


def _head(site: Site) -> str:
    gate = ""
    if site.gate is not None:
        gate = (f"<p class='pp-why'><span class='pp-badge error'>veto</span> {escape_html(site.gate.code.replace('_', ' '))}: "
                f"{escape_html(site.gate.reason)}</p>")
    unverified = ", ".join(_words(name) for name in site.unverified)
    note = f"<p class='pp-note'>Not verified or withheld: {escape_html(unverified)}.</p>" if unverified else ""
    notes = site.texts.get("notes", "")
    remark = f"<p class='pp-note'>{escape_html(notes)}</p>" if notes else ""
    return f"<h2 class='pp-h2'>{escape_html(site.name, limit=160)} <small>{escape_html(site.site_id, limit=40)}</small></h2>{gate}{note}{remark}"


def _grades(site: Site, reference: Reference) -> str:
    if not site.assays:
        return "<h3 class='pp-h3'>Grades</h3><p class='pp-note'>No grade was found. Not assayed is not absent.</p>"
    body = "".join(_grade_row(assay, site, reference) for assay in site.assays)
    return (
        "<h3 class='pp-h3'>Grades</h3><table class='pp-table'><thead><tr><th scope='col'>Analyte</th><th scope='col'>As published</th>"
        "<th scope='col' class='n'>As element, g/t</th><th scope='col'>Source</th></tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _grade_row(assay: Assay, site: Site, reference: Reference) -> str:
    converted = grade_ppm(assay, site.tonnage_t.best, reference)
    element = ""
    if converted is not None:
        symbol, low, best, high = converted
        element = f"{symbol} {format_number(best)}"
        element += f"<small>{format_number(low)} – {format_number(high)}</small>" if high > low else ""
    published = _range(assay.grade, assay.unit)
    if not assay.grade.is_known and assay.contained_t is not None:
        published = f"{format_number(assay.contained_t)} t contained"
    remarks = "; ".join(filter(None, ("" if assay.is_used else "not used", assay.statistic, assay.basis, assay.note)))
    return (
        f"<tr><th scope='row'>{escape_html(assay.analyte, limit=40)}</th><td>{escape_html(published)}"
        f"<small>{escape_html(remarks, limit=300)}</small></td><td class='n'>{element or 'not counted'}</td>"
        f"<td>{_chips(assay.source)}</td></tr>"
    )


def _range(known: Range, unit: str) -> str:
    best = "" if known.best is None else format_number(known.best)
    if known.low is None and known.high is None:
        return f"{best} {unit}" if best else "not known"
    ends = f"{'?' if known.low is None else format_number(known.low)} – {'?' if known.high is None else format_number(known.high)}"
    return f"{best} ({ends}) {unit}" if best else f"{ends} {unit}"


def _groups(site: Site, names: Iterable[str]) -> str:
    columns = site_columns()
    shown = {name: [] for name in names}
    for figure in figures(site):
        column = columns.get(figure.field)
        if column is not None and column.group in shown and figure.field not in HIDDEN:
            shown[column.group].append(figure)
    return "".join(
        f"<h3 class='pp-h3'>{GROUPS[name]}</h3><table class='pp-table'><tbody>{''.join(map(_figure_row, found))}</tbody></table>"
        for name, found in shown.items() if found
    )


def _figure_row(figure: Figure) -> str:
    column = site_columns()[figure.field]
    value = figure.value
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, float | int):
        text = f"{_number(figure.field, value)} {figure.unit}".strip()
    else:
        text = plain(value.replace("_", " ") if column.kind == "code" else value, limit=600)
    remark = f"<small>{escape_html(figure.remark)}</small>" if figure.remark else ""
    return (
        f"<tr><th scope='row' title='{escape_html(column.description)}'>{escape_html(_words(figure.field))}</th>"
        f"<td>{escape_html(text)}{remark}</td><td>{_chips(figure.source)}</td></tr>"
    )


def _number(field: str, value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if field in {"latitude", "longitude"} else format_number(value)


def _words(field: str) -> str:
    text = field
    for ending in ("_t_m3", "_km", "_ha", "_m3", "_t", "_n"):
        text = text.removesuffix(ending)
    text = text.replace("_", " ").replace("ard ", "acid drainage ").replace("crm ", "CRM ")
    return text[:1].upper() + text[1:]


def _chips(source: str) -> str:
    ids = [name.strip() for name in source.split(";") if name.strip()]
    return " ".join(f"<span class='pp-chip'>{escape_html(name, limit=40)}</span>" for name in ids)


def _missing(gaps: tuple[str, ...]) -> str:
    if not gaps:
        return ""
    items = "".join(f"<li>{escape_html(gap)}</li>" for gap in gaps)
    return f"<h3 class='pp-h3'>Not known</h3><ul class='pp-list-plain'>{items}</ul>"


def _cited(site: Site) -> list[str]:
    ids = [figure.source for figure in figures(site)] + list(site.sources.values())
    return list(dict.fromkeys(name.strip() for entry in ids for name in entry.split(";") if name.strip()))


def _sources(ids: list[str], register: SiteRegister) -> str:
    if not ids:
        return "<p class='pp-note'>This table names no sources.</p>"
    rows = "".join(_source_row(name, register.sources.get(name)) for name in ids)
    return (
        "<table class='pp-table'><thead><tr><th scope='col'>Id</th><th scope='col'>Source</th><th scope='col'>Kind, quality</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><p class='pp-note'>Quality: A peer-reviewed or code-compliant, B agency or official "
        "register, C company or project page, D news, encyclopaedia or blog.</p>"
    )


def _source_row(name: str, source: Source | None) -> str:
    if source is None:
        return f"<tr><th scope='row'>{_chips(name)}</th><td>not in the table of sources</td><td></td></tr>"
    link = ""
    if source.url.startswith(("https://", "http://")):
        address = escape_html(source.url, limit=500)
        link = f"<br><a href='{address}' target='_blank' rel='noopener noreferrer'>{escape_html(source.url, limit=90)}</a>"
    kind = ", ".join(filter(None, (source.kind, source.quality)))
    return (
        f"<tr><th scope='row'>{_chips(name)}</th><td>{escape_html(source.citation)}{link}</td>"
        f"<td>{escape_html(kind)}</td></tr>"
    )
