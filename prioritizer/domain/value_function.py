"""What a performance is worth: the six shapes of a value function, and what may be wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

from prioritizer.errors import InputError

Kind = Literal["linear", "log", "piecewise", "sigmoid", "stepwise", "target"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# What each shape needs besides its two ends; all else must stay out.
SHAPES: Mapping[str, tuple[str, ...]] = {
    "linear": (),
    "log": (),
    "piecewise": ("points", "values"),
    "sigmoid": ("midpoint", "scale"),
    "stepwise": ("points", "values"),
    "target": ("points",),
}
SHAPE_FIELDS = ("points", "values", "midpoint", "scale")
# A logistic curve steeper than this is a step, and its exponential leaves the range of a float.
STEEPEST = 500.0


@dataclass(frozen=True, slots=True)
class ScaleFault:
    """One thing wrong with a value function: the member, and found, expected, what to do."""

    member: str
    found: str
    expected: str
    hint: str

    def __str__(self) -> str:
        return f"{self.member}: found {self.found}. Expected {self.expected}. {self.hint}"


@dataclass(frozen=True, slots=True)
class ValueFunction:
    """Performance to value, 0 worst to 1 best, on a scale fixed in the criterion's unit.

    Attributes
    ----------
    kind
        ``linear``, ``log``: straight between the ends, in the performance or its logarithm.
        ``piecewise``: straight lines through ``points`` with ``values``.
        ``sigmoid``: a logistic curve, stretched so that the ends have exactly 0 and 1.
        ``stepwise``: one value per class; ``points`` are the class limits, a performance equal
        to a limit belongs to the class above.
        ``target``: best between the two inner ``points``, worst beyond the two outer ones.
    worst, best
        A performance of value 0 and one of value 1: the swing that a weight refers to.
    points
        Performances, rising: of ``piecewise`` its corners, of ``stepwise`` its class limits,
        of ``target`` the four corners low worst, low best, high best, high worst.
    values
        0 to 1, with both reached: one per point, for ``stepwise`` one more.
    midpoint, scale
        Of ``sigmoid``: where it is steepest, and its width, in the criterion's unit. The axis
        is plain, not logarithmic.
    """

    kind: Kind
    worst: float
    best: float
    points: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    midpoint: float | None = None
    scale: float | None = None

    @property
    def direction(self) -> Literal["max", "min", "target"]:
        """Return whether value rises with performance, falls, or does both."""
        if self.kind == "target":
            return "target"
        levels = self.values or (0.0, 1.0)
        steps = [after - before for before, after in pairwise(levels)]
        if not self.values:
            return "max" if self.best > self.worst else "min"
        if all(step >= 0 for step in steps):
            return "max"
        return "min" if all(step <= 0 for step in steps) else "target"

    @property
    def span(self) -> tuple[float, float]:
        """Return the performances between which the value can change; outside it is held.

        The classes at both ends of a ``stepwise`` function are open: nothing is outside.
        """
        if self.kind == "stepwise":
            return -math.inf, math.inf
        ends = self.points or (self.worst, self.best)
        return min(ends), max(ends)

    def as_dict(self) -> dict[str, Any]:
        """Return the members that this kind has, as plain data."""
        plain: dict[str, Any] = {"kind": self.kind, "worst": self.worst, "best": self.best}
        for name in SHAPES[self.kind]:
            value = getattr(self, name)
            plain[name] = list(value) if isinstance(value, tuple) else value
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> ValueFunction:
        """Return the function of `as_dict`.

        Raises
        ------
        InputError
            If it is no valid function.
        """
        midpoint, scale = plain.get("midpoint"), plain.get("scale")
        found = cls(
            plain["kind"],
            float(plain["worst"]),
            float(plain["best"]),
            tuple(float(x) for x in plain.get("points") or ()),
            tuple(float(x) for x in plain.get("values") or ()),
            None if midpoint is None else float(midpoint),
            None if scale is None else float(scale),
        )
        return found.checked()

    def checked(self) -> ValueFunction:
        """Return the function itself if nothing is wrong with it.

        Raises
        ------
        InputError
            With every fault in words.
        """
        faults = self.faults()
        if faults:
            raise InputError("\n".join(f"value function, {fault}" for fault in faults))
        return self

    def faults(self) -> tuple[ScaleFault, ...]:
        """Return everything wrong with the function; the one place that decides it."""
        if self.kind not in SHAPES:
            kinds = ", ".join(KINDS)
            return (ScaleFault("kind", f"'{self.kind}'", f"one of: {kinds}", "Choose one."),)
        found = (*self._end_faults(), *self._member_faults())
        return found or tuple(self._shape_faults())

    def _end_faults(self) -> Iterator[ScaleFault]:
        for name in ("worst", "best"):
            end = getattr(self, name)
            if not math.isfinite(end):
                yield ScaleFault(name, f"{end}", "a finite number", "Give a number.")
        if self.worst == self.best:
            yield ScaleFault(
                "worst",
                f"{self.worst:g}, the same as best",
                "two ends, which must differ",
                "A scale without a range can carry no weight.",
            )
        lowest = min(self.worst, self.best)
        if self.kind == "log" and lowest <= 0:
            yield ScaleFault(
                "worst" if self.worst == lowest else "best",
                f"{lowest:g}",
                "ends above 0, as a log scale needs",
                "Start it above 0, or use a linear scale.",
            )

    def _member_faults(self) -> Iterator[ScaleFault]:
        for name in SHAPE_FIELDS:
            value, is_wanted = getattr(self, name), name in SHAPES[self.kind]
            is_given = value is not None and value != ()
            if is_given and not is_wanted:
                yield ScaleFault(
                    name, f"{value}", f"none for a {self.kind} scale", "Leave it out."
                )
            elif is_wanted and not is_given:
                yield ScaleFault(
                    name, "nothing", f"{name} for a {self.kind} scale", "Give them."
                )
            elif is_given:
                numbers = value if isinstance(value, tuple) else (value,)
                if not all(math.isfinite(number) for number in numbers):
                    yield ScaleFault(name, f"{value}", "finite numbers", "Give numbers.")

    def _shape_faults(self) -> Iterator[ScaleFault]:
        faults = {
            "piecewise": self._level_faults,
            "stepwise": self._level_faults,
            "target": self._target_faults,
            "sigmoid": self._sigmoid_faults,
        }.get(self.kind)
        if faults is not None:
            yield from faults()

    def _level_faults(self) -> Iterator[ScaleFault]:
        n_points, n_values = len(self.points), len(self.values)
        wanted = n_points + (self.kind == "stepwise")
        if any(after <= before for before, after in pairwise(self.points)):
            yield ScaleFault("points", _list(self.points), "rising numbers", "Sort them.")
        if n_values != wanted or n_values < 2:
            what = (
                f"{wanted} values, one per class"
                if self.kind == "stepwise"
                else f"{max(wanted, 2)} values, one per point"
            )
            yield ScaleFault("values", f"{n_values}", what, "Add or remove values.")
            return
        if min(self.values) != 0 or max(self.values) != 1:
            yield ScaleFault(
                "values",
                _list(self.values),
                "0 as the lowest and 1 as the highest, because a weight means the whole step",
                "Stretch them to 0 and 1.",
            )
            return
        for name, wanted_value in (("worst", 0.0), ("best", 1.0)):
            end = getattr(self, name)
            if self._level(end) != wanted_value:
                yield ScaleFault(
                    name,
                    f"{end:g}, whose value is {self._level(end):.3g}",
                    f"a performance whose value is {wanted_value:g}",
                    "Correct it or the values.",
                )
                return
        if self._turns_between_ends():
            yield ScaleFault(
                "values",
                _list(self.values),
                "values that only rise on the way from worst to best",
                "Choose worst and best on the two sides of one slope.",
            )

    def _level(self, performance: float) -> float:
        """Return the value of a performance, for stepwise and piecewise."""
        below = sum(point <= performance for point in self.points)
        if self.kind == "stepwise":
            return self.values[below]
        if below in (0, len(self.points)):
            return self.values[max(below - 1, 0)]
        x0, x1 = self.points[below - 1 : below + 1]
        y0, y1 = self.values[below - 1 : below + 1]
        return y0 + (y1 - y0) * (performance - x0) / (x1 - x0)

    def _turns_between_ends(self) -> bool:
        low, high = sorted((self.worst, self.best))
        inside = [p for p in self.points if low < p < high]
        levels = [self._level(p) for p in (low, *inside, high)]
        if self.best < self.worst:
            levels.reverse()
        return any(after < before for before, after in pairwise(levels))

    def _target_faults(self) -> Iterator[ScaleFault]:
        if len(self.points) != 4 or any(b < a for a, b in pairwise(self.points)):
            yield ScaleFault(
                "points",
                _list(self.points),
                "four rising numbers: low worst, low best, high best, high worst",
                "Correct them.",
            )
            return
        low_worst, low_best, high_best, high_worst = self.points
        if not low_best <= self.best <= high_best:
            yield ScaleFault(
                "best",
                f"{self.best:g}",
                f"a performance inside the target, {low_best:g} to {high_best:g}",
                "Correct it or the points.",
            )
        if low_best <= self.worst <= high_best or low_worst < self.worst < high_worst:
            yield ScaleFault(
                "worst",
                f"{self.worst:g}",
                f"a performance outside, {low_worst:g} or {high_worst:g}",
                "Correct it or the points.",
            )

    def _sigmoid_faults(self) -> Iterator[ScaleFault]:
        if self.midpoint is None or self.scale is None:
            return
        low, high = sorted((self.worst, self.best))
        if not low <= self.midpoint <= high:
            yield ScaleFault(
                "midpoint",
                f"{self.midpoint:g}",
                f"a number from {low:g} to {high:g}",
                "Put it between the ends.",
            )
        if self.scale * STEEPEST < high - low:
            yield ScaleFault(
                "scale",
                f"{self.scale:g}",
                f"a width above 0, at least {(high - low) / STEEPEST:g}",
                "For a sharp step use a stepwise scale.",
            )
        elif self.scale > STEEPEST * (high - low):
            yield ScaleFault(
                "scale",
                f"{self.scale:g}",
                f"a width of at most {STEEPEST * (high - low):g}",
                "For a straight line use a linear scale.",
            )


def _list(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{number:g}" for number in numbers) or "nothing"
