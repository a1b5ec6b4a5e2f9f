"""An inventory as EarthResourceML-Lite 2.0.1: a MiningWasteView for each waste body, in GML."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from prioritizer.domain.access import cited_sources
from prioritizer.domain.site import Range, Site, WasteType
from prioritizer.exports.opendata.inventory import OpenInventory

ERL = "http://xmlns.earthresourceml.org/earthresourceml-lite/2.0"
GML = "http://www.opengis.net/gml/3.2"
WFS = "http://www.opengis.net/wfs/2.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PREFIXES = {"erl": ERL, "gml": GML, "wfs": WFS, "xsi": XSI}
SCHEMA = f"{ERL} http://schemas.earthresourceml.org/earthresourceml-lite/2.0/erml-lite.xsd"
NIL = "http://www.opengis.net/def/nil/OGC/0/missing"
CRS = "http://www.opengis.net/def/crs/EPSG/0/4326"
# Not allowed in XML 1.0, section 2.2.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(inventory: OpenInventory) -> bytes:
    """Return a WFS feature collection; elements in the order of the schema.

    What is unknown is left out where the schema lets it be, and marked as missing where not.
    """
    for prefix, uri in PREFIXES.items():
        ET.register_namespace(prefix, uri)
    sites = inventory.register.sites
    root = ET.Element(
        f"{{{WFS}}}FeatureCollection",
        {
            f"{{{XSI}}}schemaLocation": SCHEMA,
            "timeStamp": inventory.exported_at,
            "numberMatched": str(len(sites)),
            "numberReturned": str(len(sites)),
        },
    )
    for n, site in enumerate(sites, start=1):
        member = ET.SubElement(root, f"{{{WFS}}}member")
        _add_view(member, inventory, site, n)
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _add_view(parent: ET.Element, inventory: OpenInventory, site: Site, n: int) -> None:
    view = ET.SubElement(parent, f"{{{ERL}}}MiningWasteView", {f"{{{GML}}}id": f"waste.{n}"})
    _add(view, GML, "name", site.name)
    for name, text in _elements(inventory, site):
        if text:
            _add(view, ERL, name, text)
    shape = ET.SubElement(view, f"{{{ERL}}}shape")
    if site.latitude is None or site.longitude is None:
        shape.set("nilReason", "missing")
        return
    marks = {f"{{{GML}}}id": f"waste.{n}.point", "srsName": CRS, "srsDimension": "2"}
    place = ET.SubElement(shape, f"{{{GML}}}Point", marks)
    _add(place, GML, "pos", f"{site.latitude:.6f} {site.longitude:.6f}")


def _elements(inventory: OpenInventory, site: Site) -> tuple[tuple[str, str], ...]:
    """Return the elements of a MiningWasteView but the shape, in the order of the schema."""
    texts = site.texts
    known = site.waste_type is not WasteType.OTHER
    return (
        ("identifier", site.site_id),
        ("wasteType", site.waste_type.value.replace("_", " ") if known else "missing"),
        ("storageType", texts.get("storage_type", "")),
        ("mineName", texts.get("mine_name", "")),
        ("processingType", texts.get("processing_type", "")),
        ("environmentalImpacts", texts.get("environmental_impacts", "")),
        ("materials", texts.get("mineralogy", "")),
        ("density", _quantity(Range(best=site.dry_density_t_m3), "t/m3 dry")),
        ("grade", _grades(site)),
        ("volume", _quantity(site.volume_m3, "m3")),
        ("observationMethod", texts.get("coordinate_basis", "")),
        ("positionalAccuracy", _accuracy(site)),
        ("source", _sources(inventory, site)),
        ("wasteType_uri", NIL),
    )


def _add(parent: ET.Element, namespace: str, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{namespace}}}{name}").text = FORBIDDEN.sub("\ufffd", text)


def _quantity(known: Range, unit: str) -> str:
    if not known.is_known:
        return ""
    best = f"{known.best:.12g}" if known.best is not None else ""
    ends = " to ".join("?" if end is None else f"{end:.12g}" for end in (known.low, known.high))
    spread = f"({ends})" if (known.low, known.high) != (None, None) else ""
    return " ".join(part for part in (best, spread, unit) if part)


def _grades(site: Site) -> str:
    """Return the grades that are used, and apart from them those that cannot be."""
    used = [
        f"{_quantity(assay.grade, assay.unit)} {assay.analyte}"
        for assay in site.assays
        if assay.grade.is_known and assay.is_used
    ]
    held = [f"{assay.analyte} {assay.note}" for assay in site.quarantined]
    return "; ".join((*used, *held))


def _accuracy(site: Site) -> str:
    if site.coordinate_error_km is None:
        return ""
    doubt = ", not verified" if {"latitude", "longitude"} & set(site.unverified) else ""
    return f"{site.coordinate_error_km:g} km{doubt}"


def _sources(inventory: OpenInventory, site: Site) -> str:
    sources = inventory.register.sources
    cited = sorted(cited_sources(site))
    return "; ".join(sources[s].citation if s in sources else s for s in cited)
