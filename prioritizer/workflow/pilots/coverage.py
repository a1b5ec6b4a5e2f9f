"""What a person asks of a programme of pilots, and the rules that follow from it."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from prioritizer.appraisal.grade import TOTALS, collect_grades
from prioritizer.domain.answer import known_percent
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import Site, SiteRegister, WasteType
from prioritizer.errors import InputError
from prioritizer.pilots.portfolio import rules
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.workflow.pilots.portfolio_assured import USUAL_COST_DRAWS, CostDraws

CRM_LISTS = ("EU-CRM-2024", "EU-SRM-2024")
MOST_NAMED = 5
KINDS = {
    "crm": "critical raw materials",
    "country": "countries",
    "region": "regions",
    "waste-type": "kinds of waste",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """At least ``n`` sites with a property; without ``key``, ``n`` different ones."""

    kind: str
    n: int
    key: str = ""

    @classmethod
    def parse(cls, text: str) -> Cover:
        """Read ``crm:2`` (two different ones) or ``crm=Co:2`` (two sites with cobalt)."""
        head, _, count = text.rpartition(":")
        kind, _, key = head.partition("=")
        kind = kind.strip().lower().replace("_", "-")
        if kind not in KINDS or not count.strip().isdigit() or int(count) < 1:
            raise InputError(
                f"cover: found '{text}'. Expected one of {', '.join(KINDS)}, a value if "
                "wanted, "
                "and a number, for example crm:2 or country=SE:1."
            )
        return cls(kind, int(count), key.strip())


@dataclass(frozen=True, slots=True)
class Request:
    """All a person asks of a programme; ``budget`` in EUR, sites by id.

    ``confidence`` is the share of the draws of cost, 0 to 1, in which the programme must be
    within the budget; 0 asks only that the best estimates are. ``cost_draws`` says how the
    costs are drawn.
    """

    budget: float
    at_most: int | None = None
    at_least: int | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    requires: tuple[tuple[str, str], ...] = ()
    cover: tuple[Cover, ...] = ()
    confidence: float = 0.0
    cost_draws: CostDraws = USUAL_COST_DRAWS


def build_rules(
    request: Request, assessment: Assessment, register: SiteRegister, reference: Reference
) -> tuple[Rule, ...]:
    """Return every rule but the budget, over the sites of the ranking.

    Raises
    ------
    InputError
        If a rule names a site that is not ranked.
    """
    ids = assessment.matrix.alternatives
    rows = {site_id: row for row, site_id in enumerate(ids)}
    n = len(ids)
    answer = assessment.answer
    apart = {} if answer is None else {site.site_id: site for site in answer.apart}

    def row(site_id: str) -> int:
        if site_id in apart:
            raise InputError(
                f"portfolio, {site_id}: found a site that is too little known to be ranked "
                f"({known_percent(apart[site_id].known_weight)} of the weight). Expected "
                "ranked sites: a programme adds up scores. Find out more of it first "
                "(next-data), or leave it out of the rules."
            )
        if site_id not in rows:
            raise InputError(
                f"portfolio: found site '{site_id}'. Expected a ranked site of the inventory. "
                "Check the spelling, or why the site is not ranked."
            )
        return rows[site_id]

    found: list[Rule] = []
    if request.at_most is not None:
        found.append(rules.at_most(request.at_most, n))
    if request.at_least is not None:
        found.append(rules.at_least(request.at_least, n))
    found += [rules.must(site, row(site), n) for site in request.must]
    found += [rules.must_not(site, row(site), n) for site in request.must_not]
    found += [rules.exclusive(s, [row(x) for x in s], n) for s in request.exclusive]
    found += [rules.requires(a, row(a), b, row(b), n) for a, b in request.requires]
    sites = register.by_id()
    ranked = [sites[site_id] for site_id in ids]
    found += [_cover_rule(cover, ranked, reference) for cover in request.cover]
    return tuple(found)


def _cover_rule(cover: Cover, sites: list[Site], reference: Reference) -> Rule:
    groups: dict[str, list[int]] = {}
    for row, kinds in enumerate(_kinds(cover.kind, sites, reference)):
        for kind in kinds:
            groups.setdefault(kind, []).append(row)
    if not cover.key:
        return rules.cover_kinds(KINDS[cover.kind], groups, cover.n, len(sites))
    _refuse_unknown(cover, groups, reference)
    label = f"{cover.kind} {cover.key}"
    return rules.cover(label, groups.get(cover.key, []), cover.n, len(sites))


def _refuse_unknown(cover: Cover, groups: Collection[str], reference: Reference) -> None:
    """Refuse a value that does not exist; one that merely no site has is a rule as others."""
    known = {
        "crm": _critical(reference),
        "waste-type": {waste.value for waste in WasteType},
    }.get(cover.kind, set())
    if cover.key in groups or cover.key in known:
        return
    named = sorted(known | set(groups))
    near = difflib.get_close_matches(cover.key, named, n=MOST_NAMED, cutoff=0.4)
    raise InputError(
        f"cover, {cover.kind}: found '{cover.key}'. Expected one of the {len(named)} "
        f"{KINDS[cover.kind]} that are known, for example: "
        f"{', '.join(near or named[:MOST_NAMED]) or 'none'}. Correct the value."
    )


def _kinds(kind: str, sites: list[Site], reference: Reference) -> list[frozenset[str]]:
    if kind == "crm":
        return assayed_crm(sites, reference)
    if kind == "waste-type":
        return [frozenset([site.waste_type.value]) for site in sites]
    names = [
        site.country if kind == "country" else site.texts.get("region", "") for site in sites
    ]
    return [frozenset([name]) if name else frozenset() for name in names]


def _critical(reference: Reference) -> set[str]:
    listed = set(reference.policy_classes(CRM_LISTS))
    return listed | {total for total, members in TOTALS.items() if members & listed}


def assayed_crm(sites: list[Site], reference: Reference) -> list[frozenset[str]]:
    """Return the critical raw materials assayed in each site; a total counts as itself."""
    listed = _critical(reference)
    grades = collect_grades(sites, reference)
    found = []
    for row in range(len(sites)):
        here = grades.symbol[row][grades.high[row] > 0]
        symbols = {grades.symbols[k] for k in here.tolist() if k >= 0}
        found.append(frozenset(symbols & listed))
    return found
