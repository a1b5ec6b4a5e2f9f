"""``appraise``: criteria, metal and value of every site, with draws and explanations."""

from __future__ import annotations

import json
from math import isnan
from pathlib import Path

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked, needs
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.policy import policy_option, read_policies
from prioritizer.cli.ranked_input import RISK
from prioritizer.cli.site_input import (
    as_told,
    audience_option,
    chosen,
    criteria_option,
    read_usable_sites,
    status_option,
)
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Range, SiteRegister
from prioritizer.domain.words import performance
from prioritizer.exports.tables.flat import Cell, csv_table, text_table
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.ranking.draws import draw_quantiles
from prioritizer.workflow.sites.appraisal import (
    Appraisal,
    SiteAppraisal,
    appraise_sites,
    product_data,
    site_data,
)
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.derivations import derivations

MOST_PRODUCTS = 4
PRODUCT_RANGES = ("grade_ppm", "contained", "recoverable", "value_usd_per_t")
PRODUCT_NUMBERS = (
    "share_of_value", "criticality", "ratio_to_primary", "ratio_to_cutoff", "enrichment",
)  # fmt: skip


@click.command(
    epilog="Example: python -m prioritizer appraise sample_data/sites.csv --site SE-001 "
    "--draws 1000 --seed 7 --explain"
)
@click.argument("sites", type=SITES_FILE)
@criteria_option
@click.option("--grades", type=FILE, help="Grades table; grades.csv beside SITES if left out.")
@click.option("--site", "site_ids", multiple=True, help="Only this site; may be repeated.")
@click.option("--draws", type=click.IntRange(min=1), help="Also P5, P50, P95 of so many draws.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@policy_option
@click.option("--risk", default="urgency", type=click.Choice([m.value for m in RiskMode]))
@click.option("--explain", is_flag=True, help="Open each number down to its sources.")
@audience_option
@status_option
@click.option("--skip-errors", is_flag=True, help="Leave out rows with errors.")
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked(
    needs("seed", "draws"),
    Idle("explain", lambda params: params["format_name"] != "csv", "--format table or json"),
    RISK,
)
def command(**options: object) -> None:
    """Appraise the sites of a table: criteria, contained and recoverable metal, value."""
    reference = read_policies(options["policies"])
    criteria = read_criteria(str(options["criteria_name"]))
    criteria = criteria.with_risk(RiskMode(str(options["risk"])))
    register = read_usable_sites(
        _path(options["sites"]) or Path(),
        reference,
        grades=_path(options["grades"]),
        skip_errors=bool(options["skip_errors"]),
        audience=Audience(str(options["audience"])),
    )
    register = chosen(register, _texts(options["site_ids"]))
    criteria, reference = as_told(criteria), as_told(reference)
    draws, seed = options["draws"], options["seed"]
    quantiles = None
    if isinstance(draws, int) and isinstance(seed, int):
        quantiles = draw_quantiles(register.sites, criteria, reference, draws=draws, seed=seed)
    appraisal = appraise_sites(register.sites, criteria, reference, quantiles=quantiles)
    explained = None
    if options["explain"]:
        explained = _explain(register, criteria, reference)
    writer = WRITERS[str(options["format_name"])]
    write_output(writer(appraisal, explained), _path(options["output"]))


Explained = dict[str, dict[str, tuple[dict[str, object], list[str]]]]


def _explain(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> Explained:
    return {
        site.site_id: {
            name: (tree.as_dict(), list(tree.lines()))
            for name, tree in derivations(site, criteria, reference).items()
        }
        for site in register.sites
    }


def as_json(appraisal: Appraisal, explained: Explained | None) -> bytes:
    """Return a list of sites with criteria, products and, if asked, derivations."""
    data = []
    for one in appraisal.sites:
        site = site_data(one, appraisal)
        if explained is not None:
            trees = explained[one.site.site_id]
            site["derivations"] = {name: tree for name, (tree, _) in trees.items()}
        data.append(site)
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def as_csv(appraisal: Appraisal, explained: Explained | None) -> bytes:
    """Return one row per site and product; a site without products has one row."""
    del explained
    header = ["site_id", "name", "evidence", "gate"]
    for criterion in appraisal.matrix.criteria:
        header += [f"{criterion.id}_{end}" for end in ("low", "best", "high")]
        header.append(f"{criterion.id}_gap")
        if appraisal.quantiles is not None:
            header += [f"{criterion.id}_{name}" for name in ("p5", "p50", "p95")]
    header += ["product", "mass_unit"]
    header += [f"{name}_{end}" for name in PRODUCT_RANGES for end in ("low", "best", "high")]
    header += [*PRODUCT_NUMBERS, "policy"]
    return csv_table(header, [row for one in appraisal.sites for row in _rows(one, appraisal)])


def _rows(one: SiteAppraisal, appraisal: Appraisal) -> list[list[Cell]]:
    data = site_data(one, appraisal)
    start: list[Cell] = [data["id"], data["name"], data["evidence"], data["gate"]]
    for cells in data["criteria"].values():
        start += [cells[name] for name in cells if name != "unit"]
    if not one.products:
        blank = 2 + 3 * len(PRODUCT_RANGES) + len(PRODUCT_NUMBERS) + 1
        return [start + [None] * blank]
    rows = []
    for product, comparison in zip(one.products, one.comparisons, strict=True):
        found = product_data(product, comparison)
        row: list[Cell] = [*start, found["symbol"], found["mass_unit"]]
        for name in PRODUCT_RANGES:
            known = found[name] or {}
            row += [known.get(end) for end in ("low", "best", "high")]
        rows.append(
            [*row, *(found[name] for name in PRODUCT_NUMBERS), "; ".join(product.policy)]
        )
    return rows


def as_table(appraisal: Appraisal, explained: Explained | None) -> bytes:
    """Return a short table; an asterisk marks what rests on gaps."""
    header = ["site", "name", *(f"{c.id} ({c.unit})" for c in appraisal.matrix.criteria)]
    header += ["USD/t", "recoverable"]
    rows = []
    for one in appraisal.sites:
        products = [
            f"{p.symbol} {_mass(p.recoverable_t, is_precious=p.is_precious)}"
            for p in one.products[:MOST_PRODUCTS]
        ]
        more = len(one.products) - MOST_PRODUCTS
        cells = [_cell(one.row, k, appraisal) for k in range(len(appraisal.matrix.criteria))]
        rows.append(
            [
                one.site.site_id,
                one.site.name,
                *cells,
                _number(one.value_usd_t.best),
                ", ".join(products) + (f", {more} more" if more > 0 else ""),
            ]
        )
    text = text_table(header, rows) + "\n* rests, wholly or in part, on gaps\n"
    for site_id, trees in (explained or {}).items():
        text += f"\n{site_id}\n"
        text += "".join(f"  {line}\n" for _, lines in trees.values() for line in lines)
    return text.encode()


def _cell(row: int, k: int, appraisal: Appraisal) -> str:
    matrix, quantiles = appraisal.matrix, appraisal.quantiles
    mark = "*" if matrix.gap[row, k] else ""
    if quantiles is not None:
        middle, low, high = (q[row, k] for q in (quantiles.p50, quantiles.p5, quantiles.p95))
    else:
        middle, low, high = (q[row, k] for q in (matrix.best, matrix.low, matrix.high))
    texts = [_number(None if isnan(value) else float(value)) for value in (middle, low, high)]
    if texts[1] == texts[2] == texts[0]:
        return texts[0] + mark
    return f"{texts[0]} ({texts[1]}–{texts[2]}){mark}"


def _mass(known: Range, *, is_precious: bool) -> str:
    if known.best is None:
        return "?"
    return f"{_number(known.best * 1000)} kg" if is_precious else f"{_number(known.best)} t"


def _number(value: float | None) -> str:
    return "?" if value is None else performance(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, tuple) else ()


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None


WRITERS = {"table": as_table, "json": as_json, "csv": as_csv}
