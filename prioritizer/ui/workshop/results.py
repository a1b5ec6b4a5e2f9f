"""What the facilitator sees after the reveal: agreement, all rules, camps, single voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import streamlit as st

from prioritizer.domain.words import are, counted, joined
from prioritizer.domain.workshop import SMALLEST_GROUP, Group
from prioritizer.figures.weight_dots import Lane, weight_dots
from prioritizer.ui.parts import figure_view
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import budget, sureness
from prioritizer.ui.workshop import words as room_words
from prioritizer.ui.workshop.words import RULES
from prioritizer.workflow.workshop.between_groups import between_groups, sentence
from prioritizer.workflow.workshop.by_chance import NOTE, of_round
from prioritizer.workflow.workshop.not_known import room_lines
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.quorum import quorum_words
from prioritizer.workflow.workshop.results import LeaveOut, RoundResult, listed, movement
from prioritizer.workflow.workshop.results_view import WorkshopResult

LISTING = "people who list it"


def show(found: WorkshopResult) -> None:
    """Draw the results of the round chosen, and what moved between rounds."""
    if found.workshop.is_hidden:
        number = found.workshop.round
        markup.draw(markup.note(f"Round {number} was closed without showing its result."))
    elif not found.rounds:
        markup.draw(
            markup.note(
                "Nothing is revealed yet. Not even a facilitator sees averages while people "
                "still answer: lock the round, then reveal it."
            )
        )
    if not found.rounds:
        return
    budget.show_result(found.budget)
    result = _chosen(found)
    names = _names(found.problem)
    criteria = room_words.criterion_names(found.problem)
    _agreement(found, result)
    spread, disputed = st.columns([1.1, 1], gap="large")
    with spread:
        _spread(found, criteria)
    with disputed:
        _shared_and_disputed(result, names, criteria)
    sureness.show(found.problem, result, names)
    _rules(found.problem, result, names)
    left, right = st.columns(2, gap="large")
    with left:
        _weights(result, criteria)
        _groups(result, criteria, found.workshop.groups)
        _voices(result, names, found.workshop.groups)
    with right:
        _camps(found.problem, result, names)
    _movement(found, names)


def _names(problem: FrozenProblem) -> Mapping[str, str]:
    sites = problem.matrix
    return {
        site: f"{escape_html(name)} <small>{escape_html(site)}</small>"
        for site, name in zip(sites.alternatives, sites.names, strict=True)
    }


def _chosen(found: WorkshopResult) -> RoundResult:
    numbers = [result.number for result in found.rounds]
    if state.get("room_result_round") not in numbers:
        state.put("room_result_round", numbers[-1])
    if len(numbers) > 1:
        st.segmented_control(
            "Round",
            numbers,
            format_func=lambda number: f"Round {number}",
            required=True,
            label_visibility="collapsed",
            **state.started("room_result_round", "default"),
        )
    return found.rounds[numbers.index(state.get("room_result_round"))]


def _agreement(found: WorkshopResult, result: RoundResult) -> None:
    cells = "".join(
        f"<div><b>{one.word}</b>{one.title}: {one.text}</div>"
        for one in of_round(found.workshop, result)
    )
    markup.draw(
        f'<div class="pp-facts-line"><div><b>{len(result.opinions)}</b>answers</div>'
        f"{cells}</div>"
    )
    if quorum := quorum_words(len(result.opinions), found.workshop):
        markup.draw(markup.note(f"<b>{escape_html(quorum)}</b>"))
    notes = [*([NOTE] if cells else []), *room_lines(result)]
    if notes:
        markup.draw(markup.note(" ".join(notes)))


def _spread(found: WorkshopResult, criteria: Mapping[str, str]) -> None:
    st.subheader("How people weigh", anchor=False)
    lanes = [
        Lane(f"Round {result.number}", np.asarray(result.said)) for result in found.rounds[-2:]
    ]
    height = 60.0 + len(criteria) * 30 * len(lanes)
    figure = weight_dots(list(criteria.values()), lanes, height=height)
    figure_view.show(figure, key="spread-of-weights", has_caption=False)


def _shared_and_disputed(
    result: RoundResult, names: Mapping[str, str], criteria: Mapping[str, str]
) -> None:
    st.subheader("On nearly every list", anchor=False)
    agreed = joined([names[site] for site in result.agreed])
    markup.draw(markup.line(agreed or "No site is on nine of ten lists."))
    st.subheader("Disputed, and by what", anchor=False)
    rows = [
        (
            names[d.site],
            markup.share(d.share),
            escape_html(criteria[d.speaks_for]),
            escape_html(criteria[d.speaks_against]),
        )
        for d in result.disputes[:6]
    ]
    heads = ("Site", "list it", "those care more for", "the others for")
    markup.draw(
        markup.table(heads, rows, numbers=("list it",)) if rows else markup.line("None.")
    )


def _rules(problem: FrozenProblem, result: RoundResult, names: Mapping[str, str]) -> None:
    st.subheader("Every rule of combining, side by side", anchor=False)
    sites = problem.matrix.alternatives
    rules = [rule for rule in RULES if rule in result.ranks]
    inside = {site for rule in rules for site in listed(problem, result.ranks[rule])}
    main = result.ranks[rules[0]]
    order = sorted(
        (row for row, site in enumerate(sites) if site in inside),
        key=lambda row: (int(main[row]), sites[row]),
    )
    heads = [RULES[rule] for rule in rules]
    body = "".join(
        markup.row(
            (
                markup.title(names[sites[row]]),
                *(
                    _place(int(result.ranks[rule][row]), problem.shortlist, RULES[rule])
                    for rule in rules
                ),
                markup.cell(markup.share(float(result.shares[row])), "n", LISTING),
            )
        )
        for row in order
    )
    head = markup.head("Site") + "".join(markup.head(one, "n") for one in (*heads, LISTING))
    markup.draw(markup.scrolled(markup.framed(head, body, kind="pp-rules")))
    stable = sum(
        all(int(result.ranks[rule][row]) <= problem.shortlist for rule in rules)
        for row in order
    )
    markup.draw(
        markup.note(
            f"Places; shaded and ✓ = on the shortlist of {problem.shortlist}. "
            f"<b>{counted(stable, 'site')}</b> {are(stable)} on it whatever the rule. The last "
            "three combine everybody's own ranking; the others combine weights and rank once."
        )
    )


def _place(rank: int, size: int, rule: str) -> str:
    if rank <= size:
        return markup.cell(f"{rank}\u202f✓", "n in", rule)
    return markup.cell(str(rank), "n", rule)


def _weights(result: RoundResult, criteria: Mapping[str, str]) -> None:
    st.subheader("Combined weights", anchor=False)
    rules = [rule for rule in RULES if rule in result.weights]
    rows = [
        (
            escape_html(name),
            *(markup.weight(float(result.weights[rule][column])) for rule in rules),
        )
        for column, name in enumerate(criteria.values())
    ]
    heads = tuple(RULES[rule] for rule in rules)
    markup.draw(markup.table(("Criterion", *heads), rows, numbers=heads))


def _groups(result: RoundResult, criteria: Mapping[str, str], groups: Sequence[Group]) -> None:
    st.subheader("Weights by group", anchor=False)
    titles = _titles(groups)
    heads = tuple(escape_html(name) for name in criteria.values())
    rows = []
    for view in result.groups:
        shares = [markup.weight(share) for share in view.mean]
        cells = tuple(shares or ["not shown"] * len(heads))
        rows.append((f"{titles.get(view.group, view.group)} ({view.n})", *cells))
    markup.draw(markup.table(("Group", *heads), rows, numbers=heads))
    markup.draw(
        markup.note(
            f"Means from {SMALLEST_GROUP} people on. Where a smaller group could be worked out "
            "from the others, the next larger one is not shown either, nor are weights and "
            "places under the mean of groups."
        )
    )
    _between(result, titles)


def _between(result: RoundResult, titles: Mapping[str, str]) -> None:
    """Show how far chosen groups agree, beside the same people divided by lot."""
    able = [view.group for view in result.groups if view.mean]
    if len(able) < 2:
        return
    kept = [one for one in state.get("room_result_groups") or able if one in able]
    state.put("room_result_groups", kept)
    chosen = st.multiselect(
        "Do these groups agree with one another?",
        able,
        format_func=lambda one: titles.get(one, one),
        **state.started("room_result_groups", "default"),
    )
    if len(chosen) < 2:
        markup.draw(markup.note("Choose at least two groups."))
        return
    markup.draw(markup.line(sentence(*between_groups(result.opinions, chosen))))


def _titles(groups: Sequence[Group]) -> dict[str, str]:
    """Return the names of groups; those that an anonymous round does not tell are one."""
    names = {group.id: escape_html(group.name) for group in groups}
    return {"": room_words.GROUPS_TOGETHER, **names}


def _camps(problem: FrozenProblem, result: RoundResult, names: Mapping[str, str]) -> None:
    st.subheader("Camps", anchor=False)
    if len(result.camps) < 2:
        markup.draw(markup.line("No clear division: the weights form one cloud."))
        return
    sizes = ", ".join(room_words.people(camp.n) for camp in result.camps)
    told = {n: camp for n, camp in enumerate(result.camps, 1) if camp.is_told}
    if len(told) < len(result.camps):
        markup.draw(
            markup.line(
                f"{len(result.camps)} camps: {sizes}. Camps under {SMALLEST_GROUP} people, and "
                "those from which one could be worked out, are not shown."
            )
        )
    if not told:
        return
    lists = [listed(problem, camp.ranks) for camp in told.values()]
    shared = set(lists[0]).intersection(*lists[1:])
    heads = tuple(f"Camp {number} ({camp.n})" for number, camp in told.items())
    rows = [
        (
            str(place + 1),
            *(
                f"{'<b>' if sites[place] in shared else ''}{names[sites[place]]}"
                f"{'</b>' if sites[place] in shared else ''}"
                if place < len(sites)
                else ""
                for sites in lists
            ),
        )
        for place in range(max(len(sites) for sites in lists))
    ]
    markup.draw(markup.table(("#", *heads), rows, numbers=("#",)))
    markup.draw(
        markup.note(
            "Shortlist of each camp, people who weigh alike; bold: on each list shown. "
            f"How clear the division is: silhouette {result.silhouette:.2f} (0 none, 1 sharp)."
        )
    )


def _voices(result: RoundResult, names: Mapping[str, str], groups: Sequence[Group]) -> None:
    st.subheader("If somebody had stayed away", anchor=False)
    titles = _titles(groups)
    rows = [
        (f"Without {titles.get(change.who, change.who)}", *_change(change, names))
        for change in result.without_group
        if change.lost or change.gained
    ]
    if len(rows) < len(result.without_group):
        calm = "any of the groups" if not rows else "any of the other groups"
        markup.draw(markup.line(f"Without {calm}, the shortlist would be the same."))
    if result.compliant_only is not None:
        left = room_words.people(result.n_not_compliant)
        label = f"Without the {left} who {room_words.FLAGS_SHORT}"
        rows.append((label, *_change(result.compliant_only, names)))
    if rows:
        markup.draw(markup.table(("", "off the list", "on the list"), rows))
    if not result.n_not_compliant:
        markup.draw(markup.line("Everybody followed the procedure."))
    telling = [change for change in result.without_person if change.lost or change.gained]
    tried = len(result.without_person)
    if tried:
        most = max((len(change.lost) for change in telling), default=0)
        words = (
            f"Leaving out one person changes the shortlist in {len(telling)} of {tried} cases, "
            f"by {most} {'site' if most == 1 else 'sites'} at most. Nobody is named."
            if telling
            else "No single person decides on the shortlist."
        )
        markup.draw(markup.line(words))


def _change(change: LeaveOut, names: Mapping[str, str]) -> tuple[str, str]:
    lost = joined([names[site] for site in change.lost])
    gained = joined([names[site] for site in change.gained])
    return lost or "–", gained or "–"


def _movement(found: WorkshopResult, names: Mapping[str, str]) -> None:
    if len(found.rounds) < 2:
        return
    st.subheader("What moved between rounds", anchor=False)
    rows = []
    for before, after in pairwise(found.rounds):
        moved = movement(before, after)
        own = "–" if np.isnan(moved.mean_shift) else markup.weight(moved.mean_shift)
        rows.append(
            (
                f"{moved.from_round} → {moved.to_round}",
                f"{own} <small>{room_words.people(moved.n_both)}</small>",
                markup.weight(moved.room_shift),
                f"{before.agreement.sites:.2f} → {after.agreement.sites:.2f}",
                joined([names[site] for site in moved.lost]) or "–",
                joined([names[site] for site in moved.gained]) or "–",
            )
        )
    heads = (
        "Rounds",
        "a person's weight moved",
        "the mean moved",
        "W of sites",
        "off the list",
        "on the list",
    )
    markup.draw(markup.table(heads, rows))
    markup.draw(markup.note(escape_html(_pairing(found))))


def _pairing(found: WorkshopResult) -> str:
    moved = [movement(a, b) for a, b in pairwise(found.rounds)]
    if any(one.n_both and np.isnan(one.mean_shift) for one in moved):
        return f"The shift of persons is shown from {SMALLEST_GROUP} people on."
    if any(np.isnan(one.mean_shift) for one in moved):
        return "Anonymous answers cannot be paired, so the shift of persons is not known."
    return "Share of a person's weight that went to other criteria, mean over all in both."
