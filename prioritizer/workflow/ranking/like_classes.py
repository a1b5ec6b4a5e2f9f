"""Which sites are like which: by kind of waste, and by the family of what was mined."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from prioritizer.domain.reference import Reference
from prioritizer.domain.results import IntArray
from prioritizer.domain.site import Site

NO_FAMILY = -1
OF_INVENTORY = "sites of this inventory"
_WORD = re.compile(r"[A-Za-z]+")


def like_classes(
    sites: Sequence[Site], reference: Reference
) -> tuple[IntArray, tuple[tuple[str, ...], ...]]:
    """Return the nested classes of sites: labels, ``(3, sites)``, and the name of each.

    All sites of the inventory, those of the same kind of waste, those of the same kind of waste
    and family of commodities.
    """
    waste = [site.waste_type.value.replace("_", " ") for site in sites]
    family = [commodity_family(site, reference) for site in sites]
    kinds = (
        tuple(OF_INVENTORY for _ in sites),
        tuple(waste),
        tuple(
            f"{kind} of {name}" if name else ""
            for kind, name in zip(waste, family, strict=True)
        ),
    )
    labels = [_labels(names) for names in kinds]
    return np.array(labels, dtype=np.int64).reshape(len(kinds), len(sites)), kinds


def _labels(names: Sequence[str]) -> list[int]:
    known = {name: label for label, name in enumerate(sorted(set(names) - {""}))}
    return [known.get(name, NO_FAMILY) for name in names]


def commodity_family(site: Site, reference: Reference) -> str:
    """Return the family of the first commodity that is named as mined, or blank."""
    for word in _WORD.findall(site.texts.get("commodity_mined", "")):
        family = reference.families.get(word) or reference.families.get(word.casefold())
        if family:
            return family
    return ""
