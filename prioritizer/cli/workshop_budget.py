"""``workshop budget``: set up the round in which a room shares out the pilot budget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prioritizer.cli.places import FILE, SITES_FILE
from prioritizer.cli.site_input import parse_stages, read_usable_sites
from prioritizer.cli.workshop_store import OPERATOR, STORE, chosen_workshop, desk_of
from prioritizer.domain.words import counted, number
from prioritizer.errors import InputError
from prioritizer.shipped import SAMPLE_NAME
from prioritizer.storage.database.access import Access
from prioritizer.workflow.sites.audience import Audience

if TYPE_CHECKING:
    from prioritizer.domain.site import SiteRegister
    from prioritizer.workflow.workshop.budget_question import BudgetPlan
    from prioritizer.workflow.workshop.budget_result import BudgetResult

STAGES = (1, 4)


@click.command(
    epilog="Example: python -m prioritizer workshop budget --store w.db --amount 3000000"
)
@click.argument("workshop", required=False)
@STORE
@click.option("--amount", required=True, type=click.IntRange(1), help="What there is to spend.")
@click.option("--currency", default="EUR", show_default=True, help="Three letters.")
@click.option(
    "--rate",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="What one EUR is worth: costs of pilots are worked out in EUR.",
)
@click.option(
    "--sites",
    type=SITES_FILE,
    default=SAMPLE_NAME,
    show_default=True,
    help="The site table of the workshop, for what pilots cost; 'sample' is the shipped one.",
)
@click.option(
    "--stages", default="1-4", show_default=True, help="Stages of test work that costs cover."
)
@click.option("--costs", type=FILE, help="Own costs: site_id, low_eur, best_eur, high_eur.")
def budget(
    workshop: str | None,
    store: str,
    amount: int,
    currency: str,
    rate: float,
    sites: Path,
    stages: str,
    costs: Path | None,
) -> None:
    """Set up the budget round of WORKSHOP, whose last result is shown.

    It is about the shortlist of that result and opens, as the last round, when the facilitator
    opens it. Once more before that puts other figures in its place.
    """
    from prioritizer.readers.pilot_facts import read_costs
    from prioritizer.readers.reference import read_reference
    from prioritizer.workflow.pilots.room_costs import room_costs
    from prioritizer.workflow.workshop import budget_round
    from prioritizer.workflow.workshop.budget_question import BudgetPlan

    register = read_usable_sites(
        sites, read_reference(), grades=None, skip_errors=False, audience=Audience.PUBLIC
    )
    span, own = parse_stages(stages), read_costs(costs) if costs else {}
    with desk_of(store, Access.WRITE) as desk:
        chosen = chosen_workshop(desk, workshop)
        offered = budget_round.offer(desk, OPERATOR, chosen.id)
        if not offered.sites:
            raise InputError(
                f"{chosen.title}: found no shortlist that is shown. Expected a round of "
                "weights with answers, revealed. Reveal it first."
            )
        known = [site for site, _ in offered.sites]
        found, mine = room_costs(register, known, span, own)
        plan = BudgetPlan(amount, found, mine, currency, rate, span)
        question = budget_round.set_up(desk, OPERATOR, chosen.id, plan)
    click.echo(
        f"set up: {number(question.amount)} {question.currency} over "
        f"{counted(len(question.sites), 'site')}"
    )
    for site in question.sites:
        ends = (site.cost.low, site.cost.best, site.cost.high)
        low, best, high = (number(round(end)) for end in ends)
        basis = "default" if site.is_default else "own"
        click.echo(f"  {site.id:8s} {site.name}: {best} ({low} to {high}), {basis}")


def usual_plan(register: SiteRegister, amount: int) -> BudgetPlan:
    """Return a plan over any sites of an inventory, at default costs, in EUR."""
    from prioritizer.workflow.pilots.room_costs import room_costs
    from prioritizer.workflow.workshop.budget_question import BudgetPlan

    known = [site.site_id for site in register.sites]
    costs, own = room_costs(register, known, STAGES, {})
    return BudgetPlan(amount, costs, own, stages=STAGES)


def budget_lines(found: BudgetResult | None) -> Iterator[str]:
    """Yield what a room does with its budget, by both rules; nothing where none is shown."""
    from prioritizer.workflow.workshop import budget_words as words

    if found is None:
        return
    yield f"\nBudget round: {words.people_words(found)}"
    if not found.is_told:
        return
    currency = found.question.currency
    for line in words.in_order(found):
        project = words.project_word(found, line) or "-"
        yield (
            f"  {words.line_name(found.question, line)}: {project}; median rule "
            f"{words.money(found.median[line], currency)}, mean "
            f"{words.money(found.mean[line], currency)}"
        )
    yield from (f"  {said}" for said in words.difference_words(found))
    yield f"  {words.MEDIAN_MEANS}"
    yield f"  {words.PROJECTS_MEAN}"
