"""Fixtures that several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_data" / "sites.csv"


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Return the reference facts shipped with the project."""
    return read_reference()


@pytest.fixture(scope="session")
def criteria() -> CriteriaSet:
    """Return the default criteria set."""
    return read_criteria("default")


@pytest.fixture(scope="session")
def sample(reference: Reference) -> SiteRegister:
    """Return the sample inventory."""
    return read_sites(SAMPLE, reference).register
