"""The plain pages of a facilitator: paper ballots to print and to type in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.workshop import Mode, Technique, Workshop
from prioritizer.languages.speech import LANGUAGES, gettext, noop
from prioritizer.ui.phone import html
from prioritizer.workflow.workshop.paper_questions import (
    Ballot,
    Line,
    either,
    needs_name,
    pair_options,
)

DESTROY = noop(
    "Hand out fresh ballots in each round, in any order. Destroy the filled ones once the "
    "round is shown: what is written on them can be found among the published answers."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper ballot about to be typed in: whose it is, and the key of the entry."""

    workshop: Workshop
    ballot: Ballot
    alias: str
    group: str
    key: str

    def hidden(self) -> dict[str, object]:
        """Return what the next page must know."""
        return {
            "number": self.ballot.number,
            "name": self.alias,
            "group": self.group,
            "key": self.key,
            "round": self.workshop.round,
        }


def address(workshop: Workshop, what: str) -> str:
    """Return where a facilitator's page of a workshop lies, below the prefix."""
    return f"/lead/{workshop.id}/{what}"


def lead_page(workshops: Sequence[Workshop]) -> str:
    """Return the workshops that somebody leads, each with its paper."""
    body = [
        html.paragraph(gettext("Who is in, and paper ballots for people without a phone.")),
        *(part for workshop in workshops for part in _of(workshop)),
    ]
    if not workshops:
        body.append(html.paragraph(gettext("You lead no workshop yet.")))
    return html.page(gettext("Your workshops"), body)


def _of(workshop: Workshop) -> Iterable[str]:
    yield f"<h2>{html.text(workshop.title)}</h2>"
    offers = (
        ("seats", gettext("Seats")),
        ("entrance", gettext("Coming in: lobby, cards")),
        ("ballots", gettext("Print ballots (PDF)")),
        ("paper", gettext("Type a ballot in")),
        ("slips", gettext("Print slips to propose a site (PDF)")),
        ("propose", gettext("Type a proposed site in")),
    )
    for what, words in offers:
        place = f"{html.PREFIX}{address(workshop, what)}"
        yield f'<a class="button quiet" href="{html.text(place)}">{html.text(words)}</a>'
    place = f"{html.PREFIX}{address(workshop, 'ballots')}"
    links = " · ".join(
        f'<a lang="{code}" hreflang="{code}" href="{html.text(place)}?language={code}">'
        f"{html.text(name)}</a>"
        for code, name in LANGUAGES.items()
    )
    words = gettext("Ballots in {language}, or in:", language=LANGUAGES[workshop.language])
    yield f"<p>{html.text(words)} {links}</p>"


def number_page(workshop: Workshop, key: str, *, problem: str = "", saved: str = "") -> str:
    """Return the page that asks which ballot it is."""
    named = needs_name(workshop)
    fields = [
        html.hidden({"key": key, "round": workshop.round}),
        html.text_field("number", gettext("Number of the ballot, like B-007"), longest=8),
        html.text_field("name", gettext("Name on the ballot"), longest=60) if named else "",
        html.choices(
            "group", gettext("Side"), [(g.id, gettext(g.name), "") for g in workshop.groups]
        ),
    ]
    body = [
        html.paragraph(
            gettext("Saved: {ballot} counts in round {n}.", ballot=saved, n=workshop.round),
            "note",
        )
        if saved
        else "",
        _problem(problem),
        html.paragraph(gettext("Round {n}. Each ballot is typed in twice.", n=workshop.round)),
        html.paragraph(gettext(DESTROY), "note") if workshop.mode is Mode.ANONYMOUS else "",
        html.form(address(workshop, "paper"), fields, gettext("Go on")),
        html.link("/lead", gettext("Your workshops")),
    ]
    return html.page(gettext("Type a paper ballot in"), body, workshop=workshop.title)


def answers_page(
    entry: Entry, *, first: Mapping[str, str] | None = None, problem: str = ""
) -> str:
    """Return the page to type the answers, or to type them again unseen beside ``first``."""
    earlier = {f"first.{name}": value for name, value in (first or {}).items()}
    words = (
        gettext("Now once more, best by somebody else: type the ballot again.")
        if first
        else gettext("Type what the ballot says. The lines stand in the order of the ballot.")
    )
    button = gettext("Save") if first else gettext("Go on")
    fields = [
        html.hidden({**entry.hidden(), **earlier, "typing": 2 if first else 1}),
        *_fields(entry.workshop, entry.ballot),
    ]
    body = [
        _problem(problem),
        html.paragraph(words, "note" if first else ""),
        html.form(address(entry.workshop, "paper"), fields, button),
        html.link(address(entry.workshop, "paper"), gettext("Leave this ballot")),
    ]
    title = gettext("Ballot {ballot}", ballot=entry.ballot.number)
    return html.page(title, body, workshop=entry.workshop.title)


def _problem(words: str) -> str:
    return "".join(html.paragraph(line, "alert") for line in words.splitlines())


def _fields(workshop: Workshop, ballot: Ballot) -> list[str]:
    technique, is_whole = workshop.technique, workshop.mode is Mode.ANONYMOUS
    if workshop.budget_round is not None:
        return [_share_field(line) for line in ballot.lines]
    if technique is Technique.PAIRWISE:
        return [_pair_field(a, b) for a, b in ballot.pairs]
    n = len(ballot.lines)
    fields = []
    for line in ballot.lines:
        fields.append(f"<h2>{html.text(line.name)}</h2>{html.paragraph(line.range)}")
        if technique is Technique.SWING:
            label = gettext("{name}: place, 1 to {n}, or blank", name=line.name, n=n)
            order = html.number_field(
                f"order.{line.id}", label, is_whole=True, is_required=False
            )
            fields.append(order)
        label = gettext("{name}: points, or {unknown}", name=line.name, unknown=UNKNOWN)
        name = f"points.{line.id}"
        fields.append(html.number_field(name, label, is_whole=is_whole, may_be=UNKNOWN))
    return fields


def _share_field(line: Line) -> str:
    label = gettext("{name}, per cent", name=line.name)
    return html.number_field(f"share.{line.id}", label, is_required=False)


def _pair_field(a: Line, b: Line) -> str:
    options = [(o.value, o.label, o.detail) for o in pair_options(a, b)]
    return html.choices(f"pair.{a.id}.{b.id}", either(a, b), options)
