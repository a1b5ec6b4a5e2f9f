"""What of the choices of a project its readers may see: nothing that names a withheld site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.mentions import WITHHELD, names_of, pattern_of
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.pilots.edits import NOT_PUBLIC
from prioritizer.workflow.projects.plain_choices import (
    ALONE,
    AMONG,
    BY_DIGEST,
    CRITERIA,
    GIVEN,
    by_its_digest,
    with_plain_ids,
)
from prioritizer.workflow.sites.told import (
    secret_of,
    told,
    told_criteria,
    told_plain,
    told_settings,
)
from prioritizer.workflow.sites.told_ids import plain_ids, shipped_ids

Pattern = re.Pattern[str]
# Choices by table whose entries name a person, and where.
NAMING = {"pilots_edits": "who", "codes_confirmed": "confirmed_by"}
LISTS, QUALIFIER = "policy_own", "qualifier"
UNNAMED = "Project"
# Where somebody stood, who typed, and what rests on the whole table: of no use to readers.
CHECKED = "flow_checked"
OF_THIS_SERVER = frozenset({"kept", "kept_ranked", "kept_digest", "pilots_kept_edits"})
# Choices among words of the tool: none names a site, even if a site is called the same.
OFFERED = frozenset(
    {
        *("area", "criteria_name", "method", "scales", "normalization", "risk", "order"),
        *("gaps", "facilities", "pilots_rule", "robust_weights", "robust_methods"),
        *("report_files", "weigh_way", "weigh_basis", "compare_methods", "robust_rules"),
        *("robust_classes", "pilots_families", "viability_kinds", "language"),
        "report_language",
    }
)
# Choices by the ids of criteria, profiles and lists, the tool's own among them.
BY_IDS = {*ALONE, *AMONG, *BY_DIGEST} - {*GIVEN, "weigh_saved"}
# The profile of a person's own weights.
MINE = "mine"
PRIVATE = OF_THIS_SERVER | {"who", "audience", "report_audience"}


def public_choices(
    choices: Mapping[str, Any], whole: SiteRegister, part: SiteRegister
) -> dict[str, Any]:
    """Return the choices that go along with a part of a register.

    A site that the part does not hold in full counts as withheld: what was chosen of it (locks,
    edits of its pilot, costs, confirmed codes) stays behind, and so does every entry that names
    it; ids that name it have plain ones in their place. Where nothing is withheld, all choices
    go along, but for names of people and places.

    Parameters
    ----------
    choices
        Plain JSON data by name.
    whole, part
        The sites of the project, and those that the readers see.
    """
    kept = {name: value for name, value in choices.items() if name not in PRIVATE}
    if whole is part:
        return kept
    pattern = _withheld(whole, part)
    if pattern is None:
        return kept
    kept = with_plain_ids(kept, pattern)
    own, lists = kept.pop(CRITERIA, None), kept.pop(LISTS, ())
    beside = _BesideOurIds(pattern)
    cleaned = {
        name: value
        if name in OFFERED
        else _without(value, beside if name in BY_IDS else pattern)
        for name, value in kept.items()
    }
    left = {name: value for name, value in cleaned.items() if value is not _GONE}
    if lists:
        # A list without its title still ranks; without the list, nothing would.
        left[LISTS] = [[told(title, pattern), _entries(one, pattern)] for title, one in lists]
    if own is None:
        return left
    left[CRITERIA] = told_plain(own, pattern)
    return by_its_digest(left, own, left[CRITERIA])


def _entries(entries: list[dict[str, Any]], pattern: Pattern) -> list[dict[str, Any]]:
    return [{**one, QUALIFIER: told(one.get(QUALIFIER, ""), pattern)} for one in entries]


def public_criteria(
    criteria: CriteriaSet, whole: SiteRegister, part: SiteRegister
) -> CriteriaSet:
    """Return criteria without texts that name a withheld site; what they rank by stays."""
    return told_criteria(criteria, None if whole is part else _withheld(whole, part))


def public_settings(
    settings: Settings,
    whole: SiteRegister,
    part: SiteRegister,
    *,
    criteria: CriteriaSet,
    reference: Reference,
) -> Settings:
    """Return settings without texts that name a withheld site, by the ids readers are given.

    ``criteria`` and ``reference`` are those of the settings, as they were given.
    """
    pattern = None if whole is part else _withheld(whole, part)
    if pattern is None:
        return settings
    ids = plain_ids(pattern, criteria=criteria, reference=reference)
    return told_settings(settings, pattern, ids)


def public_name(name: str, whole: SiteRegister, part: SiteRegister) -> str:
    """Return the name of a project for its readers; none that names a site kept from them."""
    return name if told(name, secret_of(whole, part)) == name else UNNAMED


def without_private_edits(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return choices without edits of owners, partners, permits, which no report shows."""
    books = {
        digest: [edit for edit in edits if edit.get("path") not in NOT_PUBLIC]
        for digest, edits in choices.get("pilots_edits", {}).items()
    }
    return {**choices, "pilots_edits": books}


