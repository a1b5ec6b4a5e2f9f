"""Shell completion: the scripts that click writes find commands, options and their values."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from prioritizer.cli import COMMANDS
from tests.conftest import ROOT


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """Return a folder with a command ``prioritizer``, as an installation makes it."""
    script = tmp_path / "prioritizer"
    code = "from prioritizer.cli import main\nmain(prog_name='prioritizer')\n"
    script.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    script.chmod(0o755)
    return tmp_path


def environment(folder: Path, **more: str) -> dict[str, str]:
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **more}


def offered(folder: Path, *lines: tuple[str, ...]) -> list[list[str]]:
    """Return what bash offers for each line, by the lines that the README tells to write."""
    code = 'eval "$(_PRIORITIZER_COMPLETE=bash_source prioritizer)"\n'
    for words in lines:
        line = " ".join(f"'{word}'" for word in words)
        code += (
            f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; COMPREPLY=()\n"
            "_prioritizer_completion prioritizer\n"
            'echo "${COMPREPLY[@]}"\n'
        )
    ran = subprocess.run(
        ["bash", "--norc", "-c", code],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in ran.stdout.splitlines()]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_their_options_and_values(command: Path) -> None:
    commands, begun, option, values, options = offered(
        command,
        ("prioritizer", ""),
        ("prioritizer", "ro"),
        ("prioritizer", "rank", "--meth"),
        ("prioritizer", "rank", "--scales", ""),
        ("prioritizer", "app", "--"),
    )

    assert commands == list(COMMANDS)
    assert begun == ["robustness"]
    assert option == ["--method"]
    assert values == ["fixed", "data"]
    assert "--port" in options


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_each_shell_names_the_command(command: Path, shell: str) -> None:
    ran = subprocess.run(
        [str(command / "prioritizer")],
        env=environment(command, _PRIORITIZER_COMPLETE=f"{shell}_source"),
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"_PRIORITIZER_COMPLETE={shell}_complete" in ran.stdout
    assert ran.stderr == ""
