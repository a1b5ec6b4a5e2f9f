"""The pages around the questions: coming in, handing on, going on elsewhere, messages."""

from __future__ import annotations

from prioritizer.domain.workshop import Mode, Workshop
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.phone import html
from prioritizer.workflow.workshop import entering

MODE_WORDS = {
    Mode.NAMED: noop("Named: your answers are kept and shown with your name."),
    Mode.PSEUDONYMOUS: noop(
        "Pseudonymous: your answers are kept under an alias. Whoever runs this computer could "
        "in principle find out which device sent them. The record tells alias and group: who "
        "is one of few in a group can be recognised by it."
    ),
    Mode.ANONYMOUS: noop(
        "Anonymous: once the round is shown, nobody can tell which answer is yours, not even "
        "this computer. Answers of a group are shown only from five people on."
    ),
}
COME_BACK = noop("I have a place already")
# What a page in the lobby waits to change.
WAITING, WAITING_LATE = "waiting", "waiting-late"
LATE = noop(
    "A round was held here without you. In an anonymous workshop, whoever compares the rounds "
    "may find the answer that is new, and know that it is yours."
)
PRIVACY = noop(
    "Kept: your group, your answers and this alias. No account, no address, no tracking."
)


def leader_link() -> str:
    """Return where whoever leads a workshop goes."""
    words = html.text(gettext("Sign in to lead a workshop"))
    return f'<footer><p><a href="{html.PREFIX}/signin">{words}</a></p></footer>'


def code_page(problem: str = "", code: str = "", *, is_seated: bool = False) -> str:
    """Return the page that asks for the join code; one that was refused stays."""
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(gettext("Type the code that is shown in the room.")),
        html.form(
            "/join",
            [html.text_field("code", gettext("Code, like ABCD-2345"), longest=18, value=code)],
            gettext("Go on"),
        ),
        html.link("/return", gettext(COME_BACK)),
        leader_link(),
    ]
    return html.page(gettext("Join the workshop"), body, is_seated=is_seated)


def return_page(problem: str = "", name: str = "") -> str:
    """Return the page that brings somebody back; a name that was refused stays."""
    fields = [
        html.hidden({"place": entering.new_place()}),
        html.text_field(
            "name",
            gettext("Your name here, like P-6B2A"),
            longest=entering.MOST_ALIAS,
            value=name,
        ),
        html.number_field("pin", gettext("PIN, six digits"), is_whole=True),
    ]
    words = gettext(
        "Your name and your PIN stood at the foot of your own page. If you have not kept them, "
        "ask the facilitator. The phone that had your place is out then, and your PIN is a new "
        "one."
    )
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(words),
        html.form("/return", fields, gettext("Go on")),
        html.link("/join", gettext("Join with a code")),
    ]
    return html.page(gettext(COME_BACK), body)


def who_page(
    workshop: Workshop, problem: str = "", alias: str = "", group: str = "", *, side: str = ""
) -> str:
    """Return the page that asks for the side, and says what becomes of answers.

    What was given and refused, ``alias`` and ``group``, stays in its fields. A card may be for
    one ``side``, which is then told and not asked for.
    """
    named = workshop.mode is Mode.NAMED
    fields = [
        html.hidden({"place": entering.new_place()}),
        html.text_field(
            "alias",
            gettext("Your name"),
            longest=entering.MOST_ALIAS,
            kind="name",
            value=alias,
        )
        if named
        else "",
        html.paragraph(
            gettext("Your card is for: {group}.", group=gettext(workshop.group(side).name))
        )
        if side
        else html.choices(
            "group",
            gettext("Which side are you on?"),
            [(g.id, gettext(g.name), "") for g in workshop.groups],
            chosen=group,
        ),
    ]
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(gettext(MODE_WORDS[workshop.mode]), "note"),
        _late(is_late=workshop.marks_latecomers),
        html.paragraph(gettext(PRIVACY)),
        html.paragraph(
            gettext(
                "Please answer once. Somebody without a phone can answer on this one after you."
            )
        ),
        html.form("/who", fields, gettext("Join")),
        html.link("/return", gettext(COME_BACK)),
    ]
    return html.page(gettext("Who are you?"), body, workshop=workshop.title)


