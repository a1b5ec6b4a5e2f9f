"""The Facilitate and Projector pages: nothing without authority, every action answered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.authority import Actor
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.proposal import ProposedSite
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister, WasteType
from prioritizer.domain.workshop import Mode, State, Step, Technique, Workshop
from prioritizer.errors import AccessError, StoreError
from prioritizer.ui.server import serving
from prioritizer.ui.workshop import proposed
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.workshop import (
    answering,
    budget_round,
    demo,
    facilitating,
    paper_entry,
    places,
    proposals,
    screening,
    signing_in,
)
from prioritizer.workflow.workshop.budget_question import question_text
from prioritizer.workflow.workshop.problem import problem_text
from prioritizer.workflow.workshop.service import WorkshopService, visible
from prioritizer.workflow.workshop.spending import as_draft
from tests.conftest import ROOT
from tests.rooms import served_desk
from tests.stories.chosen_pages import inventory_in
from tests.ui.conftest import Open, assert_calm, control, protos, text_of
from tests.ui.harmless import assert_harmless
from tests.workflow.workshop.budgets import all_to
from tests.workflow.workshop.steps import come_in, points, send

desk = served_desk


@pytest.fixture(scope="module")
def problem(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> str:
    few = SiteRegister("Few", sample.sites[:40], sample.sources)
    return problem_text(few, criteria, reference, shortlist=5)


class Signed:
    """Who the browser says it is: the token of its cookie."""

    def __init__(self) -> None:
        self.token = ""

    def __call__(self) -> str:
        return self.token


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> Signed:
    """Let tests choose the cookie, which Streamlit's harness does not have."""
    cookie = Signed()
    monkeypatch.setattr(room, "session_token", cookie)
    return cookie


@pytest.fixture
def leader(desk: WorkshopService, signed: Signed) -> Actor:
    """Return a facilitator who is signed in in the browser."""
    signed.token = signing_in.sign_in(desk, signing_in.local_link(desk))
    return signing_in.who(desk, signed.token)


def press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label == label).click().run()
    assert_calm(app)
    return app


def labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


def view(app: AppTest, name: str) -> AppTest:
    control(app, "View").set_value(name).run()
    assert_calm(app)
    return app


def notices(app: AppTest) -> str:
    return " ".join(box.value for box in [*app.success, *app.error, *app.warning])


def started(
    desk: WorkshopService, leader: Actor, problem: str, mode: Mode = Mode.ANONYMOUS
) -> Workshop:
    rules = facilitating.Rules("Board", mode, Technique.POINTS)
    workshop = facilitating.create(desk, leader, problem, rules)
    return facilitating.move(desk, leader, workshop.id, Step.OPEN)


def opened(open_page: Open, workshop: Workshop) -> AppTest:
    app = open_page("workshop")
    next(b for b in app.button if b.key == f"open-{workshop.id}").click().run()
    assert_calm(app)
    return app


def addressed(open_page: Open, workshop_id: str) -> AppTest:
    """Return the page as it is loaded anew under its address, in a session of its own."""
    app = open_page("")
    app.query_params["workshop"] = workshop_id
    app.switch_page("prioritizer/ui/pages/workshop.py").run()
    assert_calm(app)
    return app


def projector(open_page: Open, workshop: Workshop) -> AppTest:
    app = open_page("")
    app.query_params["workshop"] = workshop.id
    app.switch_page("prioritizer/ui/pages/projector.py").run()
    assert_calm(app)
    return app


def screen_of(shown: str) -> str:
    """Return what the room sees, without the style sheets around it."""
    return shown.split('class="pp-screen"')[1].split("<style>")[0]


def state_of(desk: WorkshopService, workshop: Workshop) -> Workshop:
    return desk.store.see(workshop.id, lambda reader: reader.workshop)


def test_without_the_server_the_page_says_what_to_start(open_page: Open) -> None:
    app = open_page("workshop")

    assert "streamlit run app.py" in app.info[0].value
    assert not app.button


