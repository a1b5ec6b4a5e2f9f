"""Parts of a DOCX that python-docx has no public way to make: fields, contents, table rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prioritizer.exports.blocks import Heading

RULE, ACCENT = "CBD5DA", "0B5C8A"
DEEPEST = 2
INDENT_CM = 0.6
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field that the word processor computes, such as a page number."""
    _part(paragraph, "begin")
    _part(paragraph, "code", code)
    _part(paragraph, "separate")
    paragraph.add_run(shown)
    _part(paragraph, "end")


def _part(paragraph: Any, kind: str, code: str = "") -> None:
    """Add the beginning, the code, the divider or the end of a field."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if kind == "code":
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = code
    else:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(element)


def contents(document: Any, headings: Sequence[Heading]) -> None:
    """Add a table of contents: links to the headings, inside the field a word processor renews.

    Page numbers come when the field is updated; the links work at once.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    shown = [(k, h) for k, h in enumerate(headings) if h.level <= DEEPEST]
    for number, (k, heading) in enumerate(shown):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(INDENT_CM * (heading.level - 1))
        paragraph.paragraph_format.space_after = Pt(2)
        if number == 0:
            _part(paragraph, "begin")
            _part(paragraph, "code", f'TOC \\o "1-{DEEPEST}" \\h \\z \\u')
            _part(paragraph, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark(k))
        run = paragraph.add_run(heading.text)
        link.append(run._r)
        paragraph._p.append(link)
        if number == len(shown) - 1:
            _part(paragraph, "end")


def _bookmark(number: int) -> str:
    return f"_Toc{number + 1:06d}"


def mark_headings(document: Any) -> None:
    """Give each heading the bookmark that the contents lead to, in order."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    headings = document.element.body.xpath(
        './w:p[w:pPr/w:pStyle[starts-with(@w:val, "Heading")]]'
    )
    for number, heading in enumerate(headings):
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(number + 1))
        start.set(qn("w:name"), _bookmark(number))
        heading.insert(1, start)
        heading.append(end)


def drop_theme_fonts(style: Any) -> None:
    """Let a style's own font count; one named by the theme would win over it."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in _THEMED:
        fonts.attrib.pop(qn(f"w:{name}"), None)


def cell_style(*, is_head: bool, is_right: bool) -> str:
    """Return the id of the style of a table cell."""
    return f"Cell{'Head' if is_head else ''}{'Right' if is_right else ''}"


def add_cell_styles(document: Any) -> None:
    """Add the styles of table cells: one name per cell is quicker than its properties."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for is_head in (False, True):
        for is_right in (False, True):
            name = cell_style(is_head=is_head, is_right=is_right)
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles["Normal"]
            style.font.size = Pt(8)
            layout = style.paragraph_format
            layout.space_before = layout.space_after = Pt(1.5)
            if is_right:
                layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if is_head:
                layout.keep_with_next = True
                style.font.bold, style.font.color.rgb = True, RGBColor.from_string(ACCENT)


def ruled(grid: Any) -> None:
    """Draw thin lines between the rows of a table, and nothing else."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side, color in (("top", ACCENT), ("bottom", RULE), ("insideH", RULE)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", color)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = grid._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        properties.append(borders)


def keep_rows_whole(grid: Any) -> None:
    """Repeat the first row on each page, and let no row break over two pages."""
    from docx.oxml import OxmlElement

    for number, row in enumerate(grid._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def spoken_from(document: Any, code: str) -> None:
    """Mark all that a document holds so far as text of a language, for voices and spelling."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for run in document.element.body.iter(qn("w:r")):
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), code)
        run.get_or_add_rPr().append(mark)
