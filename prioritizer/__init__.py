"""Rank historical mine waste sites for pilot studies of metal recovery.

There is one sentence to know: *a ranking is a pure function of a decision matrix, an objective
per criterion, a weight vector, a method and a seed.* All code either prepares those five or
shows the answer. What a script or notebook needs comes from here (``docs/python.md``); the
folders are layers, drawn in ``ARCHITECTURE.md``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from prioritizer.version import __version__

if TYPE_CHECKING:
    from prioritizer.api import (
        assess,
        import_file,
        next_data,
        policy_variants,
        ranked_sites,
        read_criteria,
        read_sites,
        risk_variants,
        robustness,
        smaa_of_values,
    )
    from prioritizer.domain.answer import Section, SectionLimits
    from prioritizer.domain.imports import ImportOptions
    from prioritizer.domain.robustness import Uncertainty, WeightKnowledge
    from prioritizer.elicitation.readback import read_back
    from prioritizer.elicitation.scales import Scale
    from prioritizer.elicitation.swing import swing_weights
    from prioritizer.engine.weights.regions import Ordered
    from prioritizer.errors import DataError, InputError
    from prioritizer.readers.measurement_costs import read_measurement_options
    from prioritizer.readers.reference import read_reference
    from prioritizer.storage.database.access import Access
    from prioritizer.storage.inventory.opening import open_store
    from prioritizer.workflow.ranking.matrix import rank
    from prioritizer.workflow.ranking.matrix_smaa import smaa
    from prioritizer.workflow.robustness.sensitivity import (
        joint_shift,
        stability,
        tornado,
        without_criteria,
    )
    from prioritizer.workflow.robustness.variants import method_variants, rank_reversals

# Imported when first used: `import prioritizer` alone costs nothing.
_PUBLIC = {
    "Access": "prioritizer.storage.database.access",
    "Section": "prioritizer.domain.answer",
    "SectionLimits": "prioritizer.domain.answer",
    "DataError": "prioritizer.errors",
    "ImportOptions": "prioritizer.domain.imports",
    "InputError": "prioritizer.errors",
    "Ordered": "prioritizer.engine.weights.regions",
    "Scale": "prioritizer.elicitation.scales",
    "Uncertainty": "prioritizer.domain.robustness",
    "WeightKnowledge": "prioritizer.domain.robustness",
    "assess": "prioritizer.api",
    "import_file": "prioritizer.api",
    "joint_shift": "prioritizer.workflow.robustness.sensitivity",
    "method_variants": "prioritizer.workflow.robustness.variants",
    "next_data": "prioritizer.api",
    "open_store": "prioritizer.storage.inventory.opening",
    "policy_variants": "prioritizer.api",
    "rank": "prioritizer.workflow.ranking.matrix",
    "rank_reversals": "prioritizer.workflow.robustness.variants",
    "ranked_sites": "prioritizer.api",
    "read_back": "prioritizer.elicitation.readback",
    "read_criteria": "prioritizer.api",
    "read_measurement_options": "prioritizer.readers.measurement_costs",
    "read_reference": "prioritizer.readers.reference",
    "read_sites": "prioritizer.api",
    "risk_variants": "prioritizer.api",
    "robustness": "prioritizer.api",
    "smaa": "prioritizer.workflow.ranking.matrix_smaa",
    "smaa_of_values": "prioritizer.api",
    "stability": "prioritizer.workflow.robustness.sensitivity",
    "swing_weights": "prioritizer.elicitation.swing",
    "tornado": "prioritizer.workflow.robustness.sensitivity",
    "without_criteria": "prioritizer.workflow.robustness.sensitivity",
}

__all__ = [
    "Access",
    "DataError",
    "ImportOptions",
    "InputError",
    "Ordered",
    "Scale",
    "Section",
    "SectionLimits",
    "Uncertainty",
    "WeightKnowledge",
    "__version__",
    "assess",
    "import_file",
    "joint_shift",
    "method_variants",
    "next_data",
    "open_store",
    "policy_variants",
    "rank",
    "rank_reversals",
    "ranked_sites",
    "read_back",
    "read_criteria",
    "read_measurement_options",
    "read_reference",
    "read_sites",
    "risk_variants",
    "robustness",
    "smaa",
    "smaa_of_values",
    "stability",
    "swing_weights",
    "tornado",
    "without_criteria",
]


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        message = f"module 'prioritizer' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
