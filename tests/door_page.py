"""The page docs/python.md from the public names; ``python -m tests.door_page`` writes it."""

from __future__ import annotations

import inspect
import re
from enum import EnumMeta

import prioritizer
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "python.md"
INTRODUCTION = """# What Python code may import

Everything here comes from `prioritizer` itself: `from prioritizer import assess, read_sites`.
These names stay; where a file lies inside the package may change. A module is loaded when one
of its names is first used. The package has types for mypy and pyright (`py.typed`).
[tutorial.md](tutorial.md) shows the names at work. `python -m tests.door_page` writes this
page.
"""
GROUPS = {
    "Sites, criteria and the ranking": (
        "read_sites", "read_criteria", "read_reference", "assess", "ranked_sites",
        "import_file", "ImportOptions",
    ),
    "How sure a ranking is": (
        "robustness", "Uncertainty", "WeightKnowledge", "Section", "SectionLimits",
        "stability", "joint_shift",
        "tornado", "without_criteria", "method_variants", "risk_variants", "policy_variants",
        "rank_reversals", "next_data", "read_measurement_options",
    ),
    "Weights": ("swing_weights", "Scale", "read_back"),
    "Any decision matrix": ("rank", "smaa", "smaa_of_values", "Ordered"),
    "Inventories that are kept": ("open_store", "Access"),
    "Faults, and the version": ("DataError", "InputError", "__version__"),
}  # fmt: skip


def signature(name: str) -> str:
    """Return how a name is called; of an enumeration, its members; of a text, the text."""
    thing = getattr(prioritizer, name)
    if isinstance(thing, str):
        return f"{name}: str"
    if isinstance(thing, EnumMeta):
        return ", ".join(f"{name}.{member.name}" for member in thing)
    found = inspect.signature(thing)
    parts: list[str] = []
    for parameter in found.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        parts.append(_parameter(parameter))
    answer = found.return_annotation
    arrow = f" -> {answer}" if isinstance(answer, str) and answer != "None" else ""
    return f"{name}({', '.join(parts)}){arrow}"


def _parameter(parameter: inspect.Parameter) -> str:
    """Return one parameter; a default that is no plain value is left to the docstring."""
    default = parameter.default
    text = f"{parameter.name}: {parameter.annotation}"
    if default is parameter.empty:
        return text
    is_plain = default is None or type(default) in (bool, int, float, str)
    return f"{text} = {default!r}" if is_plain else f"{text} = …"


def summary(name: str) -> str:
    """Return the first sentence of what a name says of itself."""
    if name == "__version__":
        return "The version of the package."
    first = inspect.cleandoc(getattr(prioritizer, name).__doc__).split("\n\n")[0]
    return re.sub(r"``(.*?)``", r"`\1`", " ".join(first.split()))


def page() -> str:
    """Return the page: each public name with a line and how it is called."""
    parts = [INTRODUCTION]
    for title, names in GROUPS.items():
        parts.append(f"## {title}\n")
        for name in names:
            parts.append(f"**`{name}`** {summary(name)}\n\n```text\n{signature(name)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
