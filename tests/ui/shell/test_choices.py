"""Every choice stands in one table, and those that last survive JSON unchanged."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from prioritizer.domain.code_proposal import ConfirmedCode
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.economics import Price
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import PolicyEntry
from prioritizer.domain.results import Scales, Settings
from prioritizer.domain.robustness import Uncertainty, WeightKnowledge
from prioritizer.domain.support import SupportKind
from prioritizer.domain.value_function import ValueFunction
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError, Issue, Severity
from prioritizer.exports.formats import REPORT_FORMATS
from prioritizer.ui.shell import cache, state
from prioritizer.ui.shell.choice_types import PointsOfSet
from prioritizer.ui.shell.choices import AMOUNTS, CHOICES, LASTING, Scope
from prioritizer.ui.shell.saving import restored, saved
from prioritizer.workflow.criteria.scale_draft import Draft
from prioritizer.workflow.pilots.scenarios import SavedScenario
from prioritizer.workflow.pilots.tables import pilot_facts
from prioritizer.workflow.projects.public import OFFERED
from prioritizer.workflow.weights.effect import WeightSet
from prioritizer.workflow.weights.region import Statement
from prioritizer.workflow.workshop.by_chance import Chance, Compared
from prioritizer.workflow.workshop.summary import CampView, DisputeView, WorkshopView
from tests.conftest import ROOT

UI = ROOT / "prioritizer" / "ui"
TABLE = UI / "shell" / "choices.py"
STATE = {"get", "put", "bind", "bound", "take", "take_any", "widget", "view_switch"}
GROUP = ("swing", "all", ("grade", "volume"))
LINEAR = ValueFunction(kind="linear", worst=0.0, best=7.5)


def _settings() -> Settings:
    weights = WeightVector(("grade", "volume"), (1.0, 2.5))
    return Settings(weights, method="topsis", scales=Scales.DATA, risk=RiskMode.REDUCTION)


def _workshop() -> WorkshopView:
    return WorkshopView(
        "Pond day", "named", "swing", False, 2, 7, 0, (("Town", 4), ("Mine", 3)),
        {"grade": 0.4}, ("A", "B"), {"A": 1.0, "B": 0.25}, ("A",),
        tuple(_any_of(DisputeView) for _ in range(1)),
        tuple(_any_of(CampView) for _ in range(1)),
        (Compared("sites", "order", 0.5, Chance(0.4, 0.3, 0.45)),),
        (("Town", ("A",), ()),), ("B",), "abc",
    )  # fmt: skip


def _any_of(kind: type) -> Any:
    """Return a record with a value of each field's type."""
    plain = {"str": "x", "float": 0.5, "int": 3, "bool": True}
    found = {}
    for field in fields(kind):
        text = str(field.type)
        pairs = {"tuple[str, ...]": ("a", "b"), "Mapping[str, float]": {"a": 0.5}}
        found[field.name] = plain.get(text, pairs.get(text))
        assert found[field.name] is not None, f"{kind.__name__}.{field.name}: {text}"
    return kind(**found)


def _inventory() -> Any:
    sample = cache.sample()
    sites = sample.register.sites[:5]
    issue = Issue(Severity.WARNING, "sites.csv", 3, "lat", "'x'", "a number", "Correct it.")
    register = replace(sample.register, sites=sites, title="Ours <b>")
    return replace(sample, register=register, issues=(issue,), is_sample=False)


