"""Robustness runs: what one is asked for, those that are finished, and who has seen them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.information import NextData
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.robustness import Robustness, Uncertainty, WeightFree, WeightKnowledge
from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.cache import (
    Problem,
    as_chosen,
    assess,
    assessment_key,
    cached,
    is_restricted,
    ranking_key,
    reference_digest,
)
from prioritizer.ui.shell.finished import Finished
from prioritizer.ui.weights.session import SAID
from prioritizer.workflow.ranking.modes import modes_of_entries
from prioritizer.workflow.ranking.ranks import DISTINCT_METHODS, USUAL_METHODS
from prioritizer.workflow.robustness import next_data as workflow_next_data
from prioritizer.workflow.robustness import sensitivity, variants
from prioritizer.workflow.robustness import shares as workflow
from prioritizer.workflow.robustness.next_step import (
    NextSteps,
    find_next_steps,
    n_measurements,
)
from prioritizer.workflow.robustness.sensitivity import Dropped
from prioritizer.workflow.robustness.variants import Variant

MAX_RUNS = 32
MOST_SITES = 1000
"""Above so many sites the other assumptions are not worked out."""
MOST_SEEN = 20
METHOD_SETS = {"present": (), "both": USUAL_METHODS, "all": DISTINCT_METHODS}


@dataclass(frozen=True, slots=True)
class Absences:
    """What happens to the list without each criterion, and in words without each site."""

    criteria: tuple[Dropped, ...]
    sites: tuple[str, ...]


WORTH = LongWork[NextData](
    "worth", "Weighing what each measurement could change …", "what each measurement is worth"
)
STEPS = LongWork[NextSteps](
    "steps", "Finding the next step of each site …", "the next step of each site"
)
MODES = LongWork[Mapping[str, tuple[GapMode, ...]]](
    "modes",
    "Ranking under the other assumptions …",
    "who is on the list under other assumptions",
)
RULES = LongWork[tuple[Variant, ...]](
    "rules", "Ranking under the other rules …", "the places under other rules", 64
)
ABSENCES = LongWork[Absences](
    "absences", "Leaving out one after the other …", "the list without a criterion or a site"
)


@cached()
def runs() -> Finished[Robustness]:
    """Return the finished runs of this process."""
    return Finished(MAX_RUNS)


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a run is asked for: the sources let loose, places on the list, draws and seed."""

    uncertainty: Uncertainty
    top: int
    draws: int
    seed: int

    def key(self, found: Problem, settings: Settings) -> str:
        """Return what identifies the run of a ranking."""
        return repr((ranking_key(found, settings), self))


def weights_drawn() -> Uncertainty:
    """Return the weights that are let loose, as chosen on the Robustness page."""
    wanted: str = state.get("robust_weights")
    if wanted == SAID:
        said: Uncertainty | None = state.get("robust_said")
        return said or Uncertainty()
    return Uncertainty(weights=WeightKnowledge(wanted))


def request(criteria: CriteriaSet, top: int) -> RunRequest:
    """Return the run that the choices of the Robustness page ask for."""
    chosen = state.get("robust_evidence") or ()
    loose = replace(
        weights_drawn(),
        evidence=tuple(name for name in criteria.ids if name in chosen),
        gaps=bool(state.get("robust_gaps")),
        methods=METHOD_SETS[state.get("robust_methods")],
    )
    return RunRequest(loose, top, int(state.get("robust_draws")), int(state.get("robust_seed")))


def see(key: str) -> None:
    """Note that this session was shown a run; all sessions of the process share the runs."""
    if not is_seen(key):
        state.put("runs_seen", (*state.get("runs_seen"), key)[-MOST_SEEN:])


def is_seen(key: str) -> bool:
    """Return whether this session was shown a run."""
    return key in state.get("runs_seen")


def is_made(found: Problem, settings: Settings, top: int) -> bool:
    """Return whether this session was shown the run of just these settings, still kept."""
    key = request(found.criteria, top).key(found, settings)
    return is_seen(key) and runs().get(key) is not None


def check(found: Problem, settings: Settings, top: int) -> None:
    """Note that the shortlist was drawn at these settings, for whoever opens the project."""
    own = session.own_inventory()
    readers = str(state.get("audience")) if is_restricted(own) else ""
    noted = {own.digest: (readers, _settings_digest(found, settings, top))}
    if state.get("flow_checked") != noted:
        state.put("flow_checked", noted)


def checked(found: Problem, settings: Settings, top: int) -> bool | None:
    """Return whether the shortlist was drawn at these settings; None where it never was.

    What an older project says of it does not tell at which settings.
    """
    noted = state.get("flow_checked")
    entry = noted.get(session.own_inventory().digest) if isinstance(noted, Mapping) else None
    if entry is None:
        return None
    readers, digest = entry
    is_for_these = readers in ("", state.get("audience"))
    return is_for_these and digest == _settings_digest(found, settings, top)


