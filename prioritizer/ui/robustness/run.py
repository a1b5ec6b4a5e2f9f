"""The run of the robustness page: which sources are let loose, and the run itself."""

from __future__ import annotations

from functools import partial

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Robustness, WeightKnowledge
from prioritizer.ui.parts import charts, long_work
from prioritizer.ui.parts.working import ask, is_asked, working
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem, as_chosen
from prioritizer.ui.shell.choices import DRAWS
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.weights import session as weighing
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS
from prioritizer.workflow.ranking.ranks import DISTINCT_METHODS
from prioritizer.workflow.weights.region import in_words

QUICK = 3_000_000  # scores that are drawn and ranked in about two seconds
MOST_IN_LINE = 6  # criteria whose chips fit beside the other choices
METHOD_NAMES = {
    "present": "As set",
    "both": "Weighted sum and TOPSIS",
    "all": f"All {len(DISTINCT_METHODS)} that differ",
}
METHODS_HELP = (
    "Each draw is ranked by every method: "
    f"{', '.join(METHOD_FACTS[m].title for m in DISTINCT_METHODS)}. "
    "PROMETHEE and ELECTRE compare all pairs of sites and cannot be drawn."
)
WEIGHTS = {
    WeightKnowledge.FIXED.value: "As set",
    WeightKnowledge.AROUND.value: "Around mine",
    WeightKnowledge.ORDER.value: "Same order",
    WeightKnowledge.ANY.value: "Any",
}
SAID = {weighing.SAID: "As I said"}
WEIGHTS_HELP = (
    "**As set**: weights are certain.\n\n**Around mine**: near the weights on the left "
    "(a weight of 20 % varies by about ±6 points; default of this project).\n\n"
    "**Same order**: all weights that keep your order of importance.\n\n"
    "**Any**: every possible weighting, each as likely as any other.\n\n"
    "**As I said**: all weights that fit what you said on the Weights page."
)


def show_choices(criteria: CriteriaSet) -> None:
    """Draw what is uncertain, how many draws, and the seed."""
    if state.get("robust_weights") not in _weights_offered():
        state.put("robust_weights", WeightKnowledge.AROUND.value)
    if state.get("robust_evidence") is None:
        state.put("robust_evidence", list(criteria.ids))
    names = {criterion.id: criterion.name for criterion in criteria.criteria}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.segmented_control(
            "Weights drawn",
            list(_weights_offered()),
            format_func=(WEIGHTS | SAID).__getitem__,
            required=True,
            help=WEIGHTS_HELP,
            **state.started("robust_weights", "default"),
        )
        st.pills(
            "Evidence drawn",
            list(names),
            format_func=names.__getitem__,
            selection_mode="multi",
            width="stretch" if len(names) > MOST_IN_LINE else "content",
            help="Each measure is drawn from its low, best and high; shared errors of density, "
            "recovery and price are shared. Switch one off to see what it is responsible for.",
            **state.started("robust_evidence", "default"),
        )
        st.number_input(
            "Shortlist places", 1, 100, step=1, width=130, **state.started("shortlist")
        )
    if state.get("robust_weights") in SAID:
        said = in_words(criteria, cached_robustness.weights_drawn())
        markup.draw(
            markup.note(f"Weights as you said on the Weights page. {escape_html(said)}")
        )
    with st.expander("Gaps, method, number of draws, seed"):
        _show_more()


def _weights_offered() -> dict[str, str]:
    """Return what the weights may be; what was said on the Weights page where it was."""
    return WEIGHTS | SAID if state.get("robust_said") is not None else WEIGHTS


def _show_more() -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.toggle(
            "Draw gaps too",
            help="Off: an unknown value stays at what is taken for it, and only others vary.",
            **state.started("robust_gaps"),
        )
        st.segmented_control(
            "Method",
            list(METHOD_NAMES),
            format_func=METHOD_NAMES.__getitem__,
            required=True,
            help=METHODS_HELP,
            **state.started("robust_methods", "default"),
        )
        st.selectbox(
            "Draws",
            DRAWS,
            format_func=charts.count,
            width=130,
            **state.started("robust_draws", "index", DRAWS),
        )
        st.number_input(
            "Seed",
            0,
            999_999,
            step=1,
            width=130,
            help="The same seed gives the same figures, on any machine.",
            **state.started("robust_seed"),
        )


def show(found: Problem, assessment: Assessment) -> Robustness | None:
    """Return the run of these settings; a long one waits for its button."""
    top = min(int(state.get("shortlist")), len(assessment.matrix))
    asked = cached_robustness.request(found.criteria, top)
    key = asked.key(found, as_chosen(assessment))
    if cached_robustness.runs().get(key) is not None:
        return cached_robustness.run(found, assessment, asked)
    size = asked.draws * len(assessment.matrix) * max(1, len(asked.uncertainty.methods))
    waits = size > QUICK or long_work.is_cancelled(key)
    if waits and not is_asked("robust_asked", key):
        _offer(asked.draws, len(assessment.matrix))
        return None
    with working("robust_asked", "Drawing and ranking …", on_cancel=(_cancel, key)) as work:
        told = partial(work.counted, words="Ranked {n} draws")
        return cached_robustness.run(found, assessment, asked, told)


def _cancel(key: str) -> None:
    """End a run; one that is quick enough to begin by itself waits for its button, too."""
    long_work.cancel(key)
    state.put("robust_asked", None)


def _offer(draws: int, n_sites: int) -> None:
    markup.draw(
        markup.note(
            f"{charts.count(draws)} draws of {charts.count(n_sites)} sites take a while. "
            "Start the run when the settings are as you want them; you can cancel it."
        )
    )
    st.button(
        f"Run {charts.count(draws)} draws",
        type="primary",
        icon=":material/play_arrow:",
        on_click=ask,
        args=("robust_asked",),
    )
