"""Every format: what it writes, its name and title, its kind of file, and what writes it.

A kind of file has its endings and its media type here and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from prioritizer.errors import InputError

# What writes is loaded when it is asked to write: every command reads this table.
if TYPE_CHECKING:
    from prioritizer.domain.results import Assessment
    from prioritizer.domain.site import SiteRegister
    from prioritizer.exports.opendata.inventory import OpenInventory
    from prioritizer.exports.report.input import ReportInput
    from prioritizer.workflow.pilots.edits import EditedPilot
    from prioritizer.workflow.robustness.next_step import NextSteps


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: the endings of its name, the usual one first, and its media type."""

    endings: tuple[str, ...]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
TEXT = FileKind((".txt", ".md"), "text/plain; charset=utf-8")
MARKDOWN = FileKind((".md",), "text/markdown; charset=utf-8")
CSV = FileKind((".csv",), "text/csv; charset=utf-8")
JSON = FileKind((".json",), "application/json")
PYTHON = FileKind((".py",), "text/x-python; charset=utf-8")
YAML = FileKind((".yaml", ".yml"), "application/yaml")
XLSX = FileKind((".xlsx",), f"{_OFFICE}.spreadsheetml.sheet")
DOCX = FileKind((".docx",), f"{_OFFICE}.wordprocessingml.document")
PDF = FileKind((".pdf",), "application/pdf")
GEOJSON = FileKind((".geojson", ".json"), "application/geo+json")
GEOPACKAGE = FileKind((".gpkg",), "application/geopackage+sqlite3")
GML = FileKind((".gml", ".xml"), "application/gml+xml")
ZIP = FileKind((".zip",), "application/zip")

# How a command may write an answer of its own, by the word after --format.
ANSWER_KINDS = {"table": TEXT, "text": TEXT, "md": MARKDOWN, "csv": CSV, "json": JSON}


