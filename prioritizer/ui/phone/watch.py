"""Looking on from a phone: the page that says what the screen of the room shows."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from prioritizer.domain.authority import NOBODY, Actor
from prioritizer.domain.words import percent
from prioritizer.domain.workshop import State
from prioritizer.errors import AccessError
from prioritizer.languages.speech import gettext, ngettext, noop
from prioritizer.ui.phone import html, standing
from prioritizer.ui.phone.visit import Handler, Visit, page, to, with_cookie
from prioritizer.workflow.weights.ranges import swing_text
from prioritizer.workflow.workshop import room_words, watching
from prioritizer.workflow.workshop.quorum import quorum_words
from prioritizer.workflow.workshop.watching import Watched

WATCH_COOKIE = "pp_watch"
WATCH_SECONDS = 12 * 3600
PLACE = "/watch"
NOT_ON = noop("This link to look on has ended or is not known. Ask the facilitator.")


def watch_page(found: Watched) -> str:
    """Return counts, what is asked and what is revealed; nothing to press."""
    workshop = found.workshop
    body = [
        html.paragraph(
            gettext("You are watching. You have no vote and are not counted."), "note"
        ),
        standing.round_line(workshop),
        html.paragraph(_counts(found), "count"),
        _said("" if _is_told(found) else quorum_words(found.sent, workshop)),
        *_result(found),
        *_asked(found),
    ]
    title = _sentence(gettext(room_words.standing(workshop)))
    return html.page(title, body, workshop=workshop.title, waits_in=found.mark, home=PLACE)


def _said(words: str) -> str:
    return html.paragraph(words) if words else ""


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _is_told(found: Watched) -> bool:
    """Return whether the number of answers comes later with the result, or not yet."""
    workshop, result = found.workshop, found.result
    is_shown = result is not None and result.rounds[-1].number == workshop.round
    return is_shown or workshop.state is State.DRAFT


def _counts(found: Watched) -> str:
    if found.workshop.state is State.DRAFT:
        return ngettext("{n} has joined", "{n} have joined", found.joined, n=found.joined)
    return ngettext(
        "{sent} of {joined} has sent · round {round}",
        "{sent} of {joined} have sent · round {round}",
        found.sent,
        sent=found.sent,
        joined=found.joined,
        round=found.workshop.round,
    )


def _asked(found: Watched) -> list[str]:
    """Return what people are asked about: each difference with its range."""
    criteria = found.problem.criteria
    subjects = (html.subject(gettext(one.name), swing_text(one)) for one in criteria)
    return [html.heading(gettext("What people are asked about")), *subjects]


def _result(found: Watched) -> list[str]:
    """Return the shortlist of the newest round that is revealed, named as on the screen."""
    if found.result is None:
        return []
    last, problem, workshop = found.result.rounds[-1], found.problem, found.workshop
    names = room_words.site_names(problem, workshop.id, has_aliases=found.has_aliases)
    shares = dict(zip(problem.matrix.alternatives, last.shares, strict=True))
    rows = [(names[site], percent(shares[site])) for site in last.shortlist]
    n = len(last.opinions)
    words = ngettext(
        "{n} person answered in round {round}. Shortlist under the mean of all weights, and "
        "how many people have each site in their own shortlist.",
        "{n} people answered in round {round}. Shortlist under the mean of all weights, and "
        "how many people have each site in their own shortlist.",
        n,
        n=n,
        round=last.number,
    )
    return [
        html.heading(gettext("Result of round {round}", round=last.number)),
        html.paragraph(words),
        _said(quorum_words(n, workshop)),
        html.table((gettext("Site"), gettext("People")), rows),
    ]


def _observer(visit: Visit, token: str) -> Actor:
    actor = watching.watcher(visit.desk, token)
    if actor is NOBODY:
        raise AccessError(gettext(NOT_ON))
    visit.fall_back(visit.desk.store.see(actor.workshop_id, lambda reader: reader.workshop))
    return actor


def link(visit: Visit) -> Response:
    """Take the token of a link to look on out of the address at once."""
    token = visit.path["token"]
    _observer(visit, token)
    return with_cookie(visit, to(PLACE), WATCH_COOKIE, token, WATCH_SECONDS)


def watch(visit: Visit) -> Response:
    """Show what the screen of the room shows."""
    actor = _observer(visit, visit.cookies.get(WATCH_COOKIE, ""))
    return page(watch_page(watching.watched(visit.desk, actor)))


def watch_state(visit: Visit) -> Response:
    """Say in one word whether that has changed."""
    token = visit.cookies.get(WATCH_COOKIE, "")
    actor = watching.watcher(visit.desk, token)
    if actor is NOBODY and token:
        return PlainTextResponse("ended")
    return PlainTextResponse(watching.watched_mark(visit.desk, _observer(visit, token)))


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/o/{token}", link),
    ("GET", PLACE, watch),
    ("GET", f"{PLACE}/state", watch_state),
)
