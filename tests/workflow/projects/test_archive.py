"""The file of a project, and hostile ones: bombs, paths, links, other tables."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.projects import archive, document
from prioritizer.workflow.projects.opening_files import project_in
from tests.workflow.projects.projects import packed, project_of


@pytest.fixture(scope="module")
def file(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> bytes:
    return packed(project_of(sample, criteria, reference, n=12), sites=b"site_id\nA\n")


def test_a_file_gives_its_document_back(file: bytes) -> None:
    found = document.read(archive.unpacked(file))

    assert found.about["name"] == "Ponds"
    assert [row["id"] for row in found.files] == ["sites.csv"]
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        assert set(opened.namelist()) == {"README.txt", "project.json", "sites.csv"}
        assert b"docs/project.md" in opened.read("README.txt")


def test_the_same_project_gives_the_same_bytes(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, file: bytes
) -> None:
    again = packed(project_of(sample, criteria, reference, n=12), sites=b"site_id\nA\n")

    assert again == file


def rezipped(file: bytes, change: Callable[[zipfile.ZipFile, dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        change(target, files)
        for name, content in files.items():
            target.writestr(name, content)
    return made.getvalue()


def path_up(target: zipfile.ZipFile, _files: dict[str, bytes]) -> None:
    target.writestr("../../evil.txt", b"x")


def absolute(target: zipfile.ZipFile, _files: dict[str, bytes]) -> None:
    target.writestr("/etc/cron.d/evil", b"x")


def link(target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    del files["sites.csv"]
    entry = zipfile.ZipInfo("sites.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    target.writestr(entry, b"/etc/passwd")


def other_table(_target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    files["sites.csv"] = b"site_id\nB\n"


def table_gone(_target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    del files["sites.csv"]


def table_more(_target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    files["grades.csv"] = b"x"


def bomb(_target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    files["sites.csv"] = b"0" * 30_000_000


def huge_json(_target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    files["project.json"] = b"[" * 30_000_000


def no_document(_target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    del files["project.json"]


def changed_digit(_target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
    data = json.loads(files["project.json"])
    data["settings"]["top"] = 11
    files["project.json"] = json.dumps(data).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (path_up, "'../../evil.txt'"),
        (absolute, "'/etc/cron.d/evil'"),
        (link, "a link named 'sites.csv'"),
        (other_table, "project, sites.csv: found another content"),
        (table_gone, "project, sites.csv: found another content"),
        (table_more, "project, grades.csv: found another content"),
        (bomb, "30 MB when unpacked"),
        (huge_json, "30 MB when unpacked"),
        (no_document, "no project.json"),
        (changed_digit, "settings, top: changed"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_hostile_file_is_refused_in_words(
    file: bytes, change: Callable[[zipfile.ZipFile, dict[str, bytes]], None], said: str
) -> None:
    with pytest.raises(InputError) as refused:
        document.read(archive.unpacked(rezipped(file, change)))

    assert said in str(refused.value)
    assert "othing was opened" in str(refused.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(file: bytes) -> None:
    def twice(target: zipfile.ZipFile, files: dict[str, bytes]) -> None:
        target.writestr("project.json", files["project.json"])

    with pytest.raises(InputError, match="a name twice"):
        archive.unpacked(rezipped(file, twice))


def test_a_size_that_lies_is_not_believed(file: bytes) -> None:
    """The size in the directory says ten bytes; what comes out is counted all the same."""
    heavy = rezipped(file, bomb)
    with zipfile.ZipFile(io.BytesIO(heavy)) as opened:
        true = opened.getinfo("sites.csv").file_size.to_bytes(4, "little")
    lying = heavy.replace(true, (10).to_bytes(4, "little"))

    with pytest.raises(InputError):
        archive.unpacked(lying)


@pytest.mark.parametrize("cut", [0, 1, 100, 5_000])
def test_a_file_cut_short_is_refused(file: bytes, cut: int) -> None:
    with pytest.raises(InputError, match="damaged archive"):
        archive.unpacked(file[:cut])


def test_every_flipped_byte_is_noticed_or_means_nothing(file: bytes) -> None:
    good = archive.unpacked(file)
    for place in range(0, len(file), max(1, len(file) // 150)):
        broken = bytearray(file)
        broken[place] ^= 0x55
        try:
            found = archive.unpacked(bytes(broken))
        except InputError:
            continue
        assert found == good


@pytest.mark.parametrize("part", [b"{},", b"[],", b"0,", b'"a",'])
def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_is_read(
    part: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The zip is small and its text within the limits; what JSON makes of it is not."""
    monkeypatch.setattr(archive, "MOST_MEMORY", 1_000_000)
    monkeypatch.setattr(archive.json, "loads", lambda _: pytest.fail("it was read"))
    document = b'{"x":[' + part * 50_000 + b"0]}"

    with pytest.raises(InputError, match="GB of memory"):
        archive.unpacked(archive.packed(document, {}))
    with pytest.raises(InputError, match="GB of memory"):
        project_in(document, read_reference())


def test_the_largest_project_takes_half_of_the_memory_that_is_allowed(file: bytes) -> None:
    document = archive.unpacked(file)
    taken = sum(document.count(mark) * size for mark, size in archive.MEMORY_OF.items())

    assert taken / len(document) * archive.MOST_UNPACKED < 0.7 * archive.MOST_MEMORY
