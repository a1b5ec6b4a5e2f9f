"""How a facilitator signs in on a plain page, and comes back after being signed out."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from prioritizer.errors import AccessError, RefusedError
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.phone import coming_in, html
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE, Handler, Visit, page, with_cookie
from prioritizer.workflow.workshop import signing_in

COMMAND = "python -m prioritizer workshop sign-in"
# Names of the app, which speaks English there.
PAGE, DEVICES = "Workshop", "Other devices and recovery codes"
OPENED = noop(
    "Look at the screen of the computer that runs the app: a page to sign in opens there. If "
    "none does, a link was printed in the terminal."
)
NOT_YET = noop(
    "That was asked for a moment ago. Look at the screen and in the terminal of the computer "
    "that runs the app."
)
ELSEWHERE = noop("For safety only the computer that runs the app can ask for this.")
LONGEST_CODE = 40


def way_in(visit: Visit) -> Response:
    """Say how to sign in; offer to open a page, on the computer that runs the app."""
    return page(_way_in_page(visit))


def open_here(visit: Visit) -> Response:
    """Open a page to sign in on the screen of this computer, if the request comes from it."""
    if visit.announce is None:
        return page(_way_in_page(visit, refused=gettext(ELSEWHERE)), 403)
    said = OPENED if visit.announce() else NOT_YET
    return page(_way_in_page(visit, said=gettext(said)))


def recover(visit: Visit) -> Response:
    """Exchange a recovery code for a session."""
    try:
        code = visit.form.get("code", "")
        return _signed_in(visit, signing_in.recover(visit.desk, code, visit.address))
    except (AccessError, RefusedError) as error:
        return page(_way_in_page(visit, refused=str(error)), 403)


def _way_in_page(visit: Visit, *, said: str = "", refused: str = "") -> str:
    """Return the page that leads a facilitator back in; no link is ever on it."""
    body = [
        html.paragraph(said, "note") if said else "",
        html.paragraph(refused, "alert") if refused else "",
        *_with_code(),
        *_with_device(),
        *_at_computer(can_open=visit.announce is not None),
        html.paragraph(
            gettext("Your workshops are kept: you find them again after signing in.")
        ),
        html.link("", gettext("Take part instead")),
    ]
    return html.page(gettext("Sign in to lead"), body)


def _with_code() -> list[str]:
    label = gettext("A code of your list, like ABCD-EFGH-JKLM-NPQR")
    field = html.text_field("code", label, longest=LONGEST_CODE)
    return [
        html.heading(gettext("With a recovery code")),
        html.form("/recover", [field], gettext("Sign in")),
    ]


def _with_device() -> list[str]:
    return [
        html.heading(gettext("With a device that is signed in")),
        html.paragraph(
            gettext(
                "Open the page {page} there, then “{name}”, and scan the code that it shows.",
                page=PAGE,
                name=DEVICES,
            )
        ),
    ]


def _at_computer(*, can_open: bool) -> list[str]:
    button = gettext("Open a page to sign in on this computer")
    return [
        html.heading(gettext("At the computer that runs the app")),
        html.form("/signin", [], button, quiet=True)
        if can_open
        else html.paragraph(
            gettext("Open this page in a browser of that computer: it has a button for it.")
        ),
        html.paragraph(
            gettext(
                "Or make a link that works once, with this command in the folder of the app:"
            )
        ),
        f'<p class="code">{html.text(COMMAND)}</p>',
    ]


def sign_in_form(visit: Visit) -> Response:
    """Offer to sign a facilitator in; the link is spent only by the button."""
    words = gettext("This signs you in as a facilitator on this device for twelve hours.")
    title = gettext("Sign in")
    return page(coming_in.confirm_page(title, words, f"/signin/{visit.path['token']}", title))


def sign_in(visit: Visit) -> Response:
    """Exchange a sign-in link for a session."""
    return _signed_in(visit, signing_in.sign_in(visit.desk, visit.path["token"]))


def _signed_in(visit: Visit, session: str) -> Response:
    seconds = int(signing_in.SESSION_LIFE.total_seconds())
    reply = RedirectResponse("/workshop", 303)
    return with_cookie(visit, reply, FACILITATOR_COOKIE, session, seconds, path="/")


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/signin", way_in),
    ("POST", "/signin", open_here),
    ("POST", "/recover", recover),
    ("GET", "/signin/{token}", sign_in_form),
    ("POST", "/signin/{token}", sign_in),
)
