"""The parts of environmental risk: hazard, containment, exposure and harm that is observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from prioritizer.appraisal.access import distance_ends
from prioritizer.appraisal.composites import (
    Part,
    bounded_part,
    distance_part,
    exact_part,
)
from prioritizer.appraisal.grade import Known, known_grades
from prioritizer.appraisal.measurement import BoolArray, Context, FloatArray, number_column
from prioritizer.appraisal.risk import WHOLE, consequence, source
from prioritizer.domain.site import Range, Site

PARTS = ("hazard", "containment", "people", "water", "protected", "observed")
# Words of a protection status that name nature, and those that deny any.
NATURE = ("natura 2000", "nature", "protected area", "protected or relevant", "reserve", "park")
NO_PROTECTION = ("none", "no", "no protected area", "not protected")


def risk_parts(sites: Sequence[Site], context: Context) -> tuple[Part, ...]:
    """Return the parts in the order of PARTS.

    Hazard is the class of acid and sulfides, or the radioactivity of assayed uranium and
    thorium where that is more. Metals are no part of it: the reference has no threshold for
    them with a source. A release that is observed has passed any containment.
    """
    observed = number_column(_yes_no(site.impact_observed) for site in sites)
    return (
        _hazard(sites, context),
        _containment(sites, context),
        *_exposure(sites, context),
        exact_part("observed", observed),
    )


def is_broken(sites: Sequence[Site]) -> BoolArray:
    """Return where the chain is stated to be broken: contained, or nobody in reach.

    A release that is observed has passed through the whole chain, whatever else is stated.
    """
    return np.array(
        [
            site.impact_observed is not True
            and (site.containment == "contained" or site.receptors == "none")
            for site in sites
        ],
        dtype=bool,
    )


def physical_floor(sites: Sequence[Site], context: Context) -> FloatArray:
    """Return the least that the consequence class says, 0 without one, ``(sites,)``."""
    found = (consequence(site, context) for site in sites)
    return number_column(known.low for known in found)


def activity(site: Site, context: Context) -> tuple[float, float] | None:
    """Return uranium and thorium over the limit of their sum; None if neither is assayed.

    The two ends are one where each grade has a best value. A grade that was published as a
    range without a mean has none, so that the sum has two ends as well.
    """
    values = context.parameters["radioactivity"].values
    per_ppm = {"U": values["uranium_bq_per_ppm"], "Th": values["thorium_bq_per_ppm"]}
    analytes = context.reference.analytes
    held = {analytes[a.analyte].symbol for a in site.assays if a.analyte in analytes}
    if held.isdisjoint(per_ppm):
        return None
    grades = known_grades(site, context.reference)
    found = [
        (_ends(grades[symbol]), factor)
        for symbol, factor in per_ppm.items()
        if symbol in grades
    ]
    if not found:
        return None
    low, high = (
        sum(ends[side] * factor for ends, factor in found) / values["limit_bq_per_g"]
        for side in (0, 1)
    )
    return low, high


def _ends(grade: Known) -> tuple[float, float]:
    """Return the best grade twice, or the two ends of one that has no best."""
    low, best, high = grade
    return (low, high) if best is None else (best, best)


def _hazard(sites: Sequence[Site], context: Context) -> Part:
    acid = [source(site, context) for site in sites]
    found = [activity(site, context) or (0.0, 0.0) for site in sites]
    least, most = (
        np.minimum(number_column(ends[side] for ends in found), 1.0) for side in (0, 1)
    )
    low = np.maximum(number_column(known.low for known in acid), least)
    high = np.maximum(number_column(known.high for known in acid), most)
    is_known = np.array([known is not WHOLE for known in acid], dtype=bool) | (low == high)
    return bounded_part("hazard", (low, high), is_known=is_known)


def _containment(sites: Sequence[Site], context: Context) -> Part:
    codes = context.parameters["containment"].values
    width = context.parameters["sulfide_quarter"].values["width"]
    ends = [_contained(site, codes, width) for site in sites]
    low, high = (number_column(getattr(end, name) for end in ends) for name in ("low", "high"))
    is_known = np.array([end is not WHOLE for end in ends], dtype=bool)
    return bounded_part("containment", (low, high), is_known=is_known)


def _contained(site: Site, codes: Mapping[str, float], width: float) -> Range:
    if site.impact_observed:
        return Range(codes["open"], None, codes["open"])
    if site.containment in codes:
        return Range(codes[site.containment], None, codes[site.containment])
    return WHOLE if site.impact_observed is None else Range(0.0, None, width)


def _exposure(sites: Sequence[Site], context: Context) -> tuple[Part, Part, Part]:
    scale = context.parameters["receptor_km"]
    nobody = np.array([site.receptors == "none" for site in sites], dtype=bool)
    parts = (
        distance_part("people", distance_ends(sites, "town"), scale),
        distance_part("water", distance_ends(sites, "water"), scale),
        exact_part("protected", number_column(protected(site) for site in sites)),
    )
    people, water, nature = (_unless(nobody, part) for part in parts)
    return people, water, nature


def _unless(nobody: BoolArray, part: Part) -> Part:
    """Return a part, and 0 where it is stated that nobody is in reach."""
    low, high = (np.where(nobody, 0.0, end) for end in part.ends)
    return bounded_part(part.name, (low, high), is_known=part.is_known | nobody)


def protected(site: Site) -> float | None:
    """Return 1 where protected nature bears on the body, 0 where it is said that none does."""
    said = site.texts.get("protection_status", "").casefold().strip()
    if said in NO_PROTECTION:
        return 0.0
    return 1.0 if any(word in said for word in NATURE) else None


def _yes_no(answer: bool | None) -> float | None:
    return None if answer is None else float(answer)


def missing_for_chemical(site: Site, context: Context) -> tuple[str, ...]:
    """Return the parts of the chemical risk that are unknown; none of a broken chain."""
    if is_broken([site])[0]:
        return ()
    names = {
        "hazard": "acid-drainage test or sulfide class",
        "containment": "whether releases are observed",
        "people": "distance to a settlement",
        "water": "distance to surface water",
        "protected": "protected areas nearby",
        "observed": "whether releases are observed",
    }
    parts = risk_parts([site], context)
    open_parts = (names[part.name] for part in parts if part.high[0] - part.low[0] == 1.0)
    return tuple(dict.fromkeys(open_parts))
