"""What a row of the list says of a site whatever the weights are."""

from __future__ import annotations

from prioritizer.domain.site import Site
from prioritizer.languages.speech import gettext, noop, spoken
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.text import plain

EVIDENCE = {
    "A": noop("A: mass or volume, and a grade"),
    "B": noop("B: mass or volume, or a grade"),
    "C": noop("C: neither mass, volume nor grade"),
}


def site_parts(found: Problem) -> dict[str, dict[str, str]]:
    """Return by id what a row says about each site whatever the weights are, veto or not."""
    return _site_parts(found, spoken())


@cached(most=16)
def _site_parts(found: Problem, language: str) -> dict[str, dict[str, str]]:
    del language  # what tells the answers apart
    return {site.site_id: _fixed(site) for site in found.register.sites if site.gate is None}


def _fixed(site: Site) -> dict[str, str]:
    evidence = gettext(EVIDENCE.get(site.evidence_class, site.evidence_class))
    if site.quarantined:
        evidence = gettext("{evidence}; an impossible grade is not used", evidence=evidence)
    return {
        "id": site.site_id,
        "name": plain(site.name, limit=120),
        "about": about(site),
        "evidence": site.evidence_class,
        "evidenceTitle": evidence,
    }


def about(site: Site) -> str:
    """Return country, kind of waste and what was mined, on one line."""
    bits = (
        site.country,
        gettext(site.waste_type.value.replace("_", " ")),
        site.texts.get("commodity_mined", ""),
    )
    return plain(" · ".join(bit for bit in bits if bit), limit=120)
