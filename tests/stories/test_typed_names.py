"""Whatever a person types, no page and no file names a site to readers who may not see it.

An owner names a withheld site in every text that the tool takes. Its name and id, also as an
address writes them, are then looked for in all that the readers get.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import pytest
import streamlit as st
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from prioritizer.cli import main
from prioritizer.domain.criterion import Branch, CriteriaSet
from prioritizer.domain.economics import Price
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.exports.formats import REPORT_FORMATS
from prioritizer.exports.tables.criteria_file import criteria_yaml
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.sites import read_sites
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.projects.taking_up import part_of
from prioritizer.ui.shell import cache, saving, session, state
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.choices import LASTING
from prioritizer.workflow.criteria import set_edits
from prioritizer.workflow.criteria.own_draft import GateDraft
from prioritizer.workflow.pilots.scenarios import SavedScenario
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.told import told, untold
from prioritizer.workflow.weights.effect import WeightSet
from prioritizer.workflow.workshop.summary import WorkshopView
from tests.stories.chosen_pages import inventory_in, offered, open_page, sent_by
from tests.stories.restricted import SECRETS, texts_of, words_of, write_inventory
from tests.ui.conftest import assert_calm

SECRET = SECRETS[0]
NAMES = (SECRET["name"], SECRET["id"], SECRET["alias"])
TALE = f"as at {SECRET['name']} ({SECRET['id']}, {SECRET['alias']})"
# As it stands in an id: of a criterion, a profile, a branch, a list, a class.
ID = f"near_{SECRET['name'].replace(' ', '_').lower()}"
# The owner's own: they keep and list what is whole, and no reader of a page is sent there.
OWN = {"inventories", "projects", "workshop", "projector"}
VIEWS = {
    "criteria": ("scales_view", ("scales", "overlap", "policy", "own")),
    "weights": ("weigh_view", ("say", "compare")),
    "robustness": ("robust_view", ("shortlist", "rules")),
    "shortlist": ("pilots_view", ("list", "scenarios")),
    "viability": ("viability_view", ("answer", "prices")),
}
CASES = [
    (page.address, *pair)
    for page in PAGES
    if page.address not in OWN
    for name, values in [VIEWS.get(page.address, ("", ("",)))]
    for pair in [(name, value) for value in values]
]
# Choices of these take no words of a person: numbers, names of the tool's own, ids of sites.
WORDLESS = {
    *("inventory", "area", "criteria_name", "scale_edits", "scales_drafts", "weigh_answers"),
    *("weigh_statements", "method", "scales", "normalization", "risk", "order", "gaps"),
    *("switched_on", "facilities", "policy_lists", "shortlist", "only_shortlist"),
    *("pilots_rule", "pilots_threshold", "codes_confirmed", "audience", "report_audience"),
    *("report_files", "report_draws", "report_portfolio", "report_project", "report_date"),
    *("points", "mine", "points_ids", "local_points", "last_points", "weigh_way"),
    *("start_sliders", "start_points", "weigh_technique", "weigh_exponent", "weigh_basis"),
    *(
        "weigh_ranges",
        "compare_methods",
        "pins",
        "map_area",
        "kept",
        "kept_ranked",
        "kept_digest",
    ),
    *("flow_checked", "runs_seen", "pilots_families", "language", "report_language"),
    *("report_dated", "room_minutes", "profile", "weigh_compared", "points_by_set"),
    # Edits there are those of a kept inventory; they are never drawn, only taken back.
    "pilots_kept_edits",
}


GROUPS = ("criteria", "project")


def is_wordless(name: str) -> bool:
    return name in WORDLESS or name.startswith(("portfolio_", "robust_", "viability_"))


def named(texts: str) -> list[str]:
    """Return which names of the withheld site a text holds, however they are written."""
    words = words_of(texts)
    return [name for name in NAMES if words_of(name) in words]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Inventory:
    made = inventory_in(tmp_path_factory.mktemp("own"), reference, "own-typed")
    return replace(made, register=replace(made.register, title=f"Register, {TALE}"))


def criteria_of(base: CriteriaSet) -> CriteriaSet:
    """Return criteria in which every text and id names the withheld site, with a veto."""
    veto = GateDraft(f"Too small, {TALE}", measure="tonnage", below="500000").gate()
    several = set_edits.with_gate(base, veto)
    first, *others = several.criteria
    told_of = replace(
        first, name=f"Grade {TALE}"[:60], question=TALE, description=TALE, formula=TALE,
        source=TALE,
    )  # fmt: skip
    own = replace(
        others[0], id=ID, name=TALE, plain={"name": TALE, "worst": TALE, "best": TALE}
    )
    profiles = tuple(
        replace(
            one,
            id=f"{ID}_{k}",
            name=f"{one.name} {TALE}",
            description=TALE,
            source=TALE,
            points=one.points | {ID: 20.0},
        )
        for k, one in enumerate(several.profiles)
    )
    members = (ID, *several.ids)
    branches = (
        Branch(f"{ID}_b", TALE, TALE, members[:2]),
        Branch(f"{ID}_c", TALE, TALE, members[2:]),
    )
    return replace(
        several,
        id=f"{ID}_set",
        title=TALE,
        version=TALE,
        criteria=(own, told_of, *others),
        profiles=profiles,
        branches=branches,
    )


def workshop_of() -> WorkshopView:
    return WorkshopView(
        title=f"Room {TALE}", mode="open", technique="swing", is_simulated=False, rounds=1,
        people=7, not_compliant=0, groups=((f"Group {TALE}", 7),), weights={}, shortlist=(),
        shares={}, agreed=(), disputes=(), camps=(), agreement=(), leaving=(),
        depend_on_one=(), head="0" * 64, remarks=(f"Remark {TALE}",),
    )  # fmt: skip


def typed(own: Inventory) -> dict[str, Any]:
    """Return choices in which every text names the withheld site."""
    criteria, tables = criteria_of(read_criteria("default")), cache.reference()
    shown = next(site for site in own.register.sites if site.site_id not in NAMES)
    edits = (
        PilotEdit(1, shown.site_id, "lock", "must", "Ada", "2026-03-01T12:00:00Z", TALE),
        PilotEdit(2, shown.site_id, "question.text", TALE, "Ada", "2026-03-01T12:00:00Z"),
    )
    shares = dict.fromkeys(criteria.ids, 0.2)
    points = dict.fromkeys(criteria.ids, 20.0)
    entry = PolicyEntry(f"own-{ID}", "Cu", "critical")
    settings = Settings(WeightVector.equal(criteria.ids), weight_source=f"Vote {TALE}")
    return {
        "criteria_own": criteria,
        "criteria_hidden": (replace(criteria.criteria[1], id="x", name=f"Hidden {TALE}"),),
        "weigh_saved": tuple(WeightSet(f"{k} {TALE}", f"From {TALE}", shares) for k in "ab"),
        "weight_source": f"Vote {TALE}",
        "mine_source": f"Vote {TALE}",
        "policy_own": ((f"own list {TALE}", (entry,)),),
        "policy_lists": [entry.list_id],
        "points": points,
        "mine": points,
        "last_points": points,
        "points_ids": criteria.ids,
        "switched_on": [ID],
        "pilots_scenarios": (SavedScenario(f"Council {TALE}", settings, criteria, tables, ()),),
        "pilots_edits": {own.digest: edits},
        "pilots_workshop": workshop_of(),
        "viability_prices": {"Cu": Price("Cu", 9000.0, "2026", f"Letter {TALE}")},
        "viability_prices_name": f"prices {TALE}.csv",
        "report_title": f"Report {TALE}",
        "table_view": urlencode({"q": SECRET["name"]}),
        "who": "Ada",
    }


def test_every_choice_that_takes_words_is_typed_here(own: Inventory) -> None:
    planted = typed(own)

    assert {name for name in LASTING if name not in planted and not is_wordless(name)} == set()


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return what every download button of a run would give, by its key."""
    return offered(monkeypatch)


