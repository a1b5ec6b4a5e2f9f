"""Public support as a person proposes it: an instrument, its amount, what it is paid for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from prioritizer.errors import InputError


class SupportKind(StrEnum):
    """The instruments; criteria/reference/support_instruments.csv says what an amount means."""

    CAPEX_GRANT = "capex-grant"
    PER_TONNE = "per-tonne"
    PER_KG = "per-kg"
    PRICE_FLOOR = "price-floor"
    SOFT_LOAN = "soft-loan"
    TAX_HOLIDAY = "tax-holiday"
    REMEDIATION = "remediation"


NEEDS_PRODUCT = {SupportKind.PER_KG, SupportKind.PRICE_FLOOR}


@dataclass(frozen=True, slots=True)
class Support:
    """One instrument with its amount; ``product`` where it is paid per kilogram of one.

    ``share`` is the part of the investment that a soft loan covers, 0 to 1.
    """

    kind: SupportKind
    amount: float
    product: str = ""
    share: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.amount) and self.amount >= 0):
            raise InputError(
                f"support, {self.kind}: found {self.amount:g}. Expected a number of 0 or more. "
                "Correct the amount."
            )
        if self.kind is SupportKind.CAPEX_GRANT and self.amount > 1:
            raise InputError(
                f"support, {self.kind}: found {self.amount:g}. Expected a share of the "
                "investment, 0 to 1. Write 0.25 for 25 %."
            )
        if self.kind in NEEDS_PRODUCT and not self.product:
            raise InputError(
                f"support, {self.kind}: found no product. Expected the symbol of one. "
                "Write for example per-kg=2:Co."
            )

    @classmethod
    def parse(cls, text: str) -> Support:
        """Read ``capex-grant=0.25`` or ``price-floor=30:Co``."""
        kind, _, rest = text.partition("=")
        amount, _, product = rest.partition(":")
        try:
            return cls(SupportKind(kind.strip()), float(amount), product.strip())
        except ValueError:
            known = ", ".join(kind.value for kind in SupportKind)
            raise InputError(
                f"support: found '{text}'. Expected one of {known}, '=' and an amount, "
                "for example capex-grant=0.25."
            ) from None
