"""PAGES: every page with its title, icon and address. To add one: a file and a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("pages")


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: ``file`` under ``ui/pages``, ``address`` the last part of its URL.

    ``section`` is the step of the flow under which the page hangs in the navigation.
    """

    section: str
    address: str
    title: str
    file: str
    icon: str
    is_default: bool = False

    @property
    def path(self) -> Path:
        """Return where the script of the page is."""
        return FOLDER / self.file


# In the order of the work; sections appear in the order of their first page.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("Sites", "sites", "Sites", "sites.py", ":material/landscape:"),
    PageEntry("Sites", "evidence", "Evidence & UNFC", "evidence.py", ":material/fact_check:"),
    PageEntry("Sites", "import", "Import", "import_data.py", ":material/upload_file:"),
    PageEntry("Sites", "inventories", "Inventories", "inventories.py", ":material/database:"),
    PageEntry(
        "Criteria & weights", "criteria", "Criteria & scales", "criteria.py", ":material/rule:"
    ),
    PageEntry("Criteria & weights", "weights", "Weights", "weights.py", ":material/balance:"),
    PageEntry(
        "Ranking",
        "ranking",
        "Ranking",
        "ranking.py",
        ":material/leaderboard:",
        is_default=True,
    ),
    PageEntry("Ranking", "methods", "Compare methods", "methods.py", ":material/compare:"),
    PageEntry("Ranking", "robustness", "Robustness", "robustness.py", ":material/verified:"),
    PageEntry("Pilots", "shortlist", "Shortlist", "shortlist.py", ":material/checklist:"),
    PageEntry("Pilots", "portfolio", "Programme", "portfolio.py", ":material/savings:"),
    PageEntry("Pilots", "pilots", "Pilot definitions", "pilots.py", ":material/science:"),
    PageEntry("Pilots", "viability", "Viability", "viability.py", ":material/payments:"),
    PageEntry("Report", "report", "Report", "report.py", ":material/auto_stories:"),
    PageEntry("Report", "export", "Files & records", "export.py", ":material/download:"),
    PageEntry("Projects", "projects", "Projects", "projects.py", ":material/folder_open:"),
    PageEntry("Workshop", "workshop", "Facilitate", "workshop.py", ":material/groups:"),
    PageEntry("Workshop", "projector", "Projector", "projector.py", ":material/connected_tv:"),
    PageEntry("Help", "about", "How it works", "about.py", ":material/help:"),
    PageEntry(
        "Help", "hindcast", "How often it was right", "hindcast.py", ":material/history:"
    ),
)


def sections() -> dict[str, list[PageEntry]]:
    """Return the pages of each section, in order."""
    found: dict[str, list[PageEntry]] = {}
    for page in PAGES:
        found.setdefault(page.section, []).append(page)
    return found