Opened = Callable[..., AppTest]


@pytest.fixture
def opened(own: Inventory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Opened:
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(tmp_path / "none.db"))

    def open_(address: str, audience: Audience, name: str = "", value: Any = "") -> AppTest:
        chosen = typed(own) | {
            "inventory": own, "audience": audience.value, "criteria_name": "own",
            "profile": "mine", "project": "", "project_name": f"Project {TALE}",
            "project_link": "x", "project_at_name": f"State {TALE}",
            # The store is not asked whether there is such a link, but where it is said.
            "project_right_asked": monotonic() + 3600,
            "pilots_families": ("profiles",),
        } | ({name: value} if name else {})  # fmt: skip
        return open_page(address, chosen)

    return open_


def test_a_page_whose_link_was_ended_names_it_to_nobody(
    opened: Opened, files: dict[str, bytes]
) -> None:
    app = opened("ranking", Audience.PUBLIC, "project_right_asked", 0.0)

    assert "The owner has ended the link" in app.session_state["choice.project_ended"]
    assert named(sent_by(app)) == []
    assert [key for key, content in files.items() if named(texts_of(content))] == []


@pytest.mark.slow
@pytest.mark.parametrize(("page", "name", "value"), CASES)
def test_no_page_and_no_file_of_one_names_it_to_everybody(
    page: str, name: str, value: str, opened: Opened, files: dict[str, bytes]
) -> None:
    app = opened(page, Audience.PUBLIC, name, value)

    assert named(sent_by(app)) == []
    assert [key for key, content in files.items() if named(texts_of(content))] == []


