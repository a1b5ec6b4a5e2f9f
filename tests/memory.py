"""What the same choices on the same sites give is worked out once, where no test is about it.

A command or a page test asks how an answer is shown. The answer itself is worked out afresh in
the tests of the layers that make it.
"""

from __future__ import annotations

import copyreg
import pickle
from collections import OrderedDict
from functools import wraps
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import pytest

from prioritizer.workflow.ranking import assess as ranking
from prioritizer.workflow.ranking import draw_counts

SHOWN_IN = ("cli", "exports", "stories", "ui")
MOST = 48
MOST_PARTS = 96

copyreg.pickle(MappingProxyType, lambda shown: (dict, (dict(shown),)))  # type: ignore[arg-type,return-value]
_afresh = ranking.assess
_kept: OrderedDict[bytes, Any] = OrderedDict()
# By their ids: parts never change, and one that is kept here shares its id with no other.
_parts: OrderedDict[int, tuple[Any, bytes]] = OrderedDict()
_is_on = False


@wraps(_afresh)
def _remembered(*told: Any, **choices: Any) -> Any:
    if not _is_on:
        return _afresh(*told, **choices)
    parts = [_digest(part) for part in told]
    key = pickle.dumps((parts, sorted(choices.items()), draw_counts.MOST_DRAWS))
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    _kept[key] = _afresh(*told, **choices)
    if len(_kept) > MOST:
        _kept.popitem(last=False)
    return _kept[key]


def _digest(part: Any) -> bytes:
    kept = _parts.get(id(part))
    if kept is None:
        kept = _parts[id(part)] = part, sha256(pickle.dumps(part)).digest()
        if len(_parts) > MOST_PARTS:
            _parts.popitem(last=False)
    return kept[1]


# Before anything imports it by its name.
ranking.assess = _remembered


def remember(item: pytest.Item) -> None:
    """Remember rankings for tests of what is shown."""
    global _is_on
    _is_on = item.path.relative_to(item.config.rootpath).parts[1] in SHOWN_IN
