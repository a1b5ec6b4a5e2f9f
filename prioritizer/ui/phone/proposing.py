"""The page to propose a site on, and to see what became of the own proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from prioritizer.domain.proposal import (
    KINDS,
    MOST_EACH,
    MOST_NAME,
    MOST_PLACE,
    MOST_WHY,
    Proposal,
    Verdict,
)
from prioritizer.domain.workshop import Mode, State
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.phone import html
from prioritizer.ui.phone.pages import page_mark, state_mark
from prioritizer.ui.phone.visit import Handler, Visit, page, to
from prioritizer.workflow.workshop import answering, proposals
from prioritizer.workflow.workshop.answering import Seat
from prioritizer.workflow.workshop.paper_proposals import KIND_WORDS, WHAT_IT_IS

MOST_TYPED = 1_000
VERDICTS: Mapping[Verdict, str] = {
    Verdict.OPEN: noop("not looked at yet"),
    Verdict.ACCEPTED: noop("accepted"),
    Verdict.DECLINED: noop("declined"),
}


def show(visit: Visit) -> Response:
    """Show the form, and what this seat has proposed so far."""
    actor = visit.participant()
    seat = answering.seat(visit.desk, actor)
    mine = proposals.own_proposals(visit.desk, actor)
    return page(propose_page(seat, mine, is_saved="saved" in visit.query))


def take(visit: Visit) -> Response:
    """Keep a proposal; the page that says so comes only after it is stored."""
    actor = visit.own_participant()
    try:
        site = proposals.site_of(visit.form)
    except InputError as error:
        seat = answering.seat(visit.desk, actor)
        mine = proposals.own_proposals(visit.desk, actor)
        typed = {name: text[:MOST_TYPED] for name, text in visit.form.items()}
        return page(propose_page(seat, mine, problem=str(error), typed=typed), 422)
    proposals.propose(visit.desk, actor, round_number=visit.round(), site=site)
    return to("/propose?saved=yes")


def propose_page(
    seat: Seat,
    mine: Sequence[Proposal],
    *,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> str:
    """Return the form, while a round is open, and the own proposals as far as known."""
    workshop, is_open = seat.workshop, seat.workshop.state is State.OPEN
    saved = gettext("Saved: the facilitator will look at your proposal.")
    body = [
        html.paragraph(saved, "note") if is_saved else "",
        *(html.paragraph(words) for words in _words(seat)),
        *(html.paragraph(line, "alert") for line in problem.splitlines()),
        *_form(seat, typed or {}, is_open=is_open, n_mine=len(mine)),
        *_own(mine),
        html.link("", gettext("Back to my page")),
    ]
    mark = state_mark(seat) if is_open else ""
    return html.page(gettext("Propose a site"), body, workshop=workshop.title, open_in=mark)


def _words(seat: Seat) -> list[str]:
    said = [gettext(WHAT_IT_IS)]
    if seat.workshop.mode is Mode.ANONYMOUS:
        said.append(
            gettext(
                "Nobody sees it before the round is shown, and then nothing in the computer "
                "tells who proposed it. Write nothing that says who you are."
            )
        )
    return said


def _form(seat: Seat, typed: Mapping[str, str], *, is_open: bool, n_mine: int) -> list[str]:
    if not is_open:
        return [html.paragraph(gettext("Proposals are taken while a round is open."), "note")]
    if n_mine >= MOST_EACH:
        words = gettext("You have proposed {n} sites; more cannot be taken.", n=n_mine)
        return [html.paragraph(words, "note")]
    fields = [html.hidden(page_mark(seat)), *site_fields(typed)]
    return [html.form("/propose", fields, gettext("Propose this site"))]


def site_fields(typed: Mapping[str, str]) -> list[str]:
    """Return the fields of a proposed site; what was ``typed`` and refused stays in them."""
    kinds = [(kind.value, gettext(KIND_WORDS[kind]), "") for kind in KINDS]
    return [
        html.text_field(
            "name", gettext("Name of the site"), longest=MOST_NAME, value=typed.get("name", "")
        ),
        html.text_field(
            "place",
            gettext("Where it lies, in words"),
            longest=MOST_PLACE,
            value=typed.get("place", ""),
        ),
        html.choices(
            "kind", gettext("What kind of waste?"), kinds, chosen=typed.get("kind", "")
        ),
        html.text_area(
            "why",
            gettext("Why it deserves a pilot"),
            longest=MOST_WHY,
            value=typed.get("why", ""),
        ),
        html.heading(gettext("If you know the point")),
        html.number_field(
            "latitude",
            gettext("Degrees north, such as 60.07"),
            value=typed.get("latitude", ""),
            is_required=False,
        ),
        html.number_field(
            "longitude",
            gettext("Degrees east, such as 15.01"),
            value=typed.get("longitude", ""),
            is_required=False,
        ),
    ]


def _own(mine: Sequence[Proposal]) -> list[str]:
    if not mine:
        return []
    rows = [
        ((one.site.name, one.reason), gettext(VERDICTS[one.verdict]))
        for one in sorted(mine, key=lambda one: one.site.name)
    ]
    heads = (gettext("Site"), gettext("What became of it"))
    return [html.heading(gettext("Your proposals")), html.table(heads, rows)]


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/propose", show),
    ("POST", "/propose", take),
)
