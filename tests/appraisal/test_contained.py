"""Contained value: the product of its two factors, in ranges and in draws."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.appraisal.draws import Switches, blocks
from prioritizer.appraisal.explain.measures import explain_measure
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.site import Range
from tests.appraisal.builders import assay, ends, measure, own_context, site

BODY = site(tonnage_t=Range(1e6, 2e6, 4e6), assays=(assay("Cu", 0.5), assay("Au", 0.3, "g/t")))


def test_it_is_value_per_tonne_times_tonnes_in_million() -> None:
    value = ends(measure("recoverable_value", BODY))
    mass = ends(measure("tonnage", BODY))

    found = ends(measure("contained_value", BODY))

    assert found == pytest.approx([v * t / 1e6 for v, t in zip(value, mass, strict=True)])
    assert found[1] > 0


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"tonnage_t": Range(best=2e6)}, "a representative assay of a recoverable metal"),
        ({"assays": (assay("Cu", 0.5),)}, "tonnage or volume"),
    ],
)
def test_without_one_factor_it_is_unknown_and_says_which(
    fields: dict[str, object], missing: str
) -> None:
    body = site(**fields)

    found = measure("contained_value", body)

    assert np.isnan(found.best[0])
    assert found.gap[0]
    assert missing in MEASURES["contained_value"].missing(body, own_context("contained_value"))


def test_draws_are_of_the_same_grades_and_masses_as_its_factors() -> None:
    switches = Switches()
    drawn = {}
    for name in ("recoverable_value", "tonnage", "contained_value"):
        [block] = blocks(draws=500, seed=3, switches=switches, sizes=[500])
        drawn[name] = MEASURES[name].sampler([BODY], own_context(name))(block)

    product = drawn["recoverable_value"] * drawn["tonnage"] / 1e6
    assert drawn["contained_value"] == pytest.approx(product)
    assert drawn["contained_value"].std() > 0


def test_it_opens_down_to_both_factors() -> None:
    tree = explain_measure(BODY, "contained_value", own_context("contained_value"))

    assert [part.label for part in tree.inputs] == ["recoverable value", "tonnage"]
    assert tree.unit == "million USD"
