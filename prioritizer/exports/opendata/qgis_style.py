"""The style of the ranking layer as QML: rules by standing and by how sure the position is."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as Xml

QGIS_VERSION = "3.34.0"
RIM = "27,42,51,255"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the legend: a filter on the fields, and what a mark then looks like."""

    words: str
    expression: str
    color: str
    size_mm: float
    is_dashed: bool


_STANDINGS = (
    ("on the shortlist", "\"standing\" = 'shortlisted'", "0,114,178,255", 4.4),
    ("ranked", "\"standing\" = 'ranked'", "157,180,192,255", 2.6),
    ("too little known", "\"standing\" = 'too little known'", "240,228,66,255", 2.2),
    ("held back by a veto", "\"standing\" = 'held back by a veto'", "213,94,0,255", 2.4),
    (
        "set aside for its status",
        "\"standing\" = 'set aside for its status'",
        "204,121,167,255",
        2.4,
    ),
    ("not enough evidence", "\"standing\" = 'not enough evidence'", "255,255,255,255", 2.2),
)
RULES = tuple(
    Rule(
        f"{words}{'' if is_verified else ', position not verified'}",
        f"{expression} AND \"position\" {'=' if is_verified else '<>'} 'verified'",
        color,
        size,
        not is_verified,
    )
    for words, expression, color, size in _STANDINGS
    for is_verified in (True, False)
)


def qml() -> str:
    """Return the style; shortlisted sites carry their rank and name as a label."""
    root = Xml.Element(
        "qgis", version=QGIS_VERSION, styleCategories="Symbology|Labeling", labelsEnabled="1"
    )
    renderer = Xml.SubElement(
        root, "renderer-v2", type="RuleRenderer", symbollevels="0", enableorderby="0",
        forceraster="0",
    )  # fmt: skip
    rules = Xml.SubElement(renderer, "rules", key="root")
    symbols = Xml.SubElement(renderer, "symbols")
    for number, rule in enumerate(RULES):
        Xml.SubElement(
            rules, "rule", key=f"rule{number}", symbol=str(number), label=rule.words,
            filter=rule.expression,
        )  # fmt: skip
        _symbol(symbols, number, rule)
    _labels(root)
    Xml.SubElement(root, "layerGeometryType").text = "0"
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + Xml.tostring(root, encoding="unicode")


def _symbol(parent: Xml.Element, number: int, rule: Rule) -> None:
    symbol = Xml.SubElement(
        parent, "symbol", type="marker", name=str(number), alpha="1", clip_to_extent="1",
        force_rhr="0",
    )  # fmt: skip
    layer = Xml.SubElement(
        symbol, "layer", attrib={"class": "SimpleMarker", "pass": "0"}, locked="0", enabled="1"
    )
    options = {
        "name": "circle",
        "color": rule.color,
        "size": f"{rule.size_mm:g}",
        "size_unit": "MM",
        "outline_color": RIM,
        "outline_style": "dash" if rule.is_dashed else "solid",
        "outline_width": "0.5" if rule.is_dashed else "0.2",
        "outline_width_unit": "MM",
    }
    listed = Xml.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        Xml.SubElement(listed, "Option", type="QString", name=name, value=value)
        # Versions before 3.26 read properties where later ones read options.
        Xml.SubElement(layer, "prop", k=name, v=value)


def _labels(root: Xml.Element) -> None:
    labeling = Xml.SubElement(root, "labeling", type="rule-based")
    rules = Xml.SubElement(labeling, "rules", key="labels")
    rule = Xml.SubElement(
        rules, "rule", key="label0", filter="\"standing\" = 'shortlisted'",
        description="rank and name",
    )  # fmt: skip
    settings = Xml.SubElement(rule, "settings", calloutType="simple")
    style = Xml.SubElement(
        settings, "text-style", fieldName="coalesce(\"rank\" || ' ', '') || \"name\"",
        isExpression="1", fontSize="9", fontSizeUnit="Point", textColor=RIM,
        namedStyle="Regular",
    )  # fmt: skip
    Xml.SubElement(
        style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
        bufferColor="255,255,255,220",
    )  # fmt: skip
    Xml.SubElement(settings, "placement", placement="6", dist="1.5", distUnits="MM")
    Xml.SubElement(settings, "rendering", drawLabels="1", obstacle="1")
