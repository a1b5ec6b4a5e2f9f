"""The table of all choices of a session: name, type, default, and how long each lasts.

Work is what somebody would miss: it is kept for a page that is loaded anew, and a saved project
has to hold it. The type of a choice that lasts says what a saved value may be; limits are those
of its widget, which would refuse another value. `saving` writes and reads it as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from prioritizer.domain.answer import GapMode
from prioritizer.domain.code_proposal import ConfirmedCode
from prioritizer.domain.criterion import CriteriaSet, Criterion, RiskMode
from prioritizer.domain.economics import Price
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.information import CostClass
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import USUAL_POLICY_LISTS
from prioritizer.domain.results import Order, Scales
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.support import SupportKind
from prioritizer.domain.value_function import ValueFunction
from prioritizer.languages.speech import LANGUAGES, SOURCE
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.choice_types import (
    Points,
    PointsOfSet,
    among,
    between,
    one_of,
    pairs,
    shipped_criteria,
    some_of,
)
from prioritizer.workflow.criteria.scale_draft import Draft
from prioritizer.workflow.pilots.scenarios import SavedScenario
from prioritizer.workflow.projects.answer import OwnLists
from prioritizer.workflow.projects.choice_limits import BUDGETS, MOST_PLACES
from prioritizer.workflow.projects.choice_limits import REPORT_DRAWS as REPORT_DRAWS
from prioritizer.workflow.projects.choice_limits import STAGE_SPANS as STAGE_SPANS
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS, NORMALIZATION_TITLES
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.weights.effect import BASES, WeightSet
from prioritizer.workflow.weights.region import Statement
from prioritizer.workflow.weights.ways import WAYS
from prioritizer.workflow.workshop.summary import WorkshopView


class Scope(Enum):
    """How long a choice lasts."""

    WORK = "work: kept for a page that is loaded again, and told as chosen"
    ALONG = "kept with the work, but pages fill it in by themselves: no sign that one chose"
    SCREEN = "where somebody stands on a page, or what holds for a moment; never kept"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; ``noun`` is what a person calls the work that it belongs to."""

    name: str
    type: Any
    default: Any
    scope: Scope
    noun: str = ""


Entries = Mapping[str, tuple[Any, Any]]
Several = Sequence[str]
DRAWS = (1_000, 10_000, 100_000)
PORTFOLIO_DRAWS = (500, 1_000, 5_000, 10_000)
# Where the amounts of support begin, in the units of support_instruments.csv, and the most of
# each: examples to change, and said to be so on the page.
AMOUNTS = {
    SupportKind.CAPEX_GRANT: (0.25, 1.0),
    SupportKind.PER_TONNE: (2.0, 1e12),
    SupportKind.PER_KG: (1.0, 1e12),
    SupportKind.PRICE_FLOOR: (10.0, 1e12),
    SupportKind.SOFT_LOAN: (0.03, 0.5),
    SupportKind.TAX_HOLIDAY: (5.0, 100.0),
    SupportKind.REMEDIATION: (1_000_000.0, 1e12),
}
_GROUP = tuple[str, str, tuple[str, ...]]  # a way to weigh, a group and what is in it
_SEED = between(int, 0, 999_999)
_PLACES = between(int, 0, MOST_PLACES)

