"""Ids that people gave to what they made: those that name a withheld site get plain ones.

An id is no text to be withheld, for the tool finds weights, classes and lists by it. A plain
one, such as ``criterion_1``, stands for it wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from prioritizer import shipped
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.mentions import Pattern
from prioritizer.domain.reference import Reference
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference

Value = TypeVar("Value")
Ids = Mapping[str, str]
NO_IDS: Ids = {}
Found = tuple[str, str, str]
# What a plain id begins with where its kind is the name of a withheld site itself.
OTHER_WORDS = ("own", "item")
MOST = 10_000


def plain_ids(
    secret: Pattern, *, criteria: CriteriaSet | None = None, reference: Reference | None = None
) -> dict[str, str]:
    """Return plain ids in place of those of a set and of policy lists that name a site."""
    found = [*(_of_set(criteria) if criteria else ()), *(_of_lists(reference))]
    return plain_names(found, secret)


def plain_names(found: Iterable[Found], secret: Pattern) -> dict[str, str]:
    """Return plain ids in place of those that name a withheld site.

    They count up in the order of what is found, so that the same choices have the same ones.
    The ids that the tool itself gives tell nothing, and stay.

    Parameters
    ----------
    found
        Kinds, ids, and what people read instead: a long id is cut, perhaps within a name.
    """
    several = list(dict.fromkeys(found))
    named = [one for one in several if _tells(*one, secret)]
    if not named:
        return {}
    taken = {name for _, name, _ in several} | shipped_ids()
    names: dict[str, str] = {}
    for kind, name, _ in named:
        if name not in names and name not in shipped_ids():
            names[name] = _free(kind, taken, secret)
            taken.add(names[name])
    return names


def _tells(kind: str, name: str, read: str, secret: Pattern) -> bool:
    """Return whether an id names a site, or is made of a name that does."""
    is_plain = re.fullmatch(rf"(?:{'|'.join((kind, *OTHER_WORDS))})_\d+", name) is not None
    return secret.search(name) is not None or (not is_plain and secret.search(read) is not None)


def _free(kind: str, taken: set[str], secret: Pattern) -> str:
    tried = (f"{word}_{n}" for word in (kind, *OTHER_WORDS) for n in range(1, MOST))
    return next(one for one in tried if one not in taken and not secret.search(one))


def _of_set(criteria: CriteriaSet) -> Iterator[Found]:
    yield "set", criteria.id, criteria.title
    variants = (one for group in (criteria.risk_variants or {}).values() for one in group)
    for one in (*criteria.criteria, *variants):
        yield "criterion", one.id, one.name
        yield from (("class", name, "") for name in one.classes)
        for name, parameter in one.parameters.items():
            yield "parameter", name, ""
            yield from (("part", part, "") for part in parameter.values)
    yield from (("branch", branch.id, branch.name) for branch in criteria.branches)
    for profile in criteria.profiles:
        yield "profile", profile.id, profile.name
        yield from (("criterion", name, "") for name in profile.points)


def _of_lists(reference: Reference | None) -> Iterator[Found]:
    if reference is not None:
        titles = reference.policy_titles
        for entry in reference.policy:
            yield "list", entry.list_id, titles.get(entry.list_id, "")


@lru_cache(maxsize=1)
def shipped_ids() -> frozenset[str]:
    """Return the ids that the tool itself gives to criteria, classes, profiles and lists."""
    sets = [read_criteria(path.stem) for path in sorted(shipped.CRITERIA.glob("*.yaml"))]
    found = [*(one for each in sets for one in _of_set(each)), *_of_lists(read_reference())]
    return frozenset(name for _, name, _ in found)


@lru_cache(maxsize=1)
def shipped_texts() -> frozenset[str]:
    """Return the texts of the tool's own criteria and lists, which tell of nobody's sites.

    A site may be called Dam, or Grade. To withhold such a text would tell its name.
    """
    adapter: TypeAdapter[CriteriaSet] = TypeAdapter(CriteriaSet)
    sets = [read_criteria(path.stem) for path in sorted(shipped.CRITERIA.glob("*.yaml"))]
    reference = read_reference()
    plain = [adapter.dump_python(one, mode="json") for one in sets]
    qualifiers = [entry.qualifier for entry in reference.policy]
    return frozenset(_texts([plain, list(reference.policy_titles.values()), qualifiers]))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)


def renamed(value: Value, names: Ids) -> Value:
    """Return a value in which other ids stand, as texts and as keys; the same if none does."""
    return _renamed(value, names) if names else value


def _renamed(value: Any, names: Ids) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Mapping):
        made = {_renamed(key, names): _renamed(one, names) for key, one in value.items()}
        return made if made != value else value
    if isinstance(value, tuple | list):
        several = type(value)(_renamed(one, names) for one in value)
        return several if several != value else value
    if is_dataclass(value) and not isinstance(value, type):
        before = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        after = {name: _renamed(one, names) for name, one in before.items()}
        changed = {name: one for name, one in after.items() if one is not before[name]}
        return replace(value, **changed) if changed else value
    return value
