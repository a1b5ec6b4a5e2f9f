"""YAML that says something twice or grows by reference is named, not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.errors import DataError
from prioritizer.readers.criteria import parse_criteria, read_criteria
from prioritizer.readers.yaml_text import MOST_CHARACTERS, YamlFault, load_yaml


def test_a_reference_is_read_and_a_name_stands_once() -> None:
    assert load_yaml("a: &x {b: 1}\nc: *x\n") == {"a": {"b": 1}, "c": {"b": 1}}
    assert load_yaml("- {a: 1}\n- {a: 2}\n") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("text", ["gates: [1]\nb: 2\ngates: []\n", "x: {y: {a: 1, a: 1}}\n"])
def test_a_name_said_twice_is_a_fault_with_its_line(text: str) -> None:
    with pytest.raises(YamlFault, match="twice"):
        load_yaml(text)
    with pytest.raises(DataError, match="twice"):
        parse_criteria(text, "mine.yaml")


def test_a_text_that_grows_by_reference_ends_at_once() -> None:
    levels = [f"l{k}: &l{k} [{', '.join([f'*l{k - 1}'] * 10)}]" for k in range(1, 10)]
    text = "\n".join(["l0: &l0 [a, a]", *levels])

    with pytest.raises(YamlFault, match="by reference"):
        load_yaml(text)


def test_words_stay_as_they_were_typed() -> None:
    told = load_yaml("[yes, no, on, off, NO, true, 010, 1:30, 2026-05-31]")

    assert told == ["yes", "no", "on", "off", "NO", "true", "010", "1:30", "2026-05-31"]


def test_numbers_blanks_and_merged_mappings_are_read_as_before() -> None:
    told = load_yaml("[1, -3, 0.5, .5, 1.0e+4, 1_000, 0x1F, ~, null, '']")

    assert told == [1, -3, 0.5, 0.5, 1e4, 1000, 31, None, None, ""]
    assert load_yaml("a: &x {q: 1}\nb: {<<: *x, r: 2}\n")["b"] == {"q": 1, "r": 2}


def test_a_text_too_long_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    text = "a: [" * (MOST_CHARACTERS // 4) + "no end"
    expected = r"big\.yaml: found 500,006 characters.*at most 500,000 characters"

    with pytest.raises(DataError, match=expected):
        parse_criteria(text, "big.yaml")
    path = tmp_path / "big.yaml"
    path.write_text("#" * (4 * MOST_CHARACTERS + 1))
    with pytest.raises(DataError, match=r"big\.yaml: found 2,000,001 bytes"):
        read_criteria(str(path))


def test_nesting_without_end_is_a_fault_of_the_file_and_ends_no_process() -> None:
    with pytest.raises(DataError, match=r"deep\.yaml"):
        parse_criteria("[" * 400_000, "deep.yaml")
