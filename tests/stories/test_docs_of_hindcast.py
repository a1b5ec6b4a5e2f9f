"""docs/hindcast.md and the two questions: fresh, and no figure that is not there."""

from __future__ import annotations

import re

import pytest

from prioritizer import shipped
from prioritizer.domain.reference import Reference
from prioritizer.readers.outcomes import OPTIONAL, REQUIRED, read_outcomes
from tests.conftest import ROOT
from tests.hindcast_page import hindcast_page

pytestmark = pytest.mark.usual_draws

PAGE = (ROOT / "docs" / "hindcast.md").read_text(encoding="utf-8")
DECISIONS = ROOT / "docs" / "decisions"


def test_the_page_is_fresh() -> None:
    assert hindcast_page() == PAGE, "run: make docs"


def test_bias_comes_first_and_no_hit_rate_is_quoted() -> None:
    paragraphs = PAGE.split("\n\n")

    assert paragraphs[2].startswith("The bodies were not drawn at random.")
    assert paragraphs[3].startswith("No hit rate is quoted.")
    assert "| lift |" not in PAGE


@pytest.mark.parametrize("name", ["0053-contained-value.md"])
def test_every_area_of_a_decision_stands_on_the_page(name: str) -> None:
    text = (DECISIONS / name).read_text(encoding="utf-8")

    areas = re.findall(r"−?\d\.\d\d \(−?\d\.\d\d to \d\.\d\d\)", text)

    assert len(areas) >= 20
    shown = PAGE.replace("−", "-")
    missing = [area for area in areas if area.replace("−", "-") not in shown]
    assert missing == []


def test_places_of_bulk_gold_in_the_decision_are_those_of_the_test() -> None:
    from prioritizer.workflow.hindcast.skill import Trying
    from prioritizer.workflow.hindcast.study import hindcast_of_sample

    text = " ".join((DECISIONS / "0053-contained-value.md").read_text("utf-8").split())
    places = {b.name: b.places for b in hindcast_of_sample(Trying(draws=20)).places}
    named = {
        "Evander": "Evander (Elikhulu) tailings",
        "Mogale": "Mogale (Mintails) tailings, Krugersdorp",
        "ERG Timmins": "Timmins tailings (ERG)",
        "ERGO": "ERGO, East Rand slimes dams",
    }
    default = [round(places[name]["product"]) for name in named.values()]
    contained = [round(places[name]["product-contained"]) for name in named.values()]

    told = [int(k) for k in re.findall(r"\b(\d+)(?:st|nd|rd|th)\b", text)[: 2 * len(named)]]
    assert told == [*default, *contained]


def test_every_column_is_described_and_the_shipped_table_has_them(
    reference: Reference,
) -> None:
    header = shipped.OUTCOMES.read_text(encoding="utf-8").splitlines()[0].split(",")

    assert set(header) == {*REQUIRED, *OPTIONAL}
    assert all(f"`{name}`" in PAGE for name in REQUIRED)
    assert read_outcomes(shipped.OUTCOMES, reference).issues == ()


def test_counts_of_plants_in_the_question_are_those_of_the_page() -> None:
    text = " ".join((DECISIONS / "0054-plants-first.md").read_text("utf-8").split())

    assert (
        "Of 31 bodies that were taken up, 19 have a word about a plant: 10 within 2 km" in PAGE
    )
    assert "31 bodies of `sample_data/outcomes.csv` that were taken up, 19 have" in text
    assert "6 of 181 sites have a distance to a plant" in PAGE
    assert "Of 181 sites 6 have a distance that a text gives, 143 an upper bound only" in text


def test_the_decision_counts_the_sites_as_the_page_does() -> None:
    text = " ".join((DECISIONS / "0053-contained-value.md").read_text("utf-8").split())

    [(both, default, contained)] = re.findall(
        r"(\d+) stand on both\. (\d+) and (\d+) sites are ranked", PAGE
    )

    assert (
        f"{contained} sites are ranked in place of {default}, and {both} of the first" in text
    )
