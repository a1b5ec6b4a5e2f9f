"""Registers of any content that a register may have."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import strategies as st

from prioritizer.domain.own_columns import OwnColumn, OwnKind, OwnValue
from prioritizer.domain.site import (
    ArdClass,
    Assay,
    Gate,
    GateCode,
    Range,
    Site,
    SiteRegister,
    Source,
    SulfideClass,
    WasteType,
)

# No null character and no half surrogate: no database keeps them, and the store says so.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
WORD = st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=8)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
SIZE = st.floats(min_value=0, max_value=1e12)
BY_TYPE = {
    "str": TEXT,
    "float | None": st.none() | NUMBER,
    "bool | None": st.none() | st.booleans(),
    "WasteType": st.sampled_from(WasteType),
    "SulfideClass | None": st.none() | st.sampled_from(SulfideClass),
    "ArdClass | None": st.none() | st.sampled_from(ArdClass),
    "Gate | None": st.none() | st.builds(Gate, st.sampled_from(GateCode), TEXT, TEXT),
    "tuple[str, ...]": st.lists(WORD, max_size=3).map(tuple),
}


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Return a range in order, with any of its ends unknown."""
    ends = sorted(draw(st.lists(SIZE, min_size=3, max_size=3)))
    known = draw(st.lists(st.booleans(), min_size=3, max_size=3))
    return Range(*(end if keep else None for end, keep in zip(ends, known, strict=True)))


def assays() -> st.SearchStrategy[Assay]:
    """Return assays, of few analytes so that some occur twice."""
    return st.builds(
        Assay,
        analyte=st.sampled_from(["Cu", "WO3", "P/2", "P", "", "é/2"]),
        grade=ranges(),
        unit=st.sampled_from(["%", "g/t", "ppm", ""]),
        contained_t=st.none() | SIZE,
        statistic=TEXT,
        basis=TEXT,
        source=TEXT,
        is_used=st.booleans(),
        note=TEXT,
    )


def sites() -> st.SearchStrategy[Site]:
    """Return sites whose fields follow their declared types."""
    special = {
        "site_id": WORD,
        "row": st.integers(0, 10**6),
        "assays": st.lists(assays(), max_size=4).map(tuple),
        "texts": st.dictionaries(
            st.sampled_from(["owner", "notes", "x y", "é"]), TEXT, max_size=3
        ),
        "sources": st.dictionaries(st.sampled_from(["tonnage_source", "x_source"]), TEXT),
    }
    by_type = {
        field.name: ranges() if field.type == "Range" else BY_TYPE[str(field.type)]
        for field in fields(Site)
        if field.name not in (*special, "own")
    }
    return st.builds(Site, **special, **by_type)


OWN = {
    own.name: own
    for own in (
        OwnColumn("dust", OwnKind.NUMBER, "mg/m3", source="x_source"),
        OwnColumn("wall", OwnKind.CLASSES, classes=("poor", "é"), title="Wall"),
        OwnColumn("lit", OwnKind.YESNO, is_proposed=True),
        OwnColumn("guard", OwnKind.TEXT, note="é"),
    )
}
HELD = {
    "dust": ranges(),
    "wall": st.sampled_from(["poor", "é"]),
    "lit": st.booleans(),
    "guard": TEXT,
}


def own_values() -> st.SearchStrategy[dict[str, OwnValue]]:
    """Return own values of a site, by column."""
    parts = {
        name: held.map(lambda value, name=name: OwnValue(OWN[name], value))  # type: ignore[misc]
        for name, held in HELD.items()
    }
    return st.fixed_dictionaries({}, optional=parts)


def sources() -> st.SearchStrategy[dict[str, Source]]:
    """Return sources by their ids."""
    built = st.builds(Source, WORD, *[TEXT] * (len(fields(Source)) - 1))
    return st.lists(built, max_size=3).map(lambda some: {s.source_id: s for s in some})


def registers(max_size: int = 4) -> st.SearchStrategy[SiteRegister]:
    """Return registers whose site ids differ."""
    plain = st.lists(sites(), max_size=max_size, unique_by=lambda site: site.site_id)
    one = st.builds(lambda site, own: replace(site, own=own), sites(), own_values())
    listed = plain | st.lists(one, max_size=max_size, unique_by=lambda site: site.site_id)
    return st.builds(_register, TEXT, listed.map(tuple), sources())


def _register(title: str, listed: tuple[Site, ...], cited: dict[str, Source]) -> SiteRegister:
    is_own = any(site.own for site in listed)
    return SiteRegister(title, listed, cited, OWN if is_own else {})
