"""Rules of a portfolio, each a name and a few linear rows over the sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: ``sites @ x + helpers @ y <= upper`` for a choice ``x`` of sites, 0 or 1.

    ``sites`` is ``(rows, sites)``, ``helpers`` ``(rows, helpers)`` for auxiliary variables
    between 0 and 1 that belong to this rule alone, ``upper`` ``(rows,)``.
    """

    name: str
    sites: FloatArray
    upper: FloatArray
    helpers: FloatArray

    @property
    def n_helpers(self) -> int:
        """Return how many auxiliary variables the rule brings."""
        return int(self.helpers.shape[1])

    def holds(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which choices, ``(draws, sites)``, keep the rule.

        A rule with helpers counts kinds: a helper is as large as its own row allows, at most 1,
        and the last row asks for their sum.
        """
        used = chosen @ self.sites.T
        if self.n_helpers == 0:
            return np.asarray(np.all(used <= self.upper + 1e-9, axis=1))
        covered = np.clip(-used[:, :-1], 0.0, 1.0).sum(axis=1)
        return np.asarray(covered >= -self.upper[-1] - 1e-9)


def _rule(name: str, row: FloatArray, upper: float) -> Rule:
    return Rule(name, row[None, :], np.array([upper]), np.zeros((1, 0)))


def _indicator(members: Sequence[int], n_sites: int) -> FloatArray:
    row = np.zeros(n_sites)
    row[list(members)] = 1.0
    return row


def budget(costs: FloatArray, limit: float) -> Rule:
    """Return: the costs of the chosen sites add up to at most the limit, EUR both."""
    return _rule(f"budget of {limit:,.0f} EUR".replace(",", " "), costs, limit)


def at_most(n: int, n_sites: int) -> Rule:
    """Return: at most n sites."""
    return _rule(f"at most {n} sites", np.ones(n_sites), n)


def at_least(n: int, n_sites: int) -> Rule:
    """Return: at least n sites."""
    return _rule(f"at least {n} sites", -np.ones(n_sites), -n)


def must(name: str, site: int, n_sites: int) -> Rule:
    """Return: the site is in."""
    return _rule(f"must have {name}", -_indicator([site], n_sites), -1.0)


def must_not(name: str, site: int, n_sites: int) -> Rule:
    """Return: the site is out."""
    return _rule(f"must not have {name}", _indicator([site], n_sites), 0.0)


def exclusive(names: Sequence[str], sites: Sequence[int], n_sites: int) -> Rule:
    """Return: at most one of the sites."""
    return _rule(f"only one of {', '.join(names)}", _indicator(sites, n_sites), 1.0)


def requires(name: str, site: int, other_name: str, other: int, n_sites: int) -> Rule:
    """Return: the site only together with the other."""
    row = _indicator([site], n_sites)
    row[other] -= 1.0
    return _rule(f"{name} only with {other_name}", row, 0.0)


def cover(label: str, members: Sequence[int], n: int, n_sites: int) -> Rule:
    """Return: at least n of the sites that share a property."""
    return _rule(f"at least {n} with {label}", -_indicator(members, n_sites), -n)


def cover_kinds(label: str, groups: Mapping[str, Sequence[int]], n: int, n_sites: int) -> Rule:
    """Return: the chosen sites cover at least n different kinds.

    One helper per kind may count only if a site of that kind is chosen; it needs no
    integrality, since the best helper for whole sites is whole.
    """
    helpers = np.zeros((len(groups) + 1, len(groups)))
    sites = np.zeros((len(groups) + 1, n_sites))
    upper = np.zeros(len(groups) + 1)
    for row, members in enumerate(groups.values()):
        helpers[row, row] = 1.0
        sites[row] = -_indicator(members, n_sites)
    helpers[-1] = -1.0
    upper[-1] = -n
    return Rule(f"at least {n} different {label}", sites, upper, helpers)
