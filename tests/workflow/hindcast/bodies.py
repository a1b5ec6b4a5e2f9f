"""Made-up bodies for the tests of a hindcast."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.hindcast import Outcome, OutcomeKind, Standing
from prioritizer.domain.site import Assay, Range, Site, WasteType


def body(
    number: int,
    mass_t: float | None = 1e6,
    copper: float | None = 0.5,
    *,
    country: str = "SE",
    **fields: Any,
) -> Outcome:
    """Return one body; ``copper`` in per cent."""
    assays = () if copper is None else (Assay("Cu", Range(best=copper), "%"),)
    site = Site(
        site_id=f"X-{number:03d}",
        name=f"Body {number}",
        country=country,
        waste_type=WasteType.TAILINGS,
        tonnage_t=Range(best=mass_t),
        assays=assays,
    )
    given: dict[str, Any] = {
        "kind": OutcomeKind.SAMPLED_ONLY,
        "evidence_year": 2010,
        "outcome_year": 2015,
        "cohort": "compilation",
        "standing": Standing.VERIFIED,
    }
    return Outcome(site=site, **{**given, **fields})


def taken_up(number: int, *args: Any, **fields: Any) -> Outcome:
    """Return a body that was reprocessed."""
    return body(number, *args, **{"kind": OutcomeKind.REPROCESSED, **fields})
