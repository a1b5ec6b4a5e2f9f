"""PAGES: every page with its title, icon and address. To add one: a file and a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("pages")


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: ``file`` under ``ui/pages``, ``address`` the last part of its URL."""

    address: str
    title: str
    file: str
    icon: str
    is_default: bool = False

    @property
    def path(self) -> Path:
        """Return where the script of the page is."""
        return FOLDER / self.file


PAGES: tuple[PageEntry, ...] = (
    PageEntry("ranking", "Ranking", "ranking.py", ":material/leaderboard:", is_default=True),
    PageEntry("robustness", "Robustness", "robustness.py", ":material/verified:"),
    PageEntry("sites", "Sites", "sites.py", ":material/landscape:"),
    PageEntry("evidence", "Evidence & UNFC", "evidence.py", ":material/fact_check:"),
    PageEntry("import", "Import", "import_data.py", ":material/upload_file:"),
    PageEntry("inventories", "Inventories", "inventories.py", ":material/database:"),
    PageEntry("export", "Shortlist & export", "export.py", ":material/download:"),
    PageEntry("about", "How it works", "about.py", ":material/help:"),
)
