"""What the scripts of the ranking page say, in the language spoken: one text for both sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from prioritizer.domain.answer import Section
from prioritizer.languages.speech import (
    LANGUAGES,
    decimal_sign,
    forms,
    gettext,
    noop,
    places,
    plural,
    speaking,
    spoken,
)
from prioritizer.ui.ranking.map_words import MAP_TEXTS
from prioritizer.ui.shell.component import asset
from prioritizer.workflow.ranking import answer_words

Text = str | tuple[str, str]

# By the name under which a script asks for it; a pair is chosen from by a number.
TEXTS: Mapping[str, Text] = {
    "and": noop("{names} and {last}"),
    "start": answer_words.ON_A_LIST,
    "noneLeftOut": answer_words.NONE_LEFT_OUT,
    **{section.value: texts for section, texts in answer_words.IN_SECTION.items()},
    "waiting": answer_words.WAITING,
    "waitingOther": answer_words.WAITING_OTHER,
    "nobodyWaits": answer_words.NOBODY_WAITS,
    "nobodyWaitsOther": answer_words.NOBODY_WAITS_OTHER,
    "apart": answer_words.APART,
    "withoutMass": answer_words.WITHOUT_MASS,
    "knownInPart": answer_words.KNOWN_IN_PART,
    "reachOf": answer_words.REACH_OF,
    "reachOfThem": answer_words.REACH_OF_THEM,
    "sitesAre": answer_words.SITES_ARE,
    "weight": noop("weight {share}"),
    "leftOut": noop("left out"),
    "rank": noop("No."),
    "likely-head": noop("Median"),
    "placeHead": noop("Place"),
    "site": noop("Site"),
    "chance": noop("On the list"),
    "bar": noop("Score made of"),
    "evidence": noop("Evidence"),
    "evidenceShort": noop("Ev."),
    "known": noop("Known"),
    "step": noop("Next step"),
    "likelyHint": noop("The median place over the draws; the bar spans 5 to 95 % of them"),
    "chanceHint": noop("Share of draws with a place on the list"),
    "evidenceHint": noop("A: mass or volume, and a grade. B: mass or volume, or a grade"),
    "knownHint": noop("Share of the weight that rests on what is known"),
    "stepHint": noop("The work that is worth most for its cost"),
    "table": noop("Sites in the order of the list"),
    "texture0": noop("measured"),
    "texture1": noop("bounded or from like sites"),
    "texture2": noop("unknown"),
    "drawsHint": noop(
        "While a weight moves, the browser counts the first draws; at rest all are counted"
    ),
    "firstDraws": noop("first {n} draws"),
    "waits": noop("waits for the server"),
    "ofGap": noop("{name} {share} of the gap"),
    "ofGapToIdeal": noop("{name}: {share} of the gap to the ideal"),
    "score": noop("score {score}"),
    "onGaps": noop("{share} of the score rests on gaps"),
    "barSays": noop("{title}: {parts}. Score {score}."),
    "notRanked": noop("not ranked"),
    "notDrawn": noop("not drawn"),
    "ifRanked": noop("if ranked"),
    "first": noop("First: {name}."),
    "parts": noop("{text} ({ranked} ranked, {apart} too little known)"),
    "allSites": noop("Sites: {all}"),
    "shown": noop(
        "Shown: {n} of {all} sites; {k} of them on the list. Places are those among all sites."
    ),
    "search": noop("Name, id, metal, country"),
    "more": noop("Filter and sort"),
    "country": noop("Country"),
    "metal": noop("Metals"),
    "waste": noop("Waste"),
    "section": noop("Section"),
    "columns": noop("Columns"),
    "sort": noop("Sort by"),
    "group": noop("Group by"),
    "answersOrder": noop("Order of the answer"),
    "sections": noop("Sections"),
    "nothing": noop("Nothing"),
    "upward": noop("Smallest first"),
    "downward": noop("Largest first"),
    "clear": noop("Clear"),
    "areaFilter": plural("Area on the map: {n} site", "Area on the map: {n} sites"),
    "areaFree": noop("Remove the filter “{filter}”"),
    "groupHolds": noop("sites: {n}, on the list: {k}"),
    "noneNamed": noop("not said"),
    "fixed": noop("fixed"),
    "pins": noop("Compare"),
    "pin": noop("Compare {name} with others"),
    "enoughPins": noop("Up to four sites are compared. Take one out first."),
    "keys": noop("Arrow keys move, Enter explains a site, P takes it into the comparison."),
    "printed": noop("On paper: the first {n} of {all} rows."),
    **MAP_TEXTS,
}


def script(*names: str) -> str:
    """Return scripts of the page as one module, which begins with what they say."""
    return _script(spoken(), *names)


@lru_cache(maxsize=4 * len(LANGUAGES))
def _script(code: str, *names: str) -> str:
    with speaking(code):
        told = json.dumps(_told(), ensure_ascii=False).replace("</", "<\\/")
    files = ("words.js", "said.js", *names)
    return f"const SAID = {told};\n{asset(*files)}"


def component(name: str) -> str:
    """Return under which name a component is kept that speaks the language spoken."""
    code = spoken()
    return name if code == "en" else f"{name}_{code}"


def _told() -> dict[str, object]:
    return {
        "language": spoken(),
        "decimal": decimal_sign(),
        "places": places(),
        "sections": {section.value: gettext(section.value) for section in Section},
        "texts": {
            name: gettext(text) if isinstance(text, str) else forms(text)
            for name, text in TEXTS.items()
        },
    }
