"""What the commands that start from a ranking share: its options, and the ranking itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from prioritizer.cli.common import parse_weights
from prioritizer.cli.idle import Idle
from prioritizer.cli.places import FILE
from prioritizer.cli.policy import policy_option, read_policies
from prioritizer.cli.site_input import (
    as_told,
    audience_option,
    criteria_option,
    facilities_asked,
    facilities_option,
    read_whole,
    seen_part,
    tell_facilities,
)
from prioritizer.domain.answer import LIST_SIZE, Assumption, GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.filled import is_filled
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.support import Support
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import InputError
from prioritizer.readers.assumptions import read_assumptions
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.gaps import DEFAULT_SEED
from prioritizer.workflow.ranking.indistinct import indistinct
from prioritizer.workflow.sites.audience import Audience

Command = TypeVar("Command", bound=Callable[..., object])


def gap_options(command: Command) -> Command:
    """Add the options that say what is taken for a value that is not known."""
    for option in reversed(
        (
            click.option(
                "--gaps",
                default=GapMode.LIKE_INVENTORY.value,
                show_default=True,
                type=click.Choice([mode.value for mode in GapMode]),
                help="What an unknown value is taken from: like sites, its whole scale, or the "
                "middle of the scale as in version 0.1.",
            ),
            click.option(
                "--switch-on",
                multiple=True,
                metavar="CRITERION",
                help="Count a criterion even if it is unknown for nearly all sites.",
            ),
            click.option(
                "--assume",
                type=FILE,
                help="A table of values that you assume: site_id, criterion, low, best, high, "
                "reason.",
            ),
        )
    ):
        command = option(command)
    return command


def gap_settings(
    options: Mapping[str, object], criteria: CriteriaSet
) -> tuple[GapMode, tuple[str, ...], tuple[Assumption, ...]]:
    """Return what the options of `gap_options` say.

    Raises
    ------
    InputError
        If a criterion to switch on is unknown.
    DataError
        If the table of assumptions has a fault.
    """
    chosen = options["switch_on"]
    names = tuple(str(name) for name in chosen) if isinstance(chosen, tuple) else ()
    for name in names:
        if name not in criteria.ids:
            raise InputError(
                f"--switch-on: found '{name}'. Expected one of: {', '.join(criteria.ids)}. "
                "Correct the name."
            )
    table = options["assume"]
    assumed = read_assumptions(table, criteria.ids) if isinstance(table, Path) else ()
    return GapMode(str(options["gaps"])), names, assumed


def ranking_options(command: Command) -> Command:
    """Add the options that decide a ranking on fixed scales."""
    command = gap_options(command)
    for option in reversed(
        (
            criteria_option,
            click.option(
                "--grades", type=FILE, help="Grades table; grades.csv beside SITES if left out."
            ),
            click.option(
                "--weights", help="Points by criterion: grade=3,volume=2. Equal if left out."
            ),
            click.option(
                "--method",
                default="weighted-sum",
                show_default=True,
                type=click.Choice(list(METHODS)),
            ),
            click.option(
                "--risk",
                default="urgency",
                show_default=True,
                type=click.Choice([m.value for m in RiskMode]),
                help="What environmental risk means in this run.",
            ),
            policy_option,
            audience_option,
            facilities_option,
            click.option("--skip-errors", is_flag=True, help="Leave out rows with errors."),
        )
    ):
        command = option(command)
    return command


def _has_risk(params: Mapping[str, object]) -> bool:
    variants = read_criteria(str(params["criteria_name"])).risk_variants or {}
    return RiskMode(str(params["risk"])) in variants


RISK = Idle("risk", _has_risk, "a criteria set whose risk can be read in several ways")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking with everything it was made from; ``whole`` has the restricted sites, too."""

    whole: SiteRegister
    register: SiteRegister
    criteria: CriteriaSet
    settings: Settings
    reference: Reference
    assessment: Assessment


def ranked(
    options: Mapping[str, object], *, check: Callable[[SiteRegister], None] | None = None
) -> Ranked:
    """Read the sites and rank them as the shared options say.

    ``check`` sees what was read and may refuse it before anything takes long.
    """
    criteria = read_criteria(str(options["criteria_name"]))
    reference = read_policies(options["policies"])
    grades, sites = options["grades"], options["sites"]
    audience = Audience(str(options["audience"]))
    whole = read_whole(
        Path(str(sites)),
        reference,
        grades=grades if isinstance(grades, Path) else None,
        skip_errors=bool(options["skip_errors"]),
        audience=audience,
    )
    register = seen_part(whole, audience)
    if check is not None:
        check(register)
    settings = ranking_settings(options, criteria, reference)
    criteria, reference = as_told(criteria), as_told(reference)
    settings = as_told(settings)
    assessment = assess(register, criteria, settings, reference)
    tell_facilities(assessment, register)
    return Ranked(whole, register, criteria, settings, reference, assessment)


def ranking_settings(
    options: Mapping[str, object], criteria: CriteriaSet, reference: Reference
) -> Settings:
    """Return what the options of `ranking_options` say, and ``top``, ``draws`` and ``seed``.

    Raises
    ------
    InputError, DataError
        If an option cannot be used.
    """
    gaps, switched_on, assumptions = gap_settings(options, criteria)
    weights = options["weights"]
    top, draws, seed = (options.get(name) for name in ("top", "draws", "seed"))
    return Settings(
        facilities=facilities_asked(),
        gaps=gaps,
        switched_on=switched_on,
        assumptions=assumptions,
        top=top if isinstance(top, int) else LIST_SIZE,
        draws=draws if isinstance(draws, int) else None,
        seed=seed if isinstance(seed, int) else DEFAULT_SEED,
        weights=parse_weights(weights if isinstance(weights, str) else None, criteria),
        method=str(options["method"]),
        risk=RiskMode(str(options["risk"])),
        policy_lists=reference.policy_lists,
    )


def say_if_indistinct(assessment: Assessment, title: str | None = None) -> None:
    """End with status 1, after the answer, where the ranking cannot tell the sites apart."""
    fault = indistinct(assessment)
    if fault:
        click.echo(f"{title or assessment.title}: {fault}", err=True)
        click.get_current_context().exit(1)


def with_reasons(pairs: Sequence[str], option: str) -> dict[str, str]:
    """Read ``ID=reason`` texts; the reason is required, so that a lock can be defended.

    Raises
    ------
    InputError
        Where a reason or an id is missing.
    """
    found = {}
    for pair in pairs:
        site_id, _, reason = (part.strip() for part in pair.partition("="))
        if not is_filled(site_id) or not is_filled(reason):
            raise InputError(
                f"{option}: found '{pair}'. Expected a site and the reason, for example "
                f"{option} SE-001='owner pays half'. Add the reason."
            )
        found[site_id] = reason
    return found


def parse_supports(texts: Sequence[str], reference: Reference) -> tuple[Support, ...]:
    """Read instruments of support; one paid by product must name a commodity.

    Raises
    ------
    InputError
        Naming the part at fault.
    """
    found = tuple(Support.parse(text) for text in texts)
    for support in found:
        if support.product and support.product not in reference.commodities:
            raise InputError(
                f"--support, {support.kind}: found the product '{support.product}'. Expected a "
                "symbol of criteria/reference/commodities.csv, for example Co. Correct it."
            )
    return found
