"""Edits of pilots and locks as some readers may see them: nothing names a withheld site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from prioritizer.domain.mentions import WITHHELD
from prioritizer.domain.pilot_edit import EditValue, PilotEdit
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.sites.told import secret_of


def edits_for(
    edits: Iterable[PilotEdit], whole: SiteRegister, part: SiteRegister
) -> tuple[PilotEdit, ...]:
    """Return the edits that readers of a part of a register may see.

    Those of a site that the part does not hold stay behind. A lock on a site that it holds
    stands, also where its reason names one that is withheld: then only the reason goes. An
    entry of a definition that names one is as drafted.
    """
    made = tuple(edits)
    if whole is part or not made:
        return made
    shown = part.by_id()
    kept_back = set(whole.by_id()) - set(shown)
    pattern = secret_of(whole, part)
    seen = (one for one in made if one.site_id not in kept_back)
    return tuple(seen if pattern is None else (_told(one, pattern) for one in seen))


def _told(one: PilotEdit, pattern: re.Pattern[str]) -> PilotEdit:
    why = WITHHELD if pattern.search(one.why) else one.why
    value = None if _names(one.value, pattern) else one.value
    return replace(one, value=value, why=why)


def _names(value: EditValue, pattern: re.Pattern[str]) -> bool:
    texts = value if isinstance(value, tuple) else (value,)
    return any(isinstance(one, str) and pattern.search(one) for one in texts)