def _settings_digest(found: Problem, settings: Settings, top: int) -> str:
    """Return what identifies settings and run whatever the sites: readers have a part of them.

    Texts do not count: some of them may be kept from readers.
    """
    criteria = [
        replace(one, name="", question="", formula="", description="", source="", plain={})
        for one in found.criteria.criteria
    ]
    gates = [replace(one, reason="") for one in found.criteria.gates]
    asked = request(found.criteria, top)
    tables = reference_digest(found.reference)
    chosen = replace(settings, weight_source="")
    content = repr((criteria, gates, tables, state.get("area"), chosen, asked))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def run(
    found: Problem,
    assessment: Assessment,
    asked: RunRequest,
    progress: Callable[[int, int], None] | None = None,
) -> Robustness:
    """Return the robustness of a ranking, kept for all sessions and seen by this one."""
    key = asked.key(found, as_chosen(assessment))
    kept = runs().get(key)
    if kept is None:
        kept = workflow.robustness(
            assessment,
            found.sites,
            found.reference,
            asked.uncertainty,
            top=asked.top,
            draws=asked.draws,
            seed=asked.seed,
            progress=progress,
        )
        runs().keep(key, kept)
    see(key)
    return kept


def next_data(
    found: Problem,
    assessment: Assessment,
    *,
    top: int,
    between: Callable[[], object] | None = None,
) -> NextData:
    """Return what each measurement is worth, by the draws behind the chances of the list."""
    return WORTH.made(
        _key(found, assessment, top),
        lambda: workflow_next_data.next_data(
            assessment, found.sites, found.reference, top=top, between=between
        ),
    )


def shown_data(found: Problem, assessment: Assessment, *, top: int) -> NextData | None:
    """Return the same, worked out in sight where nobody has; None where it was cancelled."""

    def make(work: Working) -> NextData:
        begun = count(1)

        def tell(name: str) -> None:
            work.tell(
                next(begun) / (n_measurements() + 1), f"Weighing what it could change: {name} …"
            )

        return workflow_next_data.next_data(
            assessment,
            found.sites,
            found.reference,
            top=top,
            progress=tell,
            between=work.look,
        )

    return WORTH.shown(_key(found, assessment, top), make)


def next_steps_of(found: Problem, assessment: Assessment) -> NextSteps:
    """Return what to find out next, as on the ranking page."""
    return STEPS.made(_key(found, assessment), lambda: _steps(found, assessment, None))


def shown_steps(found: Problem, assessment: Assessment) -> NextSteps | None:
    """Return the same, worked out in sight where nobody has; None where it was cancelled."""
    return STEPS.shown(
        _key(found, assessment), lambda work: _steps(found, assessment, work.look)
    )


def _steps(
    found: Problem, assessment: Assessment, between: Callable[[], object] | None
) -> NextSteps:
    """Return the next steps, from what the ranking page has found where it has."""
    worth = WORTH.kept.get(_key(found, assessment, assessment.settings.top))
    return find_next_steps(
        assessment, found.sites, found.reference, worth=worth, between=between
    )


def shown_modes(
    found: Problem, assessment: Assessment
) -> Mapping[str, tuple[GapMode, ...]] | None:
    """Return the sites that are on the list under some ways to take unknown values only.

    None where the work was cancelled.
    """
    if assessment.answer is None or len(found.sites) > MOST_SITES:
        return {}
    settings = as_chosen(assessment)

    def make(work: Working) -> Mapping[str, tuple[GapMode, ...]]:
        lists: dict[GapMode, Assessment] = {}
        for mode in GapMode:
            work.counted(len(lists), len(GapMode), "Ranked under {n} assumptions")
            lists[mode] = assess(found, replace(settings, gaps=mode))
        return modes_of_entries(lists)

    return MODES.shown(_key(found, assessment), make)


def changed_rules(
    found: Problem, assessment: Assessment, group: str, *, top: int
) -> tuple[Variant, ...] | None:
    """Return the rankings under the other rules of one group: risk, method or policy.

    None where the work was cancelled.
    """
    reference, sites = found.reference, found.sites

    def make(work: Working) -> tuple[Variant, ...]:
        told = partial(work.counted, words="Ranked under {n} rules")
        if group == "method":
            return variants.method_variants(assessment, top=top, progress=told)
        find = variants.risk_variants if group == "risk" else variants.policy_variants
        return find(assessment, sites, reference, top=top, progress=told, between=work.look)

    return RULES.shown(_key(found, assessment, group, top), make)


def absences(found: Problem, assessment: Assessment, *, top: int) -> Absences | None:
    """Return what leaving out criteria and sites does; None where the work was cancelled."""

    def make(work: Working) -> Absences:
        return Absences(
            sensitivity.without_criteria(assessment, top=top, between=work.look),
            variants.reversal_sentences(assessment, top=top, between=work.look),
        )

    return ABSENCES.shown(_key(found, assessment, top), make)


def _key(found: Problem, assessment: Assessment, *more: object) -> str:
    return repr((found.key, assessment_key(assessment), *more))


@cached("Solving for every possible weight …", most=32)
def weight_free(found: Problem, assessment: Assessment) -> WeightFree:
    """Return what holds without any weights, for the sites that these settings rank."""
    del found
    return workflow.weight_free(assessment, with_ranks=False)


@cached()
def _with_ranks() -> Finished[WeightFree]:
    return Finished(MAX_RUNS)


def kept_ranks(found: Problem, assessment: Assessment) -> WeightFree | None:
    """Return what holds without any weights with the exact ranks, None before they are made."""
    return _with_ranks().get(f"{found.key} {assessment_key(assessment)}")


def find_ranks(
    found: Problem, assessment: Assessment, progress: Callable[[int, int], None]
) -> WeightFree:
    """Find the exact ranks, which takes long, and keep them for all sessions."""
    free = workflow.weight_free(assessment, progress=progress)
    _with_ranks().keep(f"{found.key} {assessment_key(assessment)}", free)
    return free
