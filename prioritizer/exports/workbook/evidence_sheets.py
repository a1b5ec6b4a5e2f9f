"""The sheets Evidence (figures as published), Sources and Not ranked."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.answer import LEAST_KNOWN
from prioritizer.domain.published import figures
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import percent
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.layout import KNOWN_FORMAT
from prioritizer.exports.workbook.model import Model

HEADER_ROW = 3


def add_evidence(
    book: Book, assessment: Assessment, register: SiteRegister, model: Model
) -> None:
    """Add Evidence: one row per published figure, ranked sites first and in their order."""
    sheet = _table(
        book,
        "Evidence",
        "Evidence as published",
        "Blank where nothing was published. Source: ids of the sheet Sources.",
        (
            ("Site", 12),
            ("Field", 24),
            ("Value", 40),
            ("Unit", 14),
            ("Source", 16),
            ("Remark", 60),
        ),
    )
    by_id = register.by_id()
    ranked = [assessment.matrix.alternatives[row] for row in model.rows.tolist()]
    left_out = [site.site_id for site in register.sites if site.site_id not in set(ranked)]
    row = HEADER_ROW
    for site_id in (*ranked, *left_out):
        if site_id not in by_id:
            continue
        for figure in figures(by_id[site_id]):
            row += 1
            book.text(sheet, row, 0, site_id)
            book.text(sheet, row, 1, figure.field)
            _value(book, sheet, row, figure.value)
            for column, text in ((3, figure.unit), (4, figure.source), (5, figure.remark)):
                if text:
                    book.text(sheet, row, column, text)
    sheet.autofilter(HEADER_ROW, 0, row, 5)


def _value(book: Book, sheet: Any, row: int, value: float | str | bool) -> None:
    if isinstance(value, str):
        book.text(sheet, row, 2, value)
    elif isinstance(value, bool):
        book.text(sheet, row, 2, "yes" if value else "no")
    else:
        book.number(
            sheet, row, 2, value, "#,##0" if abs(value) >= 10_000 else "General", "left"
        )


def add_sources(book: Book, register: SiteRegister) -> None:
    """Add Sources: the citation behind each id."""
    sheet = _table(
        book,
        "Sources",
        "Sources",
        "",
        (
            ("Id", 10),
            ("Citation", 100),
            ("Year", 8),
            ("Kind", 22),
            ("Identifier", 28),
            ("Address", 50),
            ("Quality", 9),
        ),
    )
    for row, source in enumerate(register.sources.values(), start=HEADER_ROW + 1):
        texts = (
            source.source_id,
            source.citation,
            source.year,
            source.kind,
            source.identifier,
            source.url,
            source.quality,
        )
        book.row(sheet, row, texts, "wrap")
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(register.sources), 1), 6)


def add_not_ranked(book: Book, assessment: Assessment) -> None:
    """Add Not ranked: the sites left out, each with its reason and what is missing."""
    sheet = _table(
        book,
        "Not ranked",
        "Sites that are listed but not ranked",
        "A veto is not a low score, and a gap is not a zero: these sites have no place "
        "in the ranking.",
        (("Site", 12), ("Name", 44), ("Reason", 60), ("Veto", 20), ("Missing", 100)),
    )
    for row, left in enumerate(assessment.not_ranked, start=HEADER_ROW + 1):
        texts = (left.site_id, left.name, left.reason, str(left.gate), "; ".join(left.missing))
        book.row(sheet, row, texts, "wrap")
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(assessment.not_ranked), 1), 4)


def add_open_gates(book: Book, assessment: Assessment) -> None:
    """Add Open vetoes, where there are any: ranked sites that a gate may set aside."""
    found = assessment.open_gates
    if not found:
        return
    sheet = _table(
        book,
        "Open vetoes",
        "Sites of which nobody can say whether a veto holds",
        "These sites are ranked. Find out what the veto asks before you decide.",
        (("Site", 12), ("Name", 44), ("Veto", 40), ("Reason", 60), ("Known", 24)),
    )
    for row, one in enumerate(found, start=HEADER_ROW + 1):
        texts = (one.site_id, one.name, one.rule.words, one.rule.reason, one.known_text)
        book.row(sheet, row, texts, "wrap")
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(found), 4)


def add_too_little_known(book: Book, assessment: Assessment) -> None:
    """Add Too little known, where chances were drawn: who would reach the list if ranked."""
    answer = assessment.answer
    if answer is None:
        return
    sheet = _table(
        book,
        "Too little known",
        "Sites that are too little known to be ranked",
        f"Less than {percent(LEAST_KNOWN)} of the weight rests on what is known. Chance: share "
        f"of {answer.draws} draws in which the site would be on the list of {answer.top}.",
        (
            ("Site", 12),
            ("Name", 44),
            ("Chance if ranked", 12),
            ("Known weight", 12),
            ("What to find out", 100),
        ),
    )
    for row, site in enumerate(answer.apart, start=HEADER_ROW + 1):
        book.text(sheet, row, 0, site.site_id, "wrap")
        book.text(sheet, row, 1, site.name, "wrap")
        book.number(sheet, row, 2, site.chance, "0 %")
        book.number(sheet, row, 3, site.known_weight, KNOWN_FORMAT)
        book.text(sheet, row, 4, "; ".join(site.missing), "wrap")
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(answer.apart), 1), 4)


def _table(
    book: Book, name: str, title: str, note: str, columns: tuple[tuple[str, int], ...]
) -> Any:
    sheet = book.sheet(name, title, note)
    book.row(sheet, HEADER_ROW, tuple(label for label, _ in columns))
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    return sheet
