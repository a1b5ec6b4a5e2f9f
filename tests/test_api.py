"""What Python code may import: the names, their page, and the code of the guides."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import prioritizer
from prioritizer import InputError, assess, ranked_sites, read_reference, read_sites, robustness
from prioritizer.domain.robustness import Uncertainty
from prioritizer.workflow.robustness.shares import robustness as inner_robustness
from tests import door_page
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ALL_PUBLIC = sorted(prioritizer.__all__)


def blocks(path: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


WITH_CODE = [path for path in PAGES if blocks(path)]


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_page_of_public_names_is_up_to_date() -> None:
    assert door_page.PAGE.read_text(encoding="utf-8") == door_page.page()


def test_the_page_lists_each_public_name_once() -> None:
    listed = [name for names in door_page.GROUPS.values() for name in names]

    assert sorted(listed) == ALL_PUBLIC


@pytest.mark.parametrize("name", ALL_PUBLIC)
def test_a_public_name_exists_and_says_what_it_is(name: str) -> None:
    thing = getattr(prioritizer, name)

    assert thing.__doc__
    assert name in dir(prioritizer)


def test_the_lazy_names_and_those_that_mypy_sees_are_the_same() -> None:
    tree = ast.parse((ROOT / "prioritizer" / "__init__.py").read_text(encoding="utf-8"))
    [guarded] = [node for node in tree.body if isinstance(node, ast.If)]
    typed = {
        alias.name: node.module
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert typed == prioritizer._PUBLIC
    assert {*typed, "__version__"} == set(prioritizer.__all__)


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'rnak'"):
        prioritizer.rnak  # noqa: B018 - the look-up is the test


@pytest.mark.parametrize("path", WITH_CODE, ids=label)
def test_the_guides_import_the_public_door_only(path: Path) -> None:
    inner = [
        line
        for block in blocks(path)
        for line in block.splitlines()
        if re.match(r"\s*(from|import) prioritizer\.", line)
    ]

    assert inner == []


# What a reader of a guide is told to see.
PRINTED = {
    "tutorial.md": ("not ranked", "listed by half", "stay the same", "Moving", "no measurement")
}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=[] if path.name == "README.md" else pytest.mark.slow)
        for path in WITH_CODE
    ],
    ids=label,
)
def test_every_block_of_a_guide_runs(path: Path, tmp_path: Path) -> None:
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    code = "\n".join(blocks(path))
    if "distributed" in code:
        pytest.importorskip("distributed")

    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert [words for words in PRINTED.get(path.name, ()) if words not in ran.stdout] == []


@pytest.fixture(scope="module")
def ranked() -> tuple[object, object]:
    sites = read_sites("sample")
    return assess(sites), sites


def test_the_plain_call_answers_as_the_inner_one_to_the_last_bit(ranked) -> None:
    assessment, sites = ranked
    assert ranked_sites(assessment, sites)[0].site_id == assessment.matrix.alternatives[0]

    plain = robustness(assessment, sites, draws=300, seed=5)

    inner = inner_robustness(
        assessment, sites.sites, read_reference(), Uncertainty(), draws=300, seed=5
    )
    assert plain.shortlist.tobytes() == inner.shortlist.tobytes()
    assert plain.sections == inner.sections


def test_the_order_of_the_sites_that_are_given_does_not_matter(ranked) -> None:
    assessment, sites = ranked

    turned = robustness(assessment, sites.sites[::-1], draws=200)

    np.testing.assert_array_equal(
        turned.shortlist, robustness(assessment, sites, draws=200).shortlist
    )


def test_a_ranked_site_that_is_not_given_is_named(ranked) -> None:
    assessment, sites = ranked
    absent = assessment.matrix.alternatives[0]
    fewer = [site for site in sites.sites if site.site_id != absent]

    with pytest.raises(InputError, match=f"found no '{absent}'"):
        robustness(assessment, fewer, draws=10)


def test_the_sample_is_known_by_name_and_a_file_of_that_name_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = read_sites("sample")
    table = (ROOT / "sample_data" / "sites.csv").read_text(encoding="utf-8").splitlines()

    monkeypatch.chdir(tmp_path)
    (tmp_path / "sample").write_text("\n".join(table[:3]) + "\n", encoding="utf-8")

    assert len(shipped.sites) > 100
    with pytest.warns(UserWarning, match="assay"):
        assert len(read_sites("sample").sites) == 2


def test_the_door_itself_offers_no_more_than_it_lists() -> None:
    door = importlib.import_module("prioritizer.api")

    assert set(door.__all__) <= set(prioritizer.__all__)


def test_choices_about_the_list_reach_the_answer() -> None:
    sites = read_sites("sample")

    found = assess(sites, gaps="nothing-assumed", top=5, draws=200, seed=7, order="median")

    answer = found.answer
    assert answer is not None
    assert (answer.gaps, answer.top, answer.draws, answer.seed) == (
        "nothing-assumed", 5, 200, 7,
    )  # fmt: skip
    assert found.settings.order == "median"


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"gaps": "guess"}, "gaps: found 'guess'"),
        ({"top": 0}, "top: found 0"),
        ({"draws": 3}, "draws: found 3"),
        ({"seed": -1}, "seed: found -1"),
        ({"switched_on": ["colour"]}, "switched_on: found 'colour'"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choice: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        assess(read_sites("sample"), **choice)
