"""Sites proposed on paper, for a signed-in facilitator: slips to print, and to type in."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from prioritizer.domain.workshop import Workshop
from prioritizer.errors import InputError, RefusedError
from prioritizer.exports.formats import PDF
from prioritizer.exports.layouts.slips import slips_pdf
from prioritizer.languages.speech import LANGUAGES, gettext
from prioritizer.ui.phone import html
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.lead_pages import address
from prioritizer.ui.phone.proposing import MOST_TYPED, site_fields
from prioritizer.ui.phone.visit import Handler, Visit, page
from prioritizer.workflow.workshop import paper_proposals, proposals


def _workshop(visit: Visit) -> Workshop:
    return paper_proposals.workshop_for(visit.desk, visit.facilitator(), visit.path["workshop"])


def slips(visit: Visit) -> Response:
    """Return slips to propose a site on, as PDF."""
    workshop, asked = _workshop(visit), visit.query.get("language", "")
    made = slips_pdf(workshop, asked if asked in LANGUAGES else "")
    headers = {"Content-Disposition": 'inline; filename="slips.pdf"'}
    return Response(made, media_type=PDF.media_type, headers=headers)


def form(visit: Visit) -> Response:
    """Show the form to type a slip in."""
    return page(slip_page(_workshop(visit), is_saved="saved" in visit.query))


def take(visit: Visit) -> Response:
    """Keep what a slip proposes; the page that says so comes only after it is stored."""
    workshop = _workshop(visit)
    try:
        paper_proposals.propose_by_hand(
            visit.desk,
            visit.facilitator(),
            workshop.id,
            round_number=visit.round(),
            site=proposals.site_of(visit.form),
        )
    except (InputError, RefusedError) as error:
        typed = {name: text[:MOST_TYPED] for name, text in visit.form.items()}
        code = 422 if isinstance(error, InputError) else 409
        return page(slip_page(workshop, problem=str(error), typed=typed), code)
    return RedirectResponse(f"{PREFIX}{address(workshop, 'propose')}?saved=yes", 303)


def slip_page(
    workshop: Workshop,
    *,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> str:
    """Return the form to type a slip in; what was ``typed`` and refused stays in it."""
    saved = gettext("Saved: it waits for your decision under Proposed sites.")
    words = gettext(
        "Type what the slip says. It is marked as typed in by hand, and nothing ties it to a "
        "person or a ballot."
    )
    fields = [html.hidden({"round": workshop.round}), *site_fields(typed or {})]
    body = [
        html.paragraph(saved, "note") if is_saved else "",
        *(html.paragraph(line, "alert") for line in problem.splitlines()),
        html.paragraph(words),
        html.form(address(workshop, "propose"), fields, gettext("Save")),
        html.link("/lead", gettext("Your workshops")),
    ]
    return html.page(gettext("Type a proposed site in"), body, workshop=workshop.title)


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/lead/{workshop}/slips", slips),
    ("GET", "/lead/{workshop}/propose", form),
    ("POST", "/lead/{workshop}/propose", take),
)
