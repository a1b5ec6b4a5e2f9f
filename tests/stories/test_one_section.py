"""A site has one of the five words, that of the ranking, in every command, file and room."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import percent
from prioritizer.exports.blocks import Block, Heading, Table
from prioritizer.exports.opendata.gis import COLUMNS
from prioritizer.exports.report.compose import compose
from prioritizer.exports.report.input import ReportOptions, prepare_report
from prioritizer.exports.report.layer import layer
from prioritizer.exports.report.workbook import plain_sheets
from prioritizer.workflow.workshop.certainty import room_answer
from prioritizer.workflow.workshop.problem import parse_problem, problem_text
from tests.conftest import ROOT
from tests.exports.spreadsheet import load

SAMPLE = str(ROOT / "sample_data" / "sites.csv")
WORDS = {"secure", "likely", "open", "out"}
TOO_LITTLE = "too little known"
Words = Mapping[str, str]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def words_of_rank(*options: str) -> tuple[dict[str, str], dict[str, float]]:
    """Return section and chance by site id, as the JSON of ``rank`` says them."""
    data = json.loads(call("rank", SAMPLE, *options, "--format", "json").stdout)
    ids = data["alternatives"]
    return (
        dict(zip(ids, data["band"], strict=True)),
        dict(zip(ids, data["chance"], strict=True)),
    )


@pytest.fixture(scope="module")
def ranking() -> tuple[dict[str, str], dict[str, float]]:
    return words_of_rank()


@pytest.fixture(scope="module")
def by_rank(ranking: tuple[dict[str, str], dict[str, float]]) -> Words:
    return ranking[0]


@pytest.fixture(scope="module")
def ranked(by_rank: Words) -> Words:
    return {site: word for site, word in by_rank.items() if word != TOO_LITTLE}


def test_all_five_words_are_there(by_rank: Words) -> None:
    assert set(by_rank.values()) == WORDS | {TOO_LITTLE}


def test_the_csv_and_the_table_of_a_ranking_say_the_word(by_rank: Words) -> None:
    rows = list(csv.DictReader(io.StringIO(call("rank", SAMPLE, "--format", "csv").stdout[1:])))
    told = {row["site_id"]: row["section"] for row in rows if row["section"]}
    assert by_rank.items() <= told.items()

    text = call("rank", SAMPLE).stdout
    for site, word in by_rank.items():
        if word in WORDS:
            assert re.search(rf"^.*\b{site}\b.*\d %  {word}\b", text, re.MULTILINE), site


def test_the_line_on_top_counts_the_words(by_rank: Words) -> None:
    words = list(by_rank.values())
    line = call("rank", SAMPLE).stdout

    secure = words.count("secure")
    assert (
        f"On a list of 10: {secure} secure; {words.count('likely')} likely and "
        f"{words.count('open')} open for the other {10 - secure} places; "
        f"{words.count('out')} out."
    ) in line


def test_the_shortlist_says_the_word(by_rank: Words) -> None:
    data = json.loads(call("shortlist", SAMPLE, "--format", "json").stdout)

    assert {one["id"]: one["band"] for one in data["sites"]} == by_rank


@pytest.mark.parametrize(
    "drawn",
    [(), ("--vary-weights", "any"), ("--vary-weights", "fixed", "--evidence", "none")],
    ids=["around", "any", "nothing"],
)
def test_robustness_says_the_word_whatever_it_draws(
    ranking: tuple[dict[str, str], dict[str, float]], ranked: Words, drawn: tuple[str, ...]
) -> None:
    asked = ("robustness", SAMPLE, "--draws", "400", *drawn)
    data = json.loads(call(*asked, "--format", "json").stdout)

    assert {one["site"]: one["band"] for one in data["sites"]} == ranked
    for one in data["sites"]:
        assert one["chance"] == ranking[1][one["site"]]
    assert any(one["chance"] != one["shortlist"] for one in data["sites"])
    text = call(*asked).stdout
    assert ("if weights vary too" in text) == ("fixed" not in drawn)


def test_a_portfolio_says_the_word_with_and_without_draws(
    ranking: tuple[dict[str, str], dict[str, float]], ranked: Words
) -> None:
    asked = ("portfolio", SAMPLE, "--budget", "3000000", "--confidence", "0")
    for draws in ((), ("--draws", "20")):
        data = json.loads(call(*asked, *draws, "--format", "json").stdout)
        assert {one["id"]: one["band"] for one in data["sites"]} == ranked
        assert {one["id"]: one["chance"] for one in data["sites"]}.items() <= ranking[1].items()

    for line in call(*asked).stdout.splitlines():
        if (site := line.split("  ")[0]) in ranked:
            assert f"{percent(ranking[1][site])}  {ranked[site]}" in re.sub(" {3,}", "  ", line)


def test_compare_has_the_sites_that_have_a_word_of_the_list(ranked: Words) -> None:
    data = json.loads(call("compare", SAMPLE, "--format", "json").stdout)

    assert {one["id"] for one in data["sites"]} == set(ranked)
    assert not {one["id"] for one in data["too_little_known"]} & set(ranked)


def table_with(blocks: tuple[Block, ...], *headings: str) -> Table:
    return next(
        one for one in blocks if isinstance(one, Table) and set(headings) <= set(one.header)
    )


def test_a_report_its_workbook_and_its_map_say_the_word(
    ranking: tuple[dict[str, str], dict[str, float]],
    by_rank: Words,
    ranked: Words,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    found = prepare_report(sample, criteria, settings, reference, ReportOptions(draws=300))
    report, names = compose(found), {site.name: site.site_id for site in sample.sites}

    said = {
        names[row[1].removesuffix(" (must)")]: row[4]
        for row in table_with(report.answer, "Likely places", "Chance").rows
    }
    assert len(said) == 10
    for site, words in said.items():
        assert words == f"{percent(ranking[1][site])} {ranked[site]}"
    robust = table_with(report.body, "Section", "Chance if weights vary too").rows
    assert {names[row[0]]: row[1] for row in robust}.items() <= ranked.items()
    assert len(robust) == 20
    every = table_with(report.body, "Likely", "Score").rows
    assert {names[row[1]]: row[4].split(" ")[-1] for row in every} == ranked

    sheet = next(one for one in plain_sheets(found) if one.name == "Uncertainty")
    assert {row[0]: row[2] for row in sheet.rows} == ranked
    at = [name for name, _, _ in COLUMNS].index("section")
    told = {one.cells[0]: one.cells[at] for one in layer(found).sites}
    assert {site: word for site, word in told.items() if word} == by_rank
    assert isinstance(report.body[0], Heading)


def test_the_workbook_says_the_word(ranked: Words, tmp_path: Path) -> None:
    path = tmp_path / "ranking.xlsx"
    call("rank", SAMPLE, "--output", str(path))

    sheet = load(path.read_bytes())["Ranking"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(row for row in rows if "Section" in row)
    site, section = head.index("Site"), head.index("Section")
    told = {row[site]: row[section] for row in rows if row[site] in ranked}
    assert told == ranked


def test_a_workshop_says_the_word_of_a_ranking_over_the_draws_that_it_keeps(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    problem = parse_problem(problem_text(sample, criteria, reference))
    answer = room_answer(problem, WeightVector.equal([one.id for one in problem.criteria]))
    assert answer is not None

    told = {
        site: section.value
        for site, section in zip(problem.matrix.alternatives, answer.sections, strict=True)
    }
    ranked, _ = words_of_rank("--draws", str(answer.draws), "--seed", str(answer.seed))
    assert told == {site: word for site, word in ranked.items() if word != TOO_LITTLE}
