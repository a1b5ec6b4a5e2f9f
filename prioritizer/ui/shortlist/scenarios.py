"""Named scenarios: settings kept under a name, and which sites each of them lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.words import are, counted, weight
from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.settings_panel import RISK
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.workflow.pilots.scenarios import SavedScenario, ScenarioRow, scenario_rows
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS
from prioritizer.workflow.ranking.ranks import DISTINCT_METHODS

SCENARIOS = LongWork[tuple[Assessment, ...]](
    "scenarios", "Ranking the scenarios …", "the scenarios side by side", 8
)
MOST = 12
MOST_ROWS = 60
LISTED_IN = "Listed in"
FAMILIES = {"risk": "Other meanings of risk", "method": "Other methods",
            "profiles": "Weight profiles"}  # fmt: skip


def show(found: Problem, assessment: Assessment, rule: Cutoff) -> None:
    """Draw the scenarios and the matrix of who is listed in which."""
    _save()
    st.pills(
        "Compare with",
        list(FAMILIES),
        format_func=FAMILIES.__getitem__,
        selection_mode="multi",
        **state.started("pilots_families", "default"),
    )
    chosen = _scenarios(assessment)
    ranked = _ranked(found, assessment, chosen)
    if ranked is not None:
        _matrix(chosen, scenario_rows(ranked, rule), rule)


def _save() -> None:
    saved: tuple[SavedScenario, ...] = state.get("pilots_scenarios")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = st.text_input(
            "Name for the present settings", key="scenario-name", max_chars=40, width=280,
            placeholder="for example: county council",
        )  # fmt: skip
        is_pressed = st.button("Save as a scenario", icon=":material/bookmark_add:")
        for number, one in enumerate(saved):
            st.button(
                f"Forget {escape_markdown(plain(session.told(one.name), limit=30))}",
                key=f"forget-{number}-{len(saved)}",
                icon=":material/close:",
                on_click=_forget,
                args=(one.name,),
            )
    if not is_pressed:
        return
    name = plain(name, limit=40)
    if not name or len(saved) >= MOST:
        st.warning("Give the scenario a name." if not name else "Forget one of the scenarios.")
        return
    criteria = session.own_criteria()
    new = SavedScenario(
        name, session.own_settings(criteria), criteria, session.own_reference(),
        tuple(state.get("policy_lists")),
    )  # fmt: skip
    kept = tuple(one for one in saved if one.name != name)
    state.put("pilots_scenarios", (*kept, new))
    st.rerun()


def _forget(name: str) -> None:
    kept = tuple(one for one in state.get("pilots_scenarios") if one.name != name)
    state.put("pilots_scenarios", kept)


def _scenarios(assessment: Assessment) -> list[SavedScenario]:
    criteria, tables = session.criteria(), session.reference()
    lists = tuple(state.get("policy_lists"))
    now = assessment.settings
    families = state.get("pilots_families") or ()

    def like(name: str, settings: Settings) -> SavedScenario:
        return SavedScenario(name, settings, criteria, tables, lists)

    found = [like("now", now), *map(_told, state.get("pilots_scenarios"))]
    if "risk" in families:
        found += [
            like(f"risk: {RISK[RiskMode(mode)].lower()}", replace(now, risk=RiskMode(mode)))
            for mode in criteria.risk_variants or ()
            if RiskMode(mode) is not now.risk
        ]
    if "method" in families:
        found += [
            like(METHOD_FACTS[name].title, replace(now, method=name, scales=Scales.FIXED,
                                              normalization="none"))
            for name in DISTINCT_METHODS
            if name != now.method
        ]  # fmt: skip
    if "profiles" in families:
        found += [
            like(profile.name, replace(now, weights=now.weights.from_mapping(
                profile.points, criteria.ids)))
            for profile in criteria.profiles
        ]  # fmt: skip
    return found


def _told(one: SavedScenario) -> SavedScenario:
    """Return a scenario as the chosen readers may see it."""
    return SavedScenario(
        session.told(one.name),
        session.told(one.settings),
        session.told(one.criteria),
        session.told_reference(one.reference),
        one.policy_lists,
    )


def _ranked(
    found: Problem, present: Assessment, chosen: Sequence[SavedScenario]
) -> tuple[Assessment, ...] | None:
    """Return the ranking of each scenario; None where the work was cancelled."""

    def make(work: Working) -> tuple[Assessment, ...]:
        made: list[Assessment] = []
        for one in chosen:
            work.counted(len(made), len(chosen), "Ranked {n} scenarios")
            made.append(_assess(one, present))
        return tuple(made)

    asked = [
        (one.name, cached.criteria_digest(one.criteria), one.policy_lists, one.settings,
         cached.reference_digest(one.reference))
        for one in chosen
    ]  # fmt: skip
    return SCENARIOS.shown(repr((found.key, cached.assessment_key(present), asked)), make)


def _assess(one: SavedScenario, present: Assessment) -> Assessment:
    if one.name == "now":
        return present
    found = cached.problem(
        session.inventory(),
        one.criteria,
        one.reference,
        one.settings.risk,
        one.settings.facilities,
        is_nordic=state.get("area") == "nordic",
    )
    return cached.assess(found, one.settings)


def _matrix(chosen: Sequence[SavedScenario], rows: Sequence[ScenarioRow], rule: Cutoff) -> None:
    if len(chosen) == 1:
        markup.draw(markup.note("Save a scenario or choose others above to compare."))
    everyone = [row.name for row in rows if all(row.is_listed)]
    names = "; ".join(escape_html(name, limit=60) for name in everyone) or "none"
    names_of = [escape_html(one.name, limit=40) for one in chosen]
    head = "".join(
        markup.head(name, "m", f' title="{escape_html(_about(one))}"')
        for name, one in zip(names_of, chosen, strict=True)
    )
    body = "".join(_row(row, names_of) for row in rows[:MOST_ROWS])
    rest = len(rows) - MOST_ROWS
    markup.draw(
        f'<p class="pp-says"><b>{len(everyone)}</b> of {len(rows)} sites are listed in all '
        f"{len(chosen)} scenarios ({escape_html(rule.text)}, locks aside): {names}.</p>",
        markup.scrolled(
            markup.framed(
                markup.head("Site") + head + markup.head(LISTED_IN, "n"),
                body,
                kind="pp-members",
            )
        ),
        markup.note(
            "✓ on the list, with its place; · not on it, with its place; – not ranked there."
            + (
                f" {counted(rest, 'more site')} {are(rest)} listed in some scenario."
                if rest > 0
                else ""
            )
        ),
        _settings_list(chosen),
    )


def _row(row: ScenarioRow, scenarios: Sequence[str]) -> str:
    cells = (
        markup.cell(
            "–" if rank is None else f"{_mark(is_in)} <small>{rank}</small>",
            f"m {'in' if is_in else 'out'}",
            name,
        )
        for rank, is_in, name in zip(row.ranks, row.is_listed, scenarios, strict=True)
    )
    n, of = sum(row.is_listed), len(row.is_listed)
    title = markup.title(escape_html(row.name, limit=70))
    return markup.row((title, *cells, markup.cell(f"{n} of {of}", "n", LISTED_IN)))


def _mark(is_in: bool) -> str:
    return '<b title="on the list">✓</b>' if is_in else '<span aria-hidden="true">·</span>'


def _about(one: SavedScenario) -> str:
    shares = one.settings.weights.as_dict()
    names = {c.id: c.name for c in one.criteria.criteria}
    weights = ", ".join(f"{names.get(k, k)} {weight(v)}" for k, v in shares.items())
    return (
        f"{METHOD_FACTS[one.settings.method].title}, risk {RISK[one.settings.risk].lower()}; "
        f"{weights}; criteria {one.criteria.title}; policy lists {', '.join(one.policy_lists)}"
    )


def _settings_list(chosen: Sequence[SavedScenario]) -> str:
    rows = "".join(
        f"<li><b>{escape_html(one.name)}</b>: {escape_html(_about(one), limit=400)}</li>"
        for one in chosen
    )
    return (
        f'<details class="pp-more"><summary>What each scenario is</summary>'
        f'<ul class="pp-list-plain">{rows}</ul></details>'
    )
