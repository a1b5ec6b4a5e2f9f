"""Words and numbers as reports write them."""

from __future__ import annotations

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.pilot import Default, Estimate, Standing
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.words import MILLION, THOUSAND, ends, weight
from prioritizer.engine.methods.table import METHODS
from prioritizer.languages.speech import gettext, noop

_METHOD_WORDS = {name: method.title for name, method in METHODS.items()} | {
    "weighted-sum": noop("weighted sum of values"),
    "topsis": noop("TOPSIS: closeness to an ideal site"),
    "weighted-product": noop("weighted product of values"),
    "promethee": noop("PROMETHEE II: share of the other sites beaten"),
    "electre": noop("ELECTRE II: places in the graph of who outranks whom"),
}
SCALE_WORDS = {
    Scales.FIXED: noop("on fixed scales"),
    Scales.DATA: noop("on scales made from the sites compared"),
}
RISK_NAMES = {
    RiskMode.URGENCY: noop("speaks for a pilot: harm that reprocessing could end"),
    RiskMode.PROJECT_RISK: noop("speaks against a pilot: what the project could set off"),
    RiskMode.REDUCTION: noop("counts by how much of it reprocessing would take away"),
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
    method, scales = _METHOD_WORDS[settings.method], SCALE_WORDS[settings.scales]
    return f"{gettext(method)}, {gettext(scales)}"


def weights_words(assessment: Assessment) -> str:
    """Return the weights in per cent, in the order of the criteria."""
    weights = assessment.settings.weights.normalized.tolist()
    pairs = zip(assessment.criteria.criteria, weights, strict=True)
    return ", ".join(f"{gettext(criterion.name)} {weight(share)}" for criterion, share in pairs)


def kilo_eur(value: Estimate, *, with_unit: bool = True) -> str:
    """Return a cost range in thousands of euros."""
    known = value.scaled(1 / THOUSAND)
    return ends_words(known, gettext("thousand EUR") if with_unit else "")


def million_eur(value: Estimate) -> str:
    """Return a cost range in millions of euros."""
    return ends_words(value.scaled(1 / MILLION), gettext("million EUR"))


def ends_words(value: Estimate, unit: str) -> str:
    """Return a range with its unit; one number where its ends agree."""
    return ends((value.low, value.best, value.high), unit)


def with_standing(part: Default[str] | Default[tuple[str, ...]]) -> str:
    """Return a value of a pilot definition with where it comes from."""
    value = part.value if isinstance(part.value, str) else "; ".join(part.value)
    return f"{value or 'to be filled in'} [{STANDING_WORDS[part.standing]}]"
