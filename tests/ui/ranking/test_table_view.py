"""Search, filters, order and groups of the list, as its script works them out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.words import listed
from prioritizer.readers.imports.words.vocabulary import analyte_names, country_names, fold
from prioritizer.readers.imports.words.vocabulary import table_rows as word_rows
from prioritizer.ui.ranking import facts, said, table
from prioritizer.ui.shell import cache
from prioritizer.workflow.sites.searching import metals_of

pytestmark = pytest.mark.browser

CALL = """
async ([source, code, given]) => {
  const blob = new Blob([source], { type: 'text/javascript' });
  const view = await import(URL.createObjectURL(blob));
  return new Function('view', 'given', code)(view, given);
}
"""
# A list of four sites: two ranked, one too little known, one of which nothing is known.
SMALL = {
    "sites": {
        "id": ["A-1", "B-2", "C-3", "D-4"],
        "name": ["Ödegård Tailings", "Copper Hill", "Änge slag", "Quarry"],
        "about": ["SE · tailings · Co", "FI · tailings · Cu", "SE · slag", "NO · mixed"],
        "evidence": ["A", "B", "C", "C"],
    },
    "country": ["SE", "FI", "SE", "NO"],
    "waste": ["tailings", "tailings", "slag", "mixed"],
    "metal": [["Co", "Ni"], ["Cu"], [], []],
    "words": ["", "Holding Co", "", "McArthur Løkken"],
    "titles": {
        "country": {"SE": "Sweden", "FI": "Finland", "NO": "Norway"},
        "waste": {"tailings": "tailings", "slag": "slag", "mixed": "mixed"},
    },
}
ARRANGE = """
const [facts, text] = given, seen = view.readView(text);
const chance = [0.2, 0.9, 0.4, NaN], ranks = [2, 1, null, null];
const source = {
  order: [1, 0, 2, 3], rank: (i) => ranks[i], isRanked: (i) => ranks[i] !== null,
  section: (i) => ['open', 'secure', 'apart', 'apart'][i],
  number: (name, i) => (name === 'chance' ? chance[i] : ranks[i] ?? NaN),
};
const isPassing = view.passing(facts, seen), compare = new Intl.Collator('en').compare;
const found = view.arrangement(facts, seen, source, { isPassing, isInSections: true, compare });
const said = (item) => (item < 0 ? `[${found.groups[-1 - item].name}]` : facts.sites.id[item]);
return found.items.map(said).join(' ');
"""


@pytest.fixture(scope="module")
def call(browser: Any) -> Iterator[Any]:
    """Yield what runs a piece of script with the functions of the list's view."""
    page = browser.new_page()
    source = said.script("list_view.js")
    yield lambda code, given=None: page.evaluate(CALL, [source, code, given])
    page.close()


def small() -> dict[str, Any]:
    """Return the facts of the small list, with the words of the import."""
    from prioritizer.workflow.sites.searching import words_for

    return SMALL | {"found": words_for(["Co", "Ni", "Cu"], ["SE", "FI", "NO"])}


def arranged(call: Any, view: str) -> str:
    """Return the list under a view, with the names of groups in brackets."""
    return str(call(ARRANGE, [small(), view]))


def test_the_browser_folds_words_as_the_import_does(call: Any) -> None:
    rows = word_rows("country_names.csv")
    texts = [name for row in rows for name in row.values()]
    texts += ["Straße", "ŁÓDŹ", "İstanbul", "SiteName two", "Jan-Matts (old)", "Κύπρος", ""]
    texts += [*country_names(), *analyte_names()]

    folded = call("return given.map(view.fold)", texts)

    assert [got for got in zip(texts, folded, strict=True) if got[1] != fold(got[0])] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cobalt", ["A-1"]),
        ("Kobolt", ["A-1"]),
        ("koboltti", ["A-1"]),
        ("кобальт", ["A-1"]),
        ("Co", ["A-1"]),  # the metal, neither Copper Hill nor a company
        ("FI", ["B-2"]),
        ("Suomi", ["B-2"]),
        ("sverige", ["A-1", "C-3"]),
        ("Швеция slag", ["C-3"]),
        ("odegard", ["A-1"]),
        ("b-2", ["B-2"]),
        ("mcarthur", ["D-4"]),
        ("Mc Arthur", ["D-4"]),
        ("lokken", ["D-4"]),
        ("løkken", ["D-4"]),
        ("nowhere", []),
        ("  ", ["B-2", "A-1", "C-3", "D-4"]),
    ],
)
def test_a_site_is_found_by_name_id_metal_and_country_in_any_language(
    call: Any, words: str, found: list[str]
) -> None:
    assert arranged(call, f"q={words}&group=none").split() == found


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("", "[secure] B-2 [open] A-1 [apart] C-3 D-4"),
        ("group=none", "B-2 A-1 C-3 D-4"),
        ("country=SE,NO", "[open] A-1 [apart] C-3 D-4"),
        ("country=SE&waste=slag", "[apart] C-3"),
        ("metal=Cu,Ni&group=none", "B-2 A-1"),
        ("evidence=C&group=none", "C-3 D-4"),
        ("section=open,apart&group=none", "A-1 C-3 D-4"),
        ("sort=site", "C-3 B-2 A-1 D-4"),
        ("sort=-site", "D-4 A-1 B-2 C-3"),
        # What has no value stands last whichever way.
        ("sort=chance", "A-1 C-3 B-2 D-4"),
        ("sort=-chance", "B-2 C-3 A-1 D-4"),
        ("sort=rank", "B-2 A-1 C-3 D-4"),
        ("group=country", "[FI] B-2 [SE] A-1 C-3 [NO] D-4"),
        ("group=metal&sort=site", "[] C-3 D-4 [Cu] B-2 [Co] A-1"),
    ],
)
def test_filters_order_and_groups_give_the_list_that_is_asked_for(
    call: Any, view: str, shown: str
) -> None:
    assert arranged(call, view) == shown


