"""Choices in which no id of a person's own names a withheld site: plain ids stand for them.

Weights, answers and edited scales are kept by the ids of criteria, branches, profiles and
policy lists. All of them change together, so that everything ranks as before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.mentions import Pattern
from prioritizer.workflow.criteria.scale_edits import set_digest
from prioritizer.workflow.sites.told_ids import Found, Ids, plain_names

CRITERIA = "criteria_own"
# Where ids are given, and where they stand alone.
GIVEN = (CRITERIA, "criteria_hidden", "policy_own", "pilots_scenarios")
ALONE = (
    *GIVEN,
    *("points", "mine", "points_by_set", "points_ids", "local_points", "last_points"),
    *("start_sliders", "start_points", "profile", "weigh_saved", "switched_on"),
    *("robust_evidence", "policy_lists"),
)
# Where they stand among other marks, such as in ``tie.grade`` or ``grade >= 2 access``.
AMONG = ("weigh_answers", "weigh_ranges", "weigh_statements", "robust_said")
# Kept by the digest of a criteria set, and by its slots.
BY_DIGEST = ("scale_edits", "scales_drafts")
# What stands under these keys of a set is told in words, or is the word of a table.
NO_IDS_UNDER = frozenset(
    {
        *("name", "title", "question", "formula", "description", "source", "reason", "unit"),
        *("plain", "classes", "parameters", "measure", "column", "when", "version"),
    }
)
KINDS = {"measure": "criterion", "members": "branch", "criteria": "set", "points": "profile"}
_CRITERIA: TypeAdapter[CriteriaSet] = TypeAdapter(CriteriaSet)


def with_plain_ids(choices: Mapping[str, Any], secret: Pattern | None) -> dict[str, Any]:
    """Return choices, as plain JSON data, without ids that name a withheld site."""
    ids = ids_to_change(choices, secret)
    if not ids:
        return dict(choices)
    made = dict(choices)
    for name in ALONE:
        if name in made:
            made[name] = _replaced(made[name], ids.get)
    tokens = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ids))})(?!\w)")

    def within(text: str) -> str:
        return tokens.sub(lambda found: ids[found[0]], text)

    for name in (*AMONG, *BY_DIGEST):
        if name in made:
            made[name] = _replaced(made[name], within)
    return by_its_digest(made, choices.get(CRITERIA), made.get(CRITERIA))


def ids_to_change(choices: Mapping[str, Any], secret: Pattern | None) -> Ids:
    """Return plain ids by those of a person's own that name a withheld site."""
    if secret is None:
        return {}
    found = (one for name in GIVEN for one in _given(choices.get(name)))
    return plain_names(found, secret)


def by_its_digest(choices: Mapping[str, Any], before: Any, after: Any) -> dict[str, Any]:
    """Return choices whose edited scales belong to a criteria set that was changed in words."""
    digests = [_digest(plain) for plain in (before, after)]
    if not all(digests) or digests[0] == digests[1]:
        return dict(choices)
    moved = {
        name: {key.replace(*digests, 1): one for key, one in choices[name].items()}
        for name in BY_DIGEST
        if isinstance(choices.get(name), dict)
    }
    return {**choices, **moved}


def _digest(plain: Any) -> str:
    try:
        return set_digest(_CRITERIA.validate_json(json.dumps(plain)))
    except ValidationError:
        return ""  # it is refused where it is taken up


def _given(value: Any, title: str = "") -> Iterator[Found]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            kind = next((word for key, word in KINDS.items() if key in value), "item")
            yield kind, value["id"], str(value.get("name", value.get("title", "")))
        if isinstance(value.get("list_id"), str):
            yield "list", value["list_id"], title
        for one in value.values():
            yield from _given(one)
    elif isinstance(value, list):
        said = value[0] if value and isinstance(value[0], str) else title
        for one in value:
            yield from _given(one, said)


def _replaced(value: Any, put: Callable[[str], str | None], key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in NO_IDS_UNDER else put(value) or value
    if isinstance(value, list):
        return [_replaced(one, put, key) for one in value]
    if isinstance(value, dict):
        if key in NO_IDS_UNDER:
            return value
        return {put(name) or name: _replaced(one, put, name) for name, one in value.items()}
    return value
