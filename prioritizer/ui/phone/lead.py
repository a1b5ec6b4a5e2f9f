"""What a signed-in facilitator does on plain pages: print paper ballots, type them in."""

from __future__ import annotations

from functools import partial

from starlette.responses import RedirectResponse, Response

from prioritizer.domain.workshop import Mode, Workshop
from prioritizer.errors import InputError, RefusedError
from prioritizer.exports.formats import PDF
from prioritizer.exports.layouts.ballots import sheet_pdf
from prioritizer.languages.speech import LANGUAGES, gettext
from prioritizer.ui.phone import lead_pages
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.lead_pages import Entry
from prioritizer.ui.phone.visit import Handler, Visit, page
from prioritizer.workflow.workshop import entering, paper_entry, paper_questions
from prioritizer.workflow.workshop.service import visible

PRINTED = 20
# The marks of fields that hold answers, and of those typed the first time.
ANSWER = ("order.", "points.", "pair.", "share.")
EARLIER = "first."


def workshops(visit: Visit) -> Response:
    """Show the workshops one leads."""
    return page(lead_pages.lead_page(visible(visit.desk, visit.facilitator())))


def ballots(visit: Visit) -> Response:
    """Return paper ballots as PDF."""
    asked = visit.query.get("language", "")
    language = asked if asked in LANGUAGES else ""
    count, first = _number(visit, "count", PRINTED), _number(visit, "first", 1)
    sheet = paper_questions.sheet(
        visit.desk,
        visit.facilitator(),
        visit.path["workshop"],
        count=count,
        first=first,
        language=language,
    )
    headers = {"Content-Disposition": 'inline; filename="ballots.pdf"'}
    return Response(sheet_pdf(sheet), media_type=PDF.media_type, headers=headers)


def _number(visit: Visit, name: str, otherwise: int) -> int:
    text = visit.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def paper_form(visit: Visit) -> Response:
    """Ask which ballot is to be typed in."""
    workshop, _ = _blank(visit, paper_questions.number_of(1))
    saved = visit.query.get("saved", "")
    shown = paper_questions.clean_number(saved) if saved else ""
    return page(lead_pages.number_page(workshop, entering.new_place(), saved=shown))


def _blank(visit: Visit, number: str) -> tuple[Workshop, paper_questions.Ballot]:
    return paper_questions.blank(
        visit.desk, visit.facilitator(), visit.path["workshop"], number
    )


def take_paper(visit: Visit) -> Response:
    """Take the number, then the answers, then the answers again; store them if both agree."""
    form = visit.form
    workshop, _ = _blank(visit, paper_questions.number_of(1))
    key = form.get("key", "")
    try:
        _, ballot = _blank(visit, paper_questions.clean_number(form.get("number", "")))
        workshop.group(form.get("group", ""))
    except (InputError, RefusedError) as error:
        return page(lead_pages.number_page(workshop, key, problem=str(error)), 422)
    alias = form.get("name", "") if paper_questions.needs_name(workshop) else ballot.number
    entry = Entry(workshop, ballot, alias, form.get("group", ""), key)
    if "typing" not in form:
        return page(lead_pages.answers_page(entry))
    return _typed(visit, entry)


def _typed(visit: Visit, entry: Entry) -> Response:
    now = {k: v for k, v in visit.form.items() if k.startswith(ANSWER)}
    earlier = {
        k.removeprefix(EARLIER): v for k, v in visit.form.items() if k.startswith(EARLIER)
    }
    technique, lines = entry.workshop.technique, entry.ballot.lines
    read = partial(
        paper_questions.answers_of,
        lines,
        technique,
        is_whole=entry.workshop.mode is Mode.ANONYMOUS,
        spends=entry.workshop.budget_round is not None,
    )
    try:
        answers = read(now)
        if visit.form.get("typing") != "2":
            return page(lead_pages.answers_page(entry, first=now))
        before = read(earlier)
    except InputError as error:
        again = earlier if visit.form.get("typing") == "2" else None
        return page(lead_pages.answers_page(entry, first=again, problem=str(error)), 422)
    if found := paper_questions.differences(lines, before, answers):
        problem = "\n".join((gettext("The two typings differ; begin again."), *found))
        return page(lead_pages.answers_page(entry, problem=problem), 409)
    return _kept(visit, entry, answers)


def _kept(visit: Visit, entry: Entry, answers: dict[str, float | str]) -> Response:
    if visit.round() != entry.workshop.round:
        raise RefusedError(
            gettext(
                "Round {n} is over; this is round {now}. Nothing was saved. Type the ballot in "
                "again if it belongs here.",
                n=visit.round(),
                now=entry.workshop.round,
            )
        )
    try:
        paper_entry.enter_by_hand(
            visit.desk,
            visit.facilitator(),
            entry.workshop.id,
            alias=entry.alias,
            group=entry.group,
            answers=answers,
            client_key=entry.key,
        )
    except RefusedError as error:
        problem = lead_pages.number_page(
            entry.workshop, entering.new_place(), problem=str(error)
        )
        return page(problem, 409)
    place = lead_pages.address(entry.workshop, "paper")
    return RedirectResponse(f"{PREFIX}{place}?saved={entry.ballot.number}", 303)


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/lead", workshops),
    ("GET", "/lead/{workshop}/ballots", ballots),
    ("GET", "/lead/{workshop}/paper", paper_form),
    ("POST", "/lead/{workshop}/paper", take_paper),
)
