"""What the room sees: one stage at a time, large, ten rows at most, first counts only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.answer import Section
from prioritizer.domain.workshop import State, Workshop
from prioritizer.figures.agreement import share_bars, share_moves
from prioritizer.figures.weight_dots import Lane, weight_dots
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.qr import join_link, qr_source
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import words as room_words
from prioritizer.ui.workshop.session import Screen
from prioritizer.ui.workshop.words import CONCORDANCE, CONSENSUS
from prioritizer.workflow.workshop.certainty import apart_words
from prioritizer.workflow.workshop.facilitating import Progress
from prioritizer.workflow.workshop.results import (
    MAIN_RULE,
    NEARLY_ALL,
    RoundResult,
    listed,
    movement,
)
from prioritizer.workflow.workshop.results_view import WorkshopResult

STAGES = (
    "Join",
    "How far apart we are",
    "Sites nearly everybody lists",
    "Disputed sites",
    "What moved",
    "Result",
)
THE_END = "The workshop is over. Its result is not shown."
MOST_ROWS = 10
MOST_DISPUTES = 5
LONGEST = 24
TALL, LOW = 288.0, 226.0


@dataclass(frozen=True, slots=True)
class View:
    """All that a stage after the reveal needs."""

    found: WorkshopResult
    names: Mapping[str, str]

    @property
    def last(self) -> RoundResult:
        """Return the newest round that is revealed."""
        return self.found.rounds[-1]

    @property
    def criteria(self) -> Mapping[str, str]:
        """Return the names of the criteria by id."""
        return room_words.criterion_names(self.found.problem)

    def share(self, result: RoundResult, site: str) -> float:
        """Return the share of people who list a site."""
        return float(result.shares[self.found.problem.matrix.alternatives.index(site)])


def counts(progress: Progress, screen: Screen, base: str, *, is_waiting: bool) -> str:
    """Return code, QR and how many have joined and sent; nothing of what they said."""
    workshop = progress.workshop
    sent = (
        f'<p class="big"><b>{progress.joined}</b> have joined</p>'
        if workshop.state is State.DRAFT
        else f'<p class="big"><b>{progress.sent}</b> of <b>{progress.joined}</b> have sent'
        f" · round {workshop.round}</p>"
    )
    if workshop.is_hidden:
        return f'<div class="middle"><p class="big">{THE_END}</p></div>'
    if is_waiting:
        later = "<p>Answers stay hidden until the reveal, from everybody in this room.</p>"
        return f'<div class="middle">{sent}{later}</div>'
    if screen.invitation is None or not workshop.is_joining_open:
        door = f"<p>{_door_words(workshop)}</p>"
        return f'<div class="middle">{sent}<p>{_state_words(workshop)}</p>{door}</div>'
    link = join_link(base, screen.invitation.token)
    address = escape_html(f"{base.split('//')[-1]}{PREFIX}/join")
    return (
        '<div class="join"><div><p>Scan, or open</p>'
        f'<p class="address">{address}</p><p>and type</p>'
        f'<p class="code">{escape_html(screen.invitation.code)}</p>{sent}</div>'
        f'<div class="qr"><img alt="QR code of the address to join" '
        f'src="{escape_html(qr_source(link), limit=20_000)}"></div></div>'
    )


def _door_words(workshop: Workshop) -> str:
    """Return how to come in where this process shows no code."""
    if workshop.is_joining_open:
        return "To join, ask for a code."
    return "Joining is closed." if workshop.state is not State.DRAFT else ""


def _state_words(workshop: Workshop) -> str:
    words = room_words.standing(workshop)
    return f"{words[0].upper()}{words[1:]}."


def stage(number: int, view: View) -> str:
    """Return one of the stages after the first."""
    return _DRAW[number](view)


def _lane(view: View, result: RoundResult) -> Lane:
    return Lane(f"Round {result.number}", np.asarray(result.opinions.weights))


def _spread(view: View) -> str:
    drawn = weight_dots(list(view.criteria.values()), [_lane(view, view.last)], height=TALL)
    n = len(view.last.opinions)
    said = (
        f"One dot is one person ({n}). Where would you have put yours?"
        if n >= 5
        else f"{room_words.people(n)}: too few for single dots, so only the range is shown."
    )
    return f"<p>{said}</p>{markup.figure(drawn)}"


def _agreed(view: View) -> str:
    n, size = len(view.last.opinions), view.found.problem.shortlist
    sites, agreed = _most_listed(view), view.last.agreed
    drawn = share_bars(
        room_words.short_names(view.names, sites, LONGEST),
        [view.share(view.last, site) for site in sites],
        n,
        limit=NEARLY_ALL,
    )
    said = (
        f"{'1 site is' if len(agreed) == 1 else f'{len(agreed)} sites are'} on nine of ten "
        f"lists or more (solid)."
        if agreed
        else "No site is on nine of ten lists."
    )
    return f"<p>{said} Each of {room_words.people(n)} lists {size}.</p>{markup.figure(drawn)}"


def _most_listed(view: View) -> Sequence[str]:
    """Return the agreed sites and, where there is room, those that follow."""
    shares, sites = view.last.shares, view.found.problem.matrix.alternatives
    order = sorted(np.flatnonzero(shares > 0), key=lambda r: (-shares[r], sites[r]))
    return [sites[row] for row in order[:MOST_ROWS]]


def _disputed(view: View) -> str:
    disputes = view.last.disputes[:MOST_DISPUTES]
    if not disputes:
        return '<div class="middle"><p class="big">No site divides the room.</p></div>'
    rows = "".join(
        f"<li><b>{escape_html(view.names[d.site])}</b> is on {markup.share(d.share)} of the "
        f"lists. <span>Those who list it care more about "
        f"<b>{escape_html(view.criteria[d.speaks_for])}</b>, the others about "
        f"<b>{escape_html(view.criteria[d.speaks_against])}</b>.</span></li>"
        for d in disputes
    )
    return f"<ul>{rows}</ul>"


def _moved(view: View) -> str:
    rounds = view.found.rounds
    if len(rounds) < 2:
        return (
            '<div class="middle"><p class="big">One round so far.</p>'
            "<p>After the next round, this page shows what the discussion has moved.</p></div>"
        )
    before, after = rounds[-2], rounds[-1]
    sites = _most_moved(view, before, after)
    names = (f"Round {before.number}", f"Round {after.number}")
    if sites:
        drawn = share_moves(
            room_words.short_names(view.names, sites, LONGEST),
            [view.share(before, site) for site in sites],
            [view.share(after, site) for site in sites],
            names,
        )
    else:
        lanes = [_lane(view, before), _lane(view, after)]
        drawn = weight_dots(list(view.criteria.values()), lanes, height=LOW)
    return f"<p>{_movement_words(view, before, after)}</p>{markup.figure(drawn)}"


def _most_moved(view: View, before: RoundResult, after: RoundResult) -> Sequence[str]:
    change = np.abs(after.shares - before.shares)
    sites = view.found.problem.matrix.alternatives
    order = sorted(np.flatnonzero(change >= 0.005), key=lambda r: (-change[r], sites[r]))
    return [sites[row] for row in order[: MOST_ROWS - 3]]


def _movement_words(view: View, before: RoundResult, after: RoundResult) -> str:
    moved = movement(before, after)
    old, new = before.agreement.sites, after.agreement.sites
    words = [f"Agreement on sites: {_strength(old)}, then {_strength(new)}."]
    gained = [escape_html(view.names[site]) for site in moved.gained[:2]]
    lost = [escape_html(view.names[site]) for site in moved.lost[:2]]
    if gained or lost:
        words.append(
            f"New on the list: {', '.join(gained) or 'none'}; off: {', '.join(lost) or 'none'}."
        )
    else:
        words.append("The room's shortlist has stayed the same.")
    return " ".join(words)


def _strength(value: float) -> str:
    name = room_words.strength(value, CONCORDANCE)
    return f"{name} (W\u00a0{value:.2f})" if name else "one answer"


def _final(view: View) -> str:
    last, problem = view.last, view.found.problem
    sites = last.shortlist[:MOST_ROWS]
    ranks = dict(zip(problem.matrix.alternatives, last.ranks[MAIN_RULE].tolist(), strict=True))
    sections = last.sections
    longest = LONGEST if sections else 36
    sure = '<th scope="col" class="sure">how sure</th>' if sections else ""
    rows = "".join(
        f'<tr><td class="n">{ranks[site]}</td><th scope="row">'
        f"{escape_html(name)}</th>"
        f'<td class="n">{markup.share(view.share(last, site))}</td>'
        f"{_sure(sections.get(site))}</tr>"
        for site, name in zip(
            sites, room_words.short_names(view.names, sites, longest), strict=True
        )
    )
    said = "".join(f"<p>{words}</p>" for words in final_words(view))
    return (
        '<div class="final"><table><thead><tr><th scope="col" class="n">#</th>'
        '<th scope="col">Site</th><th scope="col" class="n">list it</th>'
        f"{sure}</tr></thead>"
        f"<tbody>{rows}</tbody></table><div>{said}</div></div>"
    )


def _sure(section: Section | None) -> str:
    return f'<td class="sure">{section}</td>' if section else ""


def final_words(view: View) -> list[str]:
    """Return how far the room agrees, and which camps there are, in words."""
    last = view.last
    w, consensus = last.agreement.sites, last.agreement.consensus
    said = []
    if name := room_words.strength(w, CONCORDANCE):
        said.append(f"<b>{name.capitalize()}</b> agreement on sites (W\u00a0{w:.2f})")
    if name := room_words.strength(consensus, CONSENSUS):
        said.append(
            f"<b>{name.capitalize()}</b> consensus on weights ({markup.share(consensus)})"
        )
    said.append(_camp_words(view))
    known = view.found.problem.known
    if words := apart_words(known):
        said.append(words.rstrip("."))
    if known is not None and known.not_asked:
        n = len(known.not_asked)
        said.append(
            f"Not asked: {n} {'criterion' if n == 1 else 'criteria'} known for too few sites"
        )
    workshop = view.found.workshop
    if workshop.round > last.number and workshop.shows_results:
        said.append("The last round had no answers.")
    elif workshop.is_hidden:
        said.append(f"Round {workshop.round} is not shown.")
    return said


def _camp_words(view: View) -> str:
    camps = view.last.camps
    if len(camps) < 2:
        return "No separate camps"
    problem = view.found.problem
    lists = [set(listed(problem, camp.ranks)) for camp in camps]
    shared = len(set.intersection(*lists))
    sizes = ", ".join(str(camp.n) for camp in camps)
    sites = "1 site is" if shared == 1 else f"{shared} sites are"
    return f"<b>{len(camps)} camps</b> ({sizes} people): {sites} on the list of each"


_DRAW: tuple[Callable[[View], str], ...] = (
    lambda _view: "",
    _spread,
    _agreed,
    _disputed,
    _moved,
    _final,
)
