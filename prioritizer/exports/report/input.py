"""All that a report is made from: register, ranking, shortlist, pilots, and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from prioritizer.domain.classification import Classification
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.economics import PilotFacts, Price
from prioritizer.domain.mentions import Pattern
from prioritizer.domain.pilot import PilotDefinition
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.robustness import Robustness, Uncertainty
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.support import Support
from prioritizer.errors import InputError
from prioritizer.languages.speech import LANGUAGES, SOURCE, gettext
from prioritizer.readers.pilot_facts import read_pilot_facts
from prioritizer.workflow.pilots.definition import draft_pilot
from prioritizer.workflow.pilots.edits import fit_for_public, with_edits
from prioritizer.workflow.pilots.edits_seen import edits_for
from prioritizer.workflow.pilots.portfolio import Plan
from prioritizer.workflow.pilots.programme_choice import ProgrammeChoice, programme_for
from prioritizer.workflow.pilots.shortlist import NO_LOCKS, Entry, Locks, Shortlist, shortlist
from prioritizer.workflow.pilots.viability_charts import Adjustments
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.not_ranked_words import aside_words
from prioritizer.workflow.ranking.ranks import can_be_drawn
from prioritizer.workflow.records.writing import fingerprint
from prioritizer.workflow.robustness.next_step import NO_STEPS, NextSteps, find_next_steps
from prioritizer.workflow.robustness.shares import robustness
from prioritizer.workflow.sites.appraisal import Appraisal, appraise_sites
from prioritizer.workflow.sites.audience import Audience, part_for
from prioritizer.workflow.sites.classify import classify
from prioritizer.workflow.sites.told import secret_of, told, told_criteria, told_reference
from prioritizer.workflow.sites.told_ids import plain_ids
from prioritizer.workflow.workshop.summary import WorkshopView


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Choices of a person about a report.

    ``date`` is printed as given. ``language`` is the code of that of the first page; the pages
    behind it are English. ``draws`` is the number of Monte Carlo draws; 0 leaves
    robustness out, and the report says so. ``edits`` are those of the pilot definitions;
    ``programme`` asks for a section on a programme under a budget. ``supports`` are
    instruments to show in the screening of viability, ``prices`` a person's own, ``figures``
    their rates, investment and liability; ``workshop`` adds who took part and what divided
    them.
    """

    top: int = 10
    audience: Audience = Audience.PUBLIC
    title: str = ""
    date: str = ""
    draws: int = 2000
    seed: int = 1
    locks: Locks = NO_LOCKS
    edits: tuple[PilotEdit, ...] = ()
    programme: ProgrammeChoice | None = None
    supports: tuple[Support, ...] = ()
    prices: Mapping[str, Price] = field(default_factory=dict)
    figures: Adjustments = field(default_factory=Adjustments)
    workshop: WorkshopView | None = None
    language: str = SOURCE

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise InputError(
                f"report: found the language '{self.language}'. Expected one of: "
                f"{', '.join(LANGUAGES)}. Give one of these codes."
            )
        if self.top < 1 or self.draws < 0:
            raise InputError(
                f"report: found {self.top} places and {self.draws} draws. Expected 1 place or "
                "more and 0 draws or more. Give for example 10 and 2000."
            )


@dataclass(frozen=True, slots=True, eq=False)
class ReportInput:
    """What the sections of a report draw on; ``register`` is the part the audience may see.

    ``appraisal`` and ``pilots`` are those of the listed sites, ``classes`` of all.
    ``programme`` is a text where none could be made. ``mark`` says not to pass it on, if so.
    ``steps`` say what to find out next; ``project`` is the file of the project, for the PDF.
    """

    options: ReportOptions
    register: SiteRegister
    n_sites_withheld: int
    n_sites_partial: int
    criteria: CriteriaSet
    reference: Reference
    facts: PilotFacts
    assessment: Assessment
    shortlist: Shortlist
    robustness: Robustness | None
    classes: Mapping[str, Classification]
    appraisal: Appraisal
    pilots: tuple[PilotDefinition, ...]
    fingerprint: str
    programme: Plan | str | None = None
    mark: str = ""
    steps: NextSteps = NO_STEPS
    project: bytes = b""

    @property
    def title(self) -> str:
        """Return the title: the one given, or that of the inventory."""
        usual = gettext("Pilot candidates: {inventory}", inventory=self.register.title)
        return self.options.title or usual

    @property
    def listed(self) -> tuple[Entry, ...]:
        """Return the shortlisted sites in list order."""
        return self.shortlist.listed

    @property
    def listed_sites(self) -> tuple[Site, ...]:
        """Return the sites of the shortlist, in list order."""
        by_id = self.register.by_id()
        return tuple(by_id[entry.site_id] for entry in self.listed)


