"""A viability answer as plain data and as a page."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.words import MILLION, ends, million, number, percent
from prioritizer.pilots.economics.simulation import Distribution
from prioritizer.workflow.pilots.viability import NOT_A_RANKING, Viability
from prioritizer.workflow.pilots.viability_words import (
    ONE_CIRCUIT,
    break_even_words,
    chance_words,
    left_out,
    value_words,
    verdict,
    worth_words,
)

MOST_BARS = 6


def viability_data(answer: Viability) -> dict[str, Any]:
    """Return the answer for JSON, with what follows from its parts."""
    data = {f.name: _plain(getattr(answer, f.name)) for f in dataclasses.fields(answer)}
    data["information"]["is_justified"] = answer.information.is_justified
    whole = answer.information_all_circuits
    data["information_all_circuits"]["is_justified"] = whole.is_justified
    data["npv_range"] = list(answer.npv_range)
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
        f"- {bar.name}: {million(bar.at_low)} to {million(bar.at_high)} M USD"
        for bar in answer.tornado[:MOST_BARS]
    ]
    lines += ["", "### Read with care", "", *(f"- {note}" for note in answer.notes[1:])]
    lines += [
        f"- Price of {p.symbol}: {number(p.usd_per_t / 1000, 4)} USD/kg, {p.source}"
        for p in answer.prices
    ]
    return "\n".join(lines) + "\n"


def _value_lines(answer: Viability) -> list[str]:
    worth = answer.information
    return [
        f"- Recoverable value {_range(answer.value.recoverable)} M USD "
        f"(in situ {_range(answer.value.in_situ)})",
        f"- Return per tonne of waste before treatment charges: {_spread(answer.nsr)} USD "
        "(P10, P50, P90)",
        f"- Net present value: {value_words(answer)} M USD (from P10 to P90). "
        f"{left_out(answer)}",
        f"- Draws with a value of 0 or more: {chance_words(answer)} of {number(answer.draws)} "
        f"(seed {answer.seed}), on the same terms",
        f"- The value is nil at {break_even_words(answer)}",
        f"- A pilot could tell what is worth {worth_words(answer)} M USD (reliability "
        f"{percent(worth.reliability)}); more than its {million(worth.cost)} M USD: "
        f"{verdict(answer)}",
        "",
    ]


def _support_lines(answer: Viability) -> list[str]:
    if not answer.supports:
        return []
    lines = [
        "### Support",
        "",
        f"At best estimates, with {ONE_CIRCUIT}.",
        "",
        "| Instrument | NPV with | without | public cost, M USD | per kg CRM | per t |",
    ]
    lines.append("|---|---|---|---|---|---|")
    for case in answer.supports:
        per_kg = "–" if case.per_kg is None else number(case.per_kg)
        lines.append(
            f"| {case.name} | {million(case.npv_with)} | {million(case.npv_without)} "
            f"| {million(case.public_cost)} | {per_kg} | {number(case.per_tonne)} |"
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
    lines += [f"- {s}: adds at most {million(value)} M USD" for s, value in joint.added.items()]
    lines += [
        f"- {c.symbol}: must earn {number(c.cost)} USD/kg at least, against a price of "
        f"{number(c.import_price)}"
        for c in answer.competitiveness
    ]
    return [*lines, ""]


def _range(value: Estimate) -> str:
    return ends([end / MILLION for end in (value.low, value.best, value.high)])


def _spread(value: Distribution) -> str:
    return ends((value.p10, value.p50, value.p90))
