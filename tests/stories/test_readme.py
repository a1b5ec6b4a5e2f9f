"""What README and the guides name is there: every command runs, every path exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.shipped import own_data
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = ".venv/bin/python -m prioritizer "
# Fetches from a package index, or serves until it is stopped; test_wheel.py runs these.
ELSEWHERE = ("pip ", "streamlit ", "make ", "pytest ", "venv ", "_PRIORITIZER_COMPLETE")
# A file that a person makes, not one of the project.
OF_A_PERSON = {".streamlit/secrets.toml"}
# The sample of errors is there to be refused.
STATUS = {"validate": 1}
PAGES = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()} - {".venv", "data", "dist"}
LAYERS = {path.name for path in (ROOT / "prioritizer").iterdir() if path.is_dir()}


def shell_lines() -> list[str]:
    """Return the commands of README's shell blocks, without comments, one a line."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip()]


def ours() -> list[list[str]]:
    """Return the arguments of each of README's commands of this tool that end by themselves."""
    found = []
    for line in shell_lines():
        if line.startswith((PYTHON, "prioritizer ")) and "prioritizer app" not in line:
            words = shlex.split(line, comments=True)
            found.append(words[words.index("prioritizer") + 1 :])
    return found


def run(arguments: list[str], work: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "prioritizer", *arguments],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PRIORITIZER_DATA": str(work / "own")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.walled
@pytest.mark.usual_draws
def test_every_command_of_the_readme_runs_in_the_order_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRIORITIZER_DATA", str(tmp_path / "own"))
    first, *commands = ours()

    alone = run(first, tmp_path)
    # In one process: each start of Python takes longer than most of the commands.
    answers = [(words, CliRunner().invoke(main, words)) for words in commands]

    assert alone.returncode == 0, alone.stderr
    assert len(commands) >= 17
    wrong = [
        (" ".join(words), answer.exit_code, answer.stderr[:300], answer.exception)
        for words, answer in answers
        if answer.exit_code != STATUS.get(words[0], 0) or "Traceback" in answer.stderr
    ]
    assert wrong == []
    for name in ("shortlist.xlsx", "decision.json", "sites.geojson", "report.pdf", "demo.db"):
        assert (tmp_path / name).stat().st_size > 0


def test_no_shell_line_of_the_readme_is_left_out_unseen() -> None:
    known = (PYTHON, "prioritizer ")
    strange = [
        line
        for line in shell_lines()
        if not line.startswith(known) and not any(word in line for word in ELSEWHERE)
    ]

    assert strange == []


def test_the_options_of_the_app_that_the_readme_names_exist(tmp_path: Path) -> None:
    named = [line for line in shell_lines() if line.startswith("prioritizer app")]
    options = {word for line in named for word in re.findall(r"--\w+", line)}

    told = run(["app", "--help"], tmp_path).stdout

    assert options == {"--port", "--workshop"}
    assert all(option in told for option in options)


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))

    named = set(re.findall(r"(?:^|`)make ([\w-]+)", README, re.M))

    assert {"run", "test", "workshop"} <= named
    assert named <= targets


def test_own_data_go_where_the_readme_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIORITIZER_DATA", str(tmp_path))
    named = own_data()
    monkeypatch.delenv("PRIORITIZER_DATA")
    monkeypatch.setattr("prioritizer.shipped.IS_CHECKOUT", True)
    in_a_checkout = own_data()
    monkeypatch.setattr("prioritizer.shipped.IS_CHECKOUT", False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)

    assert named == tmp_path
    assert in_a_checkout == ROOT / "data"
    if sys.platform == "linux":
        assert own_data() == tmp_path / ".local" / "share" / "pilot-prioritizer"
        assert "`~/.local/share/pilot-prioritizer` on Linux" in README


def paths_named(text: str) -> list[str]:
    """Return what is set as code or linked and looks like a path of the project."""
    words = [word for span in re.findall(r"`([^`\n]+)`", text) for word in span.split()]
    found = []
    for word in words:
        inside = re.fullmatch(r"([\w.\-]+)(/[\w.\-*]*)+", word)
        if inside and inside[1] in FOLDERS | LAYERS and word not in OF_A_PERSON:
            found.append(word)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_path_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)

    missing = [link for link in links if not (page.parent / link).exists()]
    for name in paths_named(text):
        if not any(True for base in (ROOT, ROOT / "prioritizer") for _ in base.glob(name)):
            missing.append(name)

    assert missing == []


MODULE = re.compile(r"`((?:prioritizer\.)?[a-z_]+(?:\.\w+)+)")


def is_there(parts: list[str]) -> bool:
    """Return whether dotted words lead to a folder, a file, or a name written in a file."""
    place = ROOT / "prioritizer"
    for number, part in enumerate(parts):
        file = place / f"{part}.py"
        if file.is_file():
            rest = parts[number + 1 :]
            word = re.compile(rf"^(?:def |class )?{rest[0]}\b", re.M) if rest else None
            return word is None or bool(word.search(file.read_text(encoding="utf-8")))
        place = place / part
        if not place.is_dir():
            return False
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_module_that_a_page_names_exists(page: Path) -> None:
    found = MODULE.findall(page.read_text(encoding="utf-8"))
    split = [name.removeprefix("prioritizer.").split(".") for name in found]

    missing = [parts for parts in split if parts[0] in LAYERS and not is_there(parts)]

    assert missing == []


def rooms(folder: Path) -> set[str]:
    """Return the folders inside a folder that hold code."""
    if not folder.is_dir():
        return set()
    return {path.name for path in folder.iterdir() if path.is_dir() and any(path.rglob("*.py"))}


def test_the_drawing_of_the_layers_is_the_folders_and_the_contract() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawing = re.search(r"```\nprioritizer/\n(.*?)```", text, re.DOTALL)
    assert drawing is not None
    drawn: dict[str, set[str]] = {}
    rows: list[list[str]] = []
    for line in drawing[1].splitlines():
        if line.startswith("    "):
            drawn[rows[-1][-1]] |= {room.rstrip("/") for room in line.split()}
            continue
        name = line[2:].split()[0].removesuffix(".py").rstrip("/")
        drawn[name] = set()
        if line.startswith("| "):
            rows[-1].append(name)
        else:
            rows.append([name])

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [
        found["layers"]
        for found in contracts["tool"]["importlinter"]["contracts"]
        if found.get("exhaustive")
    ]
    assert rows == [layer.split(" | ") for layer in layers]
    assert drawn == {name: rooms(ROOT / "prioritizer" / name) for name in drawn}
