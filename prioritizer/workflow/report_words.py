"""Words and numbers as reports write them."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.criterion import RiskMode, format_number
from prioritizer.domain.pilot import Default, Estimate, Standing
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.engine.methods import METHODS

_METHOD_WORDS = {name: method.title for name, method in METHODS.items()} | {
    "weighted-sum": "weighted sum of values",
    "topsis": "TOPSIS: closeness to an ideal site",
    "weighted-product": "weighted product of values",
    "promethee": "PROMETHEE II: share of the other sites beaten",
    "electre": "ELECTRE II: places in the graph of who outranks whom",
}
SCALE_WORDS = {
    Scales.FIXED: "on fixed scales",
    Scales.DATA: "on scales made from the sites compared",
}
RISK_NAMES = {
    RiskMode.URGENCY: "speaks for a pilot: harm that reprocessing could end",
    RiskMode.PROJECT_RISK: "speaks against a pilot: what the project could set off",
    RiskMode.REDUCTION: "counts by how much of it reprocessing would take away",
}
STANDING_WORDS = {
    Standing.EVIDENCE: "evidence",
    Standing.VERIFIED: "read in a source",
    Standing.RECALLED: "recalled, check before quoting",
    Standing.DERIVED: "default of this tool",
    Standing.EDITED: "typed by a person",
    Standing.OPEN: "open",
}


def method_words(settings: Settings) -> str:
    """Return the method and its scales."""
    return f"{_METHOD_WORDS[settings.method]}, {SCALE_WORDS[settings.scales]}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form."""
    return f"{number} {noun}" if number == 1 or noun == "more" else f"{number} {noun}s"


def listed_words(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def weights_words(assessment: Assessment) -> str:
    """Return the weights in per cent, in the order of the criteria."""
    weights = assessment.settings.weights.normalized.tolist()
    pairs = zip(assessment.criteria.criteria, weights, strict=True)
    return ", ".join(f"{criterion.name} {100 * weight:.3g} %" for criterion, weight in pairs)


def kilo_eur(value: Estimate, *, with_unit: bool = True) -> str:
    """Return a cost range in thousands of euros, two digits."""
    ends = " – ".join(
        format_number(float(f"{end / 1000:.2g}")) for end in (value.low, value.best, value.high)
    )
    return f"{ends} thousand EUR" if with_unit else ends


def million_eur(value: Estimate) -> str:
    """Return a cost range in millions of euros, two digits."""
    return f"{kilo_eur(value.scaled(1e-3), with_unit=False)} million EUR"


def ends_words(value: Estimate, unit: str, digits: int = 2) -> str:
    """Return a range with its unit; one number where low and high agree."""
    rounded = [
        format_number(float(f"{end:.{digits}g}")) for end in (value.low, value.best, value.high)
    ]
    text = rounded[0] if rounded[0] == rounded[2] else " – ".join(rounded)
    return f"{text} {unit}".strip()


def with_standing(part: Default[str] | Default[tuple[str, ...]]) -> str:
    """Return a value of a pilot definition with where it comes from."""
    value = part.value if isinstance(part.value, str) else "; ".join(part.value)
    return f"{value or 'to be filled in'} [{STANDING_WORDS[part.standing]}]"
