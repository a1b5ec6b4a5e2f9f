"""The addresses of the phone pages: what each request does, and how it is answered."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.authority import NOBODY
from prioritizer.errors import (
    AccessError,
    InputError,
    PrioritizerError,
    RefusedError,
    StoreError,
    WaitingError,
)
from prioritizer.languages.speech import SOURCE, gettext, speaking
from prioritizer.ui.phone import (
    coming_in,
    doorway,
    files,
    lead,
    lead_entrance,
    lead_proposing,
    lead_seats,
    outcome,
    pages,
    proposing,
    signing,
    tongues,
    watch,
)
from prioritizer.ui.phone.bodies import form_of
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.visit import Handler, Visit, page, to
from prioritizer.workflow.weights.questions import checked
from prioritizer.workflow.workshop import answering, results_view, spending
from prioritizer.workflow.workshop.address import LOOPBACK_NAMES, MARKS_OF_PROXIES
from prioritizer.workflow.workshop.answering import REVISING, Seat
from prioritizer.workflow.workshop.service import WorkshopService

MOST_TYPED = 40
LOOKS_AT_ONCE, POSTS_AT_ONCE = 6, 16
RETRY_SECONDS = 3
LOG = logging.getLogger("prioritizer.phone")
LOG_PAUSE_SECONDS = 10.0
_LOGGED: dict[str, float] = {}


def home(visit: Visit) -> Response:
    """Show where the participant stands; the code page for everybody else."""
    if not visit.token:
        return to("/join")
    if visit.participant() is NOBODY:
        return page(coming_in.gone_page(), 403)
    seat = answering.seat(visit.desk, visit.participant())
    return page(pages.seat_page(seat, visit.token))


def state(visit: Visit) -> Response:
    """Say in one word where the workshop stands, for waiting pages; of no seat too."""
    if visit.token and visit.participant() is NOBODY:
        return PlainTextResponse("gone")
    try:
        seat = answering.seat(visit.desk, visit.participant())
    except WaitingError as error:
        return PlainTextResponse(coming_in.waiting_mark(is_late=error.is_late))
    return PlainTextResponse(pages.state_mark(seat))


def answer(visit: Visit) -> Response:
    """Keep one answer in the draft; one to another question changes nothing."""
    actor = visit.own_participant()
    seat = answering.seat(visit.desk, actor)
    answers = {k: v for k, v in seat.draft.items() if k != REVISING}
    if seat.workshop.spends:
        return to("")
    asked = seat.asking()
    question = asked.next(answers)
    if (
        question is None
        or question.key != visit.form.get("key")
        or visit.round() != seat.workshop.round
    ):
        return to("")
    said = UNKNOWN if pages.UNKNOWN_MARK in visit.form else visit.form.get("answer", "")
    try:
        changed = asked.after(answers, question.key, checked(question, said))
    except InputError as error:
        typed = visit.form.get("answer", "")[:MOST_TYPED]
        return page(pages.question_page(seat, visit.token, str(error), typed), 422)
    answering.save_draft(visit.desk, actor, visit.round(), _kept(seat, changed))
    return to("")


def _kept(seat: Seat, answers: Mapping[str, float | str]) -> dict[str, float | str]:
    mark: dict[str, float | str] = {REVISING: "yes"} if REVISING in seat.draft else {}
    return {**mark, **answers}


def back(visit: Visit) -> Response:
    """Drop the last answer of the draft."""
    actor = visit.own_participant()
    seat = answering.seat(visit.desk, actor)
    if seat.workshop.spends:
        return to("")
    answers = {k: v for k, v in seat.draft.items() if k != REVISING}
    keys = seat.asking().keys(answers)
    if keys:
        answers.pop(keys[-1])
    answering.save_draft(visit.desk, actor, visit.round(), _kept(seat, answers))
    return to("")


def send(visit: Visit) -> Response:
    """Count the answer; the page that says so comes only after it is stored."""
    actor = visit.own_participant()
    spends = visit.workshop().budget_round == visit.round()
    keep = spending.send_shares if spends else answering.send_draft
    keep(
        visit.desk,
        actor,
        round_number=visit.round(),
        client_key=visit.form.get("key", "")[:64],
        content=visit.form.get("content", "")[:64],
    )
    return to("")


def share(visit: Visit) -> Response:
    """Show the lines of the budget again, with what the draft gives them."""
    seat = answering.seat(visit.desk, visit.participant())
    if not answering.may_answer(seat):
        return to("")
    return page(pages.share_page(seat) if seat.budget else pages.seat_page(seat, visit.token))


def take_shares(visit: Visit) -> Response:
    """Keep what was shared out in the draft, to be read back; or say what is wrong with it."""
    actor = visit.own_participant()
    try:
        spending.save_shares(visit.desk, actor, visit.round(), visit.form)
    except InputError as error:
        seat = answering.seat(visit.desk, actor)
        typed = {name: text[:MOST_TYPED] for name, text in visit.form.items()}
        return page(pages.share_page(seat, str(error), typed), 422)
    return to("")


def revise(visit: Visit) -> Response:
    """Begin the one revision, from a blank page."""
    actor = visit.own_participant()
    answering.save_draft(visit.desk, actor, visit.round(), {REVISING: "yes"})
    return to("")


def room(visit: Visit) -> Response:
    """Show what is revealed to all."""
    actor = visit.participant()
    found = results_view.shared_result(visit.desk, actor)
    return page(outcome.result_page(found, answering.seat(visit.desk, actor)))


def choose_language(visit: Visit) -> Response:
    """Let a phone keep the language it chose."""
    return tongues.chosen(visit.form, is_secure=visit.is_secure)


def ready(visit: Visit) -> Response:
    """Say whether answers can be stored right now."""
    visit.desk.store.check_writable()
    return PlainTextResponse("ready")


def asset(visit: Visit) -> Response:
    """Return a style sheet, script or picture of these pages."""
    found = files.found(visit.path["name"])
    if found is None:
        raise AccessError(gettext("There is no such file."))
    reply = Response(found.content, media_type=found.media_type)
    reply.headers["Cache-Control"] = found.keep
    return reply


def _failure(visit: Visit, error: Exception) -> Response:
    if isinstance(error, WaitingError):
        name = visit.participant().name
        return page(coming_in.lobby_page(str(error), name, is_late=error.is_late))
    if isinstance(error, AccessError):
        # Whoever may not have a page is not led back to it, nor told its address again.
        tongues.offer(PREFIX)
        return page(coming_in.message_page(gettext("Not open"), str(error)), 403)
    if isinstance(error, RefusedError | InputError):
        return page(coming_in.message_page(gettext("That did not work"), str(error)), 409)
    if isinstance(error, StoreError):
        _log_now_and_then(str(error))
        words = gettext(
            "It could not be saved. Your answer is kept on this phone; please try again."
        )
    else:
        # Only a number is shown: what went wrong may hold what somebody wrote.
        number = secrets.token_hex(4)
        LOG.error("error %s: %s in %s", number, type(error).__name__, _place(error))
        words = gettext(
            "Something went wrong (number {number}). Please try again.", number=number
        )
    reply = page(coming_in.message_page(gettext("Please try again"), words, retry=True), 503)
    reply.headers["Retry-After"] = str(RETRY_SECONDS)
    if visit.is_look:
        reply.headers["Refresh"] = str(RETRY_SECONDS)
    return reply


def _log_now_and_then(words: str) -> None:
    """Log a fault of the store, but not once for each of two hundred phones that try again."""
    now = time.monotonic()
    if now - _LOGGED.get(words, -LOG_PAUSE_SECONDS) >= LOG_PAUSE_SECONDS:
        _LOGGED.clear()
        _LOGGED[words] = now
        LOG.error("%s", words)


def _place(error: Exception) -> str:
    """Return the file and line where an error arose."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"


