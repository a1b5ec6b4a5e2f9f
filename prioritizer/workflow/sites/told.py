"""What people typed, as some readers may see it: no text names a site kept from them.

A title, a reason, a source or the name of a scenario may name any site. What stands in it is
not looked at any further: a text that names one is withheld as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.mentions import WITHHELD, Pattern, names_kept_back, pattern_of
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister

Value = TypeVar("Value")
# What of a criteria set a person writes in words of their own.
PROSE = frozenset(
    {"title", "name", "question", "unit", "formula", "description", "source", "reason"}
)
_CRITERIA: TypeAdapter[CriteriaSet] = TypeAdapter(CriteriaSet)


def secret_of(whole: SiteRegister, part: SiteRegister) -> Pattern | None:
    """Return what finds the names of the sites that readers of a part do not see."""
    if whole is part:
        return None
    # However short: an id such as A1 in a reason is that site.
    return pattern_of(names_kept_back(whole.sites, part.by_id()), shortest=1)


def told(value: Value, secret: Pattern | None) -> Value:
    """Return texts, or a record of texts, without those that name a withheld site.

    Keys of dictionaries stay. What holds no such text is returned as it is.
    """
    return value if secret is None else _told(value, secret)


def _told(value: Any, secret: Pattern) -> Any:
    if isinstance(value, str):
        return WITHHELD if secret.search(value) else value
    if isinstance(value, CriteriaSet):
        return told_criteria(value, secret)
    if isinstance(value, Settings):
        return told_settings(value, secret)
    if isinstance(value, Mapping):
        made = {key: _told(one, secret) for key, one in value.items()}
        return made if any(made[key] is not one for key, one in value.items()) else value
    if isinstance(value, tuple | list):
        several = type(value)(_told(one, secret) for one in value)
        return several if any(map(_differ, several, value)) else value
    if is_dataclass(value) and not isinstance(value, type):
        before = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        after = {name: _told(one, secret) for name, one in before.items()}
        changed = {name: one for name, one in after.items() if one is not before[name]}
        return replace(value, **changed) if changed else value
    return value


def _differ(first: object, second: object) -> bool:
    return first is not second


def told_settings(settings: Settings, secret: Pattern | None) -> Settings:
    """Return settings without texts that name a withheld site; names of criteria stay."""
    if secret is None:
        return settings
    assumed = tuple(
        replace(one, reason=_told(one.reason, secret)) for one in settings.assumptions
    )
    source = _told(settings.weight_source, secret)
    return replace(settings, weight_source=source, assumptions=assumed)


def told_criteria(criteria: CriteriaSet, secret: Pattern | None) -> CriteriaSet:
    """Return criteria without texts that name a withheld site; what they rank by stays."""
    if secret is None:
        return criteria
    plain = _CRITERIA.dump_python(criteria, mode="json")
    made = told_prose(plain, secret)
    return criteria if made == plain else _criteria(made)


def told_prose(value: Any, secret: Pattern, key: str = "") -> Any:
    """Return a criteria set as plain data in which texts that name a withheld site are gone."""
    if isinstance(value, str):
        return WITHHELD if key in PROSE and secret.search(value) else value
    if isinstance(value, list):
        return [told_prose(one, secret, key) for one in value]
    if isinstance(value, dict):
        return {
            name: told_prose(one, secret, "description" if key == "plain" else name)
            for name, one in value.items()
        }
    return value


def untold(changed: CriteriaSet, shown: CriteriaSet, own: CriteriaSet) -> CriteriaSet:
    """Return a set that was changed where some texts were withheld, with these texts again.

    Parameters
    ----------
    changed
        What was made of ``shown``.
    shown, own
        A set without the withheld texts, and the same with them.
    """
    if shown is own:
        return changed
    plain = (_CRITERIA.dump_python(one, mode="json") for one in (changed, shown, own))
    return _criteria(_untold(*plain))


def _untold(changed: Any, shown: Any, own: Any) -> Any:
    """Return the own value wherever the shown one was left as it is."""
    if changed == shown:
        return own
    if isinstance(changed, dict) and isinstance(shown, dict):
        return {
            key: _untold(one, shown[key], own[key]) if key in shown else one
            for key, one in changed.items()
        }
    if isinstance(changed, list) and isinstance(shown, list):
        return [_untold(one, *_like(one, shown, own)) for one in changed]
    return changed


def _like(one: Any, shown: list[Any], own: list[Any]) -> tuple[Any, Any]:
    """Return what an entry of a list was, as shown and as it is; itself where it is new."""
    for before, whole in zip(shown, own, strict=True):
        is_named = isinstance(one, dict) and "id" in one and isinstance(before, dict)
        if one == before or (is_named and one["id"] == before.get("id")):
            return before, whole
    return one, one


def _criteria(plain: Any) -> CriteriaSet:
    return _CRITERIA.validate_json(json.dumps(plain))
