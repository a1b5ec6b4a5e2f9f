"""One request to a plain page, and the replies that all such pages give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from prioritizer.domain.authority import NOBODY, Actor
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import RefusedError
from prioritizer.languages.speech import gettext, speak
from prioritizer.ui.phone.html import FACILITATOR_COOKIE as FACILITATOR_COOKIE
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.pages import SEAT_MARK, seat_mark
from prioritizer.workflow.workshop import signing_in
from prioritizer.workflow.workshop.service import WorkshopService

SEAT_COOKIE, INVITE_COOKIE = "pp_seat", "pp_invite"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, as far as the pages need it."""

    desk: WorkshopService
    form: Mapping[str, str]
    cookies: Mapping[str, str]
    path: Mapping[str, str]
    query: Mapping[str, str]
    address: str
    base: str
    is_look: bool = True
    announce: Callable[[], bool] | None = None
    has_language: bool = True
    # What was looked up for this request already; each use case asks the store itself again.
    _known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_secure(self) -> bool:
        """Return whether the request came encrypted."""
        return self.base.startswith("https:")

    @property
    def token(self) -> str:
        """Return the participant's token, empty if there is none."""
        return self.cookies.get(SEAT_COOKIE, "")

    def participant(self) -> Actor:
        """Return who sends this request, looked up in the store; nobody is looked up again."""
        found: Actor = self._known.get("actor", NOBODY)
        if found is NOBODY:
            found = self._known["actor"] = self.desk.store.participant_of(self.token)
        return found

    def workshop(self) -> Workshop:
        """Return the workshop of who sends this request, as it stood when first asked for.

        Raises
        ------
        AccessError
            If nobody sends it.
        """
        if "workshop" not in self._known:
            place = self.participant().workshop_id
            self._known["workshop"] = self.desk.store.see(place, lambda one: one.workshop)
        found: Workshop = self._known["workshop"]
        return found

    def own_participant(self) -> Actor:
        """Return who sends this form, if the form was made for that very person.

        Raises
        ------
        RefusedError
            If somebody else has answered on this phone since, or before.
        """
        actor, mark = self.participant(), self.form.get(SEAT_MARK)
        if mark is not None and mark != seat_mark(self.token):
            said = gettext(
                "This page belongs to somebody else who answered on this phone. Nothing was "
                "saved."
            )
            name = (
                gettext("You are {name}.", name=actor.name)
                if actor.name
                else gettext("Nobody has joined on this phone now.")
            )
            raise RefusedError(f"{said} {name}")
        return actor

    def fall_back(self, workshop: Workshop) -> None:
        """Speak the language of a workshop, where the phone asks for none of ours."""
        if not self.has_language:
            speak(workshop.language)

    def find_language(self) -> None:
        """Speak that of the workshop somebody is in, where the phone asks for none of ours."""
        if self.has_language or not self.token:
            return
        if self.participant().workshop_id:
            self.fall_back(self.workshop())

    def facilitator(self) -> Actor:
        """Return whose session of twelve hours this is, looked up in the store."""
        return signing_in.who(self.desk, self.cookies.get(FACILITATOR_COOKIE, ""))

    def round(self) -> int:
        """Return the round that the form was made for."""
        number = self.form.get("round", "")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0


Handler = Callable[[Visit], Response]


def page(content: str, status: int = 200) -> Response:
    """Return a page."""
    return HTMLResponse(content, status)


def to(path: str) -> Response:
    """Redirect after a post, so that reloading repeats nothing."""
    return RedirectResponse(f"{PREFIX}{path}", 303)


def with_cookie(
    visit: Visit, reply: Response, name: str, value: str, seconds: int, path: str = PREFIX
) -> Response:
    """Add a cookie that neither scripts nor other sites can use."""
    reply.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        secure=visit.is_secure,
        httponly=True,
        samesite="lax",
    )
    return reply


def without_cookie(reply: Response, name: str, path: str = PREFIX) -> Response:
    """Take a cookie back."""
    reply.delete_cookie(name, path=path, httponly=True, samesite="lax")
    return reply