def test_a_store_that_cannot_be_opened_is_told_and_the_page_stays_calm(
    open_page: Open, desk: WorkshopService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held() -> WorkshopService:
        raise StoreError("workshops.db: another process has it. Stop that one.")

    monkeypatch.setattr(serving, "desk", held)

    app, screen = open_page("workshop"), open_page("projector")

    assert "another process has it" in app.error[0].value.replace("\\", "")
    assert "Nothing to show here" in text_of(screen)


def test_without_a_session_nothing_of_a_workshop_is_visible(
    open_page: Open, desk: WorkshopService, leader: Actor, signed: Signed, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    signed.token = "0" * 32

    app, screen = open_page("workshop"), projector(open_page, workshop)

    assert "Sign in to lead a workshop" in [h.value for h in app.subheader]
    assert "Board" not in text_of(app) + text_of(screen)
    assert "not open to you" in screen.info[0].value


def test_an_ended_session_cannot_go_on_with_the_page_it_still_has(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    app = opened(open_page, workshop)
    signing_in.sign_out_everywhere(desk, leader)

    press(app, "Lock the round")

    assert state_of(desk, workshop).state is State.OPEN
    assert "Sign in to lead a workshop" in [h.value for h in app.subheader]


def test_another_facilitator_neither_finds_nor_opens_the_workshop(
    open_page: Open, desk: WorkshopService, leader: Actor, signed: Signed, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    other = desk.store.facilitator("test:other", "Other")
    link = desk.store.new_sign_in_link(other.id, desk.clock() + signing_in.LINK_LIFE)
    signed.token = signing_in.sign_in(desk, link)

    app, screen = open_page("workshop"), projector(open_page, workshop)

    assert "None yet" in text_of(app)
    assert "not open to you" in screen.info[0].value


def test_a_workshop_is_created_with_the_rules_of_the_form(
    open_page: Open, desk: WorkshopService, leader: Actor
) -> None:
    app = open_page("workshop")
    app.text_input(key="room-title").set_value("  Nordic board  ")
    app.radio(key="room-mode").set_value(Mode.NAMED)
    app.text_area(key="room-groups").set_value("Sámi council\nIndustry\n\n")
    app.number_input(key="room-rounds").set_value(3)
    app.selectbox(key="room-language").set_value("fi")
    app.number_input(key="room-size").set_value(7)
    app.number_input(key="room-shown").set_value(3)
    app.toggle(key="room-hidden").set_value(True)
    app.selectbox(key="room-gaps").set_value(GapMode.NOTHING_ASSUMED)
    app.multiselect(key="room-switched-on").set_value(["access"])
    press(app, "Create workshop")

    made = visible(desk, leader)[0]
    assert (made.title, made.mode, made.n_rounds) == ("Nordic board", Mode.NAMED, 3)
    assert [group.name for group in made.groups] == ["Sámi council", "Industry"]
    assert made.language == "fi"
    text = desk.store.see(made.id, lambda reader: reader.problem())
    assert '"shortlist":7' in text
    assert '"gaps":"nothing-assumed"' in text
    assert '"shown":3' in text
    assert '"name":"Site ' in text
    assert "Bayan Obo" not in text
    assert "not open yet" in notices(app)


def test_a_form_that_cannot_be_used_is_answered_in_words(
    open_page: Open, desk: WorkshopService, leader: Actor
) -> None:
    app = press(open_page("workshop"), "Create workshop")

    assert "title" in notices(app)
    assert visible(desk, leader) == ()


@pytest.mark.parametrize(
    ("key", "words"),
    [("room-title", "Room at Canary Hollow"), ("room-groups", "Industry\nCanary_hollow")],
)
def test_words_for_the_room_that_name_a_withheld_site_are_refused(
    key: str,
    words: str,
    open_page: Open,
    desk: WorkshopService,
    leader: Actor,
    reference: Reference,
    tmp_path: Path,
) -> None:
    app = open_page("workshop")
    app.session_state["choice.inventory"] = inventory_in(tmp_path, reference)
    app.run()
    app.text_input(key="room-title").set_value("Board")
    kind = "text_input" if key == "room-title" else "text_area"
    getattr(app, kind)(key=key).set_value(words)
    press(app, "Create workshop")

    assert "a site that the room may not see" in notices(app)
    assert visible(desk, leader) == ()

    getattr(app, kind)(key=key).set_value("Everybody")
    press(app, "Create workshop")
    assert len(visible(desk, leader)) == 1


def test_the_course_is_walked_and_what_cannot_be_undone_asks_first(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    rules = facilitating.Rules("Board", Mode.ANONYMOUS, Technique.POINTS)
    workshop = facilitating.create(desk, leader, problem, rules)
    app = press(opened(open_page, workshop), "Open round 1")
    send(desk, come_in(desk, workshop, "ngo"), points(problem, 90))

    press(press(app, "Pause"), "Go on")
    press(app, "Lock the round")
    press(press(app, "Take answers again"), "Lock the round")
    press(app, "Reveal the result")
    assert "sealed" in text_of(app) + notices(app) or "seals" in notices(app)
    assert state_of(desk, workshop).state is State.LOCKED
    press(app, "Yes, reveal the result")
    assert state_of(desk, workshop).state is State.REVEALED
    assert "Hide the result again" not in labels(app)
    press(app, "Open the next round")
    press(app, "Not yet")
    assert state_of(desk, workshop).round == 1
    press(press(app, "Open the next round"), "Yes, open the next round")
    assert state_of(desk, workshop).round == 2
    press(press(app, "Lock the round"), "Reveal the result")
    press(app, "Yes, reveal the result")
    assert "Add a round" in labels(app)
    press(press(app, "Close the workshop"), "Yes, close the workshop")
    assert state_of(desk, workshop).state is State.CLOSED
    assert "nobody can join" in text_of(app)


def test_opening_makes_a_code_and_the_end_of_a_round_can_be_set_and_lifted(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    rules = facilitating.Rules("Board", Mode.PSEUDONYMOUS, Technique.POINTS)
    workshop = facilitating.create(desk, leader, problem, rules)
    app = press(opened(open_page, workshop), "Open round 1")
    made = room.board().invitation(workshop.id)

    assert made is not None
    assert made.code in text_of(app)
    app.number_input(key="widget.room_minutes").set_value(25).run()
    press(app, "Set the end of the round")
    deadline = state_of(desk, workshop).deadline
    assert deadline is not None
    assert 24 < (deadline - desk.clock()).total_seconds() / 60 <= 25
    assert "min left" in text_of(app)
    press(app, "No fixed end")
    assert state_of(desk, workshop).deadline is None
    press(app, "Close joining")
    assert made.code not in text_of(app)
    press(app, "Let people join again")
    press(app, "New code")
    newer = room.board().invitation(workshop.id)
    assert newer is not None
    assert newer.code != made.code


def test_people_can_come_in_before_the_round_opens_and_keep_the_code(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    rules = facilitating.Rules("Board", Mode.PSEUDONYMOUS, Technique.POINTS)
    workshop = facilitating.create(desk, leader, problem, rules)
    app = press(opened(open_page, workshop), "Let people in already")
    made = room.board().invitation(workshop.id)
    assert made is not None
    come_in(desk, workshop)
    assert "<b>1</b> has joined" in screen_of(text_of(projector(open_page, workshop)))

    press(app, "Open round 1")

    assert room.board().invitation(workshop.id) == made
    assert "<b>0</b> of <b>1</b> have sent" in screen_of(
        text_of(projector(open_page, workshop))
    )


def test_the_page_to_join_speaks_the_language_of_the_workshop(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    rules = facilitating.Rules("№ 1", Mode.PSEUDONYMOUS, Technique.POINTS, language="ru")
    workshop = facilitating.create(desk, leader, problem, rules)
    waiting = screen_of(text_of(projector(open_page, workshop)))
    press(opened(open_page, workshop), "Let people in already")
    come_in(desk, workshop)

    shown = screen_of(text_of(projector(open_page, workshop)))

    assert "Ещё не открыт." in waiting
    assert 'lang="ru"' in shown
    assert "Присоединились: <b>1</b>" in shown
    assert "Раунд 1 из 2" in shown
    assert "Scan" not in shown


def test_who_has_begun_and_not_sent_is_counted_apart(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    send(desk, come_in(desk, workshop, "ngo"), points(problem, 80))
    busy = come_in(desk, workshop, "ngo")
    answering.save_draft(desk, busy, 1, {"points.grade": 40.0})

    shown = text_of(opened(open_page, workshop))

    (row,) = re.findall(r"<tr[^>]*><th[^>]*>NGO</th>(.*?)</tr>", shown)
    assert re.findall(r'<td[^>]* class="n"[^>]*>(.*?)</td>', row) == ["2", "1", "1"]


def test_a_seat_is_found_set_aside_taken_back_and_moved_to_another_phone(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem, Mode.NAMED)
    ann, bo = (come_in(desk, workshop, alias=name) for name in ("Ann *b*", "Bo"))
    send(desk, ann, points(problem, 70))
    app = view(opened(open_page, workshop), "seats")
    assert "2 seats: 1 joined, 1 sent." in text_of(app)
    app.text_input(key="room-find").set_value("sent").run()
    assert "1 shown" in text_of(app)
    app.selectbox(key="room-seat").set_value(ann.id).run()

    press(app, "Set aside")
    assert "found 0 characters" in notices(app)
    app.text_input(key="room-aside-reason").set_value("a double")
    press(app, "Set aside")
    assert r"Ann \*b\* is set aside" in notices(app)
    app.text_input(key="room-find").set_value("").run()
    assert "set aside: a double" in text_of(app)
    app.selectbox(key="room-seat").set_value(ann.id).run()
    press(app, "Take it back")
    app.selectbox(key="room-seat").set_value(bo.id).run()
    press(app, "Link for another phone")

    assert "It works once" in notices(app)
    assert app.code[0].value.startswith("http://")
    assert "/w/s/" in app.code[0].value
    press(app, "It has been scanned")
    assert not app.code


def test_who_waits_is_let_in_or_refused_and_only_cards_let_in_when_told(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem, Mode.NAMED)
    app = view(opened(open_page, workshop), "entrance")
    assert "Nobody waits" in text_of(app)
    next(t for t in app.toggle if "wait until you let them in" in t.label).set_value(True).run()
    assert state_of(desk, workshop).has_lobby
    ann, bo = (come_in(desk, workshop, alias=name) for name in ("Ann *b*", "Bo"))
    view(app, "seats")
    view(app, "entrance")

    next(b for b in app.button if b.key == f"room-in-{ann.id}").click().run()
    assert_calm(app)
    assert "1 seat let in" in notices(app)
    press(app, "Refuse all")
    assert "1 seat not let in" in notices(app)
    next(t for t in app.toggle if "Only cards" in t.label).set_value(True).run()
    assert state_of(desk, workshop).is_places_only
    places.make(desk, leader, workshop.id, count=3)
    view(app, "seats")
    view(app, "entrance")
    assert "3 cards not used yet" in text_of(app)
    press(app, "End all unused cards")

    assert "0 cards not used yet" in text_of(app)
    assert answering.seat(desk, ann).participant.alias == "Ann *b*"
    with pytest.raises(AccessError):
        answering.seat(desk, bo)


def test_below_the_quorum_locking_and_revealing_warn_and_every_result_says_so(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    rules = facilitating.Rules("Board", Mode.NAMED, Technique.POINTS, quorum=2)
    workshop = facilitating.create(desk, leader, problem, rules)
    facilitating.move(desk, leader, workshop.id, Step.OPEN)
    ann, bo = (come_in(desk, workshop, alias=name) for name in ("Ann", "Bo"))
    app = opened(open_page, workshop)
    send(desk, ann, points(problem, 70))

    press(app, "Lock the round")
    assert "Quorum: 1 of 2, not reached." in notices(app)
    assert state_of(desk, workshop).state is State.OPEN
    press(app, "Yes, lock the round")
    press(app, "Reveal the result")
    assert "Quorum: 1 of 2, not reached." in notices(app)
    press(app, "Yes, reveal the result")
    assert state_of(desk, workshop).state is State.REVEALED
    screening.show_stage(desk, leader, workshop.id, 5)
    assert "Quorum: 1 of 2, not reached." in text_of(view(app, "results"))
    assert "Quorum: 1 of 2, not reached." in screen_of(text_of(projector(open_page, workshop)))
    view(app, "run")
    press(app, "Hide the result again")
    press(app, "Take answers again")
    send(desk, bo, points(problem, 20))
    press(app, "Lock the round")
    assert state_of(desk, workshop).state is State.LOCKED
    press(app, "Reveal the result")
    assert "Quorum: 2 of 2, reached." in text_of(view(app, "results"))


def test_before_the_reveal_neither_page_shows_more_than_counts(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    for group in ("ngo", "industry"):
        send(desk, come_in(desk, workshop, group), points(problem, 80))

    app = view(opened(open_page, workshop), "results")
    assert "Nothing is revealed yet" in text_of(app)
    app = view(app, "run")
    assert "<b>2</b> of <b>2</b> have sent" in text_of(app)
    for number in range(1, 6):
        screening.show_stage(desk, leader, workshop.id, number)
        shown = text_of(projector(open_page, workshop))
        assert "stay hidden until the reveal" in shown
        assert "%" not in screen_of(shown)


def test_a_rehearsal_is_played_shown_and_marked_as_simulated(
    open_page: Open, desk: WorkshopService, leader: Actor
) -> None:
    app = press(open_page("workshop"), "Rehearse with 30 simulated people")

    workshop = visible(desk, leader)[0]
    assert workshop.is_simulated
    assert "Simulated participants" in text_of(app)
    results = text_of(view(app, "results"))
    assert "How sure the shortlist is" in results
    assert "Chance and known weight when all criteria count the same" in results
    for word in ("Borda", "Copeland", "Mean of groups", "Camp 3", "silhouette", "1 → 2"):
        assert word in results
    assert "Simulated people" in text_of(projector(open_page, workshop))


def test_a_group_of_one_is_shown_in_no_table_and_neither_is_what_tells_it(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem, Mode.PSEUDONYMOUS)
    for number, group in enumerate([*["ngo"] * 7, "science"]):
        send(desk, come_in(desk, workshop, group), points(problem, 10 * number + 10))
    for step in (Step.LOCK, Step.REVEAL):
        facilitating.move(desk, leader, workshop.id, step)

    shown = text_of(view(opened(open_page, workshop), "results"))
    groups = shown.split("Weights by group")[1].split("</table>")[0]
    weights = shown.split("Combined weights")[1].split("</table>")[0]

    assert "NGO (7)" in groups
    assert "Science (1)" in groups
    assert groups.count("not shown") == 10
    assert "%" not in groups
    assert "Mean of groups" not in weights
    assert "Without NGO" not in shown
    assert "Without Science" not in shown


def test_the_projector_alone_offers_the_workshops_one_leads_and_nobody_elses(
    open_page: Open, desk: WorkshopService, leader: Actor, signed: Signed, problem: str
) -> None:
    workshop = started(desk, leader, problem)

    links = [p.url for p in protos(open_page("projector")) if type(p).__name__ == "LinkButton"]
    signed.token = ""
    strangers = open_page("projector")

    assert [link.endswith(f"?workshop={workshop.id}") for link in links] == [True]
    assert "Nothing to show here" in text_of(strangers)


def test_every_stage_of_the_projector_shows_its_own_thing(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = demo.play(desk, leader, problem, participants=12, rounds=2)
    expected = {
        1: "One dot is one of the 9 people who answered everything.",
        2: "nine of ten",
        3: "care more about",
        4: "Agreement on sites",
        5: "alike, by chance",
    }
    for number, words in expected.items():
        screening.show_stage(desk, leader, workshop.id, number)
        shown = text_of(projector(open_page, workshop))
        assert words in shown
        assert shown.count("<tr>") <= 11
    assert "how sure" in shown
    assert re.search('<td class="sure">(secure|likely|open)</td>', shown)


def test_the_projector_steps_and_shows_aliases_when_told(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = demo.play(desk, leader, problem, participants=12, rounds=1)
    app = opened(open_page, workshop)
    press(app, "6 · Result")
    screen = projector(open_page, workshop)
    named = text_of(screen)
    press(app, "Aliases instead of names")
    hidden = text_of(projector(open_page, workshop))

    assert 'data-stage="5"' in named
    assert "tailings" in named
    assert "Site " in hidden
    assert "tailings" not in screen_of(hidden)
    press(screen, "Back")
    assert screening.shown(desk, leader, workshop.id).stage == 4


def test_after_a_restart_the_projector_still_shows_aliases_and_its_stage(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = demo.play(desk, leader, problem, participants=12, rounds=1)
    app = opened(open_page, workshop)
    press(press(app, "6 · Result"), "Aliases instead of names")
    before = screen_of(text_of(projector(open_page, workshop)))

    room.board.clear()
    desk.close()
    serving._opened.cache_clear()
    after = screen_of(text_of(projector(open_page, workshop)))
    serving.desk().close()

    assert 'data-stage="5"' in after
    assert "tailings" not in after
    assert after == before


def test_closing_without_showing_shows_nothing_on_any_view_until_it_is_shown(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem, Mode.PSEUDONYMOUS)
    for group in ("ngo", "industry"):
        send(desk, come_in(desk, workshop, group), points(problem, 80))
    app = press(opened(open_page, workshop), "Lock the round")
    press(app, "Close without showing")
    assert "Nobody sees the result" in notices(app)
    press(app, "Yes, close without showing")

    assert "shown to nobody" in text_of(app) + notices(app)
    # The words explained at the foot of the page name figures; the page shows none.
    shown = text_of(view(app, "results")).partition('class="pp-note pp-terms"')[0]
    assert "without showing its result" in shown
    assert "Kendall" not in shown
    assert "There are no files" in text_of(view(app, "record"))
    assert not [p for p in protos(app) if type(p).__name__ == "DownloadButton"]
    for number in range(6):
        screening.show_stage(desk, leader, workshop.id, number)
        seen = screen_of(text_of(projector(open_page, workshop)))
        assert "is not shown" in seen
        assert "%" not in seen
    press(view(app, "run"), "Show the result after all")
    press(app, "Yes, show the result after all")
    shown = text_of(view(app, "results")).partition('class="pp-note pp-terms"')[0]
    assert "Kendall" in shown
    assert "Show the result after all" not in labels(view(app, "run"))


def test_a_page_loaded_anew_opens_the_workshop_of_its_address(
    open_page: Open, desk: WorkshopService, leader: Actor, signed: Signed, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    app = opened(open_page, workshop)
    again = addressed(open_page, workshop.id)

    assert workshop.id in app.query_params["workshop"]
    assert "Lock the round" in labels(again)
    press(again, "All workshops")
    assert "workshop" not in again.query_params
    assert "Create workshop" in labels(again)


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's"])
def test_an_address_opens_no_workshop_that_one_does_not_lead(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str, whose: str
) -> None:
    other = desk.store.facilitator("test:other", "Other")
    workshop = started(desk, other, problem)
    app = addressed(open_page, workshop.id if whose == "somebody else's" else "0" * 24)

    assert "The address names a workshop that is not there" in notices(app)
    assert "Lock the round" not in labels(app)
    assert workshop.title not in text_of(app)
    assert "workshop" not in app.query_params


def test_who_presses_second_is_told_that_somebody_was_faster(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem, Mode.PSEUDONYMOUS)
    send(desk, come_in(desk, workshop), points(problem, 80))
    app = opened(open_page, workshop)
    facilitating.move(desk, leader, workshop.id, Step.LOCK)
    press(app, "Lock the round")

    assert "was faster" in notices(app)
    assert "Now it is round 1 of 2, locked" in notices(app)
    assert "Reveal the result" in labels(app)


def test_who_sets_a_seat_aside_is_offered_a_lobby_until_there_is_one(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem, Mode.PSEUDONYMOUS)
    come_in(desk, workshop)
    app = view(opened(open_page, workshop), "seats")
    next(box for box in app.selectbox if box.label == "Seat").select_index(0).run()
    press(app, "From now on use a lobby")

    assert state_of(desk, workshop).has_lobby
    assert "waits now" in notices(app)
    assert "From now on use a lobby" not in labels(app)


def test_a_second_facilitator_gets_a_link_that_works_once(
    open_page: Open, desk: WorkshopService, leader: Actor, signed: Signed, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    app = view(opened(open_page, workshop), "more")
    app.text_input(key="room-colleague-name").set_value("Bo")
    press(app, "Make the link")

    token = app.code[0].value.rsplit("/", 1)[1]
    signed.token = signing_in.sign_in(desk, token)
    theirs = opened(open_page, workshop)
    press(theirs, "Lock the round")
    assert state_of(desk, workshop).state is State.LOCKED


def test_the_record_shows_its_head_and_files_only_after_the_reveal(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = started(desk, leader, problem)
    send(desk, come_in(desk, workshop), points(problem, 80))
    app = view(opened(open_page, workshop), "record")
    assert "The files come after the reveal" in text_of(app)

    facilitating.move(desk, leader, workshop.id, Step.LOCK)
    facilitating.move(desk, leader, workshop.id, Step.REVEAL)
    app.run()
    entry = desk.store.see(workshop.id, lambda reader: reader.last_entry())
    assert entry is not None
    assert entry.hash in text_of(app)
    names = [p.label for p in protos(app) if type(p).__name__ == "DownloadButton"]
    assert names == [
        "Record of the workshop",
        "Program that checks the record",
        "Rankings by rule",
        "Results for programs",
    ]


def test_a_hostile_title_and_group_stay_text_on_every_view(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    hostile = "<img src=x onerror=alert(1)> ![b](http://b.example/x) <b>$x$</b>"
    rules = facilitating.Rules(
        hostile, Mode.PSEUDONYMOUS, Technique.POINTS,
        (facilitating.Group("a", hostile), facilitating.Group("b", "B")),
    )  # fmt: skip
    workshop = facilitating.create(desk, leader, problem, rules)
    facilitating.move(desk, leader, workshop.id, Step.OPEN)
    for group in ("a", "b"):
        send(desk, come_in(desk, workshop, group), points(problem, 70))
    facilitating.move(desk, leader, workshop.id, Step.LOCK)
    facilitating.move(desk, leader, workshop.id, Step.REVEAL)

    assert_harmless(open_page("workshop"))
    app = opened(open_page, workshop)
    for name in ("run", "entrance", "seats", "results", "more", "record"):
        assert_harmless(view(app, name))
    assert_harmless(projector(open_page, workshop))


def spent(
    desk: WorkshopService, leader: Actor, problem: str, app: AppTest, workshop: Workshop
) -> None:
    """Set a budget round up and open it on the page, and let everybody share it out."""
    press(app, "Set up the budget round")
    assert "is set up" in notices(app)
    press(press(app, "Open the budget round"), "Yes, open the budget round")
    question = budget_round.offer(desk, leader, workshop.id).question
    assert question is not None
    first = question.sites[0].id
    for person in desk.store.see(workshop.id, lambda reader: reader.participants()):
        by_hand = as_draft(all_to(question, first))
        paper_entry.enter_by_hand(
            desk, leader, workshop.id, alias=person.alias, group=person.group, answers=by_hand
        )


def typed(app: AppTest, label: str) -> Any:
    """Return the field under a label."""
    return next(one for one in [*app.text_input, *app.number_input] if one.label == label)


def on_paper(desk: WorkshopService, leader: Actor, problem: str) -> Workshop:
    """Return a room of five paper ballots whose weights are shown."""
    workshop = started(desk, leader, problem, Mode.PSEUDONYMOUS)
    for n in range(5):
        paper_entry.enter_by_hand(
            desk,
            leader,
            workshop.id,
            alias=f"B-{n + 1:03d}",
            group="ngo",
            answers=dict(points(problem, 10.0 * n).answers),
        )
    for step in (Step.LOCK, Step.REVEAL):
        facilitating.move(desk, leader, workshop.id, step)
    return workshop


def test_a_budget_round_is_set_up_opened_and_read_on_the_page_and_the_screen(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    workshop = on_paper(desk, leader, problem)
    app = opened(open_page, workshop)
    typed(app, "Currency").set_value("sek")
    typed(app, "One EUR is worth").set_value(11.0)
    spent(desk, leader, problem, app, workshop)
    assert "SEK" in budget_round_of(desk, leader, workshop)
    app.run()
    press(press(app, "Lock the round"), "Reveal the result")
    assert "Open the budget round" not in labels(app)
    assert "Add a round" not in labels(app)
    shown = text_of(view(app, "results"))
    slide = text_of(projector(open_page, workshop))

    for text in (shown, slide):
        assert "5 people shared out 3 000 000 SEK" in text.replace("\u202f", " ")
    assert "Pilot costs, SEK" in shown
    assert ", default" in shown
    assert 'data-stage="7"' in slide
    assert "Median rule, SEK" in slide


def budget_round_of(desk: WorkshopService, leader: Actor, workshop: Workshop) -> str:
    """Return the question of the budget round as text."""
    found = budget_round.offer(desk, leader, workshop.id).question
    return "" if found is None else question_text(found)


def test_a_plan_that_cannot_be_used_is_refused_in_words_on_the_page(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    app = opened(open_page, on_paper(desk, leader, problem))
    typed(app, "Currency").set_value("kr")
    press(app, "Set up the budget round")

    assert "Expected three capitals" in notices(app)


def test_proposals_are_accepted_and_declined_on_the_page_and_stay_text(
    open_page: Open, desk: WorkshopService, leader: Actor, problem: str
) -> None:
    hostile = "<img src=x onerror=alert(1)> ![b](http://b.example/x)"
    workshop = started(desk, leader, problem, Mode.PSEUDONYMOUS)
    site = ProposedSite(hostile, hostile, hostile, WasteType.SLAG, (60.0, 15.0))
    proposals.propose(desk, come_in(desk, workshop), round_number=1, site=site)
    app = view(opened(open_page, workshop), "proposals")
    assert_harmless(app)

    press(app, "Decline")
    assert "Please say why it is declined" in notices(app)
    typed(app, "Reason (the record shows it; needed to decline)").set_value(f"No. {hostile}")
    press(app, "Decline")
    assert_harmless(app)
    assert "declined" in text_of(app)
    press(app, "Accept")
    listed = proposals.listed_proposals(desk, leader, workshop.id)
    assert [one.verdict.value for one in listed] == ["accepted"]
    names = [p.label for p in protos(app) if type(p).__name__ == "DownloadButton"]
    assert names == ["Accepted sites as a table to import (CSV)"]


def test_a_proposal_that_names_a_restricted_site_is_marked_for_who_leads(
    open_page: Open,
    desk: WorkshopService,
    leader: Actor,
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proposed, "_restricted_names", lambda: frozenset({"secret heap"}))
    workshop = started(desk, leader, problem, Mode.PSEUDONYMOUS)
    person = come_in(desk, workshop)
    for name in ("The Secret Heap", "Another heap"):
        site = ProposedSite(name, "There", "Why", WasteType.SLAG)
        proposals.propose(desk, person, round_number=1, site=site)

    run = opened(open_page, workshop)
    assert "2 proposed sites wait" in text_of(run)
    app = view(run, "proposals")

    assert notices(app).count("names a site that is restricted") == 1


CLAIMS: dict[str, Any] = {
    "email": "Ida@survey.example",
    "email_verified": True,
    "iss": "https://id.example",
    "sub": "1",
}


@pytest.mark.parametrize(
    ("change", "welcome"),
    [
        ({}, True),
        ({"email": "eve@survey.example"}, False),
        ({"email_verified": False}, False),
        ({"email_verified": "true"}, False),
        ({"sub": ""}, False),
        ({"iat": 0}, False),
        ({"iat": None}, False),
    ],
)
def test_a_provider_vouches_only_for_listed_verified_fresh_addresses(
    desk: WorkshopService, change: dict[str, Any], welcome: bool
) -> None:
    now = desk.clock()
    claims = {**CLAIMS, "iat": now.timestamp() - 60, **change}

    assert room.is_welcome(claims, frozenset({"ida@survey.example"}), now) is welcome


def test_the_entry_serves_pages_and_phones_from_one_file() -> None:
    from streamlit.web.server.app_discovery import discover_asgi_app

    found = discover_asgi_app(ROOT / "app.py")

    assert (found.is_asgi_app, found.import_string) == (True, "app:app")


def test_a_second_device_gets_a_link_that_works_once_and_is_gone_when_hidden(
    open_page: Open, desk: WorkshopService, leader: Actor
) -> None:
    app = open_page("workshop")
    press(app, "Make a link for another browser on this computer")
    link = next(c.value for c in app.code if "/w/signin/" in c.value)
    session = signing_in.sign_in(desk, link.rsplit("/", 1)[1])

    assert signing_in.who(desk, session) == leader
    press(app, "Hide the link")
    assert not any("/w/signin/" in c.value for c in app.code)


def test_recovery_codes_are_shown_once_and_the_page_tells_how_many_are_left(
    open_page: Open, desk: WorkshopService, leader: Actor
) -> None:
    app = open_page("workshop")
    assert "You have none" in text_of(app)
    press(app, "Make recovery codes")
    codes = next(c.value for c in app.code if "-" in c.value).split()
    assert len(codes) == signing_in.N_RECOVERY

    press(app, "I have written them down")
    signing_in.recover(desk, codes[0])
    again = open_page("workshop")

    assert not any(code in text_of(page) for code in codes for page in (app, again))
    assert f"You have <b>{len(codes) - 1}</b>" in text_of(again)
    assert "Replace the codes" in labels(again)


def test_who_was_signed_out_meanwhile_makes_no_codes_and_no_link(
    open_page: Open, desk: WorkshopService, leader: Actor
) -> None:
    app = open_page("workshop")
    signing_in.sign_out_everywhere(desk, leader)

    press(app, "Make recovery codes")

    assert not app.code
    assert signing_in.recovery_codes_left(desk, leader).n == 0
    assert "Sign in to lead a workshop" in [h.value for h in app.subheader]
