"""METHODS: every ranking method by its name, with its reference, its needs and its limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.methods.electre import electre
from prioritizer.engine.methods.marcos import marcos
from prioritizer.engine.methods.normalization import higher_is_better, normalize
from prioritizer.engine.methods.product import (
    mixture_of_values,
    product_of_values,
    waspas,
    weighted_product,
)
from prioritizer.engine.methods.promethee import promethee
from prioritizer.engine.methods.spotis import spotis
from prioritizer.engine.methods.topsis import closeness, column_extremes
from prioritizer.engine.methods.vikor import compromise_of_values, vikor
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.validation import check_matrix, normalize_weights
from prioritizer.errors import InputError

ScoreFunction: TypeAlias = Callable[..., FloatArray]


@dataclass(frozen=True, slots=True)
class Method:
    """A ranking method.

    Attributes
    ----------
    function
        Takes the normalized matrix, ``maximize``, weights that sum to 1 and the method's own
        options by keyword; gives scores, ``(alternatives,)``, higher better.
    additive
        Whether the score is a sum of one part per criterion, so that parts may be stacked.
    default_normalization
        The key of NORMALIZATIONS used when none is asked for.
    on_values
        Takes values on fixed scales, 0 to 1 and higher better, and weights; gives scores that
        other alternatives do not influence. None where the method has no such form.
    refuses_zero_costs
        Whether zeros where less is better, and negative numbers, are refused.
    formula
        The score of a site on fixed scales, in words.
    character
        What the method does with a very good beside a very bad value, in words.
    """

    name: str
    title: str
    function: ScoreFunction
    reference: str
    needs: str
    limits: str
    additive: bool
    default_normalization: str
    formula: str
    character: str
    on_values: Callable[[FloatArray, FloatArray], FloatArray] | None = None
    refuses_zero_costs: bool = False

    @property
    def is_pairwise(self) -> bool:
        """Return whether a score depends on the other alternatives, on fixed scales too."""
        return self.on_values is None

    @property
    def is_sum_of_values(self) -> bool:
        """Return whether on fixed scales the score is the weighted sum of the values."""
        return self.on_values is weighted_sum


def _weighted_sum(matrix: FloatArray, maximize: BoolArray, weights: FloatArray) -> FloatArray:
    return weighted_sum(higher_is_better(matrix, maximize), weights)


def _topsis(matrix: FloatArray, maximize: BoolArray, weights: FloatArray) -> FloatArray:
    ideal, anti_ideal = column_extremes(matrix, maximize)
    return closeness(matrix, weights, ideal=ideal, anti_ideal=anti_ideal)


_ALL = (
    Method(
        name="weighted-sum",
        title="Weighted sum",
        function=_weighted_sum,
        on_values=weighted_sum,
        reference="Fishburn 1967",
        needs="Values on one common scale, for example after min-max normalization.",
        limits="A very good value makes up for a very bad one; criteria must not overlap.",
        additive=True,
        default_normalization="minmax",
        formula="each criterion adds weight × value to the score",
        character="A very good value makes up for a very bad one.",
    ),
    Method(
        name="topsis",
        title="TOPSIS",
        function=_topsis,
        on_values=closeness,
        reference="Hwang and Yoon 1981",
        needs="Numbers with a meaningful zero for vector normalization.",
        limits="On data-driven ideals, adding an alternative may reverse the order of others.",
        additive=False,
        default_normalization="vector",
        formula="the weighted distance to the worst possible site over the sum of the "
        "distances to the worst and to the ideal one",
        character="Takes more from one large gap to the ideal than from several small "
        "ones, and gives more for one value near the ideal.",
    ),
    Method(
        name="weighted-product",
        title="Weighted product",
        function=weighted_product,
        on_values=product_of_values,
        reference="Bridgman 1922; Miller and Starr 1969",
        needs="Ratio scales without negative numbers; above 0 where less is better.",
        limits="One zero makes the whole score zero.",
        additive=False,
        default_normalization="none",
        formula="the product of the values, each to the power of its weight; one value "
        "of 0 makes it 0",
        character="Hard on every low value; a single zero makes the score zero.",
        refuses_zero_costs=True,
    ),
    Method(
        name="waspas",
        title="WASPAS",
        function=waspas,
        on_values=mixture_of_values,
        reference="Zavadskas, Turskis, Antucheviciene and Zakarevicius 2012",
        needs="Ratio scales without negative numbers; above 0 where less is better.",
        limits="The mixture of sum and product has no meaning of its own.",
        additive=False,
        default_normalization="none",
        formula="half the weighted sum of the values and half their weighted product",
        character="Half as forgiving as the weighted sum, half as hard as the weighted "
        "product.",
        refuses_zero_costs=True,
    ),
    Method(
        name="vikor",
        title="VIKOR",
        function=vikor,
        on_values=compromise_of_values,
        reference="Opricovic and Tzeng 2004",
        needs="Any numbers; a choice between the majority's sum and the largest single regret.",
        limits="The score is 1 - Q. Where ranges come from the data, ranks may reverse.",
        additive=False,
        default_normalization="none",
        formula="1 minus half the sum of the weighted gaps to the ideal and half the "
        "largest of them, each on its own range",
        character="Half of the score looks at the largest weighted gap alone.",
    ),
    Method(
        name="promethee",
        title="PROMETHEE II",
        function=promethee,
        reference="Brans and Vincke 1985",
        needs="Any numbers; with other than the usual preference, thresholds in their units.",
        limits="The usual preference counts any advantage alike, however small.",
        additive=True,
        default_normalization="none",
        formula="half of 1 plus the net flow: the mean share of the other sites that a "
        "site beats, criterion by criterion, a tie counting half",
        character="Counts how many others are beaten on each criterion, not by how much.",
    ),
    Method(
        name="electre",
        title="ELECTRE II",
        function=electre,
        reference="Roy and Bertier 1973",
        needs="Comparable scales; thresholds of agreement and disagreement.",
        limits="Compares all pairs: up to 2,000 alternatives. The score is a mean place.",
        additive=False,
        default_normalization="sum",
        formula="the mean place from above and from below in the graphs of who "
        "outranks whom, 1 for the first and 0 for the last",
        character="A majority of the weight decides each pair, unless one gap is too large.",
    ),
    Method(
        name="spotis",
        title="SPOTIS",
        function=spotis,
        on_values=weighted_sum,
        reference="Dezert, Tchamova, Han and Tacnet 2020",
        needs="Declared bounds of every criterion; those of the data when none are declared.",
        limits="The score is 1 - distance. On values 0 to 1 it is the weighted sum.",
        additive=True,
        default_normalization="none",
        formula="1 minus the weighted distance to the ideal; on fixed scales the "
        "weighted sum of the values",
        character="As the weighted sum: a very good value makes up for a very bad one.",
    ),
    Method(
        name="marcos",
        title="MARCOS",
        function=marcos,
        on_values=weighted_sum,
        reference="Stević, Pamučar, Puška and Chatterjee 2020",
        needs="Ratio scales without negative numbers; above 0 where less is better.",
        limits="Orders like a weighted sum of ratios to the best; on values 0 to 1 it is one.",
        additive=False,
        default_normalization="none",
        formula="the utility between the worst possible and the ideal site; on fixed "
        "scales the weighted sum of the values",
        character="As the weighted sum: a very good value makes up for a very bad one.",
        refuses_zero_costs=True,
    ),
)

METHODS: dict[str, Method] = {entry.name: entry for entry in _ALL}


def find_method(name: str) -> Method:
    """Return the method of that name; an unknown name raises InputError with the known ones."""
    if name not in METHODS:
        message = (
            f"Method: found '{name}'. Expected one of {', '.join(METHODS)}. "
            "Choose a name from the list."
        )
        raise InputError(message)
    return METHODS[name]


def score(
    matrix: FloatArray,
    maximize: BoolArray,
    weights: FloatArray,
    *,
    method: str,
    normalization: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> FloatArray:
    """Score the alternatives of a raw decision matrix.

    Parameters
    ----------
    matrix
        ``(alternatives, criteria)``, in the criteria's own units.
    maximize
        ``(criteria,)``; False where less is better.
    weights
        ``(criteria,)``, not negative; divided by their sum.
    method
        A key of `METHODS`.
    normalization
        A key of `NORMALIZATIONS`; the method's usual one when left out.
    options
        The method's own settings by name, as its function documents them.

    Returns
    -------
    FloatArray
        ``(alternatives,)``, higher better.

    Raises
    ------
    InputError
        If a cell, a weight or a name cannot be used.
    """
    chosen = find_method(method)
    check_matrix(matrix, maximize, weights)
    way = chosen.default_normalization if normalization is None else normalization
    normalized, maximize_after = normalize(matrix, maximize, method=way)
    shares = normalize_weights(weights)
    return chosen.function(normalized, maximize_after, shares, **(options or {}))
