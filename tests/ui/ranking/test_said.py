"""The ranking page says nothing in another language than that of its reader."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.site import SiteRegister
from prioritizer.languages.speech import LANGUAGES, SOURCE, decimal_sign, gettext, speaking
from prioritizer.ui.ranking import live_preview, said, site_map, table
from prioritizer.ui.shell import theme
from prioritizer.workflow.criteria.sets import read_reference
from prioritizer.workflow.ranking.assess import missing
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS
from prioritizer.workflow.ranking.missing_words import KNOWN, OF_WHAT, to_find_out
from tests.languages.messages import places
from tests.ui.conftest import Open, assert_calm, keyed, protos

OTHERS = [code for code in LANGUAGES if code != SOURCE]
WORD = re.compile(r"[^\W\d_]{3,}")
# What is called the same in every language, and names of pages, which are in English.
SAME = {"TOPSIS", "PROMETHEE", "ELECTRE", "CRM", "SRM", "USD", "EUR", "Raiffa", "Schlaifer"}
SAME |= {
    "measurement",
    "costs",
    "csv",
    "Sample",
    "inventory",
    "Criteria",
    "scales",
    "TRL",
    "Compare",
    "methods",
}
SAME |= set(LANGUAGES.values())


def spoken_by(app: AppTest) -> list[str]:
    """Return all that the page says: texts, labels, choices, hints, and what the list holds."""
    found: list[str] = []
    for proto in protos(app):
        kind = type(proto).__name__
        if kind == "PageLink" and proto.label.startswith("**"):
            continue  # a step of the work, above each page
        for name in ("body", "label", "help", "placeholder"):
            text = getattr(proto, name, "")
            found.append(text if isinstance(text, str) else "")
        if kind in ("Selectbox", "MultiSelect"):
            found += proto.options
        if kind == "ButtonGroup":
            found += [option.content for option in proto.options]
        if "ranking_list" in getattr(proto, "component_name", ""):
            found += strings(json.loads(proto.mixed.json or proto.json))
        if "list_facts" in getattr(proto, "component_name", ""):
            found += strings(json.loads(proto.bytes))
    return [line for line in map(read, found) if line]


# What scripts know things by, and numbers packed as text.
CODED = {"key", "set", "id", "section", "color", "columns", "facts", "sectionNames", "view"}
CODED |= {"selected", "pins", "evidence", "country", "waste", "metal", "found", "words"}


def strings(value: Any) -> Iterator[str]:
    """Yield the texts of a row or a list, without the names by which scripts know things."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name not in CODED:
                yield from strings(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from strings(inside)
    elif isinstance(value, str):
        yield value


def read(text: str) -> str:
    """Return a text without its markup, with what its titles say."""
    text = re.sub("<style.*?</style>", "", text, flags=re.DOTALL)
    titles = " ".join(re.findall(r'(?:title|alt)="([^"]*)"', text))
    return html.unescape(f"{re.sub('<[^>]+>', ' ', text)} {titles}").strip()


def names_in(register: SiteRegister) -> set[str]:
    """Return the words in what the register says in free text."""
    told = " ".join(
        " ".join((site.name, site.site_id, str(site.gate or ""), *site.texts.values()))
        for site in register.sites
    )
    codes = " ".join(register.sources)
    return set(WORD.findall(f"{told} {codes}"))


def free(register: SiteRegister) -> set[str]:
    """Return every word that may stand in any language."""
    notes = " ".join(f"{one.title} {one.note}" for one in METHOD_FACTS.values())
    known = read_reference()
    lists = " ".join((*known.policy_titles, *known.policy_titles.values()))
    return names_in(register) | SAME | set(WORD.findall(f"{notes} {lists}"))


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_of_the_page_is_left_in_english(
    open_page: Open, sample: SiteRegister, code: str
) -> None:
    app, allowed = open_page("ranking"), free(sample)
    english = {line for line in spoken_by(app) if not set(WORD.findall(line)) <= allowed}

    keyed(app.selectbox, "widget.language").set_value(code).run()
    assert_calm(app)
    told = spoken_by(app)

    alike = {line for line in told if line in english and re.search("[a-z]", line)}
    assert alike - ALIKE == set()
    assert len(told) > 100
    if code == "ru":
        latin = re.compile("[A-Za-z]{3,}")
        known = {word for name in allowed for word in latin.findall(name)}
        assert [line for line in told if set(latin.findall(line)) - known] == []


# Texts that are spelled as in English.
ALIKE = {"Median", "Mine", "For", "Chance", "Score"}


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_every_text_of_the_scripts_has_its_form_for_each_number(code: str) -> None:
    with speaking(code):
        script = said.script("live_answer.js")
    told = json.loads(script.split("\n", 1)[0].removeprefix("const SAID = ").removesuffix(";"))

    assert told["language"] == code
    assert set(told["texts"]) == set(said.TEXTS)
    with speaking(code):
        assert told["decimal"] == decimal_sign()
    for text in told["texts"].values():
        forms = text if isinstance(text, list) else [text]
        assert all(forms)
        assert len(forms) in (1, max(told["places"]) + 1)


SPEAKING = tuple(dict.fromkeys((*table.SCRIPTS, *live_preview.SCRIPTS, *site_map.SCRIPTS)))
# Names of keys, kinds of geometry, and ends of names, which no person reads.
CODES = {"Enter", "Escape", "Other", "Multi", "Polygon", "Feature"}
CODES |= {"FeatureCollection", "GeometryCollection"}


def written(*names: str) -> str:
    """Return the text of scripts without their comments."""
    source = "\n".join((theme.ASSETS / name).read_text(encoding="utf-8") for name in names)
    return re.sub(r"(^|\s)//.*$", "", source, flags=re.MULTILINE)


def test_the_scripts_ask_for_texts_that_are_there_and_for_each_of_them() -> None:
    asked = set(re.findall(r'say(?:N)?\("([^"]+)"', written("said.js", *SPEAKING)))
    asked |= {f"{name}Hint" for name in ("likely", "chance", "evidence", "known", "step")}
    asked |= {"site", "chance", "bar", "evidence", "known", "step", "rank", "likely-head"}
    asked |= {"waiting", "waitingOther", "nobodyWaits", "nobodyWaitsOther", "reachOf"}
    asked |= {"reachOfThem", "texture0", "texture1", "texture2", "likely", "open", "secure"}
    asked |= {"out", "country", "metal", "waste", "section", "columns", "sort", "group"}
    asked |= {"upward", "downward"}

    assert asked == set(said.TEXTS)


def test_what_a_script_gives_to_a_text_has_a_place_in_it() -> None:
    source, values = written(*SPEAKING), r"(?:, \{([^{}]*)\})?\)"
    plain = re.findall(r'say\("(\w+)"' + values, source)
    chosen = re.findall(r'sayN\("(\w+)", [\w.]+' + values, source)

    assert all(isinstance(said.TEXTS[name], str) for name, _ in plain)
    assert all(isinstance(said.TEXTS[name], tuple) for name, _ in chosen)
    for name, values in plain + chosen:
        text = said.TEXTS[name]
        bare = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", values))
        given = {one.split(":")[0].strip() for one in bare.split(", ") if one.strip()}
        assert given == set(places(text if isinstance(text, str) else text[0])), name
    assert len(plain) > 80
    assert len(chosen) > 3


def test_the_scripts_hold_no_sentence_of_their_own() -> None:
    source = written(*SPEAKING)
    strings = re.findall(r"[\"`]([^\"`\n]+)[\"`]", source)

    # What a person reads begins with a capital letter, or is words after one another.
    assert [
        one for one in strings if re.match("[A-Z][a-z]{2,}", one) and one not in CODES
    ] == []
    words = {one for one in strings if re.search("(^|[,:] )[a-z]{2,} [a-z]{2,}( |$)", one)}
    # What the scripts know a section and a state by.
    assert words == {"too little known", "in sight"}
    assert [one for one in strings if re.search(r"^[^.].*\} [a-z]{3,}", one)] == []


def test_all_that_is_to_be_found_out_in_the_sample_is_said_in_the_language(
    sample: SiteRegister, reference: Any
) -> None:
    from prioritizer.readers.criteria import read_criteria

    things = {
        thing
        for name in ("default", "detailed", "screening", "contained")
        for site in sample.sites
        for thing in missing(site, read_criteria(name), reference)
    }
    with speaking("ru"):
        left = {thing for thing in things if re.search("[a-z]{3,}", to_find_out([thing]))}

        assert left == set()
        assert all(gettext(name) != name for name in (*KNOWN, *OF_WHAT.values()))
    assert len(things) > 50
