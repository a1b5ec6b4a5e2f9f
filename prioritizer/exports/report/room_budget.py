"""How a room shared out the pilot budget, in a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prioritizer.domain.words import counted, listed, number
from prioritizer.domain.workshop import SMALLEST_GROUP
from prioritizer.exports.blocks import Block, Heading, paragraph, table
from prioritizer.workflow.workshop.budget_view import BudgetRow, BudgetView, is_by_shares
from prioritizer.workflow.workshop.budget_words import (
    MEDIAN,
    MEDIAN_MEANS,
    PROJECTS,
    PROJECTS_MEAN,
    money,
)


def room_budget(view: BudgetView | None, names: Mapping[str, str]) -> Iterator[Block]:
    """Yield both results side by side, and where they differ; nothing without a round.

    ``names`` are those of the sites that the readers may see; others are counted.
    """
    if view is None:
        return
    yield Heading("How the room shared out the budget", 2)
    amount = money(view.amount, view.currency)
    if view.people < SMALLEST_GROUP:
        yield paragraph(
            f"Fewer than {SMALLEST_GROUP} people shared out {amount}, so nothing more is shown."
        )
        return
    yield paragraph(f"{view.people} people shared out {amount}. {MEDIAN_MEANS} {PROJECTS_MEAN}")
    told = [row for row in view.rows if row.site_id in names]
    yield table(
        ("Site", f"Pilot costs, {view.currency}", PROJECTS, f"{MEDIAN}, {view.currency}"),
        [_row(row, names) for row in told],
        (4, 3, 2.2, 2),
        right=(3,),
        caption=_caption(view, len(view.rows) - len(told)),
    )
    yield paragraph(_difference(told, names))


def _row(row: BudgetRow, names: Mapping[str, str]) -> tuple[str, ...]:
    ends = f"{number(row.best)} ({number(row.low)} to {number(row.high)})"
    cost = f"{ends}, default" if row.is_default else ends
    whole = "paid for" if is_by_shares(row) else "from what is left"
    return (
        names[row.site_id],
        cost,
        whole if row.paid_by else "not paid for",
        number(row.median),
    )


def _caption(view: BudgetView, hidden: int) -> str:
    said = f"The median rule keeps {money(view.kept, view.currency)} unspent."
    if any(row.is_default for row in view.rows):
        said += " Default costs are orders of magnitude, not quotations."
    return f"{said} {counted(hidden, 'site')} not in this report." if hidden else said


def _difference(rows: list[BudgetRow], names: Mapping[str, str]) -> str:
    reached = {row.site_id for row in rows if row.median >= row.best}
    paid = {row.site_id for row in rows if row.paid_by}
    if reached == paid:
        return (
            "Both rules pay for the same sites." if paid else "Neither pays for a whole site."
        )
    parts = (
        ("Paid for as whole projects only", paid - reached),
        ("With their whole cost by the median rule only", reached - paid),
    )
    return " ".join(
        f"{words}: {listed([names[row.site_id] for row in rows if row.site_id in found])}."
        for words, found in parts
        if found
    )
