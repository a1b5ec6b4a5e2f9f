"""TECHNIQUES: every way to weigh by its name, with its reference, its needs and its limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from prioritizer.elicitation.ahp import ahp_weights
from prioritizer.elicitation.bwm import bwm_weights
from prioritizer.elicitation.direct import allocated_weights, direct_weights
from prioritizer.elicitation.intervals import statements
from prioritizer.elicitation.objective import (
    critic_weights,
    entropy_weights,
    merec_weights,
    standard_deviation_weights,
)
from prioritizer.elicitation.ranking import (
    rank_exponent,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
)
from prioritizer.elicitation.swing import swing_weights
from prioritizer.elicitation.tradeoff import trade_off_weights
from prioritizer.errors import InputError


@dataclass(frozen=True, slots=True)
class Formula:
    """What makes weights of the answers of a way to weigh, with what is to be known of it.

    Attributes
    ----------
    function
        Each takes its own kind of answers; see its docstring.
    kind
        ``judgement``: weights of a person. ``data``: a property of the data, nobody's values.
    """

    name: str
    title: str
    kind: Literal["judgement", "data"]
    function: Callable[..., object]
    reference: str
    needs: str
    limits: str


DATA_LABEL = "Computed from the data: how the columns vary, not what anybody values."

_RANKS = "Stillwell, Seaver and Edwards 1981, Org. Behav. Hum. Perf. 28, 62-77"
_ORDER = "an order of importance; ties allowed"
_SPREAD = "grows with outliers and with the choice of sites; adding a site changes the weights"

_ALL = (
    Formula(
        "direct",
        "Direct rating",
        "judgement",
        direct_weights,
        "Bottomley, Doyle and Green 2000, J. Marketing Res. 37, 508-513",
        "points per criterion, on any scale",
        "ranges are easily forgotten: show them beside each weight",
    ),
    Formula(
        "points",
        "Point allocation",
        "judgement",
        allocated_weights,
        "Bottomley, Doyle and Green 2000, J. Marketing Res. 37, 508-513",
        "100 points divided among the criteria",
        "hard beyond about seven criteria",
    ),
    Formula(
        "roc",
        "Rank-order centroid",
        "judgement",
        rank_order_centroid,
        "Barron and Barrett 1996, Management Science 42, 1515-1523",
        _ORDER,
        "steep: half of all weight goes to the first of five",
    ),
    Formula(
        "rank-sum", "Rank sum", "judgement", rank_sum, _RANKS, _ORDER, "equal steps by fiat"
    ),
    Formula(
        "rank-reciprocal",
        "Rank reciprocal",
        "judgement",
        rank_reciprocal,
        _RANKS,
        _ORDER,
        "the second always has half of the first",
    ),
    Formula(
        "rank-exponent",
        "Rank exponent",
        "judgement",
        rank_exponent,
        _RANKS,
        _ORDER + ", and an exponent",
        "the exponent is a judgement too, and hard to give",
    ),
    Formula(
        "swing",
        "Swing weighting",
        "judgement",
        swing_weights,
        "von Winterfeldt and Edwards 1986, Decision analysis and behavioral research, 8.3",
        "points for the difference that all of a scale makes, 100 for the first",
        "needs attention: unaided, few people follow the procedure",
    ),
    Formula(
        "trade-off",
        "Trade-off questions",
        "judgement",
        trade_off_weights,
        "Keeney and Raiffa 1976, Decisions with multiple objectives, 3.7",
        "for pairs, how much of one swing equals all of another",
        "slow, but the only one that states what weights mean",
    ),
    Formula(
        "ahp",
        "Analytic hierarchy process",
        "judgement",
        ahp_weights,
        "Saaty 1977, J. Math. Psychology 15, 234-281; Saaty 1980",
        "n (n - 1) / 2 comparisons from 1/9 to 9",
        "asks for importance without ranges; contradictions grow with n",
    ),
    Formula(
        "bwm",
        "Best-worst method",
        "judgement",
        bwm_weights,
        "Rezaei 2015, Omega 53, 49-57; Rezaei 2016, Omega 64, 126-130",
        "2 n - 3 comparisons from 1 to 9",
        "asks for importance without ranges; rests on two criteria",
    ),
    Formula(
        "region",
        "Intervals and partial orders",
        "judgement",
        statements,
        "Salo and Hämäläinen 1992, Operations Research 40, 1053-1061",
        "statements such as grade >= 2 volume, or bounds",
        "gives a region, not one vector: rank by robustness",
    ),
    Formula(
        "entropy",
        "Entropy weights",
        "data",
        entropy_weights,
        "Hwang and Yoon 1981, Multiple attribute decision making, 3.2",
        "a decision matrix without negative numbers",
        _SPREAD + "; depends on the zero of each scale",
    ),
    Formula(
        "critic",
        "CRITIC weights",
        "data",
        critic_weights,
        "Diakoulaki, Mavrotas and Papayannakis 1995, Comput. Oper. Res. 22, 763-770",
        "a decision matrix and objectives",
        _SPREAD,
    ),
    Formula(
        "merec",
        "MEREC weights",
        "data",
        merec_weights,
        "Keshavarz-Ghorabaee et al. 2021, Symmetry 13, 525",
        "a decision matrix above 0 and objectives",
        _SPREAD + "; ratios must make sense",
    ),
    Formula(
        "std",
        "Standard deviation weights",
        "data",
        standard_deviation_weights,
        "Diakoulaki, Mavrotas and Papayannakis 1995, Comput. Oper. Res. 22, 763-770",
        "a decision matrix",
        _SPREAD,
    ),
)

TECHNIQUES: dict[str, Formula] = {technique.name: technique for technique in _ALL}


def find_technique(name: str) -> Formula:
    """Return a technique by its name.

    Raises
    ------
    InputError
        For an unknown name; lists the known ones.
    """
    if name not in TECHNIQUES:
        raise InputError(
            f"technique: found '{name}'. Expected one of: {', '.join(TECHNIQUES)}. "
            "Choose one of these."
        )
    return TECHNIQUES[name]
