"""Reports: the whole document from its parts, and REPORT_FORMATS, every way to write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prioritizer.errors import InputError
from prioritizer.exports.blocks import Report, plain
from prioritizer.exports.report import dossier as report_dossier
from prioritizer.exports.report import pilots as report_pilots
from prioritizer.exports.report import programme as report_programme
from prioritizer.exports.report import sections as report_sections
from prioritizer.exports.report import viability as report_viability
from prioritizer.exports.report import views as report_views
from prioritizer.exports.report.answer import answer
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.sizes import check_size
from prioritizer.version import __version__
from prioritizer.workflow.sites.audience import MEANING

LONGEST_TITLE = 160


def compose(found: ReportInput) -> Report:
    """Return the report as blocks, ready for a layout."""
    date = plain(found.options.date, 60)
    subtitle = f"Shortlist for pilot studies: {found.shortlist.rule.text}"
    return Report(
        title=plain(found.title, LONGEST_TITLE),
        subtitle=f"{subtitle} · {date}" if date else subtitle,
        date=date,
        audience=MEANING[found.options.audience].partition(":")[0],
        fingerprint=found.fingerprint,
        version=__version__,
        answer=answer(found),
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
            *report_sections.gaps(found),
            *report_sections.all_ranked(found),
            *report_sections.not_ranked(found),
            *report_sections.sources(found),
            *report_sections.record(found),
        ),
        keywords=("mine waste", "metal recovery", "pilot study", "ranking"),
    )


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A way to write a report; ``write`` imports what it needs only when called."""

    title: str
    extension: str
    media_type: str
    write: Callable[[ReportInput], bytes]


def _pdf(found: ReportInput) -> bytes:
    from prioritizer.exports.layouts import pdf as pdf_report

    check_size(".pdf", len(found.register.sites))
    return pdf_report.write(compose(found))


def _docx(found: ReportInput) -> bytes:
    from prioritizer.exports.layouts import docx as docx_report

    check_size(".docx", len(found.register.sites))
    return docx_report.write(compose(found))


def _xlsx(found: ReportInput) -> bytes:
    from prioritizer.exports.report.workbook import plain_sheets
    from prioritizer.exports.workbook.write import write

    return write(
        found.assessment, found.register, top=found.options.top, beside=plain_sheets(found)
    )


def _gpkg(found: ReportInput) -> bytes:
    from prioritizer.exports.opendata import gis
    from prioritizer.exports.report.layer import layer

    return gis.write_geopackage(layer(found))


def _geojson(found: ReportInput) -> bytes:
    from prioritizer.exports.opendata import gis
    from prioritizer.exports.report.layer import layer

    return gis.write_geojson(layer(found))


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORT_FORMATS: dict[str, ReportFormat] = {
    "pdf": ReportFormat("Report", ".pdf", "application/pdf", _pdf),
    "docx": ReportFormat("Report to go on writing in", ".docx", _WORD, _docx),
    "xlsx": ReportFormat("Workbook", ".xlsx", _SHEET, _xlsx),
    "gpkg": ReportFormat(
        "Map layer with style (QGIS)", ".gpkg", "application/geopackage+sqlite3", _gpkg
    ),
    "geojson": ReportFormat("Map layer", ".geojson", "application/geo+json", _geojson),
}


def report_format_of(path: Path) -> str:
    """Return the name of the format that the ending of a file name stands for.

    Raises
    ------
    InputError
        If no format has this ending.
    """
    for name, entry in REPORT_FORMATS.items():
        if path.suffix.lower() == entry.extension:
            return name
    endings = ", ".join(entry.extension for entry in REPORT_FORMATS.values())
    raise InputError(
        f"{path.name}: found the ending '{path.suffix}'. Expected one of: {endings}. "
        "Rename the file, or name the format."
    )