def _examples() -> dict[str, Any]:
    """Return a value of each choice that lasts, another one than its default."""
    return {
        "inventory": _inventory(),
        "area": "nordic",
        "criteria_name": "own",
        "criteria_own": cache.criteria_set("detailed"),
        "criteria_hidden": cache.criteria_set("default").criteria[:2],
        "scale_edits": {"abc": {"grade": LINEAR}},
        "scales_drafts": {"grade": Draft("piecewise", rows=(("1", "0"), ("1 000", "x")))},
        "profile": "mine",
        "weigh_saved": (WeightSet("Ada", "Swing, 1 Mar 2026", {"grade": 0.1 + 0.2}),),
        "weigh_answers": {GROUP: {"first.1": "grade", "points.volume": 30.0}},
        "weigh_statements": {
            ("grade", "volume"): (Statement("grade", "at least", 2.0, "volume"),)
        },
        "method": "vikor",
        "scales": "data",
        "normalization": "vector",
        "risk": "reduction",
        "order": "pessimistic",
        "gaps": "nothing-assumed",
        "switched_on": ["access"],
        "facilities": "all",
        "policy_lists": ["US-CM-2025", "ours"],
        "policy_own": (("Ours", (PolicyEntry("ours", "Cu", "critical", is_recalled=True),)),),
        "shortlist": 7,
        "only_shortlist": True,
        "pilots_rule": "score",
        "pilots_threshold": 0.35,
        "pilots_scenarios": (
            SavedScenario(
                "county", _settings(), cache.criteria_set(), cache.reference(), ("EU-CRM-2024",)
            ),
        ),
        "pilots_edits": {
            "digest": (
                PilotEdit(1, "A", "bulk.runs", 6.0, "Ada", "2026-03-01T12:00:00Z", "asked"),
                PilotEdit(2, "A", "stages.5.cost_eur", (1.0, 2.0, 3.0), "Bo", "2026-03-01"),
                PilotEdit(3, "B", "partners", ("x", "y"), "Bo", "2026-03-02"),
                PilotEdit(4, "B", "question", None, "Bo", "2026-03-02"),
            )
        },
        "pilots_kept_edits": {
            "Nordic": (PilotEdit(1, "A", "lock", "must", "Ada", "", "near the road"),)
        },
        "codes_confirmed": {
            "digest": (
                ConfirmedCode(
                    "A", "study_level", "scoping", "scoping study", "scoping study 2021",
                    "notes", "S1;S2", "Ada", "2026-03-01",
                ),
            )
        },
        "pilots_workshop": _workshop(),
        "portfolio_budget": 4_500,
        "portfolio_confidence": 65,
        "portfolio_stages": (5, 5),
        "portfolio_at_least": 1,
        "portfolio_at_most": 9,
        "portfolio_with_locks": False,
        "portfolio_must": ["A"],
        "portfolio_must_not": ["B", "C"],
        "portfolio_crm": 3,
        "portfolio_countries": 2,
        "portfolio_regions": 1,
        "portfolio_wastes": 4,
        "portfolio_elements": ["Co"],
        "portfolio_exclusive": (("A", "B", "C"),),
        "portfolio_requires": (("A", "B"),),
        "portfolio_draws": 500,
        "portfolio_seed": 77,
        "portfolio_any_weights": True,
        "portfolio_costs": {"A": Estimate(1.0, 2.0, 3.0)},
        "viability_investment": 150,
        "viability_liability": 2.5,
        "viability_removed": 30,
        "viability_kinds": ["per-kg"],
        **{f"viability_amount_{kind}": 0.125 for kind in SupportKind},
        "viability_prices": {"Cu": Price("Cu", 9_500.0, "2026-01", "offer")},
        "robust_weights": "said",
        "robust_gaps": False,
        "robust_methods": "all",
        "robust_draws": 1_000,
        "robust_seed": 5,
        "audience": "partners",
        "report_title": "Ours",
        "report_audience": "internal",
        "report_files": ["gpkg"],
        "report_draws": 0,
        "report_portfolio": False,
        "report_project": False,
        "points": {"grade": 100 / 3},
        "mine": {"grade": 12.5},
        "points_by_set": {
            ("grade", "volume"): PointsOfSet({"grade": 1.0}, {"grade": 2.0}, "mine", None, "B")
        },
        "points_ids": ("grade", "volume"),
        "local_points": {"branch": 40.0},
        "start_sliders": {"branch": 100 / 3},
        "start_points": {"grade": 100 / 7},
        "last_points": {"grade": 1e-3},
        "weight_source": "Ada",
        "mine_source": "Bo",
        "weigh_way": "swing",
        "weigh_technique": {"order": "rank-sum"},
        "weigh_exponent": 1.5,
        "weigh_basis": "performance",
        "weigh_ranges": {GROUP: {"grade": "0 to 8"}},
        "weigh_compared": ["a", "b"],
        "table_view": "q=kobolt&sort=-chance",
        "pins": ("A-1", "B-2"),
        "map_area": ("A-1", "C-3"),
    "compare_methods": ["topsis", "electre"],
        "who": "Ada",
        "kept": "ours",
        "kept_ranked": "ours",
        "kept_digest": "abc",
        "flow_checked": {"abc": ("public", "0f")},
        "runs_seen": ("k",),
        "robust_evidence": ["grade"],
        "robust_rules": "policy",
        "robust_classes": ["field"],
        "robust_said": Uncertainty(
            WeightKnowledge.BOUNDS,
            order=(("grade",), ("volume",)),
            bounds={"grade": (0.1, 0.6)},
            statements=("grade >= 2 volume",),
        ),
        "pilots_families": [],
        "viability_discount": 8.5,
        "viability_tax": 20.0,
        "viability_today": ["Cu"],
        "viability_prices_name": "ours.csv",
        "report_date": "2026-03-01",
        "language": "fi",
        "report_language": "ru",
        "report_dated": True,
        "room_minutes": 25,
    }  # fmt: skip


