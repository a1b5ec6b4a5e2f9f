"""The session's side of the Weights page: answers kept, taken back, and made into weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Uncertainty
from prioritizer.errors import InputError
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.cache import cached
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.weights import effect, items, outcome, questions, region
from prioritizer.workflow.weights.asked import Question
from prioritizer.workflow.weights.effect import WeightSet
from prioritizer.workflow.weights.items import Group
from prioritizer.workflow.weights.outcome import Weighed
from prioritizer.workflow.weights.region import Statement
from prioritizer.workflow.weights.technique_facts import TECHNIQUE_FACTS
from prioritizer.workflow.weights.ways import WAYS, Way

SAID = "said"  # the weights of a robustness run that were said on this page


@dataclass(frozen=True, slots=True)
class Answer:
    """Weights of all criteria as the page has them: shares by id, and what led there."""

    way: Way
    technique: str
    shares: Mapping[str, float]
    weighed: Mapping[str, Weighed]

    @property
    def title(self) -> str:
        """Return the name of the technique."""
        return TECHNIQUE_FACTS[self.technique].title

    @property
    def source(self) -> str:
        """Return where the weights come from, for the record."""
        today = date.today()
        return f"{self.title}, {today.day} {today:%b %Y}"

    @property
    def only(self) -> Weighed | None:
        """Return what one group said; None where branches were weighed one by one."""
        return next(iter(self.weighed.values())) if len(self.weighed) == 1 else None


def way() -> Way | None:
    """Return the way that was chosen."""
    return WAYS.get(state.get("weigh_way") or "")


def technique(chosen: Way) -> str:
    """Return the technique chosen for a way; its first if none was."""
    name: str = state.get("weigh_technique").get(chosen.name, chosen.techniques[0])
    return name


def take_technique(chosen: Way) -> None:
    """Keep the formula that was chosen for the answers of a way."""
    name = (state.component(f"widget.weigh.technique.{chosen.name}")) or technique(chosen)
    state.put("weigh_technique", state.get("weigh_technique") | {chosen.name: name})


def toggle_tie(chosen: Way, group: Group, name: str) -> None:
    """Put an item level with the one above it in the order, or apart from it again."""
    given = answers(chosen, group)
    key = f"tie.{name}"
    rest = {other: value for other, value in given.items() if other != key}
    keep(chosen, group, rest if key in given else {**given, key: "yes"})


def groups_of(criteria: CriteriaSet, chosen: Way) -> tuple[Group, ...]:
    """Return what is weighed one after the other; a single item needs no question."""
    return items.groups(criteria) if chosen.by_branch else (items.leaves(criteria),)


def _place(chosen: Way, group: Group) -> tuple[str, str, tuple[str, ...]]:
    return chosen.name, group.id, group.ids


def answers(chosen: Way, group: Group) -> dict[str, float | str]:
    """Return the answers given so far."""
    return dict(state.get("weigh_answers").get(_place(chosen, group), {}))


def keep(chosen: Way, group: Group, given: Mapping[str, float | str]) -> None:
    """Keep answers in place of those before."""
    state.put(
        "weigh_answers", state.get("weigh_answers") | {_place(chosen, group): dict(given)}
    )
    shown = {item.id: item.swing for item in group.items}
    state.put("weigh_ranges", state.get("weigh_ranges") | {_place(chosen, group): shown})
    state.put("weigh_message", "")


def changed_ranges(criteria: CriteriaSet, chosen: Way) -> list[str]:
    """Return which steps differ from those that were shown when the answers were given."""
    found = []
    for group in groups_of(criteria, chosen):
        shown = state.get("weigh_ranges").get(_place(chosen, group), {})
        found += [
            f"{item.name}: {shown[item.id]}, now {item.swing}"
            for item in group.items
            if answers(chosen, group) and shown.get(item.id, item.swing) != item.swing
        ]
    return found


def confirm_ranges(criteria: CriteriaSet, chosen: Way) -> None:
    """Keep the answers for the steps as they are now."""
    for group in groups_of(criteria, chosen):
        keep(chosen, group, answers(chosen, group))


def answer(chosen: Way, group: Group, question: Question, value: float | str | None) -> None:
    """Keep one answer, or say kindly what is wrong with it."""
    try:
        checked = questions.checked(question, value)
    except InputError as error:
        state.put("weigh_message", str(error))
        return
    keep(chosen, group, {**answers(chosen, group), question.key: checked})


def back(criteria: CriteriaSet, chosen: Way) -> None:
    """Take the last answer back, of the last group that has one."""
    for group in reversed(groups_of(criteria, chosen)):
        given = answers(chosen, group)
        keys = questions.answered(chosen.name, group, given)
        if keys:
            keep(chosen, group, questions.without(chosen.name, group, given, keys[-1]))
            return


def ask_again(chosen: Way, group: Group, key: str) -> None:
    """Open one question again."""
    keep(chosen, group, questions.without(chosen.name, group, answers(chosen, group), key))


def start_again(criteria: CriteriaSet, chosen: Way) -> None:
    """Forget all answers of a way."""
    for group in groups_of(criteria, chosen):
        keep(chosen, group, {})
    state.put("weigh_statements", state.get("weigh_statements") | {criteria.ids: ()})


def statements(criteria: CriteriaSet) -> tuple[Statement, ...]:
    """Return the statements made about pairs of criteria."""
    found: tuple[Statement, ...] = state.get("weigh_statements").get(criteria.ids, ())
    return found


def say(criteria: CriteriaSet, made: tuple[Statement, ...]) -> None:
    """Keep statements in place of those before."""
    state.put("weigh_statements", state.get("weigh_statements") | {criteria.ids: made})


def use(criteria: CriteriaSet, shares: Mapping[str, float], source: str) -> None:
    """Use weights everywhere in the app, with their source."""
    session.use_weights(criteria, shares, source)
    st.toast("These weights are in use now.", icon=":material/check:")


def save(name: str, given: Answer) -> None:
    """Keep weights under a name of their own for this session."""
    taken = {entry.name for entry in state.get("weigh_saved")}
    plain_name, number = plain(name, limit=40), 1
    chosen = plain_name
    while chosen in taken:
        number += 1
        chosen = f"{plain_name} ({number})"
    made = WeightSet(chosen, given.source, dict(given.shares))
    state.put("weigh_saved", (*state.get("weigh_saved"), made))
    state.put("weigh_compared", None)
    st.toast(f"Saved as {chosen}.", icon=":material/bookmark:")


def saved(criteria: CriteriaSet) -> tuple[WeightSet, ...]:
    """Return the sets saved in this session that belong to these criteria."""
    return tuple(e for e in state.get("weigh_saved") if set(e.shares) == set(criteria.ids))


def forget(name: str) -> None:
    """Drop a saved set."""
    kept = tuple(entry for entry in state.get("weigh_saved") if entry.name != name)
    if state.get("profile") == WeightSet(name, "", {}).id:
        # Its points stay, as the user's own.
        state.put("mine", session.points())
        state.put("mine_source", state.get("weight_source"))
        state.put("profile", session.MINE)
    state.put("weigh_saved", kept)
    state.put("weigh_compared", None)


def uncertainty(assessment: Assessment, given: Answer) -> Uncertainty | None:
    """Return what was said as a region of weights; None where it was one vector."""
    return (
        None if given.only is None else region.as_uncertainty(assessment.criteria, given.only)
    )


def to_robustness(assessment: Assessment, given: Answer) -> None:
    """Take the region that was said to the robustness page, with its centre in use."""
    state.put("robust_said", uncertainty(assessment, given))
    state.put("robust_weights", SAID)
    state.put("robust_view", "shortlist")
    use(assessment.criteria, given.shares, given.source)
    state.put("weigh_to_robustness", True)


def result(assessment: Assessment, chosen: Way) -> Answer | None:
    """Return the weights that the answers amount to; None while some are missing.

    Raises
    ------
    InputError
        If complete answers cannot be used; in words.
    """
    criteria, name = assessment.criteria, technique(chosen)
    if chosen.name == "data":
        basis = state.get("weigh_basis")
        shares = effect.data_weights(assessment, name, basis=basis)
        return Answer(chosen, name, shares, {items.ALL: Weighed(name, shares)})
    if chosen.name == "region":
        group = items.leaves(criteria)
        given, said = answers(chosen, group), statements(criteria)
        if not given and not said:
            return None
        weighed = _region(group, given, said)
        return Answer(chosen, name, weighed.shares, {group.id: weighed})
    found: dict[str, Weighed] = {}
    for group in groups_of(criteria, chosen):
        given = answers(chosen, group)
        if not outcome.is_complete(chosen.name, group, given):
            return None
        found[group.id] = outcome.weigh(
            name, group, given, exponent=float(state.get("weigh_exponent"))
        )
    shares = items.leaf_shares(criteria, {key: w.shares for key, w in found.items()})
    return Answer(chosen, name, shares, found)


@cached(
    "Looking at all weights that fit …",
    most=64,
    keys={
        Group: lambda group: repr(group.ids),
        Statement: repr,
        dict: lambda given: repr(sorted(given.items())),
    },
)
def _region(
    group: Group, given: dict[str, float | str], said: tuple[Statement, ...]
) -> Weighed:
    return region.weigh_region(group, given, said)
