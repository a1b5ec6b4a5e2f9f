"""``portfolio``: which pilots to run within a budget, and how firm the choice is."""

from __future__ import annotations

from typing import Any

import click
import numpy as np

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked, needs
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.portfolio_json import as_json
from prioritizer.cli.progress import Progress
from prioritizer.cli.ranked_input import (
    RISK,
    Ranked,
    ranked,
    ranking_options,
    say_if_indistinct,
)
from prioritizer.cli.site_input import parse_stages
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import counted, million, percent, thousand
from prioritizer.errors import InputError
from prioritizer.exports.tables.flat import text_table
from prioritizer.readers.pilot_facts import read_costs, read_pilot_facts
from prioritizer.workflow.pilots.portfolio import (
    NEXT_EUR,
    Cover,
    Plan,
    Request,
    default_costs,
    plan,
    time_limit,
)
from prioritizer.workflow.pilots.portfolio_assured import (
    CONFIDENCE,
    Assured,
    CostDraws,
)
from prioritizer.workflow.pilots.portfolio_draws import (
    DrawOptions,
    Robust,
    over_draws,
)
from prioritizer.workflow.pilots.portfolio_words import (
    SAME,
    best_words,
    candidate_words,
    chance_words,
    cost_words,
    draws_words,
    kept_words,
    left_out_words,
    place_words,
    short_name,
)

SEED = Idle(
    "seed",
    lambda params: bool(params["draws"] or params["confidence"]),
    "--draws, or a --confidence above 0",
)
COSTS_ARE_DEFAULTS = (
    "Costs are defaults unless given by --costs: orders of magnitude, not quotations."
)
OPENINGS = ("Costs ", "Refused ", "No programme ", "Time ", "It ", "Nothing ")
COLUMNS = (
    "site", "name", "score", "cost low", "best", "high k EUR", "in", "chance", "section",
    "in draws",
)  # fmt: skip


@click.command(
    epilog="Example: python -m prioritizer portfolio sample_data/sites.csv --budget 3000000 "
    "--cover crm:3 --cover country:2 --draws 500"
)
@click.argument("sites", type=SITES_FILE)
@ranking_options
@click.option("--budget", required=True, type=float, help="EUR.")
@click.option(
    "--confidence",
    default=round(100 * CONFIDENCE),
    show_default=True,
    type=click.IntRange(min=0, max=100),
    help="Per cent: how surely the programme must stay within the budget; 0 chooses at best "
    "estimates only.",
)
@click.option(
    "--stages",
    default="1-4",
    show_default=True,
    help="Stages of test work to pay for: 1 field, 2 mineralogy, 3 bench, 4 mini-pilot, 5 "
    "pilot.",
)
@click.option("--costs", type=FILE, help="Own costs: site_id, low_eur, best_eur, high_eur.")
@click.option("--at-most", type=click.IntRange(min=1), help="Number of sites.")
@click.option("--at-least", type=click.IntRange(min=1), help="Number of sites.")
@click.option("--must", multiple=True, help="Site that must be in; may be repeated.")
@click.option("--must-not", multiple=True, help="Site that must be out; may be repeated.")
@click.option("--exclusive", multiple=True, help="A,B,C: at most one of them.")
@click.option("--requires", multiple=True, help="A:B: A only together with B.")
@click.option(
    "--cover",
    multiple=True,
    help="crm:2 two different ones; crm=Co:1 one site with cobalt; also country, region, "
    "waste-type.",
)
@click.option("--draws", type=click.IntRange(min=1), help="Also draw evidence and costs.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--any-weights", is_flag=True, help="Draw the weights too, all equally likely.")
@click.option(
    "--time-limit",
    default=300.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds to search in; then the best found is shown, and how far off it may be.",
)
@click.option("--format", "format_name", default="table", type=click.Choice(["table", "json"]))
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@click.pass_context
@checked(SEED, needs("any_weights", "draws"), RISK)
def command(ctx: click.Context, /, **options: Any) -> None:
    """Choose the pilots that add up to the highest score and surely fit in a budget.

    The choice is proven best; where time ends before that, it says how far off it may be.
    Every site of the list that is left out has its reason.
    """
    stop = time_limit(options["time_limit"])
    own = read_costs(options["costs"]) if options["costs"] else {}
    request = Request(
        budget=options["budget"],
        at_most=options["at_most"],
        at_least=options["at_least"],
        must=options["must"],
        must_not=options["must_not"],
        exclusive=tuple(_ids(text, ",", "--exclusive") for text in options["exclusive"]),
        requires=tuple(_pair(text) for text in options["requires"]),
        cover=tuple(Cover.parse(text) for text in options["cover"]),
        confidence=options["confidence"] / 100,
        cost_draws=CostDraws(seed=options["seed"], own=frozenset(own)),
    )
    first, last = parse_stages(options["stages"])
    # --draws are those of the programme: chances and sections rest on the draws of the ranking.
    found = ranked({**options, "draws": None})
    stages = read_pilot_facts().stages[first : last + 1]
    costs = default_costs(found.register, stages, own)
    is_json = options["format_name"] == "json"
    with Progress("portfolio") as progress:
        chosen = plan(
            found.assessment, found.register, costs, request, found.reference,
            with_frontier=is_json, stop=stop, progress=progress.say,
        )  # fmt: skip
        robust = None
        if options["draws"] and not chosen.conflict:
            draws = DrawOptions(
                options["draws"], options["seed"], options["any_weights"], frozenset(own)
            )
            progress.say("draws")
            robust = over_draws(
                chosen, found.assessment, found.register, found.reference, draws,
                progress=progress.count, stop=stop,
            )  # fmt: skip
    title = f"stages {first} to {last}"
    write = as_json if is_json else _as_text
    if robust is None and options["draws"] and not chosen.conflict:
        click.echo("portfolio: time ended before a draw was solved.", err=True)
    write_output(write(chosen, robust, found, title), options["output"])
    say_if_indistinct(found.assessment)
    ctx.exit(1 if chosen.conflict else 0)