EXAMPLES = _examples()


def _as_lists(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else value


def _through_json(name: str, value: Any) -> Any:
    text = json.dumps(saved({name: value}), allow_nan=False)
    return restored(json.loads(text))[name]


def test_every_choice_that_lasts_has_an_example_unlike_its_default() -> None:
    assert set(EXAMPLES) == set(LASTING)
    for name, value in EXAMPLES.items():
        assert not state.is_same(value, CHOICES[name].default), name


@pytest.mark.parametrize("name", LASTING)
def test_a_choice_that_lasts_survives_json(name: str) -> None:
    for value in (EXAMPLES[name], CHOICES[name].default):
        found = _through_json(name, value)

        assert type(_as_lists(found)) is type(_as_lists(value))
        # Some records of the project are equal to themselves only.
        assert repr(_as_lists(found)) == repr(_as_lists(value))


def test_places_on_the_screen_are_neither_saved_nor_taken_up() -> None:
    assert saved({"page": 3, "method": "topsis"}) == {"method": "topsis"}
    with pytest.raises(InputError, match="found 'page'"):
        restored({"page": 3})
    with pytest.raises(InputError, match="found 'no such choice'"):
        restored({"no such choice": 3})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("shortlist", 0),
        ("shortlist", 101),
        ("shortlist", "10"),
        ("shortlist", True),
        ("pilots_threshold", float("nan")),
        ("method", "/etc/passwd"),
        ("criteria_name", "../secret.yaml"),
        ("portfolio_stages", [9, 9]),
        ("portfolio_draws", 10**9),
        ("points", {"grade": -1.0}),
        ("points", {"grade": float("inf")}),
        ("viability_prices", {"Cu": {"symbol": "Cu"}}),
        ("report_files", ["exe"]),
        ("weigh_answers", [["swing", {}]]),
        ("inventory", {"digest": 3}),
    ],
)
def test_a_value_that_its_widget_would_refuse_is_refused_in_words(
    name: str, value: Any
) -> None:
    with pytest.raises(InputError, match=f"saved choices, {name}"):
        restored({name: value})


def test_limits_of_the_table_cover_what_pages_offer() -> None:
    assert set(AMOUNTS) == set(SupportKind)
    assert {one.kind for one in pilot_facts().instruments} == {kind.value for kind in AMOUNTS}
    (of_files,) = get_args(CHOICES["report_files"].type)
    assert set(get_args(of_files)) == set(REPORT_FORMATS)
    assert {
        one for one in CHOICES.values() if one.scope is Scope.WORK and not one.noun
    } == set()


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def _names_asked(path: Path) -> Iterator[str]:
    """Return the names of choices that a module asks the state for."""
    for call in _calls(path):
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        own = isinstance(function, ast.Attribute) and ast.unparse(function.value) == "state"
        if isinstance(function, ast.Name) and (
            path.name == "state.py" or function.id == "view_switch"
        ):
            name, own = function.id, True
        if not own or name not in STATE:
            continue
        for argument in call.args[:1]:
            if isinstance(argument, ast.Constant):
                yield str(argument.value)


def _constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


SOURCES = [path for path in sorted(UI.rglob("*.py")) if path != TABLE]


def test_every_choice_that_the_screen_asks_for_stands_in_the_table() -> None:
    asked = {name for path in SOURCES for name in _names_asked(path)}

    assert len(asked) > 100
    assert asked - set(CHOICES) == set()


def test_every_choice_of_the_table_is_asked_for() -> None:
    said = {text for path in SOURCES for text in _constants(path)}
    said |= {field.name for field in fields(PointsOfSet)}
    said |= {text.removeprefix("choice.") for text in said}
    idle = {name for name in set(CHOICES) - said if not name.startswith("viability_amount_")}

    assert "viability_amount_" in said
    assert idle == set()


def test_choices_among_words_of_the_tool_take_no_other_word() -> None:
    for name in OFFERED:
        for typed in ("Canary Hollow", ["Canary Hollow"], {"Canary Hollow": 1}):
            with pytest.raises(ValidationError):
                TypeAdapter(CHOICES[name].type).validate_python(typed)