def prepare_report(
    register: SiteRegister,
    criteria: CriteriaSet,
    settings: Settings,
    reference: Reference,
    options: ReportOptions,
    *,
    progress: Callable[[str], None] | None = None,
) -> ReportInput:
    """Rank what the audience may see, and work out all that the report says about it.

    ``progress`` is told in words what is done next.

    Raises
    ------
    InputError
        If nothing is left that can be ranked, or a lock does not fit.
    """
    tell = progress or (lambda text: None)
    tell("Ranking what the audience may see")
    part = part_for(register, options.audience)
    seen = part.register
    secret = secret_of(register, seen)
    ids = plain_ids(secret, criteria=criteria, reference=reference) if secret else {}
    criteria, options = told_criteria(criteria, secret), told_options(options, secret)
    settings = told(settings, secret, ids)
    reference = told_reference(reference, secret).with_policy(settings.policy_lists)
    # The chances of a report are about its own list.
    settings = replace(settings, top=options.top, seed=options.seed)
    assessment = assess(seen, criteria, settings, reference)
    found = None
    if options.draws and can_be_drawn(settings):
        tell(f"Drawing weights and evidence {options.draws} times")
        found = robustness(
            assessment,
            seen.sites,
            reference,
            Uncertainty(),
            top=options.top,
            draws=options.draws,
            seed=options.seed,
        )
    listed = shortlist(
        assessment,
        Cutoff(top=options.top),
        locks=options.locks,
        register=seen,
    )
    tell("Appraising the shortlist and drafting its pilots")
    by_id, facts = seen.by_id(), read_pilot_facts()
    steps = find_next_steps(assessment, seen.sites, reference)
    sites = [by_id[entry.site_id] for entry in listed.listed]
    chosen = assessment.criteria
    programme = None
    if options.programme is not None:
        tell("Finding the best programme at each budget")
        programme = programme_for(options.programme, assessment, seen, facts, reference)
    is_public = options.audience is Audience.PUBLIC
    edits = edits_for(options.edits, register, seen)
    edits = fit_for_public(edits) if is_public else edits
    return ReportInput(
        options=options,
        register=seen,
        n_sites_withheld=part.n_sites_withheld,
        n_sites_partial=part.n_sites_partial,
        criteria=chosen,
        reference=reference,
        facts=facts,
        assessment=assessment,
        shortlist=listed,
        robustness=found,
        classes={one.site_id: one for one in classify(seen, chosen, reference).sites},
        appraisal=appraise_sites(sites, chosen, reference),
        pilots=tuple(
            with_edits(
                draft_pilot(
                    site,
                    chosen,
                    reference,
                    facts,
                    next_step=steps.words(site.site_id),
                    aside=aside_words(assessment, site),
                ),
                edits,
            ).pilot
            for site in sites
        ),
        fingerprint=fingerprint(assessment, seen),
        programme=programme,
        mark=part.mark,
        steps=steps,
    )


def told_options(options: ReportOptions, secret: Pattern | None) -> ReportOptions:
    """Return choices about a report without texts that name a site kept from its readers."""
    title, locks = told(options.title, secret), options.locks
    return replace(
        options,
        title=title if title == options.title else "",
        date=told(options.date, secret),
        locks=Locks(told(locks.must, secret), told(locks.must_not, secret)),
        prices=told(options.prices, secret),
        workshop=told(options.workshop, secret),
    )
