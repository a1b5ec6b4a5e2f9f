"""Other ways to look, in a report: the shortlist under named scenarios, and in a workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.words import counted, listed, percent, weight
from prioritizer.exports.blocks import (
    Block,
    Callout,
    Heading,
    bullets,
    facts,
    name_of,
    paragraph,
    table,
)
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.report.room_budget import room_budget
from prioritizer.exports.report.room_proposals import room_proposals
from prioritizer.workflow.pilots.scenarios import (
    NOT_RANKED,
    Comparison,
    compare_scenarios,
    one_change_scenarios,
)
from prioritizer.workflow.workshop.anchoring import short
from prioritizer.workflow.workshop.by_chance import NOTE
from prioritizer.workflow.workshop.not_known import lines
from prioritizer.workflow.workshop.standing_aside import moved_sentence
from prioritizer.workflow.workshop.summary import WorkshopView

MOST_SITES = 40
MOST_IN_CAMP = 10
NOT_HERE = "a site that is not in this report"
_MODES = {
    "named": "names shown",
    "pseudonymous": "under pseudonyms",
    "anonymous": "anonymous: answers cannot be traced to people",
}


def scenarios(found: ReportInput) -> Iterator[Block]:
    """Yield who is on the list when one choice is changed at a time."""
    rule = Cutoff(top=found.options.top)
    chosen = one_change_scenarios(found.criteria, found.assessment.settings, found.reference)
    seen = compare_scenarios(found.register, found.criteria, chosen, found.reference, rule=rule)
    yield Heading("If one chose otherwise", starts_page=True)
    yield paragraph(
        f"The shortlist under {counted(len(chosen), 'scenario')}: the present choice, and "
        "each time one choice changed (weights, meaning of risk, method, list of critical raw "
        "materials). Each scenario ranks the sites that are known well enough at its weights. "
        "Sites set by hand are left aside here."
    )
    agreed = [name_of(seen.names[seen.alternatives.index(s)]) for s in seen.everyone_agrees_on]
    yield Callout(
        "On the list whatever is chosen",
        f"{listed(agreed)}." if agreed else "No site is on every list.",
    )
    yield _agreement(seen)
    yield _each(seen)


def _agreement(seen: Comparison) -> Block:
    rows = np.flatnonzero(seen.members.any(axis=0))
    rows = rows[np.lexsort((rows, -seen.agreement[rows]))][:MOST_SITES]
    return table(
        ("Site", "On the list in", "Places", "Not under"),
        [
            (
                name_of(seen.names[row]),
                f"{int(seen.members[:, row].sum())} of {len(seen.scenarios)}",
                _places(seen, row),
                _absent(seen, row),
            )
            for row in rows.tolist()
        ],
        (3.6, 1.4, 1.1, 4.6),
        right=(1, 2),
        caption="Sites that any scenario lists, the most agreed first. Places are those under "
        "the scenarios that rank the site.",
    )


def _places(seen: Comparison, row: int) -> str:
    ranks = seen.ranks[:, row][seen.ranks[:, row] != NOT_RANKED]
    return f"{ranks.min()}–{ranks.max()}"


def _absent(seen: Comparison, row: int) -> str:
    names = [
        f"{s.name}{_if_not_ranked(seen, k, row)}"
        for k, s in enumerate(seen.scenarios)
        if not seen.members[k, row]
    ]
    if len(names) > len(seen.scenarios) / 2:
        there = [s.name for s, is_in in zip(seen.scenarios, seen.members[:, row], strict=True)
                 if is_in]  # fmt: skip
        return f"only under {', '.join(there)}"
    return ", ".join(names) or "–"


def _if_not_ranked(seen: Comparison, scenario: int, row: int) -> str:
    return " (not ranked)" if seen.ranks[scenario, row] == NOT_RANKED else ""


def _each(seen: Comparison) -> Block:
    present = seen.members[0]
    rows = []
    for number, scenario in enumerate(seen.scenarios[1:], start=1):
        members = seen.members[number]
        comes = [name_of(seen.names[k]) for k in np.flatnonzero(members & ~present)]
        goes = [
            f"{name_of(seen.names[k])}{_if_not_ranked(seen, number, k)}"
            for k in np.flatnonzero(present & ~members).tolist()
        ]
        rows.append((scenario.name, ", ".join(comes) or "–", ", ".join(goes) or "–"))
    return table(
        ("Scenario", "Comes in", "Drops out"),
        rows,
        (2.2, 4, 4),
        caption="What each change does to the shortlist of the present choice.",
    )


def room(found: ReportInput) -> Iterator[Block]:
    """Yield who took part in the workshop, what the room agrees on, and the minority views."""
    view = found.options.workshop
    if view is None:
        return
    names = {site.site_id: name_of(site.name) for site in found.register.sites}
    yield Heading("Participation and minority views", starts_page=True)
    if view.is_simulated:
        yield Callout("A rehearsal", "The participants were simulated: this is nobody's view.")
    yield facts(_participation(found, view))
    yield _groups(view, names)
    yield Heading("What the room agrees on", 2)
    yield paragraph(
        f"On nearly everybody's shortlist: {listed(_told(view.agreed, names))}."
        if view.agreed
        else "No site is on nearly everybody's shortlist."
    )
    if view.agreement:
        rows = [
            (one.title, *one.text.split("; by chance "), one.word) for one in view.agreement
        ]
        heads = ("Agreement", "Room", "By chance", "Beyond chance")
        yield table(heads, rows, (4, 1, 2.4, 2.6), caption=NOTE)
    criteria = {c.id: c.name for c in found.criteria.criteria}
    for words in lines(view.not_known, criteria, view.people, view.answered_all):
        yield paragraph(words)
    yield from _disputes(found, view, names)
    yield from _camps(found, view, names)
    yield from room_budget(view.budget, names)
    yield from room_proposals(view.proposed, view.declined)
    yield from _not_judged(view, names)
    yield from _held(view)


def _held(view: WorkshopView) -> Iterator[Block]:
    """Yield what the log tells of how the workshop was held, and what it cannot tell."""
    yield Heading("How the workshop was held", 2)
    yield paragraph(
        "The record was checked: each entry of its log follows from the one before, steps and "
        "answers keep to the rules of the workshop, and the result follows from the answers. "
        f"That it is the record of that day, only its head can tell: {short(view.head)}, to "
        "be compared with the one that was read aloud."
    )
    if view.remarks:
        yield paragraph("The rules allow what follows, and readers should know it:")
        yield bullets(view.remarks)


def _not_judged(view: WorkshopView, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield who stood aside and why, and whom the room's weights would rank or not."""
    moved = moved_sentence(view.moved, lambda one: names.get(one.site_id, NOT_HERE))
    if not (view.set_aside or moved):
        return
    yield Heading("What the room did not judge", 2)
    if moved:
        yield paragraph(
            f"The sites of a workshop are those that are known well enough when all criteria "
            f"count the same. {moved}"
        )
    told = [(names[site], reason) for site, reason in view.set_aside if site in names]
    hidden = len(view.set_aside) - len(told)
    caption = f"{counted(len(view.set_aside), 'site')} stood aside, so that nobody judged them."
    if hidden:
        caption += f" {hidden} of them not in this report."
    if view.set_aside:
        yield table(("Site", "Why it stood aside"), told, (4, 6), caption=caption)


