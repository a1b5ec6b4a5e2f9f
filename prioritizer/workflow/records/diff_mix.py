"""Two records mixed: some groups of inputs from one, the rest from the other, and ranked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from prioritizer.appraisal.measures import MEASURES, POLICY
from prioritizer.domain.answer import STATES, CellState, GapMode, ValueDraws
from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.facilities import ASIDE
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.results import Assessment, IntArray, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.errors import RecordError
from prioritizer.workflow.ranking.assess import assess_matrix
from prioritizer.workflow.records.replay import drawn_of, parts_of

UNKNOWN_CELL = (float("nan"), float("nan"), float("nan"), True)
MEASURED_BY = ("measure", "unit", "formula", "parameters", "combine")
BY_POLICY = frozenset(name for name, measure in MEASURES.items() if POLICY in measure.inputs)
SCALED_BY = ("objective", "value_function")
Cell = tuple[float, float, float, bool]


class Group(StrEnum):
    """What can change between two records, in the order that people ask."""

    SITES = "sites"
    FACILITIES = "facilities"
    EVIDENCE = "evidence"
    REFERENCE = "reference"
    CRITERIA = "criteria"
    RISK = "risk"
    POLICY = "policy"
    WEIGHTS = "weights"
    GAPS = "gaps"
    METHOD = "method"


GROUP_WORDS = {
    Group.SITES: "sites added or removed",
    Group.FACILITIES: "which facilities are ranked",
    Group.EVIDENCE: "evidence of sites",
    Group.REFERENCE: "reference figures or rules",
    Group.CRITERIA: "criteria and scales",
    Group.RISK: "the meaning of risk",
    Group.POLICY: "the policy lists",
    Group.WEIGHTS: "weights",
    Group.GAPS: "what is taken for unknown values",
    Group.METHOD: "method",
}


@dataclass(frozen=True)
class Side:
    """One record, with its matrix and settings ready to be ranked."""

    record: Mapping[str, Any]
    matrix: DecisionMatrix
    settings: Settings
    drawn: ValueDraws | None = None

    @cached_property
    def rows(self) -> dict[str, int]:
        """Return the row of each site that was considered."""
        return {name: row for row, name in enumerate(self.matrix.alternatives)}

    @cached_property
    def ranked(self) -> frozenset[str]:
        """Return the sites that have a place in the record."""
        return frozenset(entry["id"] for entry in self.record["results"])

    @cached_property
    def columns(self) -> dict[str, int]:
        """Return the column of each criterion."""
        return {criterion.id: k for k, criterion in enumerate(self.matrix.criteria)}

    @cached_property
    def criteria(self) -> dict[str, dict[str, Any]]:
        """Return the definition of each criterion as recorded."""
        return {entry["id"]: entry for entry in self.record["criteria"]}

    @cached_property
    def aside(self) -> frozenset[str]:
        """Return the sites that are set aside for the status of the facility."""
        left = self.record["not_ranked"]
        return frozenset(entry["id"] for entry in left if entry.get("gate") in ASIDE)

    @cached_property
    def evidence(self) -> dict[str, dict[str, Any]]:
        """Return the published evidence of each site, ranked or not."""
        return {entry["id"]: entry for entry in self.record["evidence"]}

    def cell(self, site: str, criterion: str) -> Cell | None:
        """Return low, best, high and gap, None where the record has no such cell."""
        row, k = self.rows.get(site), self.columns.get(criterion)
        if row is None or k is None:
            return None
        matrix = self.matrix
        low, best, high = (float(a[row, k]) for a in (matrix.low, matrix.best, matrix.high))
        return low, best, high, bool(matrix.gap[row, k])


def side_of(record: dict[str, Any], name: str) -> Side:
    """Return one side of a comparison.

    Raises
    ------
    RecordError
        If matrix and settings do not fit each other.
    """
    try:
        matrix, settings = parts_of(record)
        drawn = drawn_of(record, settings)
    except (ValueError, KeyError) as error:
        raise RecordError(
            f"{name}: found a record that does not fit itself ({error}). Expected one as it "
            "was written. Use the original."
        ) from None
    return Side(record, matrix, settings, drawn)


@dataclass(frozen=True)
class Pair:
    """Two records, and which group each difference belongs to."""

    old: Side
    new: Side

    @cached_property
    def read_otherwise(self) -> frozenset[str]:
        """Return the criteria that another meaning of risk defines anew."""
        if self.old.settings.risk == self.new.settings.risk:
            return frozenset()
        return frozenset(
            entry["criterion"]["id"] for entry in self.new.record["risk_variants"]
        ) & (self.old.criteria.keys() & self.new.criteria.keys())

    @cached_property
    def remeasured(self) -> dict[str, Group]:
        """Return the criteria that are measured otherwise, and the group this belongs to."""
        shared = self.old.criteria.keys() & self.new.criteria.keys()
        found = {
            name: Group.RISK if name in self.read_otherwise else Group.CRITERIA
            for name in shared
            if _differs(self.old.criteria[name], self.new.criteria[name], MEASURED_BY)
        }
        if set(self.old.settings.policy_lists) != set(self.new.settings.policy_lists):
            critical = {n for n in shared if self.new.criteria[n]["measure"] in BY_POLICY}
            found |= dict.fromkeys(critical - found.keys(), Group.POLICY)
        return found

    @property
    def is_of_other_facilities(self) -> bool:
        """Return whether the two rank other facilities."""
        return self.old.settings.facilities != self.new.settings.facilities

    def listing_owner(self, site: str) -> Group:
        """Return the group that decides whether a site of one record alone is considered."""
        is_aside = site in self.old.aside | self.new.aside
        return Group.FACILITIES if self.is_of_other_facilities and is_aside else Group.SITES

    def owner(self, site: str, criterion: str) -> Group:
        """Return the group that a change of a cell belongs to."""
        if criterion in self.remeasured:
            return self.remeasured[criterion]
        before, after = self.old.evidence.get(site), self.new.evidence.get(site)
        if before is not None and before == after:
            return Group.REFERENCE
        return Group.EVIDENCE

    def definition_owner(self, criterion: str) -> Group:
        """Return the group that a change of a criterion's definition belongs to."""
        if criterion in self.read_otherwise:
            return Group.RISK
        group = self.remeasured.get(criterion, Group.CRITERIA)
        # Other lists change what is measured, not how the criterion is defined.
        return Group.CRITERIA if group is Group.POLICY else group

    def ranks(self, groups: Collection[Group]) -> dict[str, int]:
        """Return the ranks by site, these groups from the new record, others from the old."""
        found = self._assessed(groups)
        if found is None:
            return {}
        return dict(zip(found.matrix.alternatives, found.ranking.ranks.tolist(), strict=True))

    def known_weights(self, groups: Collection[Group]) -> dict[str, float]:
        """Return the known weight, 0 to 1, of each site, ranked or too little known."""
        found = self._assessed(groups)
        if found is None or found.answer is None:
            return {}
        ranked = zip(found.matrix.alternatives, found.answer.known_weight.tolist(), strict=True)
        return dict(ranked) | {one.site_id: one.known_weight for one in found.answer.apart}

    def _assessed(self, groups: Collection[Group]) -> Assessment | None:
        matrix, settings = self.mixed(groups)
        if not len(matrix):
            return None
        if not self.has_draws:
            # Where one of the two has no chances, both are ranked as in the first schema.
            settings = replace(settings, gaps=GapMode.MIDDLE)
        return assess_matrix(
            matrix,
            CriteriaSet("", "", "", matrix.criteria),
            settings,
            title="",
            drawn=self._draws(matrix, settings, groups) if self.has_draws else None,
        )

    @property
    def has_draws(self) -> bool:
        """Return whether both records hold drawn values."""
        return self.old.drawn is not None and self.new.drawn is not None

    @cached_property
    def drawn_otherwise(self) -> Group:
        """Return the group that other draws of the same cell belong to.

        Unknown values are drawn from like sites, so that they change with those, too.
        """
        if _gap_choices(self.old.settings) != _gap_choices(self.new.settings):
            return Group.GAPS
        shared = self.old.evidence.keys() & self.new.evidence.keys()
        if any(self.old.evidence[site] != self.new.evidence[site] for site in shared):
            return Group.EVIDENCE
        if self.old.rows.keys() != self.new.rows.keys():
            return Group.FACILITIES if self.is_of_other_facilities else Group.SITES
        if self.remeasured:
            return next(iter(self.remeasured.values()))
        changed = [
            name
            for name in dict.fromkeys((*self.old.criteria, *self.new.criteria))
            if self.old.criteria.get(name) != self.new.criteria.get(name)
        ]
        return self.definition_owner(changed[0]) if changed else Group.REFERENCE

    def _draws(
        self, matrix: DecisionMatrix, settings: Settings, groups: Collection[Group]
    ) -> ValueDraws:
        """Return the draws of the mixture, cell by cell from the record that owns the cell."""
        sides = [side.drawn for side in (self.old, self.new) if side.drawn is not None]
        n_draws = min(drawn.draws for drawn in sides)
        shape = len(matrix), len(matrix.criteria)
        levels = np.full((n_draws, *shape), LARGEST // 2, dtype=np.uint16)
        states = np.full(shape, STATES.index(CellState.UNKNOWN), dtype=np.int64)
        means = np.full(shape, 0.5)
        for row, site in enumerate(matrix.alternatives):
            for column, criterion in enumerate(matrix.criteria):
                side = self._drawn_side(site, criterion.id, groups)
                if side is None or side.drawn is None:
                    continue
                at = side.rows[site], side.columns[criterion.id]
                levels[:, row, column] = side.drawn.levels[:n_draws, at[0], at[1]]
                states[row, column] = side.drawn.states[at]
                means[row, column] = side.drawn.means[at]
        return ValueDraws(
            levels, states, means, sides[0].seed, settings.gaps, self._alike(matrix)
        )

    def _alike(self, matrix: DecisionMatrix) -> IntArray | None:
        """Return which sites are alike in both records."""
        labels = [
            dict(zip(side.rows, side.drawn.alike.tolist(), strict=True))
            for side in (self.old, self.new)
            if side.drawn is not None and side.drawn.alike is not None
        ]
        if len(labels) < sum(side.drawn is not None for side in (self.old, self.new)):
            return None
        first: dict[tuple[int, ...], int] = {}
        found = [
            first.setdefault(tuple(of.get(site, -1 - row) for of in labels), row)
            for row, site in enumerate(matrix.alternatives)
        ]
        return np.array(found, dtype=np.int64)

    def _drawn_side(self, site: str, criterion: str, groups: Collection[Group]) -> Side | None:
        old, new = self.old.cell(site, criterion), self.new.cell(site, criterion)
        if old is None or new is None:
            return self.old if old else self.new if new else None
        is_same = np.array_equal(old, new, equal_nan=True)
        owner = self.drawn_otherwise if is_same else self.owner(site, criterion)
        return self.new if owner in groups else self.old

    def mixed(self, groups: Collection[Group]) -> tuple[DecisionMatrix, Settings]:
        """Return the matrix and the settings of the mixture."""
        base = self.new if Group.CRITERIA in groups else self.old
        criteria = tuple(self._definition(c, groups) for c in base.matrix.criteria)
        sites = self._listed(groups)
        cells = [
            [self._cell(site, criterion.id, groups) for criterion in criteria] for site in sites
        ]
        shape = len(sites), len(criteria)
        low, best, high, gap = (
            np.array([[cell[k] for cell in row] for row in cells]).reshape(shape)
            for k in range(4)
        )
        matrix = DecisionMatrix(
            tuple(sites),
            tuple(sites.values()),
            criteria,
            low.astype(np.float64),
            best.astype(np.float64),
            high.astype(np.float64),
            gap.astype(np.bool_),
        )
        return matrix, self._settings([criterion.id for criterion in criteria], groups)

    def _listed(self, groups: Collection[Group]) -> dict[str, str]:
        """Return the names of the sites that the mixture considers, by id."""
        sides = [self.old, self.new]
        if {Group.SITES, Group.FACILITIES} & set(groups):
            sides.reverse()
        found: dict[str, str] = {}
        for side in sides:
            for site, name in zip(side.matrix.alternatives, side.matrix.names, strict=True):
                rows = (self.new if self.listing_owner(site) in groups else self.old).rows
                if site in rows or (site in self.old.rows and site in self.new.rows):
                    found.setdefault(site, name)
        return found

    def _definition(self, criterion: Criterion, groups: Collection[Group]) -> Criterion:
        name = criterion.id
        side = self.new if self.definition_owner(name) in groups else self.old
        column = side.columns.get(name)
        return criterion if column is None else side.matrix.criteria[column]

    def _cell(self, site: str, criterion: str, groups: Collection[Group]) -> Cell:
        old, new = self.old.cell(site, criterion), self.new.cell(site, criterion)
        if old is None or new is None:
            # A site of one record alone, on a criterion of the other alone, was never measured.
            return old or new or UNKNOWN_CELL
        return new if self.owner(site, criterion) in groups else old

    def _settings(self, ids: list[str], groups: Collection[Group]) -> Settings:
        method = (self.new if Group.METHOD in groups else self.old).settings
        risk = (self.new if Group.RISK in groups else self.old).settings.risk
        lists = (self.new if Group.POLICY in groups else self.old).settings.policy_lists
        first, second = self.old.settings.weights, self.new.settings.weights
        chosen, other = (second, first) if Group.WEIGHTS in groups else (first, second)
        unknown = (self.new if Group.GAPS in groups else self.old).settings
        return replace(
            method,
            risk=risk,
            policy_lists=lists,
            weights=_weights(ids, chosen, other),
            gaps=unknown.gaps,
            switched_on=unknown.switched_on,
            assumptions=unknown.assumptions,
        )


def _gap_choices(settings: Settings) -> tuple[object, ...]:
    return settings.gaps, settings.switched_on, settings.assumptions, settings.seed


def _weights(ids: list[str], chosen: WeightVector, other: WeightVector) -> WeightVector:
    """Return the chosen points; a criterion it does not know has the share of the other."""
    points = dict(zip(chosen.criteria, chosen.points, strict=True))
    shares, total = other.as_dict(), sum(chosen.points)
    return WeightVector.from_mapping(
        {name: points.get(name, shares.get(name, 0.0) * total) for name in ids}, ids
    )


def _differs(one: Mapping[str, Any], two: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(one.get(name) != two.get(name) for name in names)
