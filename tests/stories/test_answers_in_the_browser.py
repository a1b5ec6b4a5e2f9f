"""A chosen file is taken, even if the page begins to run again at that very moment."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.stories.test_every_page import rest, run_by

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE = b"site_id,name,waste_type,tonnage_t\nX-1,Pond,tailings,2000000\n"


@pytest.fixture
def hurried_page(fresh_page: Any) -> Any:
    """Return a page that asks for a new run just before and after it asks where a file goes."""
    runs: list[bytes] = []

    def pass_on(route: Any) -> None:
        server = route.connect_to_server()

        def to_server(message: Any) -> None:
            kind = BackMsg.FromString(message).WhichOneof("type")
            if kind == "rerun_script":
                runs.append(message)
            around = runs[-1:] if kind == "file_urls_request" else []
            for one in (*around, message, *around):
                server.send(one)

        route.on_message(to_server)

    fresh_page.route_web_socket("**/_stcore/stream*", pass_on)
    return fresh_page


def run_again(page: Any) -> None:
    """Run the page as it stands once more; the first run alone says where it comes from."""
    rest(page)
    run_by(page, lambda: page.keyboard.press("r"))


def test_a_file_that_is_chosen_while_the_page_runs_again_is_taken(
    hurried_page: Any, slow_address: str
) -> None:
    page = hurried_page
    page.goto(f"{slow_address}/import")
    run_again(page)

    table = {"name": "mine.csv", "mimeType": "text/csv", "buffer": TABLE}
    page.locator("input[type=file]").first.set_input_files(table)

    page.get_by_role("button", name="Read this file").click()
    page.get_by_role("button", name="Rank this site").wait_for()
