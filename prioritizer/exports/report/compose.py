"""Reports: the whole document from its parts."""

from __future__ import annotations

from prioritizer.exports.blocks import FirstPage, Report, plain
from prioritizer.exports.report import dossier as report_dossier
from prioritizer.exports.report import gaps as report_gaps
from prioritizer.exports.report import pilots as report_pilots
from prioritizer.exports.report import programme as report_programme
from prioritizer.exports.report import sections as report_sections
from prioritizer.exports.report import viability as report_viability
from prioritizer.exports.report import views as report_views
from prioritizer.exports.report.answer import answer
from prioritizer.exports.report.input import ReportInput
from prioritizer.languages.speech import gettext, speaking
from prioritizer.version import __version__
from prioritizer.workflow.sites.audience import MEANING

LONGEST_TITLE = 160


def compose(found: ReportInput) -> Report:
    """Return the report as blocks, ready for a layout."""
    date, code = plain(found.options.date, 60), found.options.language
    with speaking(code):
        title, first_page = plain(found.title, LONGEST_TITLE), answer(found)
        subtitle = gettext(
            "Shortlist for pilot studies: {rule}", rule=found.shortlist.rule.text
        )
        first = _first()
    return Report(
        title=title,
        subtitle=f"{subtitle} · {date}" if date else subtitle,
        date=date,
        audience=MEANING[found.options.audience].partition(":")[0],
        fingerprint=found.fingerprint,
        version=__version__,
        answer=first_page,
        body=(
            *report_sections.ranking(found),
            *report_sections.robustness(found),
            *report_views.scenarios(found),
            *report_views.room(found),
            *report_sections.method(found),
            *report_dossier.dossiers(found),
            *report_pilots.pilot_studies(found),
            *report_viability.viability(found),
            *report_programme.programme_section(found),
            *report_gaps.gaps(found),
            *report_sections.all_ranked(found),
            *report_sections.not_ranked(found),
            *report_sections.sources(found),
            *report_sections.record(found),
        ),
        keywords=("mine waste", "metal recovery", "pilot study", "ranking"),
        language=code,
        first=first,
    )


def _first() -> FirstPage:
    """Return what layouts say on the first page, in the language spoken."""
    return FirstPage(
        over=gettext("Pilot studies at historical mine waste sites"),
        record=gettext("Record {number}"),
        page=gettext("Page {n} of {of}"),
    )