class Content(StrEnum):
    """What a format writes."""

    RANKING = "ranking"
    SITES = "sites"
    REPORT = "report"
    PILOT = "pilot"


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of a person about a ranking to write.

    Parameters
    ----------
    top
        How many places to list; a tie at the cut is kept whole. ``None`` lists all.
    steps
        What to find out next, written beside each site; None leaves it out.
    """

    top: int | None = None
    steps: NextSteps | None = None

    def __post_init__(self) -> None:
        if self.top is not None and self.top < 1:
            raise InputError(
                f"shortlist: found {self.top}. Expected 1 place or more. Leave it out "
                f"to list all."
            )


Writer = TypeVar("Writer", bound=Callable[..., bytes])
RankingWriter: TypeAlias = "Callable[[Assessment, SiteRegister | None, Options], bytes]"
SitesWriter: TypeAlias = "Callable[[OpenInventory], bytes]"
ReportWriter: TypeAlias = "Callable[[ReportInput], bytes]"
PilotWriter: TypeAlias = "Callable[[EditedPilot, str], bytes]"


@dataclass(frozen=True, slots=True)
class Format(Generic[Writer]):
    """One way to write one content, ``name`` being the word after ``--format``."""

    writes: Content
    name: str
    title: str
    kind: FileKind
    write: Writer

    @property
    def extension(self) -> str:
        """Return the usual ending of a file name, with its dot."""
        return self.kind.endings[0]

    @property
    def media_type(self) -> str:
        """Return the media type, with the character set where it is text."""
        return self.kind.media_type


def _table(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.tables import text_table

    return text_table.write(assessment, register, top=options.top, steps=options.steps)


def _csv(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.tables import csv_file

    return csv_file.write(assessment, register, top=options.top, steps=options.steps)


def _json(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.tables import json_file

    return json_file.write(assessment, register, top=options.top, steps=options.steps)


def _xlsx(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.workbook import write

    return write.write(assessment, register, top=options.top, steps=options.steps)


def _crma(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import crma

    return crma.write(inventory)


def _geojson(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import geojson

    return geojson.write(inventory)


def _geopackage(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import geopackage

    return geopackage.write(inventory)


def _datapackage(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import datapackage

    return datapackage.write(inventory)


def _erml(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import erml

    return erml.write(inventory)


def _report_pdf(report: ReportInput) -> bytes:
    from prioritizer.exports.layouts import pdf
    from prioritizer.exports.report.compose import compose
    from prioritizer.exports.sizes import check_size

    check_size(PDF.endings[0], len(report.register.sites))
    return pdf.write(compose(report), report.project)


def _report_docx(report: ReportInput) -> bytes:
    from prioritizer.exports.layouts import docx
    from prioritizer.exports.report.compose import compose
    from prioritizer.exports.sizes import check_size

    check_size(DOCX.endings[0], len(report.register.sites))
    return docx.write(compose(report))


def _report_xlsx(report: ReportInput) -> bytes:
    from prioritizer.exports.report.workbook import plain_sheets
    from prioritizer.exports.workbook.write import write

    top, sheets = report.options.top, plain_sheets(report)
    return write(report.assessment, report.register, top=top, steps=report.steps, beside=sheets)


def _layer_geopackage(report: ReportInput) -> bytes:
    from prioritizer.exports.opendata import gis
    from prioritizer.exports.report.layer import layer

    return gis.write_geopackage(layer(report))


def _layer_geojson(report: ReportInput) -> bytes:
    from prioritizer.exports.opendata import gis
    from prioritizer.exports.report.layer import layer

    return gis.write_geojson(layer(report))


def _pilot_pdf(edited: EditedPilot, mark: str) -> bytes:
    from prioritizer.exports.layouts import pdf
    from prioritizer.exports.report.one_pilot import pilot_report

    return pdf.write(pilot_report(edited, mark=mark))


def _pilot_docx(edited: EditedPilot, mark: str) -> bytes:
    from prioritizer.exports.layouts import docx
    from prioritizer.exports.report.one_pilot import pilot_report

    return docx.write(pilot_report(edited, mark=mark))


def _pilot_markdown(edited: EditedPilot, mark: str) -> bytes:
    from prioritizer.exports.marking import marked
    from prioritizer.workflow.pilots.definition import as_markdown

    return marked(as_markdown(edited.pilot).encode(), mark)


def _pilot_json(edited: EditedPilot, mark: str) -> bytes:
    from prioritizer.exports.marking import marked
    from prioritizer.workflow.pilots.definition import as_data

    edits = [{"path": e.path, "who": e.who, "at": e.at, "why": e.why} for e in edited.edits]
    data = as_data(edited.pilot) | {"edits": edits}
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return marked(text.encode(), mark)


def _by_name(formats: Iterable[Format[Writer]]) -> dict[str, Format[Writer]]:
    return {entry.name: entry for entry in formats}


_CRMA = "Table for Article 27 of Regulation (EU) 2024/1252"
_LAYER = "Map layer with style (QGIS)"
_ERML = "EarthResourceML-Lite 2.0.1 MiningWasteView"
# fmt: off
RANKING_FORMATS: dict[str, Format[RankingWriter]] = _by_name((
    Format(Content.RANKING, "table", "Text table", TEXT, _table),
    Format(Content.RANKING, "csv", "CSV table", CSV, _csv),
    Format(Content.RANKING, "json", "JSON", JSON, _json),
    Format(Content.RANKING, "xlsx", "Workbook", XLSX, _xlsx),
))
OPEN_FORMATS: dict[str, Format[SitesWriter]] = _by_name((
    Format(Content.SITES, "crma", _CRMA, CSV, _crma),
    Format(Content.SITES, "geojson", "GeoJSON (RFC 7946)", GEOJSON, _geojson),
    Format(Content.SITES, "gpkg", "GeoPackage 1.3", GEOPACKAGE, _geopackage),
    Format(Content.SITES, "datapackage", "Data Package (Frictionless)", ZIP, _datapackage),
    Format(Content.SITES, "erml", _ERML, GML, _erml),
))
REPORT_FORMATS: dict[str, Format[ReportWriter]] = _by_name((
    Format(Content.REPORT, "pdf", "Report", PDF, _report_pdf),
    Format(Content.REPORT, "docx", "Report to edit", DOCX, _report_docx),
    Format(Content.REPORT, "xlsx", "Workbook", XLSX, _report_xlsx),
    Format(Content.REPORT, "gpkg", _LAYER, GEOPACKAGE, _layer_geopackage),
    Format(Content.REPORT, "geojson", "Map layer", GEOJSON, _layer_geojson),
))
PILOT_FORMATS: dict[str, Format[PilotWriter]] = _by_name((
    Format(Content.PILOT, "pdf", "PDF", PDF, _pilot_pdf),
    Format(Content.PILOT, "docx", "Word", DOCX, _pilot_docx),
    Format(Content.PILOT, "md", "Markdown", MARKDOWN, _pilot_markdown),
    Format(Content.PILOT, "json", "JSON", JSON, _pilot_json),
))
# fmt: on
ALL_FORMATS: tuple[Format[Any], ...] = (
    *RANKING_FORMATS.values(),
    *OPEN_FORMATS.values(),
    *REPORT_FORMATS.values(),
    *PILOT_FORMATS.values(),
)


def format_of(path: Path, formats: Mapping[str, Format[Writer]]) -> Format[Writer]:
    """Return the format of a content that the usual ending of a file name stands for.

    Raises
    ------
    InputError
        If no format has this ending.
    """
    for entry in formats.values():
        if path.suffix.lower() == entry.extension:
            return entry
    endings = ", ".join(_ending_text(entry) for entry in formats.values())
    raise InputError(
        f"{path.name}: found the ending '{path.suffix}'. Expected one of: {endings}. "
        "Rename the file, or name the format."
    )


def _ending_text(entry: Format[Any]) -> str:
    is_name = entry.extension == f".{entry.name}"
    return entry.extension if is_name else f"{entry.extension} ({entry.name})"


def names_by_ending() -> dict[str, tuple[str, ...]]:
    """Return the words after ``--format`` that may stand in a file of each ending."""
    named = [(entry.name, entry.kind) for entry in ALL_FORMATS] + list(ANSWER_KINDS.items())
    names: dict[str, list[str]] = {}
    for name, kind in named:
        for ending in kind.endings:
            if name not in names.setdefault(ending, []):
                names[ending].append(name)
    return {ending: tuple(known) for ending, known in names.items()}