def taken_page(workshop: Workshop, name: str) -> str:
    """Return the page for who scans a code on a phone on which somebody is in already."""
    body = [
        html.paragraph(
            gettext("Somebody has already joined on this phone, as {name}.", name=name)
        ),
        html.link("", gettext("Go on as {name}", name=name), "button"),
        html.link("/leave", f"{not_you(name)} {gettext('Join as somebody else')}"),
    ]
    return html.page(gettext("Who is it?"), body, workshop=workshop.title, is_seated=True)


def leave_page(name: str) -> str:
    """Return the page that hands a phone on; nothing of what was answered is on it."""
    body = [
        html.paragraph(
            gettext(
                "What {name} has sent stays as it is, and nobody else sees it here.", name=name
            )
        ),
        html.paragraph(
            gettext(
                "To come back later, {name} needs the PIN, or the link under “Go on with "
                "another device”. Without them, {name} cannot change the answer, or answer a "
                "later round.",
                name=name,
            ),
            "note",
        ),
        html.form("/leave", [], gettext("Join as somebody else")),
        html.link("", gettext("Stay {name}", name=name)),
    ]
    return html.page(not_you(name), body)


def resume_page(link: str) -> str:
    """Return the link that brings a participant back on another device."""
    body = [
        html.paragraph(
            gettext("Keep this link for yourself. It opens your place on another device.")
        ),
        f'<p class="code">{html.text(link)}</p>',
        html.link("", gettext("Go on"), "button"),
    ]
    return html.page(gettext("Your place"), body)


def _late(*, is_late: bool) -> str:
    return html.paragraph(gettext(LATE), "note") if is_late else ""


def waiting_mark(*, is_late: bool) -> str:
    """Return what a page in the lobby waits to change: to be let in, or to be late."""
    return WAITING_LATE if is_late else WAITING


def lobby_page(title: str, name: str, *, is_late: bool = False) -> str:
    """Return the page of who waits to be let in; it goes on by itself."""
    words = gettext("The facilitator lets people in. This page goes on by itself.")
    body = [
        html.paragraph(words),
        html.paragraph(gettext("You are {name}.", name=name)),
        _late(is_late=is_late),
    ]
    mark = waiting_mark(is_late=is_late)
    return html.page(gettext("Please wait"), body, workshop=title, waits_in=mark)


def gone_page() -> str:
    """Return the page of a phone whose place is not known any more."""
    words = gettext(
        "The place that was on this phone is not open here any more. It may have been moved to "
        "another phone, or the facilitator did not let it in. Ask the facilitator if that is a "
        "mistake."
    )
    body = [
        html.paragraph(words, "alert"),
        html.link("/join", gettext("Join with a code")),
        html.link("/return", gettext(COME_BACK)),
    ]
    return html.page(gettext("No place on this phone"), body)


def moved_page(place: str, workshop: Workshop, name: str) -> str:
    """Return the page that takes a seat over to this phone by a one-time link."""
    words = gettext(
        "The facilitator gives the place of {name} to this phone. The other phone then loses "
        "it. What was sent stays; what was not sent is lost.",
        name=name,
    )
    fields = [html.hidden({"place": entering.new_place()})]
    form = html.form(place, fields, gettext("Go on as {name}", name=name))
    return html.page(
        gettext("Your place"), [html.paragraph(words), form], workshop=workshop.title
    )


def confirm_page(title: str, words: str, action: str, button: str) -> str:
    """Return a page with one button: a link merely looked up changes nothing."""
    return html.page(title, [html.paragraph(words), html.form(action, [], button)])


def message_page(title: str, words: str, *, retry: bool = False) -> str:
    """Return a page that says what is the matter; one to ``retry`` leads to nothing else."""
    links = [html.link("", gettext("Back to my page"))]
    if not retry:
        links.append(html.link("/join", gettext("Join with a code")))
        links.append(leader_link())
    return html.page(title, [html.paragraph(words, "alert"), *links])


def not_you(name: str) -> str:
    """Return the question whether somebody else holds the phone now."""
    return gettext("Not {name}?", name=name)
