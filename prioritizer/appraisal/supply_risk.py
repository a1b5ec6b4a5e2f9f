"""Supply risk and criticality as the European Commission works them out."""

from __future__ import annotations

SUPPLY_RISK_THRESHOLD = 1.0
ECONOMIC_IMPORTANCE_THRESHOLD = 2.8


def supply_risk(
    *,
    hhi_global: float | None,
    hhi_eu: float | None,
    import_reliance: float | None,
    recycling: float,
    substitution: float,
) -> float:
    """Return SR = [HHI_GS IR/2 + HHI_EU (1 - IR/2)] (1 - EoL_RIR) SI_SR (EC 2017, section 3).

    Where only one concentration is available, it stands for both.

    Parameters
    ----------
    hhi_global, hhi_eu
        Concentration of global supply and of the EU's sources, weighted by governance and
        trade.
    import_reliance, recycling
        Fractions, 0 to 1.
    substitution
        Index of substitutability for supply risk, 0 to 1.

    Raises
    ------
    ValueError
        If neither concentration is given, or both without the import reliance.
    """
    known = [hhi for hhi in (hhi_global, hhi_eu) if hhi is not None]
    if not known:
        raise ValueError("supply risk needs hhi_global or hhi_eu")
    if len(known) == 1:
        return known[0] * (1 - recycling) * substitution
    if import_reliance is None:
        raise ValueError("supply risk of two concentrations needs the import reliance")
    half = import_reliance / 2
    return (known[0] * half + known[1] * (1 - half)) * (1 - recycling) * substitution


def import_reliance(*, production: float, net_imports: float) -> float:
    """Return IR = net imports / (production + net imports); negative imports count 0."""
    imports = max(net_imports, 0.0)
    total = production + imports
    return imports / total if total > 0 else 0.0


def passes_thresholds(supply_risk_score: float, economic_importance: float) -> bool:
    """Return whether both scores reach the thresholds of 2017 to 2023, on one decimal.

    The legal list is data and not this rule: it adds materials that are strategic.
    """
    return (
        round(supply_risk_score, 1) >= SUPPLY_RISK_THRESHOLD
        and round(economic_importance, 1) >= ECONOMIC_IMPORTANCE_THRESHOLD
    )
