"""What is said of methods: one entry for each, and the nearest settings that can be drawn."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from prioritizer.domain.results import Scales, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.table import METHODS
from prioritizer.workflow.ranking.method_facts import (
    METHOD_FACTS,
    NORMALIZATION_TITLES,
    MethodFacts,
)
from prioritizer.workflow.ranking.ranks import can_be_drawn, settings_to_draw

SETTINGS = Settings(WeightVector(("a", "b"), (1.0, 2.0)))


def test_every_method_has_the_facts_of_its_entry_in_the_table() -> None:
    assert list(METHOD_FACTS) == list(METHODS)
    for name, method in METHODS.items():
        for field in fields(MethodFacts):
            assert getattr(METHOD_FACTS[name], field.name) == getattr(method, field.name)


def test_titles_of_scales_leave_out_only_the_one_that_is_none() -> None:
    assert {*NORMALIZATION_TITLES, "none"} == set(NORMALIZATIONS)


@pytest.mark.parametrize("method", METHOD_FACTS)
def test_a_method_that_compares_pairs_says_so_in_its_note(method: str) -> None:
    facts = METHOD_FACTS[method]

    assert ("depends on the other sites" in facts.note) == facts.is_pairwise


@pytest.mark.parametrize("scales", list(Scales))
@pytest.mark.parametrize("method", METHOD_FACTS)
def test_settings_to_draw_can_be_drawn_and_leave_the_rest_alone(
    method: str, scales: Scales
) -> None:
    wanted = replace(SETTINGS, method=method, scales=scales)
    drawn = settings_to_draw(wanted)

    assert can_be_drawn(drawn)
    assert drawn == wanted or not can_be_drawn(wanted)
    assert replace(drawn, method=method, scales=scales) == wanted
