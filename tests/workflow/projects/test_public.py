"""What of a project its readers get: nothing of sites that they do not see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.projects.public import of_table


@pytest.mark.parametrize("name", ["pins", "map_area", "portfolio_must", "portfolio_must_not"])
def test_choices_of_sites_keep_those_that_readers_see(name: str, sample: SiteRegister) -> None:
    kept, seen = sample.sites[0].site_id, sample.sites[1].site_id
    part = replace(sample, sites=sample.sites[1:])

    found = of_table({name: [kept, seen], "method": "topsis"}, "digest", part)

    assert found[name] == [seen]
    assert found["method"] == "topsis"
