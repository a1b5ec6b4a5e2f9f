"""What the room sees: one stage at a time, large, ten rows at most, first counts only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.answer import Section
from prioritizer.domain.words import joined
from prioritizer.figures.agreement import FEW_ROWS, share_bars, share_moves
from prioritizer.figures.weight_dots import Lane, weight_dots
from prioritizer.languages.speech import gettext, ngettext, noop, signed, speaking
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import beside
from prioritizer.ui.workshop import words as room_words
from prioritizer.ui.workshop.budget_slide import LONGEST, MOST_ROWS, budget_slide, room_for
from prioritizer.workflow.workshop.by_chance import of_round
from prioritizer.workflow.workshop.certainty import (
    apart_words,
    count_aside,
    not_asked_words,
    veto_words,
    working_words,
)
from prioritizer.workflow.workshop.not_known import few_words, unknown_lines
from prioritizer.workflow.workshop.quorum import quorum_words
from prioritizer.workflow.workshop.results import (
    MAIN_RULE,
    NEARLY_ALL,
    RoundResult,
    listed,
    movement,
)
from prioritizer.workflow.workshop.results_view import WorkshopResult
from prioritizer.workflow.workshop.standing_aside import Crossing, moved_note, moved_sentence

STAGES = (
    noop("Join"),
    noop("How far apart we are"),
    noop("Sites nearly everybody lists"),
    noop("Disputed sites"),
    noop("What moved"),
    noop("Result"),
    noop("Not judged"),
    noop("Budget"),
    noop("Where the sites lie"),
)
MAP_STAGE = 8
MOST_DISPUTES = 5
MOST_MOVED = 4
# In sentences, which have room for two lines.
LONGEST_SAID = 48
# Beside the bars of a chart: on one line, and on two where its rows are few.
LONGEST_BESIDE, LONGEST_OF_TWO_LINES = 30, 58
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
        """Return the names of the criteria by id, in the language spoken."""
        names = room_words.criterion_names(self.found.problem)
        return {one: gettext(name) for one, name in names.items()}

    def share(self, result: RoundResult, site: str) -> float:
        """Return the share of people who list a site."""
        return float(result.shares[self.found.problem.matrix.alternatives.index(site)])


def stage(number: int, view: View) -> str:
    """Return one of the stages after the first, in the language of the workshop."""
    with speaking(view.found.workshop.language):
        return _DRAW[number](view)


def _lane(view: View, result: RoundResult) -> Lane:
    return Lane(_round(result), np.asarray(result.said))


def _round(result: RoundResult) -> str:
    return gettext("Round {round}", round=result.number)


def _people(n: int) -> str:
    return ngettext("{n} person", "{n} people", n, n=n)


def _big(words: str, more: str = "") -> str:
    rest = f"<p>{escape_html(more)}</p>" if more else ""
    return f'<div class="middle"><p class="big">{escape_html(words)}</p>{rest}</div>'


def _spread(view: View) -> str:
    drawn = weight_dots(list(view.criteria.values()), [_lane(view, view.last)], height=TALL)
    said = " ".join((_dots(view.last), *unknown_lines(view.last.unknown, view.criteria)))
    return f"<p>{escape_html(said)}</p>{markup.figure(drawn)}"


def _dots(result: RoundResult) -> str:
    """Return what a dot is, and of whom there are dots."""
    if not result.has_enough:
        return few_words()
    n = result.n_sure
    if n < 5:
        return gettext(
            "{people}: too few for single dots, so only the range is shown.", people=_people(n)
        )
    if n < len(result.opinions):
        return gettext("One dot is one of the {n} people who answered everything.", n=n)
    return gettext("One dot is one person ({n}). Where would you have put yours?", n=n)


def _agreed(view: View) -> str:
    n, size = len(view.last.opinions), view.found.problem.shortlist
    sites, agreed = _most_listed(view), view.last.agreed
    drawn = share_bars(
        _beside_bars(view, sites),
        [view.share(view.last, site) for site in sites],
        n,
        limit=NEARLY_ALL,
    )
    said = (
        ngettext(
            "{n} site is on nine of ten lists or more (solid).",
            "{n} sites are on nine of ten lists or more (solid).",
            len(agreed),
            n=len(agreed),
        )
        if agreed
        else gettext("No site is on nine of ten lists.")
    )
    each = gettext("Each of {people} lists {size}.", people=_people(n), size=size)
    return f"<p>{escape_html(f'{said} {each}')}</p>{markup.figure(drawn)}"


def _beside_bars(view: View, sites: Sequence[str]) -> list[str]:
    """Return names as there is room for them beside a chart: whole where it has few rows."""
    longest = LONGEST_OF_TWO_LINES if len(sites) <= FEW_ROWS else LONGEST_BESIDE
    return room_words.short_names(view.names, sites, longest)


def _most_listed(view: View) -> Sequence[str]:
    """Return the agreed sites and, where there is room, those that follow."""
    shares, sites = view.last.shares, view.found.problem.matrix.alternatives
    order = sorted(np.flatnonzero(shares > 0), key=lambda r: (-shares[r], sites[r]))
    return [sites[row] for row in order[:MOST_ROWS]]


def _bold(words: object) -> str:
    return f"<b>{escape_html(words)}</b>"


def _disputed(view: View) -> str:
    disputes = view.last.disputes[:MOST_DISPUTES]
    if not disputes:
        return _big(gettext("No site divides the room."))
    listed = escape_html(gettext("{site} is on {share} of the lists."))
    care = escape_html(
        gettext("Those who list it care more about {more}, the others about {less}.")
    )
    rows = "".join(
        f"<li>{listed} <span>{care}</span></li>".format(
            site=_bold(view.names[d.site]),
            share=markup.share(d.share),
            more=_bold(view.criteria[d.speaks_for]),
            less=_bold(view.criteria[d.speaks_against]),
        )
        for d in disputes
    )
    return f"<ul>{rows}</ul>"


def _moved(view: View) -> str:
    rounds = view.found.rounds
    if len(rounds) < 2:
        later = gettext("After the next round, this page shows what the discussion has moved.")
        return _big(gettext("One round so far."), later)
    before, after = rounds[-2], rounds[-1]
    sites = _most_moved(view, before, after)
    names = (_round(before), _round(after))
    if sites:
        drawn = share_moves(
            _beside_bars(view, sites),
            [view.share(before, site) for site in sites],
            [view.share(after, site) for site in sites],
            names,
        )
    else:
        lanes = [_lane(view, before), _lane(view, after)]
        drawn = weight_dots(list(view.criteria.values()), lanes, height=LOW)
    return f"<p>{escape_html(_movement_words(view, before, after))}</p>{markup.figure(drawn)}"


def _most_moved(view: View, before: RoundResult, after: RoundResult) -> Sequence[str]:
    change = np.abs(after.shares - before.shares)
    sites = view.found.problem.matrix.alternatives
    order = sorted(np.flatnonzero(change >= 0.005), key=lambda r: (-change[r], sites[r]))
    return [sites[row] for row in order[: MOST_ROWS - 3]]


def _movement_words(view: View, before: RoundResult, after: RoundResult) -> str:
    moved = movement(before, after)
    old, new = (_sites_agreement(view, found) for found in (before, after))
    words = gettext(
        "Agreement on sites beyond chance: {before}, then {after}.", before=old, after=new
    )
    gained, lost = (
        joined([view.names[site] for site in sites[:2]]) for sites in (moved.gained, moved.lost)
    )
    if not (gained or lost):
        same = gettext("The room's shortlist has stayed the same.")
        return f"{words} {same}"
    nothing = gettext("none")
    changed = gettext(
        "New on the list: {gained}; off: {lost}.",
        gained=gained or nothing,
        lost=lost or nothing,
    )
    return f"{words} {changed}"


def _sites_agreement(view: View, found: RoundResult) -> str:
    compared = {one.name: one for one in of_round(view.found.workshop, found)}
    one = compared.get("sites")
    if one is None:
        is_one = len(found.opinions) == 1
        return gettext("one answer") if is_one else gettext("not shown")
    return f"{gettext(one.word)} (W\u00a0{signed(f'{one.value:.2f}')})"


def _final(view: View) -> str:
    last, problem = view.last, view.found.problem
    sites = last.shortlist[:MOST_ROWS]
    ranks = dict(zip(problem.matrix.alternatives, last.ranks[MAIN_RULE].tolist(), strict=True))
    sections = last.sections
    longest, look = room_for(len(sites), LONGEST if sections else 36)
    heads = [escape_html(one) for one in (gettext("Site"), gettext("list it"))]
    how = escape_html(gettext("how sure"))
    sure = f'<th scope="col" class="sure">{how}</th>' if sections else ""
    rows = "".join(
        f'<tr><td class="n">{ranks[site]}</td><th scope="row">'
        f"{escape_html(name)}</th>"
        f'<td class="n">{markup.share(view.share(last, site))}</td>'
        f"{_sure(sections.get(site))}</tr>"
        for site, name in zip(
            sites, room_words.short_names(view.names, sites, longest), strict=True
        )
    )
    said = "".join(f"<p>{words}</p>" for words in _beside(view)[0])
    return (
        f'<div class="final"><table{look}><thead><tr><th scope="col" class="n">#</th>'
        f'<th scope="col">{heads[0]}</th><th scope="col" class="n">{heads[1]}</th>'
        f"{sure}</tr></thead>"
        f"<tbody>{rows}</tbody></table><div>{said}</div></div>"
    )


def _sure(section: Section | None) -> str:
    return f'<td class="sure">{escape_html(gettext(section))}</td>' if section else ""


def final_words(view: View) -> list[str]:
    """Return how far the room agrees, and which camps there are, in words, as HTML."""
    last = view.last
    said = beside.agreement_words(of_round(view.found.workshop, last))
    if said and last.n_sure < len(last.opinions):
        # Short, for slides of 16 : 9 in each language; the slide of dots says it in words.
        first, *rest = said[0].split("<br>")
        said[0] = "<br>".join((f"{first} (n\u00a0=\u00a0{last.n_sure})", *rest))
    if not last.has_enough:
        said.append(escape_html(few_words()))
    if quorum := quorum_words(len(last.opinions), view.found.workshop):
        said.append(escape_html(quorum))
    said.append(_camp_words(view))
    workshop = view.found.workshop
    if workshop.weight_rounds > last.number and workshop.shows_results:
        said.append(escape_html(gettext("The last round had no answers.")))
    elif workshop.is_hidden:
        shown = gettext("Round {round} is not shown.", round=workshop.round)
        said.append(escape_html(shown))
    return said


def _beside(view: View) -> tuple[list[str], list[str]]:
    """Return what stands beside the table, and what there is room for on the next page only."""
    here, there = beside.split(final_words(view))
    aside = _aside_words(view)
    with_aside, too_much = beside.split([*here, aside] if aside and not there else here)
    return (here if too_much else with_aside), there


def _aside_words(view: View) -> str:
    """Return how many sites were not judged, as HTML; nothing where each was."""
    n = count_aside(view.found.problem.known)
    words = ngettext(
        "{n} site was not judged: next page", "{n} sites were not judged: next page", n
    )
    return escape_html(words).format(n=_bold(n)) if n else ""


def _not_judged(view: View) -> str:
    known = view.found.problem.known
    if known is None:
        said = [gettext("This room does not say who stood aside: an earlier version froze it.")]
    else:
        words = (
            apart_words(known),
            working_words(known),
            veto_words(known),
            not_asked_words(known),
            _moved_words(view),
        )
        said = [one for one in words if one] or [gettext("No site stands aside.")]
    shown = [*_beside(view)[1], *map(escape_html, said)]
    return f"<ul>{''.join(f'<li>{one}</li>' for one in shown)}</ul>"


def _moved_words(view: View) -> str:
    """Return whom the room's weights would rank or not; names as the screen shows them."""
    problem = view.found.problem
    names = dict(zip(problem.matrix.alternatives, problem.matrix.names, strict=True))
    has_names = view.names == names

    moved = view.last.moved
    sites = () if moved is None else (*moved.entering, *moved.leaving)
    whole = {
        one.site_id: one.name if has_names else view.names.get(one.site_id, "") for one in sites
    }
    # Sites without a name here are only counted.
    told = [site for site, name in whole.items() if name]
    called = dict(zip(told, room_words.short_names(whole, told, LONGEST_SAID), strict=True))

    def call(site: Crossing) -> str:
        return called.get(site.site_id, "")

    said = moved_sentence(moved, call, MOST_MOVED, with_weights=False)
    return said if said or moved is None else moved_note(moved)


def _camp_words(view: View) -> str:
    camps = view.last.camps
    if len(camps) < 2:
        return escape_html(gettext("No separate camps"))
    sizes = ", ".join(str(camp.n) for camp in camps)
    parts = ngettext("{n} camp", "{n} camps", len(camps), n=len(camps))
    lists = [set(listed(view.found.problem, camp.ranks)) for camp in camps if camp.is_told]
    shared = len(set.intersection(*lists)) if lists else 0
    if len(lists) < len(camps):
        words = gettext("{camps} (people: {sizes}); small ones are not shown")
    elif not shared:
        words = gettext("{camps} (people: {sizes}): no site is on the list of each")
    else:
        words = ngettext(
            "{camps} (people: {sizes}): {n} site is on the list of each",
            "{camps} (people: {sizes}): {n} sites are on the list of each",
            shared,
        )
    return escape_html(words).format(camps=_bold(parts), sizes=sizes, n=shared)


_DRAW: tuple[Callable[[View], str], ...] = (
    lambda _view: "",
    _spread,
    _agreed,
    _disputed,
    _moved,
    _final,
    _not_judged,
    lambda view: budget_slide(view.found.budget, view.names),
    # The map itself is no text: `map_stage` draws it.
    lambda _view: "",
)
