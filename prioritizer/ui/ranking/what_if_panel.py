"""What if a value of the chosen site were another: place and chance before and after.

What is tried out stands here alone: no file, record, report or other page knows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.domain.site import Site
from prioritizer.domain.words import UNKNOWN, listed, percent, performance
from prioritizer.errors import PrioritizerError
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.ranking import ghost_row
from prioritizer.ui.ranking.entries import Entry, Listed
from prioritizer.ui.ranking.entries import listed as listed_sites
from prioritizer.ui.ranking.ghost_row import CANNOT, MARK, NOTE, SHOWN, Ranked
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, plain, powers
from prioritizer.workflow.ranking import what_if
from prioritizer.workflow.ranking.what_if import Field, WhatIf

TITLE = noop("What if a value were different?")
TRIED = noop("{field} of {name}: {before} → {after}")
NOW = noop("now {value}")
PLACE, CHANCE = noop("Place: {before} → {after}."), noop("On the list: {before} → {after}.")
SECTION = noop("Section: {before} → {after}.")
COMES, LEAVES = noop("Comes onto the list: {names}."), noop("Leaves the list: {names}.")
SAME = noop("The list holds the same sites.")
# Above so many a number is typed without decimals.
LARGE = 1e7


def show(found: Problem, assessment: Assessment, listed: Listed, chosen: Entry) -> None:
    """Draw the form and, where a value is tried out, what it does, here and in the list."""
    site = found.register.by_id()[chosen.site_id]
    tried = _tried()
    is_tried = tried is not None and tried.site_id == site.site_id
    with st.expander(gettext(TITLE), key="what-if", expanded=is_tried):
        _form(site)
        if tried is not None and is_tried:
            _effect((found, assessment, listed), site, tried)


def _tried() -> WhatIf | None:
    """Return what is tried out; another table of sites has begun anew."""
    digest, tried = state.get("what_if") or ("", None)
    found: WhatIf | None = tried if digest == session.inventory().digest else None
    return found


def _form(site: Site) -> None:
    fields = {one.name: one for one in what_if.fields_of(site)}
    labels = {name: title(site, one) for name, one in fields.items()}
    name = st.selectbox(
        gettext("Value to try out"),
        list(labels),
        format_func=labels.__getitem__,
        key=f"what-if-field-{site.site_id}",
    )
    field = fields[name]
    value = st.number_input(
        f"{labels[name]}, {gettext(field.unit)}",
        field.low,
        field.high,
        field.known.best,
        format="%.0f" if field.high > LARGE else None,
        key=f"what-if-value-{site.site_id}-{name}",
        help=gettext(NOW, value=known_words(field)),
    )
    st.button(
        gettext("Try it out"),
        key="what-if-try",
        disabled=value is None or value == field.known.best,
        on_click=_try,
        args=(site.site_id, name, value),
    )


def _try(site_id: str, name: str, value: float | None) -> None:
    if value is not None:
        tried = WhatIf(site_id, name, float(value))
        state.put("what_if", (session.inventory().digest, tried))


def drop() -> None:
    """Try nothing out any more."""
    state.put("what_if", None)


def title(site: Site, field: Field) -> str:
    """Return what a value is called."""
    if field.name.startswith(what_if.ASSAY):
        assay = site.assays[int(field.name.removeprefix(what_if.ASSAY))]
        return gettext(what_if.GRADE, analyte=plain(assay.analyte, limit=40))
    return gettext(what_if.TITLES[field.name])


def known_words(field: Field) -> str:
    """Return what is known of a value; of a range without a mean its ends, never a middle."""
    known = field.known
    if known.best is not None:
        return _amount(known.best, field.unit)
    low, high = known.low, known.high
    if low is None and high is None:
        return gettext("not known")
    ends = [UNKNOWN if end is None else performance(end) for end in (low, high)]
    words = gettext("{low} to {high}", low=ends[0], high=ends[1])
    return powers(f"{words} {gettext(field.unit)}")


def _amount(value: float, unit: str) -> str:
    return powers(f"{performance(value)} {gettext(unit)}")


def _effect(now: Ranked, site: Site, tried: WhatIf) -> None:
    field = next((o for o in what_if.fields_of(site) if o.name == tried.field), None)
    if field is None:
        return
    values = known_words(field), _amount(tried.value, field.unit)
    told = gettext(
        TRIED, field=title(site, field), name=site.name, before=values[0], after=values[1]
    )
    mark = f'<span class="pp-chip edited">{escape_html(gettext(MARK))}</span>'
    after = ranked_with(tried)
    lines = [gettext(CANNOT)] if after is None else list(effects(now, after, site))
    shown = gettext(SHOWN) if ghost_row.is_moved(now, after, site.site_id) else ""
    markup.draw(
        markup.line(f"{mark} <b>{escape_html(told, limit=300)}</b>"),
        *(markup.line(escape_html(line, limit=600)) for line in lines),
        markup.note(escape_html(f"{shown} {gettext(NOTE)}".strip())),
    )
    st.button(gettext("Drop it"), key="what-if-drop", on_click=drop)
    ghost_row.show(now, after, site.site_id, f"{title(site, field)}: {' → '.join(values)}")


def ranked_with(tried: WhatIf) -> Ranked | None:
    """Return the ranking with the value that is tried out; None where nothing can be ranked."""
    inventory, criteria = session.inventory(), session.criteria()
    settings = session.settings(criteria)
    digest = hashlib.sha256(f"{inventory.digest} {tried!r}".encode()).hexdigest()
    register = what_if.changed_register(inventory.register, tried)
    try:
        changed = cached.problem(
            replace(inventory, digest=digest, register=register),
            criteria,
            session.reference(),
            settings.risk,
            settings.facilities,
            is_nordic=state.get("area") == "nordic",
        )
    except PrioritizerError:
        return None
    after = cached.assess(changed, settings)
    return changed, after, listed_sites(changed, after)


def effects(now: Ranked, changed: Ranked, site: Site) -> Iterable[str]:
    """Yield what a value that is tried out does to the site, and to the list."""
    before, after = now[1], changed[1]
    places = [ghost_row.place_of(one, site.site_id) for one in (now, changed)]
    old, new = (what_if.standing(one, site.site_id) for one in (before, after))
    yield gettext(PLACE, before=_place(places[0]), after=_place(places[1]))
    if old.chance is not None and new.chance is not None:
        yield gettext(CHANCE, before=percent(old.chance), after=percent(new.chance))
    if old.section and new.section and old.section is not new.section:
        yield gettext(
            SECTION, before=gettext(old.section.value), after=gettext(new.section.value)
        )
    come, leave = what_if.list_changes(before, after)
    if come:
        yield gettext(COMES, names=listed(come))
    if leave:
        yield gettext(LEAVES, names=listed(leave))
    if not come and not leave:
        yield gettext(SAME)


def _place(rank: int | None) -> str:
    return gettext("not ranked") if rank is None else str(rank)
