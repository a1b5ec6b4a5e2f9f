"""Pairs of E and F that UNFC leaves no room for never come out, whatever the evidence."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.unfc.classification import classify_sites
from prioritizer.domain.site import Gate, GateCode, Range
from prioritizer.readers.sites import read_sites
from tests.appraisal.builders import REFERENCE, assay, context, site
from tests.conftest import SAMPLE

EVIDENCE = st.fixed_dictionaries(
    {},
    optional={
        "project_activity": st.sampled_from(
            ["", "none", "ongoing", "on_hold", "abandoned", "committed", "producing"]
        ),
        "permit_code": st.sampled_from(["", "none", "applied", "expected", "granted"]),
        "environment_obstacle": st.sampled_from(["", "none", "manageable", "blocking"]),
        "social_obstacle": st.sampled_from(["", "none", "manageable", "blocking"]),
        "support_code": st.sampled_from(["", "none", "plausible", "committed"]),
        "npv_musd": st.sampled_from([Range(), Range(-9.0, -5.0, -1.0), Range(-9.0, 1.0, 9.0)]),
        "npv_with_support_musd": st.sampled_from([Range(), Range(-3.0, -1.0, 2.0)]),
        "gate": st.sampled_from([None, *(Gate(code, "a reason") for code in GateCode)]),
        "testwork_level": st.sampled_from(["", "none", "bench", "pilot"]),
        "is_representative": st.sampled_from([None, True, False]),
        "study_level": st.sampled_from(["", "scoping", "feasibility"]),
    },
)


@given(EVIDENCE)
def test_recovery_under_way_is_never_too_little_known(evidence: dict[str, Any]) -> None:
    (found,) = classify_sites([site(**evidence, assays=(assay("Cu", 0.5),))], context())

    assert (found.e.code, found.f.code) != ("E3.2", "F1.1")
    assert not found.e.code.startswith("E1") or found.f.code.startswith("F1")


def test_recovery_under_way_alone_is_e1_without_a_sub_category() -> None:
    (found,) = classify_sites([site(project_activity="producing")], context())

    assert (found.e.code, found.e.rule) == ("E1", "E-h")


def test_no_excluded_pair_stands_in_the_sample() -> None:
    sites = read_sites(SAMPLE, REFERENCE).register.sites
    pairs = {(one.e.code, one.f.code) for one in classify_sites(sites, context())}

    assert ("E3.2", "F1.1") not in pairs
