"""Names of workshop use cases are taken from where they live, from no second place."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser import ROOT


def test_no_module_of_the_workshop_passes_on_names_of_others() -> None:
    folder = ROOT / "prioritizer" / "workflow" / "workshop"
    passed_on = [
        f"{path.name}: {line}"
        for path in sorted(Path(folder).glob("*.py"))
        for line in path.read_text().splitlines()
        if (found := re.match(r"from .* import (\w+) as (\w+)$", line)) and found[1] == found[2]
    ]

    assert passed_on == []
