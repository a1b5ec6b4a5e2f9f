"""Every text that is translated, found in the source and in the shipped criteria files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

import yaml

from prioritizer.domain.answer import Section
from prioritizer.domain.site import WasteType
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.criteria.sets import read_reference
from tests.conftest import ROOT

MARKS = {"gettext": 1, "noop": 1, "ngettext": 2, "plural": 2}
PLACES = re.compile(r"\{(\w*)\}")
TEXTS = ("name", "question", "unit")


def in_the_source() -> dict[str, str]:
    """Return each text that the source marks, with its plural or a blank."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "prioritizer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = _texts(node, MARKS.get(node.func.id, 0))
                if texts:
                    found[texts[0]] = texts[1] if len(texts) > 1 else found.get(texts[0], "")
    return found


def _texts(node: ast.Call, n: int) -> list[str]:
    texts = [arg.value for arg in node.args[:n] if isinstance(arg, ast.Constant)]
    return [text for text in texts if isinstance(text, str)]


def in_the_criteria() -> set[str]:
    """Return names, questions, units, words and classes of the shipped criteria."""
    found: set[str] = set()
    for path in sorted((ROOT / "criteria").glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        named = [*data["weight_profiles"], *data.get("branches", ())]
        found |= {part["name"] for part in named}
        for part in _parts(data):
            found |= {part[name] for name in TEXTS if part.get(name)}
            found |= set(part.get("plain", {}).values()) | set(part.get("classes", {}))
    return found


def _parts(data: dict) -> Iterator[dict]:
    yield from data["criteria"]
    for mode in (data.get("risk_modes") or {}).values():
        yield from _nested(mode or {})


def _nested(mode: dict) -> Iterator[dict]:
    yield mode
    yield from (
        value for value in mode.values() if isinstance(value, dict) and "plain" in value
    )


@lru_cache(maxsize=1)
def messages() -> dict[str, str]:
    """Return every text that a catalogue must have, with its plural or a blank."""
    others = in_the_criteria() | {section.value for section in Section} | {"yes", "no"}
    others |= {one.name for one in read_measurement_options()}
    others |= {kind.value.replace("_", " ") for kind in WasteType}
    others |= set(read_reference().families.values())
    return {**dict.fromkeys(sorted(others), ""), **in_the_source()}


def places(text: str) -> list[str]:
    """Return the places of a text that values are put at."""
    return sorted(PLACES.findall(text))
