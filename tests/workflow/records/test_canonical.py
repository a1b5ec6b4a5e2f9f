"""Canonical JSON: the fast way writes what the reference package writes."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.workflow.records.canonical import canonical, section_digests

SAFE = 2**53 - 1
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-SAFE, SAFE)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.floats(allow_nan=False, allow_infinity=False)
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
JSON = st.recursive(
    LEAVES, lambda part: st.lists(part) | st.dictionaries(KEYS, part), max_leaves=20
)


@given(JSON)
def test_any_value_is_written_as_the_reference_package_writes_it(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_the_example_of_the_standard_comes_out_as_printed() -> None:
    # RFC 8785, section 3.2.2 and 3.2.3: input and its canonical form.
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }

    text = canonical(value).decode()

    assert text == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, "\ud800", {1: 2}, {"a": {3}}]
)
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(value)


def test_a_row_and_a_column_name_the_leaf_that_differs() -> None:
    before = section_digests(
        [{"id": "a", "x": {"y": 1, "z": 2}}, {"id": "b", "x": {"y": 3, "z": 4}}]
    )
    after = section_digests(
        [{"id": "a", "x": {"y": 1, "z": 2}}, {"id": "b", "x": {"y": 3, "z": 5}}]
    )

    rows = [name for name in before["rows"] if before["rows"][name] != after["rows"][name]]
    columns = [
        name for name in before["columns"] if before["columns"][name] != after["columns"][name]
    ]

    assert (rows, columns) == (["b"], ["x.z"])