def of_table(choices: Mapping[str, Any], digest: str, part: SiteRegister) -> dict[str, Any]:
    """Return choices without those that are of tables that were in use before.

    What was edited, locked, costed or ruled there may name sites that these readers may not
    know of; here it is of no use.
    """
    shown = part.by_id()
    found: dict[str, Any] = {
        name: {digest: choices[name][digest]} if digest in choices[name] else {}
        for name in NAMING
        if name in choices
    }
    # Older projects only say that something was checked.
    if isinstance(choices.get(CHECKED), dict):
        found[CHECKED] = {k: one for k, one in choices[CHECKED].items() if k == digest}
    costs = choices.get("portfolio_costs")
    if costs:
        found["portfolio_costs"] = {site: cost for site, cost in costs.items() if site in shown}
    for name in ("portfolio_must", "portfolio_must_not", "pins", "map_area"):
        if choices.get(name):
            found[name] = [site for site in choices[name] if site in shown]
    for name in ("portfolio_exclusive", "portfolio_requires"):
        if choices.get(name):
            found[name] = [rule for rule in choices[name] if set(rule) <= set(shown)]
    return {**choices, **found}


def checked_by(choices: Mapping[str, Any], audience: str) -> dict[str, Any]:
    """Return choices that tell readers of a part whether just that part was checked."""
    noted = choices.get(CHECKED)
    books = noted.items() if isinstance(noted, dict) else ()
    seen = {digest: ["", one[1]] for digest, one in books if one[0] in ("", audience)}
    return {**choices, CHECKED: seen}


def without_people(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return choices without the names of those who edited, locked or confirmed something."""
    unnamed = {
        name: {
            digest: [{**one, who: WITHHELD} for one in entries]
            for digest, entries in choices[name].items()
        }
        for name, who in NAMING.items()
        if name in choices
    }
    return {**choices, **unnamed}


def people_in(choices: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of those who edited, locked or confirmed something, each once."""
    found = {
        str(one[who])
        for name, who in NAMING.items()
        for entries in choices.get(name, {}).values()
        for one in entries
    }
    return tuple(sorted(found - {WITHHELD, ""}))


def _withheld(whole: SiteRegister, part: SiteRegister) -> Pattern | None:
    shown = part.by_id()
    names: set[str] = set()
    for site in whole.sites:
        if shown.get(site.site_id) != site:
            names |= names_of(site)
    # However short: an id such as A1 in a list of locks is that site.
    return pattern_of(names, shortest=1)


@dataclass(frozen=True, slots=True)
class _BesideOurIds:
    """Finds a name in a text made of ids; those that the tool itself gives name nobody."""

    secret: Pattern

    def search(self, text: str) -> re.Match[str] | None:
        return self.secret.search(_our_ids().sub("|", text))


@lru_cache(maxsize=1)
def _our_ids() -> Pattern:
    longest_first = sorted({*shipped_ids(), MINE}, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


_GONE = object()


def _without(value: Any, pattern: Pattern | _BesideOurIds) -> Any:
    """Return a value without the entries that name a withheld site; `_GONE` for a bare name.

    Entries of lists and of dictionaries by site or digest go one by one; a record with fields
    would be broken by that, so that it goes as a whole.
    """
    if isinstance(value, str):
        return _GONE if pattern.search(value) else value
    if isinstance(value, list):
        return [one for one in value if not _names(one, pattern)]
    if isinstance(value, dict):
        if all(isinstance(one, dict | list) for one in value.values()):
            inner = {
                key: _without(one, pattern)
                for key, one in value.items()
                if not pattern.search(key)
                and not (isinstance(one, dict) and _names(one, pattern))
            }
            return {key: one for key, one in inner.items() if one is not _GONE}
        return _GONE if _names(value, pattern) else value
    return value


def _names(value: Any, pattern: Pattern | _BesideOurIds) -> bool:
    if isinstance(value, str):
        return pattern.search(value) is not None
    if isinstance(value, list):
        return any(_names(one, pattern) for one in value)
    if isinstance(value, dict):
        return any(pattern.search(key) or _names(one, pattern) for key, one in value.items())
    return False
