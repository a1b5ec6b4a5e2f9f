"""One next step per site, in the same words everywhere: the work, its cost, what it may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.answer import Apart
from prioritizer.domain.gates import OpenGate
from prioritizer.domain.information import MeasurementOption, MeasurementWorth, NextData
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, NotRanked
from prioritizer.domain.site import Site
from prioritizer.domain.words import listed, number, percent
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.answer_words import without_evidence
from prioritizer.workflow.robustness.desk_work import desk_study, desk_work, own_work
from prioritizer.workflow.robustness.next_data import next_data
from prioritizer.workflow.robustness.settled import settled_reasons

JOBS = 3
NO_COST = noop("cost not known")
MOST_SITES = 2000
"""Above so many ranked sites a ranking is written without next steps, which take longer."""
SETTLED = noop("No measurement here has even a 1 % chance to change the list.")
CONFIRMS = noop("desk confirmation: {reason}")
CHANGES, REACHES = "change the list", "reach the list"
CHANCES = {
    CHANGES: noop("{work}: {chance} chance to change the list."),
    REACHES: noop("{work}: {chance} chance to reach the list."),
}
LEAST_CHANCE = 0.005
"""A chance that is shown as 1 % or more; work with less is no step."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to find out at one site.

    Attributes
    ----------
    job
        The work, in words; blank where nothing that is measured changes the list.
    cost_low_keur, cost_high_keur
        Its cost, thousand EUR; 0 where nobody knows it, as for the columns of a person's own.
    chance
        Of a ranked site: the chance that the work changes the list. Of one that is too little
        known: the chance that the work makes it known well enough and brings it onto the list.
        Of one without any evidence it is not known: None.
    effect
        What that chance is of, in words.
    parts
        What a desk study is made of, in words; blank for one measurement.
    why
        Why no measurement changes the list though something is not known at all; else blank.
    reason
        What is told and not verified, where this step only confirms it; else blank.
    after
        The step that follows a confirmation, if there is one.
    """

    site_id: str
    name: str
    job: str
    cost_low_keur: float = 0.0
    cost_high_keur: float = 0.0
    chance: float | None = None
    effect: str = ""
    parts: tuple[str, ...] = ()
    why: str = ""
    reason: str = ""
    after: NextStep | None = None

    @property
    def said_job(self) -> str:
        """Return the work in the language spoken."""
        if self.reason:
            return gettext(CONFIRMS, reason=gettext(self.reason))
        return gettext(self.job)

    @property
    def then(self) -> str:
        """Return the step that follows, in words; blank where there is none."""
        return "" if self.after is None else self.after.words

    @property
    def cost_text(self) -> str:
        """Return the cost range in words; blank where there is no work."""
        if not self.job:
            return ""
        if not self.cost_high_keur:
            return gettext(NO_COST)
        return gettext(
            "{low}–{high} k EUR",
            low=number(self.cost_low_keur),
            high=number(self.cost_high_keur),
        )

    @property
    def words(self) -> str:
        """Return the step in words, as they stand on every page."""
        if not self.job:
            return f"{gettext(SETTLED)} {self.why}".rstrip()
        job = self.said_job
        start = f"{job[0].upper()}{job[1:]} ({self.cost_text})"
        if self.chance is None:
            return f"{start}. {self.then_sentence}".rstrip()
        return gettext(CHANCES[self.effect], work=start, chance=percent(self.chance))

    @property
    def then_sentence(self) -> str:
        """Return what follows once this is confirmed; mostly blank."""
        return gettext("If not so: {step}", step=self.then) if self.then else ""

    @property
    def sentence(self) -> str:
        """Return the step with the name of its site."""
        return f"{self.name}: {self.words}"

    @property
    def parts_sentence(self) -> str:
        """Return what a desk study is made of; blank for one measurement."""
        if not self.parts:
            return ""
        return gettext("The desk study: {parts}.", parts=listed(list(map(gettext, self.parts))))


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What to find out, site by site, and first of all.

    ``of_site`` holds the step of every site without a veto by its id; ``first`` the work that
    settles most of the list for its cost.
    """

    of_site: Mapping[str, NextStep]
    first: tuple[NextStep, ...] = ()

    def words(self, site_id: str) -> str:
        """Return the step of a site in words; blank where it has none."""
        step = self.of_site.get(site_id)
        return "" if step is None else step.words


NO_STEPS = NextSteps({})


