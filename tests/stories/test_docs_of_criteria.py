"""docs/criteria.md: its file works, and every shape and set is described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.value_function import KINDS
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import FOLDER, parse_criteria
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.assess import assess
from tests.conftest import ROOT

pytestmark = pytest.mark.usual_draws

PAGE = (ROOT / "docs" / "criteria.md").read_text(encoding="utf-8")
FILES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
TABLE = """site_id,name,waste_type,community_support,dust,dust_high,fenced,protected,slope
A,Alpha,slag,strong,2,4,yes,no,3
B,Beta,slag,none,8,,no,no,5
C,Gamma,slag,some,1,,yes,yes,2
D,Delta,slag,some,5,,yes,no,40
E,Epsilon,slag,Strong,,,yes,,9
"""


def test_the_file_of_the_page_ranks_the_sample(
    sample: SiteRegister, reference: Reference
) -> None:
    criteria = parse_criteria(FILES[0], "docs/criteria.md")

    points = criteria.profiles[0].points
    ranked = assess(
        sample, criteria, Settings(WeightVector.from_mapping(points, criteria.ids)), reference
    )

    assert points == {"grade": 60, "road": 20, "rail": 20}
    assert len(set(ranked.ranking.ranks.tolist())) > 50


def test_every_shape_and_every_shipped_set_is_described() -> None:
    for name in (*KINDS, *(path.stem for path in FOLDER.glob("*.yaml"))):
        assert f"| `{name}` |" in PAGE


def test_the_file_with_own_columns_and_gates_ranks_a_table(
    tmp_path: Path, reference: Reference
) -> None:
    [_, text] = FILES
    criteria = parse_criteria(text, "docs/criteria.md")
    (tmp_path / "sites.csv").write_text(TABLE, encoding="utf-8")
    register = read_sites(tmp_path / "sites.csv", reference).register

    found = assess(register, criteria, Settings(WeightVector.equal(criteria.ids)), reference)

    assert [found.matrix.alternatives[row] for row in found.order()] == ["A", "E", "B"]
    assert {one.site_id: one.gate for one in found.not_ranked} == {
        "C": "protected is yes",
        "D": "slope above 30 deg",
    }
    # No mass is known, so that no site is known to be too small.
    assert {one.site_id for one in found.open_gates} == {"A", "B", "E"}
