"""What values cite: a source that the inventory knows, which stays as long as it is cited."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from prioritizer.domain.filled import is_filled
from prioritizer.domain.inventory_value import SOURCE, WHOLE, Value, ValueKind
from prioritizer.domain.site import Source
from prioritizer.errors import InputError, StoreError
from prioritizer.storage.inventory.sites import State, Values, source_value
from prioritizer.storage.inventory.writes import Write

SHOWN = 5


def cited(value: Value | None) -> frozenset[str]:
    """Return the ids of the sources that a value cites."""
    if value is None:
        return frozenset()
    text = value.text or "" if value.kind is ValueKind.SOURCES else value.source
    return frozenset(part.strip() for part in text.split(";") if part.strip())


def sources_in(fields: Iterable[str]) -> frozenset[str]:
    """Return the ids of the sources among the fields of an inventory as a whole."""
    return frozenset(f.removeprefix(SOURCE) for f in fields if f.startswith(SOURCE))


def refuse_unknown(
    where: str, value: Value | None, before: Value | None, known: Iterable[str]
) -> None:
    """Refuse a value that cites a source nobody knows; what it cited before may stay.

    Raises
    ------
    InputError
        Naming the id, and those that are near to it.
    """
    known = frozenset(known)
    strangers = sorted(cited(value) - cited(before) - known)
    if not strangers:
        return
    near = difflib.get_close_matches(strangers[0], known, n=SHOWN, cutoff=0.5)
    named = ", ".join(near or sorted(known)[:SHOWN]) or "none yet"
    raise InputError(
        f"{where}: found the source '{strangers[0]}', which the inventory does not know. "
        f"Expected one of its {len(known)} sources, for example: {named}. Correct the id, or "
        "give the citation of the new source with it."
    )


def new_source(source: Source, whole: Values) -> list[Write]:
    """Return what to write for an inventory to know a source; nothing if it does.

    Raises
    ------
    InputError
        If the inventory knows another source under the id, or the id or citation is blank.
    """
    field = SOURCE + source.source_id
    is_whole = is_filled(source.source_id) and is_filled(source.citation)
    if not is_whole or ";" in source.source_id:
        raise InputError(
            f"source '{source.source_id}': found no id or no citation. Expected one id without "
            "a semicolon, and what it stands for. Fill in both."
        )
    position = 1 + max((whole[f].position for f in whole if f.startswith(SOURCE)), default=-1)
    value = replace(source_value(source), position=position)
    if field in whole and whole[field].text != value.text:
        raise InputError(
            f"source '{source.source_id}': found it already, as '{whole[field]}'. Expected a "
            "new id for another source. Choose another, or leave the citation out."
        )
    return [] if field in whole else [(WHOLE, field, value)]


def new_sources(sources: Iterable[Source], whole: Values) -> list[Write]:
    """Return what to write for an inventory to know sources besides its own.

    Raises
    ------
    InputError
        If it knows another source under one of the ids.
    """
    writes: list[Write] = []
    known = dict(whole)
    for source in sources:
        for site_id, field, value in new_source(source, known):
            writes.append((site_id, field, value))
            if value is not None:
                known[field] = value
    return writes


def refuse_lost(
    whole: Values,
    before: Callable[[], State],
    writes: Iterable[Write],
    ever_known: Iterable[str],
    what: str,
) -> None:
    """Refuse a change after which a value cites a source that is gone.

    Values that cited nothing known before, and are not written, are left as they are.

    Parameters
    ----------
    whole
        The values of the inventory as a whole, before the change.
    before
        Reads the whole state before the change; called only where a source is gone.
    ever_known
        Ids that stood for a source at any time, here or where the values come from.

    Raises
    ------
    StoreError
        Naming the source, and what cites it.
    """
    written: dict[str, dict[str, Value | None]] = {}
    for site_id, field, value in writes:
        written.setdefault(site_id, {})[field] = value
    old, known = sources_in(whole), sources_in(_merged(whole, written.get(WHOLE, {})))
    gone, lost = old - known, frozenset(ever_known) - known
    if not gone and not lost:
        return
    state = before()
    found = [
        (min(ids), f"{site_id} {field}")
        for site_id in dict.fromkeys((*state, *written))
        for field, after in _merged(state.get(site_id, {}), written.get(site_id, {})).items()
        if (ids := cited(after) & (gone | lost if field in written.get(site_id, {}) else gone))
    ]
    if found:
        shown = ", ".join(place for _, place in found[:SHOWN])
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise StoreError(
            f"{what}: found {len(found)} values that would cite a source which is gone "
            f"({found[0][0]}: {shown}{more}). Expected every source that is cited to stay. "
            "Keep the source, or change these values first. Nothing was changed."
        )


def _merged(present: Values, written: Mapping[str, Value | None]) -> Values:
    """Return the values of a site as they will be."""
    together = {**present, **written}
    return {field: value for field, value in together.items() if value is not None}
