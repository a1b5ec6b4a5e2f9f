"""A hindcast in words: bias first, no hit rate from few, verdicts by the interval."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.hindcast import Hindcast, Spread
from prioritizer.workflow.hindcast import words
from prioritizer.workflow.hindcast.skill import Trying
from prioritizer.workflow.hindcast.study import hindcast_of_sample


@pytest.fixture(scope="module")
def found() -> Hindcast:
    return hindcast_of_sample(Trying(draws=100))


def test_selection_is_said_with_the_numbers_of_the_table(found: Hindcast) -> None:
    text = words.selection_words(found)

    assert text.startswith("The bodies were not drawn at random. 65 of the 101 rows were found")
    assert "31 taken up of 101 is no rate" in text
    closed = words.selection_words(replace(found, n_collected=0))
    assert "looking for known" not in closed


def test_a_hit_rate_is_refused_until_the_closed_lists_hold_enough(found: Hindcast) -> None:
    assert "No hit rate is quoted" in words.hit_rate_words(found)
    assert "hold 4 bodies" in words.hit_rate_words(found)
    closed = found.trial("closed")
    trials = tuple(replace(t, hits=20) if t is closed else t for t in found.trials)
    assert words.hit_rate_words(replace(found, trials=trials)) == ""


@pytest.mark.parametrize(
    ("ends", "hits", "word"),
    [
        ((0.6, 0.7), 20, "above luck"),
        ((0.6, 0.9), 20, "above luck, wide"),
        ((0.6, 0.9), 6, "above luck, wide, few"),
        ((0.3, 0.4), 20, "below luck"),
        ((0.45, 0.6), 20, "not told from luck"),
        ((0.5, 0.6), 20, "not told from luck"),
    ],
)
def test_a_verdict_says_only_what_the_interval_allows(
    ends: tuple[float, float], hits: int, word: str
) -> None:
    assert words.verdict(Spread(0.5, *ends), hits) == word


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    assert [words.area(value) for value in (-0.004, 0.004, -0.006, 0.5)] == [
        "0.00",
        "0.00",
        "−0.01",
        "0.50",
    ]


def test_sentences_carry_the_figures_of_the_closed_lists(found: Hindcast) -> None:
    closed = found.trial("closed")
    skill = next(s for s in closed.skills if s.method == "product")

    text = words.product_words(found)

    assert f"AUC of {skill.auc.best:.2f}" in text
    assert f"with {closed.hits} taken up among {closed.n}" in text
    whole = {s.method: s.auc.best for s in found.trial("all").skills}
    # The list on which the product does best never stands alone.
    assert f"AUC of {whole['product']:.2f}" in text.partition("closed lists")[0]
    assert f"mass alone has {whole['mass']:.2f}" in text.partition("closed lists")[0]
    assert "With so few, the interval is too narrow." in text
    assert f"{closed.unsure} of the {closed.n - closed.hits} others" in text


def test_the_widest_difference_between_lists_is_named(found: Hindcast) -> None:
    areas = {
        (s.method, t.title): s.auc.best
        for t in found.trials
        if t.target == "taken_up"
        for s in t.skills
    }
    values = [area for (name, _), area in areas.items() if name == "value"]

    text = words.list_words(found)

    assert "“Value per tonne” has an AUC of" in text
    assert f"{min(values):.2f}" in text
    assert f"{max(values):.2f}" in text


def test_plants_are_told_for_both_sides(found: Hindcast) -> None:
    up = found.plants_of_taken_up

    text = words.plant_sentence(found)

    assert f"Of {up.n} bodies that were taken up, {up.told} have a word about a plant" in text
    assert f"{up.near} within 2 km" in text
    assert "so this is no test" in text


def test_criteria_that_said_nothing_are_named(found: Hindcast) -> None:
    text = words.evidence_words(found)

    assert "Access and Environmental risk said nothing and were left out" in text
    assert "Co, Pd and Rh were set down from memory" in text
    assert "Li, Mn" in text
    assert "that of 2024 stands for every year" in text


def test_a_table_leaves_out_columns_that_say_nothing(found: Hindcast) -> None:
    header, rows = words.skill_table(found.trial("closed"), found)

    assert "within one family" not in header
    assert "minus product" in header
    assert {len(row) for row in rows} == {len(header)}
    assert "within one family" in words.skill_table(found.trial("all"), found)[0]
