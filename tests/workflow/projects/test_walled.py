"""A file of a project is read behind a wall: the same project, or a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import Cancelled, InputError
from prioritizer.workflow.projects import archive, child, document, opening_files, walled
from tests.workflow.projects.projects import packed, project_of


@pytest.mark.walled
def test_what_comes_through_the_wall_is_the_same_project(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    content = packed(project_of(sample, criteria, reference, n=12))

    found = walled.project_in(content, reference)

    direct = opening_files.project_in(content, reference)
    assert document.as_document(found) == document.as_document(direct)
    assert found.fingerprint == direct.fingerprint


@pytest.mark.walled
def test_the_reader_tells_how_far_it_is_and_ends_when_it_is_cancelled(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    content = packed(project_of(sample, criteria, reference, n=12))
    told: list[tuple[int, int]] = []

    walled.project_in(content, reference, progress=lambda *at: told.append(at))
    with pytest.raises(Cancelled):
        walled.project_in(content, reference, is_cancelled=lambda: True)

    n_sections = len(document.SECTIONS)
    assert told == [(done, n_sections) for done in range(n_sections)]


@pytest.mark.walled
def test_what_takes_too_much_is_refused_and_the_server_lives(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walled, "LIMITS", replace(walled.LIMITS, memory_bytes=300_000_000))

    with pytest.raises(InputError, match="takes more memory"):
        walled.project_in(b'{"a":[' + b"[]," * 2_500_000, reference)


def test_a_changed_digit_is_named_through_the_wall(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    made = document.as_document(project_of(sample, criteria, reference, n=12))
    made["settings"]["seed"] = 99
    tampered = json.dumps(made).encode()

    with pytest.raises(InputError, match=r"(?s)changed since it was saved.*settings, seed"):
        walled.project_in(archive.packed(tampered, {}), reference)


def test_whatever_a_reader_meets_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("words of a file")

    monkeypatch.setattr(opening_files, "project_in", broken)
    (tmp_path / "x").write_bytes(b"")

    assert "(ZeroDivisionError)" in child.answer_to(tmp_path / "x")["words"]
