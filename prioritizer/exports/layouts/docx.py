"""The report as DOCX, for those who go on writing in it: same blocks, same order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

from prioritizer.exports.blocks import (
    Block,
    Bullets,
    Callout,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Report,
    Table,
)
from prioritizer.exports.layouts.docx_parts import (
    add_cell_styles,
    cell_style,
    contents,
    drop_theme_fonts,
    field,
    keep_rows_whole,
    mark_headings,
    ruled,
    spoken_from,
)
from prioritizer.exports.layouts.pdf import picture_png
from prioritizer.languages.speech import SOURCE

ACCENT, MUTED, TINT = "0B5C8A", "5B6B75", "F1F6F9"
TEXT_WIDTH_CM = 16.6


def write(report: Report) -> bytes:
    """Return a DOCX with real headings, header rows, alt texts and page numbers."""
    from docx import Document

    document = Document()
    _prepare(document, report)
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.subtitle, style="Subtitle")
    _add(document, report.answer)
    if report.language != SOURCE:
        spoken_from(document, report.language)
    document.add_paragraph().paragraph_format.page_break_before = True
    document.add_paragraph("Contents", style="Subtitle")
    contents(document, [block for block in report.body if isinstance(block, Heading)])
    _add(document, report.body)
    mark_headings(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _prepare(document: Any, report: Report) -> None:
    """Set paper, styles, footer and properties; no clock, no author but the tool."""
    from datetime import UTC, datetime

    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(10)
    for name, size in (
        ("Title", 24),
        ("Heading 1", 18),
        ("Heading 2", 13),
        ("Heading 3", 11),
        ("Subtitle", 12),
    ):
        style = styles[name]
        style.font.name, style.font.size = "Georgia", Pt(size)
        drop_theme_fonts(style)
        style.font.color.rgb = RGBColor.from_string(MUTED if name == "Subtitle" else ACCENT)
    add_cell_styles(document)
    footer = section.footer.paragraphs[0]
    footer.add_run(
        f"{report.audience} · Record {report.fingerprint[:16]} · "
        f"Pilot Prioritizer {report.version} · Page "
    )
    field(footer, "PAGE", "1")
    footer.add_run(" of ")
    field(footer, "NUMPAGES", "1")
    properties, epoch = document.core_properties, datetime(1980, 1, 1, tzinfo=UTC)
    properties.title, properties.subject = report.title[:250], report.subtitle[:250]
    properties.author, properties.language = "Pilot Prioritizer", "en-GB"
    properties.created = properties.modified = epoch
    properties.comments = f"Record {report.fingerprint}"


def _add(document: Any, blocks: Iterable[Block]) -> None:
    for block in blocks:
        _WRITERS[type(block)](document, block)


def _heading(document: Any, block: Heading) -> None:
    heading = document.add_heading(block.text, level=block.level)
    heading.paragraph_format.page_break_before = block.starts_page


def _paragraph(document: Any, block: Paragraph) -> None:
    run = document.add_paragraph().add_run(block.text)
    if block.is_quiet:
        _quiet(run)


def _quiet(run: Any) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(MUTED)


def _bullets(document: Any, block: Bullets) -> None:
    for item in block.items:
        document.add_paragraph(item, style="List Bullet")


def _facts(document: Any, block: Facts) -> None:
    _table(document, Table((block.item, block.known), block.pairs, (0.27, 0.73)))


def _table(document: Any, block: Table) -> None:
    from docx.shared import Cm, Pt

    if block.caption:
        caption = document.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        _quiet(caption.add_run(block.caption))
    rows, n_columns = (block.header, *block.rows), len(block.header)
    grid = document.add_table(rows=len(rows), cols=n_columns)
    grid.autofit = False
    widths = [Cm(TEXT_WIDTH_CM * width / sum(block.widths)) for width in block.widths]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # Asking a table for one row walks through all of it; asked once, it gives all cells.
    cells = grid._cells
    for number, row in enumerate(rows):
        line = cells[number * n_columns : (number + 1) * n_columns]
        for k, (cell, text) in enumerate(zip(line, row, strict=True)):
            cell.width = widths[k]
            written = cell._tc.p_lst[0]
            written.style = cell_style(is_head=number == 0, is_right=k in block.right)
            written.add_r().text = text
    ruled(grid)
    keep_rows_whole(grid)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _picture(document: Any, block: Picture) -> None:
    from docx.shared import Cm

    image = io.BytesIO(picture_png(block.figure.svg))
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(image, width=Cm(TEXT_WIDTH_CM))
    shape._inline.docPr.set("descr", block.figure.alt)  # python-docx has no public way
    _quiet(document.add_paragraph().add_run(block.figure.caption))


def _callout(document: Any, block: Callout) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.add_paragraph()
    paragraph.add_run(f"{block.title}\n").bold = True
    paragraph.add_run(block.text)
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), TINT)
    paragraph._p.get_or_add_pPr().append(shading)  # python-docx has no public way


_WRITERS: dict[type, Callable[[Any, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Facts: _facts,
    Table: _table,
    Picture: _picture,
    Callout: _callout,
}