def test_a_view_reads_back_as_it_was_written_and_knows_no_strangers(call: Any) -> None:
    texts = ["", "q=kobolt&country=SE%2CFI&sort=-chance&group=waste", "columns=chance%2Cmetal"]
    again = call("return given.map((text) => view.writeView(view.readView(text)))", texts)
    strange = call("return view.writeView(view.readView('sort=evil&group=x&columns=a,step'))")

    assert again == texts
    assert strange == "columns=step"


def test_a_head_sorts_turns_round_and_gives_the_order_back(call: Any) -> None:
    steps = call(
        "let seen = view.readView('');"
        "return ['chance', 'site'].map((name) => [1, 2, 3].map(() => {"
        " seen = view.sortedBy(seen, name); return `${seen.sort} ${seen.isDown}`; }));"
    )

    assert steps == [
        ["chance true", "chance false", " false"],
        ["site false", "site true", " false"],
    ]


def test_only_rows_in_sight_are_looked_up(call: Any) -> None:
    code = """
    const items = Array.from({ length: 10000 }, (_, i) => i);
    const heights = { row: 66, heading: 34, headings: [], opened: 3, open: 200 };
    const tops = view.topsOf(items, heights);
    return [0, 65, 66, 3 * 66 + 199, 3 * 66 + 200, 1e9].map((at) => view.itemAt(tops, at));
    """

    assert call(code) == [0, 0, 1, 3, 4, 9999]


def test_a_heading_that_takes_two_lines_pushes_down_what_is_below_it(call: Any) -> None:
    code = """
    const heights = { row: 66, heading: 34, headings: [undefined, 51], opened: -1, open: 0 };
    return [...view.topsOf([-1, 0, -2, 1], heights)];
    """

    assert call(code) == [0, 34, 100, 151, 217]


@pytest.mark.parametrize(
    "names", [[], ["A"], ["A", "B"], ["A", "B", "C"], ["A", "Viscaria, tailings", "B"]]
)
def test_the_browser_parts_names_as_python_does(call: Any, names: list[str]) -> None:
    assert call("return view.sayList(given)", names) == listed(names)


GHOSTS = """
const [ranks, groups, cases] = given, source = { rank: (i) => ranks[i] };
// Items: two headings, then the ranked sites 0 to 3, then one that is not ranked.
const items = [-1, 0, 1, -2, 2, 3, -3, 4], said = (item) => (item === view.GHOST ? '?' : item);
return cases.map(([site, rank, section]) =>
  view.withGhost(items, groups, { site, rank, section }, source).map(said).join(' '));
"""


def test_the_row_of_a_what_if_stands_where_its_site_would(call: Any) -> None:
    groups = [{"name": name} for name in ("secure", "open", "too little known")]
    cases = [
        # Down: the sites in between have come up by one.
        (0, 2, "secure"),
        (0, 3, "open"),
        (0, 4, "open"),
        # Up, and from among those that are not ranked.
        (3, 1, "secure"),
        (3, 3, "secure"),
        (3, 3, "open"),
        (4, 5, "open"),
        (4, 1, "secure"),
    ]

    assert call(GHOSTS, [[1, 2, 3, 4, None], groups, cases]) == [
        "-1 0 1 ? -2 2 3 -3 4",
        "-1 0 1 -2 2 ? 3 -3 4",
        "-1 0 1 -2 2 3 ? -3 4",
        "-1 ? 0 1 -2 2 3 -3 4",
        "-1 0 1 ? -2 2 3 -3 4",
        "-1 0 1 -2 ? 2 3 -3 4",
        "-1 0 1 -2 2 3 ? -3 4",
        "-1 ? 0 1 -2 2 3 -3 4",
    ]


def test_only_in_the_order_of_the_answer_a_what_if_has_a_row(call: Any) -> None:
    code = "return given.map((text) => view.isInAnswersOrder(view.readView(text)));"
    views = ["", "sort=rank", "group=none", "q=Cu", "sort=-rank", "sort=site", "group=country"]

    assert call(code, views) == [True, True, True, True, False, False, False]


def test_the_facts_of_the_sample_hold_what_filters_ask_for() -> None:
    found = cache.problem(
        cache.sample(),
        cache.criteria_set("default"),
        cache.reference(),
        RiskMode.URGENCY,
        is_nordic=False,
    )

    told = json.loads(json.dumps(facts.payload(found)))

    sites = facts.listed_sites(found)
    assert told["sites"]["id"] == [site.site_id for site in sites]
    assert [tuple(one) for one in told["metal"]] == [metals_of(site) for site in sites]
    assert {code for one in told["metal"] for code in one} == set(told["found"]["metal"])
    assert "sverige" in told["found"]["country"]["SE"]
    assert len({len(told[name]) for name in ("country", "waste", "metal", "words")}) == 1
    assert table.list_key(found, cache.assess(found, settings_of(found)))


def settings_of(found: cache.Problem) -> Any:
    """Return equal weights for the criteria of a problem."""
    from prioritizer.domain.results import Settings
    from prioritizer.domain.weights import WeightVector

    return Settings(WeightVector.equal(found.criteria.ids))
