"""A hindcast in sentences and rows: the same words on the page, the command line, the docs."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.hindcast import Hindcast, PlantWords, Skill, Spread, Target, Trial
from prioritizer.domain.words import listed, percent
from prioritizer.workflow.hindcast.lists import ALL, CLOSED
from prioritizer.workflow.hindcast.orders import MASS, PRODUCT, RANDOM
from prioritizer.workflow.hindcast.skill import FEWEST_FOR_AUC, FEWEST_FOR_LIFT

LUCK = 0.5
# Half the way from luck to certainty.
WIDE = 0.25
# Lists that differ by less are not said to move a result.
APART = 0.1
ABOVE, BELOW, UNSURE, WIDELY = "above luck", "below luck", "not told from luck", ", wide"
FEWLY = ", few"
VERDICTS = (
    f"Wide: the interval is wider than {WIDE}. Few: fewer than {FEWEST_FOR_LIFT} hits, so that "
    "resampling with replacement makes the interval too narrow."
)
TARGETS = {
    Target.TAKEN_UP: "taken up",
    Target.WENT_WELL: "taken up, and no failure",
    Target.REPROCESSED: "reprocessed at industrial scale",
}
SKILL_HEADER = (
    *("order", "AUC", "90 % interval", "verdict", "minus mass only", "minus product"),
    *("if labels are wrong", "without one country", "within one family"),
)
LIFT_HEADER = ("order", "first", "lift", "90 % interval", "as many by luck")
KIND_HEADER = ("outcome", "rows", "compared")
BLANK = "–"


def selection_words(found: Hindcast) -> str:
    """Return how the bodies came to be in the table; it stands before every figure."""
    if found.n_collected:
        first = (
            f"The bodies were not drawn at random. {found.n_collected} of the {found.n} rows "
            "were found by looking for known projects: a success makes the news, and a study "
            "that never left the desk does not."
        )
    else:
        first = "The bodies were not drawn at random, though each stands on a list."
    return (
        f"{first} A body with a published mass and grade has already been picked once. So "
        f"{found.n_taken_up} taken up of {found.n} is no rate, and no figure here says how "
        "often a list of yours will be right."
    )


def compared_words(found: Hindcast) -> str:
    """Return how many bodies can be compared, and why the others cannot."""
    reasons = [
        f"{n} {'has' if n == 1 else 'have'} {reason}" for reason, n in found.left_out.items()
    ]
    rest = f" Of the others, {listed(reasons)}." if reasons else ""
    return (
        f"{found.n_compared} of {found.n} bodies can be ordered: they have a mass and a grade "
        f"of something that has a price.{rest}"
    )


def list_words(found: Hindcast) -> str:
    """Return how far one order differs between lists; blank where none differs much."""
    by_method: dict[str, list[tuple[float, str]]] = {}
    for trial in found.trials:
        if trial.target is Target.TAKEN_UP:
            for skill in trial.skills:
                by_method.setdefault(skill.method, []).append((skill.auc.best, trial.title))
    ends = [
        (max(areas)[0] - min(areas)[0], name, min(areas), max(areas))
        for name, areas in by_method.items()
        if name != RANDOM and len(areas) > 1
    ]
    if not ends or max(ends)[0] < APART:
        return ""
    _, name, low, high = max(ends)
    return (
        f"Which bodies are on a list moves the result: “{short(name, found)}” has an "
        f"AUC of {area(low[0])} on “{low[1]}” and {area(high[0])} on “{high[1]}”."
    )


def hit_rate_words(found: Hindcast) -> str:
    """Return whether a hit rate may be quoted, and why not."""
    closed = found.trial(CLOSED)
    if may_quote(found):
        return ""
    return (
        "No hit rate is quoted. The closed lists, drawn up without regard to the outcome, hold "
        f"{bodies(closed.hits)} that came later; below {FEWEST_FOR_LIFT} one body more or less "
        "would move the rate too far."
    )


def may_quote(found: Hindcast) -> bool:
    """Return whether the closed lists hold enough hits for a rate."""
    return found.trial(CLOSED).hits >= FEWEST_FOR_LIFT


def whole_words(found: Hindcast) -> str:
    """Return how the product and mass alone do over all bodies; blank where no AUC is given.

    It stands before any list on which the product does better.
    """
    whole = found.trial(ALL)
    by_method = {skill.method: skill for skill in whole.skills}
    if PRODUCT not in by_method or MASS not in by_method:
        return ""
    product, mass = by_method[PRODUCT], by_method[MASS]
    return (
        f"Over all {bodies(whole.n)} that can be compared the product with equal weights has "
        f"an AUC of {area(product.auc.best)} ({interval(product.auc)}), where 0.5 is luck; "
        f"mass alone has {area(mass.auc.best)} ({interval(mass.auc)})."
    )


def product_words(found: Hindcast) -> str:
    """Return what all bodies and then the closed lists say of the product."""
    return f"{whole_words(found)} {_closed_words(found)}".strip()


def _closed_words(found: Hindcast) -> str:
    closed = found.trial(CLOSED)
    skill = next((s for s in closed.skills if s.method == PRODUCT), None)
    if skill is None:
        return f"On the closed lists no AUC can be given: {closed.why_no_auc}."
    text = (
        f"On the closed lists the product has an AUC of {area(skill.auc.best)} "
        f"({interval(skill.auc)}), with {closed.hits} taken up among {closed.n}."
    )
    if closed.hits < FEWEST_FOR_LIFT:
        text += " With so few, the interval is too narrow."
    text += _doubted_words(closed, skill)
    if skill.relabelled is not None:
        text += (
            f" {closed.unsure} of the {closed.n - closed.hits} others rest on memory or on no "
            f"record; if {percent(found.wrong_share)} of these were taken up in truth, it is "
            f"{area(skill.relabelled.best)} ({interval(skill.relabelled)})."
        )
    return text


def _doubted_words(trial: Trial, skill: Skill) -> str:
    """Return which hits rest on memory or doubt, and the area without them; or blank."""
    doubted, n = skill.doubted, len(trial.unsure_hits)
    if doubted is None or not n:
        return ""
    verb, them = ("rests", "it") if n == 1 else ("rest", "them")
    told = (
        f" Of the {trial.hits} taken up, {n} {verb} on memory or on a doubtful record: "
        f"{listed(trial.unsure_hits)}."
    )
    if doubted.left_out is None or doubted.as_others is None:
        return f"{told} Without {them} no AUC can be given."
    return (
        f"{told} Without {them} it is {area(doubted.left_out)}, from {trial.hits - n}; with "
        f"{them} counted among the others it is {area(doubted.as_others)}. Neither has an "
        "interval: the sure hits are too few."
        if trial.hits - n < FEWEST_FOR_AUC
        else f"{told} Without {them} it is {area(doubted.left_out)}, from {trial.hits - n}; "
        f"with {them} counted among the others it is {area(doubted.as_others)}."
    )


def evidence_words(found: Hindcast) -> str:
    """Return what the product saw of each body, and what it did not."""
    names = sorted({name for left in found.criteria_left_out.values() for name in left})
    blind = f" {listed(names)} said nothing and was left out." if len(names) == 1 else ""
    if len(names) > 1:
        blind = f" {listed(names)} said nothing and were left out."
    recalled = ""
    if found.recalled_prices:
        recalled = (
            f" Past prices of {listed(found.recalled_prices)} were set down from memory, all "
            "or some."
        )
    if found.timeless_prices:
        recalled += (
            f" For {listed(found.timeless_prices)} there is no past price here: that of 2024 "
            "stands for every year."
        )
    return (
        "The product saw place, kind of waste, commodities, mass and grades of the evidence "
        f"year.{blind} Its lists of critical materials, typical grades, recoveries and prices "
        "are of 2023 to 2024: hindsight that cannot be taken out." + recalled
    )


def plant_sentence(found: Hindcast) -> str:
    """Return what the table says about plants: near the bodies taken up, and the others."""
    up, rest = found.plants_of_taken_up, found.plants_of_others
    if not up.told:
        return ""
    return (
        f"Of {up.n} bodies that were taken up, {up.told} have a word about a plant: "
        f"{_plants(up)}. Of {rest.n} others {rest.told} have one: {_plants(rest)}. Plants are "
        "noted mainly for the winners, so this is no test."
    )


def _plants(words: PlantWords) -> str:
    named = (
        (words.near, "within 2 km"),
        (words.perhaps, "near or up to some km off"),
        (words.far, "farther off"),
        (words.built, "built for it"),
        (words.none, "none"),
        (words.other, "no distance"),
    )
    return listed([f"{n} {text}" for n, text in named if n]) or "none"


def trial_words(trial: Trial) -> str:
    """Return the heading of a list: how many bodies, hits and unsure others."""
    text = f"{trial.title}: {bodies(trial.n)}, {trial.hits} {TARGETS[trial.target]}"
    return f"{text}, {trial.unsure} of the others unsure" if trial.unsure else text


def bodies(n: int) -> str:
    """Return a number of bodies."""
    return f"{n} body" if n == 1 else f"{n} bodies"


def short(method: str, found: Hindcast) -> str:
    """Return the name of an order without what it goes by."""
    return found.methods.get(method, method).partition(":")[0]


def area(value: float) -> str:
    """Return an area or a difference with two decimals."""
    text = f"{abs(value):.2f}"
    return f"−{text}" if value < 0 and float(text) else text


def interval(spread: Spread) -> str:
    """Return the ends of a 90 % interval."""
    return f"{area(spread.low)} to {area(spread.high)}"


def verdict(spread: Spread, hits: int) -> str:
    """Return whether an interval leaves luck out, and how far to trust it."""
    word = ABOVE if spread.low > LUCK else BELOW if spread.high < LUCK else UNSURE
    wide = WIDELY if spread.width > WIDE else ""
    return word + wide + (FEWLY if hits < FEWEST_FOR_LIFT else "")


def skill_table(trial: Trial, found: Hindcast) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a header and rows, an order a row; columns that say nothing are left out."""
    rows = [_skill_row(skill, trial, found) for skill in trial.skills]
    kept = [k for k in range(len(SKILL_HEADER)) if any(row[k] != BLANK for row in rows)]
    return (
        tuple(SKILL_HEADER[k] for k in kept),
        [tuple(row[k] for k in kept) for row in rows],
    )