def _participation(found: ReportInput, view: WorkshopView) -> list[tuple[str, str]]:
    criteria = {c.id: c.name for c in found.criteria.criteria}
    return [
        ("Workshop", view.title),
        ("People", f"{view.people}, {_MODES.get(view.mode, view.mode)}"),
        ("Rounds", f"{view.rounds}; the last one is shown"),
        ("Weights asked by", view.technique),
        ("Mean weights", _weights(view.weights, criteria)),
        ("Left the procedure", f"{view.not_compliant} of {view.people}"),
        ("Head of the log", view.head),
    ]


def _groups(view: WorkshopView, names: Mapping[str, str]) -> Block:
    left_out = {name: (lost, gained) for name, lost, gained in view.leaving}
    rows = []
    for name, people in view.groups:
        told = left_out.get(name)
        hidden = told is None and len(view.groups) > 1
        change = "not shown" if hidden else _left_out(told or ((), ()), names)
        rows.append((name or "other groups together", str(people), change))
    return table(
        ("Group", "People", "Without it"),
        rows,
        (3, 1, 6),
        right=(1,),
        caption="Groups, and what the room's shortlist would be without each. Not shown for "
        "groups under five, and where one could be worked out from the others.",
    )


def _left_out(told: tuple[tuple[str, ...], tuple[str, ...]], names: Mapping[str, str]) -> str:
    lost, gained = (_named(sites, names) or "nothing" for sites in told)
    return f"{lost} would go, {gained} come" if any(told) else "–"


def _disputes(found: ReportInput, view: WorkshopView, names: dict[str, str]) -> Iterator[Block]:
    told = [dispute for dispute in view.disputes if dispute.site_id in names]
    if not told:
        return
    criteria = {c.id: c.name for c in found.criteria.criteria}
    yield table(
        ("Site", "Listed by", "Those for it weigh more", "Those against weigh more"),
        [
            (
                names[d.site_id],
                percent(d.share),
                criteria.get(d.speaks_for, d.speaks_for),
                criteria.get(d.speaks_against, d.speaks_against),
            )
            for d in told
        ],
        (4, 1.2, 2.6, 2.6),
        right=(1,),
        caption="The most disputed sites, and what divides the room about them.",
    )


def _camps(found: ReportInput, view: WorkshopView, names: dict[str, str]) -> Iterator[Block]:
    if len(view.camps) < 2:
        yield paragraph("No clear division into camps was found.")
        return
    yield Heading("Camps and their own shortlists", 2)
    criteria = {c.id: c.name for c in found.criteria.criteria}
    whole = set(view.shortlist)
    yield table(
        ("Camp", "Weighs", "Would list", "Not on the room's list"),
        [
            (
                counted(camp.people, "person").replace("persons", "people"),
                _weights(camp.weights, criteria) or "not shown",
                _named(camp.shortlist, names) if camp.is_told else "not shown",
                _named([site for site in camp.shortlist if site not in whole], names) or "–",
            )
            for camp in view.camps
        ],
        (1, 2.6, 4.2, 3),
        caption="People who weigh alike. Camps under five, and those from which one could be "
        "worked out, are counted and not shown.",
    )


def _weights(weights: Mapping[str, float], names: Mapping[str, str]) -> str:
    return ", ".join(f"{names.get(k, k)} {weight(w)}" for k, w in weights.items())


def _named(sites: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(_told(sites[:MOST_IN_CAMP], names))


def _told(sites: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Return the names of sites; those that this audience may not see are only counted.

    The room may have seen more than the readers: not even an id of it is passed on.
    """
    told = [names[site] for site in sites if site in names]
    hidden = len(sites) - len(told)
    return [*told, f"{hidden} not in this report"] if hidden else told
