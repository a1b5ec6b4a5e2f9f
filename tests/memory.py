"""What the same choices on the same sites give is worked out once, where no test is about it.

A command or a page test asks how an answer is shown. The answer itself is worked out afresh in
the tests of the layers that make it; so are the tables of the sample, which all of them read.
"""

from __future__ import annotations

import copyreg
import pickle
from collections import OrderedDict
from functools import wraps
from hashlib import sha256
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest

from prioritizer.readers import sites as reading
from prioritizer.shipped import SAMPLE
from prioritizer.workflow.ranking import draw_counts

SHOWN_IN = ("cli", "exports", "stories", "ui")
MOST = 48
MOST_PARTS = 96

copyreg.pickle(MappingProxyType, lambda shown: (dict, (dict(shown),)))  # type: ignore[arg-type,return-value]
_kept: OrderedDict[bytes, tuple[Any, Any]] = OrderedDict()
# By their ids: parts never change, and one that is kept here shares its id with no other.
_parts: OrderedDict[int, tuple[Any, bytes]] = OrderedDict()
_is_on = False


def _remembered(module: Any, name: str) -> None:
    """Let a function of a module remember, before anything imports it by its name."""
    afresh = getattr(module, name)

    @wraps(afresh)
    def told(*parts: Any, **choices: Any) -> Any:
        key = _key(name, parts, choices) if _is_on else b""
        if not key:
            return afresh(*parts, **choices)
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key][1]
        # With its parts, so that their ids stay theirs.
        _kept[key] = parts, afresh(*parts, **choices)
        if len(_kept) > MOST:
            _kept.popitem(last=False)
        return _kept[key][1]

    setattr(module, name, told)


def _key(name: str, parts: tuple[Any, ...], choices: dict[str, Any]) -> bytes:
    """Return what tells these arguments from others; blank where files may have changed."""
    if name == "assess":
        first: object = _digest(parts[0])
    elif name == "find_next_steps":
        # An answer that is remembered is one object.
        first = id(parts[0])
    elif parts[0].parent.resolve() == SAMPLE.parent and choices.get("grades") is None:
        first = str(parts[0])
    else:
        return b""
    told = [first, *map(_digest, parts[1:])]
    return pickle.dumps((name, told, sorted(choices.items()), draw_counts.MOST_DRAWS))


def _digest(part: Any) -> bytes:
    kept = _parts.get(id(part))
    if kept is None:
        kept = _parts[id(part)] = part, sha256(pickle.dumps(part)).digest()
        if len(_parts) > MOST_PARTS:
            _parts.popitem(last=False)
    return kept[1]


_remembered(reading, "read_sites")
_remembered(import_module("prioritizer.workflow.ranking.assess"), "assess")
_remembered(import_module("prioritizer.workflow.robustness.next_step"), "find_next_steps")


def remember(item: pytest.Item) -> None:
    """Remember rankings for tests of what is shown."""
    global _is_on
    _is_on = item.path.relative_to(item.config.rootpath).parts[1] in SHOWN_IN
