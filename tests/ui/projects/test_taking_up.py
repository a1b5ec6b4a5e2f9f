"""Of a table too large to be kept, the choices are saved; it comes back from where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.site import SiteRegister
from prioritizer.storage.inventory.opening import open_store
from prioritizer.ui.projects import autosave
from tests.ui.conftest import Open, keyed, load
from tests.ui.projects.conftest import TABLE, Browser, again, project_of, values


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "MOST_SITES", 1)


def test_choices_come_back_and_the_missing_table_is_named(
    open_page: Open, person: Browser
) -> None:
    app = open_page("sites")
    load(app, TABLE + b"X-2,Dump,mixed,9000000\n", "mine.csv")
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider(key="weight-grade").set_value(70).run()
    assert any("the table is not" in one.value for one in app.info)

    fresh = again(project_of(app))

    assert values(fresh)["points"]["grade"] == 70
    assert any("was too large to be kept" in one.value for one in fresh.warning)


def test_a_kept_inventory_is_found_again(
    open_page: Open,
    person: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sample: SiteRegister,
) -> None:
    path = tmp_path / "inventories.db"
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(path))
    few = SiteRegister("Nordic", sample.sites[:5], sample.sources)
    open_store(path).save_inventory("Nordic", few, who="Ada", why="first import")
    app = open_page("inventories")
    app.button(key="kept-rank").click().run()
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider(key="weight-grade").set_value(70).run()
    assert not any("the table is not" in one.value for one in app.info)

    fresh = again(project_of(app))

    assert [one.site_id for one in values(fresh)["inventory"].register.sites] == [
        one.site_id for one in few.sites
    ]
    assert keyed(fresh.slider, "weight-grade").value == 70
    assert not fresh.warning
