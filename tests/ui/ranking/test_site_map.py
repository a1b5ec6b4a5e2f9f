"""The map holds the outlines of the bodies that it marks."""

from __future__ import annotations

import json
from dataclasses import replace

from prioritizer.domain.criterion import RiskMode
from prioritizer.ui.ranking.site_map import payload
from prioritizer.ui.shell import cache as cached

SQUARE = "POLYGON((15 60, 15.1 60, 15.1 60.1, 15 60.1, 15 60))"


def test_an_outline_is_drawn_beside_the_points() -> None:
    sample = cached.sample()
    first, *others = sample.register.sites
    outlined = replace(first, texts={**first.texts, "outline": SQUARE})
    register = replace(sample.register, sites=(outlined, *others))
    inventory = replace(sample, digest="with an outline", register=register)
    found = cached.problem(
        inventory, cached.criteria_set(), cached.reference(), RiskMode.URGENCY, is_nordic=False
    )

    sent = json.loads(payload(found, ()))

    drawn = [site for site in found.sites if site.texts.get("outline")]
    assert len(sent["bodies"]) == len(drawn) == 1
    assert sent["bodies"][0][0][0] == [15.0, 60.0]
