"""The PDF layout takes any text, tags it, and shows what it cannot set."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.exports.blocks import (
    Bullets,
    Callout,
    Heading,
    Paragraph,
    Picture,
    Report,
    facts,
    plain,
    table,
)
from prioritizer.exports.layouts import pdf as pdf_report
from prioritizer.figures.svg import Figure, frame, words

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
PICTURE = Figure(
    frame(40, [words(5, 20, "in a chart")], title="t"), "What it shows", "Caption."
)


@pytest.fixture
def small() -> Report:
    return Report(
        title="Title of it",
        subtitle="Subtitle",
        date="",
        audience="Public",
        fingerprint="f" * 64,
        version="0",
        answer=(Callout("The answer", "Start here."), Bullets(("one", "two"))),
        body=(
            Heading("Chapter"),
            Paragraph("Words."),
            facts([("Key", "value"), ("Empty", " ")]),
            table(("A", "B"), [("1", "2")], (1, 1), right=(1,), caption="Cap"),
            Picture(PICTURE),
        ),
    )


def text_of(content: bytes, folder: Path) -> str:
    path = folder / "report.pdf"
    path.write_bytes(content)
    found = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return found.stdout.decode()


def saying(report: Report, text: str) -> Report:
    return replace(report, body=(Heading(plain(text)), Paragraph(plain(text))))


def test_the_pdf_is_tagged_with_the_words_of_the_chart(
    small: Report,
) -> None:
    content = pdf_report.write(small)

    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    assert b"What it shows" in content


def test_the_same_report_is_the_same_file(small: Report) -> None:
    assert pdf_report.write(small) == pdf_report.write(small)


@needs_poppler
def test_every_block_is_found_by_a_text_search(small: Report, tmp_path: Path) -> None:
    text = text_of(pdf_report.write(small), tmp_path)

    for part in ("Title of it", "Start here.", "two", "Chapter", "value", "Cap", "in a chart"):
        assert part in text
    assert "Empty" not in text
    assert "Page 1 of 2" in text


@needs_poppler
@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1") $x^2$ *bold* _under_ <label> @ref // comment /* block */ \\u{41}',
        "= not a heading",
        '"; #panic("x") //',
        "Кошкар-Ата, Grängesberg, Łódź, Ωμέγα",
    ],
)
def test_markup_in_a_name_is_printed_not_run(small: Report, text: str, tmp_path: Path) -> None:
    printed = text_of(pdf_report.write(saying(small, text)), tmp_path)

    assert " ".join(text.split()) in " ".join(printed.split())


def test_hostile_texts_do_not_break_the_build(small: Report) -> None:
    for text in ("x" * 10_000, "\u202eabc\u0000\u0007", "שלום עולם", "العربية", "\U0001f4a3"):
        assert pdf_report.write(saying(small, text)).startswith(b"%PDF")


def test_a_character_without_a_glyph_becomes_a_visible_code_point() -> None:
    said = 'PDF/UA-1 error: the text `"\u94dc"` could not be displayed with font `"A"`'

    missing = pdf_report.uncovered(said)

    assert missing == {"\u94dc"}
    assert pdf_report.marked('{"name": "\u94dc Cu"}', missing) == '{"name": "[U+94DC] Cu"}'


@needs_poppler
def test_an_unassigned_character_is_marked_in_the_pdf(small: Report, tmp_path: Path) -> None:
    content = pdf_report.render(
        pdf_report.data(replace(small, body=(Paragraph("private \ue123 use"),)))
    )

    printed = text_of(content, tmp_path)
    assert "[U+E123]" in printed or "\ue123" in printed


def test_plain_text_keeps_one_line_one_direction_and_a_limit() -> None:
    assert plain("a\n\tb\u202ec\u2066d") == "a bcd"
    assert len(plain("word " * 5000)) <= 1500
    assert plain("1.2·10^-3 and 10^8") == "1.2·10⁻³ and 10⁸"
    assert "\u200b" in plain("x" * 100)


def test_a_chart_becomes_a_png() -> None:
    assert pdf_report.picture_png(PICTURE.svg).startswith(b"\x89PNG")
