"""Ours equals scikit-criteria's, and its silent failures stop at the bridge."""

from __future__ import annotations

import importlib
import subprocess
import sys

import numpy as np
import pytest

from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.skcriteria_bridge import classic
from prioritizer.engine.methods.table import score
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
def test_ours_equals_scikit_criteria(method, normalization) -> None:
    rng = np.random.default_rng(7)
    for _ in range(3):
        matrix = rng.lognormal(size=(12, 5))
        maximize = rng.random(5) < 0.5
        weights = rng.random(5)

        ours = score(matrix, maximize, weights, method=method, normalization=normalization)
        theirs = classic(matrix, maximize, weights, method=method, normalization=normalization)

        assert np.allclose(ours, theirs, rtol=1e-12, atol=1e-14)
        assert rank(ours).tolist() == rank(theirs).tolist()


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
def test_ties_follow_our_rule_and_not_dense_ranks(method) -> None:
    matrix = np.array([[3.0, 1.0], [2.0, 1.0], [2.0, 1.0], [1.0, 1.0]])

    scores = classic(
        matrix, np.array([True, True]), np.ones(2), method=method, normalization="minmax"
    )

    assert rank(scores).tolist() == [1, 2, 2, 4]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_gap_does_not_silently_cost_the_criterion(bad) -> None:
    matrix = np.array([[1.0, bad], [2.0, 3.0]])

    with pytest.raises(InputError, match="Row 1, column 2"):
        classic(
            matrix,
            np.array([True, False]),
            np.ones(2),
            method="weighted-sum",
            normalization="minmax",
        )


def test_a_zero_cost_is_refused_by_the_reciprocal_and_best_under_minmax() -> None:
    matrix = np.array([[1.0, 0.0], [1.0, 3.0]])
    maximize = np.array([True, False])

    with pytest.raises(InputError, match="above 0 where less is better"):
        classic(
            matrix, maximize, np.ones(2), method="weighted-sum", normalization="inverse-sum"
        )
    scores = classic(
        matrix, maximize, np.ones(2), method="weighted-sum", normalization="minmax"
    )
    assert rank(scores).tolist() == [1, 2]


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
def test_equal_rows_all_rank_first_instead_of_failing(method) -> None:
    scores = classic(
        np.ones((3, 2)),
        np.array([True, False]),
        np.ones(2),
        method=method,
        normalization="vector",
    )

    assert rank(scores).tolist() == [1, 1, 1]


def test_an_unknown_pair_of_names_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="weighted-sum, topsis"):
        classic(
            np.ones((2, 1)), np.array([True]), np.ones(1), method="vikor", normalization="none"
        )


def test_importing_the_engine_does_not_load_scikit_criteria() -> None:
    code = (
        "import sys, prioritizer.engine.methods.skcriteria_bridge;"
        "import prioritizer.engine.methods.table;"
        "print('skcriteria' in sys.modules, 'pandas' in sys.modules, 'scipy' in sys.modules)"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.split() == ["False", "False", "False"]


@pytest.mark.parametrize(
    ("name", "module", "method"),
    [
        ("weighted-product", "simple", "WeightedProductModel"),
        ("vikor", "vikor", "VIKOR"),
        ("waspas", "waspas", "WASPAS"),
        ("marcos", "marcos", "MARCOS"),
    ],
)
def test_the_classic_forms_order_as_scikit_criteria_does(name, module, method) -> None:
    skcriteria = importlib.import_module("skcriteria")
    library = importlib.import_module(f"skcriteria.agg.{module}")
    rng = np.random.default_rng(11)
    for _ in range(5):
        matrix, weights = rng.lognormal(size=(9, 4)), rng.dirichlet(np.ones(4))
        matrix /= matrix.max(axis=0)  # the library's models of ratios expect them made
        maximize = np.ones(4, dtype=bool)
        problem = skcriteria.mkdm(matrix, np.ones(4), weights=weights)
        theirs = getattr(library, method)().evaluate(problem)
        # VIKOR's ranks there are those of the set it proposes; its Q is what we order by.
        ranks = rank(-theirs.e_.q_k) if name == "vikor" else theirs.rank_

        ours = score(matrix, maximize, weights, method=name)

        assert rank(ours).tolist() == ranks.tolist()
