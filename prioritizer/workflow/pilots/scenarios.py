"""Named ways to look, side by side: which sites each of them lists, and at which place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.results import Assessment
from prioritizer.pilots.shortlist import Cutoff, select


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One site: its rank in each scenario, None where not ranked there, and whether listed."""

    site_id: str
    name: str
    ranks: tuple[int | None, ...]
    is_listed: tuple[bool, ...]

    @property
    def share(self) -> float:
        """Return the share of scenarios that list the site."""
        return sum(self.is_listed) / len(self.is_listed)


def scenario_rows(assessments: Sequence[Assessment], rule: Cutoff) -> tuple[ScenarioRow, ...]:
    """Return the sites that at least one scenario lists, those listed most often first.

    The scenarios may rest on other criteria or policy lists and rank other sites. Locks are
    left aside: they would make every scenario agree.
    """
    names: dict[str, str] = {}
    ranks: list[dict[str, int]] = []
    listed: list[set[str]] = []
    for found in assessments:
        ids = found.matrix.alternatives
        names |= dict(zip(ids, found.matrix.names, strict=True))
        ranks.append(dict(zip(ids, found.ranking.ranks.tolist(), strict=True)))
        nobody = np.zeros(len(ids), dtype=bool)
        chosen = select(found.ranking.scores, found.ranking.ranks, rule, nobody, nobody)
        listed.append({ids[row] for row in np.flatnonzero(chosen)})
    rows = [
        ScenarioRow(
            site_id,
            names[site_id],
            tuple(places.get(site_id) for places in ranks),
            tuple(site_id in members for members in listed),
        )
        for site_id in set().union(*listed)
    ]
    last = max((len(places) for places in ranks), default=0) + 1

    def order(row: ScenarioRow) -> tuple[float, float, str]:
        places = [last if rank is None else rank for rank in row.ranks]
        return -row.share, sum(places) / len(places), row.site_id

    return tuple(sorted(rows, key=order))
