"""The browser writes shares and weights letter by letter as Python does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from prioritizer.ui.shell import theme

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE = Path(__file__).parents[1] / "domain" / "words.json"
WRITE = """
async ([source, shares]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const words = await import(URL.createObjectURL(blob));
  return shares.map((share) => [share, words.percentText(share), words.weightText(share)]);
}
"""


def test_the_browser_writes_shares_as_the_table_says(ranking_page: Any) -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    source = (theme.ASSETS / "words.js").read_text(encoding="utf-8")

    assert ranking_page.evaluate(WRITE, [source, [row[0] for row in table]]) == table
