"""How a facilitator signs in on a plain page, and comes back after being signed out."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from prioritizer.ui.phone import coming_in, html
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE, Handler, Visit, page, with_cookie
from prioritizer.workflow.workshop import signing_in

COMMAND = "python -m prioritizer workshop sign-in"
PRINTED = "A link was printed. Look where the app runs, in the terminal."
NOT_YET = "A link was printed a moment ago. Look where the app runs, in the terminal."
ELSEWHERE = "For safety a link is never shown here, and only that computer can ask for one."


def way_in(visit: Visit) -> Response:
    """Say how to get a sign-in link; offer to print one, on the computer that runs the app."""
    return page(_way_in_page(can_print=visit.announce is not None))


def print_link(visit: Visit) -> Response:
    """Print a link where the app runs, if the request comes from that computer."""
    if visit.announce is None:
        return page(_way_in_page(can_print=False, said=ELSEWHERE), 403)
    said = PRINTED if visit.announce() else NOT_YET
    return page(_way_in_page(can_print=True, said=said))


def _way_in_page(*, can_print: bool, said: str = "") -> str:
    """Return the page that leads a facilitator to a new link, without showing one."""
    body = [
        html.paragraph(said, "note") if said else "",
        html.paragraph(
            "Whoever leads a workshop signs in with a link that works once. A new one is made "
            "on the computer that runs the app, with this command in the folder of the app:"
        ),
        f'<p class="code">{html.text(COMMAND)}</p>',
        html.form("/signin", [], "Print a new link in the terminal") if can_print else "",
        html.paragraph("Your workshops are kept: you find them again after signing in."),
        f'<a class="button quiet" href="{html.PREFIX}">Take part instead</a>',
    ]
    return html.page("Sign in to lead", body)


def sign_in_form(visit: Visit) -> Response:
    """Offer to sign a facilitator in; the link is spent only by the button."""
    words = "This signs you in as a facilitator on this device for twelve hours."
    return page(
        coming_in.confirm_page("Sign in", words, f"/signin/{visit.path['token']}", "Sign in")
    )


def sign_in(visit: Visit) -> Response:
    """Exchange a sign-in link for a session."""
    session = signing_in.sign_in(visit.desk, visit.path["token"])
    seconds = int(signing_in.SESSION_LIFE.total_seconds())
    reply = RedirectResponse("/workshop", 303)
    return with_cookie(visit, reply, FACILITATOR_COOKIE, session, seconds, path="/")


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/signin", way_in),
    ("POST", "/signin", print_link),
    ("GET", "/signin/{token}", sign_in_form),
    ("POST", "/signin/{token}", sign_in),
)
