"""What a budget round is about and what comes of it, in sentences for phones, screen, paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from prioritizer.domain.budget import PERCENT, UNSPENT, WHOLE, BudgetQuestion, BudgetSite
from prioritizer.domain.words import listed, number, percent
from prioritizer.domain.workshop import SMALLEST_GROUP
from prioritizer.languages.speech import gettext, ngettext, noop
from prioritizer.workflow.workshop.budget_result import BY_REST, BY_SHARES, BudgetResult

MEDIAN = noop("Median rule")
PROJECTS = noop("Whole projects")
MEDIAN_MEANS = noop(
    "Median rule: each site gets a middle of what people give it, raised or lowered for all "
    "until the budget is shared out; nobody gains by giving other shares than the own ones."
)
PROJECTS_MEAN = noop(
    "Whole projects: everybody has an equal part of the budget, and a site is paid for, all of "
    "its best estimate or nothing, by those who gave to it; what is left pays for the next "
    "sites that fit. Here, unlike under the median rule, somebody can gain by giving other "
    "shares than the own ones."
)
# How a project is paid for, as it stands in a table.
PAID = {BY_SHARES: noop("paid for"), BY_REST: noop("from what is left")}
NOT_PAID = noop("not paid for")


def money(amount: float, currency: str) -> str:
    """Return an amount in whole units, with its currency."""
    return f"{number(round(amount))} {currency}"


def line_name(question: BudgetQuestion, line: str) -> str:
    """Return what a line of a ballot is called: its site, or keeping the money."""
    names = {site.id: site.name for site in question.sites}
    return gettext("Keep it unspent") if line == UNSPENT else names[line]


def percents(share: int) -> str:
    """Return thousandths of the budget as per cent, a tenth where it is not whole."""
    return number(share / PERCENT, 4)


def part_of(question: BudgetQuestion, share: int) -> str:
    """Return what a share of the budget is in money."""
    return money(question.amount * share / WHOLE, question.currency)


def cost_words(question: BudgetQuestion, site: BudgetSite) -> str:
    """Return what the pilot of a site costs, beside the budget."""
    share = percent(site.cost.best / question.amount)
    values = {
        "best": number(round(site.cost.best)),
        "low": number(round(site.cost.low)),
        "high": number(round(site.cost.high)),
        "share": share,
    }
    if site.is_default:
        return gettext(
            "Costs some {best} ({low} to {high}): {share} of the budget. A usual cost.",
            **values,
        )
    return gettext("Costs some {best} ({low} to {high}): {share} of the budget.", **values)


def asked_words(question: BudgetQuestion, *, is_whole: bool) -> list[str]:
    """Return what is asked, sentence by sentence; ``is_whole`` asks for whole per cent."""
    said = [
        gettext(
            "There are {amount} for pilots. How much of it should pay for which site?",
            amount=money(question.amount, question.currency),
        ),
        gettext("Give each line its per cent; together they make 100. Empty counts as 0."),
    ]
    if is_whole:
        said.append(gettext("Use whole per cent."))
    if question.has_defaults:
        first, last = question.stages
        said.append(
            gettext(
                "A usual cost is what such test work costs elsewhere (stages {first} to "
                "{last}): an order of magnitude, not a quotation.",
                first=first,
                last=last,
            )
        )
    if question.per_eur != 1:
        said.append(
            gettext(
                "Costs were worked out in EUR, at {rate} {currency} for 1 EUR.",
                rate=number(question.per_eur, 6),
                currency=question.currency,
            )
        )
    return said


def people_words(found: BudgetResult) -> str:
    """Return how many shared out how much, or that they are too few to be told of."""
    n, amount = found.people, money(found.question.amount, found.question.currency)
    if not found.is_told:
        return gettext(
            "Fewer than {n} people shared out the budget, so nothing more is shown.",
            n=SMALLEST_GROUP,
        )
    return ngettext(
        "{n} person shared out {amount}.",
        "{n} people shared out {amount}.",
        n,
        n=n,
        amount=amount,
    )


def _name(site: BudgetSite) -> str:
    return site.name


def difference_words(
    found: BudgetResult, call: Callable[[BudgetSite], str] = _name
) -> list[str]:
    """Return where both rules differ, and whether what is paid for may cost too much."""
    if not found.is_told:
        return []
    return [*_differ(found, call), *_cost(found)]


def _differ(found: BudgetResult, call: Callable[[BudgetSite], str]) -> list[str]:
    if not found.projects and not found.reached:
        return [gettext("Neither rule pays for the whole of any site.")]
    said = []
    if not found.reached:
        said.append(gettext("By the median rule no site gets its whole cost."))
    elif found.only_projects:
        names = listed([call(site) for site in found.only_projects])
        said.append(gettext("Paid for as whole projects only: {sites}.", sites=names))
    if found.only_median:
        names = listed([call(site) for site in found.only_median])
        said.append(
            gettext("With its whole cost by the median rule only: {sites}.", sites=names)
        )
    return said or [gettext("Both rules pay for the same sites.")]


def _cost(found: BudgetResult) -> list[str]:
    if not found.projects:
        return []
    cost, currency = found.cost, found.question.currency
    said = [
        gettext(
            "The whole projects cost some {best}, from {low} to {high}.",
            best=money(cost.best, currency),
            low=number(round(cost.low)),
            high=number(round(cost.high)),
        )
    ]
    if cost.high > found.question.amount:
        said.append(gettext("If all were at their high end, the budget would not be enough."))
    return said


def project_word(found: BudgetResult, line: str) -> str:
    """Return whether and how a site is paid for as a whole project; blank for what is kept."""
    if line == UNSPENT:
        return ""
    paid = found.projects.get(line)
    return gettext(PAID[paid] if paid else NOT_PAID)


def in_order(found: BudgetResult) -> Sequence[str]:
    """Return the lines, projects in the order of paying first, then by the median rule."""
    amounts, projects = found.median, list(found.projects)
    others = [line for line in found.question.ids if line not in projects and line != UNSPENT]
    return [*projects, *sorted(others, key=lambda line: -amounts[line]), UNSPENT]
