"""Tables of the guides: whole, so that they are drawn as tables."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from tests.conftest import ROOT

GUIDES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md"))
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
CODE = re.compile(r"`[^`]*`")


def faults(text: str) -> list[str]:
    """Return the lines of tables without a rule below their heads, and of uneven rows."""
    found, is_code, lines = [], False, []
    for line in text.splitlines():
        is_code ^= line.lstrip().startswith("```")
        lines.append("" if is_code else line)
    for is_table, group in groupby(lines, key=lambda line: line.lstrip().startswith("|")):
        rows = [CODE.sub("x", row.strip().replace(r"\|", "/")) for row in group]
        if not is_table:
            continue
        if len(rows) < 2 or not RULE.fullmatch(rows[1]):
            found.append(rows[0])
            continue
        found += [row for row in rows if row.count("|") != rows[0].count("|")]
    return found


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_table_is_whole(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_a_table_split_by_a_sentence_and_an_uneven_row_are_found() -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"

    assert faults(table) == []
    assert faults(f"{table}A sentence.\n| 3 | 4 |\n") == ["| 3 | 4 |"]
    assert faults(f"{table}| 3 |\n") == ["| 3 |"]
    assert faults(f"```\n{table}| 3 |\n```\n") == []
