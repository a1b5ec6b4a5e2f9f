"""Every choice of a session: its default, and whether it is work or a place on the screen.

Work is what somebody would miss: it is kept for a page that is loaded anew, and is what a saved
project has to hold. A new choice goes into one of the three groups below.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prioritizer.ui.shell.base_choices import BASE_CHOICES
from prioritizer.ui.shell.criteria_choices import CRITERIA_CHOICES
from prioritizer.ui.shell.pilot_choices import EXAMPLE_AMOUNTS, PILOT_CHOICES
from prioritizer.ui.shell.weighing_choices import WEIGH_CHOICES

DEFAULTS: dict[str, Any] = {
    **BASE_CHOICES,
    **CRITERIA_CHOICES,
    **WEIGH_CHOICES,
    **PILOT_CHOICES,
}
# Work, by what a person calls it. Whatever stands first is said first.
NOUNS: Mapping[str, tuple[str, ...]] = {
    "table of sites": ("inventory", "area"),
    "criteria": ("criteria_name", "criteria_own"),
    "scales": ("scale_edits", "scales_drafts"),
    "weights": ("profile", "weigh_saved"),
    "answers about weights": ("weigh_answers", "weigh_statements"),
    "method and settings": ("method", "scales", "normalization", "risk", "order"),
    "policy lists": ("policy_lists", "policy_own"),
    "shortlist": ("shortlist", "only_shortlist", "pilots_rule", "pilots_threshold",
                  "pilots_scenarios"),
    "locks and edits of pilots": ("pilots_edits",),
    "result of a workshop": ("pilots_workshop",),
    "programme": ("portfolio_budget", "portfolio_stages", "portfolio_at_least",
                  "portfolio_at_most", "portfolio_with_locks", "portfolio_must",
                  "portfolio_must_not", "portfolio_crm", "portfolio_countries",
                  "portfolio_regions", "portfolio_wastes", "portfolio_elements",
                  "portfolio_exclusive", "portfolio_requires", "portfolio_draws",
                  "portfolio_seed", "portfolio_any_weights"),
    "costs of pilots": ("portfolio_costs",),
    "viability": ("viability_investment", "viability_liability", "viability_removed",
                  "viability_kinds", *(f"viability_amount_{kind}" for kind in EXAMPLE_AMOUNTS)),
    "prices": ("viability_prices",),
    "robustness": ("robust_weights", "robust_gaps", "robust_methods", "robust_draws",
                   "robust_seed"),
    "readers": ("audience",),
    "report": ("report_title", "report_audience", "report_files", "report_draws",
               "report_portfolio"),
}  # fmt: skip
WORK = tuple(name for names in NOUNS.values() for name in names)
# Goes with the work, but pages fill it in by themselves: it is no sign that somebody chose.
ALONG = frozenset(
    {"points", "mine", "points_by_set", "points_ids", "local_points", "last_points",
     "weight_source", "mine_source", "weigh_way", "weigh_technique", "weigh_exponent",
     "weigh_basis", "weigh_ranges", "weigh_compared", "compare_methods", "who", "kept",
     "kept_ranked", "kept_digest", "upload_issues", "flow_checked", "runs_seen",
     "robust_evidence", "robust_rules", "robust_classes", "robust_said", "pilots_families",
     "viability_discount", "viability_tax", "viability_today", "viability_prices_name",
     "report_date", "report_dated", "room_minutes"}
)  # fmt: skip
# Where somebody stands on a page, or what holds for a moment. Links to sign in are never kept.
SCREEN = frozenset(
    {"page", "selected", "explained", "site", "upload_refused", "upload_round", "table_site",
     "import_job", "import_round", "notice", "kept_view", "kept_change", "edit_site",
     "edit_field", "edit_seen", "evidence_view", "evidence_large", "unfc_cell", "metal",
     "robust_view", "robust_asked", "robust_line", "robust_ranks", "room_workshop",
     "room_view", "room_confirm", "room_refused", "room_link", "room_own_link",
     "room_result_round", "scales_view", "scales_criterion", "scales_site", "scales_issues",
     "scales_round", "weigh_view", "weigh_fine", "weigh_message", "weigh_to_robustness",
     "pilots_view", "pilots_lock_site", "pilots_site", "pilots_section", "pilots_entry",
     "pilots_entry_seen", "portfolio_costs_round", "portfolio_asked", "viability_view",
     "viability_site", "viability_product", "viability_round", "report_asked",
     "records_view", "visit", "visit_owner", "visit_offers",
     "visit_told"}
)  # fmt: skip
