"""METHODS: every ranking method by its name, with its reference, its needs and its limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.marcos import marcos
from prioritizer.engine.normalization import higher_is_better, normalize
from prioritizer.engine.product import waspas, weighted_product
from prioritizer.engine.promethee import promethee
from prioritizer.engine.skcriteria_bridge import electre2
from prioritizer.engine.spotis import spotis
from prioritizer.engine.topsis import closeness, column_extremes
from prioritizer.engine.validation import check_matrix, normalize_weights
from prioritizer.engine.vikor import vikor
from prioritizer.engine.weighted_sum import weighted_sum
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
    """

    name: str
    title: str
    function: ScoreFunction
    reference: str
    needs: str
    limits: str
    additive: bool
    default_normalization: str
    on_values: Callable[[FloatArray, FloatArray], FloatArray] | None = None
    refuses_zero_costs: bool = False


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
    ),
    Method(
        name="weighted-product",
        title="Weighted product",
        function=weighted_product,
        reference="Bridgman 1922; Miller and Starr 1969",
        needs="Ratio scales without negative numbers; above 0 where less is better.",
        limits="One zero makes the whole score zero.",
        additive=False,
        default_normalization="none",
        refuses_zero_costs=True,
    ),
    Method(
        name="waspas",
        title="WASPAS",
        function=waspas,
        reference="Zavadskas, Turskis, Antucheviciene and Zakarevicius 2012",
        needs="Ratio scales without negative numbers; above 0 where less is better.",
        limits="The mixture of sum and product has no meaning of its own.",
        additive=False,
        default_normalization="none",
        refuses_zero_costs=True,
    ),
    Method(
        name="vikor",
        title="VIKOR",
        function=vikor,
        reference="Opricovic and Tzeng 2004",
        needs="Any numbers; a choice between the majority's sum and the largest single regret.",
        limits="The score is 1 - Q. All ranges come from the data, so ranks may reverse.",
        additive=False,
        default_normalization="none",
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
    ),
    Method(
        name="electre",
        title="ELECTRE II",
        function=electre2,
        reference="Roy and Bertier 1973",
        needs="Comparable scales; thresholds of agreement and disagreement.",
        limits="Compares all pairs: for a few hundred alternatives. The score is a mean place.",
        additive=False,
        default_normalization="sum",
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
    ),
    Method(
        name="marcos",
        title="MARCOS",
        function=marcos,
        reference="Stević, Pamučar, Puška and Chatterjee 2020",
        needs="Ratio scales without negative numbers; above 0 where less is better.",
        limits="Orders like a weighted sum of ratios to the best.",
        additive=False,
        default_normalization="none",
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
