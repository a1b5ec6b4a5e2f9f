"""A state of the history as the base beside the present: list, places, weights, choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from prioritizer.domain.project import NAME_LETTERS, StateLine
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.words import are, counted, weight
from prioritizer.errors import InputError
from prioritizer.ui.kept import stores, words
from prioritizer.ui.projects import owner
from prioritizer.ui.projects.taking_up import values_of
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import chosen, fresh, markup, session, state
from prioritizer.ui.shell.choices import CHOICES
from prioritizer.ui.shell.text import escape_html, fault_words
from prioritizer.ui.shortlist import rule
from prioritizer.workflow.pilots.scenarios import ScenarioRow, scenario_rows
from prioritizer.workflow.sites.audience import Audience

MOST_ROWS = 30


def show(base: StateLine) -> None:
    """Draw a state beside the present, for the readers that are chosen now."""
    with st.container(border=True, key="project-beside"):
        _head(base)
        values = _values(base)
        try:
            before, after = _ranked(values.__getitem__), _ranked(state.get)
        except InputError as error:
            st.info(fault_words(error))
            return
        _choices(values)
        _places(before, after)
        _weights(values.__getitem__, state.get)


def _head(base: StateLine) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = escape_html(base.name or f"step {base.number}", limit=NAME_LETTERS)
        markup.draw(f'<p class="pp-says">Base: <b>{name}</b>, beside the present</p>')
        st.button(
            "Close", key="project-beside-close", on_click=state.put, args=("project_base", 0)
        )


def _values(base: StateLine) -> Mapping[str, Any]:
    kept = stores.store().state(state.get("project"), owner.right_now(), base.number)
    found, _ = values_of(kept)
    return {name: one.default for name, one in CHOICES.items()} | found


def _ranked(get: chosen.Get) -> Assessment:
    """Return the ranking of a state, of the sites that the readers of now may see."""
    criteria, settings = chosen.criteria(get), _settings(get)
    found = cached.problem(
        _seen(get),
        criteria,
        chosen.reference(get),
        settings.risk,
        settings.facilities,
        is_nordic=get("area") == "nordic",
    )
    return cached.assess(found, settings)


def _settings(get: chosen.Get) -> Settings:
    criteria = chosen.criteria(get)
    return chosen.settings(get, criteria, chosen.points(get, criteria))


def _choices(values: Mapping[str, Any]) -> None:
    present = session.inventory()
    seen = _seen(values.__getitem__)
    base = {**values, "inventory": present if seen.digest == present.digest else seen}
    lines = words.steps(base, {**fresh.present(), "inventory": present})
    if not lines:
        markup.draw(markup.line("Nothing was chosen in between: both are the same."))
        return
    items = "".join(f"<li>{escape_html(line, limit=240)}</li>" for line in lines)
    markup.draw(markup.note("From the base to now:"), f'<ul class="pp-list-plain">{items}</ul>')


def _seen(get: chosen.Get) -> cached.Inventory:
    """Return what the readers of now may see of the sites of a state."""
    return cached.seen(get("inventory") or cached.sample(), Audience(state.get("audience")))


def _places(before: Assessment, after: Assessment) -> None:
    cutoff = rule.present()
    rows = scenario_rows([before, after], cutoff)
    came = [row.name for row in rows if row.is_listed == (False, True)]
    went = [row.name for row in rows if row.is_listed == (True, False)]
    more = len(rows) - MOST_ROWS
    markup.draw(
        f'<p class="pp-says"><b>{len(came)}</b> came onto the list, <b>{len(went)}</b> left it '
        f"({escape_html(cutoff.text)} of now, locks aside).</p>",
        '<div class="pp-scroll" tabindex="0">',
        markup.table(
            ("Site", "Place in the base", "Place now", "Moved"),
            [_row(row) for row in rows[:MOST_ROWS]],
            numbers=("Place in the base", "Place now", "Moved"),
        ),
        "</div>",
        markup.note(
            "✓ on the list; – not ranked there."
            + (
                f" {counted(more, 'more site')} {are(more)} on one of the lists."
                if more > 0
                else ""
            )
        ),
    )


def _row(row: ScenarioRow) -> tuple[str, ...]:
    first, second = row.ranks
    moved = "" if first is None or second is None else _moved(first - second)
    return (
        escape_html(row.name, limit=70),
        _place(first, is_in=row.is_listed[0]),
        _place(second, is_in=row.is_listed[1]),
        moved,
    )


def _place(rank: int | None, *, is_in: bool) -> str:
    return "–" if rank is None else f"{'✓ ' if is_in else ''}{rank}"


def _moved(places: int) -> str:
    if not places:
        return "same"
    return f"{abs(places)} {'up' if places > 0 else 'down'}"


def _weights(base: chosen.Get, present: chosen.Get) -> None:
    """Draw the weights as they were given, on criteria of which nothing is known, too."""
    old, new = _settings(base).weights.as_dict(), _settings(present).weights.as_dict()
    names = {
        one.id: one.name for get in (base, present) for one in chosen.criteria(get).criteria
    }
    rows = [
        (
            escape_html(names.get(one, one), limit=60),
            weight(old[one]) if one in old else "–",
            weight(new[one]) if one in new else "–",
        )
        for one in dict.fromkeys((*new, *old))
    ]
    columns = ("Weight of", "In the base", "Now")
    markup.draw(markup.table(columns, rows, numbers=columns[1:]))
