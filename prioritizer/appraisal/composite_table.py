"""COMPOSITES: of each measure made of weighted parts, its parts and the parameters it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.appraisal.access import LICENCE, PHYSICAL
from prioritizer.appraisal.risk_mean import PARTS as RISK
from prioritizer.domain.criterion import Combine

CODES = ("permit", "owner")


@dataclass(frozen=True, slots=True)
class Composite:
    """The parts that a criteria file may weigh, and what each way of combining reads."""

    parts: tuple[str, ...]
    needs: Mapping[Combine, tuple[str, ...]]


def _risk(*more: str) -> Composite:
    mean = ("sulfide_quarter", "containment", "receptor_km", "radioactivity", *more)
    product = ("sulfide_quarter", "receptor_within_km", *more)
    return Composite(RISK, {Combine.MEAN: mean, Combine.PRODUCT: product})


COMPOSITES: dict[str, Composite] = {
    "access": Composite(
        tuple(PHYSICAL),
        {
            Combine.MEAN: tuple(PHYSICAL.values()),
            Combine.PRODUCT: (*PHYSICAL.values(), *CODES),
        },
    ),
    "licence": Composite(tuple(LICENCE), dict.fromkeys(Combine, CODES)),
    **dict.fromkeys(("environmental_risk", "chemical_risk"), _risk()),
    **dict.fromkeys(
        ("risk_reduction", "chemical_risk_reduction"), _risk("eliminated_fraction")
    ),
}
