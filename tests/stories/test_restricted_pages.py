"""No page shows, and no file of a page holds, what its readers may not see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.access import has_restricted
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.exports.formats import OPEN_FORMATS, REPORT_FORMATS
from prioritizer.readers.sites import read_sites
from prioritizer.ui import steps as flow_steps
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell.cache import Inventory
from prioritizer.workflow.sites.audience import Audience, part_for
from prioritizer.workflow.workshop.problem import problem_text
from tests.stories.chosen_pages import contents, inventory_in, offered, open_page, sent_by
from tests.stories.restricted import HELD, SECRETS, found_in, texts_of, write_inventory
from tests.ui.conftest import assert_calm

pytestmark = pytest.mark.slow

MARK = "do not pass on"
# What a person typed, prices, or a criteria set: nothing of any site's evidence.
WITHOUT_EVIDENCE = {"pilot-edits", "scales-download"}
WALKED = [page for page in PAGES if flow_steps.has_steps(page.address)]
# It edits what is kept, for the owner alone.
OWN = {"inventories"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Inventory:
    return inventory_in(tmp_path_factory.mktemp("own"), reference)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return what every download button of a run would give, by its key."""
    return offered(monkeypatch)


Opened = Callable[[str, Audience], AppTest]


@pytest.fixture
def opened(own: Inventory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Opened:
    """Return a function that opens a page with the inventory in use, for some readers."""
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(tmp_path / "none.db"))

    def open_(address: str, audience: Audience) -> AppTest:
        return open_page(address, {"inventory": own, "audience": audience.value})

    return open_


def shown(app: AppTest) -> bytes:
    """Return all that a page sends to the browser."""
    return sent_by(app).encode()


@pytest.mark.parametrize("page", [p.address for p in WALKED if p.address not in OWN])
def test_a_page_for_everybody_holds_nothing_restricted(
    page: str, opened: Opened, files: dict[str, bytes]
) -> None:
    app = opened(page, Audience.PUBLIC)

    assert not found_in(shown(app), SECRETS[0])
    assert not {key for key, content in files.items() if found_in(content, SECRETS[0])}
    assert "1 site and 11 values are restricted" in shown(app).decode()


@pytest.mark.parametrize("view", ["unfc", "codes", "capture", "primary", "open"])
def test_no_view_of_the_evidence_holds_anything_restricted(
    view: str, opened: Opened, files: dict[str, bytes]
) -> None:
    app = opened("evidence", Audience.PUBLIC)
    next(g for g in app.get("button_group") if g.label == "View").set_value(view).run()
    assert_calm(app)

    assert not found_in(shown(app), SECRETS[0])
    assert not {key for key, content in files.items() if found_in(content, SECRETS[0])}
    assert view != "open" or len(contents(files)) == len(OPEN_FORMATS)


@pytest.mark.parametrize("page", ["export", "shortlist", "pilots", "portfolio"])
def test_files_for_the_owners_alone_say_so(
    page: str, opened: Opened, files: dict[str, bytes]
) -> None:
    opened(page, Audience.INTERNAL)

    assert files
    for key, content in contents(files).items():
        if key not in WITHOUT_EVIDENCE:
            assert MARK in " ".join(texts_of(content).split()).casefold(), key


def test_the_owner_sees_all_once_they_say_so(opened: Opened, files: dict[str, bytes]) -> None:
    app = opened("sites", Audience.PUBLIC)
    assert HELD in shown(app).decode()

    control = next(g for g in app.get("button_group") if g.label == "Who may see it")
    control.set_value(Audience.INTERNAL.value).run()

    assert_calm(app)
    assert "Canary Hollow" in shown(app).decode()
    assert "INTERNAL, do not pass on" in shown(app).decode()


def test_the_report_is_made_for_its_own_readers_from_the_whole(
    opened: Opened, files: dict[str, bytes]
) -> None:
    app = opened("report", Audience.INTERNAL)
    next(b for b in app.button if b.label == "Build the report").click().run()
    assert_calm(app)

    assert {f"report-{name}" for name in REPORT_FORMATS} <= files.keys()
    assert not [key for key, content in files.items() if found_in(content, SECRETS[0])]


def test_what_is_kept_is_the_whole(opened: Opened, own: Inventory) -> None:
    app = opened("inventories", Audience.PUBLIC)
    app.text_input(key="who-present").set_value("Ada")
    app.text_input(key="why-present").set_value("to keep")
    next(b for b in app.button if b.label == "Keep in this inventory").click().run()
    assert_calm(app)

    from prioritizer.ui.inventories import stores as kept

    [entry] = kept.listed()
    assert has_restricted(kept.register(entry.name, entry.change_no))
    assert entry.n_sites == len(own.register)


