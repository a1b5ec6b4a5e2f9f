"""A criterion as plain fields, alike in a criteria file and in a decision record."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from prioritizer.domain.criterion import Criterion, GateRule


def criterion_fields(criterion: Criterion) -> dict[str, Any]:
    """Return the definition of a criterion, without its texts for laypeople."""
    return {
        "id": criterion.id,
        "name": criterion.name,
        "question": criterion.question,
        "measure": criterion.measure,
        "unit": criterion.unit,
        "objective": criterion.objective.value,
        "value_function": criterion.value_function.as_dict(),
        "formula": criterion.formula,
        "description": criterion.description,
        "source": criterion.source,
        "status": criterion.status.value,
        "parameters": {
            name: {
                "values": dict(parameter.values),
                "unit": parameter.unit,
                "source": parameter.source,
                "status": parameter.status.value,
            }
            for name, parameter in criterion.parameters.items()
        },
        # Absent where a file did not say: what was written before keeps its bytes.
        **({"combine": criterion.combine.value} if criterion.combine else {}),
        **column_fields(criterion),
    }


def column_fields(criterion: Criterion) -> dict[str, Any]:
    """Return how an own column is read; nothing where another measure is taken."""
    kind = {"kind": criterion.kind.value} if criterion.kind else {}
    return {**kind, **({"classes": dict(criterion.classes)} if criterion.classes else {})}


def gate_fields(gate: GateRule) -> dict[str, Any]:
    """Return a gate as plain fields, without what it does not say."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(gate).items()
        if value is not None and value not in ((), "")
    }
