"""The page docs/data_format.md, written from the data dictionary."""

from __future__ import annotations

from itertools import groupby

from prioritizer.domain.columns import Column, site_columns
from prioritizer.domain.own_columns import OwnKind
from prioritizer.readers.grades import REQUIRED, UNITS
from prioritizer.readers.imports.assays import GRADE_COLUMNS
from prioritizer.readers.own_declarations import DECLARED_IN

HEAD = """# The data format

Generated from `prioritizer/domain/site_columns.csv`; change that file, not this page
(`python -m prioritizer.readers.data_format > docs/data_format.md`).

A site table is CSV in UTF-8 with a header line; only the columns marked *required* must be
there. **A blank cell means unknown, never zero.** Numbers have a decimal point and no thousands
mark. A table parted by semicolons, tabs or bars may have decimal commas and points between
thousands instead, as spreadsheets write it in many countries: its numbers show which, own
columns included. Where nothing shows it, `800.000` is an error, and never eight hundred. A
decimal point of coordinates alone shows nothing. Tables of prices, costs, weights, assumptions
and outcomes are read alike. Other files become such a table with
`python -m prioritizer import`, see [import.md](import.md).

`grades.csv`, `sources.csv` and `own_columns.csv` beside the table are read with it; one that is
missing, or holds a header line only, counts as none. Every command says on standard error what
it read:
`sites.csv: 181 sites; no grades.csv beside it: 181 sites without assay; no sources.csv.`
"""
GRADES = {
    "site_id": "The site, as in the site table",
    "analyte": "What was printed: an element symbol, an oxide such as WO3, TREO or a mineral",
    "low": "Low end, as published",
    "best": "Best estimate, as published",
    "high": "High end, as published; a detection limit stands here, with low 0",
    "unit": f"One of: {', '.join(UNITS)}; blank where only a content is given",
    "statistic": "What the values are: mean, range, upper bound, contained, and the like",
    "basis": "What they rest on",
    "samples_n": "Number of samples",
    "contained_t": "Contained mass of the element, t, where that was published",
    "source": "Source ids, separated by semicolons",
    "use": "no: shown, but not scored; one row per site and analyte is used; "
    "yes: used even if it seems impossible",
    "note": "Why, and other remarks",
}

OWN = f"""
## Columns of your own

A column that no table above names is kept as a column of your own: with its unit and source, in
stores, records, workbooks and open files. It ranks nothing by itself; a criterion or a gate may
read it (criteria.md). A name that is close to a
known one is warned of, for it may be a slip of the pen. A name that no file could keep (with
`;` or double quotes, or that differs from a known one in case only) is warned of and not read.

`{DECLARED_IN}` beside the table says what your columns are. What it does not declare gets its
kind from the values; one line says so. The order of classes means nothing until it is declared.

| Column | Meaning |
|---|---|
| `column` (required) | Its name in the site table |
| `kind` (required) | {", ".join(f"`{kind}`" for kind in OwnKind)} |
| `unit` | Of a number, as you write it |
| `classes` | From the worst to the best, `;` between |
| `source` | Its column of source ids, which ends in `_source`; if blank `NAME_source` |
| `title` | What people read instead of the name |
| `note` | What it means |
| `proposed` | `yes`: the kind was taken from the values; only exports write it |

A number may have `NAME_low`, `NAME` or `NAME_best`, and `NAME_high`. Yes/no is `yes` or `no`.
A declared number may have decimal commas where most cells have them, and be a range (`1,5-3`)
or a bound (`<5`). A cell that does not fit its declaration is warned of and not read; its row
stays. `restricted_fields` takes the names of your
columns: a number goes with its ends, and each column with `NAME_source`.
"""


def data_format_page() -> str:
    """Return the page as Markdown."""
    lines = [HEAD]
    columns = sorted(site_columns().values(), key=lambda column: column.group)
    for group, members in groupby(columns, key=lambda column: column.group):
        lines += [
            f"## Site table: {group}",
            "",
            "| Column | Kind | Allowed | Cited in | Meaning |",
        ]
        lines += ["|---|---|---|---|---|", *(_row(column) for column in members), ""]
    lines += ["## Grades table", "", "| Column | Meaning |", "|---|---|"]
    for name in GRADE_COLUMNS:
        required = " (required)" if name in REQUIRED else ""
        lines.append(f"| `{name}`{required} | {GRADES[name]} |")
    return "\n".join(lines) + "\n" + OWN


def _row(column: Column) -> str:
    required = " (required)" if column.is_required else ""
    unit = f", {column.unit}" if column.unit else ""
    cells = (
        f"`{column.name}`{required}",
        f"{column.kind}{unit}",
        _allowed(column),
        f"`{column.source}`" if column.source else "",
        column.description,
    )
    return f"| {' | '.join(cells)} |"


def _allowed(column: Column) -> str:
    if column.allowed:
        return ", ".join(f"`{code}`" for code in column.allowed)
    if column.kind == "number":
        return f"{column.low:g} to {column.high:g}"
    return {"country": "ISO 3166-1 alpha-2", "sources": "source ids, `;` between"}.get(
        column.kind, ""
    )


if __name__ == "__main__":
    import sys

    sys.stdout.write(data_format_page())
