"""A page loaded anew in a real browser: F5, another tab, another browser, another server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Server
from tests.stories.test_browser_walk import confirmed, names, read_file, ready, turn_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE = "site_id,name,waste_type,tonnage_t\nX-1,Pond,tailings,2000000\nX-2,Dump,mixed,3000000\n"
POINTS = "100,20,20,20,20"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("own")) as own:
        yield own


def at_work(browser: Any, server: Server, folder: Path) -> Any:
    """Return a page with a table and weights of one's own."""
    page = browser.new_context().new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{server.address}/sites")
    (folder / "mine.csv").write_text(TABLE, encoding="utf-8")
    page.get_by_text("Load your own inventory").click()
    read_file(page, folder / "mine.csv")
    page.get_by_role("button", name="Rank these 2 sites").click()
    ready(page)
    page.get_by_role("slider", name="Grade").focus()
    page.keyboard.press("End")
    confirmed(page, POINTS)
    return page


def back(page: Any) -> Any:
    return page.get_by_role("button", name="Bring it back")


def test_a_reload_and_a_new_tab_bring_table_and_weights_back_to_this_browser_only(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)

    page.reload()
    back(page).wait_for()
    assert page.get_by_text("This page was loaded anew").is_visible()
    assert page.locator(".st-key-way-back").inner_text().count("mine.csv") == 1
    back(page).click()
    confirmed(page, POINTS)
    assert sorted(names(page)) == ["Dump", "Pond"]
    assert back(page).count() == 0

    tab = page.context.new_page()
    tab.goto(f"{server.address}/ranking/")
    back(tab).click()
    confirmed(tab, POINTS)
    assert sorted(names(tab)) == ["Dump", "Pond"]

    stranger = browser.new_context().new_page()
    stranger.goto(server.address)
    ready(stranger)
    stranger.wait_for_timeout(1_000)
    assert back(stranger).count() == 0
    assert "mine.csv" not in stranger.content()


def test_a_script_of_the_page_cannot_read_the_name_of_the_browser(
    browser: Any, server: Server
) -> None:
    page = browser.new_context().new_page()
    page.goto(server.address)
    ready(page)

    assert [c["name"] for c in page.context.cookies() if c["name"].startswith("pp_visit")]
    assert "pp_visit" not in page.evaluate("document.cookie")


def test_after_a_restart_of_the_server_a_page_says_that_nothing_is_left(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)

    server.restart()
    page.reload()
    ready(page)

    page.get_by_text("The server was started anew since you were here.").wait_for()
    assert back(page).count() == 0
    page.get_by_role("button", name="Understood").click()
    page.get_by_text("The server was started anew").wait_for(state="detached")


def test_a_page_that_stayed_open_over_a_restart_says_so_too(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)

    server.restart()
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
        " === 'CONNECTED'",
        timeout=60_000,
    )
    turn_to(page, "Sites", "Sites")

    page.get_by_text("The server was started anew since you were here.").wait_for()
    assert page.get_by_text("181").first.is_visible()
