"""A criterion as plain fields, alike in a criteria file and in a decision record."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.criterion import Criterion


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
    }
