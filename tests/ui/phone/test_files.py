"""The files of the phone pages: kept for good under a digest, for an hour under their names."""

from __future__ import annotations

import re

import pytest

from prioritizer.ui.phone import html
from prioritizer.ui.phone.files import ASSETS, FOR_AN_HOUR, FOR_GOOD, found, of_file

NAMES = sorted(file.name for file in ASSETS.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_address_of_its_content_and_its_old_one(name: str) -> None:
    content = (ASSETS / name).read_bytes()
    stem, suffix = name.rsplit(".", 1)
    digested = of_file(name).rsplit("/", 1)[1]
    asked = {digested: FOR_GOOD, name: FOR_AN_HOUR, f"{stem}.{'0' * 12}.{suffix}": FOR_AN_HOUR}

    assert re.fullmatch(rf"{stem}\.[0-9a-f]{{12}}\.{suffix}", digested)
    for one, keep in asked.items():
        sent = found(one)
        assert sent is not None
        assert (sent.content, sent.keep) == (content, keep)


@pytest.mark.parametrize("name", ["../routes.py", "routes.py", "phone", "phone.css.py", ""])
def test_no_other_file_is_sent(name: str) -> None:
    assert found(name) is None


def test_pages_name_files_by_their_content_only() -> None:
    page = html.page("Title", [], needs="budget")
    named = re.findall(r'(?:href|src)="([^"]+\.(?:css|js|svg))"', page)

    assert len(named) == len(NAMES)
    assert set(named) == {of_file(name) for name in NAMES}