def test_where_nothing_is_restricted_nothing_is_asked_or_changed(sample: SiteRegister) -> None:
    plain = Inventory("plain", sample, (), is_sample=True)

    assert [cached.seen(plain, audience) is plain for audience in Audience] == [True] * 3
    assert part_for(sample, Audience.INTERNAL).register is sample


def test_a_workshop_is_frozen_from_what_the_room_may_see(
    tmp_path: Path, criteria: CriteriaSet, reference: Reference
) -> None:
    problems = []
    for number, secret in enumerate(SECRETS):
        folder = tmp_path / str(number)
        folder.mkdir()
        register = read_sites(write_inventory(folder, secret), reference).register
        seen = part_for(register, Audience.PUBLIC).register
        problems.append(problem_text(seen, criteria, reference))

    assert problems[0] == problems[1]
    assert not found_in(problems[0].encode(), SECRETS[0])


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTNERS])
def test_whether_an_id_is_taken_is_told_of_no_withheld_site(
    opened: Opened, own: Inventory, audience: Audience
) -> None:
    seen = part_for(own.register, audience).register.by_id()
    withheld = next(name for name in own.register.by_id() if name not in seen)
    said = []
    for new in (withheld, "ZZ-NOBODY-HAS-IT"):
        app = opened("sites", audience)
        field = next(one for one in app.text_input if one.label == "Id of the site")
        field.set_value(new)
        next(one for one in app.button if one.label == "Add this site").click().run()
        said.append([one.value for one in app.error])
    assert said[0] == said[1] != []


def test_the_sites_of_an_upload_are_counted_that_its_readers_may_see(
    opened: Opened, own: Inventory
) -> None:
    app = opened("sites", Audience.PUBLIC)
    n_seen = len(part_for(own.register, Audience.PUBLIC).register)

    assert n_seen < len(own.register)
    counts = [one.value for one in (*app.success, *app.warning) if "were read" in one.value]
    assert counts
    assert all(f": {n_seen} sites and" in text for text in counts)


def with_edits(app: AppTest, own: Inventory) -> None:
    """Lock and rule on withheld sites, and name them in locks and edits of others."""
    secret, name = SECRETS[0]["id"], SECRETS[0]["name"]
    shown = next(site.site_id for site in own.register.sites if site.site_id != secret)
    rows = (
        (secret, "lock", "must", f"{name} is ours"),
        (shown, "lock", "must", f"close to {name}"),
        (shown, "question", f"What does {name} hold?", "asked"),
        (shown, "hypothesis", "It floats", f"as at {secret}"),
    )
    edits = tuple(
        PilotEdit(number, site, path, value, "Ada", "2026-03-01T12:00:00Z", why)
        for number, (site, path, value, why) in enumerate(rows, start=1)
    )
    app.session_state["choice.pilots_edits"] = {own.digest: edits}
    app.session_state["choice.pilots_site"] = shown
    app.session_state["choice.portfolio_must"] = [secret]
    app.session_state["choice.portfolio_exclusive"] = ((secret, shown),)
    app.run()
    assert_calm(app)


@pytest.mark.parametrize("page", ["shortlist", "portfolio", "pilots", "viability", "report"])
def test_locks_edits_and_rules_on_withheld_sites_stay_behind(
    page: str, opened: Opened, files: dict[str, bytes], own: Inventory
) -> None:
    app = opened(page, Audience.PUBLIC)
    with_edits(app, own)

    assert not found_in(shown(app), SECRETS[0])
    assert not {key for key, content in files.items() if found_in(content, SECRETS[0])}
    assert app.session_state["choice.portfolio_must"] == [SECRETS[0]["id"]]


def test_a_lock_on_a_withheld_site_is_counted_for_the_owner(
    opened: Opened, files: dict[str, bytes], own: Inventory
) -> None:
    app = opened("shortlist", Audience.PUBLIC)
    with_edits(app, own)

    assert "1 lock on sites that these readers do not see" in shown(app).decode()
    # The lock on the other site stands, without the reason that names the withheld one.
    assert b'"reason": "withheld"' in files["shortlist-json"]


def test_a_public_report_is_built_while_the_owner_looks_at_all(
    opened: Opened, files: dict[str, bytes], own: Inventory
) -> None:
    app = opened("report", Audience.INTERNAL)
    with_edits(app, own)
    next(b for b in app.button if b.label == "Build the report").click().run()
    assert_calm(app)

    assert {f"report-{name}" for name in REPORT_FORMATS} <= files.keys()
    assert not [key for key, content in files.items() if found_in(content, SECRETS[0])]
    assert "of sites that these readers do not see" in shown(app).decode()
