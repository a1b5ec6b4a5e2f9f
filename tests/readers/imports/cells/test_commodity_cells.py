"""What was mined is understood in other languages, and its own words stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.appraisal.commodity_text import commodities_in
from prioritizer.domain.reference import Reference
from prioritizer.readers.imports.cells.commodity_cells import with_symbols
from tests.readers.imports.builders import read_text


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Minério de Cobre", ["Cu"]),
        ("Minério de Ouro Primário", ["Au"]),
        ("koppar, zink", ["Cu", "Zn"]),
        ("Kupfererz", []),  # a compound word is no name in the table
        ("kulta; kupari; koboltti", ["Au", "Cu", "Co"]),
        ("медь/цинк", ["Cu", "Zn"]),
        ("oro y plata", []),  # two in one part
        ("copper, zinc", []),  # understood as it stands
        ("Cu-Zn", []),
        ("COBRE-MOLIBDENO", ["Cu", "Mo"]),
        ("Blei – Zink", ["Pb", "Zn"]),
        ("oro-cuarzo", []),  # all that a hyphen joins must be understood
        ("cobre (Cu)", []),
        ("Areia", []),
        ("gold or silver", []),
        ("", []),
    ],
)
def test_a_name_in_another_language_gets_its_symbol(text: str, symbols: list[str]) -> None:
    told, found = with_symbols(text)

    assert list(found) == symbols
    assert told.startswith(text)


def test_what_a_register_says_was_mined_reaches_the_appraisal(
    tmp_path: Path, reference: Reference
) -> None:
    header = "site_id,name,waste_type,Minério principal"
    read = read_text(
        tmp_path,
        f"{header}\nA,Barragem,rejeito,Minério de Níquel\n",
        columns={"Minério principal": "commodity_mined"},
    )

    [site] = read.sites
    assert site["commodity_mined"] == "Minério de Níquel (Ni)"
    assert commodities_in(site["commodity_mined"], reference) == ("Ni",)
    assert "understood as Ni, written beside it" in read.said()
