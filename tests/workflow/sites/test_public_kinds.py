"""What a withheld cell holds does not show in the kind of its column."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.columns import site_columns
from prioritizer.domain.own_columns import OwnKind
from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.exports.opendata.inventory import open_inventory
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.audience import Audience, part_for

HEAD = "site_id,name,waste_type,access,restricted_fields,dust,open,wall\n"
ROWS = (
    "A,Alpha,slag,,,1.5,yes,low\n"
    "B,Beta,slag,,,3,no,low\n"
    "C,Gamma,slag,,,2,yes,high\n"
    "D,Delta,slag,,,7,no,high\n"
)
NOW = "2026-01-01T00:00:00Z"
CELLS = ("4,yes,low", "Nightjar,maybe,a long word of its own")


def seen(folder: Path, reference: Reference, cells: str, *, is_site: bool) -> SiteRegister:
    access, fields = ("restricted", "") if is_site else ("", "dust;open;wall")
    held = f"E,Epsilon,slag,{access},{fields},{cells}\n"
    path = folder / "sites.csv"
    path.write_text(HEAD + ROWS + held, encoding="utf-8")
    return part_for(read_sites(path, reference).register, Audience.PUBLIC).register


@pytest.mark.parametrize("is_site", [True, False], ids=["site", "fields"])
def test_registers_that_differ_in_withheld_cells_alone_are_the_same(
    is_site: bool, tmp_path: Path, reference: Reference
) -> None:
    one, other = (seen(tmp_path, reference, cells, is_site=is_site) for cells in CELLS)

    assert one.own_columns == other.own_columns
    assert one == other
    kinds = {name: own.kind for name, own in one.own_columns.items()}
    assert kinds == {
        "dust": OwnKind.NUMBER,
        "open": OwnKind.YESNO,
        "wall": OwnKind.CLASSES,
    }
    first = one.sites[0].own
    assert [first[name].value for name in kinds] == [Range(best=1.5), True, "low"]


def test_an_open_file_tells_the_kind_of_public_cells_alone(
    tmp_path: Path, reference: Reference
) -> None:
    kinds = []
    for cells in CELLS:
        seen(tmp_path, reference, cells, is_site=True)
        whole = read_sites(tmp_path / "sites.csv", reference).register
        told = open_inventory(
            whole, site_columns(), reference, exported_at="2026-01-01T00:00:00Z"
        )
        kinds.append(told.register.own_columns)

    assert kinds[0] == kinds[1]


def test_who_may_see_all_sees_the_kind_of_all_cells(
    tmp_path: Path, reference: Reference
) -> None:
    seen(tmp_path, reference, CELLS[1], is_site=True)

    whole = read_sites(tmp_path / "sites.csv", reference).register
    internal = part_for(whole, Audience.INTERNAL).register

    assert internal.own_columns["dust"].kind is OwnKind.TEXT


def test_a_declared_column_stays_as_declared(tmp_path: Path, reference: Reference) -> None:
    (tmp_path / "own_columns.csv").write_text(
        "column,kind\ndust,text\nopen,text\nwall,text\n", encoding="utf-8"
    )

    found = seen(tmp_path, reference, CELLS[1], is_site=True)

    assert {own.kind for own in found.own_columns.values()} == {OwnKind.TEXT}
