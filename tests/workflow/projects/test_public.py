"""What of a project its readers get: nothing of sites that they do not see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.site import Site, SiteRegister
from prioritizer.workflow.projects.public import of_table, public_choices


@pytest.mark.parametrize("name", ["pins", "map_area", "portfolio_must", "portfolio_must_not"])
def test_choices_of_sites_keep_those_that_readers_see(name: str, sample: SiteRegister) -> None:
    kept, seen = sample.sites[0].site_id, sample.sites[1].site_id
    part = replace(sample, sites=sample.sites[1:])

    found = of_table({name: [kept, seen], "method": "topsis"}, "digest", part)

    assert found[name] == [seen]
    assert found["method"] == "topsis"


@pytest.mark.parametrize(
    "name", ["Grade", "Volume", "Default", "Mine", "EU", "Topsis", "Urgency"]
)
def test_a_site_that_is_called_like_a_word_of_the_tool_takes_no_choice_along(name: str) -> None:
    part = SiteRegister("Sites", (Site("P-1", "Open Heath"),), ())
    whole = SiteRegister("Sites", (*part.sites, Site("S-1", name)), ())
    by_tool = {
        "points": {"grade": 5.0, "volume": 3.0},
        "points_by_set": [[["grade", "volume"], {"points": {"grade": 5.0}}]],
        "profile": "mine",
        "criteria_name": "default",
        "method": "topsis",
        "risk": "urgency",
        "policy_lists": ["EU-CRM-2024"],
        "weigh_answers": [[["order", "", ["grade", "volume"]], {"1": "grade"}]],
        "scale_edits": {"0f1e:grade": {"grade": {"kind": "linear"}}},
    }

    left = public_choices({**by_tool, "report_title": f"Below {name}"}, whole, part)

    assert left == by_tool
    assert public_choices({"robust_evidence": [f"near {name}"]}, whole, part) != {
        "robust_evidence": [f"near {name}"]
    }
