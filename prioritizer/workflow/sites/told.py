"""What people typed, as some readers may see it: no text names a site kept from them.

A title, a reason, a source or the name of a scenario may name any site. What stands in it is
not looked at any further: a text that names one is withheld as a whole. An id, a class or the
name of a list has a plain one in its place, for the tool finds things by it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from prioritizer.domain.criterion import OWN_COLUMN, CriteriaSet
from prioritizer.domain.mentions import (
    WITHHELD,
    Pattern,
    names_kept_back,
    pattern_of,
)
from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.sites.told_ids import NO_IDS, Ids, plain_ids, renamed, shipped_texts

Value = TypeVar("Value")
# What of a criteria set a person writes in words of their own.
PROSE = frozenset(
    {
        *("title", "version", "name", "question", "unit", "formula", "description", "source"),
        *("reason", "column", "when"),
    }
)
# What stands under these keys is named by a person, too, beside the words of the tool.
MEASURE, PLAIN = "measure", "plain"
_CRITERIA: TypeAdapter[CriteriaSet] = TypeAdapter(CriteriaSet)


def secret_of(whole: SiteRegister, part: SiteRegister) -> Pattern | None:
    """Return what finds the names of the sites that readers of a part do not see."""
    if whole is part:
        return None
    names = names_kept_back(whole.sites, part.by_id())
    # However short: an id such as A1 in a reason is that site.
    return pattern_of(names, shortest=1)


def told(value: Value, secret: Pattern | None, ids: Ids = NO_IDS) -> Value:
    """Return texts, or a record of texts, without those that name a withheld site.

    Keys of dictionaries stay, but for ids. What holds no such text is returned as it is.

    Parameters
    ----------
    ids
        Plain ids by those that name a site, of the criteria and lists that are in force.
    """
    return value if secret is None else _told(value, secret, ids)


def _told(value: Any, secret: Pattern, ids: Ids) -> Any:
    if isinstance(value, str):
        return ids.get(value, WITHHELD) if secret.search(value) else value
    if isinstance(value, CriteriaSet | Reference | Settings):
        return _told_choice(value, secret, ids)
    if isinstance(value, Mapping):
        made = {ids.get(key, key): _told(one, secret, ids) for key, one in value.items()}
        return made if _changed(made, value) else value
    if isinstance(value, tuple | list):
        several = type(value)(_told(one, secret, ids) for one in value)
        return several if any(map(_differ, several, value)) else value
    if is_dataclass(value) and not isinstance(value, type):
        before = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        after = {name: _told(one, secret, ids) for name, one in before.items()}
        changed = {name: one for name, one in after.items() if one is not before[name]}
        return replace(value, **changed) if changed else value
    return value


def _told_choice(
    value: CriteriaSet | Reference | Settings, secret: Pattern, ids: Ids
) -> CriteriaSet | Reference | Settings:
    if isinstance(value, CriteriaSet):
        return told_criteria(value, secret)
    if isinstance(value, Reference):
        return told_reference(value, secret)
    return told_settings(value, secret, ids)


def _changed(made: Mapping[Any, Any], before: Mapping[Any, Any]) -> bool:
    return made.keys() != before.keys() or any(
        made[key] is not one for key, one in before.items()
    )


def _differ(first: object, second: object) -> bool:
    return first is not second


def told_settings(settings: Settings, secret: Pattern | None, ids: Ids = NO_IDS) -> Settings:
    """Return settings without texts that name a withheld site, by the plain ids of criteria."""
    if secret is None:
        return settings
    assumed = tuple(
        replace(
            one,
            criterion=ids.get(one.criterion, one.criterion),
            reason=_told(one.reason, secret, NO_IDS),
        )
        for one in settings.assumptions
    )
    return replace(
        settings,
        weights=renamed(settings.weights, ids),
        weight_source=WITHHELD
        if _names_one(settings.weight_source, secret)
        else settings.weight_source,
        switched_on=renamed(settings.switched_on, ids),
        policy_lists=renamed(settings.policy_lists, ids),
        assumptions=assumed,
    )


def told_reference(tables: Reference, secret: Pattern | None) -> Reference:
    """Return reference tables whose own policy lists name no withheld site."""
    if secret is None:
        return tables
    ids = plain_ids(secret, reference=tables)
    titles = {
        ids.get(name, name): WITHHELD if _names_one(title, secret) else title
        for name, title in tables.policy_titles.items()
    }
    policy = tuple(_told_entry(one, secret, ids) for one in tables.policy)
    if titles == tables.policy_titles and policy == tables.policy:
        return tables
    return replace(
        tables,
        policy=policy,
        policy_titles=titles,
        policy_lists=renamed(tables.policy_lists, ids),
    )


def _told_entry(entry: PolicyEntry, secret: Pattern, ids: Ids) -> PolicyEntry:
    list_id = ids.get(entry.list_id, entry.list_id)
    qualifier = WITHHELD if _names_one(entry.qualifier, secret) else entry.qualifier
    if (list_id, qualifier) == (entry.list_id, entry.qualifier):
        return entry
    return replace(entry, list_id=list_id, qualifier=qualifier)


def _names_one(text: str, secret: Pattern) -> bool:
    return secret.search(text) is not None and text not in shipped_texts()


def told_criteria(criteria: CriteriaSet, secret: Pattern | None) -> CriteriaSet:
    """Return criteria without texts that name a withheld site; what they rank by stays."""
    if secret is None:
        return criteria
    plain = _CRITERIA.dump_python(criteria, mode="json")
    made = told_prose(plain, secret, ids=plain_ids(secret, criteria=criteria))
    return criteria if made == plain else _criteria(made)


def told_plain(plain: Any, secret: Pattern) -> Any:
    """Return criteria as plain data without texts that name a withheld site.

    What is no criteria set is refused by whoever takes it up.
    """
    try:
        ids = plain_ids(secret, criteria=_criteria(plain))
    except ValidationError:
        ids = {}
    return told_prose(plain, secret, ids=ids)


def told_prose(value: Any, secret: Pattern, key: str = "", ids: Ids = NO_IDS) -> Any:
    """Return a criteria set as plain data in which texts that name a withheld site are gone."""
    if isinstance(value, str):
        return _told_word(value, secret, key, ids)
    if isinstance(value, list):
        return [told_prose(one, secret, key, ids) for one in value]
    if isinstance(value, dict):
        return {
            ids.get(name, name): told_prose(
                one, secret, "description" if key == PLAIN else name, ids
            )
            for name, one in value.items()
        }
    return value


def _told_word(text: str, secret: Pattern, key: str, ids: Ids) -> str:
    if key == MEASURE and text.startswith(OWN_COLUMN):
        is_named = secret.search(text.removeprefix(OWN_COLUMN))
        return f"{OWN_COLUMN}{WITHHELD}" if is_named else text
    if key in PROSE:
        return WITHHELD if _names_one(text, secret) else text
    return ids.get(text, text)


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
        # A key that stands for another one stands in its place.
        keys = dict(zip(shown, own, strict=True))
        return {
            keys.get(key, key): _untold(one, shown[key], own[keys[key]]) if key in keys else one
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
