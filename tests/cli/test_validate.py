"""What ``validate`` says to the public does not hang on cells that are withheld from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main

MASKED = "found a cell that is or may be restricted"
HEADER = "site_id,name,waste_type,volume_m3,area_ha,tonnage_t,restricted_fields\n"


def told(folder: Path, row: str, grades: str, *words: str) -> str:
    folder.mkdir()
    (folder / "sites.csv").write_text(f"{HEADER}{row}\n", encoding="utf-8")
    (folder / "grades.csv").write_text(
        f"site_id,analyte,best,unit,contained_t\n{grades}", encoding="utf-8"
    )
    answer = CliRunner().invoke(main, ["validate", str(folder / "sites.csv"), *words])
    assert answer.exit_code == 0, answer.output
    return answer.output


TWINS = [
    ("A-1,One,tailings,,,,{held}", "A-1,Au,{},g/t,\n", "assays/Au", ("900000", "812345")),
    ("A-1,One,tailings,,,,{held}", "A-1,Au,{},g/t,\n", "assays", ("900000", "812345")),
    ("A-1,One,tailings,,,,{held}", "A-1,Cu,{},%,\n", "assays/CuO", ("65", "71.5")),
    (
        "A-1,One,tailings,,,,{held}",
        "A-1,Zn,55,%,\nA-1,Au,{},%,\n",
        "assays/Au",
        ("61.25", "72.25"),
    ),
    ("A-1,One,tailings,,,{},{held}", "A-1,Zn,2,%,999999\n", "tonnage_t", ("4321", "5432")),
    ("A-1,One,tailings,600000,{},,{held}", "A-1,Zn,2,%,\n", "area_ha", ("0.123", "0.234")),
    ("A-1,One,tailings,{},0.1,,{held}", "A-1,Zn,2,%,\n", "volume_m3", ("612345", "723456")),
]


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize(("row", "grades", "held", "secrets"), TWINS)
def test_an_improbable_cell_that_is_withheld_is_not_quoted(
    row: str,
    grades: str,
    held: str,
    secrets: tuple[str, str],
    form: tuple[str, ...],
    tmp_path: Path,
) -> None:
    def ask(name: str, secret: str, field: str, *words: str) -> str:
        cells, assays = row.format(secret, held=field), grades.format(secret)
        return told(tmp_path / name, cells, assays, *form, *words)

    public = [ask(str(number), secret, held) for number, secret in enumerate(secrets)]

    assert public[0] == public[1]
    assert MASKED.removeprefix("found ") in public[0]
    assert MASKED not in ask("open", secrets[0], "")
    internal = [
        ask(f"own {number}", secret, held, "--audience", "internal")
        for number, secret in enumerate(secrets)
    ]
    assert internal[0] != internal[1]


def test_what_rests_on_open_cells_is_told_in_full(tmp_path: Path) -> None:
    answer = told(tmp_path / "one", "A-1,One,tailings,600000,0.1,,assays/Au", "A-1,Cu,65,%,\n")

    assert "found Cu 65 %" in answer
    assert "found 600000 m3 on 0.1 ha" in answer
    assert MASKED not in answer
