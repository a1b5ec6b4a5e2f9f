"""Undo in a project reaches the edits that it has made in a kept inventory."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.site import SiteRegister
from prioritizer.storage.inventory.opening import open_store
from prioritizer.ui.shortlist import edits


def test_a_lock_in_a_kept_inventory_is_taken_back_and_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: SiteRegister
) -> None:
    path = tmp_path / "inventories.db"
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(path))
    few = SiteRegister("Nordic", sample.sites[:3], sample.sources)
    store = open_store(path)
    store.save_inventory("Nordic", few, who="Ada", why="first import")
    site = few.sites[0].site_id
    store.edit_pilot("Nordic", site, "lock", "must", who="Ada", why="near the road")
    made = {"Nordic": (PilotEdit(1, site, "lock", "must", "Ada", "", "near the road"),)}

    def value() -> object:
        return store.pilot_edits("Nordic")[-1].value

    assert edits.follow(made, {}) == ()
    assert value() is None
    assert edits.follow({}, made) == ()
    assert value() == "must"
    store.edit_pilot("Nordic", site, "lock", "must not", who="Bo", why="flood")
    assert edits.follow(made, {}) == (
        f"{site}, lock: left as it is, somebody else has edited it since.",
    )
    assert value() == "must not"