def _skill_row(skill: Skill, trial: Trial, found: Hindcast) -> tuple[str, ...]:
    turned, without = skill.relabelled, skill.without
    return (
        short(skill.method, found),
        area(skill.auc.best),
        interval(skill.auc),
        BLANK if skill.method == RANDOM else verdict(skill.auc, trial.hits),
        _spread(skill.over_mass),
        _spread(skill.over_product),
        _spread(turned),
        f"{area(without.low)} ({without.low_country}) to {area(without.high)} "
        f"({without.high_country})"
        if without
        else BLANK,
        _spread(skill.within),
    )


def _spread(spread: Spread | None) -> str:
    return BLANK if spread is None else f"{area(spread.best)} ({interval(spread)})"


def lift_rows(trial: Trial, found: Hindcast) -> list[tuple[str, ...]]:
    """Return the cells of `LIFT_HEADER`; none where no lift can be given."""
    return [
        (
            short(skill.method, found),
            str(lift.top),
            f"{lift.lift.best:.1f}",
            f"{lift.lift.low:.1f} to {lift.lift.high:.1f}",
            percent(lift.by_luck),
        )
        for skill in trial.skills
        if skill.method != RANDOM
        for lift in skill.lifts
    ]


def area_rows(
    trials: Sequence[Trial], found: Hindcast
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a header and rows of areas: an order a row, a list or target a column."""
    usable = [trial for trial in trials if trial.skills]
    header = ("order", *(f"{t.title}, {TARGETS[t.target]} ({t.hits} of {t.n})" for t in usable))
    methods = list(found.methods)
    table = [{s.method: s.auc for s in trial.skills} for trial in usable]
    rows = [
        (short(name, found), *(f"{area(t[name].best)} ({interval(t[name])})" for t in table))
        for name in methods
        if all(name in areas for areas in table)
    ]
    return header, rows


def within_rows(trials: Sequence[Trial], found: Hindcast) -> list[tuple[str, ...]]:
    """Return the areas over pairs of one family of commodities, an order a row."""
    by_list = [{s.method: _spread(s.within) for s in trial.skills} for trial in trials]
    return [
        (short(name, found), *(areas.get(name, BLANK) for areas in by_list))
        for name in found.methods
        if name != RANDOM
    ]


def kind_rows(
    found: Hindcast, methods: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return a header and rows: by outcome, the mean place in per cent of the way down."""
    header = (*KIND_HEADER, *(short(name, found) for name in methods))
    rows = [
        (
            kind.kind.value.replace("_", " "),
            str(kind.n),
            str(kind.n_compared),
            *(
                percent(kind.mean_place[name]) if name in kind.mean_place else BLANK
                for name in methods
            ),
        )
        for kind in found.kinds
    ]
    return header, rows
