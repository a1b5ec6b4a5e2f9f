"""A project in a real browser: F5, a closed tab, another browser, a server killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.server import Server
from tests.stories.test_browser_walk import confirmed, names, read_file, ready, turn_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE = "site_id,name,waste_type,tonnage_t\nX-1,Pond,tailings,2000000\nX-2,Dump,mixed,3000000\n"
POINTS = "100,20,20,20,20"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("own")) as own:
        yield own


def at_work(browser: Any, server: Server, folder: Path) -> Any:
    """Return a page with a table and weights of one's own, saved."""
    page = browser.new_context().new_page()
    page.goto(f"{server.address}/sites")
    (folder / "mine.csv").write_text(TABLE, encoding="utf-8")
    page.get_by_text("Load your own inventory").click()
    read_file(page, folder / "mine.csv")
    page.get_by_role("button", name="Rank these 2 sites").click()
    ready(page)
    page.get_by_role("slider", name="Grade").focus()
    page.keyboard.press("End")
    confirmed(page, POINTS)
    saved(page)
    return page


def saved(page: Any) -> None:
    page.get_by_text("Saved", exact=True).wait_for()


def project_of(page: Any) -> str:
    return parse_qs(urlsplit(page.url).query)["project"][0]


def stands(page: Any) -> None:
    """Wait until table and weights are as they were left."""
    confirmed(page, POINTS)
    assert sorted(names(page)) == ["Dump", "Pond"]


