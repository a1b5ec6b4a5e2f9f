"""The fingerprint on the pages is that of the record, and follows every choice."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.parts import fingerprint
from prioritizer.ui.shell import cache
from prioritizer.workflow.records.writing import as_record


def test_the_fingerprint_is_that_of_the_record_and_follows_the_weights() -> None:
    criteria = cache.criteria_set()
    few = replace(cache.sample().register, sites=cache.sample().register.sites[:12])
    own = replace(cache.sample(), digest="1" * 64, register=few)
    found = cache.problem(own, criteria, cache.reference(), RiskMode.URGENCY, is_nordic=False)
    prints = []
    for first in (20.0, 40.0):
        points = dict.fromkeys(criteria.ids, 20.0) | {criteria.ids[0]: first}
        chosen = Settings(weights=WeightVector.from_mapping(points, criteria.ids))
        ranked = cache.assess(found, chosen)
        record = as_record(ranked, found.register)
        prints.append(fingerprint.made(found, ranked))
        assert prints[-1] == record["fingerprint"]
    assert prints[0] != prints[1]
