"""Round steps for the axes of charts, and the numbers at them."""

from __future__ import annotations

import math


def ticks(low: float, high: float, wanted: int = 5) -> tuple[float, ...]:
    """Return round numbers that embrace ``low`` and ``high``, in about ``wanted`` steps."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return (low - 1.0, low, low + 1.0)
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(k * step for k in range(first, last + 1))
