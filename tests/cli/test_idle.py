"""Every option of every command counts where it is given, or the call is refused."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.cli.idle import ENDINGS, Idle, format_parameter, settle
from tests.conftest import ROOT, SAMPLE

SITES = str(SAMPLE)
ORDER = str(ROOT / "sample_data" / "weights" / "order.txt")
MATRIX = str(ROOT / "sample_data" / "matrix.csv")
OBJECTIVES = ("--objectives", "max,max,max")
STORE = ("sites.db#nordic",)


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[Any]:
    """Yield every command that does something, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            assert command is not None
            yield (*path, name), command


COMMANDS = dict(commands())


def rules_of(command: click.Command) -> tuple[Idle, ...]:
    found: tuple[Idle, ...] = getattr(command.callback, "idle_rules", ())
    return found


# By command and parameter: words with which the option is idle, and words with which it counts.
RISKLESS = ("--criteria", "{riskless}")
RISK = ("--risk", "reduction")
RANKED = (
    "why",
    "compare",
    "criteria check",
    "next-data",
    "pilot",
    "portfolio",
    "report",
    "robustness",
    "shortlist",
)
EXTRA = {"portfolio": ("--budget", "1"), "report": ("--output", "r.pdf")}
CASES: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("rank", "normalization"): (
        ("--normalization", "vector"),
        ("--normalization", "vector", "--scales", "data"),
    ),
    ("rank", "risk"): ((*RISK, *RISKLESS), RISK),
    ("appraise", "risk"): ((*RISK, *RISKLESS), RISK),
    **{
        (name, "risk"): (
            (*RISK, *RISKLESS, *EXTRA.get(name, ())),
            (*RISK, *EXTRA.get(name, ())),
        )
        for name in RANKED
    },
    ("matrix", "seed"): (
        ("--seed", "2"),
        ("--seed", "2", "--draws", "10", "--format", "json"),
    ),
    ("matrix", "draws"): (("--draws", "10"), ("--draws", "10", "--format", "json")),
    ("criteria show", "criteria_name"): (
        ("detailed", "--criteria", "screening"),
        ("--criteria", "screening"),
    ),
    ("appraise", "seed"): (("--seed", "2"), ("--seed", "2", "--draws", "10")),
    ("appraise", "explain"): (("--explain", "--format", "csv"), ("--explain",)),
    ("import", "who"): (("--who", "A"), ("--who", "A", "--into", "s.db")),
    ("import", "why"): (("--why", "new"), ("--why", "new", "--into", "s.db")),
    ("import", "overwrite"): (("--overwrite",), ("--overwrite", "--report", "r.csv")),
    ("enrich", "overwrite"): (("--overwrite",), ("--overwrite", "--out", "enriched")),
    ("shortlist", "top"): (("--top", "5", "--threshold", "0.5"), ("--top", "5")),
    ("shortlist", "draws"): (("--draws", "50", "--method", "promethee"), ("--draws", "50")),
    ("shortlist", "seed"): (("--seed", "2", "--method", "promethee"), ("--seed", "2")),
    ("report", "seed"): (
        ("--seed", "2", "--draws", "0", "--output", "r.pdf"),
        ("--seed", "2", "--output", "r.pdf"),
    ),
    ("report", "stages"): (
        ("--stages", "1-2", "--output", "r.pdf"),
        ("--stages", "1-2", "--budget", "1", "--output", "r.pdf"),
    ),
    ("report", "cover"): (
        ("--cover", "crm:2", "--output", "r.pdf"),
        ("--cover", "crm:2", "--budget", "1", "--output", "r.pdf"),
    ),
    ("report", "budget"): (
        ("--budget", "1", "--output", "r.gpkg"),
        ("--budget", "1", "--output", "r.docx"),
    ),
    ("report", "confidence"): (
        ("--confidence", "90", "--output", "r.pdf"),
        ("--confidence", "90", "--budget", "1", "--output", "r.pdf"),
    ),
    ("report", "supports"): (
        ("--support", "capex-grant=0.25", "--output", "r.xlsx"),
        ("--support", "capex-grant=0.25", "--output", "r.docx"),
    ),
    ("report", "prices"): (
        ("--prices", "p.csv", "--output", "r.geojson"),
        ("--prices", "p.csv", "--output", "r.pdf"),
    ),
    ("report", "workshop"): (
        ("--workshop", "w.json", "--output", "r.xlsx"),
        ("--workshop", "w.json", "--output", "r.pdf"),
    ),
    ("report", "with_project"): (
        ("--with-project", "--output", "r.docx"),
        ("--with-project", "--output", "r.pdf"),
    ),
    ("report", "title"): (
        ("--title", "Mine", "--output", "r.xlsx"),
        ("--title", "Mine", "--output", "r.gpkg"),
    ),
    ("report", "language"): (
        ("--language", "fi", "--output", "r.xlsx"),
        ("--language", "fi", "--output", "r.pdf"),
    ),
    ("report", "date"): (
        ("--date", "May 2026", "--output", "r.gpkg"),
        ("--date", "2026-05-01", "--output", "r.gpkg"),
    ),
    ("compare", "method"): (("--method", "topsis"), ()),
    ("classify", "confirmed_codes"): (
        ("--confirm", "c.csv", "--propose"),
        ("--confirm", "c.csv"),
    ),
    ("classify", "criteria_name"): (
        ("--criteria", "screening", "--propose"),
        ("--criteria", "screening"),
    ),
    ("robustness", "concentration"): (
        ("--concentration", "9", "--vary-weights", "fixed"),
        ("--concentration", "9"),
    ),
    ("robustness", "weight_order"): (
        ("--weight-order", "grade > access"),
        ("--weight-order", "grade > access", "--vary-weights", "order"),
    ),
    ("robustness", "weight_bounds"): (
        ("--weight-bounds", "grade=0.1..0.4", "--vary-weights", "order"),
        ("--weight-bounds", "grade=0.1..0.4", "--vary-weights", "bounds"),
    ),
    ("robustness", "weight_statements"): (
        ("--weight-statement", "grade >= access"),
        ("--weight-statement", "grade >= access", "--vary-weights", "bounds"),
    ),
    ("robustness", "fixed_gaps"): (("--fixed-gaps", "--evidence", "none"), ("--fixed-gaps",)),
    ("robustness", "seed"): (
        ("--seed", "2", "--evidence", "none", "--vary-weights", "fixed"),
        ("--seed", "2", "--evidence", "none"),
    ),
    ("robustness", "is_detailed"): (("--sensitivity", "--format", "csv"), ("--sensitivity",)),
    ("robustness", "extreme_ranks"): (
        ("--extreme-ranks",),
        ("--extreme-ranks", "--format", "json"),
    ),
    ("next-data", "show"): (("--show", "3", "--format", "json"), ("--show", "3")),
    ("portfolio", "seed"): (
        ("--budget", "1", "--seed", "2", "--confidence", "0"),
        ("--budget", "1", "--seed", "2"),
    ),
    ("portfolio", "any_weights"): (
        ("--budget", "1", "--any-weights"),
        ("--budget", "1", "--any-weights", "--draws", "10"),
    ),
    ("export", "name"): (("--inventory", "a"), ("--inventory", "a", "{store}")),
    ("export", "licence"): (
        ("--licence", "CC-BY-4.0", "--output", "x.csv"),
        ("--licence", "CC-BY-4.0", "--format", "gpkg"),
    ),
    ("app", "address"): (
        ("--address", "192.0.2.1"),
        ("--address", "192.0.2.1", "--workshop"),
    ),
    ("inventory merge", "choose"): (
        ("--choose", "A/owner=ours", "--dry-run"),
        ("--choose", "A/owner=ours"),
    ),
    ("inventory merge", "prefer"): (("--prefer", "ours", "--dry-run"), ("--prefer", "ours")),
    ("inventory set", "citation"): (
        ("3", "--citation", "Survey"),
        ("3", "--citation", "Survey", "--source", "S999"),
    ),
    **{
        ("inventory set", name): (
            ("unknown", f"--{flag}", value),
            ("3", f"--{flag}", value),
        )
        for name, flag, value in (
            ("low", "low", "1"),
            ("high", "high", "9"),
            ("unit", "unit", "%"),
            ("confidence", "confidence", "high"),
            ("method", "method", "measured"),
            ("n_samples", "samples", "4"),
            ("source", "source", "S1"),
            ("date", "date", "2024"),
            ("note", "note", "x"),
        )
    },
}
# What an option does whatever else is given; a new one has to be put here, or get a rule.
ALWAYS = {
    "adjust what is read": {
        "criteria_name", "grades", "skip_errors", "policies", "site_ids", "sites", "edits",
        "edits_file", "prices", "trade", "costs", "sheet", "layer", "encoding", "delimiter",
        "decimal", "crs", "columns", "units", "values", "constants", "profile", "max_mb",
        "max_rows", "store", "without", "licence", "layers",
    },
    "adjust what is computed": {
        "weights", "method", "scales", "risk", "order", "top", "draws", "seed", "must",
        "must_not", "scenarios", "threshold", "workshop", "audience", "supports", "methods",
        "vary_weights", "evidence", "secure", "likely", "open_from", "out", "budget",
        "confidence",
        "stages", "at_most",
        "at_least", "exclusive", "requires", "cover", "objectives", "normalization", "exponent",
        "model", "participants", "rounds", "mode", "count", "first", "head", "fingerprint",
        "why", "who", "dry_run", "time_limit", "name", "port", "gaps", "switch_on", "assume",
        "list_size", "other", "propose", "status", "tops", "wrong_share", "amount", "currency",
        "rate",
    },
    "adjust what is written": {
        "format_name", "kind", "output", "record", "as_json", "save_profile", "into", "report",
        "annotated", "quiet", "remember", "exit_code", "title", "date", "address", "csv_path",
        "verifier", "language",
    },
}  # fmt: skip
REQUIRED: dict[str, tuple[str, ...]] = {
    "app": (),
    "why": ("SE-001", "--above", "SE-002", SITES),
    "matrix": (MATRIX, *OBJECTIVES),
    "criteria show": (),
    "import": (SITES,),
    "pilot": ("SE-001", "--sites", SITES),
    "diff": ("a.json", "b.json"),
    "inventory merge": (*STORE, "other", "--why", "test"),
    "inventory set": (*STORE, "SE-001", "tonnage_t", "--why", "test"),
    "workshop result": ("--store", "w.db"),
}


