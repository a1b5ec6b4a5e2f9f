"""Tables of sites as bytes: exact, and checked when they are read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.project import KeptTable
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import InputError, Issue, Severity
from prioritizer.workflow.projects import tables


def test_the_sample_survives_to_the_last_bit(sample: SiteRegister) -> None:
    issue = Issue(
        Severity.WARNING, "s.csv", 3, "lat", "'x'", "a number", "Correct.", "A", ("b",)
    )
    table = KeptTable("d", sample, (issue,), is_sample=True, restricted_in="s.csv")

    found = tables.read(tables.written(table))

    # Range holds None where nothing is known, so that all parts are equal by value.
    assert (found.register, found.issues) == (table.register, table.issues)
    assert repr(found) == repr(table)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text())
def test_every_number_and_text_survives(number: float, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    site = Site("A", text, latitude=number, tonnage_t=Range(None, number, None))
    table = KeptTable("d", SiteRegister(text, (site,)))

    found = tables.read(tables.written(table)).register.sites[0]

    assert found == site
    assert repr(found.latitude) == repr(site.latitude)


def test_a_value_that_fits_no_type_is_named_by_its_place(sample: SiteRegister) -> None:
    few = replace(sample, sites=sample.sites[:2])
    data = tables.as_data(KeptTable("d", few))
    data["sites"][1]["latitude"] = "north"
    name = data["sites"][1]["site_id"]

    with pytest.raises(InputError, match=f'table, sites, {name}, latitude: found "north"'):
        tables.read(json.dumps(data).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"sites": 3}', b"\xff"])
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputError, match="table"):
        tables.read(content)


def test_one_id_twice_is_refused(sample: SiteRegister) -> None:
    twice = replace(sample, sites=(sample.sites[0], sample.sites[0]))

    with pytest.raises(InputError, match="one id twice"):
        tables.from_data(tables.as_data(KeptTable("d", twice)))