def test_f5_a_closed_tab_and_a_restart_bring_all_back_by_the_address(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    assert len(project_of(page)) == 22

    page.reload()
    stands(page)
    page.get_by_text("is open as it was left").wait_for()

    address, context = page.url, page.context
    page.close()
    tab = context.new_page()
    tab.goto(address)
    stands(tab)

    server.restart()
    tab.reload()
    stands(tab)


def test_the_address_keeps_the_id_on_every_page_and_the_way_back_works(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    project_id = project_of(page)

    turn_to(page, "Report", "Files & records")
    page.wait_for_url(f"**/export?project={project_id}")
    turn_to(page, "Sites", "Sites")
    page.wait_for_url(f"**/sites?project={project_id}")
    page.go_back()
    page.wait_for_url(f"**/export?project={project_id}")


@pytest.mark.parametrize("pause", [0, 80, 400])
def test_a_copy_clicked_twice_is_one_copy(
    browser: Any, server: Server, tmp_path: Path, pause: int
) -> None:
    page = at_work(browser, server, tmp_path)
    turn_to(page, "Projects", "Projects")
    copy = page.get_by_role("button", name="Make a copy")

    copy.click()
    page.wait_for_timeout(pause)
    copy.click()
    page.get_by_text("mine.csv, copy", exact=True).wait_for()
    page.wait_for_timeout(1_500)

    assert page.locator("[class*=st-key-project-row-]").count() == 2
    assert page.get_by_text(", copy, copy").count() == 0


def test_another_browser_with_the_address_finds_nothing(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)

    stranger = browser.new_context().new_page()
    stranger.goto(page.url)
    ready(stranger)

    stranger.get_by_text("This project was not found").wait_for()
    assert "mine.csv" not in stranger.content()


def test_a_fresh_visitor_gets_no_project(browser: Any, server: Server) -> None:
    page = browser.new_context().new_page()
    page.goto(server.address)
    ready(page)
    page.wait_for_timeout(1_500)

    assert "project=" not in page.url
    assert page.get_by_text("No project yet").is_visible()
    assert page.get_by_text("Saved", exact=True).count() == 0


def test_a_killed_server_loses_the_last_second_at_most(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    page.get_by_role("slider", name="Volume").focus()
    page.keyboard.press("End")
    confirmed(page, "100,100,20,20,20")
    # The second that may be lost, from when the server has heard of it.
    time.sleep(1.2)

    os.kill(server.pid, signal.SIGKILL)
    server.restart()
    page.reload()

    confirmed(page, "100,100,20,20,20")
    assert sorted(names(page)) == ["Dump", "Pond"]


def test_a_page_that_stayed_open_over_a_restart_goes_on(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)

    server.restart()
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
        " === 'CONNECTED'",
    )
    turn_to(page, "Ranking", "Ranking")

    stands(page)


def test_a_burst_of_keys_is_one_step_however_often_it_was_saved(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    page.get_by_role("slider", name="Volume").focus()
    for _ in range(15):  # three seconds, of which each is saved
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
    confirmed(page, "100,35,20,20,20")
    saved(page)

    page.locator("body").press("Control+z")
    confirmed(page, POINTS)
    page.locator("body").press("Control+y")
    confirmed(page, "100,35,20,20,20")

    turn_to(page, "Projects", "Projects")
    page.get_by_text("History", exact=True).click()
    steps = page.locator("[class*=st-key-step-] p.pp-why")
    steps.filter(has_text="Weights: Volume 20 → 35").wait_for()
    assert steps.filter(has_text="Weights: Volume").count() == 1


def test_keys_undo_and_redo_outside_of_fields_only(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)

    page.locator("body").press("Control+z")
    confirmed(page, "20,20,20,20,20")
    page.locator("body").press("Control+y")
    confirmed(page, POINTS)

    turn_to(page, "Report", "Report")
    field = page.get_by_label("Title", exact=False).first
    field.fill("abc")
    field.press("Control+z")
    page.wait_for_timeout(500)
    turn_to(page, "Ranking", "Ranking")
    confirmed(page, POINTS)


def test_a_script_of_the_page_cannot_read_the_name_of_the_browser(
    browser: Any, server: Server
) -> None:
    page = browser.new_context().new_page()
    page.goto(server.address)
    ready(page)

    assert [c["name"] for c in page.context.cookies() if c["name"].startswith("pp_visit")]
    assert "pp_visit" not in page.evaluate("document.cookie")


def test_a_file_from_one_browser_gives_another_the_same_project(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    turn_to(page, "Projects", "Projects")
    page.get_by_text("File", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "mine.csv.pilot.zip"
    download.value.save_as(tmp_path / "ours.pilot.zip")

    other = browser.new_context().new_page()
    other.goto(f"{server.address}/projects")
    other.get_by_text("File", exact=True).click()
    other.locator("input[type=file]").set_input_files(str(tmp_path / "ours.pilot.zip"))
    other.get_by_role("button", name="Open ours.pilot.zip").click()
    other.get_by_text("Opened as it was saved").wait_for()
    turn_to(other, "Ranking", "Ranking")

    stands(other)
    assert project_of(other) != project_of(page)


def link_to_read(page: Any) -> str:
    """Make a link by which others read the project; return it."""
    turn_to(page, "Projects", "Projects")
    page.get_by_text("Share", exact=True).click()
    page.get_by_role("button", name="Make a link to read").click()
    return str(page.locator("code", has_text="?shared=").inner_text())


def test_a_link_lets_another_browser_read_and_change_nothing(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    link = link_to_read(page)
    assert link.startswith(f"{server.address}/?shared=")

    reader = browser.new_context().new_page()
    reader.goto(link)
    stands(reader)
    assert reader.get_by_text("nothing is saved").is_visible()
    reader.get_by_role("slider", name="Volume").focus()
    reader.keyboard.press("End")
    confirmed(reader, "100,100,20,20,20")
    reader.reload()
    stands(reader)
    reader.get_by_role("button", name="Make it my own").click()
    saved(reader)

    assert project_of(reader) != project_of(page)
    reader.reload()
    stands(reader)


def test_who_reads_by_a_link_that_was_ended_hears_of_it_and_keeps_what_is_in_sight(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    link = link_to_read(page)
    reader = browser.new_context().new_page()
    reader.goto(link)
    stands(reader)
    page.get_by_role("button", name="End all links to read").click()
    page.get_by_text("There is no link to read this project").wait_for()
    reader.wait_for_timeout(3_500)

    reader.get_by_role("slider", name="Volume").focus()
    reader.keyboard.press("End")

    reader.get_by_text("The owner has ended the link by which you read").wait_for()
    confirmed(reader, "100,100,20,20,20")
    assert sorted(names(reader)) == ["Dump", "Pond"]
    reader.wait_for_function("() => !location.search.includes('shared=')")
    assert reader.get_by_text("the link was ended: nothing is saved").is_visible()
    reader.get_by_role("button", name="Make it my own").click()
    saved(reader)
    assert project_of(reader) != project_of(page)


def test_two_people_on_two_servers_of_one_store_hear_of_each_other(
    browser: Any, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    with Server(tmp_path / "own") as first, Server(tmp_path / "own") as second:
        page = at_work(browser, first, tmp_path)
        turn_to(page, "Projects", "Projects")
        page.get_by_text("Share", exact=True).click()
        page.get_by_role("button", name="Make a link to edit").click()
        link = page.locator("code", has_text="?edit=").inner_text()
        turn_to(page, "Ranking", "Ranking")
        stands(page)

        other = browser.new_context().new_page()
        other.goto(f"{second.address}/?{urlsplit(link).query}")
        stands(other)
        other.get_by_role("slider", name="Volume").focus()
        other.keyboard.press("End")
        confirmed(other, "100,100,20,20,20")
        page.get_by_text("This project was changed since").wait_for()

        page.get_by_role("slider", name="Access").focus()
        page.keyboard.press("End")
        page.get_by_text("Somebody else changed this project at the same time").wait_for()
        page.get_by_role("button", name="Take up the other").click()
        confirmed(page, "100,100,20,20,20")


def test_a_link_shows_a_named_state_and_leaves_the_present_as_it_is(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    page = at_work(browser, server, tmp_path)
    project_id = project_of(page)
    turn_to(page, "Projects", "Projects")
    page.get_by_text("History", exact=True).click()
    page.get_by_label("Name of the state as it is now").fill("county")
    page.get_by_role("button", name="Keep under this name").click()
    page.locator("b", has_text="county").first.wait_for()
    turn_to(page, "Ranking", "Ranking")
    page.get_by_role("slider", name="Volume").focus()
    page.keyboard.press("End")
    confirmed(page, "100,100,20,20,20")
    saved(page)

    page.goto(f"{server.address}/?project={project_id}&scenario=county")
    stands(page)
    page.reload()
    stands(page)
    page.get_by_role("button", name="Back to now").click()

    confirmed(page, "100,100,20,20,20")
    page.wait_for_url(f"{server.address}/?project={project_id}")


def test_an_open_page_goes_on_with_the_project_that_began_on_it_and_its_present_state(
    browser: Any, server: Server
) -> None:
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server.address}/?area=all")  # an address that knows of no project
    ready(page)
    page.get_by_role("slider", name="Grade").focus()
    page.keyboard.press("End")
    confirmed(page, POINTS)
    saved(page)
    project_id = project_of(page)
    tab = page.context.new_page()
    tab.goto(page.url)
    confirmed(tab, POINTS)
    tab.get_by_role("slider", name="Volume").focus()
    tab.keyboard.press("End")
    confirmed(tab, "100,100,20,20,20")
    saved(tab)
    tab.close()

    server.restart()

    confirmed(page, "100,100,20,20,20")
    assert page.get_by_role("slider", name="Volume").input_value() == "100"
    assert project_of(page) == project_id
    page.get_by_role("slider", name="Access").focus()
    page.keyboard.press("End")
    confirmed(page, "100,100,20,100,20")
    assert project_of(page) == project_id
