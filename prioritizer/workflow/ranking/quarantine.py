"""Which grades of the ranked sites are not used until somebody confirms them."""

from __future__ import annotations

from collections.abc import Iterable

from prioritizer.domain.mentions import WITHHELD
from prioritizer.domain.site import QUARANTINED, Assay, Site
from prioritizer.languages.speech import gettext


def quarantined_grades(sites: Iterable[Site | None]) -> dict[str, str]:
    """Return by site id what is quarantined there, in words; sites without are left out."""
    return {
        site.site_id: "; ".join(_words(assay) for assay in site.quarantined)
        for site in sites
        if site is not None and site.quarantined
    }


def quarantine_words(site: Site | None) -> str:
    """Return what is quarantined at one site, blank where nothing is."""
    return "".join(quarantined_grades([site]).values())


def quarantine_sentence(sites: Iterable[Site | None]) -> str:
    """Return one sentence on all grades that are quarantined, blank where there is none."""
    found = quarantined_grades(sites)
    if not found:
        return ""
    named = "; ".join(f"{site_id}: {words}" for site_id, words in found.items())
    return gettext(
        "Not used until confirmed, because they are impossible: {cells}.", cells=named
    )


def _words(assay: Assay) -> str:
    why = assay.note.removeprefix(QUARANTINED).partition(" (")[0]
    if why == WITHHELD:
        return f"{assay.analyte}, for a reason that is withheld"
    return f"{assay.analyte} {why}"
