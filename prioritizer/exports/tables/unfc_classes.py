"""UNFC classes as JSON, CSV and text, with the codes that a person confirmed from texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from prioritizer.domain.code_proposal import ConfirmedCode
from prioritizer.domain.words import printable
from prioritizer.exports.tables.flat import csv_table, text_table
from prioritizer.workflow.sites.classify import ClassifiedRegister, class_data

HEADER = (
    "site_id", "name", "e", "f", "g", "code", "class", "rule_e", "rule_f", "rule_g",
    "reason_e", "reason_f", "reason_g", "lift_e", "lift_f", "lift_g",
)  # fmt: skip
CONFIRMED = "confirmed"


def as_json(classified: ClassifiedRegister, confirmed: Sequence[ConfirmedCode]) -> bytes:
    """Return a list of classes, one per site, with the codes that were confirmed."""
    by_site = _by_site(confirmed)
    data = [_with(class_data(one), by_site.get(one.site_id, ())) for one in classified.sites]
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _by_site(confirmed: Sequence[ConfirmedCode]) -> dict[str, tuple[ConfirmedCode, ...]]:
    found: dict[str, tuple[ConfirmedCode, ...]] = {}
    for one in confirmed:
        found[one.site_id] = (*found.get(one.site_id, ()), one)
    return found


def _with(data: dict[str, Any], confirmed: Sequence[ConfirmedCode]) -> dict[str, Any]:
    """Return the data of a class, with what was confirmed of its site where anything was."""
    told = [
        {"column": one.column, "code": one.code, "by": one.confirmed_by,
         "on": one.confirmed_on, "words": one.words, "sentence": one.sentence,
         "text_column": one.text_column, "source": one.source}
        for one in confirmed
    ]  # fmt: skip
    return data | {CONFIRMED: told} if told else data


def _told(one: ConfirmedCode) -> str:
    return f"{one.column} = {one.code}, {one.mark}"


def as_csv(classified: ClassifiedRegister, confirmed: Sequence[ConfirmedCode]) -> bytes:
    """Return one row per site; the codes that were confirmed in a last column if there are."""
    by_site = _by_site(confirmed)
    rows = []
    for one in classified.sites:
        axes = (one.e, one.f, one.g)
        rows.append(
            [
                one.site_id,
                one.name,
                *(axis.code for axis in axes),
                str(one.unfc),
                one.unfc.name,
                *(axis.rule for axis in axes),
                *(axis.reason for axis in axes),
                *("; ".join(axis.lift) for axis in axes),
                *(["; ".join(map(_told, by_site.get(one.site_id, ())))] if confirmed else []),
            ]
        )
    return csv_table((*HEADER, *((CONFIRMED,) if confirmed else ())), rows)


def as_table(classified: ClassifiedRegister, confirmed: Sequence[ConfirmedCode]) -> bytes:
    """Return a short table, the counts of each code below it, and the confirmed codes."""
    rows = [
        (
            one.site_id,
            one.name,
            str(one.unfc),
            one.unfc.name,
            f"{one.e.rule} {one.f.rule} {one.g.rule}",
        )
        for one in classified.sites
    ]
    counts = [f"{n:>6}  {code}" for code, n in classified.counts().items()]
    header = ("site", "name", "code", "class", "rules")
    text = text_table(header, rows) + "\nSites per code\n" + "\n".join(counts) + "\n"
    told = [f"  {printable(one.site_id)}  {printable(_told(one))}" for one in confirmed]
    return (text + ("\nConfirmed codes\n" + "\n".join(told) + "\n" if told else "")).encode()


WRITERS = {"table": as_table, "json": as_json, "csv": as_csv}
