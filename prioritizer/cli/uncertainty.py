"""What the options of a command say is uncertain: weights, evidence, gaps."""

from __future__ import annotations

from prioritizer.cli.site_input import in_plain_ids
from prioritizer.domain.robustness import (
    Uncertainty,
    WeightKnowledge,
)
from prioritizer.elicitation.ranking import parse_order
from prioritizer.errors import InputError
from prioritizer.readers.numbers import parse_number


def uncertainty_from(options: dict[str, object]) -> Uncertainty:
    """Return the sources of uncertainty that the options let loose."""
    evidence, methods = in_plain_ids(str(options["evidence"])), options["methods"]
    names = tuple(part.strip() for part in evidence.split(",") if part.strip())
    return Uncertainty(
        weights=WeightKnowledge(str(options["vary_weights"])),
        concentration=float(str(options["concentration"])),
        order=_order(options["weight_order"]),
        bounds=_bounds(options["weight_bounds"]),
        statements=_texts(options["weight_statements"]),
        evidence={"all": None, "none": ()}.get(evidence, names),
        gaps=not options["fixed_gaps"],
        methods=tuple(part.strip() for part in str(methods).split(",")) if methods else (),
    )


def _texts(given: object) -> tuple[str, ...]:
    return tuple(in_plain_ids(str(one)) for one in given) if isinstance(given, tuple) else ()


def _order(text: object) -> tuple[tuple[str, ...], ...]:
    try:
        return parse_order([in_plain_ids(str(text))]) if text else ()
    except InputError as error:
        raise InputError(f"--weight-order, {error}") from None


def _bounds(text: object) -> dict[str, tuple[float, float]]:
    found = {}
    for part in in_plain_ids(str(text or "")).split(","):
        if not part.strip():
            continue
        name, _, ends = (piece.strip() for piece in part.partition("="))
        low, high = (parse_number(end.strip()) for end in (*ends.split("..", 1), "")[:2])
        if low is None or high is None:
            raise InputError(
                f"--weight-bounds, {name}: found '{ends}'. Expected two shares from 0 to 1. "
                f"Write for example {name}=0.1..0.4."
            )
        found[name] = (low, high)
    return found