class Lanes:
    """How many requests are worked on at once; more threads only get into each other's way.

    Looks have a lane of their own, so that they need not wait for answers to be stored.
    """

    def __init__(self) -> None:
        self._looks = CapacityLimiter(LOOKS_AT_ONCE)
        self._posts = CapacityLimiter(POSTS_AT_ONCE)

    def of(self, method: str) -> CapacityLimiter:
        """Return the lane of a request."""
        return self._looks if method == "GET" else self._posts


def _handled(
    handler: Handler,
    server: Server,
    request: Request,
    form: Mapping[str, str],
    *,
    has_language: bool,
) -> Response:
    try:
        opened = server.desk()
    except PrioritizerError as error:
        LOG.error("%s", error)
        words = gettext("The workshops of this server are not open. Ask whoever runs it.")
        return page(coming_in.message_page(gettext("Not open"), words), 503)
    visit = Visit(
        opened,
        form,
        request.cookies,
        request.path_params,
        request.query_params,
        request.client.host if request.client else "",
        str(request.base_url).rstrip("/"),
        request.method == "GET",
        server.announce if _is_here(request) else None,
        has_language,
    )
    try:
        visit.find_language()
        return handler(visit)
    except Exception as error:
        return _failure(visit, error)


@contextmanager
def _spoken_to(request: Request) -> Iterator[bool]:
    """Speak the language of a phone, and yield whether it said one."""
    place = request.url.path.removeprefix(PREFIX)
    is_page = any(_leads_to(place, path) for method, path, _ in TABLE if method == "GET")
    tongues.offer(PREFIX + place if is_page else PREFIX)
    own = tongues.language_of(request)
    with speaking(own or SOURCE):
        yield bool(own)


