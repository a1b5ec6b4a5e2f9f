"""Parts of a page that run a script: one way onto the page, and every part by its own name."""

from __future__ import annotations

import re
from pathlib import Path

from prioritizer.ui.shell import component
from prioritizer.ui.shell.theme import ASSETS

UI = Path(component.__file__).parents[1]
SOURCES = {path.relative_to(UI).as_posix(): path.read_text() for path in UI.rglob("*.py")}


def test_files_stand_one_below_the_other() -> None:
    first, second = ((ASSETS / name).read_text() for name in ("words.js", "said.js"))

    assert component.asset("words.js", "said.js") == f"{first}\n{second}"


def test_one_module_alone_puts_scripts_onto_a_page() -> None:
    found = {name for name, text in SOURCES.items() if "components.v2" in text}

    assert found == {"shell/component.py"}


def test_no_two_parts_share_a_name() -> None:
    names = [
        name
        for text in SOURCES.values()
        for name in re.findall(r'^COMPONENT = "(.*)"$', text, re.MULTILINE)
    ]
    mounting = [name for name, text in SOURCES.items() if "component.mount(" in text]

    assert len(names) == len(set(names)) == len(mounting) > 10