def required(name: str) -> tuple[str, ...]:
    if name.startswith("weights"):
        return (ORDER, *(OBJECTIVES if name.endswith(("critic", "merec")) else ()))
    return REQUIRED.get(name, (SITES,))


@pytest.fixture(scope="module")
def riskless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the default set without its other ways to read risk."""
    text = (ROOT / "criteria" / "default.yaml").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    kept, is_skipped = list[str](), False
    for line in lines:
        if line.strip() and not line.startswith((" ", "#")):
            is_skipped = line.startswith("risk_modes:")
        kept += [] if is_skipped else [line]
    assert len(kept) < len(lines)
    path = tmp_path_factory.mktemp("criteria") / "riskless.yaml"
    path.write_text("".join(kept), encoding="utf-8")
    return path


def filled(name: str, words: tuple[str, ...], riskless: Path) -> list[str]:
    words = tuple(word.replace("{riskless}", str(riskless)) for word in words)
    if "{store}" in words:
        return ["sites.db", *(word for word in words if word != "{store}")]
    return [*required(name), *words]


@pytest.mark.parametrize(("name", "option"), CASES, ids=lambda part: str(part))
def test_an_idle_option_is_refused_in_plain_words(
    name: str, option: str, riskless: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = COMMANDS[tuple(name.split())]
    flag = next(p.opts[0] for p in command.params if p.name == option)

    result = CliRunner().invoke(
        main, [*name.split(), *filled(name, CASES[name, option][0], riskless)]
    )

    assert result.exit_code == 2, result.output
    assert f"{flag}: found it where it has no effect. Expected " in result.stderr
    assert f"leave {flag} out." in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "option"), CASES, ids=lambda part: str(part))
def test_where_the_option_counts_the_call_is_not_refused(
    name: str, option: str, riskless: Path
) -> None:
    command = COMMANDS[tuple(name.split())]
    context = command.make_context(name, filled(name, CASES[name, option][1], riskless))

    with context:
        settle(context, rules_of(command))


def test_every_rule_has_its_case() -> None:
    rules = {
        (" ".join(words), rule.option)
        for words, command in COMMANDS.items()
        for rule in rules_of(command)
    }

    assert rules == set(CASES)


def test_every_option_is_known_to_count_or_has_a_rule() -> None:
    always = set().union(*ALWAYS.values())
    unknown = [
        f"{' '.join(words)} {parameter.opts[0]}"
        for words, command in COMMANDS.items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name != "help"
        if parameter.name not in always | {rule.option for rule in rules_of(command)}
    ]

    assert unknown == []


WITH_FORMAT = {
    words: command for words, command in COMMANDS.items() if format_parameter(command)
}


@pytest.mark.parametrize("words", WITH_FORMAT, ids=" ".join)
def test_a_format_that_the_ending_denies_is_refused(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command, name = WITH_FORMAT[words], " ".join(words)
    parameter = next(p for p in command.params if p.name == format_parameter(command))
    choices = list(parameter.type.choices)  # type: ignore[attr-defined]
    extra = EXTRA.get(name, ())[:2] if name == "portfolio" else ()
    for ending, formats in ENDINGS.items():
        output = ("--output", f"x{ending}")
        for choice in set(choices) - set(formats):
            call = [*words, *required(name), *extra, "--format", choice, *output]
            result = CliRunner().invoke(main, call)
            assert result.exit_code == 2, (call, result.output)
            assert f"found the ending '{ending}' with --format {choice}" in result.stderr
        if not set(choices) & set(formats):
            result = CliRunner().invoke(main, [*words, *required(name), *extra, *output])
            assert result.exit_code == 2
            assert f"found the ending '{ending}'. Expected one of: ." in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("call", "start"),
    [
        (("classify", SITES), "x.json"),
        (("weights", "roc", ORDER), "x.json"),
        (("matrix", MATRIX, *OBJECTIVES), "x.json"),
    ],
    ids=["classify", "weights", "matrix"],
)
def test_the_ending_chooses_the_format_where_none_is_given(
    tmp_path: Path, call: tuple[str, ...], start: str
) -> None:
    result = CliRunner().invoke(main, [*call, "--output", str(tmp_path / start)])
    stated = CliRunner().invoke(main, [*call, "--format", "json"])

    assert result.exit_code == 0
    assert (tmp_path / start).read_text(encoding="utf-8") == stated.stdout


@pytest.mark.parametrize(
    ("option", "value"), [("--sheet", "A"), ("--layer", "A")], ids=["sheet", "layer"]
)
def test_an_option_of_another_kind_of_file_is_refused(option: str, value: str) -> None:
    result = CliRunner().invoke(main, ["import", SITES, option, value])

    assert result.exit_code == 2
    assert f"{option}: found it for a file of the kind CSV." in result.stderr


@pytest.mark.parametrize(
    ("field", "options", "words"),
    [
        ("owner", ("A", "--low", "3"), "low: found '3'. Expected none for owner."),
        ("tonnage_t", ("3.4", "--unit", "kt"), "unit: found 'kt'. Expected none for tonnage_t"),
        ("area_ha", ("3.4", "--high", "5"), "high: found '5'. Expected none for area_ha"),
    ],
)
def test_a_part_that_a_field_does_not_hold_is_refused(
    tmp_path: Path, field: str, options: tuple[str, ...], words: str
) -> None:
    spec = f"{tmp_path / 's.db'}#n"
    saved = CliRunner().invoke(main, ["inventory", "save", SITES, spec, "--why", "test"])
    assert saved.exit_code == 0, saved.stderr

    result = CliRunner().invoke(
        main, ["inventory", "set", spec, "SE-001", field, *options, "--why", "test"]
    )

    assert result.exit_code == 1
    assert words in result.stderr


def test_objectives_that_change_nothing_are_said() -> None:
    table = str(ROOT / "sample_data" / "weights" / "decision_matrix.csv")
    call = ["weights", "entropy", table, "--objectives", "max,max,min,min"]

    result = CliRunner().invoke(main, call)

    assert result.exit_code == 0
    assert "--objectives: entropy gives the same weights for max and min." in result.stderr


def documented() -> Iterator[str]:
    """Yield every call of the command line in the pages and in the help texts."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    texts += [f"{command.epilog or ''}\n" for command in COMMANDS.values()]
    for text in texts:
        for line in re.sub(r"\\\n\s*", " ", text).splitlines():
            call = re.search(r"python -m prioritizer (\w[^`#|]*)", line)
            if call:
                yield call[1].partition(". ")[0].strip()


@pytest.mark.parametrize("call", sorted(set(documented())))
def test_no_documented_call_is_refused_for_its_options(call: str) -> None:
    words = shlex.split(call)
    known = [words[: len(path)] == list(path) for path in COMMANDS]
    if not any(known):
        pytest.skip("no full call")
    path = list(COMMANDS)[known.index(True)]
    command = COMMANDS[path]
    try:
        context = command.make_context(" ".join(path), words[len(path) :])
    except (click.MissingParameter, click.BadOptionUsage):
        pytest.skip("named without its arguments")

    with context:
        settle(context, rules_of(command))
