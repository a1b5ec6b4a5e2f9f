"""No message in the page advises an option of a command."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from prioritizer.ui.shell.page_words import OPTION, in_the_page
from tests.conftest import ROOT

FOLDERS = ("appraisal", "domain", "elicitation", "engine", "files", "pilots", "readers",
           "storage", "workflow")  # fmt: skip


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a module that a person may read: no docstrings, fields as x."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
        if isinstance(node, ast.Expr):
            inside.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "x"
                for part in node.values
            )
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside
        ):
            yield node.value


def with_options(folder: str) -> list[str]:
    files = sorted((ROOT / "prioritizer" / folder).rglob("*.py"))
    return [
        text
        for path in files
        for text in texts(path)
        # The name of an option alone is the place of a fault, not advice.
        if OPTION.search(text) and text not in {"--map", "--unit", "--value"}
    ]


def test_every_advice_with_an_option_has_words_in_the_page() -> None:
    advice = [text for folder in FOLDERS for text in with_options(folder)]

    left = [said for text in advice if OPTION.search(said := in_the_page(text))]

    assert len(advice) > 30
    assert left == []


def test_no_page_speaks_of_an_option_itself() -> None:
    files = sorted((ROOT / "prioritizer" / "ui").rglob("*.py"))
    spoken = {
        text for path in files if path.name != "page_words.py" for text in texts(path)
    }  # fmt: skip

    # A property of a style sheet, set or used, begins as an option does.
    found = [t for t in spoken if OPTION.search(t) and not re.search(r"--[a-z]+:|var\(--", t)]

    assert found == []


@pytest.mark.parametrize(
    ("advice", "words"),
    [
        (
            'It is left blank; say --value "Skydd:ja=CODE".',
            "It is left blank; choose its meaning under Words and codes.",
        ),
        ("State it with --crs; without it no point is read.",
         "State the coordinate system; without it no point is read."),
        ("Correct --sheet.", "Correct the sheet."),
        ("Sheet 'A' was read; choose another with --sheet.",
         "Sheet 'A' was read; choose another sheet below."),
        ('Add the unit, or say which: --unit "Cu=UNIT" (%, ppm or g/t).',
         "Add the unit, or type it under Columns (%, ppm or g/t)."),
        ('If it is one, say --map "W (zz/qq)=grade:W".',
         "If it is one, choose the field grade:W for its column."),
        ("It is left blank.", "It is left blank."),
        (
            "check the unit; if it is right, write yes as its 'use' in the grades table.",
            "check the unit; if it is right, use the file, and take the grade in on the page "
            "Sites.",
        ),
    ],
)  # fmt: skip
def test_advice_becomes_a_choice_of_the_page(advice: str, words: str) -> None:
    assert in_the_page(advice) == words
