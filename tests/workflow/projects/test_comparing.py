"""How two projects differ is told in the words of the pages."""

from __future__ import annotations

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.projects.comparing import compared
from prioritizer.workflow.sites.audience import Audience
from tests.workflow.projects.projects import project_of


def test_other_choices_are_named_as_pages_name_them_and_what_was_typed_is_not_quoted(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    first = project_of(
        sample, criteria, reference, n=8, portfolio_budget=3000, report_title="Hemligberg"
    )
    second = project_of(
        sample, criteria, reference, n=8, portfolio_budget=4000, portfolio_seed=2,
        report_title="Other", portfolio_must=["A"], portfolio_crm=1, flow_checked=True,
    )  # fmt: skip

    text = compared(first, second, reference, Audience.PUBLIC, top=3)

    said = text.partition("Other choices that differ:\n")[2].splitlines()
    assert [line.strip() for line in said] == [
        "Budget, thousand EUR: 3000 → 4000",
        "Critical materials to cover",
        "Programme",
        "Seed of the programme",
        "Title of the report",
    ]
    assert "Hemligberg" not in text
