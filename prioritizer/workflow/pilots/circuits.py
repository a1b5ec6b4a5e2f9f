"""Which circuits the products of a draft need, what their costs leave out, and so in words.

A draft earns with all its products and pays one process. Until every circuit and the charges of
smelters have costs, its value is told as a range and never as one figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prioritizer.domain.pilot import ZERO, Estimate
from prioritizer.domain.site import Site, WasteType
from prioritizer.domain.words import listed
from prioritizer.pilots.economics.project import Product, Project

LEACHED = {"Au", "Ag"}
GRAVITY = {"Sn", "W", "Ta", "Nb", "Fe", "Cr"}
CIRCUITS = "operating costs of the other circuits"
CHARGES = "treatment charges"


def process_of(symbol: str) -> str:
    """Return the process that most likely wins a product, by its name in economics.csv."""
    if symbol in LEACHED:
        return "tank_leach"
    return "gravity_magnetic" if symbol in GRAVITY else "flotation"


def cost_chain(site: Site, main: str) -> tuple[str, ...]:
    """Return the costs of a project that is built around one product."""
    is_dry = site.waste_type in {WasteType.SLAG, WasteType.WASTE_ROCK}
    moving = "truck_rehandling" if is_dry else "hydraulic_remining"
    return moving, process_of(main), "filtered_residue", "general_administration"


def other_circuits(
    products: Sequence[Product], parameters: Mapping[str, Estimate]
) -> dict[str, Estimate]:
    """Return the cost, USD per t of feed, of each process besides that of the first product.

    Only products that somebody may pay for ask for a process.
    """
    sold = [p.symbol for p in products if p.payability.high > 0]
    needed = dict.fromkeys(process_of(symbol) for symbol in sold)
    needed.pop(process_of(products[0].symbol), None)
    return {name.replace("_", " "): parameters[name] for name in needed}


def not_in_it(project: Project) -> tuple[str, ...]:
    """Return the kinds of cost that a project lacks; nothing where all are entered."""
    unpaid = any(p.circuit_opex == 0 and p.circuit_capex == 0 for p in project.products[1:])
    uncharged = project.concentrate is None and all(
        product.refining == ZERO for product in project.products
    )
    kinds = ((CIRCUITS, unpaid), (CHARGES, uncharged))
    return tuple(name for name, is_lacking in kinds if is_lacking)


def said(lacking: Sequence[str]) -> str:
    """Return what is not in a value as a sentence; empty where nothing is lacking."""
    text = listed(lacking)
    return f"{text[:1].upper()}{text[1:]} are not in it." if text else ""