@pytest.mark.slow
def test_a_report_names_it_to_nobody_who_may_not_see_it(
    opened: Opened, files: dict[str, bytes]
) -> None:
    app = opened("report", Audience.INTERNAL)
    next(b for b in app.button if b.label == "Build the report").click().run()
    assert_calm(app)

    assert {f"report-{name}" for name in REPORT_FORMATS} <= files.keys()
    reports = {key: c for key, c in files.items() if key.startswith("report-")}
    assert [key for key, content in reports.items() if named(texts_of(content))] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", ["ranking", "shortlist"])
def test_the_owner_reads_what_was_typed(page: str, opened: Opened) -> None:
    assert named(sent_by(opened(page, Audience.INTERNAL))) == list(NAMES)


@pytest.mark.slow
def test_weights_follow_ids_that_named_it_and_names_stay(opened: Opened) -> None:
    app = opened("weights", Audience.PUBLIC)

    kept = app.session_state["choice.criteria_own"]
    assert list(app.session_state["choice.points"]) == list(kept.ids)
    assert app.session_state["choice.switched_on"] == [kept.ids[0]]
    assert named(" ".join((kept.id, *kept.ids, *(one.id for one in kept.branches)))) == []
    assert kept.criteria[0].name == TALE


def test_a_link_to_read_holds_no_name(own: Inventory) -> None:
    choices = saving.saved(typed(own))

    part, left = part_of(own, choices, Audience.PUBLIC)

    assert named(part.register.title) == []
    assert named(str(left)) == []


def test_a_change_made_before_readers_keeps_the_texts_that_they_do_not_see(
    monkeypatch: pytest.MonkeyPatch, own: Inventory
) -> None:
    whole = criteria_of(read_criteria("default"))
    monkeypatch.setattr(st, "session_state", {})
    for name, value in (("inventory", own), ("criteria_own", whole), ("criteria_name", "own")):
        state.put(name, value)
    session.start(whole)
    seen = session.criteria()
    assert named(repr(whole)) == list(NAMES)
    assert named(repr(seen)) == []

    session.change_criteria(set_edits.renamed(seen, "volume", "How much"))

    kept = session.own_criteria()
    wanted = set_edits.renamed(whole, "volume", "How much")
    assert replace(kept, version=wanted.version) == wanted
    assert named(repr(session.criteria())) == []


COMMANDS: dict[str, tuple[str, ...]] = {
    **{
        f"rank.{name}": ("rank", *("--record", "record.json"), *("--output", f"ranked.{name}"))
        for name in ("csv", "json", "xlsx")
    },
    "export": ("export", "--format", "geojson", "--output", "ranked.geojson"),
    "shortlist": ("shortlist", "--draws", "0", "--format", "json", "--output", "list.json"),
    **{
        f"report.{name}": (
            *("report", "--draws", "0", "--output", f"report.{name}"),
            *(("--with-project", "--title", f"Report {TALE}") if name == "pdf" else ()),
        )
        for name in ("pdf", "docx", "gpkg")
    },
    "criteria": ("criteria", "check"),
    "project": ("project", "new", "--name", f"Project {TALE}", "--output", "ours.pilot.zip"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_writes_it_for_everybody(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = write_inventory(tmp_path, SECRET)
    register = read_sites(sites, cache.reference()).register
    first = next(one.site_id for one in register.sites if one.site_id not in NAMES)
    (tmp_path / "own.yaml").write_bytes(criteria_yaml(criteria_of(read_criteria("default"))))
    monkeypatch.chdir(tmp_path)
    kind, *rest = COMMANDS[name]
    before = set(tmp_path.iterdir())
    command = [kind, *rest[:1], sites.name, *rest[1:]] if kind in GROUPS else [kind, sites.name]
    if kind not in GROUPS:
        command += rest
    if kind != "export":
        command += ["--criteria", "own.yaml"]
    if kind in ("shortlist", "report"):
        command += ["--must-not", f"{first}=Left out, {TALE}"]

    done = CliRunner().invoke(main, command)

    assert done.exit_code == 0, done.output
    assert named(done.output) == []
    made = set(tmp_path.iterdir()) - before
    assert made or kind == "criteria"
    assert [file.name for file in made if named(texts_of(file.read_bytes()))] == []


def test_what_holds_no_name_is_returned_as_it_is() -> None:
    secret, held = re.compile("canary", re.I), {"a": ("x", WeightSet("Ours", "vote", {}))}

    assert told(held, secret) is held
    assert told(held, None) is held
    assert told(("Canary 1", "x"), secret) == ("withheld", "x")
    base = read_criteria("default")
    assert untold(base, base, base) is base
