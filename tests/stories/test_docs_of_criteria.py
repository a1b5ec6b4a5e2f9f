"""docs/criteria.md: its file works, and every shape and set is described."""

from __future__ import annotations

import re

from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.value_function import KINDS
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import FOLDER, parse_criteria
from prioritizer.workflow.ranking.assess import assess
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "criteria.md").read_text(encoding="utf-8")


def test_the_file_of_the_page_ranks_the_sample(
    sample: SiteRegister, reference: Reference
) -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    criteria = parse_criteria(text, "docs/criteria.md")

    points = criteria.profiles[0].points
    ranked = assess(
        sample, criteria, Settings(WeightVector.from_mapping(points, criteria.ids)), reference
    )

    assert points == {"grade": 60, "road": 20, "rail": 20}
    assert len(set(ranked.ranking.ranks.tolist())) > 50


def test_every_shape_and_every_shipped_set_is_described() -> None:
    for name in (*KINDS, *(path.stem for path in FOLDER.glob("*.yaml"))):
        assert f"| `{name}` |" in PAGE
