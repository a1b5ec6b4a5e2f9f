"""A project as a file: the same answer elsewhere, and nothing of what was kept back."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from prioritizer.cli import main
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.gates import GateRule
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.exports.project_file import packed
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import carrying, file_view
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import fresh
from prioritizer.workflow.projects import answer, archive, attachment, document
from prioritizer.workflow.projects.opening_files import project_in
from prioritizer.workflow.sites.audience import Audience
from tests.conftest import SAMPLE
from tests.ui.conftest import Open, assert_calm, keyed, list_data, load, text_of
from tests.ui.harmless import assert_harmless
from tests.ui.projects.conftest import SECRET, Browser, assert_same, project_of, values, worked

pytestmark = pytest.mark.slow


class Desk:
    """Saves what stands on a page, and opens it on a page elsewhere."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, person: Browser, folder: Path) -> None:
        self.saved: list[bytes] = []
        self._person, self._folder, self._monkeypatch = person, folder, monkeypatch

        def button(*words: Any, data: Any = None, **__: Any) -> None:
            if callable(data):
                self.saved.append(data())
            elif len(words) > 1 and isinstance(words[1], bytes):
                self.saved.append(words[1])

        monkeypatch.setattr(file_view.st, "download_button", button)

    def save(self, app: AppTest) -> bytes:
        app.switch_page("prioritizer/ui/pages/projects.py").run()
        keyed(app.button_group, "widget.project_view").set_value("file").run()
        assert_calm(app)
        assert not app.error
        return self.saved[-1]

    def elsewhere(self, open_page: Open) -> AppTest:
        """Return a page of another person on another machine."""
        self._person.visitor = Visitor("z" * 43)
        self._monkeypatch.setenv("PRIORITIZER_PROJECTS", str(self._folder / "other.db"))
        return open_page("projects")

    def open(self, app: AppTest, content: bytes) -> AppTest:
        keyed(app.button_group, "widget.project_view").set_value("file").run()
        app.file_uploader[0].set_value(("ours.pilot.zip", content, "application/zip")).run()
        app.button(key="project-file-open").click().run()
        assert_calm(app)
        return app


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, person: Browser, tmp_path: Path) -> Desk:
    return Desk(monkeypatch, person, tmp_path)


def figures(app: AppTest) -> str:
    """Return every figure of the list on the ranking page."""
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    assert_calm(app)
    return repr(list_data(app)["rows"])


def test_the_answer_elsewhere_is_the_same_to_the_bit(open_page: Open, desk: Desk) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    app.selectbox(key="widget.method").set_value("topsis").run()
    before, rows = values(app), figures(app)
    content = desk.save(app)

    other = desk.open(desk.elsewhere(open_page), content)

    assert any("the same answer to the last bit" in said.value for said in other.success)
    assert_same(values(other), before)
    assert figures(other) == rows
    assert project_of(other) not in ("", project_of(app))
    whose = other.session_state["choice.visit_owner"]
    assert [kept.name for kept in stores.store().projects(whose)] == ["Sample inventory"]


def test_a_table_of_ones_own_goes_along(open_page: Open, desk: Desk) -> None:
    app = worked(open_page)
    before = values(app)

    other = desk.open(desk.elsewhere(open_page), desk.save(app))
    assert_harmless(other)

    after = values(other)
    found, own = after.pop("inventory"), before.pop("inventory")
    assert (found.register, found.issues) == (own.register, own.issues)
    assert_same(after, before)


def test_a_file_ranks_without_the_app_to_the_same_bit(open_page: Open, desk: Desk) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    content = desk.save(app)
    project = document.read(archive.unpacked(content))

    again = answer.answer_of(answer.rank(project, cached.reference()))

    assert answer.differences(project.answer, again) == ()
    # And it is the answer that the page shows.
    by_name = {row["id"]: row["rank"] for row in again}
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    shown = {row["id"]: row["rank"] for row in list_data(app)["rows"] if row["rank"]}
    assert shown
    assert shown.items() <= by_name.items()


