"""The design still holds: imports, sizes, light start."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = sorted((ROOT / "prioritizer").rglob("*.py"))
HEAVY = (
    "streamlit",
    "pandas",
    "skcriteria",
    "plotly",
    "sqlalchemy",
    "xlsxwriter",
    "pydantic",
    "scipy",
)


def test_the_import_contracts_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_holds_and_stays_readable(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 400
    assert not lines or lines[0].startswith('"""')


@pytest.mark.parametrize("module", ["prioritizer", "prioritizer.engine", "prioritizer.cli"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"

    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"


def test_the_rank_command_starts_without_streamlit_or_scikit_criteria() -> None:
    code = (
        "import sys; from prioritizer.cli.rank import command; "
        "heavy = ('streamlit', 'pandas', 'skcriteria', 'plotly', 'scipy'); "
        "print([m for m in heavy if m in sys.modules])"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"


def test_only_the_state_module_touches_session_state() -> None:
    strangers = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"session_state", path.read_text(encoding="utf-8"))
        and path.name != "state.py"
    ]

    assert strangers == []


def test_nothing_unsafe_is_used() -> None:
    unsafe = re.compile(
        r"unsafe_allow_html|components\.v1\.html|\bpickle\b|(?<![\w.])eval\(|yaml\.load\(|shell=True"
    )

    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if unsafe.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_the_command_line_and_its_data_know_no_machine() -> None:
    place = re.compile(r"(?<![\w.])/(?:work|root|home|tmp)/")

    tracked = subprocess.run(
        ["git", "ls-files", "*.py", "*.md", "*.yaml", "*.toml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    found = [
        name for name in tracked if place.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert [name for name in found if name != "tests/test_architecture.py"] == []


def test_no_file_name_repeats_the_name_of_its_folder() -> None:
    repeated = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        for folder in {path.parent.name, path.parent.name.removesuffix("s")}
        if path.stem == folder or path.stem.startswith(f"{folder}_")
    ]

    assert repeated == []


# Stories cross the tree: a workshop from code to record, a wheel, old files, every page.
STORIES = "stories"


def test_tests_stand_in_the_tree_of_the_package() -> None:
    rooms = {path.parent.relative_to(ROOT / "prioritizer") for path in SOURCES}
    tests = {
        path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")
    }

    assert tests - rooms == {Path(STORIES)}


def test_only_one_module_finds_files_outside_its_own_folder() -> None:
    leaving = re.compile(r"__file__\)(?!\.with_name\()")

    found = [path.name for path in SOURCES if leaving.search(path.read_text(encoding="utf-8"))]

    assert found == ["shipped.py"]