def _leads_to(place: str, path: str) -> bool:
    """Return whether an address below the prefix is that of a page."""
    start = path.partition("{")[0]
    return place == path or ("{" in path and place.startswith(start))


async def _answer(handler: Handler, server: Server, lanes: Lanes, request: Request) -> Response:
    form = await form_of(request)
    if isinstance(form, Response):
        return form

    def run() -> Response:
        with _spoken_to(request) as has_language:
            return _handled(handler, server, request, form, has_language=has_language)

    reply = await to_thread.run_sync(run, limiter=lanes.of(request.method))
    reply.headers.setdefault("Cache-Control", "no-store")
    return reply


def _is_here(request: Request) -> bool:
    """Return whether a request comes from the computer that runs the app.

    Behind a proxy that is not named everybody seems to, so such a visitor is never told a link;
    one that leaves a mark is always taken for somebody from elsewhere.
    """
    if any(name.startswith(MARKS_OF_PROXIES) for name in request.headers):
        return False
    address = request.client.host if request.client else ""
    here, _ = request.scope.get("server") or ("", None)
    return bool(address) and (address in LOOPBACK_NAMES or address == here)


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", home),
    ("GET", "/state", state),
    *doorway.TABLE,
    *watch.TABLE,
    ("POST", "/answer", answer),
    ("POST", "/back", back),
    ("POST", "/send", send),
    ("GET", "/share", share),
    ("POST", "/share", take_shares),
    ("POST", "/revise", revise),
    ("GET", "/result", room),
    ("POST", "/language", choose_language),
    *proposing.TABLE,
    *signing.TABLE,
    *lead.TABLE,
    *lead_proposing.TABLE,
    *lead_seats.TABLE,
    *lead_entrance.TABLE,
    ("GET", "/assets/{name}", asset),
    ("GET", "/readyz", ready),
)


@dataclass(frozen=True, slots=True)
class Server:
    """What the pages need of the server around them.

    ``announce`` opens a sign-in page on the screen of the computer that runs the app and prints
    a link there; it returns False if it did so a moment ago.
    """

    desk: Callable[[], WorkshopService]
    announce: Callable[[], bool] | None = None


def routes(
    desk: Callable[[], WorkshopService], announce: Callable[[], bool] | None = None
) -> list[Route]:
    """Return the routes of the phone pages; ``desk`` opens the store when needed."""
    lanes, server = Lanes(), Server(desk, announce)

    def endpoint(handler: Handler) -> Callable[..., object]:
        return partial(_answer, handler, server, lanes)

    return [
        Route(f"{PREFIX}{path}", endpoint(handler), methods=[method], name=handler.__name__)
        for method, path, handler in TABLE
    ]