def test_a_changed_digit_is_named_and_nothing_is_opened(open_page: Open, desk: Desk) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    content = desk.save(app)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    data = json.loads(files["project.json"])
    data["choices"]["points"]["grade"] = 71.0
    files["project.json"] = json.dumps(data).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, part in files.items():
            target.writestr(name, part)

    other = desk.open(desk.elsewhere(open_page), made.getvalue())

    assert any("choices, points, grade" in w.value.replace("\\", "") for w in other.warning)
    assert fresh.chosen(values(other)) == ()


def test_a_public_file_holds_nothing_of_a_restricted_site(open_page: Open, desk: Desk) -> None:
    app = open_page("sites")
    load(app, SECRET, "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    app.session_state["choice.portfolio_must"] = ["X-2", "X-1"]
    app.session_state["choice.pilots_edits"] = {}
    app.run()
    public = desk.save(app)

    with zipfile.ZipFile(io.BytesIO(public)) as opened:
        whole = b"".join(opened.read(name) for name in opened.namelist())
    assert b"X-1" in whole
    for word in (b"Hemligberg", b"X-2", b"3000000"):
        assert word not in whole, word
    project = document.read(archive.unpacked(public))
    assert project.choices["portfolio_must"] == ["X-1"]
    assert "1 site" in project.about["left_out"]

    app.radio(key="project-file-readers").set_value("internal").run()
    assert any("Do not pass it on" in warning.value for warning in app.warning)
    other = desk.open(desk.elsewhere(open_page), desk.saved[-1])
    assert len(values(other)["inventory"].register) == 3
    assert values(other)["audience"] == "internal"
    # Whoever opens the public file is told that something is not in it.
    reader = desk.open(desk.elsewhere(open_page), public)
    assert "1 site and 0 values are restricted and not in this answer" in text_of(reader)


@pytest.mark.parametrize("readers", ["public", "partners"])
def test_what_goes_to_others_names_nobody_who_edited(
    open_page: Open, desk: Desk, readers: str
) -> None:
    app = open_page("sites")
    load(app, SECRET, "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    one = PilotEdit(1, "X-1", "lock", "must", "Ada Lovelace", "2026-03-01T12:00:00Z", "near")
    digest = values(app)["inventory"].digest
    app.session_state["choice.pilots_edits"] = {digest: (one,)}
    app.session_state["choice.who"] = "Ada Lovelace"
    app.run()
    desk.save(app)
    app.radio(key="project-file-readers").set_value(readers).run()

    project = document.read(archive.unpacked(desk.saved[-1]))

    assert "Ada" not in repr(project.choices)
    assert "The file names who" not in text_of(app)
    [[lock]] = project.choices["pilots_edits"].values()
    assert (lock["value"], lock["why"]) == ("must", "near")
    app.radio(key="project-file-readers").set_value("internal").run()
    whole = document.read(archive.unpacked(desk.saved[-1]))
    assert "Ada Lovelace" in repr(whole.choices)
    assert "The file names who locked, edited or confirmed: Ada Lovelace." in text_of(app)


def test_what_was_chosen_of_an_earlier_table_stays_behind(open_page: Open, desk: Desk) -> None:
    """Its restricted sites are none of this table: nothing else would hold them back."""
    app = worked(open_page)
    own = values(app)["inventory"].digest
    lock = ("lock", "must", "Ada", "2026-03-01T12:00:00Z", "Hemligberg first")
    edits = {
        "an earlier table": (PilotEdit(1, "H-1", *lock),),
        own: (PilotEdit(1, "X-1", *lock[:-1], "near"),),
    }
    app.session_state["choice.pilots_edits"] = edits
    app.session_state["choice.portfolio_costs"] = {
        site: Estimate(1.0, 2.0, 3.0) for site in ("H-1", "X-1")
    }
    app.session_state["choice.portfolio_must"] = ["H-1", "X-1"]
    app.session_state["choice.portfolio_exclusive"] = (("H-1", "X-1"),)
    app.run()

    choices = document.read(archive.unpacked(desk.save(app))).choices

    assert "H-1" not in repr(choices)
    assert "Hemligberg" not in repr(choices)
    assert [len(book) for book in choices["pilots_edits"].values()] == [1]
    assert list(choices["portfolio_costs"]) == choices["portfolio_must"] == ["X-1"]


def test_a_veto_whose_reason_names_a_withheld_site_goes_along_without_it(
    open_page: Open, desk: Desk, criteria: CriteriaSet
) -> None:
    app = open_page("sites")
    load(app, SECRET, "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    volume = next(one for one in criteria.criteria if one.id == "volume")
    gate = GateRule("less than Hemligberg has", measure=volume.measure, below=1.0)
    own = replace(criteria, gates=(gate,))
    app.session_state["choice.criteria_own"] = own
    app.session_state["choice.criteria_name"] = "own"
    app.run()
    desk.save(app)
    app.radio(key="project-file-readers").set_value("public").run()

    content = desk.saved[-1]
    project = document.read(archive.unpacked(content))

    assert b"Hemligberg" not in archive.unpacked(content)
    assert project.criteria == replace(own, gates=(replace(gate, reason="withheld"),))
    other = desk.open(desk.elsewhere(open_page), content)
    assert any("the same answer to the last bit" in said.value for said in other.success)


def test_a_file_cannot_pass_for_another_table(open_page: Open, desk: Desk) -> None:
    """Answers are shared by digest in a process: a file must not say which digest it has."""
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project = document.read(archive.unpacked(desk.save(app)))
    few = replace(project.table.register, sites=project.table.register.sites[:60])
    for digest, is_sample in ((cached.sample().digest, True), (cached.sample().digest, False)):
        table = replace(project.table, digest=digest, is_sample=is_sample, register=few)
        forged = packed(replace(project, table=table))

        other = desk.open(desk.elsewhere(open_page), forged)

        assert values(other)["inventory"].digest != cached.sample().digest
        assert not values(other)["inventory"].is_sample


def test_a_file_opens_no_inventory_of_this_server(open_page: Open, desk: Desk) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project = document.read(archive.unpacked(desk.save(app)))
    choices = {**project.choices, "kept_ranked": "theirs", "kept_digest": project.table.digest}

    forged = packed(replace(project, choices=choices))
    other = desk.open(desk.elsewhere(open_page), forged)

    assert values(other)["kept_ranked"] is None
    assert values(other)["kept_digest"] == ""


@pytest.mark.parametrize(
    "choices",
    [
        {"pilots_edits": [1, 2]},
        {"codes_confirmed": "x", "points_by_set": 7},
        {"policy_own": [["Mine", []]]},
        {"points_ids": ["x", "y"], "criteria_own": [], "scale_edits": {"a": 1}},
    ],
)
def test_choices_of_another_shape_are_named_and_the_page_lives(
    open_page: Open, desk: Desk, choices: dict[str, Any]
) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project = document.read(archive.unpacked(desk.save(app)))

    forged = packed(replace(project, choices={**project.choices, **choices}))
    other = desk.open(desk.elsewhere(open_page), forged)

    told = [one.value for one in (*other.warning, *other.error)] + [text_of(other)]
    assert any("Not opened" in words or "Expected" in words for words in told)
    other.switch_page("prioritizer/ui/pages/ranking.py").run()
    assert_calm(other)


def test_a_file_that_breaks_the_page_leaves_it_as_it_was(
    open_page: Open, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    content = desk.save(app)
    other = desk.elsewhere(open_page)
    before = values(other)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("words of a file")

    monkeypatch.setattr(carrying, "_differences", broken)
    desk.open(other, content)

    assert any("could not be followed" in one.value for one in other.warning)
    after = values(other)
    assert {n: after[n] for n in ("points", "inventory")} == {
        n: before[n] for n in ("points", "inventory")
    }
    assert project_of(other) == ""


def test_what_is_no_project_is_refused_in_words(open_page: Open, desk: Desk) -> None:
    other = desk.open(desk.elsewhere(open_page), b"PK\x03\x04 nothing")

    assert any("damaged archive" in warning.value for warning in other.warning)
    assert "Opened" not in text_of(other)


def test_readers_are_asked_only_where_something_is_restricted(
    open_page: Open, desk: Desk
) -> None:
    app = open_page()
    desk.save(app)

    assert "project-file-readers" not in [radio.key for radio in app.radio]
    assert (
        Audience.PUBLIC.value
        == document.read(archive.unpacked(desk.saved[-1])).about["audience"]
    )


def test_a_file_of_the_command_line_opens_with_the_same_answer(
    open_page: Open, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "cli.pilot.zip"
    weights = "grade=3,volume=2,environmental_risk=1,access=1,crm_relevance=0.5"
    words = ["project", "new", str(SAMPLE), "--weights", weights, "--method", "topsis"]
    assert CliRunner().invoke(main, [*words, "--output", str(file)]).exit_code == 0

    app = desk.open(desk.elsewhere(open_page), file.read_bytes())

    assert [
        said.value for said in app.success if "the same answer to the last bit" in said.value
    ]
    assert values(app)["points"]["crm_relevance"] == 0.5
    assert values(app)["method"] == "topsis"


def report_of(app: AppTest, desk: Desk, readers: str = "public") -> bytes:
    """Build the PDF report of a page; return it."""
    app.switch_page("prioritizer/ui/pages/report.py").run()
    keyed(app.button_group, "widget.report_audience").set_value(readers).run()
    keyed(app.selectbox, "widget.report_draws").set_value(0).run()
    keyed(app.toggle, "widget.report_portfolio").set_value(False).run()
    keyed(app.button_group, "widget.report_files").set_value(["pdf"]).run()
    next(b for b in app.button if b.label == "Build the report").click().run()
    assert_calm(app)
    return desk.saved[-1]


def test_a_report_dropped_into_the_app_is_the_project(open_page: Open, desk: Desk) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    app.number_input(key="widget.shortlist").set_value(3).run()
    rows = figures(app)
    pdf = report_of(app, desk)
    before = values(app)
    assert pdf.startswith(b"%PDF-")

    other = desk.open(desk.elsewhere(open_page), pdf)

    assert any("the same answer to the last bit" in said.value for said in other.success)
    after = values(other)
    for private in ("who", "report_audience"):
        before[private] = after[private]
    assert_same(after, before)
    assert figures(other) == rows


def test_a_public_report_carries_nothing_restricted(open_page: Open, desk: Desk) -> None:
    app = open_page("sites")
    load(app, SECRET, "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    pdf = report_of(app, desk)

    project = project_in(pdf, cached.reference())

    assert [site.site_id for site in project.table.register.sites] == ["X-1", "X-3"]
    content = attachment.project_of(pdf)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert not any(b"Hemligberg" in opened.read(name) for name in opened.namelist())


def test_a_decision_record_opens_as_a_project(
    open_page: Open, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "decision.json"
    words = ["rank", str(SAMPLE), "--weights", "grade=3,volume=2,access=1", "--format", "json"]
    found = CliRunner().invoke(main, [*words, "--record", str(file)])
    assert found.exit_code == 0, found.output

    app = desk.open(desk.elsewhere(open_page), file.read_bytes())

    assert any("the same answer to the last bit" in said.value for said in app.success)
    assert values(app)["points"]["grade"] == 3
    assert project_of(app) != ""


def test_a_large_file_is_said_to_take_long(
    open_page: Open, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page()
    content = desk.save(app)
    other = desk.elsewhere(open_page)
    keyed(other.button_group, "widget.project_view").set_value("file").run()
    for most, is_told in ((len(content), False), (len(content) - 1, True)):
        monkeypatch.setattr(file_view, "LARGE", most)
        other.file_uploader[0].set_value(("ours.pilot.zip", content, "application/zip")).run()
        assert ("may take a minute" in text_of(other)) is is_told
