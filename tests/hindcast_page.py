"""The page docs/hindcast.md from the shipped outcomes; ``python -m tests.hindcast_page``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.hindcast import Hindcast, Target
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import counted, listed, percent
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.shipped import SAMPLE
from prioritizer.workflow.hindcast import words
from prioritizer.workflow.hindcast.lists import ALL, CLEANED, CLOSED, COHORT, VERIFIED
from prioritizer.workflow.hindcast.skill import FEWEST_FOR_AUC, FEWEST_FOR_LIFT, Trying
from prioritizer.workflow.hindcast.study import hindcast_of_sample
from prioritizer.workflow.ranking.assess import assess

FIRST = 10
KIND_METHODS = ("mass", "value", "contained", "worst", "product", "product-contained")

HEAD = """# How often was this right?

Made by `make docs` (`tests/hindcast_page.py`), not by hand.
`python -m prioritizer hindcast sample` prints more; a table of your own may stand in place of
`sample`.
"""

METHOD = f"""## How it is worked out

- **Orders.** *Mass only*: tonnes. *Value per tonne*: metal in place at full grade, no
  recovery and no cost, at real prices of the three years up to the evidence (USD of
  2024). *Contained value*: that times tonnes. *Worst first*: a hazard noted at the
  time before none. *Product*: the ranking of this tool,
  `prioritizer.workflow.ranking.assess`, with nothing but place, kind of waste,
  commodities, mass and grades of the time; every body is ranked, also one that the
  tool would set apart as too little known.
- **AUC** is the chance that a body that was taken up stands before one that was not,
  ties half (Hanley and McNeil 1982). 0.5 is luck. **Lift** is the share of hits among
  the first places over their share in the list; bodies that tie for the last places
  share them. Beside it stands the chance of as many by luck (hypergeometric).
- **Intervals** hold 90 % of 2,000 draws with replacement, bodies taken up and others
  drawn apart; all orders see the same draws, so that differences are drawn in pairs.
  One seed, the same bits.
- **When a figure is not given.** No AUC below {FEWEST_FOR_AUC} bodies of either kind: of
  three only ten different samples can be drawn. No lift and no hit rate below
  {FEWEST_FOR_LIFT} bodies that were taken up. Tried on normal scores
  (`tests/workflow/hindcast/test_skill.py`), an interval that should hold 90 % of the
  time held 74 to 82 % with 4 hits and 24 others, 80 to 84 % with 6 and 36, and 88 % with
  20 and 40; and one body more or less moves a share of 20 by 5 points. Both limits are
  defaults of this project. An interval wider than 0.25 is called wide; one from fewer
  than {FEWEST_FOR_LIFT} hits is called few, and is too narrow.
- **Labels.** A body that is not taken up is unsure where its row rests on memory or
  no record was found. The check turns each such body into a hit with a chance of 15 %
  (`--wrong-share`).
- **Lists.** Closed lists are all cohorts but `narrative`, without rows marked as
  hindsight; a body taken up counts only if that came after the evidence year.
- Many lists, orders and targets were looked at. No interval is widened for that.

## The table

