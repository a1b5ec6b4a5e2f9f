"""Choices follow their ids: where one named a withheld site, everything ranks as before."""

from __future__ import annotations

import json
from typing import Any

from prioritizer.domain.criterion import ValueFunction
from prioritizer.domain.mentions import pattern_of
from prioritizer.domain.results import Settings
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.ui.shell import saving
from prioritizer.ui.shell.choice_types import PointsOfSet
from prioritizer.workflow.criteria.scale_draft import Draft
from prioritizer.workflow.criteria.scale_edits import set_digest
from prioritizer.workflow.pilots.scenarios import SavedScenario
from prioritizer.workflow.projects.plain_choices import (
    ALONE,
    AMONG,
    BY_DIGEST,
    ids_to_change,
    with_plain_ids,
)
from prioritizer.workflow.sites.told_ids import renamed
from prioritizer.workflow.weights.effect import WeightSet
from prioritizer.workflow.weights.region import Statement

SECRET = pattern_of({"Canary Hollow"}, shortest=1)
ID = "far_from_canary_hollow"
OWN = renamed(read_criteria("default"), {"volume": ID})
POINTS = dict.fromkeys(OWN.ids, 20.0)
FUNCTION = ValueFunction("linear", 0.0, 2.0)


def chosen() -> dict[str, Any]:
    """Return choices that hold an id wherever one can stand."""
    settings = Settings(WeightVector.equal(OWN.ids), switched_on=(ID,))
    ids = OWN.ids
    return saving.saved(
        {
            "criteria_own": OWN,
            "criteria_hidden": OWN.criteria[1:2],
            "policy_own": (),
            "policy_lists": (),
            "pilots_scenarios": (SavedScenario("S", settings, OWN, read_reference(), ()),),
            "points": POINTS,
            "mine": POINTS,
            "points_by_set": {ids: PointsOfSet(POINTS, POINTS)},
            "points_ids": ids,
            "local_points": POINTS,
            "last_points": POINTS,
            "start_sliders": POINTS,
            "start_points": POINTS,
            "profile": "mine",
            "weigh_saved": (WeightSet("Ours", "vote", dict.fromkeys(ids, 0.2)),),
            "switched_on": [ID],
            "robust_evidence": [ID],
            "weigh_answers": {("rank", "root", ids): {f"tie.{ID}": "yes", ID: 2.0}},
            "weigh_ranges": {("rank", "root", ids): {ID: "0 to 1"}},
            "weigh_statements": {ids: (Statement(ID, "at least", 2.0, "grade"),)},
            "robust_said": Uncertainty(statements=(f"{ID} >= 2 grade",), order=((ID,),)),
            "scale_edits": {set_digest(OWN): {ID: FUNCTION}},
            "scales_drafts": {f"{set_digest(OWN)}-{ID}": Draft("linear")},
        }
    )


def test_every_place_of_an_id_is_known_here() -> None:
    assert set(chosen()) == {*ALONE, *AMONG, *BY_DIGEST}


def test_an_id_that_names_a_site_is_nowhere_and_all_else_stays() -> None:
    before = chosen()

    after = with_plain_ids(before, SECRET)

    assert "canary" not in json.dumps(after)
    digests = {set_digest(OWN): set_digest(saving.restored(after)["criteria_own"])}
    expected = json.dumps(before).replace(ID, "criterion_1")
    for old, new in digests.items():
        expected = expected.replace(old, new)
    assert json.loads(expected) == after
    assert ids_to_change(after, SECRET) == {}


def test_where_no_id_names_a_site_nothing_changes() -> None:
    plain = saving.saved({"criteria_own": read_criteria("default"), "points": POINTS})

    assert with_plain_ids(plain, SECRET) == plain
    assert with_plain_ids(plain, None) == plain