# By what a person calls it, with types and defaults. Whatever stands first is said first.
WORK: Mapping[str, Entries] = {
    "table of sites": {
        "inventory": (Inventory | None, None),
        "area": (one_of("all", "nordic"), "all"),
    },
    "criteria": {
        "criteria_name": (shipped_criteria(), "default"),
        "criteria_own": (CriteriaSet | None, None),
        # Criteria that were hidden, to be shown again.
        "criteria_hidden": (tuple[Criterion, ...], ()),
    },
    "scales": {
        "scale_edits": (dict[str, dict[str, ValueFunction]], {}),
        "scales_drafts": (dict[str, Draft], {}),
    },
    "weights": {
        "profile": (str, "equal"),
        "weigh_saved": (tuple[WeightSet, ...], ()),
    },
    # Answers by way and group; statements of a region by criteria.
    "answers about weights": {
        "weigh_answers": (pairs(_GROUP, dict[str, float | str]), {}),
        "weigh_statements": (pairs(tuple[str, ...], tuple[Statement, ...]), {}),
    },
    "method and settings": {
        "method": (one_of(*METHOD_FACTS), "weighted-sum"),
        "scales": (one_of(*Scales), Scales.FIXED.value),
        "normalization": (one_of("none", *NORMALIZATION_TITLES), "none"),
        "risk": (one_of(*RiskMode), RiskMode.URGENCY.value),
        # The last two are orders of the ranking page alone.
        "order": (one_of(*Order, "known", "evidence-a"), Order.CHANCE.value),
        "gaps": (one_of(*GapMode), GapMode.LIKE_INVENTORY.value),
        "switched_on": (Several, ()),
        "facilities": (one_of(*Facilities), Facilities.HISTORICAL.value),
    },
    "policy lists": {
        "policy_lists": (Several, USUAL_POLICY_LISTS),
        "policy_own": (OwnLists, ()),
    },
    "shortlist": {
        "shortlist": (between(int, 1, 100), 10),
        "only_shortlist": (bool, False),
        "pilots_rule": (one_of("places", "score"), "places"),
        "pilots_threshold": (between(float, 0.0, 1.0), 0.5),
        "pilots_scenarios": (tuple[SavedScenario, ...], ()),
    },
    "locks and edits of pilots": {
        "pilots_edits": (dict[str, tuple[PilotEdit, ...]], {}),
        # Those that stand with a kept inventory, by its name: what undo takes back there.
        "pilots_kept_edits": (dict[str, tuple[PilotEdit, ...]], {}),
    },
    "codes confirmed from texts": {
        "codes_confirmed": (dict[str, tuple[ConfirmedCode, ...]], {})
    },
    "result of a workshop": {"pilots_workshop": (WorkshopView | None, None)},
    "programme": {
        "portfolio_budget": (between(int, *BUDGETS), 3_000),
        "portfolio_confidence": (between(int, 0, 100), 80),
        "portfolio_stages": (among(tuple[int, int], STAGE_SPANS), (1, 4)),
        "portfolio_at_least": (between(int, 0, 100), 0),
        "portfolio_at_most": (between(int, 0, 100), 0),
        "portfolio_with_locks": (bool, True),
        "portfolio_must": (Several, ()),
        "portfolio_must_not": (Several, ()),
        "portfolio_crm": (_PLACES, 0),
        "portfolio_countries": (_PLACES, 0),
        "portfolio_regions": (_PLACES, 0),
        "portfolio_wastes": (_PLACES, 0),
        "portfolio_elements": (Several, ()),
        "portfolio_exclusive": (tuple[tuple[str, ...], ...], ()),
        "portfolio_requires": (tuple[tuple[str, str], ...], ()),
        "portfolio_draws": (among(int, PORTFOLIO_DRAWS), 1_000),
        "portfolio_seed": (_SEED, 1),
        "portfolio_any_weights": (bool, False),
    },
    "costs of pilots": {"portfolio_costs": (dict[str, Estimate], {})},
    "viability": {
        "viability_investment": (between(int, 10, 1_000), 100),
        "viability_liability": (between(float, 0.0, 10_000.0), 0.0),
        "viability_removed": (between(int, 0, 100), 100),
        "viability_kinds": (some_of(*SupportKind), ()),
        **{
            f"viability_amount_{kind.value}": (between(float, 0.0, most), example)
            for kind, (example, most) in AMOUNTS.items()
        },
    },
    "prices": {"viability_prices": (dict[str, Price], {})},
    "robustness": {
        "robust_weights": (one_of("fixed", "around", "order", "any", "said"), "around"),
        "robust_gaps": (bool, True),
        "robust_methods": (one_of("present", "both", "all"), "present"),
        "robust_draws": (among(int, DRAWS), 10_000),
        "robust_seed": (_SEED, 1),
    },
    "readers": {"audience": (one_of(*Audience), Audience.PUBLIC.value)},
    "report": {
        "report_title": (str, ""),
        "report_audience": (one_of(*Audience), Audience.PUBLIC.value),
        "report_files": (
            some_of("pdf", "docx", "xlsx", "gpkg", "geojson"),
            ("pdf", "docx"),
        ),
        "report_draws": (among(int, REPORT_DRAWS), 2_000),
        "report_portfolio": (bool, True),
        "report_project": (bool, True),
    },
}
ALONG: Entries = {
    # Set with the criteria: points in force, one's own, and those last given to each set.
    "points": (Points, {}),
    "mine": (Points, {}),
    "points_by_set": (pairs(tuple[str, ...], PointsOfSet), {}),
    "points_ids": (tuple[str, ...], ()),
    "local_points": (Points, {}),
    # Where the sliders and points stood, exactly, before the first of them was moved.
    "start_sliders": (Points, {}),
    "start_points": (Points, {}),
    "last_points": (Points | None, None),
    # Where the present weights come from, and those kept under Mine.
    "weight_source": (str, ""),
    "mine_source": (str, ""),
    "weigh_way": (one_of(*WAYS) | None, None),
    "weigh_technique": (dict[str, str], {}),
    "weigh_exponent": (between(float, 0.0, 20.0), 2.0),
    "weigh_basis": (one_of(*BASES), "values"),
    # The ranges that were shown when answers were given.
    "weigh_ranges": (pairs(_GROUP, dict[str, str]), {}),
    "weigh_compared": (Several | None, None),
    "compare_methods": (some_of(*METHOD_FACTS) | None, None),
    # How the list is looked at, as in a link, and the sites that are compared.
    "table_view": (str, ""),
    "pins": (Several, ()),
    # The sites of an area that was drawn on the map; the list shows no others.
    "map_area": (tuple[str, ...] | None, None),
    "who": (str, ""),
    "kept": (str | None, None),
    "kept_ranked": (str | None, None),
    "kept_digest": (str, ""),
    # By table: for which readers the shortlist was drawn, and at which settings. In older
    # projects yes or no.
    "flow_checked": (dict[str, tuple[str, str]] | bool, {}),
    "runs_seen": (Several, ()),
    "robust_evidence": (Several | None, None),
    "robust_rules": (one_of("risk", "method", "policy"), "risk"),
    "robust_classes": (some_of(*CostClass), ("desk", "field", "drilling")),
    # What was said about the weights, as the weights of a robustness run.
    "robust_said": (Uncertainty | None, None),
    "pilots_families": (some_of("risk", "method", "profiles"), ("risk", "method")),
    "viability_discount": (between(float, 0.0, 40.0) | None, None),
    "viability_tax": (between(float, 0.0, 80.0) | None, None),
    "viability_today": (Several, ()),
    "viability_prices_name": (str, ""),
    "report_date": (str, ""),
    # Blank for that of the browser.
    "language": (one_of("", *LANGUAGES), ""),
    "report_language": (one_of(*LANGUAGES), SOURCE),
    "report_dated": (bool, False),
    "room_minutes": (between(int, 1, 240), 10),
}
# Links to sign in stand here: they are never kept.
SCREEN: Mapping[str, Any] = {
    "selected": None,
    "explained": None,
    # The glossary of the page, and where its words were marked in the text.
    "words_said": None,
    "later_asked": "",
    # What buttons of this page made, see `once`; whose ids were looked at, see `plain_ids`.
    "made_once": {},
    "ids_seen": (),
    # Work that takes long and that somebody cancelled: it waits for its button.
    "work_cancelled": (),
    "later_who": "",
    # The doors of the first minute; the round of the tour that is on, and how many began.
    "doors_closed": False,
    "tour": 0,
    "tour_begun": 0,
    # Whose missing facts the list asked for; whether it is as narrow as on a phone.
    "list_wanted": (),
    "list_narrow": False,
    "link_read": False,
    "what_if": None,
    "site": None,
    "enrich_said": "",
    "table_site": None,
    "import_job": None,
    "import_tables": None,
    "import_round": 0,
    "notice": "",
    "kept_view": "edit",
    "kept_change": None,
    "edit_site": None,
    "edit_field": None,
    "edit_seen": None,
    "evidence_view": "site",
    "evidence_large": None,
    "unfc_cell": None,
    "metal": None,
    "robust_view": "shortlist",
    "robust_asked": None,
    "robust_line": None,
    "robust_ranks": False,
    "room_workshop": None,
    "room_view": "run",
    "room_confirm": "",
    "room_refused": "",
    "room_link": "",
    "room_own_link": "",
    "room_seat_link": None,
    "room_device_link": "",
    "room_codes": (),
    "room_watch_link": None,
    "room_result_round": None,
    "room_result_groups": None,
    "scales_view": "scales",
    "scales_criterion": None,
    "scales_site": None,
    "scales_issues": (),
    "scales_round": 0,
    "own_column": None,
    "own_round": 0,
    "typed_round": 0,
    "typed_said": "",
    "typed_issues": (),
    "own_refused": "",
    "weigh_view": "say",
    "weigh_fine": False,
    "weigh_message": "",
    "weigh_to_robustness": False,
    "pilots_view": "list",
    "pilots_site": None,
    "pilots_section": "question",
    "pilots_entry": None,
    "pilots_entry_seen": None,
    "portfolio_costs_round": 0,
    "portfolio_asked": None,
    "viability_view": "answer",
    "viability_site": None,
    "viability_product": None,
    "viability_round": 0,
    "report_asked": None,
    "project_file_asked": None,
    "records_view": "files",
    # This page as loaded: its name, and whose it is.
    "visit": "",
    "visit_owner": "",
    # Its project or link, what was last looked at to be saved, and the number that is moved.
    "project": "",
    "project_link": "",
    "project_link_partners": False,
    # Where it is another's: the secret of a link to edit it, and the right that opens it.
    "project_edit": "",
    "project_right": "",
    # When the store was asked last whether the link or the right still holds.
    "project_right_asked": 0.0,
    # Why it may no longer be seen or edited: what of it everybody may see is left here.
    "project_ended": "",
    "project_several": False,
    # The named state that is looked at instead of the one in force: 0 for none.
    "project_at": 0,
    "project_at_name": "",
    # The choices of a state that is only looked at, as they were opened.
    "project_read": None,
    # What the address of a page asks for and nothing has taken up yet, and what to say of it.
    "link_asked": {},
    "link_said": (),
    # The state of somebody else that was looked at or passed over, last.
    "project_other": 0,
    "project_name": "",
    "project_seen": None,
    "project_gesture": None,
    "project_revision": 0,
    "project_undo": False,
    "project_redo": False,
    "project_fault": "",
    "project_partly": "",
    "project_refused": "",
    "project_told": None,
    "project_last": None,
    "project_view": "list",
    # The state of the history that stands beside the present; 0 for none.
    "project_base": 0,
    "project_base_of": "",
    "project_managed": "",
    "project_deleting": "",
    "project_file_round": 0,
    "project_brought": None,
    # Shown once, then known to nobody here.
    "project_secret": "",
    "project_edit_secret": "",
}


def _rows() -> Iterable[Choice]:
    for noun, entries in WORK.items():
        for name, (kind, default) in entries.items():
            yield Choice(name, kind, default, Scope.WORK, noun)
    for name, (kind, default) in ALONG.items():
        yield Choice(name, kind, default, Scope.ALONG)
    for name, default in SCREEN.items():
        yield Choice(name, Any, default, Scope.SCREEN)


# What a fresh page has in place of a default: the sample opens on its Nordic part, of which ten
# sites can be ranked: a list of ten would leave nobody out. Defaults stay what they are,
# for they say what an older project means.
FRESH: Mapping[str, Any] = {"area": "nordic", "shortlist": 5}
CHOICES: Mapping[str, Choice] = {one.name: one for one in _rows()}
LASTING = tuple(one.name for one in CHOICES.values() if one.scope is not Scope.SCREEN)
