"""Building a report: on request, step by step in sight, kept until something changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from prioritizer.domain.results import Settings
from prioritizer.domain.words import counted, number
from prioritizer.exports.blocks import Callout
from prioritizer.exports.formats import REPORT_FORMATS
from prioritizer.exports.project_file import packed
from prioritizer.exports.report.answer import answer
from prioritizer.exports.report.input import ReportInput, ReportOptions, prepare_report
from prioritizer.exports.sizes import MOST_ATTACHED, size_fault
from prioritizer.exports.workbook.model import has_formulas
from prioritizer.ui.parts.working import ask, is_asked
from prioritizer.ui.projects import carrying
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.cache import Problem, cached, criteria_digest, ranking_key
from prioritizer.ui.shell.finished import Finished
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.workflow.projects.document import Carried
from prioritizer.workflow.records.canonical import digest

MOST_KEPT = 6
ICONS = {
    "pdf": ":material/picture_as_pdf:",
    "docx": ":material/description:",
    "xlsx": ":material/table_view:",
    "gpkg": ":material/map:",
    "geojson": ":material/public:",
}
COPIED = "The ranking with the scores of the tool: this method has no formulas."
ATTACHED = (
    "The project is attached, as these readers may see it: open the PDF on the page Projects, "
    "and all stands as it does now."
)
HOLDS = {
    "pdf": "The whole report, tagged and searchable, to sign and to print.",
    "docx": "The same blocks in the same order, to edit.",
    "xlsx": "The ranking as live formulas; a check cell compares it with the tool.",
    "gpkg": "One point per site with the ranking; QGIS shows it in its own style.",
    "geojson": "The same points for the web.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A report with its files by format."""

    prepared: ReportInput
    files: dict[str, bytes]


@cached()
def _finished() -> Finished[Built]:
    return Finished(MOST_KEPT)


def show(found: Problem, settings: Settings, options: ReportOptions) -> None:
    """Draw the button, the steps while it works, and the files when they are made."""
    formats = tuple(name for name in REPORT_FORMATS if name in state.get("report_files"))
    n_sites = len(found.register.sites)
    faults = {name: size_fault(REPORT_FORMATS[name].extension, n_sites) for name in formats}
    for fault in filter(None, faults.values()):
        st.info(escape_markdown(fault), icon=":material/database:")
    formats = tuple(name for name in formats if faults[name] is None)
    ranking = ranking_key(found, settings)
    with_project = bool(state.get("report_project")) and "pdf" in formats
    standing = carrying.standing(options.audience, is_for_others=True) if with_project else None
    project_key = digest(standing.choices) if standing else ""
    own = criteria_digest(session.own_criteria())
    key = repr((ranking, own, options, formats, project_key))
    built = _finished().get(key)
    if built is None:
        place = st.empty()
        place.button(
            "Build the report",
            type="primary",
            icon=":material/auto_stories:",
            disabled=not formats,
            on_click=ask,
            args=("report_asked",),
        )
        if not is_asked("report_asked", (ranking, key)):
            _explain()
            return
        built = _build(found, settings, options, formats, standing)
        _finished().keep(key, built)
        place.empty()
    _result(built)


def _explain() -> None:
    markup.draw(
        markup.note(
            "A report holds the answer on one page, the shortlist with charts, robustness, "
            "method and weights in plain words, a dossier and a pilot study per site with your "
            "edits, data gaps, sources and the fingerprint of the record. It uses the present "
            "settings. If you change one, build the report again."
        )
    )


def _build(
    found: Problem,
    settings: Settings,
    options: ReportOptions,
    formats: tuple[str, ...],
    standing: Carried | None,
) -> Built:
    stop = st.empty()
    # Each step that is told is the moment at which a click takes effect.
    stop.button("Cancel", key="cancel-report", on_click=state.put, args=("report_asked", None))
    try:
        built = _written(found, settings, options, formats, standing)
    except Exception:
        # There is nothing to cancel, and no report that the steps could call built.
        stop.empty()
        state.put("report_asked", None)
        raise
    stop.empty()
    return built


def _written(
    found: Problem,
    settings: Settings,
    options: ReportOptions,
    formats: tuple[str, ...],
    standing: Carried | None,
) -> Built:
    with st.status("Building the report …", expanded=True) as status:

        def tell(text: str) -> None:
            status.write(f"{text} …")

        prepared = prepare_report(
            session.own_register(),
            session.own_criteria(),
            settings,
            session.own_reference(),
            options,
            progress=tell,
        )
        if standing is not None:
            tell("Putting the project into the PDF")
            content = packed(carrying.answered(standing))
            if len(content) <= MOST_ATTACHED:
                prepared = replace(prepared, project=content)
        files = {}
        for name in formats:
            tell(f"Writing {REPORT_FORMATS[name].extension[1:].upper()}")
            files[name] = REPORT_FORMATS[name].write(prepared)
        status.update(label="The report is ready.", state="complete", expanded=False)
    return Built(prepared, files)


def _result(built: Built) -> None:
    prepared = built.prepared
    first = next(block for block in answer(prepared) if isinstance(block, Callout))
    withheld = ""
    if prepared.n_sites_withheld or prepared.n_sites_partial:
        withheld = (
            f"Withheld from this audience: {counted(prepared.n_sites_withheld, 'site')}, "
            f"and columns of {counted(prepared.n_sites_partial, 'site')}."
        )
    markup.draw(
        f'<p class="pp-says"><b>{escape_html(first.title)}.</b> {escape_html(first.text)}'
        f" {escape_html(withheld)}</p>"
    )
    for name, content in built.files.items():
        entry = REPORT_FORMATS[name]
        with st.container(border=True, gap="xsmall"):
            st.download_button(
                f"{entry.title} ({entry.extension[1:].upper()}, {_kilobytes(content)})",
                content,
                f"pilot-report{entry.extension}",
                entry.media_type,
                key=f"report-{name}",
                icon=ICONS[name],
                on_click="ignore",
                type="primary" if name == "pdf" else "secondary",
                width="stretch",
            )
            if name == "pdf" and prepared.project:
                markup.draw(markup.note(markup.prose(ATTACHED)))
            is_copied = name == "xlsx" and not has_formulas(prepared.assessment)
            markup.draw(markup.note(markup.prose(COPIED if is_copied else HOLDS[name])))
    markup.draw(
        markup.note(
            f'Record <code class="pp-code">{prepared.fingerprint}</code>. Keep the decision '
            "record with it (page Files and records): who has both can check every number."
        )
    )


def _kilobytes(content: bytes) -> str:
    return f"{number(len(content) / 1024)} kB"
