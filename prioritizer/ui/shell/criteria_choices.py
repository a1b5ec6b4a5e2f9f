"""The choices about criteria, scales and policy lists, with their defaults."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.reference import USUAL_POLICY_LISTS

CRITERIA_CHOICES: dict[str, Any] = {
    "policy_lists": USUAL_POLICY_LISTS,
    "policy_own": (),
    "criteria_name": "default",
    "criteria_own": None,
    "scale_edits": {},
    "scales_view": "scales",
    "scales_criterion": None,
    "scales_drafts": {},
    "scales_site": None,
    "scales_issues": (),
    "scales_round": 0,
    # Set with the criteria: points in force, one's own, and those last given to each set.
    "points": {},
    "mine": {},
    "points_by_set": {},
    "points_ids": (),
    "local_points": {},
}
