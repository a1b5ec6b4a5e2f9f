"""The pages on appraisal and UNFC name every measure, rule, list and column of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prioritizer.appraisal.measures import MEASURES
from prioritizer.appraisal.unfc import e_axis as unfc_e
from prioritizer.appraisal.unfc import f_axis as unfc_f
from prioritizer.appraisal.unfc import g_axis as unfc_g
from prioritizer.domain.columns import site_columns
from prioritizer.readers.reference import read_reference
from tests.conftest import ROOT

pytestmark = pytest.mark.usual_draws

DOCS = ROOT / "docs"
RULE = re.compile(r'"([EFG]-[a-z])"')


def test_every_rule_that_can_fire_is_documented_and_the_other_way_round() -> None:
    page = (DOCS / "unfc.md").read_text(encoding="utf-8")
    fired = {
        rule
        for module in (unfc_e, unfc_f, unfc_g)
        for rule in RULE.findall(Path(module.__file__).read_text(encoding="utf-8"))
    }

    assert fired == set(re.findall(r"^\| ([EFG]-[a-z]) \|", page, flags=re.MULTILINE))


def test_every_measure_and_policy_list_is_documented() -> None:
    page = (DOCS / "appraisal.md").read_text(encoding="utf-8")

    assert all(f"`{name}`" in page for name in MEASURES)
    assert all(entry.list_id in page for entry in read_reference().policy)


def test_every_column_of_maturity_and_viability_is_documented() -> None:
    page = (DOCS / "unfc.md").read_text(encoding="utf-8")
    groups = {"maturity", "viability"}
    for name, column in site_columns().items():
        if column.group in groups and column.kind != "text":
            stem = re.sub(r"_(low|high)_musd$", "_musd", name)
            assert f"`{stem}`" in page, name
