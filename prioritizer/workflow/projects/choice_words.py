"""What a person calls each choice of a project: in its history and in differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

# The same as in the table of choices of the pages; a test compares them.
WORK_NAMES: Mapping[str, tuple[str, ...]] = {
    "table of sites": (
        "inventory",
        "area",
    ),
    "criteria": (
        "criteria_name",
        "criteria_own",
        "criteria_hidden",
    ),
    "scales": (
        "scale_edits",
        "scales_drafts",
    ),
    "weights": (
        "profile",
        "weigh_saved",
    ),
    "answers about weights": (
        "weigh_answers",
        "weigh_statements",
    ),
    "method and settings": (
        "method",
        "scales",
        "normalization",
        "risk",
        "order",
        "gaps",
        "switched_on",
        "facilities",
    ),
    "policy lists": (
        "policy_lists",
        "policy_own",
    ),
    "shortlist": (
        "shortlist",
        "only_shortlist",
        "pilots_rule",
        "pilots_threshold",
        "pilots_scenarios",
    ),
    "locks and edits of pilots": (
        "pilots_edits",
        "pilots_kept_edits",
    ),
    "codes confirmed from texts": ("codes_confirmed",),
    "result of a workshop": ("pilots_workshop",),
    "programme": (
        "portfolio_budget",
        "portfolio_confidence",
        "portfolio_stages",
        "portfolio_at_least",
        "portfolio_at_most",
        "portfolio_with_locks",
        "portfolio_must",
        "portfolio_must_not",
        "portfolio_crm",
        "portfolio_countries",
        "portfolio_regions",
        "portfolio_wastes",
        "portfolio_elements",
        "portfolio_exclusive",
        "portfolio_requires",
        "portfolio_draws",
        "portfolio_seed",
        "portfolio_any_weights",
    ),
    "costs of pilots": ("portfolio_costs",),
    "viability": (
        "viability_investment",
        "viability_liability",
        "viability_removed",
        "viability_kinds",
        "viability_amount_capex-grant",
        "viability_amount_per-tonne",
        "viability_amount_per-kg",
        "viability_amount_price-floor",
        "viability_amount_soft-loan",
        "viability_amount_tax-holiday",
        "viability_amount_remediation",
    ),
    "prices": ("viability_prices",),
    "robustness": (
        "robust_weights",
        "robust_gaps",
        "robust_methods",
        "robust_draws",
        "robust_seed",
    ),
    "readers": ("audience",),
    "report": (
        "report_title",
        "report_audience",
        "report_files",
        "report_draws",
        "report_portfolio",
        "report_project",
    ),
}
# What is set along with work and says a choice of its own, by what a person calls it.
SPOKEN = {
    "points": "weights",
    "local_points": "weights",
    "compare_methods": "methods to compare",
    "weigh_exponent": "answers about weights",
    "robust_evidence": "robustness",
    "robust_rules": "robustness",
    "robust_classes": "robustness",
    "robust_said": "robustness",
    "pilots_families": "shortlist",
    "viability_discount": "viability",
    "viability_tax": "viability",
    "viability_today": "prices",
    "viability_prices_name": "prices",
    "report_date": "report",
}
NOUNS = {n: noun for noun, names in WORK_NAMES.items() for n in names} | SPOKEN
LABELS = {
    "area": "Area",
    "criteria_name": "Criteria",
    "method": "Method",
    "scales": "Scales",
    "normalization": "Normalisation",
    "risk": "Risk",
    "order": "Order of the list",
    "gaps": "Unknown values",
    "facilities": "Facilities",
    "shortlist": "Sites on the shortlist",
    "only_shortlist": "Only the shortlist",
    "pilots_rule": "Rule of the shortlist",
    "pilots_threshold": "Least score on the shortlist",
    "portfolio_budget": "Budget, thousand EUR",
    "portfolio_confidence": "Certainty of the budget, %",
    "portfolio_at_least": "Pilots, at least",
    "portfolio_at_most": "Pilots, at most (0: no limit)",
    "portfolio_with_locks": "Locks of the shortlist in the programme",
    "portfolio_crm": "Critical materials to cover",
    "portfolio_countries": "Countries to cover",
    "portfolio_regions": "Regions to cover",
    "portfolio_wastes": "Kinds of waste to cover",
    "portfolio_any_weights": "Programme at any weights",
    "viability_discount": "Discount rate, %",
    "viability_tax": "Tax on profit, %",
    "viability_investment": "Investment, % of the default",
    "viability_liability": "Liability without a project, M USD",
    "viability_removed": "Liability removed, %",
    "portfolio_draws": "Draws of the programme",
    "portfolio_seed": "Seed of the programme",
    "robust_weights": "Weights of the robustness run",
    "robust_draws": "Draws of the robustness run",
    "robust_seed": "Seed of the robustness run",
    "audience": "Who may see it",
    "report_title": "Title of the report",
    "report_audience": "Readers of the report",
    "report_draws": "Draws of the report",
    "report_portfolio": "Programme in the report",
    "report_project": "Project in the PDF",
}
# What a page calls the values of a choice; the page of each holds the same words.
VALUES: Mapping[str, Mapping[Any, str]] = {
    "area": {"all": "All sites", "nordic": "Nordic"},
    "scales": {"fixed": "Fixed", "data": "From the data"},
    "risk": {
        "urgency": "For a pilot",
        "project-risk": "Against a pilot",
        "reduction": "By what is removed",
    },
    "order": {
        "chance": "Chance",
        "median": "Median",
        "cautious": "Cautious",
        "expected": "Score",
        "pessimistic": "Worst case",
        "optimistic": "Best case",
        "known": "Known only",
        "evidence-a": "Evidence A",
    },
    "gaps": {
        "like-inventory": "Like sites",
        "nothing-assumed": "Nothing assumed",
        "middle": "Middle of scale",
    },
    "pilots_rule": {"places": "The first places", "score": "A least score"},
    "audience": {"public": "Everybody", "partners": "Partners", "internal": "Only us"},
}
# What people type may name a site that not everybody may see.
TYPED = frozenset({"report_title", "criteria_name"})


def value_words(value: Any, name: str = "") -> str:
    """Return a value of a choice, of this name if it has one, as a person reads it."""
    if name in VALUES and value in VALUES[name]:
        return VALUES[name][value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    text = METHOD_FACTS[value].title if value in METHOD_FACTS else str(value)
    return text.replace("_", " ").replace("-", " ") or "none"


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], leave_out: frozenset[str]
) -> Iterator[str]:
    """Yield in words, each once, what differs between the choices of two projects.

    Choices that pages fill in by themselves are passed over. What people typed is not quoted.
    """
    told: set[str] = set()
    for name in sorted({*before, *after} - leave_out):
        old, new = before.get(name), after.get(name)
        noun = NOUNS.get(name)
        if noun is None or old == new:
            continue
        is_plain = name in before and name in after and name not in TYPED
        if name in LABELS and is_plain:
            line = f"{LABELS[name]}: {value_words(old, name)} → {value_words(new, name)}"
        else:
            line = LABELS.get(name, f"{noun[0].upper()}{noun[1:]}")
        if line not in told:
            told.add(line)
            yield line
