"""The ranking page on paper: no word over another, nothing to press over the answer."""

from __future__ import annotations

import re
import subprocess
from itertools import combinations
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from tests.stories.test_browser_walk import ready

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(which("pdftotext") is None, reason="needs Poppler"),
]
WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>'
)
Word = tuple[float, float, float, float, str]


def pages_of(pdf: Path) -> list[list[Word]]:
    """Return the words of each page with left, top, right and bottom, in points."""
    told = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return [
        [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]  # type: ignore[misc]
        for page in told.split("<page ")[1:]
    ]


def covered(words: list[Word]) -> list[tuple[str, str]]:
    """Return the pairs of words of which one lies over half of the other.

    Numbers on the map lie over each other where sites do.
    """
    found = []
    words = [word for word in words if len(word[4]) > 2]
    for one, other in combinations(words, 2):
        width = min(one[2], other[2]) - max(one[0], other[0])
        height = min(one[3], other[3]) - max(one[1], other[1])
        size = min((w[2] - w[0]) * (w[3] - w[1]) for w in (one, other))
        if width > 0 and height > 0 and width * height > size / 2:
            found.append((one[4], other[4]))
    return found


def test_no_word_lies_over_another_on_paper(open_app: Any, tmp_path: Path) -> None:
    page = open_app()
    ready(page)
    # What somebody points at stays on the screen.
    page.locator(".pp-map svg[role=application]").hover()
    page.emulate_media(media="print")
    cards = page.locator(".pp-map .card")
    assert cards.count()
    assert not any(card.is_visible() for card in cards.all())

    page.pdf(path=str(tmp_path / "ranking.pdf"), format="A4")
    # The tab goes to another test.
    page.emulate_media(media="screen")

    pages = pages_of(tmp_path / "ranking.pdf")
    texts = [" ".join(word[4] for word in words) for words in pages]
    whole = " ".join(texts)
    assert "Chvaletice-Trnávka" in whole
    assert "too little known" in whole
    assert not [pair for words in pages for pair in covered(words)]
    # The weights stand on the first page; the bar of pages is for the screen.
    assert "Environmental risk" in texts[0]
    assert "Criteria & weights" not in whole.replace("&amp;", "&")


@pytest.mark.parametrize(("width", "kind"), [(1440, "wide"), (1280, "middle"), (390, "narrow")])
def test_the_list_keeps_its_columns_whatever_window_it_is_printed_from(
    open_app: Any, tmp_path: Path, width: int, kind: str
) -> None:
    """A browser that prints lays out the page again, but no script sees the width of paper."""
    page = open_app(width)
    ready(page)
    rows = page.locator(".pp-list .body")
    page.locator(f".pp-list .wrap[data-kind={kind}]").wait_for()
    # The next steps are worked out a moment later.
    rows.locator(".step").filter(has_text="chance to").first.wait_for(state="attached")

    page.pdf(path=str(tmp_path / "ranking.pdf"), format="A4")

    pages = pages_of(tmp_path / "ranking.pdf")
    whole = " ".join(" ".join(word[4] for word in words) for words in pages)
    assert not [pair for words in pages for pair in covered(words)]
    # No tower of letters in place of a next step, and no menu.
    assert len(pages) <= 12
    assert "How often it was right" not in whole


# How many rows hold columns of text, tables or charts that do not begin at the same edge.
BESIDE = """
() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stHorizontalBlock]')]
  .map((row) => [...row.children].filter((one) => one.matches('[data-testid=stColumn]')))
  .filter((columns) => columns.filter((one) => one.querySelector('h2, table')).length > 1)
  .map((columns) => columns.map((one) => Math.round(one.getBoundingClientRect().left)))
  .filter((edges) => new Set(edges).size > 1).length
"""


@pytest.mark.parametrize(
    "path",
    ["sites?area=nordic", "evidence", "viability", "criteria?view=own", "weights?view=compare"],
)
def test_columns_stand_one_below_the_other_and_the_foot_of_a_page_comes_last(
    open_app: Any, tmp_path: Path, path: str
) -> None:
    page = open_app(path=path)
    page.locator(".pp-terms").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    headings = page.locator("[data-testid=stMain] h2:visible").all_inner_texts()
    page.emulate_media(media="print")
    assert page.evaluate(BESIDE) == 0

    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")

    pages = pages_of(tmp_path / "page.pdf")
    assert not [pair for words in pages for pair in covered(words)]
    whole = " ".join(word[4] for words in pages for word in words).replace("&amp;", "&")
    assert [one for one in headings if one.split()[0] not in whole] == []
    *_, last = pages
    foot = min(word[1] for word in last if word[4] == "Words")
    assert {word[4] for word in last if word[1] > foot + 40} == set()
