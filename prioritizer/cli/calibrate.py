"""``calibrate``: how often ranges for unknown values hold where the value is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from prioritizer.cli.common import write_outputs
from prioritizer.cli.places import FILE, SITES
from prioritizer.cli.site_input import (
    as_told,
    audience_option,
    criteria_option,
    facilities_asked,
    facilities_option,
    read_usable_sites,
)
from prioritizer.domain.calibration import Calibration, Held
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.words import percent
from prioritizer.exports.tables.flat import text_table
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.ranking.calibration import FEWEST, calibrate, goal_sentence
from prioritizer.workflow.sites.audience import Audience

HEADER = ("criterion", "kind of waste", "cells", "50 % range", "90 % range", "like sites",
          "whole inventory", "nothing assumed")  # fmt: skip


@click.command(epilog="Example: python -m prioritizer calibrate sample")
@click.argument("sites", type=SITES)
@criteria_option
@click.option("--grades", type=FILE, help="Grades table; grades.csv beside SITES if left out.")
@audience_option
@facilities_option
@click.option("--skip-errors", is_flag=True, help="Leave out rows with errors.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    sites: str,
    criteria_name: str,
    grades: Path | None,
    audience: str,
    skip_errors: bool,
    as_json: bool,
) -> None:
    """Test the ranges that stand for unknown values on all values that are known.

    Every known cell of SITES is taken out in turn, and its range is worked out from the other
    sites. A 90 % range should hold about nine in ten. The last three columns are the mean
    continuous ranked probability score: smaller is better.
    """
    reference, criteria = read_reference(), read_criteria(criteria_name)
    register = read_usable_sites(
        sites, reference, grades=grades, skip_errors=skip_errors, audience=Audience(audience)
    )
    criteria = as_told(criteria)
    found = calibrate(register, criteria, reference, facilities_asked())
    told = _as_json(found) if as_json else _as_text(found, criteria)
    write_outputs([((told + "\n").encode(), None)])


def _as_json(found: Calibration) -> str:
    return json.dumps(asdict(found), indent=2, ensure_ascii=False)


def _as_text(found: Calibration, criteria: CriteriaSet) -> str:
    whole = found.whole
    lines = [
        f"{found.title}: every known cell left out in turn",
        "",
        text_table(HEADER, calibration_rows([*found.overall, *found.by_kind])).rstrip(),
    ]
    if whole is not None:
        lines += [
            "",
            f"All {whole.n} cells: the 50 % range held {percent(whole.half)}, "
            f"the 90 % range {percent(whole.ninety)}.",
            goal_sentence(found, criteria),
            f"Of fewer than {FEWEST} cells a share says little.",
        ]
    return "\n".join(lines)


def calibration_rows(parts: Sequence[Held]) -> list[tuple[str, ...]]:
    """Return the cells of `HEADER` for each result."""
    return [
        (
            one.criterion,
            one.kind or "all",
            str(one.n),
            percent(one.half),
            percent(one.ninety),
            f"{one.score:.3f}",
            f"{one.score_inventory:.3f}",
            f"{one.score_uniform:.3f}",
        )
        for one in parts
    ]
