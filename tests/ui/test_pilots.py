"""Shortlist, programme and pilots: locks, scenarios, budget, edits that outlive a session."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from prioritizer.cli import main
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.storage.inventory.opening import open_store
from prioritizer.ui.shell.markup import share
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.not_ranked_words import too_little_known
from prioritizer.workflow.robustness.next_data import next_data
from prioritizer.workflow.robustness.next_step import next_steps
from tests.ui.conftest import Open, assert_calm, chart, control, keyed, load, text_of
from tests.ui.harmless import assert_harmless

NAME = "Nordic"
FIRST = "CZ-001"
# Its mine works: it stands aside.
ASIDE = "SE-004"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: SiteRegister) -> Store:
    """Return a store that holds the sample under a name."""
    path = tmp_path / "inventories.db"
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(path))
    opened = open_store(path)
    opened.save_inventory(NAME, sample, who="Ada", why="first import")
    return opened


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert_calm(app)


def lock(app: AppTest, site_id: str, kind: str, why: str) -> None:
    app.selectbox(key="lock-site").set_value(site_id)
    app.radio(key="lock-kind").set_value(kind)
    app.text_input(key="who-lock").set_value("Ada")
    app.text_input(key="why-lock").set_value(why)
    press(app, "Lock this site")


def test_the_shortlist_has_chances_and_next_steps_of_the_ranking(
    open_page: Open, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    text = text_of(open_page("shortlist"))

    assert "Chvaletice" in text
    for words in ("</b> open", "draws, seed 1", "UNFC", "could reach the list"):
        assert words in text
    table = text[text.index("pp-short") : text.index("</table>", text.index("pp-short"))]
    assert not re.search(r"\b(probable|possible|core|borderline)\b", table)
    ranking = assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)
    steps = next_steps(ranking, next_data(ranking, sample.sites, reference))
    for row in ranking.order()[:10].tolist():
        name = ranking.matrix.alternatives[row]
        assert escape_html(steps[name].words, limit=200) in table
        assert f"<b>{share(float(ranking.answer.chance[row]))}</b>" in table


def test_a_lock_puts_a_site_on_the_list_with_its_reason_and_is_lifted(open_page: Open) -> None:
    app = open_page("shortlist")

    lock(app, "SE-001", "must", "the <b>county</b> asks")
    text = text_of(app)
    assert "<b>must be on</b>: the &lt;b&gt;county&lt;/b&gt; asks" in text
    lock(app, FIRST, "must not", "no access")
    assert "Excluded by hand" in text_of(app)
    assert "<b>excluded by hand</b>: no access" in text_of(app)
    assert "is excluded by hand: no access. In the ranking it is secure" in text_of(app)
    assert re.search(r"with your locks \d+ %", text_of(app))

    press(app, "Lift")
    press(app, "Lift")
    assert "must be on" not in text_of(app)


def test_a_lock_without_author_or_reason_is_refused(open_page: Open) -> None:
    app = open_page("shortlist")

    lock(app, "SE-001", "must", " ")

    assert "Please enter why" in app.error[0].value
    assert "No lock." in text_of(app)


def test_more_musts_than_places_are_left_aside_and_named(open_page: Open) -> None:
    app = open_page("shortlist")
    lock(app, "SE-001", "must", "one")
    lock(app, FIRST, "must", "two")

    app.number_input(key="widget.shortlist").set_value(1).run()

    assert_calm(app)
    assert any("2 musts for 1 places" in error.value for error in app.error)


def test_a_lock_that_cannot_hold_is_refused_in_words_of_the_page(open_page: Open) -> None:
    app = open_page("shortlist")

    lock(app, ASIDE, "must", "the mayor asks")

    said = app.error[0].value.replace("\\", "")
    assert "it is set aside for its status" in said
    assert "lift the lock on the page Shortlist. Nothing was locked." in said
    assert "--status" not in said
    assert "No lock." in text_of(app)


def test_a_lock_that_holds_no_longer_costs_the_others_nothing(open_page: Open) -> None:
    app = open_page("ranking")
    press(app, "Rank them too")
    app.switch_page("prioritizer/ui/pages/shortlist.py").run()
    lock(app, ASIDE, "must", "the mayor asks")
    lock(app, FIRST, "must not", "no access")
    assert not app.error

    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    press(app, "Set them aside")
    app.switch_page("prioritizer/ui/pages/shortlist.py").run()

    assert len(app.error) == 1
    assert f"shortlist, {ASIDE}" in app.error[0].value.replace("\\", "")
    assert "is excluded by hand: no access" in text_of(app)


def test_a_score_can_be_the_rule(open_page: Open) -> None:
    app = open_page("shortlist")

    control(app, "On the list are").set_value("score").run()
    app.number_input(key="widget.pilots_threshold").set_value(0.65).run()

    assert_calm(app)
    assert "Chvaletice" in text_of(app)
    listed, _, after = text_of(app).partition("Next in line")
    site = 'role="rowheader">Portmán Bay tailings'
    assert (site in listed, site in after) == (False, True)


def test_named_settings_are_compared_with_those_of_now(open_page: Open) -> None:
    app = open_page("shortlist")
    control(app, "View").set_value("scenarios").run()
    app.text_input(key="scenario-name").set_value("before [x](http://a)").run()
    press(app, "Save as a scenario")
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider(key="weight-grade").set_value(100).run()
    app.switch_page("prioritizer/ui/pages/shortlist.py").run()

    text = text_of(app)
    assert_harmless(app)
    assert 'title="on the list">✓' in text
    assert "before [x](http://a)" in text
    press(app, "Forget")
    assert "before [x](http://a)" not in text_of(app)


def test_the_programme_is_a_sentence_a_table_and_a_chart(open_page: Open) -> None:
    app = open_page("portfolio")
    text = text_of(app)

    assert "that stay within 3 M EUR in at least 80 % of the draws" in text
    assert "All costs are defaults" in text
    assert "chance that the programme with the highest score at best estimates" in text
    assert "The next 100 thousand EUR" in text
    assert "Best sum of scores by budget" in chart(app, "value-by-budget")["alt"]


def test_a_listed_site_left_out_has_its_reason_and_a_pilot_its_replacement(
    open_page: Open,
) -> None:
    text = text_of(open_page("portfolio"))

    reasons = text.partition("Left out, though on the list or best at best estimates")[2]
    assert "would replace" in reasons
    assert "would come in" in text.partition("If a pilot drops out")[2]


def test_best_estimates_alone_are_chosen_at_no_confidence(open_page: Open) -> None:
    app = open_page("portfolio")

    app.number_input(key="widget.portfolio_confidence").set_value(0).run()

    assert_calm(app)
    text = text_of(app)
    assert "within 3 M EUR add up to the highest score" in text
    assert "Left out, though" not in text


def test_draws_of_the_programme_are_numbers_and_the_words_the_rankings(open_page: Open) -> None:
    app = open_page("portfolio")
    assert '<span class="pp-band secure">secure</span>' in text_of(app)
    app.selectbox(key="widget.portfolio_draws").set_value(500).run()

    press(app, "Try over")

    text = text_of(app)
    assert "sites in the best programme of half of the 500 draws" in text
    assert re.search(r'<div class="pp-bar plain".*?<b>\d+ %</b></td>', text)
    assert "<strong>secure</strong>" not in text
    app.number_input(key="widget.portfolio_budget").set_value(4000).run()
    assert "in the best programme of half" not in text_of(app)


def test_rules_that_contradict_each_other_are_named(open_page: Open) -> None:
    app = open_page("portfolio")

    app.number_input(key="widget.portfolio_at_least").set_value(30).run()

    assert_calm(app)
    text = text_of(app)
    assert "No programme keeps all rules" in text
    assert "at least 30" in text


@pytest.mark.slow
def test_own_costs_of_a_file_replace_the_defaults(open_page: Open) -> None:
    app = open_page("portfolio")
    table = f"site_id,low_eur,best_eur,high_eur\n{FIRST},1000,2000,3000\n".encode()

    app.file_uploader[0].set_value(("costs.csv", table, "text/csv")).run()

    assert_calm(app)
    text = text_of(app)
    assert "1–3, yours" in text
    press(app, "Back to the defaults")
    assert "yours" not in text_of(app)


def test_costs_of_a_strange_site_are_refused(open_page: Open) -> None:
    app = open_page("portfolio")

    app.file_uploader[0].set_value(
        ("costs.csv", b"site_id,low_eur,best_eur,high_eur\nX,1,2,3\n", "text/csv")
    ).run()

    assert "Expected ids of this inventory" in app.error[0].value.replace("\\", "")


def edit(app: AppTest, path: str, text: str) -> None:
    keyed(app.selectbox, "widget.pilots_entry").set_value(path).run()
    area = next(a for a in (*app.text_area, *app.text_input) if f"-{path}-" in (a.key or ""))
    area.set_value(text)
    next(t for t in app.text_input if (t.key or "").startswith("who-pilot")).set_value("Bo")
    next(t for t in app.text_input if (t.key or "").startswith("why-pilot")).set_value("asked")
    press(app, "Keep this entry")


def test_an_edit_is_marked_with_its_author_and_taken_back(open_page: Open) -> None:
    app = open_page("pilots")
    drafted = text_of(app)
    assert 'class="pp-std derived">default' in drafted

    edit(app, "question", "Does <i>cobalt</i> pay?")
    text = text_of(app)
    assert "Does &lt;i&gt;cobalt&lt;/i&gt; pay?" in text
    assert 'class="pp-std edited">edited' in text
    assert "Bo, 20" in text

    press(app, "Back to as drafted")
    assert "cobalt" not in text_of(app)


def test_an_edited_number_moves_what_follows_from_it(open_page: Open) -> None:
    app = open_page("pilots")
    control(app, "Section").set_value("tests").run()

    edit(app, "bulk.runs", "8")

    assert "<b>202 t</b>" in text_of(app)


def test_a_number_that_cannot_be_is_refused_in_words(open_page: Open) -> None:
    app = open_page("pilots")
    control(app, "Section").set_value("tests").run()

    edit(app, "bulk.availability", "2")

    assert "Expected at most 1" in app.error[0].value.replace("\\", "")


def test_edits_and_locks_are_kept_with_the_inventory(open_page: Open, store: Store) -> None:
    app = open_page("inventories")
    press(app, "Rank this inventory")
    app.switch_page("prioritizer/ui/pages/shortlist.py").run()
    lock(app, "SE-001", "must", "county asks")
    app.switch_page("prioritizer/ui/pages/pilots.py").run()
    edit(app, "question", "Kept?")

    kept = {(e.site_id, e.path): (e.value, e.who) for e in store.pilot_edits(NAME)}
    assert kept[("SE-001", "lock")] == ("must", "Ada")
    assert ("Kept?", "Bo") in kept.values()

    other = open_page("inventories")
    press(other, "Rank this inventory")
    other.switch_page("prioritizer/ui/pages/pilots.py").run()
    assert "Kept?" in text_of(other)


def test_an_edit_over_one_of_somebody_else_is_not_made_unseen(
    open_page: Open, store: Store
) -> None:
    app = open_page("inventories")
    press(app, "Rank this inventory")
    app.switch_page("prioritizer/ui/pages/pilots.py").run()
    site_id = app.selectbox(key="widget.pilots_site").value

    store.edit_pilot(NAME, site_id, "question", "By another", who="Eve", why="meanwhile")
    app.run()

    assert any("Somebody edited this entry" in warning.value for warning in app.warning)
    assert "By another" in text_of(app)


def test_edits_of_the_sample_do_not_show_in_another_inventory(open_page: Open) -> None:
    app = open_page("pilots")
    edit(app, "question", "Only of the sample")

    app.switch_page("prioritizer/ui/pages/sites.py").run()
    load(app, b"site_id,name,waste_type,tonnage_t\nCN-001,Pond,tailings,2000000\n")
    app.switch_page("prioritizer/ui/pages/pilots.py").run()

    assert_calm(app)
    assert "Only of the sample" not in text_of(app)


@pytest.fixture
def room(tmp_path: Path) -> bytes:
    """Return the record of a rehearsed workshop."""
    record, store = tmp_path / "room.json", str(tmp_path / "room.db")
    for arguments in (
        ["demo", "--store", store, "--participants", "7"],
        ["export", "--store", store, "--output", str(record)],
    ):
        assert CliRunner().invoke(main, ["workshop", *arguments]).exit_code == 0
    return record.read_bytes()


def test_the_voice_of_the_room_stands_beside_the_list(open_page: Open, room: bytes) -> None:
    app = open_page("shortlist")
    app.file_uploader[0].set_value(("room.json", room, "application/json")).run()

    assert_calm(app)
    text = text_of(app)
    assert "7 people" in text
    assert "of the room</small>" in text
    app.switch_page("prioritizer/ui/pages/report.py").run()
    assert "7 people, simulated people" in text_of(app)
    press(app, "Take it out")
    assert "7 people" not in text_of(app)


def test_a_changed_record_of_a_workshop_is_refused(open_page: Open, room: bytes) -> None:
    app = open_page("shortlist")

    changed = room.replace(b'"people":7', b'"people":70')
    app.file_uploader[0].set_value(("room.json", changed, "application/json")).run()

    assert "Expected" in app.error[0].value
    assert "of the room" not in text_of(app)


@pytest.mark.parametrize("page", ["pilots", "viability"])
def test_a_vetoed_site_is_drafted_below_a_warning(open_page: Open, page: str) -> None:
    app = open_page(page)
    app.selectbox(key=f"widget.{page}_site").set_value("CL-001").run()
    assert_calm(app)

    assert [one.value for one in app.warning if "A veto holds this site back" in one.value]

    app.selectbox(key=f"widget.{page}_site").set_value("PE-001").run()
    assert not [one.value for one in app.warning if "veto" in one.value]


@pytest.mark.parametrize("page", ["pilots", "viability"])
def test_a_site_that_is_not_ranked_says_so_on_its_page(
    open_page: Open,
    page: str,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    found = assess(sample, criteria, settings, reference)
    assert found.answer is not None
    apart = found.answer.apart[0]
    app = open_page(page)

    app.selectbox(key=f"widget.{page}_site").set_value(apart.site_id).run()
    assert_calm(app)
    (said,) = [one.value for one in app.warning]

    assert said.replace("\\", "") == f"Not ranked. {too_little_known(apart)}"

    app.selectbox(key=f"widget.{page}_site").set_value("BR-004").run()
    (said,) = [one.value for one in app.warning]
    assert "This site stands aside as a working facility and is not ranked" in said
    assert "--status" not in said

    app.selectbox(key=f"widget.{page}_site").set_value(FIRST).run()
    assert not app.warning
