"""What the list says of sites whatever the weights are; sent once, for search and rows."""

from __future__ import annotations

import json
from typing import Any

from prioritizer.domain.site import Site, WasteType
from prioritizer.languages.speech import gettext, spoken
from prioritizer.ui.ranking import said
from prioritizer.ui.ranking.table_rows import site_parts
from prioritizer.ui.shell import component, scripts
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.ranking.answer_words import without_evidence
from prioritizer.workflow.sites import searching

COMPONENT = "prioritizer_list_facts"
PARTS = ("id", "name", "about", "evidence", "evidenceTitle")
MOST_WORDS = 300


def show(found: Problem) -> None:
    """Mount what carries the facts to the list; nothing of it is seen."""
    component.mount(
        said.component(COMPONENT),
        '<i class="pp-facts"></i>',
        js=scripts.module(said.script("list_facts.js")),
        key="list-facts",
        data=_payload(found, spoken()),
        height=1,
    )


def key_of(found: Problem) -> str:
    """Return what tells these facts apart from those of other sites or in another language."""
    return f"{found.key} {spoken()}"


@cached(most=16)
def _payload(found: Problem, language: str) -> bytes:
    del language  # what tells the answers apart
    return json.dumps(payload(found), ensure_ascii=False).encode()


def listed_sites(found: Problem) -> tuple[Site, ...]:
    """Return the sites that a list may hold, in the order in which its numbers count them.

    Those of the problem stand first, by row; then those of which nothing is known.
    """
    by_id = found.register.by_id()
    blank = without_evidence(found.not_ranked)
    return (*found.sites, *(by_id[one.site_id] for one in blank))


def payload(found: Problem) -> dict[str, Any]:
    """Return what is known of the sites in columns, and the words by which they are found."""
    sites, parts = listed_sites(found), site_parts(found)
    metals = [searching.metals_of(site) for site in sites]
    symbols = sorted({symbol for some in metals for symbol in some})
    countries = sorted({site.country for site in sites if site.country})
    titles = searching.country_titles(spoken())
    return {
        "key": key_of(found),
        "sites": {name: [parts[site.site_id][name] for site in sites] for name in PARTS},
        "country": [site.country for site in sites],
        "waste": [site.waste_type.value for site in sites],
        "metal": metals,
        "words": [plain(searching.free_words(site), limit=MOST_WORDS) for site in sites],
        "found": searching.words_for(symbols, countries),
        "titles": {
            "country": {code: titles.get(code, code) for code in countries},
            "waste": {one.value: gettext(one.value.replace("_", " ")) for one in WasteType},
        },
    }
