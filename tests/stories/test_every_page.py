"""Every page in a real browser: its address answers, it fits, and every file on it opens."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prioritizer.ui.navigation import PAGES
from tests.stories.files import opened
from tests.stories.test_browser_walk import OVERFLOW, serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADDRESSES = [page.address for page in PAGES]
# Addresses that were given out with version 0.1.0: they stand in mails and bookmarks.
OF_OLD = frozenset(
    {"sites", "evidence", "import", "inventories", "criteria", "weights", "ranking", "methods",
     "robustness", "shortlist", "portfolio", "pilots", "viability", "report", "export",
     "workshop", "projector", "about"}
)  # fmt: skip
# How many files a page has at least, in all its views; the others have none.
FILES = {
    "evidence": 6, "import": 4, "criteria": 1, "shortlist": 2, "portfolio": 1, "pilots": 5,
    "viability": 1, "report": 5, "export": 5,
}  # fmt: skip


# Whether the page has begun to run since: until then it looks as if it were done. A run that is
# over within a frame shows in what it has drawn only, one that draws nothing new not at all.
BEGINS = """() => {
  const since = performance.now(), watch = new MutationObserver(() => { window.begun = true; });
  const app = document.querySelector('[data-testid=stApp]');
  window.begun = false;
  watch.observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
  watch.observe(document.querySelector('[data-testid=stMain]'),
    { subtree: true, childList: true, characterData: true });
  window.hasBegun = () => window.begun || performance.now() - since > 5000;
}"""


def run_by(page: Any, act: Callable[[], object]) -> None:
    """Do what lets the page run, and wait until that run has begun and is over."""
    page.evaluate(BEGINS)
    act()
    page.wait_for_function("window.hasBegun()")
    rest(page)


def rest(page: Any) -> None:
    """Wait until the page is drawn and its run is over."""
    page.locator("h1").first.wait_for()
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')",
    )


def test_no_page_has_left_its_address() -> None:
    assert set(ADDRESSES) >= OF_OLD


@pytest.mark.parametrize("end", ["", "/", "?from=mail", "/?from=mail"])
@pytest.mark.parametrize("address", ["ranking", "sites", "about"])
def test_a_page_is_sent_for_its_address_in_every_spelling(
    app_address: str, address: str, end: str
) -> None:
    with urllib.request.urlopen(f"{app_address}/{address}{end}") as answer:  # noqa: S310 - this machine
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.url.startswith(app_address)
        assert answer.url.endswith("?from=mail") == end.endswith("mail")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_answers_and_every_file_on_it_opens(
    open_app: Any, tmp_path: Path, address: str
) -> None:
    page = open_app(path=f"{address}/")
    rest(page)
    assert page.get_by_role("dialog").count() == 0, "Page not found"
    fits(page)
    prepare(page, address)

    found = files(page, tmp_path)
    for view in range(1, views(page).count()):
        run_by(page, views(page).nth(view).click)
        found |= files(page, tmp_path)

    assert len(found) >= FILES.get(address, 0), sorted(found)
    assert page.get_by_text("went wrong on our side").count() == 0
    assert page.get_by_test_id("stException").count() == 0
    assert open_app.errors == []


def fits(page: Any) -> None:
    """See that nothing hangs over at two usual widths, and that axe finds no serious fault."""
    assert serious_faults(page) == {}
    for width, height in ((1280, 720), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        # What is drawn to a width follows a moment later.
        page.wait_for_function(f"{OVERFLOW} <= 0")


@pytest.mark.parametrize("address", ["viability", "methods", "report"])
def test_no_chip_is_out_of_sight_on_a_phone(open_app: Any, address: str) -> None:
    page = open_app(390, 844, address)
    rest(page)
    chips = page.get_by_test_id("stMain").get_by_test_id("stButtonGroup").locator("button")

    boxes = [chip.bounding_box() for chip in chips.all() if chip.is_visible()]
    assert boxes
    assert [box for box in boxes if box["x"] + box["width"] > 390] == []


def test_a_phone_shows_place_site_and_chance_of_the_shortlist_side_by_side(
    open_app: Any,
) -> None:
    page = open_app(390, 844, "shortlist")
    rest(page)
    table = page.get_by_role("table").first

    rows = table.get_by_role("row").filter(has=page.get_by_role("rowheader")).all()
    assert len(rows) >= 10
    for row in rows:
        place, chance = row.locator("td.n").first, row.locator("td.b")
        assert chance.inner_text().split()[-1] in ("secure", "likely", "open", "known", "out")
        boxes = [one.bounding_box() for one in (place, row.get_by_role("rowheader"), chance)]
        assert boxes[0]["x"] >= 0
        assert boxes[2]["x"] + boxes[2]["width"] <= 390
        assert {box["y"] for box in boxes} == {boxes[0]["y"]}


def prepare(page: Any, address: str) -> None:
    """Do what a person does on a page before there is anything to take away."""
    if address == "import":
        page.get_by_role("combobox", name="or one of the examples").click()
        page.get_by_role("option", name="halden.csv").click()
        page.get_by_role("button", name="Read this file").click()
        page.get_by_role("button", name="Save these decisions").wait_for()
    if address == "report":
        for name in ("Workbook", "GeoPackage", "GeoJSON"):
            run_by(page, page.get_by_role("button", name=name, exact=True).click)
        page.get_by_role("button", name="Build the report").click()
        page.get_by_test_id("stDownloadButton").first.wait_for()
    if address == "pilots":
        entry = page.get_by_label("Who are you")
        entry.fill("Ada")
        page.get_by_label("Why").fill("a look")
        page.locator("[data-testid=stForm] textarea").first.fill("Another question?")
        page.get_by_role("button", name="Keep this entry").click()
        page.get_by_role("button", name="Edits only").wait_for()
    rest(page)


def views(page: Any) -> Any:
    return page.get_by_role("radiogroup", name="View").get_by_role("radio")


# Opens what is folded on the page, in one go: what stood in another view may go at any moment.
# Of the menus of a list, which are no such folds, only one is open at a time.
UNFOLD = """
async () => {
  const folds = '[data-testid=stExpander] details:not([open]) > summary';
  const folded = [...document.querySelectorAll(folds)].filter((one) => one.checkVisibility());
  folded.forEach((one) => one.click());
  const isOver = () => folded.every((one) => !one.isConnected || one.parentElement.open);
  for (let looks = 0; !isOver() && looks < 1500; looks++) {
    await new Promise((on) => setTimeout(on, 20));
  }
  if (!isOver()) throw new Error('a fold that does not open');
}
"""


def files(page: Any, folder: Path) -> set[str]:
    """Take every file of the view away and open it; return their names."""
    for _ in range(3):  # an open one may hold others
        page.evaluate(UNFOLD)
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button")
    taken = set()
    for k in range(buttons.count()):
        button = buttons.nth(k)
        label = button.inner_text()
        with page.expect_download() as download:
            button.click()
        name = download.value.suggested_filename
        path = folder / f"{len(list(folder.iterdir()))}-{name}"
        download.value.save_as(path)
        opened(path, name)
        taken.add(f"{label}: {name}")
    return taken
