"""The design still holds: imports, sizes, light start."""

from __future__ import annotations

import ast
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


def test_a_file_says_what_it_holds_and_stays_readable() -> None:
    files = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").splitlines()
        for path in SOURCES
    }

    assert {name: len(lines) for name, lines in files.items() if len(lines) > 400} == {}
    assert [n for n, lines in files.items() if lines and not lines[0].startswith('"""')] == []


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
STORIES = ROOT / "tests" / "stories"
# Both lists may only shrink: a line that is no longer needed fails its test.
TESTS_OF_SEVERAL_MODULES = {
    "engine/value_curves",
    "figures/pilot_figures",
    "figures/room_figures",
    "storage/inventory/crash",
    "architecture",
    "ui/folds",
}
ROOMS_TESTED_FROM_ABOVE = {
    "readers/imports/texts",
}


def subjects() -> set[str]:
    """Return the module or folder that each test file is called after, as ``engine/sums``."""
    files = [
        path.relative_to(ROOT / "tests")
        for path in (ROOT / "tests").rglob("test_*.py")
        if STORIES not in path.parents
    ]
    return {path.with_name(path.stem.removeprefix("test_")).as_posix() for path in files}


def test_a_test_file_is_called_after_a_module_or_a_folder_or_is_a_story() -> None:
    sources = [path.relative_to(ROOT / "prioritizer") for path in SOURCES]
    modules = {path.with_suffix("").as_posix() for path in sources}
    folders = {path.parent.as_posix() for path in sources}

    assert subjects() - modules - folders == TESTS_OF_SEVERAL_MODULES


def test_every_folder_of_the_package_has_tests() -> None:
    folders = {path.parent.relative_to(ROOT / "prioritizer") for path in SOURCES}
    reached = {folder for name in subjects() for folder in (Path(name), *Path(name).parents)}

    assert {folder.as_posix() for folder in folders - reached} == ROOMS_TESTED_FROM_ABOVE


def ways_out(source: str) -> list[int]:
    """Return the lines on which a module may leave its own folder by way of ``__file__``.

    It stays where ``__file__`` stands in ``Path(__file__).with_name(…)`` only, and neither that
    nor a name given to it is asked for a parent.
    """
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    lines, names = [], set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "__file__":
            lines.append(node.lineno)
        if not isinstance(node, ast.Name) or node.id != "__file__":
            continue
        path = above[node]
        call = above.get(above.get(path, path), path)
        use = above.get(call)
        is_kept = ast.unparse(call).startswith("Path(__file__).with_name(")
        if not is_kept or not isinstance(call, ast.Call) or isinstance(use, ast.Attribute):
            lines.append(node.lineno)
        elif isinstance(use, ast.Assign):
            names.update(ast.unparse(target) for target in use.targets)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in names:
            lines.extend([node.lineno] if node.attr.startswith("parent") else [])
    return lines


# Looked for before a browser is driven in this process: its greenlets disturb the parser.
LEAVING = [
    path.name
    for path in SOURCES
    if "__file__" in (text := path.read_text(encoding="utf-8")) and ways_out(text)
]


def test_only_one_module_finds_files_outside_its_own_folder() -> None:
    assert LEAVING == ["shipped.py"]


OUTSIDE = (
    "A = Path(__file__).parent",
    "A = Path(__file__).resolve().parents[2]",
    'A = Path(__file__).with_name("a").parents[2]',
    'A = Path(__file__).with_name("a").resolve().parent',
    'A = Path(__file__).with_name("a")\nB = A.parents[1]',
    "A = os.path.dirname(__file__)",
    "import prioritizer\nA = prioritizer.__file__",
    "A = __file__",
)
INSIDE = (
    'A = Path(__file__).with_name("a.csv")',
    'def f():\n    path = Path(__file__).with_name("a")\n    return path.open()',
)
SEEN = {source: bool(ways_out(source)) for source in (*OUTSIDE, *INSIDE)}


def test_a_way_out_of_the_folder_is_seen() -> None:
    assert {**dict.fromkeys(OUTSIDE, True), **dict.fromkeys(INSIDE, False)} == SEEN


def test_no_module_of_the_workshop_passes_on_names_of_others() -> None:
    passed_on = [
        f"{path.name}: {line}"
        for path in sorted((ROOT / "prioritizer" / "workflow" / "workshop").glob("*.py"))
        for line in path.read_text().splitlines()
        if (found := re.match(r"from prioritizer\.workflow\..* import (\w+) as (\w+)$", line))
        and found[1] == found[2]
    ]

    assert passed_on == []
