"""Which values of a site were computed from its point, and what they were then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from prioritizer.domain.site import Site

COMPUTED, COMPUTED_ON = "computed", "computed_on"
Cell = float | str | bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What was computed of one thing around a site.

    Parameters
    ----------
    columns
        Every column of a site table that it decides.
    cells
        The values by column; a column without one is not known.
    source
        Id of the source that it rests on.
    basis
        How it was computed, in words.
    """

    site_id: str
    what: str
    columns: tuple[str, ...]
    cells: Mapping[str, Cell]
    source: str
    basis: str = ""


def computed_values(site: Site) -> dict[str, str]:
    """Return what was computed of a site by column, as it was then.

    A value that differs today was given by a person, and is no longer a computed one.
    """
    return _pairs(site.texts.get(COMPUTED, ""))


def computed_text(values: Mapping[str, Cell]) -> str:
    """Return computed values as the text that `computed_values` reads."""
    return ";".join(f"{name}={cell_text(value)}" for name, value in values.items())


def cell_text(value: Cell) -> str:
    """Return a value as it stands in such a text: on one line, without a semicolon."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return " ".join(text.replace(";", ",").split())


def without_computed(text: str, hidden: Collection[str]) -> str:
    """Return such a text without the columns that are hidden; as it is where there is none."""
    values = _pairs(text)
    kept = {name: value for name, value in values.items() if name not in hidden}
    return text if kept == values else computed_text(kept)


def _pairs(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in parts}
