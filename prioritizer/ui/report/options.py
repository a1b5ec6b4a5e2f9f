"""What goes into a report and who reads it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Settings
from prioritizer.domain.words import counted
from prioritizer.exports.formats import REPORT_FORMATS
from prioritizer.exports.report.input import ReportOptions
from prioritizer.languages.speech import LANGUAGES
from prioritizer.ui.pilots import portfolio_costs, portfolio_request, viability_figures
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.choices import REPORT_DRAWS
from prioritizer.ui.shell.text import plain
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.ui.shortlist import room as report_workshop
from prioritizer.workflow.pilots.edits import locks_of
from prioritizer.workflow.pilots.programme_choice import ProgrammeChoice
from prioritizer.workflow.sites.audience import MEANING, Audience

NAMES = {
    Audience.PUBLIC: "Public",
    Audience.PARTNERS: "Partners",
    Audience.INTERNAL: "Internal",
}
FILES = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Workbook",
    "gpkg": "GeoPackage",
    "geojson": "GeoJSON",
}


def show(criteria: CriteriaSet, settings: Settings) -> ReportOptions:
    """Draw the choices and return them.

    Raises
    ------
    InputError
        If the readers see no site that can be ranked.
    """
    if not state.get("report_dated"):
        state.put("report_dated", True)
        state.put("report_date", datetime.now(UTC).strftime("%Y-%m-%d"))
    st.segmented_control(
        "Who reads it",
        [audience.value for audience in NAMES],
        format_func={a.value: name for a, name in NAMES.items()}.__getitem__,
        required=True,
        **state.started("report_audience", "default"),
    )
    audience = Audience(state.get("report_audience"))
    meant = f"{MEANING[audience]}. The ranking is made from what they may see."
    markup.draw(markup.note(markup.prose(meant)))
    usual = f"Pilot candidates: {plain(session.inventory().register.title, limit=80)}"
    begins = {"value": session.told(state.get("report_title"))}
    st.text_input(
        "Title", max_chars=120, placeholder=usual, **state.started("report_title") | begins
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(
            "Date, printed as given", max_chars=40, width=180, **state.started("report_date")
        )
        st.number_input(
            "Shortlist places", 1, 100, step=1, width=150, **state.started("shortlist")
        )
        st.selectbox(
            "Draws",
            REPORT_DRAWS,
            format_func=lambda n: "none" if n == 0 else f"{n:,}".replace(",", "\u202f"),
            width=120,
            help="Monte Carlo draws of the section on robustness.",
            **state.started("report_draws", "index", REPORT_DRAWS),
        )
        codes = list(LANGUAGES)
        st.selectbox(
            "First page in",
            codes,
            format_func=LANGUAGES.__getitem__,
            width=140,
            help="The pages behind it are in English.",
            **state.started("report_language", "index", codes),
        )
    st.toggle(
        "With the programme under a budget",
        help="As asked for on the page Programme.",
        **state.started("report_portfolio"),
    )
    st.toggle(
        "With the project in the PDF",
        help="Attached, as the readers of the report may see it: sites, weights, locks, edits, "
        "costs. Whoever has the PDF can open it as a project and check each figure.",
        **state.started("report_project"),
    )
    st.pills(
        "Files",
        list(REPORT_FORMATS),
        format_func=FILES.__getitem__,
        selection_mode="multi",
        **state.started("report_files", "default"),
    )
    with st.expander("Result of a workshop", icon=":material/groups:"):
        report_workshop.load("report")
    return _options(criteria, settings, audience)


def _options(criteria: CriteriaSet, settings: Settings, audience: Audience) -> ReportOptions:
    """Return the choices about the sites that the readers of the report see.

    The readers of the screen may be others: what is locked or ruled there may be withheld here.
    """
    part = cached.seen(session.own_inventory(), audience)
    found = session.problem_of(part, criteria, settings)
    assessment = cached.assess(found, settings)
    edits = pilot_book.seen_by(part.register)
    _say_left_out(len(pilot_book.edits()) - len(edits))
    programme = None
    if state.get("report_portfolio"):
        names = {site.site_id: site.name for site in found.sites}
        stages = tuple(state.get("portfolio_stages"))
        programme = ProgrammeChoice(
            portfolio_request.present(names, edits),
            (stages[0], stages[1]),
            portfolio_costs.own(found),
        )
    locks = locks_of(edits, (site.site_id for site in found.register.sites))
    return ReportOptions(
        top=min(int(state.get("shortlist")), len(assessment.matrix)),
        audience=audience,
        title=str(state.get("report_title")).strip(),
        date=str(state.get("report_date")).strip(),
        draws=int(state.get("report_draws")),
        locks=locks,
        edits=tuple(edit for edit in edits if not pilot_book.is_lock(edit)),
        programme=programme,
        supports=viability_figures.present(),
        prices=state.get("viability_prices"),
        figures=viability_figures.chosen(),
        workshop=state.get("pilots_workshop"),
        language=state.get("report_language"),
    )


def _say_left_out(n: int) -> None:
    if n:
        markup.draw(
            markup.note(
                f"{counted(n, 'entry')} (locks, edits of pilots) of sites that these readers "
                "do not see: not in the report."
            )
        )
