"""Six visitors, every route and every service call, three workshops: what each may, no leak.

The tables below are compared with the routes and functions that there are: whoever adds one
must say here who may use it, or the tests fail.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from http.cookiejar import Cookie
from pathlib import Path

import pytest
import sqlalchemy as sa

import prioritizer.workflow.workshop as services
from prioritizer.domain.authority import NOBODY, Actor
from prioritizer.domain.chain import sha256
from prioritizer.domain.proposal import ProposedSite, Verdict
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.errors import AccessError, PrioritizerError
from prioritizer.storage.workshop import tables as tables
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.phone.routes import TABLE
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE, SEAT_COOKIE
from prioritizer.ui.server import parts as server
from prioritizer.ui.server.addresses import TELLER
from prioritizer.workflow.workshop import (
    answering,
    budget_round,
    entering,
    facilitating,
    lobby,
    paper_entry,
    paper_proposals,
    paper_questions,
    places,
    proposals,
    pulse,
    record,
    results_view,
    screening,
    spending,
    watching,
)
from prioritizer.workflow.workshop import seats as rows
from prioritizer.workflow.workshop.budget_question import BudgetPlan
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import Clock
from tests.workflow.workshop.serving import Phone, Reply, served
from tests.workflow.workshop.steps import move, points

VISITORS = (
    "nobody",
    "participant A",
    "participant B",
    "facilitator A",
    "facilitator B",
    "admin",
)
TARGETS = ("A", "B", "closed")  # the closed one is led by facilitator A too
# Whose workshops are whose; who is in none of these lists must see nothing of a workshop.
LEADS = {"facilitator A": ("A", "closed"), "facilitator B": ("B",), "admin": TARGETS}
SITS = {"participant A": ("A",), "participant B": ("B",)}


class Watch:
    """A connection of its own to a store, which SQLite tells of each commit of another one."""

    def __init__(self, path: Path) -> None:
        self.line = sqlite3.connect(path)
        self.seen = -1
        self.states: dict[str, str] = {}

    def commits(self) -> int:
        return int(self.line.execute("PRAGMA data_version").fetchone()[0])


@dataclass(frozen=True)
class House:
    """Three workshops whose titles, people and answers can be told from one another."""

    desk: WorkshopService
    workshops: dict[str, Workshop]
    actors: dict[str, Actor]
    tokens: dict[str, str]
    receipts: dict[str, str]
    seats: dict[str, str]
    watch: Watch

    def marks(self, target: str) -> tuple[str, ...]:
        """Return what nobody else may learn of a workshop."""
        workshop = self.workshops[target]
        return (workshop.title, f"Alias-{target}", workshop.id, self.receipts[target])

    def states(self) -> dict[str, str]:
        """Return a digest of every row of each workshop, read again after each commit."""
        commits = self.watch.commits()
        if self.watch.seen != commits:
            self.watch.seen = commits
            self.watch.states = {target: self._state(target) for target in TARGETS}
        return self.watch.states

    def _state(self, target: str) -> str:
        own, lines = self.workshops[target].id, []
        with self.desk.store.database.read() as connection:
            for table in tables.METADATA.sorted_tables:
                column = table.c.get("workshop_id", table.c.id if "title" in table.c else None)
                if column is not None:
                    query = sa.select(table).where(column == own)
                    lines += sorted(repr(tuple(row)) for row in connection.execute(query))
        return sha256("\n".join(lines))

    def may_see(self, visitor: str) -> set[str]:
        """Return the workshops that a visitor has to do with."""
        return {*LEADS.get(visitor, ()), *SITS.get(visitor, ())}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, problem: str) -> tuple[Path, House]:
    """Return a store and what is in it; each test works on a copy."""
    path = tmp_path_factory.mktemp("house") / "workshops.db"
    desk = WorkshopService.open(str(path), Clock())
    house = build(desk, problem)
    house.watch.line.close()
    desk.close()
    return path, house


@pytest.fixture
def house(built: tuple[Path, House], tmp_path: Path, clock: Clock) -> Iterator[House]:
    """Yield open workshops of two leaders and a closed one, each with one answer in it."""
    path, house = built
    own = tmp_path / "workshops.db"
    shutil.copyfile(path, own)
    desk = WorkshopService.open(str(own), clock)
    watch = Watch(own)
    yield replace(house, desk=desk, watch=watch)
    watch.line.close()
    desk.close()


def build(desk: WorkshopService, problem: str) -> House:
    """Return the house, made in an empty store."""
    later = desk.clock() + timedelta(hours=1)
    leaders = {
        name: desk.store.facilitator(f"test:{name}", name, is_admin=name == "admin")
        for name in ("facilitator A", "facilitator B", "admin")
    }
    actors, tokens = {"nobody": NOBODY, **leaders}, {"nobody": ""}
    tokens |= {name: desk.store.new_session(a.id, later) for name, a in leaders.items()}
    workshops, receipts, seats = {}, {}, {}
    for target in TARGETS:
        leader = leaders["facilitator B" if target == "B" else "facilitator A"]
        rules = facilitating.Rules(f"Title-{target}-mark", Mode.NAMED, Technique.POINTS)
        made = facilitating.create(desk, leader, problem, rules)
        workshop = move(desk, leader, made, Step.OPEN)
        person, token = entering.join(desk, workshop.id, alias=f"Alias-{target}", group="ngo")
        judgement = points(problem, {"A": 80.0, "B": 20.0, "closed": 30.0}[target])
        sent = answering.submit(
            desk, person, round_number=1, client_key=f"key-{target}", judgement=judgement
        )
        receipts[target], seats[target] = sent.digest, person.id
        if target == "closed":
            workshop = move(desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.CLOSE)
        else:
            actors[f"participant {target}"], tokens[f"participant {target}"] = person, token
        workshops[target] = workshop
    watch = Watch(Path(str(desk.store.database.path)))
    return House(desk, workshops, actors, tokens, receipts, seats, watch)


# ---- Routes -------------------------------------------------------------------------------

PUBLIC = {  # anybody gets a page, which tells nothing of any workshop
    ("GET", ""),
    ("GET", "/join"),
    ("POST", "/join"),
    ("GET", "/j/{token}"),
    ("GET", "/who"),
    ("POST", "/who"),
    ("POST", "/language"),
    ("GET", "/leave"),
    ("POST", "/leave"),
    ("GET", "/return"),
    ("POST", "/return"),
    ("GET", "/signin"),
    ("POST", "/signin"),
    ("POST", "/recover"),
    ("GET", "/signin/{token}"),
    ("POST", "/signin/{token}"),
    ("GET", "/assets/{name}"),
    ("GET", "/readyz"),
}
SEATED = {  # only with the token of a participant, of whose workshop alone it speaks
    ("GET", "/state"),
    ("POST", "/answer"),
    ("POST", "/back"),
    ("POST", "/send"),
    ("POST", "/revise"),
    ("GET", "/propose"),
    ("POST", "/propose"),
    ("GET", "/share"),
    ("POST", "/share"),
    ("GET", "/result"),
    ("GET", "/resume"),
    ("GET", "/r/{token}"),
    ("POST", "/r/{token}"),
}
LEADING = {  # only with the session of who leads, or of an admin
    ("GET", "/lead"),
    ("GET", "/lead/{workshop}/ballots"),
    ("GET", "/lead/{workshop}/paper"),
    ("POST", "/lead/{workshop}/paper"),
    ("GET", "/lead/{workshop}/slips"),
    ("GET", "/lead/{workshop}/propose"),
    ("POST", "/lead/{workshop}/propose"),
    ("GET", "/lead/{workshop}/seats"),
    ("GET", "/lead/{workshop}/seats/{seat}"),
    ("POST", "/lead/{workshop}/seats/{seat}/aside"),
    ("POST", "/lead/{workshop}/seats/{seat}/back"),
    ("POST", "/lead/{workshop}/seats/{seat}/link"),
    ("GET", "/lead/{workshop}/entrance"),
    ("POST", "/lead/{workshop}/entrance"),
    ("POST", "/lead/{workshop}/entrance/cards"),
    ("POST", "/lead/{workshop}/entrance/withdraw"),
    ("POST", "/lead/{workshop}/entrance/let-in"),
    ("POST", "/lead/{workshop}/entrance/refuse"),
    ("POST", "/lead/{workshop}/entrance/watch"),
    ("POST", "/lead/{workshop}/entrance/unwatch"),
}
# With a one-time link, whoever has it; a wrong one opens nothing.
LINKED = {
    ("GET", "/s/{token}"),
    ("POST", "/s/{token}"),
    ("GET", "/p/{token}"),
    ("GET", "/o/{token}"),
    ("GET", "/watch"),
    ("GET", "/watch/state"),
}
# An admin runs the machine, enters nobody's answers and gives nobody's seat away.
NOT_FOR_ADMIN = {
    ("GET", "/lead/{workshop}/paper"),
    ("POST", "/lead/{workshop}/paper"),
    ("GET", "/lead/{workshop}/slips"),
    ("GET", "/lead/{workshop}/propose"),
    ("POST", "/lead/{workshop}/propose"),
    ("POST", "/lead/{workshop}/seats/{seat}/link"),
}
ROUTES = PUBLIC | SEATED | LEADING | LINKED
OF_THE_SERVER = {
    "/healthz", "/draws/{token}", "/saved/{ticket}", "/scripts/{name}.js", "/w",
    "/w/{rest:path}", "/ranking", "/ranking/",
}  # fmt: skip


def test_every_route_is_in_the_matrix() -> None:
    assert {(method, path) for method, path, _ in TABLE} == ROUTES
    # The pages are Streamlit's, and stand behind the guards.
    pages = {f"/{page.address}" for page in PAGES} | {f"/{TELLER}", "/", "/ranking/"}
    assert {route.path for route in server.parts()["routes"]} == OF_THE_SERVER | pages


def _cookie(name: str, value: str) -> Cookie:
    return Cookie(
        0, name, value, None, False, "127.0.0.1", True, False, "/", True, False, None, False,
        None, None, {},
    )  # fmt: skip


def visit(house: House, base: str, visitor: str, method: str, path: str, target: str) -> Reply:
    """Ask for a route as somebody, who forges whatever has to do with the target."""
    token = house.tokens[visitor]
    phone = Phone(base)
    if visitor in SITS:
        phone.jar.set_cookie(_cookie(SEAT_COOKIE, token))
    elif visitor in LEADS:
        phone.jar.set_cookie(_cookie(FACILITATOR_COOKIE, token))
    own = token if visitor in SITS else "0" * 32
    place = (
        path.replace("{workshop}", house.workshops[target].id)
        .replace("{token}", own if path.startswith("/r/") else "0" * 32)
        .replace("{name}", "../routes.py")
        .replace("{seat}", house.seats[target])
    )
    form = {
        "code": "2222-2222",
        "number": "7",
        "name": "Paper",
        "group": "ngo",
        "key": f"key-{target}",
        "round": "1",
        "answer": "50",
        "workshop": house.workshops[target].id,
        "reason": "a double",
    }
    return phone.ask(f"/w{place}", form if method == "POST" else None)


@pytest.fixture
def base(house: House) -> Iterator[str]:
    """Yield where the house is served."""
    with served(house.desk) as address:
        yield address


def allowed(visitor: str, method: str, path: str, target: str) -> bool:
    """Return whether somebody may use a route for a workshop."""
    if (method, path) in PUBLIC:
        return True
    if (method, path) in LINKED:
        return False
    if (method, path) in SEATED:
        return visitor in SITS
    if (method, path) == ("GET", "/lead"):
        return visitor in LEADS
    if visitor == "admin" and (method, path) in NOT_FOR_ADMIN:
        return False
    return target in LEADS.get(visitor, ())


@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
def test_no_route_tells_or_changes_what_is_another_s(
    house: House, base: str, method: str, path: str
) -> None:
    targets = TARGETS if "{workshop}" in path else TARGETS[:1]
    for visitor in VISITORS:
        for target in targets:
            before = house.states()

            reply = visit(house, base, visitor, method, path, target)

            where = f"{visitor}, {method} {path}, workshop {target}: {reply.status}"
            assert "Traceback" not in reply.text, where
            assert reply.status < 500, where
            if not allowed(visitor, method, path, target):
                assert reply.status == 403, where
                assert house.states() == before, where
            elif (method, path) not in PUBLIC:
                assert reply.status != 403, where
            for other in set(TARGETS) - house.may_see(visitor):
                assert house.states()[other] == before[other], where
                for mark in house.marks(other):
                    assert mark not in reply.text, where


# ---- Service calls --------------------------------------------------------------------------

Call = Callable[[House, Actor, str], object]
HEAP = ProposedSite("Heap", "Behind the mill", "Nobody has looked", WasteType.SLAG)
HAND = {"alias": "Paper", "group": "ngo"}


def _id(house: House, target: str) -> str:
    return house.workshops[target].id


def _all_fifty(house: House, target: str) -> dict[str, float | str]:
    text = house.desk.store.see(_id(house, target), lambda reader: reader.problem())
    return dict(points(text).answers)


def _judged(house: House, target: str) -> object:
    return points(house.desk.store.see(_id(house, target), lambda reader: reader.problem()), 1)


LEADER_CALLS: dict[str, Call] = {
    "facilitating.move": lambda h, a, t: facilitating.move(h.desk, a, _id(h, t), Step.PAUSE),
    "facilitating.set_deadline": lambda h, a, t: facilitating.set_deadline(
        h.desk, a, _id(h, t), None
    ),
    "facilitating.extend": lambda h, a, t: facilitating.extend(h.desk, a, _id(h, t), 5),
    "facilitating.add_round": lambda h, a, t: facilitating.add_round(h.desk, a, _id(h, t)),
    "facilitating.set_joining": lambda h, a, t: facilitating.set_joining(
        h.desk, a, _id(h, t), is_open=False
    ),
    "facilitating.invite": lambda h, a, t: facilitating.invite(h.desk, a, _id(h, t)),
    "facilitating.hand_over": lambda h, a, t: facilitating.hand_over(
        h.desk, a, _id(h, t), "Eve"
    ),
    "facilitating.progress": lambda h, a, t: facilitating.progress(h.desk, a, _id(h, t)),
    "pulse.pulse": lambda h, a, t: pulse.pulse(h.desk, a, _id(h, t)),
    "pulse.answering": lambda h, a, t: pulse.answering(h.desk, a, _id(h, t)),
    "results_view.result": lambda h, a, t: results_view.result(h.desk, a, _id(h, t)),
    "seats.seats": lambda h, a, t: rows.seats(h.desk, a, _id(h, t)),
    "seats.set_aside": lambda h, a, t: rows.set_aside(
        h.desk, a, _id(h, t), h.seats[t], "a double"
    ),
    "seats.take_back": lambda h, a, t: rows.take_back(h.desk, a, _id(h, t), h.seats[t]),
    "seats.new_seat_link": lambda h, a, t: rows.new_seat_link(h.desk, a, _id(h, t), h.seats[t]),
    "places.make": lambda h, a, t: places.make(h.desk, a, _id(h, t), count=2),
    "places.free": lambda h, a, t: places.free(h.desk, a, _id(h, t)),
    "places.withdraw": lambda h, a, t: places.withdraw(h.desk, a, _id(h, t)),
    "places.set_entrance": lambda h, a, t: places.set_entrance(
        h.desk, a, _id(h, t), places_only=True, lobby=True
    ),
    "lobby.let_in": lambda h, a, t: lobby.let_in(h.desk, a, _id(h, t)),
    "watching.new_link": lambda h, a, t: watching.new_link(h.desk, a, _id(h, t)),
    "watching.has_link": lambda h, a, t: watching.has_link(h.desk, a, _id(h, t)),
    "watching.end_link": lambda h, a, t: watching.end_link(h.desk, a, _id(h, t)),
    "lobby.refuse": lambda h, a, t: lobby.refuse(h.desk, a, _id(h, t)),
    "screening.shown": lambda h, a, t: screening.shown(h.desk, a, _id(h, t)),
    "screening.show_stage": lambda h, a, t: screening.show_stage(h.desk, a, _id(h, t), 2),
    "screening.show_aliases": lambda h, a, t: screening.show_aliases(
        h.desk, a, _id(h, t), has_aliases=True
    ),
    "budget_round.offer": lambda h, a, t: budget_round.offer(h.desk, a, _id(h, t)),
    "budget_round.set_up": lambda h, a, t: budget_round.set_up(
        h.desk, a, _id(h, t), BudgetPlan(1_000, {})
    ),
    "proposals.listed_proposals": lambda h, a, t: proposals.listed_proposals(
        h.desk, a, _id(h, t)
    ),
    "paper_proposals.workshop_for": lambda h, a, t: paper_proposals.workshop_for(
        h.desk, a, _id(h, t)
    ),
    "paper_proposals.propose_by_hand": lambda h, a, t: paper_proposals.propose_by_hand(
        h.desk, a, _id(h, t), round_number=1, site=HEAP
    ),
    "proposals.decide": lambda h, a, t: proposals.decide(
        h.desk, a, _id(h, t), "0" * 64, verdict=Verdict.ACCEPTED
    ),
    "record.workshop_record": lambda h, a, t: record.workshop_record(h.desk, a, _id(h, t)),
    "paper_questions.sheet": lambda h, a, t: paper_questions.sheet(
        h.desk, a, _id(h, t), count=1
    ),
    "paper_questions.blank": lambda h, a, t: paper_questions.blank(
        h.desk, a, _id(h, t), "B-001"
    ),
    "paper_entry.enter_by_hand": lambda h, a, t: paper_entry.enter_by_hand(
        h.desk, a, _id(h, t), **HAND, answers=_all_fifty(h, t)
    ),
}
NOT_ADMINS_CALLS = {
    "paper_entry.enter_by_hand",
    "paper_questions.blank",
    "seats.new_seat_link",
    "paper_proposals.workshop_for",
    "paper_proposals.propose_by_hand",
}
# A participant's calls name no workshop: the target is forged into the identity.
SEAT_CALLS: dict[str, Call] = {
    "answering.seat": lambda h, a, _: answering.seat(h.desk, a),
    "answering.save_draft": lambda h, a, _: answering.save_draft(h.desk, a, 1, {}),
    "answering.send_draft": lambda h, a, _: answering.send_draft(
        h.desk, a, round_number=1, client_key="x", content="x"
    ),
    "answering.submit": lambda h, a, t: answering.submit(
        h.desk, a, round_number=1, client_key="y", judgement=_judged(h, t)
    ),
    "proposals.propose": lambda h, a, _: proposals.propose(
        h.desk, a, round_number=1, site=HEAP
    ),
    "proposals.own_proposals": lambda h, a, _: proposals.own_proposals(h.desk, a),
    "spending.save_shares": lambda h, a, _: spending.save_shares(h.desk, a, 1, {}),
    "spending.send_shares": lambda h, a, _: spending.send_shares(
        h.desk, a, round_number=1, client_key="z", content="z"
    ),
    "results_view.shared_result": lambda h, a, _: results_view.shared_result(h.desk, a),
}
# Calls that name no workshop of somebody's: tested by name elsewhere.
WITHOUT_WORKSHOP = {
    "facilitating.create", "service.visible", "demo.play", "demo_budget.spend_budget",
    "entering.find_workshop",
    "entering.join", "signing_in.local_link", "signing_in.sign_in", "signing_in.who",
    "signing_in.vouched", "signing_in.sign_out_everywhere", "signing_in.own_link",
    "signing_in.link_of", "signing_in.new_recovery_codes", "signing_in.recovery_codes_left",
    "signing_in.recover", "backups.back_up", "backups.unsealed", "returning.seat_of_link",
    "returning.take_seat", "returning.come_back", "places.find_by_card",
    "watching.watcher", "watching.watched", "watching.watched_mark",
}  # fmt: skip
# Parts of a transaction that has asked already; they take the open writer.
WITHIN = {
    "automatic_backups.of_store",
    "closing.seal_round",
    "open_round.check_open",
    "lobby.send_away",
    "submissions.keep_answer",
}
# What both ways to send share; they stand in the matrix.
SHARED = {"submissions.keep_read_back"}


def service_calls() -> set[str]:
    """Return every public function of the workshop services that works at a desk."""
    found = set()
    for module in pkgutil.iter_modules(services.__path__):
        loaded = importlib.import_module(f"{services.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if is_own and "desk" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_service_call_is_in_the_matrix() -> None:
    assert service_calls() == {*LEADER_CALLS, *SEAT_CALLS} | WITHOUT_WORKSHOP | WITHIN | SHARED


def passes(call: Call, house: House, actor: Actor, target: str) -> bool:
    """Return whether a call gets past the question who asks."""
    try:
        call(house, actor, target)
    except AccessError:
        return False
    except PrioritizerError:
        return True
    return True


@pytest.mark.parametrize("name", LEADER_CALLS)
def test_only_who_leads_a_workshop_gets_past_each_call(house: House, name: str) -> None:
    for target in TARGETS:
        for visitor in VISITORS:
            before, rows = house.states()[target], _facilitators(house)
            is_leader = target in LEADS.get(visitor, ())
            may = is_leader and not (visitor == "admin" and name in NOT_ADMINS_CALLS)

            assert passes(LEADER_CALLS[name], house, house.actors[visitor], target) == may

            if not may:
                assert (house.states()[target], _facilitators(house)) == (before, rows), visitor


def _facilitators(house: House) -> int:
    with house.desk.store.database.read() as connection:
        query = sa.select(sa.func.count()).select_from(tables.FACILITATOR)
        return int(connection.execute(query).scalar_one())


@pytest.mark.parametrize("name", SEAT_CALLS)
def test_only_who_sits_in_a_workshop_gets_past_each_call(house: House, name: str) -> None:
    for target in TARGETS:
        for visitor in VISITORS:
            before, actor = house.states()[target], house.actors[visitor]
            forged = Actor(actor.role, actor.id, _id(house, target), actor.name, actor.token)
            may = target in SITS.get(visitor, ())
            if name == "results_view.shared_result":
                # Who leads may look at what is shown to all.
                may = may or target in LEADS.get(visitor, ())

            assert passes(SEAT_CALLS[name], house, forged, target) == may, (visitor, target)

            if not may:
                assert house.states()[target] == before, (visitor, target)


def test_a_backup_is_no_call_of_the_pages() -> None:
    """Pages cannot ask for a copy: one is made by the step that ends a round, and only then."""
    pages = Path(server.__file__).parent.parent
    called = re.compile(r"workshop\.backups|import backups|back_up\(|restore\(|keeper\.make")
    told = [p.name for p in pages.rglob("*.py") if called.search(p.read_text("utf-8"))]

    assert told == []
