"""Data capture: how complete each site is by use, and what to find out next and what for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from prioritizer.appraisal.unfc.classification import classify_sites
from prioritizer.domain.classification import Classification
from prioritizer.domain.columns import site_columns
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.published import published
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site
from prioritizer.workflow.ranking.draws import whole_context
from prioritizer.workflow.sites.completeness import Lacking, all_lacking, completeness

LEFT_OUT_GROUPS = frozenset(["gate"])
LEFT_OUT_COLUMNS = frozenset(
    ["notes", "unverified", "access", "restricted_fields", "other_names", "climate_class"]
    + ["computed", "computed_on", "external_ids", "outline"]
    + [f"people_{km}km{end}" for km in (5, 10, 25) for end in ("_low", "", "_high")]
)
ENDS_OF = MappingProxyType(
    {
        "tonnage_t": ("tonnage_low_t", "tonnage_high_t"),
        "volume_m3": ("volume_low_m3", "volume_high_m3"),
        "npv_musd": ("npv_low_musd", "npv_high_musd"),
        "npv_with_support_musd": ("npv_with_support_low_musd", "npv_with_support_high_musd"),
    }
)

# Regulation (EU) 2024/1252, Article 27(4): what the database of closed facilities must hold.
# Each item is met by all columns of one of its alternatives.
ARTICLE_27: Mapping[str, tuple[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "4a": ("location", (("latitude", "longitude"),)),
        "4b": ("areal extent", (("area_ha",),)),
        "4c": ("volume of the waste", (("volume_m3",),)),
        "4d": (
            "operator, former operator or legal successor",
            (("operator_current",), ("operator_former",), ("legal_successor",), ("owner",)),
        ),
        "4e": (
            "approximate quantities and concentrations of all raw materials",
            (("assays", "tonnage_t"), ("assays", "volume_m3")),
        ),
        "4f": (
            "further information that matters for recovery",
            (("mineralogy",), ("reprocessing_studies",), ("recoveries_reported",)),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the things asked for are known."""

    known: int
    asked: int

    @property
    def fraction(self) -> float:
        """Return the share, 0 to 1; 1 where nothing is asked."""
        return self.known / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class SiteCapture:
    """What is known of a site and what is missing, use by use.

    ``groups`` counts the columns of each group of the data dictionary; ``scoring`` is the share
    of the inputs of each criterion, 0 to 1; ``article_27`` says which items (4a) to (4f) are
    met.
    """

    site_id: str
    name: str
    required: Share
    groups: Mapping[str, Share]
    scoring: Mapping[str, float]
    article_27: Mapping[str, bool]
    missing_for_article_27: tuple[str, ...]
    missing_for_scoring: tuple[str, ...]
    missing_for_g: tuple[str, ...]


def capture(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[SiteCapture, ...]:
    """Return the completeness of each site and what to capture next.

    ``progress`` is told before each site how many are done; what it raises ends the work.
    """
    lacks = all_lacking(sites, criteria, reference, progress)
    classes = classify_sites(sites, whole_context(criteria, reference))
    shares = completeness(sites, criteria, reference, lacks)
    return tuple(
        _capture(site, dict(zip(criteria.ids, scoring.tolist(), strict=True)), lack, classified)
        for site, scoring, lack, classified in zip(sites, shares, lacks, classes, strict=True)
    )


def _capture(
    site: Site,
    scoring: Mapping[str, float],
    lack: Lacking,
    classified: Classification,
) -> SiteCapture:
    known = known_columns(site)
    met = {item: _is_met(known, ways) for item, (_, ways) in ARTICLE_27.items()}
    return SiteCapture(
        site_id=site.site_id,
        name=site.name,
        required=_share(known, [c.name for c in site_columns().values() if c.is_required]),
        groups={group: _share(known, names) for group, names in _groups().items()},
        scoring=scoring,
        article_27=met,
        missing_for_article_27=tuple(
            f"({item}) {ARTICLE_27[item][0]}" for item, is_met in met.items() if not is_met
        ),
        missing_for_scoring=tuple(dict.fromkeys(chain.from_iterable(lack))),
        missing_for_g=classified.g.lift,
    )


def known_columns(site: Site) -> frozenset[str]:
    """Return the columns that hold something; an end alone makes its range known.

    A code that says ``unknown`` holds nothing. ``assays`` stands for at least one usable grade
    or contained amount.
    """
    known = {name for name, value in published(site).items() if value != "unknown"}
    known |= {name for name, ends in ENDS_OF.items() if known & set(ends)}
    known.add("site_id")
    if site.has_grade:
        known.add("assays")
    return frozenset(known)


def coverage(captures: Sequence[SiteCapture]) -> Mapping[str, Share]:
    """Return, over all sites, how many meet each item of Article 27."""
    return {
        item: Share(sum(one.article_27[item] for one in captures), len(captures))
        for item in ARTICLE_27
    }


def _is_met(known: Collection[str], ways: tuple[tuple[str, ...], ...]) -> bool:
    return any(all(name in known for name in way) for way in ways)


def _share(known: Collection[str], names: Sequence[str]) -> Share:
    return Share(sum(name in known for name in names), len(names))


def _groups() -> dict[str, list[str]]:
    """Return the columns of each group; sources and the ends of ranges are not asked for."""
    ends = {end for pair in ENDS_OF.values() for end in pair}
    found: dict[str, list[str]] = {}
    for name, column in site_columns().items():
        is_left_out = (
            column.kind == "sources"
            or column.group in LEFT_OUT_GROUPS
            or name in LEFT_OUT_COLUMNS
            or name in ends
        )
        if not is_left_out:
            found.setdefault(column.group, []).append(name)
    return found
