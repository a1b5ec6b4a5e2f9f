"""Brazil's classes of mining dams: damage points from four answers, class from damage and risk.

Portaria DNPM 70.389/2017 and CNRH Resolution 143/2012, as the SIGBM register of 2022 bears out.
"""

from __future__ import annotations

from prioritizer.domain.site import Range
from prioritizer.errors import InputError

# Upper ends of the volume classes in m3; the last one has none.
VOLUME_CLASSES = ((5e5, 1), (5e6, 2), (25e6, 3), (50e6, 4))
LARGEST_VOLUME_POINTS = 5
MOST_POINTS = 30
POPULATION = {"inexistente": 0, "pouco frequente": 3, "frequente": 5, "existente": 10}
ENVIRONMENT = {
    "insignificante": 0,
    "pouco significativo": 2,
    "significativo": 6,
    "muito significativo": 8,
    "muito significativo agravado": 10,
}
SOCIO_ECONOMY = {"inexistente": 0, "baixo": 1, "médio": 3, "alto": 5}
HIGH_FROM, LOW_UP_TO = 13, 7

# Rows: risk category; columns: potential damage. Not symmetric: damage weighs more.
DAM_CLASSES = {
    "high": {"high": "A", "medium": "B", "low": "C"},
    "medium": {"high": "B", "medium": "C", "low": "D"},
    "low": {"high": "B", "medium": "C", "low": "E"},
}


def damage_points(
    *, volume_m3: float, population: str, environment: str, socio_economy: str
) -> int:
    """Return the points of potential damage, 1 to 30, from the register's answers.

    Raises
    ------
    InputError
        If an answer is not one of the register's.
    """
    return (
        volume_points(volume_m3)
        + _points("population", population, POPULATION)
        + _points("environment", environment, ENVIRONMENT)
        + _points("socio-economy", socio_economy, SOCIO_ECONOMY)
    )


def volume_points(volume_m3: float) -> int:
    """Return 1 to 5 points; a volume on a boundary has the lower ones, but 50 Mm3 has 5."""
    for end, points in VOLUME_CLASSES[:-1]:
        if volume_m3 <= end:
            return points
    end, points = VOLUME_CLASSES[-1]
    return points if volume_m3 < end else LARGEST_VOLUME_POINTS


def damage_class(points: int) -> str:
    """Return high (Alta), medium (Média) or low (Baixa)."""
    if points >= HIGH_FROM:
        return "high"
    return "low" if points <= LOW_UP_TO else "medium"


def consequence(points: int) -> Range:
    """Return the points on the 0 to 1 scale of physical consequence."""
    share = points / MOST_POINTS
    return Range(share, share, share)


def dam_class(risk: str, damage: str) -> str:
    """Return A (worst) to E from the risk category and the damage class."""
    return DAM_CLASSES[risk][damage]


def _points(name: str, answer: str, table: dict[str, int]) -> int:
    key = answer.strip().casefold()
    if key not in table:
        raise InputError(
            f"{name}: found '{answer}'. Expected one of: {', '.join(table)}. "
            "Correct the answer."
        )
    return table[key]