`sample_data/outcomes.csv`, one body a row;
[sample_data/README.md](../sample_data/README.md) says what the words mean and where the
rows come from. A table of your own needs the columns `body_id`, `name`, `country`,
`waste_type`, `outcome`, `outcome_year`, `evidence_year`, `mass_t`, `grade_list` (`Cu=0.5
%;Au=0.3 g/t`), `standing`, `note` (with `hindsight=yes`, `open=yes`, `doubt=yes` where it
is so) and `cohort`. `result`, `hazard_note`, `distance_plant_km_or_note`,
`main_products`, `mass_low`, `mass_high`, `latitude` and `longitude` are read where they
are there. Every fault is named with its row and column; `--skip-errors` leaves such rows
out.
"""


def hindcast_page() -> str:
    """Return the page of the documentation about the shipped outcomes, as Markdown."""
    found = hindcast_of_sample(Trying())
    sentences = [
        words.selection_words(found),
        words.hit_rate_words(found),
        words.product_words(found),
        words.list_words(found),
    ]
    parts = [
        HEAD,
        *(f"{text}\n" for text in sentences if text),
        "## What was compared\n",
        f"{words.compared_words(found)}\n",
        f"{words.evidence_words(found)}\n",
        *_areas(found),
        *_closed(found),
        *_families(found),
        *_kinds(found),
        *_plants(found),
        *_contained(found),
        METHOD,
    ]
    return "\n".join(parts)


def _areas(found: Hindcast) -> Iterator[str]:
    yield "## AUC by list, with 90 % intervals\n"
    named = [found.trial(name) for name in (ALL, CLOSED, CLEANED, VERIFIED)]
    named += [
        t
        for t in found.trials
        if t.list_id.startswith(COHORT) and t.target is Target.TAKEN_UP and t.skills
    ]
    header, rows = words.area_rows(named, found)
    yield _table(header, rows)
    yield "The same with other targets, all that can be compared:\n"
    header, rows = words.area_rows(
        [found.trial(ALL, target) for target in (Target.WENT_WELL, Target.REPROCESSED)], found
    )
    yield _table(header, rows)


def _closed(found: Hindcast) -> Iterator[str]:
    closed = found.trial(CLOSED)
    yield "## The closed lists: labels, countries, difference to mass\n"
    yield f"{words.trial_words(closed)}.\n"
    yield _table(*words.skill_table(closed, found))


def _families(found: Hindcast) -> Iterator[str]:
    trials = [found.trial(ALL), found.trial(CLEANED)]
    yield "## Within one family of commodities\n"
    yield (
        "AUC over pairs of one family only, such as gold with gold, by the product that most "
        "of the value comes from. Where an order does better here than above, it lost between "
        "families.\n"
    )
    header = ("order", *(f"{t.title} ({t.pairs_within} pairs)" for t in trials))
    yield _table(header, words.within_rows(trials, found))


def _kinds(found: Hindcast) -> Iterator[str]:
    yield "## Mean place by outcome\n"
    yield "In per cent of the way down the list of all that can be compared; 50 % is luck.\n"
    header, rows = words.kind_rows(found, KIND_METHODS)
    yield _table(header, rows)


def _plants(found: Hindcast) -> Iterator[str]:
    register = _sample(read_reference())
    told = [site.distance("plant") for site in register.sites]
    known = sum(one.best is not None for one in told)
    bounded = [one.high for one in told if one.best is None and one.high is not None]
    near = sum(high <= 10 for high in bounded)
    yield "## What no order here sees: a plant\n"
    yield f"{words.plant_sentence(found)}\n"
    yield (
        f"In the sample inventory {known} of {counted(len(register), 'site')} have a distance "
        f"to a plant that a text gives, {len(bounded)} have an upper bound only ({near} of "
        f"them within 10 km) and {len(register) - known - len(bounded)} have nothing. The "
        "bounds come from a list of plants that is incomplete and of today. See "
        "[0054](decisions/0054-plants-first.md).\n"
    )


def _contained(found: Hindcast) -> Iterator[str]:
    reference = read_reference()
    register = _sample(reference)
    default = _ranked(register, read_criteria("default"), reference)
    contained = _ranked(register, read_criteria("contained"), reference)
    one, other = _first(default), _first(contained)
    both = len({site for site, _ in one} & {site for site, _ in other})
    yield "## The list by contained value\n"
    yield (
        "The first ten of the sample inventory with equal weights, and with contained value "
        "in place of grade and volume (`--criteria contained`, 40, 20, 20 and 20 points), each "
        f"with its chance of a place on a list of ten. {both} stand on both. {_told(default)} "
        f"and {_told(contained)} sites are ranked, the others set apart as too little known: "
        "what has no price, such as a total of rare earths, has no contained value. The "
        "question is "
        "[0053](decisions/0053-contained-value.md).\n"
    )
    yield f"{_ahead(found)}\n"
    names = register.by_id()
    rows = [
        (str(place), _cell(names[a[0]], a[1]), _cell(names[b[0]], b[1]))
        for place, (a, b) in enumerate(zip(one, other, strict=True), start=1)
    ]
    yield _table(("place", "grade and volume", "contained value"), rows)


def _sample(reference: Reference) -> SiteRegister:
    return read_sites(SAMPLE, reference).register


def _ranked(register: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    points = next(p.points for p in criteria.profiles if p.id == "equal")
    weights = WeightVector.from_mapping(points, criteria.ids)
    return assess(register, criteria, Settings(weights), reference)


def _ahead(found: Hindcast) -> str:
    """Return by how much contained value is ahead of grade and volume, list by list."""
    told = []
    for name, words_of in (
        (ALL, "all"),
        (CLEANED, "the cleaned list"),
        (CLOSED, "the closed lists"),
    ):
        skill = next(s for s in found.trial(name).skills if s.method == "product-contained")
        over = skill.over_product
        assert over is not None
        told.append(f"{words.area(over.best)} ({words.interval(over)}) on {words_of}")
    return (
        "On the outcomes, drawn in pairs, the product by contained value has an AUC above that "
        f"of the default set by {listed(told)}."
    )


def _told(found: Assessment) -> int:
    return len(found.matrix)


def _first(found: Assessment) -> list[tuple[str, float]]:
    assert found.answer is not None
    rows = found.order()[:FIRST].tolist()
    return [(found.matrix.alternatives[r], float(found.answer.chance[r])) for r in rows]


def _cell(site: Site, chance: float) -> str:
    return f"{site.site_id} {site.name}, {percent(chance)}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


if __name__ == "__main__":
    print(hindcast_page(), end="")  # noqa: T201 - it makes a page
