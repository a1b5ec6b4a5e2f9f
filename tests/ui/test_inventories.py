"""The inventories page: keep, edit, refuse lost updates, undo, compare, merge, rank."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import Value, ValueKind
from prioritizer.domain.site import SiteRegister
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.sites.edits import value_from_texts
from tests.ui.conftest import Open, assert_calm, control, list_data, text_of
from tests.ui.harmless import assert_harmless

NAME = "Nordic"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: SiteRegister) -> Store:
    """Return a store that holds the first five sample sites."""
    path = tmp_path / "inventories.db"
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(path))
    opened = open_store(path)
    few = SiteRegister(NAME, sample.sites[:5], sample.sources)
    opened.save_inventory(NAME, few, who="Ada", why="first import")
    return opened


def field(app: AppTest, start: str, end: str):  # type: ignore[no-untyped-def]
    return next(t for t in app.text_input if t.key.startswith(start) and t.key.endswith(end))


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert_calm(app)


def edit(app: AppTest, best: str, why: str = "drilling of 2021") -> None:
    field(app, "edit-", "-best").set_value(best)
    field(app, "who-edit-", "").set_value("Bo")
    field(app, "why-edit-", "").set_value(why)
    press(app, "Keep this change")


def view(app: AppTest, name: str) -> None:
    control(app, "What to do").set_value(name).run()
    assert_calm(app)


@pytest.mark.parametrize("name", ["inventories", "ranking", "portfolio", "sites"])
def test_a_file_that_is_no_store_is_told_and_left_alone(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "inventories.db"
    path.touch()
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(path))

    app = open_page(name)

    assert not app.exception
    if name == "inventories":
        assert "found an empty file" in " ".join(error.value for error in app.error)
    assert [(p.name, p.stat().st_size) for p in tmp_path.iterdir()] == [(path.name, 0)]


def test_a_new_source_is_kept_with_its_citation_and_a_strange_one_is_refused(
    open_page: Open, store: Store
) -> None:
    app = open_page("inventories")

    field(app, "edit-", "-source").set_value("S999")
    field(app, "edit-", "-best").set_value("3e6")
    field(app, "who-edit-", "").set_value("Bo")
    field(app, "why-edit-", "").set_value("drilling")
    next(button for button in app.button if button.label == "Keep this change").click().run()
    refused = " ".join(error.value for error in app.error)
    field(app, "edit-", "-citation").set_value("Drilling of 2021")
    press(app, "Keep this change")

    assert "found the source 'S999'" in refused.replace("\\", "")
    assert store.load_inventory(NAME).sources["S999"].citation == "Drilling of 2021"


def test_before_anything_is_kept_the_page_says_so_and_makes_no_file(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "inventories.db"
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(path))

    app = open_page("inventories")
    assert "Nothing is kept yet" in text_of(app)
    assert not path.exists()

    app.text_input(key="who-present").set_value("Ada")
    press(app, "Keep in this inventory")
    with open_store(path, access=Access.WRITE) as made:
        assert made.list_inventories()[0].name == "Sample inventory"


def test_an_edited_value_is_kept_with_who_and_why(open_page: Open, store: Store) -> None:
    app = open_page("inventories")

    edit(app, "4.1e6")

    value = store.values(NAME, "SE-001")["tonnage_t"]
    assert value.best == 4_100_000
    last = store.changes(NAME)[-1]
    assert (last.who, last.why, last.n_values) == ("Bo", "drilling of 2021", 1)


@pytest.mark.parametrize(("best", "word"), [("9e9", "low"), ("1,5,2", "number"), ("-4", "-4")])
def test_a_value_that_cannot_be_is_refused_in_words(
    open_page: Open, store: Store, best: str, word: str
) -> None:
    app = open_page("inventories")

    edit(app, best)

    assert word in app.error[0].value.replace("\\", "")
    assert len(store.changes(NAME)) == 1


def test_a_change_that_somebody_else_made_meanwhile_is_not_lost(
    open_page: Open, store: Store
) -> None:
    app = open_page("inventories")
    theirs = value_from_texts("tonnage_t", {"best": "3e6"})
    store.set_value(NAME, "SE-001", "tonnage_t", theirs, who="Cy", why="survey")

    edit(app, "4.1e6")

    assert app.error
    assert store.values(NAME, "SE-001")["tonnage_t"].best == 3_000_000
    assert "Somebody changed this value" in app.warning[0].value
    app.button(key="edit-refresh").click().run()
    assert field(app, "edit-", "-best").value == "3000000"


def test_a_value_can_be_made_unknown(open_page: Open, store: Store) -> None:
    app = open_page("inventories")

    next(c for c in app.checkbox if "take the value away" in c.label).check()
    field(app, "who-edit-", "").set_value("Bo")
    field(app, "why-edit-", "").set_value("was another dam")
    press(app, "Keep this change")

    assert "tonnage_t" not in store.values(NAME, "SE-001")


def test_a_change_is_taken_back_as_a_new_change(open_page: Open, store: Store) -> None:
    before = store.values(NAME, "SE-001")["tonnage_t"].best
    app = open_page("inventories")
    edit(app, "4.1e6")

    view(app, "history")
    field(app, "why-undo-", "").set_value("wrong pond")
    press(app, "Undo change 2")

    assert store.values(NAME, "SE-001")["tonnage_t"].best == before
    assert [c.kind for c in store.changes(NAME)] == ["save", "set", "undo"]


def test_an_undo_that_would_lose_a_later_change_names_it(open_page: Open, store: Store) -> None:
    app = open_page("inventories")
    edit(app, "4.1e6")
    edit(app, "4.2e6")
    view(app, "history")
    app.selectbox(key="widget.kept_change").set_value(2).run()

    field(app, "why-undo-", "").set_value("wrong pond")
    press(app, "Undo change 2")

    assert "Undo change 3 first" in app.error[0].value.replace("\\", "")


def test_what_a_change_did_is_shown_before_and_after(open_page: Open, store: Store) -> None:
    app = open_page("inventories")
    edit(app, "4.1e6")

    view(app, "history")
    app.toggle(key="kept-what").set_value(True).run()

    assert "tonnage t" in text_of(app)
    assert "4100000" in text_of(app)


def test_a_conflict_is_settled_only_by_a_choice(open_page: Open, store: Store) -> None:
    store.copy_inventory(NAME, "Branch", who="Ada", why="field work")
    for name, best in ((NAME, "4.1e6"), ("Branch", "4.2e6")):
        value = value_from_texts("tonnage_t", {"best": best, "low": "1", "high": "5e6"})
        store.set_value(name, "SE-001", "tonnage_t", value, who="Ada", why="survey")
    app = open_page("inventories")
    app.selectbox(key="widget.kept").set_value(NAME).run()
    view(app, "merge")
    field(app, "who-merge-", "").set_value("Bo")
    field(app, "why-merge-", "").set_value("both")

    press(app, "Merge")
    assert "found 1 conflicts" in app.error[0].value.replace("\\", "")

    conflict = next(r for r in app.radio if r.label.startswith("SE"))
    assert conflict.value is None
    conflict.set_value("theirs")
    press(app, "Merge")
    assert store.values(NAME, "SE-001")["tonnage_t"].best == 4_200_000


def test_two_inventories_are_compared_value_by_value(open_page: Open, store: Store) -> None:
    store.copy_inventory(NAME, "Branch", who="Ada", why="field work")
    store.remove_site("Branch", "SE-002", who="Ada", why="gone")
    app = open_page("inventories")

    view(app, "compare")

    assert "Only in the" in text_of(app)
    assert "SE-002" in text_of(app)


def test_a_kept_inventory_is_ranked_and_a_later_change_is_pointed_out(
    open_page: Open, store: Store
) -> None:
    app = open_page("inventories")
    app.button(key="kept-rank").click().run()
    assert_calm(app)

    edit(app, "4.1e6")

    assert "earlier state" in app.info[0].value
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    assert len(list_data(app)["rows"]) <= 5


def test_hostile_values_stay_text(open_page: Open, store: Store) -> None:
    text = "<img src=x onerror=alert(1)> [a](http://example.org)"
    value = Value(ValueKind.TEXT, text=text)
    store.set_value(NAME, "SE-001", "name", value, who="<b>x</b>", why=text)
    app = open_page("inventories")

    for name in ("edit", "history", "compare", "merge"):
        view(app, name)
        assert_harmless(app)


def test_codes_confirmed_from_texts_are_kept_with_who_when_and_from_what(
    open_page: Open, store: Store
) -> None:
    said = Value(ValueKind.TEXT, text="Environmental permit granted 2025.")
    store.set_value(NAME, "SE-002", "permit_status", said, who="Ada", why="read")
    app = open_page("inventories")
    press(app, "Rank this inventory")
    app.switch_page("prioritizer/ui/pages/evidence.py").run()
    app.get("button_group")[0].set_value("codes").run()
    app.checkbox(key="code-SE-002-permit_code-granted").check()
    app.text_input(key="codes-who").set_value("Bo")

    press(app, "Confirm what is ticked")

    assert "kept in the inventory, change 3" in app.success[0].value
    held = store.values(NAME, "SE-002")["permit_code"]
    assert held.text == "granted"
    assert held.note.startswith("confirmed by Bo on ")
    assert "from 'permit granted' in permit_status: Environmental permit granted" in held.note
    change = store.changes(NAME)[-1]
    assert (change.who, change.number) == ("Bo", 3)
    assert "code-SE-002-permit_code-granted" not in [box.key for box in app.checkbox]
