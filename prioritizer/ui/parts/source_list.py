"""The sources a site cites: as marks beside figures, and in full on demand."""

from __future__ import annotations

from prioritizer.domain.published import figures
from prioritizer.domain.site import Site, SiteRegister, Source
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html

COLUMNS = ("Id", "Source", "Kind, quality")
QUALITY = (
    "Quality: A peer-reviewed or code-compliant, B agency or official register, C company or "
    "project page, D news, encyclopaedia or blog."
)


def cited(site: Site) -> list[str]:
    """Return the ids of all sources that a site's figures name, each once."""
    entries = [figure.source for figure in figures(site)] + list(site.sources.values())
    ids = (name.strip() for entry in entries for name in entry.split(";"))
    return list(dict.fromkeys(filter(None, ids)))


def marks(source: str) -> str:
    """Return source ids, parted by semicolons, as small marks."""
    ids = [name.strip() for name in source.split(";") if name.strip()]
    return " ".join(f'<span class="pp-chip">{escape_html(i, limit=40)}</span>' for i in ids)


def table(ids: list[str], register: SiteRegister) -> str:
    """Return the citations of these sources with their links; nothing is fetched."""
    if not ids:
        return markup.note("This table gives no sources.")
    rows = [_row(name, register.sources.get(name)) for name in ids]
    return markup.table(COLUMNS, rows) + markup.note(QUALITY)


def _row(name: str, source: Source | None) -> tuple[str, ...]:
    if source is None:
        return marks(name), "not in the table of sources", ""
    kind = ", ".join(filter(None, (source.kind, source.quality)))
    return marks(name), escape_html(source.citation) + _link(source.url), escape_html(kind)


def _link(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        return ""
    address, shown = escape_html(url, limit=500), escape_html(url, limit=90)
    return f'<br><a href="{address}" target="_blank" rel="noopener noreferrer">{shown}</a>'
