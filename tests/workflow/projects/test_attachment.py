"""A PDF report carries its project: found however the PDF is written, refused in words."""

from __future__ import annotations

import io
import subprocess
import zipfile
import zlib
from pathlib import Path
from shutil import which

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.exports.blocks import Report
from prioritizer.exports.layouts import pdf
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.projects import attachment
from prioritizer.workflow.projects.opening_files import project_in
from tests.workflow.projects.projects import packed, project_of

REFERENCE = read_reference()


@pytest.fixture(scope="module")
def file(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> bytes:
    return packed(project_of(sample, criteria, reference, n=12), sites=b"site_id\nA\n")


@pytest.fixture(scope="module")
def report(file: bytes) -> bytes:
    return pdf.write(Report("Ponds", "", "Public", "0.1.0", "f" * 64, (), (), ()), file)


def test_the_project_comes_out_of_the_report_bit_by_bit(file: bytes, report: bytes) -> None:
    assert attachment.project_of(report) == file
    assert project_in(report, REFERENCE).about["name"] == "Ponds"


@pytest.mark.skipif(which("pdfdetach") is None, reason="needs Poppler")
def test_other_programs_find_it_too(file: bytes, report: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(report)
    command = [
        "pdfdetach",
        "-save",
        "1",
        "-o",
        str(tmp_path / "p.zip"),
        str(tmp_path / "r.pdf"),
    ]

    subprocess.run(command, check=True, capture_output=True)

    assert (tmp_path / "p.zip").read_bytes() == file


def other(body: bytes, dictionary: bytes) -> bytes:
    """Return a PDF of another program, with one embedded file."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n2 0 obj\n<</Length 3>>\nstream\nabc\n"
        b"endstream\nendobj\n3 0 obj\n" + dictionary + b"\nstream\r\n" + body
        + b"\nendstream\nendobj\n%%EOF\n"
    )  # fmt: skip


def test_a_report_saved_anew_by_another_program_still_opens(file: bytes) -> None:
    again = zlib.compress(file)
    flat = b"<</Type/EmbeddedFile/Filter/FlateDecode"

    for body, dictionary in (
        (file, b"<< /Type /EmbeddedFile /Length 9 0 R >>"),
        (again, flat + b"/Length 19 0 R>>"),
        (again, flat + b"/Length %d>>" % len(again)),
    ):
        assert project_in(other(body, dictionary), REFERENCE).about["name"] == "Ponds"


def with_attached(*bodies: bytes) -> bytes:
    """Return a PDF that carries these files."""
    objects = (
        b"%d 0 obj\n<</Type/EmbeddedFile/Length %d>>\nstream\n%s\nendstream\nendobj\n"
        % (number, len(body), body)
        for number, body in enumerate(bodies, start=1)
    )
    return b"%PDF-1.7\n" + b"".join(objects) + b"%%EOF\n"


def zipped(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "{}")
    return made.getvalue()


def test_another_attached_zip_is_passed_over(file: bytes) -> None:
    for bodies in ((zipped("word/document.xml"), file), (file, zipped("x")), (file, file)):
        assert attachment.project_of(with_attached(*bodies)) == file


def test_two_different_projects_in_one_report_are_refused(
    file: bytes, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    other_one = packed(project_of(sample, criteria, reference, n=11))

    with pytest.raises(InputError, match="found 2 different projects in this PDF"):
        attachment.project_of(with_attached(file, other_one))


def test_attachments_without_end_are_refused(
    file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment, "MOST_ATTACHED_BYTES", 2 * len(file))

    with pytest.raises(InputError, match="found attachments of more than"):
        attachment.project_of(with_attached(file, file, file))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"stream\n" * 1000,
        other(b"text", b"<</Type/EmbeddedFile/Length 4>>"),
        other(b"no zlib", b"<</Type/EmbeddedFile/Filter/FlateDecode>>"),
        other(b"x", b"<</Type/EmbeddedFile/Length 99999999999999999999>>"),
        other(zlib.compress(b"0" * 60_000_000), b"<</Type/EmbeddedFile/Filter/FlateDecode>>"),
    ],
    ids=["bare", "streams", "text", "damaged", "length", "bomb"],
)
def test_a_pdf_without_a_project_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputError, match="no project in this PDF"):
        project_in(content, REFERENCE)


def test_a_changed_digit_in_a_report_is_named(file: bytes, report: bytes) -> None:
    place = report.find(file) + len(file) // 2
    broken = bytearray(report)
    broken[place] ^= 0x01

    with pytest.raises(InputError, match="project"):
        project_in(bytes(broken), REFERENCE)


def test_a_pdf_full_of_bombs_is_looked_at_and_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Thousands of attachments that unpack to 50 MB each, or overlap, took minutes."""
    unpacked: list[int] = []
    inflated = attachment._inflated

    def counted(body: bytes, most: int) -> bytes:
        found = inflated(body, most)
        unpacked.append(len(found))
        return found

    monkeypatch.setattr(attachment, "_inflated", counted)
    bomb = zlib.compress(bytes(10_000_000), 9)
    one = b"1 0 obj <</Type /EmbeddedFile /Filter /FlateDecode /Length %d>> stream\n" % len(
        bomb
    )

    with pytest.raises(InputError, match="found no project"):
        attachment.project_of(b"%PDF-1.7\n" + (one + bomb + b"\nendstream endobj\n") * 300)

    assert len(unpacked) == attachment.MOST_EMBEDDED
    assert sum(unpacked) < 1_000
