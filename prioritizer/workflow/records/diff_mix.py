"""Two records mixed: some groups of inputs from one, the rest from the other, and ranked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from prioritizer.appraisal.measures import MEASURES, POLICY
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import RecordError
from prioritizer.workflow.ranking.ranks import rank_matrix
from prioritizer.workflow.ranking.values import value_matrix
from prioritizer.workflow.records.replay import parts_of

UNKNOWN_CELL = (float("nan"), float("nan"), float("nan"), True)
MEASURED_BY = ("measure", "unit", "formula", "parameters")
BY_POLICY = frozenset(name for name, measure in MEASURES.items() if POLICY in measure.inputs)
SCALED_BY = ("objective", "value_function")
Cell = tuple[float, float, float, bool]


class Group(StrEnum):
    """What can change between two records, in the order that people ask."""

    SITES = "sites"
    EVIDENCE = "evidence"
    REFERENCE = "reference"
    CRITERIA = "criteria"
    RISK = "risk"
    POLICY = "policy"
    WEIGHTS = "weights"
    METHOD = "method"


GROUP_WORDS = {
    Group.SITES: "sites added or removed",
    Group.EVIDENCE: "evidence of sites",
    Group.REFERENCE: "reference figures or rules",
    Group.CRITERIA: "criteria and scales",
    Group.RISK: "the meaning of risk",
    Group.POLICY: "the policy lists",
    Group.WEIGHTS: "weights",
    Group.METHOD: "method",
}


@dataclass(frozen=True)
class Side:
    """One record, with its matrix and settings ready to be ranked."""

    record: Mapping[str, Any]
    matrix: DecisionMatrix
    settings: Settings

    @cached_property
    def rows(self) -> dict[str, int]:
        """Return the row of each ranked site."""
        return {name: row for row, name in enumerate(self.matrix.alternatives)}

    @cached_property
    def columns(self) -> dict[str, int]:
        """Return the column of each criterion."""
        return {criterion.id: k for k, criterion in enumerate(self.matrix.criteria)}

    @cached_property
    def criteria(self) -> dict[str, dict[str, Any]]:
        """Return the definition of each criterion as recorded."""
        return {entry["id"]: entry for entry in self.record["criteria"]}

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
    except (ValueError, KeyError) as error:
        raise RecordError(
            f"{name}: found a record that does not fit itself ({error}). Expected one as it "
            "was written. Use the original."
        ) from None
    return Side(record, matrix, settings)


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
        matrix, settings = self.mixed(groups)
        if not len(matrix):
            return {}
        ranked = rank_matrix(matrix, value_matrix(matrix), settings)
        return dict(zip(matrix.alternatives, ranked.ranks.tolist(), strict=True))

    def mixed(self, groups: Collection[Group]) -> tuple[DecisionMatrix, Settings]:
        """Return the matrix and the settings of the mixture."""
        base = self.new if Group.CRITERIA in groups else self.old
        criteria = tuple(self._definition(c, groups) for c in base.matrix.criteria)
        listed = self.new if Group.SITES in groups else self.old
        cells = [
            [self._cell(site, criterion.id, groups) for criterion in criteria]
            for site in listed.matrix.alternatives
        ]
        low, best, high, gap = (
            np.array([[cell[k] for cell in row] for row in cells]) for k in range(4)
        )
        matrix = DecisionMatrix(
            listed.matrix.alternatives,
            listed.matrix.names,
            criteria,
            low.astype(np.float64),
            best.astype(np.float64),
            high.astype(np.float64),
            gap.astype(np.bool_),
        )
        return matrix, self._settings([criterion.id for criterion in criteria], groups)

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
        return replace(
            method, risk=risk, policy_lists=lists, weights=_weights(ids, chosen, other)
        )


def _weights(ids: list[str], chosen: WeightVector, other: WeightVector) -> WeightVector:
    """Return the chosen points; a criterion it does not know has the share of the other."""
    points = dict(zip(chosen.criteria, chosen.points, strict=True))
    shares, total = other.as_dict(), sum(chosen.points)
    return WeightVector.from_mapping(
        {name: points.get(name, shares.get(name, 0.0) * total) for name in ids}, ids
    )


def _differs(one: Mapping[str, Any], two: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(one[name] != two[name] for name in names)
