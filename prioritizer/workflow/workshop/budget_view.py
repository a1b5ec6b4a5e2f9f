"""What the record of a budget round says to those who were not there, in plain figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from prioritizer.domain.budget import UNSPENT
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.budget_question import parse_question
from prioritizer.workflow.workshop.budget_result import BY_SHARES


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A site of a budget round: cost of its pilot, and what each rule gives it.

    ``paid_by`` says how the whole project is paid for; blank if it is not.
    """

    site_id: str
    low: float
    best: float
    high: float
    is_default: bool
    paid_by: str
    median: int


@dataclass(frozen=True, slots=True)
class BudgetView:
    """The result of a budget round; without rows where fewer than five people answered.

    ``kept`` is what the median rule keeps back. Rows stand as projects are paid for, then by
    what the median rule gives.
    """

    people: int
    amount: int
    currency: str
    kept: int = 0
    rows: tuple[BudgetRow, ...] = ()


def budget_view(record: dict[str, Any]) -> BudgetView | None:
    """Return the budget round of a checked record, None where none was held."""
    told = record["result"].get("budget")
    if told is None:
        return None
    question = parse_question(canonical(record["budget"]).decode())
    view = BudgetView(told["people"], question.amount, question.currency)
    if "median_amounts" not in told:
        return view
    paid = {one["site"]: one["paid_by"] for one in told["projects"]}
    amounts = told["median_amounts"]
    rows = [
        BudgetRow(
            site.id,
            site.cost.low,
            site.cost.best,
            site.cost.high,
            site.is_default,
            paid.get(site.id, ""),
            amounts[site.id],
        )
        for site in question.sites
    ]
    place = {site: number for number, site in enumerate(paid)}
    rows.sort(key=lambda row: (place.get(row.site_id, len(place)), -row.median))
    return replace(view, kept=amounts[UNSPENT], rows=tuple(rows))


def budget_for_sites(view: BudgetView | None, known: Collection[str]) -> BudgetView | None:
    """Return what a budget round tells of the sites that its readers may see."""
    if view is None:
        return None
    return replace(view, rows=tuple(row for row in view.rows if row.site_id in known))


def is_by_shares(row: BudgetRow) -> bool:
    """Return whether a project is paid for by those who gave to it, and not by the rest."""
    return row.paid_by == BY_SHARES
