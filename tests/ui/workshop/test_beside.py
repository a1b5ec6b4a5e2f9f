"""What stands beside the table of the result: no more than there is room for."""

from __future__ import annotations

import pytest

from prioritizer.languages.speech import LANGUAGES, gettext, speaking
from prioritizer.ui.workshop import beside
from prioritizer.workflow.workshop.by_chance import Chance, Compared


def test_agreement_that_chance_reaches_too_is_said_to_be_within_chance() -> None:
    chance = Chance(mean=0.74, low=0.53, high=0.92)

    def said(value: float) -> str:
        return beside.agreement_words([Compared("sites", "order", value, chance)])[0]

    assert said(0.87).endswith("by chance 74\u00a0%: within chance")
    assert said(0.4).endswith(": divided")
    assert said(0.95).endswith(": almost complete")


@pytest.mark.parametrize("word", ["moderate", "almost complete", "within chance"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_agreement_and_quorum_fit_beside_the_table(language: str, word: str) -> None:
    shares = {"value": "<b>80\u00a0%</b>", "chance": "62\u00a0%"}
    with speaking(language):
        alike = [
            gettext(one, **shares)
            for one in (
                "Order of sites {value} alike, by chance {chance}",
                "Weights {value} alike, by chance {chance}",
                "Lists {value} alike, by chance {chance}",
            )
        ]
        alike = [f"{one}: {gettext(word)}" for one in alike]
        quorum = gettext("Quorum: {n} of {quorum}, not reached.", n=8, quorum=12)

    said = ["<br>".join(alike), quorum]
    assert beside.split(said) == (said, [])


def test_what_there_is_no_room_for_goes_to_the_next_page_and_nothing_is_lost() -> None:
    said = [f"{k}: a paragraph that takes two lines" for k in range(9)]
    here, there = beside.split(said)

    assert here + there == said
    assert beside.height(here) <= beside.HIGH < beside.height(said[: len(here) + 1])


def test_height_counts_lines_and_the_gaps_between_paragraphs() -> None:
    assert beside.height([]) == 0
    assert beside.height(["<b>5</b> short"]) == pytest.approx(1.2)
    assert beside.height(["a<br>b", "c"]) == pytest.approx(3 * 1.2 + 0.45)
    assert beside.height(["сто сорок четыре слова"]) == pytest.approx(2 * 1.2)
