"""A criteria set with scales of a person's own: marked as edited, the rest as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from prioritizer.domain.criterion import CriteriaSet, Criterion, RiskMode, Status, ValueFunction
from prioritizer.workflow.criteria.scales import with_function

EDITED = "+edited."
SOURCE = "Scale edited by the user"


def slot(criteria: CriteriaSet, criterion: str, risk: RiskMode) -> str:
    """Return the name that an edit of a criterion's scale is kept under.

    A criterion that reads differently by the meaning of risk has a scale for each.
    """
    variants = (criteria.risk_variants or {}).get(risk, ())
    is_variant = any(variant.id == criterion for variant in variants)
    return f"{criterion}@{risk.value}" if is_variant else criterion


def set_digest(criteria: CriteriaSet) -> str:
    """Return what identifies the content of a criteria set, in 16 characters."""
    return hashlib.sha256(repr(criteria).encode()).hexdigest()[:16]


def with_scales(criteria: CriteriaSet, edits: Mapping[str, ValueFunction]) -> CriteriaSet:
    """Return the set with edited scales by slot; version and sources say that it is edited.

    An edit of a criterion that the set does not have, or equal to the scale it has, does
    nothing.
    """
    changed: dict[str, ValueFunction] = {}

    def chosen(criterion: Criterion, name: str) -> Criterion:
        function = edits.get(name)
        if function is None or function == criterion.value_function:
            return criterion
        changed[name] = function
        return _edited(criterion, function)

    variants = {
        mode: tuple(chosen(c, slot(criteria, c.id, mode)) for c in members)
        for mode, members in (criteria.risk_variants or {}).items()
    }
    # The criteria as listed read risk as urgency.
    urgent = {c.id: c for c in variants.get(RiskMode.URGENCY, ())}
    listed = tuple(urgent.get(c.id) or chosen(c, c.id) for c in criteria.criteria)
    if not changed:
        return criteria
    text = repr(sorted(changed.items(), key=lambda item: item[0]))
    digest = hashlib.sha256(text.encode()).hexdigest()[:6]
    return replace(
        criteria,
        version=f"{criteria.version}{EDITED}{digest}",
        title=f"{criteria.title} (scales edited)",
        criteria=listed,
        risk_variants=variants or None,
    )


def is_edited(criteria: CriteriaSet) -> bool:
    """Return whether a scale of the set was edited."""
    return EDITED in criteria.version


def edited_criteria(criteria: CriteriaSet) -> tuple[Criterion, ...]:
    """Return the criteria whose scale was edited."""
    return tuple(c for c in criteria.criteria if SOURCE in c.source)


def _edited(criterion: Criterion, function: ValueFunction) -> Criterion:
    return replace(
        with_function(criterion, function),
        status=Status.DERIVED,
        source=f"{criterion.source} {SOURCE}; before: {criterion.value_function.kind}, "
        f"{criterion.range_text}.",
        plain={},
    )
