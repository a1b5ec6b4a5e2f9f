"""docs/cases: rankings that others published come out of their own columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Settings
from prioritizer.domain.site import Range, SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.matrix import rank
from tests.conftest import ROOT

CASES = ROOT / "docs" / "cases"
PUBLISHED_PLACES = {"1": 1, "2": 2, "4": 3, "6": 4, "3": 5, "5": 6}
PRINTED_TOTALS = {"1": 4.13, "2": 3.81, "3": 3.39, "4": 3.59, "5": 3.43, "6": 4.13}


def case(folder: str, name: str, reference: Reference) -> tuple[SiteRegister, CriteriaSet]:
    read = read_sites(CASES / folder / "sites.csv", reference)
    assert read.issues == ()
    return read.register, read_criteria(str(CASES / folder / f"{name}.yaml"))


def ranked(register: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    points = criteria.profiles[0].points
    settings = Settings(
        WeightVector.from_mapping(points, criteria.ids), order=Order.EXPECTED, draws=100, top=6
    )
    return assess(register, criteria, settings, reference)


def test_the_options_at_waihi_stand_as_published(reference: Reference) -> None:
    register, criteria = case("waihi_2022", "categories", reference)

    found = ranked(register, criteria, reference)

    ids = found.matrix.alternatives
    assert dict(zip(ids, found.ranking.ranks.tolist(), strict=True)) == PUBLISHED_PLACES
    totals = dict(zip(ids, (5 * found.ranking.scores).tolist(), strict=True))
    for option in "1234":
        assert totals[option] == pytest.approx(PRINTED_TOTALS[option], abs=0.011)
    # Two totals of the report are not the sums of their rows.
    assert (totals["5"], totals["6"]) == pytest.approx((3.19, 3.44), abs=1e-9)


def test_scales_from_the_six_options_turn_the_order(reference: Reference) -> None:
    register, criteria = case("waihi_2022", "categories", reference)
    table = ranked(register, criteria, reference).matrix.best

    order = rank(table, objectives=["max"] * 4, method="weighted-sum", normalization="minmax")

    assert [int(k) + 1 for k in np.argsort(order.ranks)] == [1, 3, 4, 2, 6, 5]


def test_the_technical_scores_add_up_to_their_category(reference: Reference) -> None:
    register, opened = case("waihi_2022", "subcriteria", reference)
    _, closed = case("waihi_2022", "categories", reference)

    found = ranked(register, opened, reference)
    whole = ranked(register, closed, reference)

    weights = found.settings.weights.normalized[:7]
    for option, category in (("2", 4.8), ("4", 2.95)):
        row = found.matrix.alternatives.index(option)
        scores = found.matrix.best[row, :7]
        assert float(weights @ scores / weights.sum()) == pytest.approx(category)
        published = whole.matrix.best[whole.matrix.alternatives.index(option), 0]
        assert published == pytest.approx(0.25 * category, abs=0.005)
    unknown = found.matrix.alternatives.index("1")
    assert np.isnan(found.matrix.best[unknown, :7]).all()


def damage_class(points: float) -> str:
    return "Alta" if points >= 13 else "Média" if points > 7 else "Baixa"


def test_the_damage_class_of_every_dam_follows_from_its_answers(reference: Reference) -> None:
    register, criteria = case("anm_2022", "damage", reference)

    found = ranked(register, criteria, reference)

    points = np.round(1 + 29 * found.ranking.scores, 9).tolist()
    classes = dict(zip(found.matrix.alternatives, map(damage_class, points), strict=True))
    published = {s.site_id: s.own["published_class"].value for s in register.sites}
    assert len(classes) == 488
    assert classes == published


def test_the_look_up_of_pairs_gives_the_published_classes(reference: Reference) -> None:
    register, criteria = case("anm_classes_2022", "classes", reference)

    found = ranked(register, criteria, reference)

    values = (4 * found.ranking.scores).round(9).tolist()
    classes = {
        site: "EDCBA"[int(value)]
        for site, value in zip(found.matrix.alternatives, values, strict=True)
    }
    assert classes == {s.site_id: s.own["published_class"].value for s in register.sites}
    dams = [s.own["dams"].value for s in register.sites]
    assert sum(d.best or 0 for d in dams if isinstance(d, Range)) == 495


def test_each_folder_is_told_on_the_page() -> None:
    page = (CASES / "README.md").read_text(encoding="utf-8")
    folders = [path.name for path in Path(CASES).iterdir() if path.is_dir()]

    assert folders
    for name in folders:
        assert f"| [{name}]({name}) |" in page
