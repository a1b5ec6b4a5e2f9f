"""Every command and file says the same next step of a site, in the same words."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.exports.blocks import Block, Bullets
from prioritizer.exports.report.compose import compose
from prioritizer.exports.report.dossier import dossiers
from prioritizer.exports.report.input import ReportOptions, prepare_report
from prioritizer.ui.ranking.later import PARTS
from prioritizer.ui.shell import cache as cached
from prioritizer.workflow.ranking.answer_words import SETTLES_MOST
from prioritizer.workflow.robustness.next_step import SETTLED
from tests.conftest import ROOT
from tests.exports.spreadsheet import load

pytestmark = pytest.mark.slow

SAMPLE = str(ROOT / "sample_data" / "sites.csv")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def by_rank() -> Mapping[str, str]:
    """Return the next step by site id, as the JSON of ``rank`` says it."""
    data = json.loads(call("rank", SAMPLE, "--format", "json").stdout)
    ranked = dict(zip(data["alternatives"], data["next_step"], strict=True))
    return ranked | {
        one["id"]: one["next_step"] for one in data["not_ranked"] if not one["gate"]
    }


def test_the_steps_are_of_all_sites_and_differ(by_rank: Mapping[str, str]) -> None:
    data = json.loads(call("rank", SAMPLE, "--format", "json").stdout)

    gated = [one for one in data["not_ranked"] if one["gate"]]
    assert len(by_rank) == len(data["alternatives"]) + len(data["not_ranked"]) - len(gated)
    assert all(one["next_step"] == "" for one in gated)
    assert all(words.endswith(".") for words in by_rank.values())
    assert SETTLED in by_rank.values()
    assert any(words.endswith("chance to change the list.") for words in by_rank.values())
    assert any(words.endswith("chance to reach the list.") for words in by_rank.values())


def test_next_data_says_the_steps_of_the_ranking(by_rank: Mapping[str, str]) -> None:
    data = json.loads(call("next-data", SAMPLE, "--format", "json").stdout)

    told = {one["id"]: one["next_step"] for one in (*data["sites"], *data["without_evidence"])}
    assert told == by_rank


def test_the_shortlist_says_the_steps_of_the_ranking(by_rank: Mapping[str, str]) -> None:
    data = json.loads(call("shortlist", SAMPLE, "--format", "json").stdout)

    assert {one["id"]: one["next_step"] for one in data["sites"]}.items() <= by_rank.items()


def test_the_csv_of_a_ranking_says_the_steps(by_rank: Mapping[str, str]) -> None:
    text = call("rank", SAMPLE, "--format", "csv").stdout

    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    told = {row["site_id"]: row["next_step"] for row in rows}
    assert {site_id: words for site_id, words in told.items() if words} == by_rank


def test_the_workbook_says_the_steps_of_the_ranking(
    by_rank: Mapping[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "ranking.xlsx"
    call("rank", SAMPLE, "--output", str(path))

    book = load(path.read_bytes())
    rows = book["Next steps"].iter_rows(min_row=5, values_only=True)
    assert {row[0]: row[2] for row in rows} == by_rank


def test_a_pilot_says_the_step_of_the_ranking(by_rank: Mapping[str, str]) -> None:
    changing = next(i for i, words in by_rank.items() if "change the list" in words)
    reaching = next(i for i, words in by_rank.items() if "reach the list" in words)
    for site_id in (changing, reaching):
        asked = ("pilot", site_id, "--sites", SAMPLE, "--draws", "100")
        data = json.loads(call(*asked, "--format", "json").stdout)
        assert data["pilot"]["next_step"] == by_rank[site_id]
        assert by_rank[site_id] in call(*asked).stdout


def test_a_report_and_its_pilots_say_the_steps_of_the_ranking(
    by_rank: Mapping[str, str],
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    found = prepare_report(sample, criteria, settings, reference, ReportOptions(draws=0))

    assert {i: step.words for i, step in found.steps.of_site.items()} == by_rank
    assert {p.site_id: p.next_step for p in found.pilots}.items() <= by_rank.items()
    told = str(list(dossiers(found)))
    for entry in found.listed:
        assert by_rank[entry.site_id] in told
    for step in found.steps.first:
        assert step.words in str(compose(found))


def test_what_would_settle_most_is_one_list_in_one_order_everywhere(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    found = prepare_report(sample, criteria, settings, reference, ReportOptions(draws=0))
    problem = cached.problem(
        cached.sample(),
        criteria,
        reference,
        settings.risk,
        settings.facilities,
        is_nordic=False,
    )

    page = PARTS["steps"](problem, cached.assess(problem, settings), settings).jobs
    first_page = blocks_text(compose(found).answer)

    assert page == found.steps.first
    wanted = [step.sentence for step in found.steps.first]
    assert re.findall(f"{SETTLES_MOST}: (.*)", first_page) == wanted
    for command in ("rank", "next-data"):
        lines = [line.strip() for line in call(command, SAMPLE).stdout.splitlines()]
        start = lines.index(f"{SETTLES_MOST}:") + 1
        assert lines[start : start + len(wanted)] == wanted
    # Among them is work at a site that is not on the list at all.
    listed = {entry.site_id for entry in found.listed}
    assert any(step.site_id not in listed for step in found.steps.first)


def blocks_text(blocks: Sequence[Block]) -> str:
    """Return the items of all bullets, one a line."""
    return "\n".join(
        item for block in blocks if isinstance(block, Bullets) for item in block.items
    )
