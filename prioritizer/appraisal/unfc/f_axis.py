"""The F axis: how far the project at the site has come; technology alone is no project."""

from __future__ import annotations

from prioritizer.appraisal.unfc.facts import fact
from prioritizer.domain.classification import Verdict
from prioritizer.domain.site import GateCode, Site

BENCH = frozenset(["bench", "locked_cycle"])
STUDIED = frozenset(["scoping", "prefeasibility", "feasibility"])
FEASIBLE = frozenset(["prefeasibility", "feasibility"])
BY_ACTIVITY = {"ongoing": "F2.1", "on_hold": "F2.2", "abandoned": "F2.3"}
UNPROVEN = {
    "none": ("F4.3", "no technology researched for this material"),
    "researched": ("F4.2", "technology researched at bench scale elsewhere, no pilot yet"),
    "pilot_elsewhere": ("F4.1", "pilot succeeded elsewhere, not on this material"),
}
# Technology readiness below which nothing is proven for any material: 1 principle, 2 concept.
TRL_CONCEPT = 2


def feasibility(site: Site) -> Verdict:
    """Return the category of technical feasibility; the furthest stage that is shown counts."""
    evidence = _evidence(site)
    if site.project_activity == "producing" or _is_reprocessed(site):
        return Verdict("F1.1", "F-f", "recovery under way", evidence)
    if site.project_activity == "committed":
        return Verdict("F1.2", "F-e", "funds committed", evidence, ("F1.1: start of recovery",))
    if _is_feasible(site):
        return Verdict(
            "F1.3",
            "F-d",
            "continuous pilot on a representative sample, study, approvals expected",
            evidence,
            ("F1.2: committed funds and a start of works",),
        )
    if _is_tested(site):
        code = BY_ACTIVITY.get(site.project_activity, "F2.2")
        reason = f"tests on a representative sample and a {site.study_level} study"
        return Verdict(code, "F-c", reason, evidence, _lift_to_f1(site, code))
    return _untested(site, evidence)


def _untested(site: Site, evidence: tuple[str, ...]) -> Verdict:
    unproven = _unproven(site)
    if unproven is not None:
        code, reason = unproven
        return Verdict(
            code, "F-a", reason, evidence, ("F3: a technology proven for the material",)
        )
    has_site_data = (
        site.testwork_level in {"mineralogy", "pilot"} | BENCH
        or bool(site.texts.get("mineralogy", ""))
        or bool(site.texts.get("reprocessing_studies", ""))
    )
    if has_site_data:
        reason = "mineralogy or tests of this body"
        return Verdict("F3.1", "F-b", reason, evidence, _lift_to_f2(site))
    if site.study_level in STUDIED | {"desk"} or site.has_grade:
        reason = "a study or published grades, no mineralogy or tests"
        return Verdict("F3.2", "F-b", reason, evidence, ("F3.1: mineralogy of the waste",))
    return Verdict(
        "F3.3", "F-b", "no data of this body", evidence, ("F3.2: a desk study of the body",)
    )


def _unproven(site: Site) -> tuple[str, str] | None:
    if site.technology_level in UNPROVEN:
        return UNPROVEN[site.technology_level]
    if site.trl is not None and site.trl <= TRL_CONCEPT and not site.technology_level:
        return UNPROVEN["none" if site.trl < TRL_CONCEPT else "researched"]
    return None


def _is_reprocessed(site: Site) -> bool:
    return site.gate is not None and site.gate.code is GateCode.BEING_REPROCESSED


def _is_feasible(site: Site) -> bool:
    return (
        site.testwork_level == "pilot"
        and site.is_representative is True
        and site.study_level in FEASIBLE
        and (site.approvals_expected is True or site.permit_code in {"granted", "expected"})
    )


def _is_tested(site: Site) -> bool:
    is_tested = site.testwork_level in BENCH | {"pilot"}
    return is_tested and site.is_representative is True and site.study_level in STUDIED


def _lift_to_f2(site: Site) -> tuple[str, ...]:
    named = (
        ("bench or locked-cycle tests", site.testwork_level not in BENCH | {"pilot"}),
        ("a sample shown to be representative", site.is_representative is not True),
        ("a scoping study", site.study_level not in STUDIED),
    )
    return tuple(f"F2: {text}" for text, is_missing in named if is_missing)


def _lift_to_f1(site: Site, code: str) -> tuple[str, ...]:
    approvals = site.approvals_expected is True or site.permit_code in {"granted", "expected"}
    named = (
        ("F2.1: resumed project activities", code != "F2.1"),
        ("F1.3: a continuous pilot", site.testwork_level != "pilot"),
        ("F1.3: a prefeasibility study", site.study_level not in FEASIBLE),
        ("F1.3: approvals reasonably expected", not approvals),
    )
    return tuple(text for text, is_missing in named if is_missing)


def _evidence(site: Site) -> tuple[str, ...]:
    return (
        *fact("project_activity", site.project_activity),
        *fact("testwork_level", site.testwork_level),
        *fact("is_representative", site.is_representative),
        *fact("study_level", site.study_level),
        *fact("technology_level", site.technology_level),
        *fact("trl", site.trl),
        *fact("approvals_expected", site.approvals_expected),
        *fact("permit_code", site.permit_code),
        *fact("mineralogy", site.texts.get("mineralogy", "")),
        *fact("reprocessing_studies", site.texts.get("reprocessing_studies", "")),
        *fact("published grades", len([a for a in site.assays if a.is_used]) or None),
    )