def _ids(text: str, separator: str, option: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(separator) if part.strip())
    if len(parts) < 2:
        raise InputError(
            f"{option}: found '{text}'. Expected two sites or more. Write A{separator}B."
        )
    return parts


def _pair(text: str) -> tuple[str, str]:
    parts = _ids(text, ":", "--requires")
    return parts[0], parts[1]


def _as_text(found: Plan, robust: Robust | None, base: Ranked, title: str) -> bytes:
    if found.conflict:
        rules = "\n".join(f"  {name}" for name in found.conflict)
        return (
            f"No programme keeps all rules. These contradict each other:\n{rules}\n"
            "Without any one of them there is a programme. Relax one.\n"
        ).encode()
    rows = [_row(found, robust, base.assessment, row) for row in _shown(found, robust)]
    total, assured = found.total, found.assured
    costs = COSTS_ARE_DEFAULTS if assured is None else cost_words(assured)
    lines = [
        f"Programme of pilots, {title}, budget {million(found.request.budget)} million EUR"
        f"{_sure(found)}",
        "",
        text_table(COLUMNS, rows).rstrip(),
        "",
        f"{counted(int(found.chosen.sum()), 'pilot')}, total score {found.total_value:.3f}, "
        f"cost {million(total.best)} million EUR (from {million(total.low)} to "
        f"{million(total.high)})",
        *_assured_lines(found, assured, base),
        *_next_lines(found),
        *place_words(base.assessment),
        *_robust_lines(robust, is_assured=assured is not None),
        *found.unfinished,
        *found.notes,
        *filter(None, [candidate_words(base.assessment)]),
        costs,
    ]
    return ("\n".join(lines) + "\n").encode()


def _small(sentence: str) -> str:
    """Return a sentence as it goes on after a colon, where it does not begin with a name."""
    return f"{sentence[0].lower()}{sentence[1:]}" if sentence.startswith(OPENINGS) else sentence


def _sure(found: Plan) -> str:
    share = found.request.confidence
    return f", to be kept with {percent(share)}" if share else ", at best estimates"


def _assured_lines(found: Plan, assured: Assured | None, base: Ranked) -> list[str]:
    """Return how surely the programme fits, who is left out and why, what each is worth."""
    if assured is None:
        return []
    ranks = base.assessment.ranking.ranks
    return [
        chance_words(found, assured),
        best_words(found, assured),
        "",
        "Left out, though listed or best at best estimates:",
        *(
            f"  {int(ranks[one.row])}. {short_name(found.names[one.row])}: "
            f"{_small(left_out_words(found, one))}"
            for one in assured.left_out
        ),
        *(() if assured.left_out else ("  none",)),
        "",
        "If a pilot drops out:",
        *(
            f"  {short_name(found.names[one.row])}: {_small(kept_words(found, one))}"
            for one in assured.kept
        ),
        *(() if assured.kept else ("  none is chosen",)),
        "",
    ]


def _shown(found: Plan, robust: Robust | None) -> list[int]:
    often = np.zeros(len(found.value)) if robust is None else robust.chance
    wanted = found.chosen | (often >= 0.05)
    order = np.lexsort((-found.value, -often, ~found.chosen))
    return [int(row) for row in order if wanted[row]]


def _row(
    found: Plan, robust: Robust | None, assessment: Assessment, row: int
) -> tuple[str, ...]:
    answer = assessment.answer
    return (
        found.alternatives[row],
        found.names[row],
        f"{found.value[row]:.3f}",
        thousand(found.cost_low[row]),
        thousand(found.cost_best[row]),
        thousand(found.cost_high[row]),
        "yes" if found.chosen[row] else "",
        "" if answer is None else percent(float(answer.chance[row])),
        "" if answer is None else answer.sections[row].value,
        "" if robust is None else percent(robust.chance[row]),
    )


def _next_lines(found: Plan) -> list[str]:
    lines = []
    if found.with_more is not None:
        gain = found.with_more.value - found.total_value
        more = f"{gain:.3f} more score" if gain >= SAME else "nothing better"
        lines.append(f"The next {thousand(NEXT_EUR)} thousand EUR buys {more}.")
    step = found.next_step
    if step is None and not found.unfinished:
        lines.append("No programme is worth more at any budget within these rules.")
    elif step is not None:
        lines.append(
            f"The next better programme needs {thousand(step.extra)} thousand EUR more "
            f"(+{step.gain:.3f})."
        )
    return lines


def _robust_lines(robust: Robust | None, *, is_assured: bool) -> list[str]:
    if robust is None:
        return []
    within = percent(robust.within_budget)
    stays = f"The programme stays within the budget in {within} of the draws."
    ended = [] if robust.draws == robust.asked else ["Time ended before all draws were solved."]
    return [
        *ended,
        f"{robust.draws} of {robust.asked} draws (seed {robust.seed}), each solved exactly.",
        *draws_words(robust),
        *(() if is_assured else (stays,)),
    ]
