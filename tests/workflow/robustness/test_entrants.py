"""Who would be ranked at other weights is said as the draws counted it."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.answer import SectionLimits
from prioritizer.domain.robustness import Entrant, Robustness, Uncertainty
from prioritizer.workflow.robustness.entrants import entrant_sentences


def found(ranked: list[float], *entrants: Entrant) -> Robustness:
    n = len(ranked)
    return Robustness(
        alternatives=tuple("abcdef"[:n]), names=tuple("ABCDEF"[:n]), criteria=("x",), top=1,
        limits=SectionLimits(), uncertainty=Uncertainty(), methods=("weighted-sum",),
        draws=100, seed=1, is_complete=True, shortlist=np.zeros(n),
        rank_acceptability=np.zeros((n, n)), expected_rank=np.ones(n),
        rank_quantiles=np.ones((n, 3)), central_weights=np.ones((n, 1)),
        confidence=np.ones(n), ranked=np.array(ranked), entrants=entrants,
    )  # fmt: skip


def test_a_site_just_below_the_limit_is_not_rounded_up_to_it() -> None:
    said = entrant_sentences(found([1.0, 1.0], Entrant("s", "Stockpile", 0.49997, 0.42, 0.2)))

    assert said == (
        "Stockpile is too little known at the present weights (49.9 % known). With other "
        "weights it is ranked in 42 % of the draws and on the list in 20 %.",
    )


def test_the_rest_is_counted_in_the_right_number() -> None:
    many = [Entrant(str(k), f"Heap {k}", 0.4, 0.5, 0.2) for k in range(7)]

    assert entrant_sentences(found([1.0], *many[:6]))[-1] == (
        "1 more site not ranked now is on the list in some draws."
    )
    assert entrant_sentences(found([1.0], *many))[-1] == (
        "2 more sites not ranked now are on the list in some draws."
    )
    assert entrant_sentences(found([1.0, 0.9]))[-1].startswith("1 of the 2 sites ranked now is")


def test_sites_that_leave_are_counted_and_those_never_listed_are_not_told() -> None:
    said = entrant_sentences(found([1.0, 0.9, 0.3], Entrant("s", "Stockpile", 0.4, 0.1, 0.0)))

    assert len(said) == 1
    assert said[0].startswith("2 of the 3 sites ranked now are too little known at the weights")
    assert entrant_sentences(found([1.0])) == ()
