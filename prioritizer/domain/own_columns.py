"""Columns of a user's own: number, ordered classes, yes/no or text, beside the dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from prioritizer.domain.columns import Column, site_columns
from prioritizer.domain.filled import is_filled
from prioritizer.domain.ranges import Range

ENDS = ("low", "best", "high")
SOURCE_ENDING = "_source"
OWN_ENDINGS = (*(f"_{end}" for end in ENDS), SOURCE_ENDING)
GROUP = "own"
# Before the name of an own column where a store keeps its values and its declaration.
OWN_FIELD = "own/"
LONGEST_NAME = 60
# What would part a list, end a quoted name, start a formula in a spreadsheet, or is a path.
_NOT_IN_NAMES = frozenset(';"\\`')
_NOT_FIRST = frozenset("=+-@'＝＋－＠./")
# What stores keep under names that begin so.
_KEPT_APART = ("assays/", "source/", "own/")
# What open files hold under these names, and what a store keeps apart.
_TAKEN = frozenset({"fid", "geom", "assays", "own", "row", "texts", "sources", "title"})


class OwnKind(StrEnum):
    """What the cells of an own column hold."""

    NUMBER = "number"
    CLASSES = "classes"
    YESNO = "yesno"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """The declaration of one own column.

    Parameters
    ----------
    unit
        Of a number, as its owner writes it; blank for the other kinds.
    classes
        Of ordered classes, from the worst to the best.
    source
        The column of source ids that cites this one; its cells are in ``Site.sources``.
    title, note
        What a person reads instead of the name, and beside it.
    is_proposed
        Whether the kind was taken from the values. The order of proposed classes says nothing.
    """

    name: str
    kind: OwnKind
    unit: str = ""
    classes: tuple[str, ...] = ()
    source: str = ""
    title: str = ""
    note: str = ""
    is_proposed: bool = False


Held: TypeAlias = Range | str | bool


@dataclass(frozen=True, slots=True)
class OwnValue:
    """What a site has in an own column, with the declaration of that column.

    ``value`` is a `Range` for a number, in the unit of the column, a flag for yes/no, and a
    text else; a class is spelt as declared. Whether a value is restricted is said by
    ``restricted_fields`` of the site, as for every other column.
    """

    column: OwnColumn
    value: Held


def name_fault(name: str) -> str:
    """Return why a text cannot be the name of an own column; blank if it can."""
    if not is_filled(name) or name != name.strip() or not name.isprintable():
        return "a name of letters, digits and _"
    if len(name) > LONGEST_NAME:
        return f"at most {LONGEST_NAME} characters"
    if _NOT_IN_NAMES & set(name) or name[0] in _NOT_FIRST or "../" in name:
        return "a name of letters, digits and _"
    folded = name.casefold()
    taken = {*_TAKEN, *(known.casefold() for known in site_columns())}
    is_taken = folded in taken or folded.startswith(_KEPT_APART)
    return "a name that is not taken" if is_taken else ""


def stem_of(name: str) -> str:
    """Return the own column that a column of a table belongs to: ``dust`` of ``dust_low``."""
    for ending in OWN_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def cells_of(name: str, value: Held) -> dict[str, float | str | bool]:
    """Return a value by the columns of a table; unknown ends are left out."""
    if not isinstance(value, Range):
        return {name: value}
    ends = {f"{name}_low": value.low, name: value.best, f"{name}_high": value.high}
    return {column: end for column, end in ends.items() if end is not None}


def table_column(own: OwnColumn, name: str) -> Column:
    """Return an own column, or an end of it, as a column like those of the dictionary.

    Parameters
    ----------
    name
        The name of the own column, or that with ``_low`` or ``_high``.
    """
    role = next((end for end in ("low", "high") if name == f"{own.name}_{end}"), "")
    words = ". ".join(
        part.strip().rstrip(".") for part in (own.title, own.note) if part.strip()
    )
    end_words = {"low": "Low end", "high": "High end"}.get(role, "")
    return Column(
        name=name,
        kind="class" if own.kind is OwnKind.CLASSES else str(own.kind),
        unit=own.unit,
        is_required=False,
        allowed=("yes", "no") if own.kind is OwnKind.YESNO else own.classes,
        low=float("-inf"),
        high=float("inf"),
        group=GROUP,
        description=": ".join(filter(None, (end_words, words or "Own column"))),
        role=role,
        of=own.name if role else "",
        source=own.source,
    )


DECLARATION = ("column", "kind", "unit", "classes", "source", "title", "note", "proposed")


def declaration_row(own: OwnColumn) -> dict[str, str]:
    """Return a declaration as a row of ``own_columns.csv``, by column of that table."""
    proposed = "yes" if own.is_proposed else ""
    parts = (own.name, str(own.kind), own.unit, ";".join(own.classes), own.source)
    return dict(zip(DECLARATION, (*parts, own.title, own.note, proposed), strict=True))
