"""The E axis: whether recovery is viable for environment, society and economy."""

from __future__ import annotations

from prioritizer.appraisal.unfc.facts import fact
from prioritizer.domain.classification import Verdict
from prioritizer.domain.site import GateCode, Range, Site

VETOES = frozenset(
    [
        GateCode.PROHIBITED,
        GateCode.REFUSED,
        GateCode.PROTECTED,
        GateCode.REMOVED,
        GateCode.AFTER_USE,
    ]
)
# Recovery that runs has been judged viable by whoever runs it.
UNDER_WAY = "F1.1"
KNOWN_PERMITS = frozenset(["granted", "expected", "applied", "none"])
KNOWN_OBSTACLES = frozenset(["none", "manageable"])


def viability(site: Site, feasibility: str) -> Verdict:
    """Return the category of viability; E1 only together with F1, E3.2 never with F1.1."""
    evidence = _evidence(site)
    verdict = _viability(site, feasibility, evidence)
    is_running = verdict.code == "E3.2" and feasibility == UNDER_WAY
    return _running(evidence) if is_running else verdict


def _viability(site: Site, feasibility: str, evidence: tuple[str, ...]) -> Verdict:
    veto = _veto(site)
    if veto:
        return Verdict("E3.3", "E-a", veto, evidence, ("E3.2: the obstacle removed",))
    unknown = _unknown(site)
    if unknown:
        lift = tuple(f"E2: evidence on {text}" for text in unknown)
        reason = f"not known: {', '.join(unknown)}"
        return Verdict("E3.2", "E-b", reason, evidence, lift)
    plain, supported = site.npv_musd, _supported(site)
    if _end(supported, "high") < 0:
        reason = "no positive net present value with all plausible support"
        return Verdict("E3.3", "E-c", reason, evidence, ("E2: higher grade, price or support",))
    verdict = _confirmed(site, feasibility, evidence)
    if verdict is not None:
        return verdict
    caps = () if feasibility.startswith("F1") else ("E1 needs F1",)
    if _end(plain, "high") >= 0 or _end(supported, "best") >= 0:
        lift = (
            ("E1: technical feasibility confirmed (F1)",)
            if caps
            else ("E1: permits granted or expected, and a positive value on committed terms",)
        )
        reason = "viable on plausible terms"
        return Verdict("E2", "E-f", reason, evidence, lift, caps)
    reason = "a positive net present value only at the high end with support"
    return Verdict(
        "E3.2", "E-g", reason, evidence, ("E2: a narrower or better estimate",), caps
    )


def _running(evidence: tuple[str, ...]) -> Verdict:
    """Return E1 without a sub-category: UNFC leaves no room for E3.2 beside F1.1."""
    reason = "recovery under way on the terms of today; with or without support is not known"
    return Verdict("E1", "E-h", reason, evidence, ("E1.1: net present value without support",))


def _confirmed(site: Site, feasibility: str, evidence: tuple[str, ...]) -> Verdict | None:
    is_permitted = site.permit_code in {"granted", "expected"}
    if not (feasibility.startswith("F1") and is_permitted):
        return None
    if _end(site.npv_musd, "best") >= 0:
        return Verdict("E1.1", "E-d", "viable without support, permits in sight", evidence)
    if site.support_code == "committed" and _end(_supported(site), "best") >= 0:
        reason = "viable with support that is committed"
        return Verdict("E1.2", "E-e", reason, evidence, ("E1.1: viable without support",))
    return None


def _veto(site: Site) -> str:
    if site.gate is not None and site.gate.code in VETOES:
        return site.gate.reason or site.gate.code.replace("_", " ")
    if "blocking" in (site.environment_obstacle, site.social_obstacle):
        which = "environmental" if site.environment_obstacle == "blocking" else "social"
        return f"{which} obstacle that blocks"
    return ""


def _unknown(site: Site) -> tuple[str, ...]:
    named = (
        ("permits and law", site.permit_code not in KNOWN_PERMITS),
        ("environmental obstacles", site.environment_obstacle not in KNOWN_OBSTACLES),
        (
            "social acceptance",
            site.social_obstacle not in KNOWN_OBSTACLES and site.social_acceptance is None,
        ),
        ("net present value", not site.npv_musd.is_known and not _supported(site).is_known),
    )
    return tuple(text for text, is_missing in named if is_missing)


def _supported(site: Site) -> Range:
    """Return the value with support where there is plausible support, else the plain value."""
    if site.support_code == "none" or not site.npv_with_support_musd.is_known:
        return site.npv_musd
    return site.npv_with_support_musd


def _end(known: Range, end: str) -> float:
    """Return one end; in place of an unknown one the next that is known."""
    low, best, high = known.low, known.best, known.high
    if best is None and low is not None and high is not None:
        best = (low + high) / 2
    chain = (high, best, low) if end == "high" else (best, low)
    return next((value for value in chain if value is not None), float("-inf"))


def _evidence(site: Site) -> tuple[str, ...]:
    gate = site.gate
    plain, supported = site.npv_musd, site.npv_with_support_musd
    return (
        *fact("gate", gate.code.value if gate is not None else None),
        *fact("permit_code", site.permit_code),
        *fact("environment_obstacle", site.environment_obstacle),
        *fact("social_obstacle", site.social_obstacle),
        *fact("social_acceptance", site.social_acceptance),
        *fact("npv_musd", _ends_text(plain)),
        *fact("npv_with_support_musd", _ends_text(supported)),
        *fact("support_code", site.support_code),
    )


def _ends_text(known: Range) -> str:
    if not known.is_known:
        return ""
    ends = (known.low, known.best, known.high)
    return " / ".join("-" if end is None else f"{end:g}" for end in ends)
