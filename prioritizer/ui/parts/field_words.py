"""The columns of a site table, named in words: on its card and in what a class rests on."""

from __future__ import annotations

ENDINGS = ("_t_m3", "_km", "_ha", "_m3", "_musd", "_m", "_t", "_n", "_pct")
# Parts of column names, in the words of a card.
PARTS = {
    "ard": "acid drainage", "crm": "CRM", "trl": "TRL", "qaqc": "quality control",
    "cv": "variation", "ci90": "90 % interval,", "halfwidth": "half-width",
    "npv": "NPV", "distance": "distance to",
    "5km": "within 5 km", "10km": "within 10 km", "25km": "within 25 km",
}  # fmt: skip
NAMES = {
    "samples_n": "Number of samples",
    "operator_current": "Present operator",
    "operator_former": "Former operator",
    "port_great_circle_km": "Port, in a straight line",
    "plant_great_circle_km": "Plant, in a straight line",
}


def field_words(field: str) -> str:
    """Return the name of a column in words, without its unit."""
    if field in NAMES:
        return NAMES[field]
    ending = next((end for end in ENDINGS if field.endswith(end)), "")
    parts = field.removesuffix(ending).split("_")
    text = " ".join(PARTS.get(part, part) for part in parts)
    return text[:1].upper() + text[1:]
