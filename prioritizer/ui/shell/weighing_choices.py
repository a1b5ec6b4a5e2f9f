"""What the Weights page starts from: nothing chosen, nothing answered, nothing saved."""

from __future__ import annotations

from typing import Any

WEIGH_CHOICES: dict[str, Any] = {
    "weigh_view": "say",
    "weigh_way": None,
    "weigh_technique": {},
    "weigh_exponent": 2.0,
    "weigh_basis": "values",
    # Answers by way and group, with the ranges shown then; statements of a region by criteria.
    "weigh_answers": {},
    "weigh_ranges": {},
    "weigh_statements": {},
    "weigh_fine": False,
    "weigh_message": "",
    "weigh_to_robustness": False,
    "weigh_saved": (),
    "weigh_compared": None,
    # Where the present weights come from, and those kept under Mine.
    "weight_source": "",
    "mine_source": "",
    # What was said about the weights, as the weights of a robustness run.
    "robust_said": None,
}