def next_steps(
    assessment: Assessment,
    worth: NextData | None,
    options: Sequence[MeasurementOption] | None = None,
) -> Mapping[str, NextStep]:
    """Return the next step of every site by id: ranked, too little known or without evidence.

    It is the measurement, or for a site that is too little known perhaps a whole desk study,
    whose value of information is the most for its cost; else to find out what columns of a
    person's own say, which no work is listed for. A site without any evidence has the desk work
    on all criteria.

    Parameters
    ----------
    worth
        What each measurement is worth for this list; with None sites that are ranked have no
        step, and those that are too little known the whole desk work.
    options
        The measurements with their costs; those of the package if left out.
    """
    options = read_measurement_options() if options is None else options
    steps: dict[str, NextStep] = {}
    if worth is not None:
        steps |= _of_worth(assessment, worth)
    elif assessment.answer is not None:
        for site in assessment.answer.apart:
            steps[site.site_id] = _desk_step(assessment, options, site)
    for entry in without_evidence(assessment.not_ranked):
        steps[entry.site_id] = _desk_step(assessment, options, entry)
    reported = {one.site_id: one for one in assessment.open_gates if one.is_reported}
    return steps | {name: confirmation(one, steps.get(name)) for name, one in reported.items()}


def confirmation(one: OpenGate, then: NextStep | None) -> NextStep:
    """Return the step of a site that is told, but not verified, to be working: to confirm it.

    Nothing is measured at a body before that. What it costs to ask, nobody has said.
    """
    return NextStep(
        one.site_id,
        one.name,
        CONFIRMS.format(reason=one.rule.reason),
        reason=one.rule.reason,
        after=then,
    )


def _of_worth(assessment: Assessment, worth: NextData) -> dict[str, NextStep]:
    """Return the steps of all sites of which something is known."""
    steps: dict[str, NextStep] = {}
    settled = {
        site_id
        for site_id, chance in zip(worth.alternatives, worth.site_chance, strict=True)
        if chance < LEAST_CHANCE
    }
    for row, site_id in enumerate(worth.alternatives):
        own = () if worth.is_decided[row] else own_work(assessment, site_id)
        steps[site_id] = NextStep(site_id, worth.names[row], listed(own))
    for one in reversed(worth.worths):  # the most for its cost stands first: it comes last
        if one.chance >= LEAST_CHANCE and one.site_id not in settled:
            steps[one.site_id] = _step(one)
    idle = {site_id for site_id, step in steps.items() if not step.job}
    for site_id, why in settled_reasons(assessment, idle).items():
        steps[site_id] = replace(steps[site_id], why=why)
    return steps


def n_measurements() -> int:
    """Return how many measurements there are to compare."""
    return len(read_measurement_options())


def find_next_steps(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    *,
    worth: NextData | None = None,
    between: Callable[[], object] | None = None,
) -> NextSteps:
    """Return what to find out next, from the draws behind the list.

    Every page, command and file takes it from here or, where it needs the worth of single
    measurements as well, from `worth_for_list` and `next_steps`.

    Parameters
    ----------
    sites
        At least those that were ranked or are too little known, in any order.
    worth
        What each measurement is worth for the list as it stands, where it is at hand.
    between
        Called before each site; what it raises ends the work.
    """
    if worth is None:
        worth = worth_for_list(assessment, sites, reference, between)
    return NextSteps(
        next_steps(assessment, worth),
        () if worth is None else jobs(worth, assessment.open_gates),
    )


def worth_for_list(
    assessment: Assessment,
    sites: Sequence[Site],
    reference: Reference,
    between: Callable[[], object] | None = None,
) -> NextData | None:
    """Return what each measurement is worth for the list as it stands.

    None where nothing is drawn, everybody is on the list, or the draws of so many sites cannot
    be held.
    """
    top = assessment.settings.top
    if assessment.answer is None or not 0 < top < len(assessment.matrix):
        return None
    try:
        return next_data(
            assessment,
            sites,
            reference,
            top=top,
            with_perfect=False,
            least_chance=LEAST_CHANCE,
            between=between,
        )
    except InputError:
        return None


def jobs(
    worth: NextData, open_gates: Sequence[OpenGate], *, most: int = JOBS
) -> tuple[NextStep, ...]:
    """Return the work that settles most of the list for its cost, at most one per site.

    At a site that is told, but not verified, to be working the confirmation stands for it.
    """
    reported = {one.site_id: one for one in open_gates if one.is_reported}
    found: dict[str, NextStep] = {}
    for one in worth.worths:
        if len(found) < most and one.chance >= LEAST_CHANCE:
            found.setdefault(one.site_id, _step(one))
    return tuple(
        confirmation(reported[name], step) if name in reported else step
        for name, step in found.items()
    )


def _step(one: MeasurementWorth) -> NextStep:
    option = one.option
    return NextStep(
        one.site_id,
        one.name,
        option.name,
        option.cost_low_keur,
        option.cost_high_keur,
        one.chance,
        CHANGES if one.rank is not None else REACHES,
        option.parts,
    )


def _desk_step(
    assessment: Assessment, options: Sequence[MeasurementOption], entry: Apart | NotRanked
) -> NextStep:
    """Return the desk work on all that is not known of a site, where its worth is not known."""
    study = desk_study(desk_work(assessment, options, entry.site_id))
    return NextStep(
        entry.site_id,
        entry.name,
        study.name,
        study.cost_low_keur,
        study.cost_high_keur,
        parts=(*study.parts, *own_work(assessment, entry.site_id)),
    )
