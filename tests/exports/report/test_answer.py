"""The first page of a report in each language: no word of another, and marked as what it is."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.exports.blocks import Block, Bullets, Callout, Facts, Paragraph, Report, Table
from prioritizer.exports.layouts import docx, pdf
from prioritizer.exports.report.compose import compose
from prioritizer.exports.report.input import ReportInput, ReportOptions, prepare_report
from prioritizer.languages.speech import LANGUAGES, SOURCE, spoken

OTHERS = [code for code in LANGUAGES if code != SOURCE]
WORD = re.compile(r"[^\W\d_]{3,}")
SAME = {"UNFC", "EUR", "CRM", "SRM"}


@pytest.fixture(scope="module")
def prepared(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> ReportInput:
    """Return what an English report is made from."""
    settings = Settings(WeightVector.equal(criteria.ids))
    options = ReportOptions(draws=100, date="2026-03-01")
    return prepare_report(sample, criteria, settings, reference, options)


@pytest.fixture(scope="module")
def english(prepared: ReportInput) -> Report:
    """Return the report in English."""
    return compose(prepared)


def in_language(found: ReportInput, code: str) -> Report:
    """Return the report with its first page in a language."""
    return compose(replace(found, options=replace(found.options, language=code)))


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Return every text of some blocks."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Callout):
            found += [block.title, block.text]
        elif isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Facts):
            found += [block.item, block.known, *(text for pair in block.pairs for text in pair)]
        elif isinstance(block, Table):
            found += [block.caption, *block.header, *(c for row in block.rows for c in row)]
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_of_the_first_page_is_left_in_english(
    prepared: ReportInput, english: Report, code: str
) -> None:
    names = " ".join(
        " ".join((site.name, site.site_id, site.country)) for site in prepared.register.sites
    )
    allowed = set(WORD.findall(names)) | SAME | {"sites"}
    told = in_language(prepared, code)
    known = {t for t in texts(english.answer) if not set(WORD.findall(t)) <= allowed}

    said = [told.title, told.subtitle, *texts(told.answer), *by_layouts(told)]
    assert {text for text in said if text in known} - ALIKE == {prepared.fingerprint}
    if code == "ru":
        left = [t for t in said if set(re.findall("[A-Za-z]{3,}", t)) - latin(allowed)]
        assert left == [prepared.fingerprint]
    assert (told.body, told.audience) == (english.body, english.audience)
    assert spoken() == SOURCE


# Texts that are spelled as in English.
ALIKE = {"Chance", "Land", "Item"}


def latin(words: set[str]) -> set[str]:
    return {part for word in words for part in re.findall("[A-Za-z]{3,}", word)}


def by_layouts(report: Report) -> list[str]:
    """Return what the layouts say by themselves, without its places."""
    said = (report.first.over, report.first.record, report.first.page)
    return [re.sub(r"\{\w+\}", "", text) for text in said]


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="language 'de'"):
        ReportOptions(language="de")


def test_the_first_page_says_its_language_in_both_documents(prepared: ReportInput) -> None:
    report = in_language(prepared, "fi")
    report = replace(report, body=report.body[:1])

    with zipfile.ZipFile(io.BytesIO(docx.write(report))) as made:
        document = made.read("word/document.xml").decode()
    first, _, rest = document.partition("Contents")
    made_pdf = pdf.write(report)

    runs = len(re.findall("<w:r>|<w:r ", first))
    assert runs - 1 <= len(re.findall('<w:lang w:val="fi"/>', first)) <= runs
    assert "w:lang" not in rest
    assert b"/Lang(fi)" in made_pdf.replace(b"/Lang (", b"/Lang(")
    assert b"/Lang(en-GB)" in made_pdf.replace(b"/Lang (", b"/Lang(")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize("code", ["fi", "ru"])
def test_the_first_page_is_printed_in_the_language_and_the_next_ones_are_not(
    prepared: ReportInput, code: str
) -> None:
    report = in_language(prepared, code)
    report = replace(report, body=report.body[:3])
    printed = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=pdf.write(report),
        capture_output=True,
        check=True,
    ).stdout.decode()
    first, *_, last = printed.rstrip("\f").split("\f")

    words = {
        "fi": ("Vastaus", "Tallenne", "Sivu 1/"),
        "ru": ("Ответ", "Запись", "Страница 1 из"),
    }
    assert all(word in first for word in words[code])
    assert "Page 1" not in first
    assert re.search(r"Record [0-9a-f]{16}.*Page \d+ of \d+", last)
