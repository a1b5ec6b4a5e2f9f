"""The page docs/calibration.md from the sample; ``python -m tests.calibration_page``."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.cli.calibrate import HEADER, calibration_rows
from prioritizer.domain.words import percent
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.shipped import SAMPLE
from prioritizer.workflow.ranking.calibration import calibrate, goal_sentence

PAGE = """# How often ranges for unknown values hold

Made by `make docs` (`tests/calibration_page.py`), not by hand.
`python -m prioritizer calibrate SITES` prints the same for your own inventory.

Every known cell of the sample is taken out in turn. What stands for it is worked out from the
other sites, inside the bounds that follow from the rest of the site's evidence
([answer.md](answer.md)). A 90 % range should hold about nine in ten. The last three columns are
the mean continuous ranked probability score (Gneiting and Raftery 2007): smaller is better. Of
fewer than ten cells a share says little.
"""


def calibration_page() -> str:
    """Return the page of the documentation about the sample, as Markdown."""
    reference = read_reference()
    register = read_sites(SAMPLE, reference).register
    criteria = read_criteria("default")
    found = calibrate(register, criteria, reference)
    rows = calibration_rows([*found.overall, *found.by_kind])
    whole = found.whole
    lines = [PAGE, _markdown(HEADER), _markdown(["---"] * len(HEADER))]
    lines += [_markdown(row) for row in rows]
    if whole is not None:
        half, ninety = percent(whole.half, tenths=True), percent(whole.ninety, tenths=True)
        lines += [
            "",
            f"All {whole.n} cells: the 50 % range held {half}, the 90 % range {ninety}; score "
            f"{whole.score:.3f}, of all the inventory {whole.score_inventory:.3f}, of nothing "
            f"assumed {whole.score_uniform:.3f}.",
            "",
            goal_sentence(found, criteria),
            "",
            "Facilities that are known to work are left out, as in a ranking. Why ranges are "
            "not widened until they reach 90 %: "
            "[decision 0063](decisions/0063-ranges-are-not-tuned-to-their-test.md).",
        ]
    return "\n".join(lines) + "\n"


def _markdown(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(calibration_page(), end="")  # noqa: T201 - it makes a page
