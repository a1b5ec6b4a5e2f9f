"""What a report of the command line was asked for, as choices of a project of the app.

The app knows whole thousands of a budget, some spans of stages, some numbers of draws. What has
no place in a project is named in words, so that nobody takes a part for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from prioritizer.domain.economics import Price
from prioritizer.domain.mentions import WITHHELD
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.support import NEEDS_PRODUCT, Support
from prioritizer.domain.words import number
from prioritizer.workflow.pilots.coverage import Cover
from prioritizer.workflow.pilots.edits import LOCK
from prioritizer.workflow.pilots.programme_choice import ProgrammeChoice
from prioritizer.workflow.projects.choice_limits import (
    BUDGETS,
    MOST_PLACES,
    REPORT_DRAWS,
    STAGE_SPANS,
)
from prioritizer.workflow.projects.document import Carried
from prioritizer.workflow.workshop.summary import WorkshopView

K = 1000
COVERS = {
    "crm": "portfolio_crm",
    "country": "portfolio_countries",
    "region": "portfolio_regions",
    "waste-type": "portfolio_wastes",
}
_ROOM: TypeAdapter[Any] = TypeAdapter(WorkshopView)
_PRICES: TypeAdapter[Any] = TypeAdapter(dict[str, Price])
_ENTRIES: TypeAdapter[Any] = TypeAdapter(tuple[PolicyEntry, ...])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked of a report, besides the ranking.

    ``edits`` are those that its readers may see, ``prices_name`` is the name of their file,
    ``seed`` that of the draws.
    """

    audience: str
    title: str = ""
    date: str = ""
    language: str = ""
    draws: int = 0
    seed: int = 1
    programme: ProgrammeChoice | None = None
    prices: Mapping[str, Price] = field(default_factory=dict)
    prices_name: str = ""
    supports: tuple[Support, ...] = ()
    edits: tuple[PilotEdit, ...] = ()
    workshop: WorkshopView | None = None


def with_report(
    made: Carried, asked: Asked, reference: Reference, shipped: Reference
) -> Carried:
    """Return a project with what a report was asked for, and in words what is not in it.

    Parameters
    ----------
    made
        The project of the ranking, with its locks.
    reference
        The tables of the ranking, with policy lists of a person's own; ``shipped`` are those
        without them.
    """
    left: list[str] = []
    choices = {
        **made.choices,
        **_paper(asked, left),
        **_programme(asked.programme, left),
        **_viability(asked, left),
        **_edits(made, asked.edits),
        **_policies(made.settings, reference, shipped),
    }
    left += _of_the_ranking(made.settings, asked.seed)
    if asked.workshop is not None:
        choices["pilots_workshop"] = _ROOM.dump_python(asked.workshop, mode="json")
    said = f"Not in the project: {'; '.join(left)}." if left else ""
    left_out = " ".join(filter(None, (made.about["left_out"], said)))
    return replace(made, choices=choices, about={**made.about, "left_out": left_out})


def _paper(asked: Asked, left: list[str]) -> dict[str, Any]:
    found = {
        "report_title": asked.title,
        "report_date": asked.date,
        "report_dated": True,
        "report_language": asked.language,
        "report_audience": asked.audience,
        "report_portfolio": asked.programme is not None,
    }
    if asked.draws in REPORT_DRAWS:
        return {**found, "report_draws": asked.draws}
    left.append(f"{number(asked.draws)} draws of the report")
    return found


def _programme(wanted: ProgrammeChoice | None, left: list[str]) -> dict[str, Any]:
    """Return the choices of a programme; it does not follow the locks of the list."""
    if wanted is None:
        return {}
    request = wanted.request
    found: dict[str, Any] = {}
    budget = request.budget / K
    if budget.is_integer() and BUDGETS[0] <= budget <= BUDGETS[1]:
        found["portfolio_budget"] = int(budget)
    else:
        left.append(f"the budget of {number(request.budget)} EUR, no whole thousands")
    if wanted.stages in STAGE_SPANS:
        found["portfolio_stages"] = list(wanted.stages)
    else:
        left.append(f"stages {wanted.stages[0]}–{wanted.stages[1]} of the programme")
    return {
        **found,
        **_covers(request.cover, left),
        "portfolio_confidence": round(100 * request.confidence),
        "portfolio_with_locks": False,
    }


def _covers(covers: Iterable[Cover], left: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in covers:
        name = COVERS.get(one.kind, "")
        if name and not one.key and one.n <= MOST_PLACES and name not in found:
            found[name] = one.n
        elif (one.kind, one.n) == ("crm", 1) and one.key:
            found["portfolio_elements"] = [*found.get("portfolio_elements", ()), one.key]
        else:
            key = f"={one.key}" if one.key else ""
            left.append(f"the cover {one.kind}{key}:{one.n}")
    return found


def _viability(asked: Asked, left: list[str]) -> dict[str, Any]:
    prices = _PRICES.dump_python(dict(asked.prices), mode="json")
    found: dict[str, Any] = {
        "viability_prices": prices,
        "viability_prices_name": asked.prices_name,
    }
    kinds: list[str] = []
    for one in asked.supports:
        kind = one.kind.value
        # A page asks for the product when a site is looked at.
        if one.kind in NEEDS_PRODUCT or kind in kinds:
            product = f":{one.product}" if one.product else ""
            left.append(f"the support {kind}={one.amount:g}{product}")
            continue
        kinds.append(kind)
        found[f"viability_amount_{kind}"] = one.amount
    return {**found, "viability_kinds": kinds}


def _edits(made: Carried, edits: Iterable[PilotEdit]) -> dict[str, Any]:
    """Return edits and locks under running numbers; an edit names nobody."""
    digest = made.table.digest
    known = made.table.register.by_id()
    locks = list(made.choices.get("pilots_edits", {}).get(digest, ()))
    own = [one for one in edits if one.path != LOCK and one.site_id in known]
    rows = [*(asdict(replace(one, who=WITHHELD)) for one in own), *locks]
    if not rows:
        return {}
    return {
        "pilots_edits": {
            digest: [{**row, "number": number} for number, row in enumerate(rows, start=1)]
        }
    }


def _policies(settings: Settings, reference: Reference, shipped: Reference) -> dict[str, Any]:
    """Return the lists of a person's own that are in force, with their entries."""
    known = set(shipped.policy)
    added = [one for one in reference.policy if one not in known]
    lists = {
        name: tuple(one for one in added if one.list_id == name)
        for name in settings.policy_lists
    }
    own = [
        [reference.policy_titles.get(name, name), _ENTRIES.dump_python(entries, mode="json")]
        for name, entries in lists.items()
        if entries
    ]
    return {"policy_own": own} if own else {}


def _of_the_ranking(settings: Settings, seed: int) -> Iterator[str]:
    if settings.assumptions:
        yield "values that were assumed: the page ranks without them"
    if seed != settings.seed:
        yield f"seed {seed} of the draws: the page draws with {settings.seed}"
