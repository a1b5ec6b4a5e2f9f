"""A viability answer as plain data and as a page."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.words import percent
from prioritizer.pilots.simulation import Distribution
from prioritizer.workflow.viability import NOT_A_RANKING, Viability

MILLION = 1e6
MOST_BARS = 6


def viability_data(answer: Viability) -> dict[str, Any]:
    """Return the answer for JSON, with what follows from its parts."""
    data = {f.name: _plain(getattr(answer, f.name)) for f in dataclasses.fields(answer)}
    data["information"]["is_justified"] = answer.information.is_justified
    for plain, one in zip(data["competitiveness"], answer.competitiveness, strict=True):
        plain["premium"] = one.premium
    return data


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value.value if isinstance(value, Enum) else value


def viability_markdown(answer: Viability | None, missing: str) -> str:
    """Return the page; where nothing can be computed, why."""
    if answer is None:
        return f"## Viability\n\nNot screened. {missing}\n"
    lines = ["## Viability (screening)", "", NOT_A_RANKING, ""]
    lines += _value_lines(answer) + _support_lines(answer) + _product_lines(answer)
    lines += ["### What moves the value most", ""]
    lines += [
        f"- {bar.name}: {_million(bar.at_low)} to {_million(bar.at_high)} M USD"
        for bar in answer.tornado[:MOST_BARS]
    ]
    lines += ["", "### Read with care", "", *(f"- {note}" for note in answer.notes[1:])]
    lines += [
        f"- Price of {p.symbol}: {p.usd_per_t / 1000:,.4g} USD/kg, {p.source}"
        for p in answer.prices
    ]
    return "\n".join(lines) + "\n"


def _value_lines(answer: Viability) -> list[str]:
    even = answer.break_even
    worth = answer.information
    verdict = "exceeds" if worth.is_justified else "does not exceed"
    rate = "none" if answer.irr is None else percent(answer.irr)
    payback = "not within the life" if answer.payback is None else f"{answer.payback:.0f} years"
    factor = "" if even.price_factor is None else f", or prices × {even.price_factor:.2f}"
    grade = "" if even.grade_factor is None else f", or grade × {even.grade_factor:.2f}"
    return [
        f"- Recoverable value {_range(answer.value.recoverable)} M USD "
        f"(in situ {_range(answer.value.in_situ)})",
        f"- Smelter return per tonne of waste: {_spread(answer.nsr, 1)} USD",
        f"- Net present value: {_spread(answer.npv, MILLION)} M USD; "
        f"at best estimates {_million(answer.npv_best)}",
        f"- Chance of a value of 0 or more: {percent(answer.npv.at_least_zero)} of "
        f"{answer.draws} draws (seed {answer.seed})",
        f"- Rate of return {rate}, payback {payback}",
        f"- Break-even: return of {even.nsr:.1f} USD/t, or {even.subsidy:.2f} USD/t of "
        "support, or "
        f"a grant of {percent(even.grant)} of the investment{factor}{grade}",
        f"- Perfect information is worth {_million(worth.evpi)} M USD; times the reliability "
        "of "
        f"{worth.reliability:g} it {verdict} the pilot's {_million(worth.cost)} M USD",
        "",
    ]


def _support_lines(answer: Viability) -> list[str]:
    if not answer.supports:
        return []
    lines = [
        "### Support",
        "",
        "| Instrument | NPV with | without | public cost, M USD | per kg CRM | per t |",
    ]
    lines.append("|---|---|---|---|---|---|")
    for case in answer.supports:
        per_kg = "–" if case.per_kg is None else f"{case.per_kg:.3g}"
        lines.append(
            f"| {case.name} | {_million(case.npv_with)} | {_million(case.npv_without)} "
            f"| {_million(case.public_cost)} | {per_kg} | {case.per_tonne:.2f} |"
        )
    return [*lines, ""]


def _product_lines(answer: Viability) -> list[str]:
    joint = answer.products
    lines = [
        "### Several products at once",
        "",
        f"Best set: {', '.join(joint.products)} ({joint.n_sets} sets tried). Value left in the "
        "tail: "
        f"{percent(joint.left_today)} with {', '.join(joint.today) or 'nothing'}, "
        f"{percent(joint.left_jointly)} with the set.",
        "",
    ]
    lines += [f"- {s}: adds {_million(value)} M USD" for s, value in joint.added.items()]
    lines += [
        f"- {c.symbol}: must earn {c.cost:.3g} USD/kg against a price of {c.import_price:.3g}"
        for c in answer.competitiveness
    ]
    return [*lines, ""]


def _million(value: float) -> str:
    return f"{value / MILLION:,.3g}" if abs(value) < 1e9 else f"{value / MILLION:,.0f}"


def _range(value: Estimate) -> str:
    return f"{_million(value.low)} – {_million(value.best)} – {_million(value.high)}"


def _spread(value: Distribution, unit: float) -> str:
    p10, p50, p90 = (f"{part / unit:,.3g}" for part in (value.p10, value.p50, value.p90))
    return f"{p10} – {p50} – {p90} (P10, P50, P90)"
