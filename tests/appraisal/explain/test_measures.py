"""Explanations: each tree ends in the measure's own numbers and in named sources."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from prioritizer.appraisal.explain.measures import EXPLAIN, explain_measure
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.derivation import Basis, Derivation
from prioritizer.domain.site import Range, WasteType
from prioritizer.errors import InputError
from prioritizer.readers.sites import read_sites
from tests.appraisal.builders import REFERENCE, assay, context, own_context, site
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_data" / "sites.csv"
REGISTER = read_sites(SAMPLE, REFERENCE).register


def walk(tree: Derivation) -> Iterator[Derivation]:
    yield tree
    for part in tree.inputs:
        yield from walk(part)


def test_every_measure_can_be_explained() -> None:
    assert EXPLAIN.keys() == MEASURES.keys()


@pytest.mark.parametrize("measure", list(EXPLAIN))
def test_the_root_shows_what_the_measure_gives(measure: str) -> None:
    for known in REGISTER.sites[::17]:
        tree = explain_measure(known, measure, own_context(measure))

        measured = MEASURES[measure].evaluate([known], own_context(measure))
        for shown, end in (
            (tree.low, measured.low),
            (tree.best, measured.best),
            (tree.high, measured.high),
        ):
            assert shown == pytest.approx(end[0]) if shown is not None else end[0] != end[0]


@pytest.mark.parametrize("measure", list(EXPLAIN))
def test_every_source_named_in_a_tree_exists(measure: str) -> None:
    known_ids = REGISTER.sources.keys() | REFERENCE.citations.keys()
    for known in REGISTER.sites[::9]:
        named = {
            s
            for part in walk(explain_measure(known, measure, own_context(measure)))
            for s in part.sources
        }

        assert named <= known_ids


@pytest.mark.parametrize("measure", list(EXPLAIN))
def test_every_default_carries_its_status(measure: str) -> None:
    for known in REGISTER.sites[::9]:
        for part in walk(explain_measure(known, measure, own_context(measure))):
            if part.basis is Basis.DEFAULT:
                assert part.status in {"verified", "recalled", "derived"}, part.label


def test_the_parts_of_a_grade_add_up_and_show_the_printed_value() -> None:
    tungsten = site(assays=(assay("WO3", 0.5, source="S1"), assay("Cu", 0.2, source="S2")))

    tree = explain_measure(tungsten, "grade_equivalent", own_context("grade_equivalent"))

    assert sum(part.best or 0.0 for part in tree.inputs) == pytest.approx(tree.best)
    grade = next(part for part in walk(tree) if part.label == "grade of W")
    assert grade.text == "printed - / 0.5 / - % WO3 × 0.792971"
    assert grade.sources == ("S1",)


@pytest.mark.parametrize(
    ("fields", "formula", "labels"),
    [
        ({"tonnage_t": Range(None, 1e6)}, "published mass", ["tonnage"]),
        (
            {"volume_m3": Range(None, 1e6), "waste_type": WasteType.SLAG},
            "volume × dry density",
            ["volume", "dry density of slag"],
        ),
        (
            {"area_ha": 20.0, "waste_type": WasteType.TAILINGS},
            "area × thickness × dry density",
            ["area", "thickness", "dry density of tailings"],
        ),
    ],
)
def test_a_tonnage_shows_the_route_it_took(
    fields: dict[str, object], formula: str, labels: list[str]
) -> None:
    tree = explain_measure(site(**fields), "tonnage", own_context("tonnage"))

    assert tree.formula == formula
    assert [part.label for part in tree.inputs] == labels


def test_lines_are_indented_and_say_what_a_number_rests_on() -> None:
    lines = list(explain_measure(site(area_ha=20.0), "tonnage", context()).lines())

    assert lines[0].startswith("tonnage: rests on gaps: ")
    assert lines[1] == "  area: 20 ha [published]"
    assert lines[2].startswith("  thickness: 6 (2 to 15) m, Mean thickness")
    assert "default; derived" in lines[2]


def test_plain_data_leaves_out_what_is_empty() -> None:
    data = explain_measure(site(tonnage_t=Range(None, 5.0)), "tonnage", context()).as_dict()

    assert data["best"] == 5.0
    assert data["inputs"] == [
        {"label": "tonnage", "basis": "published", "unit": "t dry", "best": 5.0}
    ]


def test_an_unknown_measure_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="found 'beauty'"):
        explain_measure(site(), "beauty", context())
