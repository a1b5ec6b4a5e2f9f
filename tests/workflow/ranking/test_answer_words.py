"""The answer in sentences: counts, and the words of every special case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import Answer, Apart, GapMode, Section, known_percent
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import NotRanked, Scales, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking import answer_words as words

BLANK = NotRanked("B", "Blank", "Not enough evidence", ("tonnage",))
GATED = NotRanked("G", "Gated", "A park", gate="protected")


def answer(chances: list[float], *, top: int = 2, apart: tuple[float, ...] = ()) -> Answer:
    n_sites = len(chances)
    places = np.arange(1, n_sites + 1)
    return Answer(
        top=top,
        gaps=GapMode.LIKE_INVENTORY,
        draws=2000,
        seed=1,
        chance=np.array(chances),
        rank_5=places,
        rank_median=places,
        rank_95=places + 3,
        known_weight=np.ones(n_sites),
        states=np.zeros((n_sites, 1), dtype=np.int64),
        apart=tuple(Apart(f"A{k}", f"A{k}", 0.3, chance) for k, chance in enumerate(apart)),
        criteria_left_out=("access",),
        known_counts={"access": 3},
    )


@pytest.mark.parametrize(
    ("chances", "top", "wanted"),
    [
        (
            [0.95, 0.6, 0.4, 0.05],
            2,
            "On a list of 2: 1 secure; 1 likely and 1 open for the other 1 place; 1 out.",
        ),
        (
            [0.6, 0.6, 0.6, 0.2],
            2,
            "On a list of 2: 0 secure; 3 likely and 1 open for the 2 places; 0 out.",
        ),
        (
            [0.95, 0.4, 0.4, 0.05],
            2,
            "On a list of 2: 1 secure; 2 open for the other 1 place; 1 out.",
        ),
        (
            [0.95, 0.05, 0.0],
            2,
            "On a list of 2: 1 secure; for the other 1 place no site has a chance of 10 % or "
            "more; 2 out.",
        ),
        (
            [0.95, 0.93, 0.6, 0.12, 0.0],
            2,
            "On a list of 2: 2 secure; 1 likely and 1 open; 1 out.",
        ),
        ([1.0, 1.0, 0.0], 2, "On a list of 2: 2 secure; 1 out."),
        ([1.0, 1.0], 10, "On a list of 10: 2 sites ranked, none left out."),
        ([1.0], 10, "On a list of 10: 1 site ranked, none left out."),
    ],
)
def test_the_line_on_top_says_the_words_of_the_sections_with_their_counts(
    chances: list[float], top: int, wanted: str
) -> None:
    assert words.headline(answer(chances, top=top)) == wanted


def test_sites_without_any_evidence_are_too_little_known_and_a_veto_is_not() -> None:
    found = answer([1.0, 1.0, 0.0], apart=(0.3, 0.05))

    assert words.apart_sentence(found, (BLANK, GATED)) == (
        "3 sites are too little known to be ranked: 2 known in part, 1 without mass, volume or "
        "grade; 1 of the 2 could reach the list."
    )
    assert words.apart_sentence(found, ()) == (
        "2 sites are too little known to be ranked; 1 of them could reach the list."
    )
    assert words.apart_sentence(answer([1.0]), (GATED,)) == ""
    assert words.apart_sentence(answer([1.0]), (BLANK,)) == (
        "1 site is too little known to be ranked: 1 without mass, volume or grade."
    )
    assert words.veto_sentence((BLANK, GATED)) == "1 site stands behind a veto."
    assert words.veto_sentence((BLANK,)) == ""


def test_a_criterion_that_is_switched_on_still_says_how_little_it_knows(
    criteria: CriteriaSet,
) -> None:
    found = answer([1.0, 1.0, 0.0], apart=(0.3,))

    assert words.left_out_sentence(found, criteria, 4) == (
        "Access (known for 3 of 4) says nothing here: left out."
    )
    assert words.switched_on_sentence("access", found, criteria) == (
        "Access counts, though it is known for 3 of 4."
    )


def test_the_standing_of_a_site_is_its_chance_section_and_likely_places() -> None:
    found = answer([0.996, 0.43, 0.0])

    assert words.standing_sentence(found, 1) == (
        "On the list in 43 % of the draws: open; most likely near place 2 of 3, in 90 % of the "
        "draws from 2 to 5."
    )
    sure = replace(found, rank_95=found.rank_5)
    assert words.standing_sentence(sure, 0) == (
        "On the list in > 99 % of the draws: secure; place 1 of 3 in nearly every draw."
    )


def test_each_section_says_what_it_means() -> None:
    found = answer([1.0, 0.2])

    assert words.section_sentence(Section.OPEN, found, 1) == (
        "1 site, on the list in 10 % of the draws or more"
    )
    assert words.section_sentence(Section.TOO_LITTLE_KNOWN, found, 2).startswith(
        "2 sites, less than 50 % of the weight"
    )
    some = answer([1.0, 0.2], apart=(0.3,))
    assert words.section_sentence(Section.TOO_LITTLE_KNOWN, some, 3).endswith(
        "1 known in part, 2 without mass, volume or grade"
    )


def test_where_nothing_is_drawn_the_page_says_why(criteria: CriteriaSet) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))

    assert "scales made from the data" in words.no_chances_sentence(
        replace(settings, scales=Scales.DATA)
    )
    assert "PROMETHEE II compares all pairs" in words.no_chances_sentence(
        replace(settings, method="promethee")
    )


def test_an_entry_of_some_lists_only_names_their_assumptions() -> None:
    assert words.only_under_sentence((GapMode.LIKE_INVENTORY, GapMode.MIDDLE)) == (
        "Listed only with: like sites and middle of scale."
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.4997, "49.9 %"),
        (0.499999, "49.9 %"),
        (0.495, "49.5 %"),
        (0.494, "49 %"),
        (0.5, "50 %"),
        (0.5 - 1e-12, "50 %"),
        (0.504, "50 %"),
        (0.0, "0 %"),
        (1.0, "100 %"),
    ],
)
def test_a_known_weight_never_reads_as_the_other_side_of_the_limit(
    share: float, said: str
) -> None:
    assert known_percent(share) == said
