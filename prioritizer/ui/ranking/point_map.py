"""The map of the ranking page where nothing is ranked here: an import, a room's shortlist."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from prioritizer.domain.site import Site
from prioritizer.languages.speech import counted, plural, spoken
from prioritizer.ui.ranking import site_map
from prioritizer.ui.shell.finished import Finished
from prioritizer.workflow.sites.outlines import outline_rings

_DRAWN: Finished[bytes] = Finished(8)
MAP = plural("Map of {n} site.", "Map of {n} sites.")


def show(
    sites: Sequence[Site],
    *,
    key: str,
    doubtful: Collection[str] = (),
    places: Mapping[str, int] | None = None,
    height: str = "",
    size: float = 1.0,
    content: str = "",
) -> None:
    """Draw sites that have a position, at most `site_map.MAX_POINTS`.

    Parameters
    ----------
    doubtful
        Ids of sites whose position is in doubt beside those that say so themselves.
    places
        The place of each site by its id, where the sites are a list.
    height
        How high the map is, as CSS.
    size
        How many times as large as usual the marks of a list are.
    content
        What tells the sites from all others; where it is given, what is drawn is kept.
    """

    def made() -> bytes:
        shown = [site for site in sites if site_map.is_located(site)][: site_map.MAX_POINTS]
        return payload(shown, doubtful, places or {}, size, height)

    of = repr((content, sorted(doubtful), sorted((places or {}).items()), size, height))
    site_map.mount(_kept(f"{of} {spoken()}", made) if content else made(), key=key)


def _kept(of: str, made: Callable[[], bytes]) -> bytes:
    data = _DRAWN.get(of)
    if data is None:
        data = made()
        _DRAWN.keep(of, data)
    return data


def payload(
    sites: Sequence[Site],
    doubtful: Collection[str],
    places: Mapping[str, int],
    size: float = 1.0,
    height: str = "",
) -> bytes:
    """Return what the component draws, as JSON; the same bytes for the same sites."""
    unsure = frozenset(doubtful)
    columns = site_map.columns(sites)
    columns["open"] = [
        int(site.site_id in unsure or is_open)
        for site, is_open in zip(sites, columns["open"], strict=True)
    ]
    columns["row"] = list(range(len(sites)))
    shown: dict[str, Any] = {
        "sites": columns,
        "criteria": [],
        "bodies": [polygon for site in sites for polygon in outline_rings(site)],
        "alt": counted(MAP, len(sites), n=len(sites)),
        "isRanked": False,
        "size": size,
        "height": height,
        "standing": _standing(sites, places),
    }
    # What tells one set of sites from another in the browser.
    shown["set"] = sha256(json.dumps(shown).encode()).hexdigest()[:16]
    return json.dumps(shown, separators=(",", ":")).encode()


def _standing(sites: Sequence[Site], places: Mapping[str, int]) -> dict[str, Any] | None:
    """Return the list as the map of the ranking page takes it; nothing where there is none."""
    if not places:
        return None
    ranks = [places.get(site.site_id) for site in sites]
    return {"ranks": ranks, "shortlist": max(places.values()), "points": []}
