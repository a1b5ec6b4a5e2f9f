"""What a person typed as the readers of a page may see it, worked out once per table."""

from __future__ import annotations

import re
from typing import TypeVar

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.ui.shell.cache import Inventory, cached, is_restricted, seen
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.told import secret_of, told_criteria
from prioritizer.workflow.sites.told import told as told_value

Typed = TypeVar("Typed")


def told(value: Typed, own: Inventory, audience: Audience) -> Typed:
    """Return what a person typed without the texts that name a site kept from an audience."""
    if audience is Audience.INTERNAL or not is_restricted(own):
        return value
    secret = _secret(own, audience)
    if isinstance(value, CriteriaSet):
        return _told_criteria(value, secret)  # type: ignore[return-value]
    return told_value(value, secret)


def secret_for_all(own: Inventory) -> re.Pattern[str] | None:
    """Return what finds the names of the sites that not everybody may see."""
    return _secret(own, Audience.PUBLIC) if is_restricted(own) else None


@cached(most=16)
def _secret(own: Inventory, audience: Audience) -> re.Pattern[str] | None:
    return secret_of(own.register, seen(own, audience).register)


@cached(most=32, keys={re.Pattern: lambda secret: secret.pattern})
def _told_criteria(criteria: CriteriaSet, secret: re.Pattern[str] | None) -> CriteriaSet:
    return told_criteria(criteria, secret)
